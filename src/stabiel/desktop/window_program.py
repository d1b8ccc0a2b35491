"""The process that holds the window. In: pictures on standard input. Out: words on standard output.

A picture is its width and height as two little-endian 32-bit numbers, then its RGB bytes, row by
row. A word is `ready`, a command, `size` with width and height, or `closed`.
`stabiel.desktop.window_process` runs it.
"""

import signal
import struct
import sys
import threading
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from stabiel.desktop.window import OpenCVWindow, start_window_system
from stabiel.system.native import take_output

HEAD = struct.Struct("<II")
READY, CLOSED, SIZE = "ready", "closed", "size"
# Keys are taken this often while no picture comes.
TICK_S = 0.02


class _Newest:
    """Reads pictures in a thread. Holds the newest one, and whether the input has ended."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._changed = threading.Condition()
        self._picture: NDArray[np.uint8] | None = None
        self.over = False
        threading.Thread(target=self._read, name="read pictures", daemon=True).start()

    def take(self, timeout_s: float) -> NDArray[np.uint8] | None:
        """Return the newest picture not yet taken, (height, width, 3) RGB; None if none came."""
        with self._changed:
            self._changed.wait_for(lambda: self._picture is not None or self.over, timeout_s)
            picture, self._picture = self._picture, None
        return picture

    def _read(self) -> None:
        while len(head := self._source.read(HEAD.size)) == HEAD.size:
            width, height = HEAD.unpack(head)
            data = self._source.read(3 * width * height)
            if len(data) < 3 * width * height:
                break
            with self._changed:
                self._picture = np.frombuffer(data, np.uint8).reshape(height, width, 3)
                self._changed.notify_all()
        with self._changed:
            self.over = True
            self._changed.notify_all()


def main() -> int:
    """Show what comes in until the input ends or the user closes the window."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the session, which ends this
    answers = take_output()
    start_window_system()
    print(READY, file=answers, flush=True)
    window, newest = OpenCVWindow(), _Newest(sys.stdin.buffer)
    told: tuple[int, int] | None = None
    while not newest.over:
        picture = newest.take(TICK_S)
        if picture is not None:
            window.show(picture)
        for command in window.commands():
            print(command.value, file=answers, flush=True)
        size = window.size_px
        if size is not None and size != told:
            print(SIZE, *size, file=answers, flush=True)
            told = size
        if window.closed:
            print(CLOSED, file=answers, flush=True)
            return 0
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
