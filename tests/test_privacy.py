"""Nothing leaves this computer, as observed from outside; stored data is for its owner only."""

import contextlib
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from benchmarks.speed import repeated
from stabiel.system.resources import exercises_folder, sample_path
from tests.commands.test_cli import COMMANDS
from tests.records import judged_frames, keep

INTERNET = re.compile(r"\bAF_INET6?\b|\bsin6?_(port|addr)\b")
# The app may create a socket and communicate with this computer.
LOOPBACK = re.compile(r'socket\(AF_INET, SOCK_STREAM|inet_addr\("127\.0\.0\.1"\)')
CONNECTS = (
    "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
)
IN_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CONNECTS!r}])"
MANY = """
import json, os, sys
from stabiel import cli
os.umask(0)
for command in json.loads(sys.argv[1]):
    try:
        code = cli.main(command)
    except SystemExit as stop:
        code = stop.code
    print(json.dumps([command, code]), flush=True)
"""
NAME = "anna-de-vries"  # of a video, a folder or a camera; it identifies a person


@pytest.fixture
def watching(tmp_path):
    """Return a function that starts Python under strace.

    It returns the process, and a function that reads its internet calls.
    """
    strace = shutil.which("strace")
    if strace is None:
        if os.environ.get("CI") == "true":
            pytest.fail("strace is missing, but CI needs it")
        pytest.skip("strace, which watches system calls, is not on this computer")
    log = tmp_path / "calls.txt"

    def start(*arguments, **environment):
        process = subprocess.Popen(
            [strace, "-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", str(log),
             sys.executable, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )  # fmt: skip

        def calls():
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            return [call for call in lines if INTERNET.search(call)]

        return process, calls

    return start


@pytest.fixture
def watched(watching):
    """Return a function that runs Python under strace: exit code, output, errors and calls."""

    def run(*arguments, **environment):
        process, calls = watching(*arguments, **environment)
        out, err = process.communicate()
        return process.returncode, out, err, calls()

    return run


def open_to_others(folder):
    """Return all files that anybody but the owner may read, write or enter."""
    return [
        path
        for path in (folder, *folder.rglob("*"))
        if stat.S_IMODE(path.lstat().st_mode) & 0o077 and not path.is_symlink()
    ]


def test_a_whole_analysis_calls_no_internet_address(watched, tmp_path):
    code, _, err, calls = watched(
        "-m", "stabiel", "demo", "--model", "lite", "--out", tmp_path / "out",
        "--keep-video", "--data", tmp_path / "data",
    )  # fmt: skip

    assert calls == []
    assert code == 0, err
    assert (tmp_path / "out" / "bridging" / "session.json").exists()
    assert (tmp_path / "data" / "videos" / "1.mp4").exists()


def commands_on(data, out, video):
    """Return every command that has no test of its own, with its exit code."""
    shipped = exercises_folder() / "bridging.yaml"
    at = ("--data", data)
    return [
        (("analyze", video, "--exercise", "bridging", "--model", "lite", "--out", out), 4),
        (("exercises", "list"), 0),
        (("exercises", "show", "bridging", "--drawing", out / "place.png"), 0),
        (("exercises", "check"), 0),
        (("exercises", "schema"), 0),
        (("exercises", "try", shipped, video, "--model", "lite", "--out", out / "try.png"), 4),
        (("exercises", "teach", video, "--name", "Zwaan", "--model", "lite", *at), 4),
        (("cameras",), 3),
        (("sessions", "list", *at), 0),
        (("sessions", "show", "1", *at), 0),
        (("sessions", "note", "bridging", "--repetitions", "10", *at), 0),
        (("sessions", "notes", *at), 0),
        (("sessions", "mine", "1", *at), 2),
        (("days", *at), 0),
        (
            (
                "report",
                "--from",
                "2026-03-01",
                "--until",
                "2026-03-28",
                "--out",
                out / "period.pdf",
                *at,
            ),
            0,
        ),
        (("corrections", "list", *at), 0),
        (("corrections", "undo", "1", *at), 2),
        (("corrections", "export", "--out", out / "said.csv", *at), 0),
        (("sessions", "export", "1", "--format", "trc", "--out", out / "export", *at), 0),
        (("data", "export", "--out", out / "export", *at), 0),
        (("data", "where", *at), 0),
        (("review", "1", "--no-browser", *at), 0),
        (("review", "1", "--no-browser", "--pdf", *at), 0),
        (("replay", "1", *at), 0),
        (("progress", *at), 0),
        (("sessions", "delete", "2", *at), 0),
        (("plan", "new", out / "anna.yaml", "--preset", "only-stretches", *at), 0),
        (("plan", "check", out / "anna.yaml", *at), 0),
        (("plan", "import", out / "anna.yaml", *at), 0),
        (("plan", "list", *at), 0),
        (("plan", "choose", "anna", *at), 0),
        (("plan", "show", "anna", *at), 0),
        (("plan", "export", "anna", "--out", out / "export" / "anna.yaml", *at), 0),
        (("plan", "print", "anna", "--out", out / "anna.pdf", *at), 0),
        (("plan", "calendar", out / "anna.ics", *at), 0),
        (("desktop", "icons", "--out", out / "icons"), 0),
        (("persons", "add", "Bea", *at), 0),
        (("persons", "list", *at), 0),
        (("persons", "rename", "Bea", "Cas", *at), 0),
        (("persons", "remove", "Cas", "--yes", *at), 0),
        (("data", "erase", "--yes", "--data", out / "nothing"), 0),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_no_command_calls_an_internet_address_or_lets_others_read(watched, tmp_path, make_video):
    data, out = tmp_path / "data", tmp_path / "out"
    out.mkdir(mode=0o700)
    before = os.umask(0)  # the most permissive mask
    try:
        frames = judged_frames([175, 152])
        for _ in range(2):
            keep(data, frames)
    finally:
        os.umask(before)
    video = make_video(f"{NAME}.mp4")
    wanted = [
        ([str(word) for word in words], code) for words, code in commands_on(data, out, video)
    ]

    code, said, err, calls = watched("-c", MANY, json.dumps([words for words, _ in wanted]))

    assert calls == []
    assert code == 0, err
    ended = [tuple(json.loads(line)) for line in said.splitlines() if line.startswith('[["')]
    assert ended == wanted
    assert open_to_others(data) == open_to_others(out) == []
    assert (data / "reports" / "1.pdf").exists()
    assert list((out / "export").iterdir())
    # The log names nobody, except for the given file that cannot be judged.
    assert [line for line in err.splitlines() if NAME in line] == [
        line for line in err.splitlines() if "nobody was found" in line
    ]


def test_the_doctor_and_the_icon_call_no_internet_address(watched, tmp_path):
    commands = [["desktop", "install"], ["doctor", "--data", str(tmp_path)], ["desktop", "remove"]]
    home = {name: str(tmp_path / "home") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}

    code, said, err, calls = watched("-c", MANY, json.dumps(commands), **home)

    assert calls == []
    assert code == 0, err
    codes = [json.loads(line)[1] for line in said.splitlines() if line.startswith('[["')]
    assert codes in ([0, 0, 0], [0, 1, 0])  # there may be no camera here
    assert [path for path in (tmp_path / "home").rglob("*") if "stabiel" in path.name] == []


def test_the_list_of_commands_is_whole():
    here = {words[:2] for words, _ in commands_on(Path(), Path(), Path())}
    alone = {
        ("demo",), ("live",), ("app",), ("doctor",), ("desktop", "install"), ("desktop", "remove")
    }  # fmt: skip

    for command in COMMANDS:
        inner = any(other[: len(command)] == command and other != command for other in COMMANDS)
        tried = any(words[: len(command)] == command for words in here)
        assert inner or tried or command in alone, command


def test_a_live_session_calls_no_internet_address(watching, display, tmp_path):
    # A watched program is slow; the clip must not be over before it is looked at.
    clip = repeated(sample_path(), 600.0, tmp_path / "clip.mp4")
    process, calls = watching(
        "-m", "stabiel", "live", "bridging", "--camera", clip, "--model", "lite",
        "--record", "--data", tmp_path / "data", DISPLAY=display,
    )  # fmt: skip
    began_s = time.monotonic()
    records = tmp_path / "data" / "videos"
    while not list(records.glob("*.part")) and time.monotonic() < began_s + 240:
        assert process.poll() is None
        time.sleep(0.2)
    time.sleep(3.0)
    _stop_traced(process)
    _, err = process.communicate(timeout=240)

    assert calls() == []
    assert process.returncode == 0, err
    assert err == ""
    assert open_to_others(tmp_path / "data") == []


def test_the_app_communicates_with_this_computer_only(watching, tmp_path):
    process, calls = watching("-m", "stabiel", "app", "--no-browser", "--data", tmp_path / "data")
    link = ""
    while "/?token=" not in link:
        link = process.stdout.readline()
        assert link, process.stderr.read()
    with httpx2.Client(follow_redirects=True, timeout=120) as browser:
        link = re.search(r"http://\S+", link)[0]
        assert browser.get(link).status_code == 200
        assert browser.get(f"{link.partition('/?')[0]}/api/start").status_code == 200
    _stop_traced(process)
    _, err = process.communicate(timeout=240)

    assert process.returncode == 0, err
    assert [call for call in calls() if "listen(" in call or "127.0.0.1" in call]
    assert [call for call in calls() if not LOOPBACK.search(call)] == []


def _stop_traced(process):
    """Stop the traced program; strace ends with it."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGTERM)


@pytest.mark.parametrize("program", [CONNECTS, IN_A_CHILD], ids=["itself", "a child"])
def test_the_watcher_detects_such_a_call(watched, program):
    code, _, err, calls = watched("-c", program)

    assert code == 0, err
    assert any("socket(AF_INET" in call for call in calls)
    assert any("connect(" in call and "127.0.0.1" in call for call in calls)
