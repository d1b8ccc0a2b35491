"""The loop: however a session ends, what was done is kept. The whole program under a screen."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from benchmarks.speed import repeated
from stabiel.cli import main
from stabiel.desktop.loop import Loop
from stabiel.desktop.screen import Screen
from stabiel.desktop.window import TITLE
from stabiel.devices.clip_camera import ClipCamera
from stabiel.errors import CameraError, VideoError
from stabiel.store import DataFolder, Store
from stabiel.system.resources import sample_path
from stabiel.trainer.terms import Command, Sight
from tests.trainer.people import bridge_step
from tests.trainer.test_live_session import BRIDGING, SIZE, Live
from tests.trainer.test_live_session import kept as sessions_kept

# A clip that goes on for longer than a busy computer takes to end a session, and when it was ended.
CLIP_S, ENDED_S = 150.0, 60.0


class FakeWindow:
    """A window that a test looks at and touches."""

    def __init__(self, *, close_after=None, keys=()):
        self.pictures, self.taken_away = 0, False
        self._close_after, self._keys = close_after, dict(keys)

    def show(self, picture):
        self.pictures += 1

    def commands(self):
        command = self._keys.pop(self.pictures, None)
        return [] if command is None else [command]

    @property
    def closed(self):
        return self._close_after is not None and self.pictures >= self._close_after

    def close(self):
        self.taken_away = True


def looped(live, window, camera=None):
    """Run a live session with its threads."""
    screen = Screen("en", (160, 120), mirrored=False)
    return Loop(camera or live.camera, live.training, screen, window)


def kept(folder):
    (session,) = sessions_kept(folder)
    return session.to_json()


def test_a_session_runs_to_the_end_of_its_source(tmp_path):
    live, window = Live([bridge_step()], BRIDGING, tmp_path), FakeWindow()
    looped(live, window).run()

    assert kept(tmp_path)["summary"]["repetitions"] == 4
    assert window.pictures > 0
    assert window.taken_away


def test_closing_the_window_keeps_what_was_done(tmp_path):
    live, window = Live([bridge_step()], BRIDGING, tmp_path), FakeWindow(close_after=1)
    looped(live, window).run()

    assert kept(tmp_path)["summary"]["repetitions"] < 4
    assert live.training.sessions


def test_keys_reach_the_trainer(tmp_path):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    looped(live, FakeWindow(keys={5: Command.QUIT, 40: Command.QUIT})).run()

    assert "end_early" in [line.id for line in live.voice.lines]
    assert kept(tmp_path)["summary"]["repetitions"] < 4


class SignallingWindow(FakeWindow):
    """Somebody ends the program when the first picture is there."""

    def __init__(self, number):
        super().__init__()
        self._number = number

    def show(self, picture):
        super().show(picture)
        if self.pictures == 1:
            signal.raise_signal(self._number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_session_and_not_the_program(tmp_path, number):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    before = signal.getsignal(number)
    looped(live, SignallingWindow(number)).run()

    assert kept(tmp_path)["summary"]["repetitions"] < 4
    assert signal.getsignal(number) is before


class BreakingCamera(ClipCamera):
    """A clip that breaks off."""

    breaks = VideoError("clip: the file breaks off at 3.0 s; copy it again, whole.")

    @property
    def ended(self):
        if self._frame is not None and self._frame.time_s > 3:
            raise self.breaks
        return False


def test_a_source_that_breaks_keeps_what_was_done_and_is_said(tmp_path):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    frames = iter(lambda: live.camera.newest(0.0), None)
    camera = BreakingCamera(frames, "clip", size_px=SIZE, rate_hz=30.0, paced=False)

    with pytest.raises(VideoError, match="breaks off"):
        looped(live, FakeWindow(), camera).run()
    assert kept(tmp_path)["exercise"] == "bridging"


class StallingCamera:
    """A camera whose picture is gone for a while, and comes back."""

    kind, name, size_px, rate_hz = "camera", "0", SIZE, 30.0

    def __init__(self, clip, gone):
        self._clip, self._gone, self._ticks = clip, gone, 0
        self._time_s = 0.0

    @property
    def ended(self):
        return self._clip.ended

    @property
    def _is_gone(self):
        return self._gone[0] <= self._ticks < self._gone[1]

    @property
    def sight(self):
        return Sight.LOST if self._is_gone else Sight.FINE

    def now_s(self):
        return self._time_s

    def newest(self, timeout_s):
        self._ticks += 1
        frame = None if self._is_gone else self._clip.newest(0.0)
        self._time_s += 0.0 if frame is not None else 0.0001
        if frame is not None:
            self._time_s = max(self._time_s, frame.time_s)
        return frame


def test_a_picture_that_is_gone_is_said_and_the_session_goes_on(tmp_path):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    looped(live, FakeWindow(), StallingCamera(live.camera, (300, 340))).run()

    said = [line.id for line in live.voice.lines]
    assert "lost" in said
    assert kept(tmp_path)["summary"]["repetitions"] == 4


# The whole program, under a screen


@pytest.fixture
def on_screen(display):
    """Start the program under a screen of its own; it is ended in the end."""
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
    """Wait until so many seconds of landmarks are in the records, however busy the computer is."""
    until_s = time.monotonic() + 120.0
    while seconds_kept(folder) < seconds:
        assert program.poll() is None
        assert time.monotonic() < until_s
        time.sleep(0.1)


def seconds_kept(folder):
    # Not through the store, which takes a session that is not written to for one broken off.
    path = DataFolder(folder).database
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as records:
        try:
            return records.execute("SELECT count(*) FROM landmarks").fetchone()[0]
        except sqlite3.OperationalError:  # its tables are being made
            return 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
def test_the_program_that_is_stopped_keeps_what_was_done(on_screen, tmp_path, number):
    program = on_screen(*live_command(tmp_path / "data"))
    assert "640x480" in program.stdout.readline()
    wait_for_seconds(tmp_path / "data", 5, program)
    program.send_signal(number)
    out, err = program.communicate(timeout=60)

    assert (program.returncode, err) == (0, "")
    assert "Kept in" in out
    session = kept(tmp_path / "data")
    assert 3.0 < session["source"]["duration_s"] < ENDED_S
    assert session["source"]["kind"] == "file"


def test_what_was_done_survives_a_kill_that_asks_nobody(on_screen, tmp_path):
    program = on_screen(*live_command(tmp_path / "data"))
    assert "640x480" in program.stdout.readline()
    wait_for_seconds(tmp_path / "data", 5, program)
    program.kill()
    program.wait(timeout=20)

    with Store(DataFolder(tmp_path / "data")) as store:
        (listed,) = store.sessions()
        # For some seconds nobody can tell it from one that still runs.
        assert (listed.exercise, listed.state == "finished") == ("bridging", False)
        assert store.frames(listed.id)[-1].time_s > 3.0


# Asks a window to close as its cross does, through X itself: argv is its title.
CLOSE = """
import ctypes, sys
x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = x.XInternAtom.restype = ctypes.c_ulong
for name in ("XDefaultRootWindow", "XFlush", "XQueryTree", "XFetchName", "XSendEvent"):
    getattr(x, name).argtypes = None
