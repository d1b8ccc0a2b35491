"""The window in a process of its own. In: pictures. Out: commands, and whether the screen died.

The Qt in OpenCV's Linux wheels ends its whole process if it reaches no display when its first
window opens (exit code 134), and if the display dies later (exit code 1). Only the window's process
ends then, and the session goes on to its orderly end.
"""

import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from stabiel.desktop.display import no_window_in_words, silent_screen_in_words
from stabiel.desktop.window_program import CLOSED, HEAD, READY, SIZE
from stabiel.errors import UsageError
from stabiel.trainer.terms import Command

# The window is open after 0.5 s here; a remote display may take some seconds.
OPENS_S = 15.0
CLOSES_S = 2.0
_MOST_LOG = 65_536
_PROGRAM = (sys.executable, "-m", "stabiel.desktop.window_program")


class WindowProcess:
    """A window in a process of its own, which starts at once. It shows the newest picture.

    Args:
        environment: of that process; None for this one's.
        command: starts it; tests pass their own.
        opens_s: how long `wait` waits for it, seconds.
    """

    def __init__(
        self,
        environment: Mapping[str, str] | None = None,
        *,
        command: Sequence[str] = _PROGRAM,
        opens_s: float = OPENS_S,
    ) -> None:
        self._environment = dict(os.environ if environment is None else environment)
        self._opens_s = opens_s
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - `close` closes it
        self._process = subprocess.Popen(
            command,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            # A session of its own, so that no signal from the terminal reaches it.
            start_new_session=True,
        )
        self._changed = threading.Condition()
        self._picture: NDArray[np.uint8] | None = None
        self._size_px: tuple[int, int] | None = None
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._is_open = self._was_closed = self._has_ended = self._is_closing = False
        self._threads = [
            threading.Thread(target=target, name=f"window {target.__name__}", daemon=True)
            for target in (self._listen, self._send)
        ]
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        """Wait until windows can be opened.

        Raises:
            UsageError: they cannot; the sentence says why.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._is_open or self._has_ended, self._opens_s)
        if self._is_open:
            return
        if not self._has_ended:
            raise UsageError(silent_screen_in_words(self._opens_s, self._environment))
        raise UsageError(no_window_in_words(self._written(), self._environment))

    def show(self, picture: NDArray[np.uint8]) -> None:
        """Show a (height, width, 3) RGB picture instead of one that still waits; never blocks."""
        with self._changed:
            self._picture = picture
            self._changed.notify_all()

    def commands(self) -> list[Command]:
        """Return the commands since the last call."""
        found = []
        while not self._commands.empty():
            found.append(self._commands.get())
        return found

    @property
    def size_px(self) -> tuple[int, int] | None:
        """The (width, height) of the window's inside; None until the first picture is shown."""
        return self._size_px

    @property
    def closed(self) -> bool:
        """Whether the user closed the window."""
        return self._was_closed

    @property
    def screen_died(self) -> bool:
        """Whether the window ended by itself, as it does when its display dies."""
        return self._has_ended and not self._was_closed

    def close(self) -> None:
        """Remove the window; may be called more than once."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._threads[1].join(CLOSES_S)
        try:
            self._process.wait(CLOSES_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join(CLOSES_S)
        self._log.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as answers:
            for line in answers:
                self._take(line.decode("ascii", "replace").strip())
        with self._changed:
            self._has_ended = not self._is_closing
            self._changed.notify_all()

    def _take(self, word: str) -> None:
        with self._changed:
            self._is_open = self._is_open or word == READY
            self._was_closed = self._was_closed or word == CLOSED
            self._size_px = _size_in(word) or self._size_px
            self._changed.notify_all()
        with suppress(ValueError):
            self._commands.put(Command(word))

    def _send(self) -> None:
        """Send the newest picture whenever there is one, until the end."""
        assert self._process.stdin is not None
        with suppress(OSError), self._process.stdin as pipe:  # OSError: the process has ended
            while (picture := self._next_picture()) is not None:
                height, width = picture.shape[:2]
                pipe.write(HEAD.pack(width, height))
                pipe.write(np.ascontiguousarray(picture).data)
                pipe.flush()

    def _next_picture(self) -> NDArray[np.uint8] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._picture is not None or self._over)
            picture, self._picture = self._picture, None
            return None if self._over else picture

    @property
    def _over(self) -> bool:
        return self._is_closing or self._has_ended

    def _written(self) -> str:
        """Return what the process wrote to its error output, once it has ended."""
        self._process.wait()
        self._log.seek(0)
        return self._log.read(_MOST_LOG).decode("utf-8", "replace")


def _size_in(word: str) -> tuple[int, int] | None:
    """Return the size that a word tells; None if it tells something else."""
    name, *numbers = word.split() or [""]
    if name != SIZE or len(numbers) != 2 or not all(each.isdecimal() for each in numbers):
        return None
    return int(numbers[0]), int(numbers[1])
