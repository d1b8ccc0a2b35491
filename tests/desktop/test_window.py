"""The window of OpenCV, with a stand-in for OpenCV: full screen, keys, and its size."""

import numpy as np
import pytest

from stabiel.desktop import window as module
from stabiel.desktop.window import TITLE, OpenCVWindow
from stabiel.trainer.terms import Command

PICTURE = np.zeros((120, 160, 3), np.uint8)


class FakeSystem:
    """What OpenCV does with windows; holds the calls, and the next keys."""

    def __init__(self):
        self.states, self.keys, self.rect, self.visible = [], [], (7, 9, 1366, 768), 1.0

    def patch(self, monkeypatch):
        for name in ("namedWindow", "resizeWindow", "imshow", "destroyAllWindows"):
            monkeypatch.setattr(module.cv2, name, lambda *arguments: None)
        monkeypatch.setattr(module.cv2, "pollKey", lambda: self.keys.pop(0) if self.keys else -1)
        monkeypatch.setattr(module.cv2, "getWindowImageRect", lambda title: self.rect)
        monkeypatch.setattr(module.cv2, "getWindowProperty", lambda title, which: self.visible)
        monkeypatch.setattr(module.cv2, "setWindowProperty", self.set)
        return self

    def set(self, title, which, value):
        assert (title, which) == (TITLE, module.cv2.WND_PROP_FULLSCREEN)
        self.states.append(value == module.cv2.WINDOW_FULLSCREEN)


@pytest.fixture
def system(monkeypatch):
    return FakeSystem().patch(monkeypatch)


def test_it_fills_the_screen_and_a_key_makes_it_a_window_and_back(system):
    window = OpenCVWindow()
    window.show(PICTURE)
    window.show(PICTURE)
    assert system.states == [True]

    system.keys = [ord("f"), ord("F"), ord("n")]
    assert [window.commands() for _ in range(3)] == [[], [], [Command.SKIP]]
    assert system.states == [True, False, True]


@pytest.mark.parametrize(
    ("rect", "size"),
    [((0, 0, 1366, 768), (1366, 768)), ((-1, -1, -1, -1), None), ((0, 0, 0, 0), None)],
)
def test_the_size_of_its_inside_is_known_while_it_is_shown(system, rect, size):
    system.rect = rect
    window = OpenCVWindow()
    assert window.size_px is None

    window.show(PICTURE)
    assert window.size_px == size
    system.visible = 0.0
    assert window.size_px is None
    assert window.closed
