"""Nothing leaves this computer: the demo makes no network call, seen from outside the program."""

import os
import re
import shutil
import subprocess
import sys

import pytest

INTERNET = re.compile(r"\bAF_INET6?\b|\bsin6?_(port|addr)\b")
CONNECTS = (
    "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
)
IN_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CONNECTS!r}])"


@pytest.fixture
def watched(tmp_path):
    """Run Python with these arguments; returns the process and its internet calls."""
    strace = shutil.which("strace")
    if strace is None:
        if os.environ.get("CI") == "true":
            pytest.fail("strace is missing, and on CI it must be there")
        pytest.skip("strace, which watches system calls, is not on this computer")
    log = tmp_path / "calls.txt"

    def run(*arguments):
        done = subprocess.run(
            [strace, "-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", str(log),
             sys.executable, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        calls = log.read_text(encoding="utf-8", errors="replace").splitlines()
        return done, [call for call in calls if INTERNET.search(call)]

    return run


def test_the_demo_calls_no_internet_address(watched, tmp_path):
    done, calls = watched("-m", "stabiel", "demo", "--model", "lite", "--out", tmp_path / "out")

    assert calls == []
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "bridging" / "session.json").exists()


@pytest.mark.parametrize("program", [CONNECTS, IN_A_CHILD], ids=["itself", "a child"])
def test_the_watcher_sees_such_a_call(watched, program):
    done, calls = watched("-c", program)

    assert done.returncode == 0, done.stderr
    assert any("socket(AF_INET" in call for call in calls)
    assert any("connect(" in call and "127.0.0.1" in call for call in calls)
