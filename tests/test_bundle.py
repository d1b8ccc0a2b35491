"""The bundle of `make bundle`, if it was built: it works alone, offline and from anywhere.

It takes minutes to build, so it is not part of every run: a job of the public workflow builds it.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.test_privacy import INTERNET, LOOPBACK

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "out" / "bundle" / "stabiel"
PROGRAM = FOLDER / ("stabiel.exe" if sys.platform == "win32" else "stabiel")
MOST_MB = 500
# Packages that somebody asks for and nobody needs here, and Qt, which the app does without.
UNWANTED = {"matplotlib", "jax", "tkinter", "scipy", "pandas", "pytest", "PySide6", "PyQt5"}

PACKAGING = ROOT / "packaging"
# Imports all of stabiel as the bundle does, and prints which packages that brought in.
IMPORTS_ALL = """
import importlib, pkgutil, sys
exec(open(sys.argv[1], encoding="utf-8").read())
before = set(sys.modules)
import stabiel
for each in pkgutil.walk_packages(stabiel.__path__, "stabiel."):
    if not each.name.endswith("__main__"):
        importlib.import_module(each.name)
print(*sorted(set(sys.modules) - before))
"""

built = pytest.mark.skipif(not PROGRAM.exists(), reason="the bundle is not built (make bundle)")


@pytest.fixture
def alone(tmp_path):
    """An environment in which no other Python and no settings of this one are found."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "één map")}


def run(*arguments, env, cwd):
    return subprocess.run(
        [PROGRAM, *map(str, arguments)],
        env=env, cwd=cwd, capture_output=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip


def watched(log):
    """Return the words that start a program under strace; none if strace is not here."""
    strace = shutil.which("strace")
    if strace is None:
        return []
    return [strace, "-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", str(log)]


def internet_calls(log):
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    return [line for line in lines if INTERNET.search(line)]


def test_nothing_is_left_out_that_the_package_imports():
    specification = ast.parse((PACKAGING / "stabiel.spec").read_text("utf-8"))
    (unused,) = (
        ast.literal_eval(each.value)
        for each in specification.body
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "UNUSED"
    )
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS_ALL, PACKAGING / "without_matplotlib.py"],
        capture_output=True, encoding="utf-8", check=True, timeout=300,
    )  # fmt: skip

    imported = set(done.stdout.split())
    assert {"icalendar", "dateutil", "mediapipe"} <= imported
    assert imported.intersection(unused) <= {"matplotlib"}  # the stand-in of without_matplotlib.py


@built
def test_it_is_small_and_has_nothing_that_it_does_not_need():
    files = [path for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink()]

    assert sum(path.stat().st_size for path in files) < MOST_MB * 1e6
    names = {part for path in files for part in path.relative_to(FOLDER).parts}
    assert names & UNWANTED == set()
    assert [name for name in names if name.startswith(("libQt", "Qt5", "Qt6"))] == []
    assert (FOLDER / "LICENSE").exists()


@built
def test_it_runs_without_any_python_around_it(alone, tmp_path):
    done = run("exercises", "list", env=alone, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "bridging" in done.stdout.split()
    findings = json.loads(run("doctor", "--quick", "--json", env=alone, cwd=tmp_path).stdout)
    health = {each["topic"]: each["health"] for each in findings}
    assert (health["versions"], health["files"], health["disk"]) == ("fine", "fine", "fine")


@built
def test_it_analyzes_the_sample_and_calls_no_internet_address(alone, tmp_path):
    log = tmp_path / "calls.txt"
    done = subprocess.run(
        [*watched(log), PROGRAM, "demo", "--model", "lite", "--out", tmp_path / "uit één"],
        env=alone, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=600,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    session = json.loads((tmp_path / "uit één" / "bridging" / "session.json").read_text("utf-8"))
    assert len(session["repetitions"]) == 4
    assert (tmp_path / "uit één" / "bridging" / "annotated.mp4").stat().st_size > 100_000
    assert internet_calls(log) == []


@built
def test_the_app_answers_and_communicates_with_this_computer_only(alone, tmp_path):
    log = tmp_path / "calls.txt"
    with subprocess.Popen(
        [*watched(log), PROGRAM, "app", "--no-browser"],
        env=alone, cwd=tmp_path, stdout=subprocess.PIPE, encoding="utf-8",
    ) as app:  # fmt: skip
        assert app.stdout is not None
        link = next(found for line in app.stdout if (found := re.search(r"http://\S+", line)))[0]
        with httpx2.Client(follow_redirects=True, timeout=60) as browser:
            assert "<title>" in browser.get(link).text
            home = link.partition("/?")[0]
            today = browser.get(f"{home}/api/today?lang=en").json()
            clip = browser.get(f"{home}/api/exercises/bridging/clip.mp4")
        _end(app)

    assert len(today["exercises"]) == 14
    assert clip.content[4:8] == b"ftyp"
    calls = internet_calls(log)
    assert [call for call in calls if not LOOPBACK.search(call)] == []
    assert not watched(log) or calls


def _end(app):
    """End the app, and with it strace if that watches it."""
    children = Path(f"/proc/{app.pid}/task/{app.pid}/children")
    if watched(Path()) and children.exists():
        for child in children.read_text().split():
            os.kill(int(child), 15)
        return
    app.terminate()


@built
def test_its_own_processes_start(alone, tmp_path):
    words = [PROGRAM, "-m", "stabiel.devices.speaker", "nl", "--into-files"]
    done = subprocess.run(
        words, env=alone, cwd=tmp_path, input="", capture_output=True, encoding="utf-8",
        check=False, timeout=60,
    )  # fmt: skip

    # Whether there is a voice depends on the computer.
    assert done.stdout.strip() in ("ready", "no voice")
    other = run("-m", "http.server", env=alone, cwd=tmp_path)
    assert other.returncode == 2
