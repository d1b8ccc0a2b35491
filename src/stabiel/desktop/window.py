"""The window. In: pictures. Out: commands from keys, and whether it was closed."""

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
    "p": Command.HURTS,
    # Ten and "tien" both begin with a t.
    "t": Command.ANSWER_10,
    **{str(number): Command(f"answer_{number}") for number in range(10)},
}
FULL_SCREEN_KEY = "f"


class Window(Protocol):
    """Shows pictures and takes keys."""

    def show(self, picture: NDArray[np.uint8]) -> None:
        """Show a (height, width, 3) RGB picture."""

    def commands(self) -> list[Command]:
        """Return the commands since the last call; waits a moment at most."""

    @property
    def size_px(self) -> tuple[int, int] | None:
        """The (width, height) of its inside; None while it is not known."""

    @property
    def closed(self) -> bool:
        """Whether the user closed it."""

    @property
    def screen_died(self) -> bool:
        """Whether the display is gone, and the window with it."""

    def close(self) -> None:
        """Remove the window."""


def start_window_system() -> None:
    """Start the window system before PyAV is loaded.

    On Linux both OpenCV and PyAV bring their own libxcb. A first window that opens after PyAV is
    loaded hangs forever (PyAV-Org/PyAV#1050); if one was open before, all later ones work.
    """
    cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL)
    # Without both, it stays on the screen, deaf to its close button, until the first picture.
    cv2.pollKey()
    cv2.destroyAllWindows()
    cv2.pollKey()


class OpenCVWindow:
    """A window of OpenCV, for the main thread. It fills the screen; a key makes it a window.

    A picture fills it whatever its shape, so its shape should be that of `size_px`.
    """

    def __init__(self) -> None:
        self._shown = False
        self._full_screen = True

    def show(self, picture: NDArray[np.uint8]) -> None:
        """Show a (height, width, 3) RGB picture. A window that was closed stays closed."""
        if self.closed:
            return
        if not self._shown:
            cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_FREERATIO | cv2.WINDOW_GUI_NORMAL)
            cv2.resizeWindow(TITLE, picture.shape[1], picture.shape[0])
            self._shown = True
            self._fill_screen()
        cv2.imshow(TITLE, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))

    def commands(self) -> list[Command]:
        """Return the command of the key that was pressed."""
        if not self._shown or self.closed:
            return []
        key = cv2.pollKey()
        if key == -1:
            return []
        letter = chr(key & 0xFF).lower()
        if letter == FULL_SCREEN_KEY:
            self._full_screen = not self._full_screen
            self._fill_screen()
        command = KEYS.get(letter)
        return [] if command is None else [command]

    @property
    def size_px(self) -> tuple[int, int] | None:
        """The (width, height) of its inside; None before the first picture and after the end."""
        if not self._shown or self.closed:
            return None
        _, _, width, height = cv2.getWindowImageRect(TITLE)
        return (width, height) if width > 0 and height > 0 else None

    def _fill_screen(self) -> None:
        state = cv2.WINDOW_FULLSCREEN if self._full_screen else cv2.WINDOW_NORMAL
        cv2.setWindowProperty(TITLE, cv2.WND_PROP_FULLSCREEN, state)

    @property
    def closed(self) -> bool:
        """Whether the user closed the window."""
        if not self._shown:
            return False
        try:
            return bool(cv2.getWindowProperty(TITLE, cv2.WND_PROP_VISIBLE) < 1)
        except cv2.error:  # the window no longer exists
            return True

    @property
    def screen_died(self) -> bool:
        """Never: Qt ends this process when the display dies (see `window_process`)."""
        return False

    def close(self) -> None:
        """Remove the window."""
        if self._shown and not self.closed:
            cv2.destroyAllWindows()