display = ctypes.c_void_p(x.XOpenDisplay(None))

class Message(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("kind", ctypes.c_ulong),
                ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("rest", ctypes.c_long * 16)]

def windows(parent):
    root, above, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    below = ctypes.POINTER(ctypes.c_ulong)()
    x.XQueryTree(display, ctypes.c_ulong(parent), *map(ctypes.byref, (root, above, below, count)))
    for index in range(count.value):
        yield below[index]
        yield from windows(below[index])

for window in windows(x.XDefaultRootWindow(display)):
    name = ctypes.c_char_p()
    x.XFetchName(display, ctypes.c_ulong(window), ctypes.byref(name))
    if name.value == sys.argv[1].encode():
        protocols, delete = (
            x.XInternAtom(display, atom, 0) for atom in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
        )
        message = Message(33, 0, 1, display, window, protocols, 32, (delete, 0, 0, 0, 0))
        x.XSendEvent(display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
        x.XFlush(display)
        print("asked")
        break
"""


def test_closing_the_programs_window_keeps_what_was_done(on_screen, tmp_path):
    program = on_screen(*live_command(tmp_path / "data"))
    assert "640x480" in program.stdout.readline()
    time.sleep(8.0)
    out, err = on_screen("-c", CLOSE, TITLE).communicate(timeout=20)
    assert (out, err) == ("asked\n", "")
    out, err = program.communicate(timeout=20)

    assert (program.returncode, err) == (0, "")
    assert kept(tmp_path / "data")["source"]["duration_s"] < 20.0


# Wrong use


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.setattr("stabiel.cli.silence_native_log", lambda: None)

    def command(*arguments):
        code = main([str(each) for each in arguments])
        return code, capsys.readouterr().err

    return command


@pytest.fixture
def run_with_screen(run, monkeypatch):
    """Run the command as if there were a screen, up to where a window would open."""
    monkeypatch.setattr("stabiel.commands.live.check_screen", lambda: None)
    monkeypatch.setattr("stabiel.desktop.window.start_window_system", lambda: None)
    return run


def test_no_screen_is_one_sentence(run, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    if not sys.platform.startswith("linux"):
        pytest.skip("elsewhere there is always a screen")

    code, err = run("live")
    assert code == 2
    assert err == "stabiel: There is no screen here; start stabiel live on the desktop itself.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nonsense",), 2, "nonsense"),
        (("--programme", "nonsense"), 2, "There is no programme 'nonsense'; choose one of: basis."),
        (("bridging", "--camera", "97"), 3, "Camera 97"),
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


def test_cameras_says_so_where_there_is_none(run, monkeypatch):
    monkeypatch.setattr("stabiel.devices.camera.numbers_to_try", list)

    code, err = run("cameras")
    assert code == CameraError.exit_code
    assert err.startswith("stabiel: No camera was found; plug one in")
