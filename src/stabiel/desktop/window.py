"""The window port. In: pictures. Out: keys, and whether it was closed."""

from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from stabiel.trainer.terms import Command

TITLE = "stabiel"
KEYS = {
    " ": Command.PAUSE,
    "n": Command.SKIP,
    "r": Command.AGAIN,
    "m": Command.MUTE,
    "q": Command.QUIT,
    "\x1b": Command.QUIT,
}


class Window(Protocol):
    """Shows pictures and takes keys."""

    def show(self, picture: NDArray[np.uint8]) -> None:
        """Show an RGB picture."""

    def commands(self) -> list[Command]:
        """Return what was asked for since the last time; waits a moment at most."""

    @property
    def closed(self) -> bool:
        """Whether somebody closed it."""

    def close(self) -> None:
        """Take it away."""


def start_window_system() -> None:
    """Start what draws windows, before PyAV is loaded.

    On Linux both bring a libxcb of their own, and a window that comes after PyAV hangs for ever
    (PyAV-Org/PyAV#1050); once the first was there, all others work.
    """
    cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL)
    cv2.destroyWindow(TITLE)


class OpenCVWindow:
    """A window of OpenCV, in the main thread; made larger, the picture keeps its shape."""

    def __init__(self) -> None:
        self._shown = False

    def show(self, picture: NDArray[np.uint8]) -> None:
        """Show an RGB picture; a window that was closed stays so."""
        if self.closed:
            return
        if not self._shown:
            cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
            cv2.resizeWindow(TITLE, picture.shape[1], picture.shape[0])
            self._shown = True
        cv2.imshow(TITLE, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))

    def commands(self) -> list[Command]:
        """Return the command of the key that was pressed."""
        if not self._shown or self.closed:
            return []
        key = cv2.pollKey()
        command = KEYS.get(chr(key & 0xFF).lower()) if key != -1 else None
        return [] if command is None else [command]

    @property
    def closed(self) -> bool:
        """Whether somebody closed the window."""
        if not self._shown:
            return False
        try:
            return bool(cv2.getWindowProperty(TITLE, cv2.WND_PROP_VISIBLE) < 1)
        except cv2.error:  # there is no such window any more
            return True

    def close(self) -> None:
        """Take the window away."""
        if self._shown and not self.closed:
            cv2.destroyAllWindows()
