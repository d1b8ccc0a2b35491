"""The window in its own process: why none can be opened, and a screen that dies. Real screens."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from stabiel.desktop import window_process
from stabiel.desktop.display import no_window_in_words
from stabiel.desktop.window import TITLE
from stabiel.desktop.window_process import WindowProcess
from stabiel.errors import UsageError
from stabiel.trainer.terms import Command
from tests.desktop.close_button import CLOSE

PICTURE = np.full((120, 160, 3), 90, np.uint8)


@pytest.fixture
def open_window():
    """Open a window in its own process; it is closed after the test."""
    opened = []

    def open_it(*arguments, opens_s=120.0, **options):
        opened.append(WindowProcess(*arguments, opens_s=opens_s, **options))
        return opened[-1]

    yield open_it
    for each in opened:
        each.close()


def on(screen):
    return {**os.environ, "DISPLAY": screen.name}


def until(condition, timeout_s=60.0):
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def program(words):
    """Return a program that stands in for the window's."""
    return (sys.executable, "-c", f"import sys\n{words}")


def press_close(screen):
    """Press the close button of the first window; returns whether there is one."""
    program = [sys.executable, "-c", CLOSE, TITLE]
    done = subprocess.run(program, env=on(screen), capture_output=True, text=True, check=False)
    # It may be gone by the time that it is asked.
    assert done.returncode == 0 or "BadWindow" in done.stderr
    return done.stdout


def test_no_window_that_is_deaf_to_its_close_button_stands_there_first(screen, open_window):
    window = open_window(on(screen))
    window.wait()
    assert press_close(screen) == ""

    window.show(PICTURE)
    assert until(lambda: press_close(screen) == "asked\n")
    # Pressed again if it was still opening.
    assert until(lambda: press_close(screen) == "" and window.closed)


def test_a_window_opens_and_is_removed(screen, open_window):
    window = open_window(on(screen))
    window.wait()
    window.show(PICTURE)
    time.sleep(0.5)

    assert not window.closed
    assert not window.screen_died
    assert window.commands() == []
    window.close()
    assert not window.screen_died


@pytest.mark.parametrize("shown", [0, 1, 200], ids=["nothing shown", "once", "all the time"])
def test_a_screen_that_dies_ends_the_window_only(screen, open_window, shown):
    window = open_window(on(screen))
    window.wait()
    for number in range(shown):
        window.show(PICTURE)
        if number == shown // 2:
            screen.process.kill()
        time.sleep(0.002)
    screen.process.kill()

    assert until(lambda: (window.show(PICTURE), window.screen_died)[1])
    assert not window.closed


def test_a_screen_that_hangs_is_not_waited_for(screen, open_window):
    screen.process.send_signal(signal.SIGSTOP)
    try:
        window = open_window(on(screen), opens_s=1.5)
        with pytest.raises(UsageError, match=rf"^The screen {screen.name} does not answer within"):
            window.wait()
    finally:
        screen.process.send_signal(signal.SIGCONT)


def test_a_window_that_hangs_neither_blocks_nor_stays(open_window, monkeypatch):
    monkeypatch.setattr(window_process, "CLOSES_S", 0.2)
    hangs = "import time; print('ready', flush=True); time.sleep(600)"
    window = open_window(command=program(hangs))
    window.wait()
    large = np.zeros((2000, 2000, 3), np.uint8)
    for _ in range(20):
        window.show(large)
    assert window._process.poll() is None  # who waits for it waits until it has ended
    window.close()

    assert window._process.returncode == -signal.SIGKILL


def test_keys_and_the_close_button_arrive(open_window):
    window = open_window(command=program("print('ready\\npause\\nnonsense\\nskip\\nclosed')"))
    window.wait()

    assert until(lambda: window.closed)
    assert window.commands() == [Command.PAUSE, Command.SKIP]
    assert not window.screen_died


def test_the_program_shows_the_newest_picture(open_window, tmp_path):
    # It reads a picture and waits until all are given, then answers each with a command that tells
    # its brightness.
    allowed = tmp_path / "allowed"
    slow = (
        "import os, time; print('ready', flush=True)\n"
        "while head := sys.stdin.buffer.read(8):\n"
        "    data = sys.stdin.buffer.read(3 * 300 * 400)\n"
        f"    while not os.path.exists({str(allowed)!r}): time.sleep(0.01)\n"
        "    print('skip' if data[0] == 29 else 'pause', flush=True)\n"
    )
    window = open_window(command=program(slow))
    window.wait()
    for level in range(30):
        window.show(np.full((300, 400, 3), level, np.uint8))
        time.sleep(0.01)
    allowed.touch()
    found = []

    assert until(lambda: (found.extend(window.commands()), Command.SKIP in found)[1])
    assert len(found) <= 4


@pytest.mark.parametrize(
    ("log", "environment", "words"),
    [
        (
            "Authorization required, but no authorization protocol specified\n"
            "qt.qpa.xcb: could not connect to display :0\n",
            {"DISPLAY": ":0"},
            "The screen :0 does not accept this user",
        ),
        ('Could not load the Qt platform plugin "xcb" even though it was found.', {}, "missing"),
        ("(-2:Unspecified error) The function is not implemented. Rebuild", {}, "has no windows"),
        ("something new", {}, "No window can be opened here"),
    ],
)
def test_every_reason_has_its_sentence_and_a_remedy(log, environment, words):
    why = no_window_in_words(log, environment)

    assert words in why
    assert why.endswith("stabiel app.")
    assert "\n" not in why


def test_the_window_tells_the_size_of_its_inside(screen, open_window):
    window = open_window(on(screen))
    window.wait()
    assert window.size_px is None

    window.show(PICTURE)
    # Without a window manager nothing makes it as large as the screen.
    assert until(lambda: window.size_px in [(160, 120), (1280, 960)])


def test_words_that_tell_no_size_change_nothing(open_window):
    words = ("ready", "size", "size 3", "size 3 -4", "size 3 4 5", "", "size 800 600", "size a b")
    printed = "\\n".join(words)
    window = open_window(command=program(f"print('{printed}'); sys.stdin.read()"))
    window.wait()

    assert until(lambda: window.size_px == (800, 600))
