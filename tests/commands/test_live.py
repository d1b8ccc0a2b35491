"""The commands `live` and `cameras`: the whole program on a screen, and wrong use."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.speed import repeated
from stabiel.cli import main
from stabiel.commands import live
from stabiel.commands.last_end import last_end
from stabiel.desktop.window import TITLE
from stabiel.errors import CameraError
from stabiel.exercises.library import read_library
from stabiel.store import DataFolder, Store, listing
from stabiel.system.resources import sample_path
from stabiel.trainer.scene import Scene
from stabiel.trainer.terms import Stage
from stabiel.web.settings_file import SettingsFile
from tests.desktop.close_button import CLOSE
from tests.records import ABOUT, WHOLE
from tests.sessions import BOOK
from tests.trainer.live import kept_json

# The clip is longer than a busy computer takes to end a session; the session ends before ENDED_S.
CLIP_S, ENDED_S = 150.0, 60.0


@pytest.fixture
def on_screen(display):
    """Start the program on its own virtual screen; it is ended after the test."""
    programs = []

    def start(*arguments):
        programs.append(
            subprocess.Popen(
                [sys.executable, *arguments],
                env={**os.environ, "DISPLAY": display},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return programs[-1]

    yield start
    for program in programs:
        program.kill()
        program.communicate()


def live_command(folder, *more):
    clip = folder.parent / "clip.mp4"
    repeated(sample_path(), CLIP_S, clip)
    return (
        "-m", "stabiel", "live", "bridging", "--camera", str(clip), "--model", "lite",
        "--no-voice", "--data", str(folder), *more,
    )  # fmt: skip


def wait_for_seconds(folder, seconds, program):
    """Wait until the records hold this many seconds of landmarks, however busy the computer is."""
    until_s = time.monotonic() + 120.0
    while seconds_kept(folder) < seconds:
        assert program.poll() is None
        assert time.monotonic() < until_s
        time.sleep(0.1)


def seconds_kept(folder):
    # Not through the store, which marks a session that is not written to as broken off.
    path = DataFolder(folder).database
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as records:
        try:
            return records.execute("SELECT count(*) FROM landmarks").fetchone()[0]
        except sqlite3.OperationalError:  # its tables do not exist yet
            return 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
def test_a_stopped_program_keeps_what_was_done(on_screen, tmp_path, number):
    program = on_screen(*live_command(tmp_path / "data"))
    assert "640x480" in program.stdout.readline()
    wait_for_seconds(tmp_path / "data", 5, program)
    program.send_signal(number)
    out, err = program.communicate(timeout=120)

    assert (program.returncode, err) == (0, "")
    assert "Kept in" in out
    session = kept_json(tmp_path / "data")
    assert 3.0 < session["source"]["duration_s"] < ENDED_S
    assert session["source"]["kind"] == "file"


def test_what_was_done_survives_a_hard_kill(on_screen, tmp_path, monkeypatch):
    monkeypatch.setattr(listing, "RUNNING_S", 600.0)
    program = on_screen(*live_command(tmp_path / "data"))
    assert "640x480" in program.stdout.readline()
    wait_for_seconds(tmp_path / "data", 5, program)
    program.kill()
    program.wait(timeout=60)

    with Store(DataFolder(tmp_path / "data")) as store:
        (listed,) = store.sessions()
        # For some seconds it cannot be distinguished from a session that still runs.
        assert (listed.exercise, listed.state == "finished") == ("bridging", False)
        assert store.frames(listed.id)[-1].time_s > 3.0


def test_closing_the_window_of_the_program_keeps_what_was_done(on_screen, tmp_path):
    program = on_screen(*live_command(tmp_path / "data"))
    assert "640x480" in program.stdout.readline()
    # The window is open once pictures are judged and kept.
    wait_for_seconds(tmp_path / "data", 5, program)
    out, err = on_screen("-c", CLOSE, TITLE).communicate(timeout=120)
    assert (out, err) == ("asked\n", "")
    # A busy computer may stand still for a while; that the window closes is what matters.
    out, err = program.communicate(timeout=120)

    assert (program.returncode, err) == (0, "")
    assert kept_json(tmp_path / "data")["source"]["duration_s"] < ENDED_S


# Wrong use


@pytest.fixture
def run(capsys):
    def command(*arguments):
        code = main([str(each) for each in arguments])
        return code, capsys.readouterr().err

    return command


@pytest.fixture
def run_with_screen(run, monkeypatch):
    """Run the command as if there were a screen, until a window would open."""
    nothing = SimpleNamespace(wait=lambda: None, close=lambda: None)
    monkeypatch.setattr("stabiel.desktop.window_process.WindowProcess", lambda: nothing)
    return run


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "There is no screen here"),
        ({"DISPLAY": ":4177"}, "The screen :4177 does not answer"),
        ({"DISPLAY": "nonsense"}, "The screen nonsense does not answer"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "Wayland without X"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "QT_QPA_PLATFORM=offscreen"),
    ],
    ids=["none", "dead", "no name of a screen", "Wayland alone", "another kind of window"],
)
def test_a_screen_without_windows_is_one_sentence(run, monkeypatch, tmp_path, variables, words):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    if not sys.platform.startswith("linux"):
        pytest.skip("other systems always have a screen")

    code, err = run("live", "--data", tmp_path)
    assert code == 2
    assert words in err
    assert err.startswith("stabiel: ")
    assert err.endswith("train in the browser with: stabiel app.\n")
    assert len(err.splitlines()) == 1


def test_a_screen_that_dies_in_the_middle_is_said_now_and_at_the_next_start(
    screen, on_screen, tmp_path
):
    data = tmp_path / "data"
    program = on_screen(*live_command(data))
    assert "640x480" in program.stdout.readline()
    wait_for_seconds(data, 3, program)
    screen.process.kill()
    _, err = program.communicate(timeout=120)

    assert program.returncode == 2
    assert err.startswith("stabiel: The screen is gone")
    assert len(err.splitlines()) == 1
    session = kept_json(data)
    assert 2.0 < session["source"]["duration_s"] < ENDED_S

    first, second = last_end(DataFolder(data)), last_end(DataFolder(data))
    assert "The screen died during your last session" in first
    assert second is None


def test_a_broken_off_session_is_said_until_it_is_finished(tmp_path):
    folder = DataFolder(tmp_path)
    assert last_end(folder) is None
    with Store(folder) as store, store.begin(ABOUT):
        pass
    with closing(sqlite3.connect(folder.database)) as records, records:
        records.execute("UPDATE sessions SET written_s = written_s - 60")
    with Store(folder) as store:
        assert last_end(folder).startswith("Your last session (bridging, ")
        store.sessions()
        assert last_end(folder) is None


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nonsense",), 2, "nonsense"),
        (("--programme", "nonsense"), 2, "There is no programme 'nonsense'; choose one of: basis."),
        (("bridging", "--camera", "97"), 3, "Camera 97"),
        (("--free", "--side", "left"), 2, "--free has no plan to take one side of"),
        (
            ("bridging", "--camera", "no-such-file.mp4"),
            3,
            "no-such-file.mp4: there is no such file",
        ),
    ],
)
def test_a_mistake_is_one_sentence(run_with_screen, tmp_path, arguments, code, words):
    answer, err = run_with_screen("live", *arguments, "--data", tmp_path)

    assert answer == code
    assert words in err
    assert len(err.splitlines()) == 1


def test_cameras_reports_that_there_is_none(run, monkeypatch):
    monkeypatch.setattr("stabiel.devices.camera.numbers_to_try", list)

    code, err = run("cameras")
    assert code == CameraError.exit_code
    assert err.startswith("stabiel: No camera was found; plug one in")


def test_what_is_doubtful_is_not_printed_as_something_to_work_on():
    clear, doubtful = WHOLE.faults[0], replace(WHOLE.faults[1], doubtful=True)
    session = replace(WHOLE, holds=(), faults=(doubtful,))

    assert "Next time" not in live._in_words(session, BOOK, "en")
    both = live._in_words(replace(session, faults=(clear, doubtful)), BOOK, "en")
    assert both.endswith("Next time: slower on the way down")


def test_what_was_skipped_is_not_printed_as_none_of_none():
    empty = replace(WHOLE, repetitions=(), holds=(), attempts=(), faults=())

    assert live._in_words(empty, BOOK, "nl") == "Bridging, niet gedaan"
    tried = replace(empty, attempts=WHOLE.attempts)
    assert live._in_words(tried, BOOK, "en") == "The bridge, nothing counted"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_window_has_the_colors_that_were_chosen_in_the_app(tmp_path, theme):
    folder = DataFolder(tmp_path)
    SettingsFile(folder).change({"theme": theme})
    camera = SimpleNamespace(size_px=(640, 480), kind="camera")
    library = read_library(tmp_path)
    screen = live._screen("en", camera, folder, library, "bridging")
    room = np.full((480, 640, 3), 30 if theme == "light" else 220, np.uint8)
    picture = screen.draw(room, None, Scene(Stage.READY, library.get("bridging"), "The bridge"))
    screen.close()

    assert bool(picture[-5, -5].mean() > 128) is (theme == "light")
