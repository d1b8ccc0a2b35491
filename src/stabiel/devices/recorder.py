"""Records the camera's picture as a video. In: frames. Out: an MP4 file, if the user asked for one.

A separate thread encodes. It leaves out the frames that it cannot keep up with, so that the session
never waits for it. Frames that are packed take little memory, so many of them may wait.
"""

import queue
import threading
from collections.abc import Callable
from pathlib import Path

from stabiel.drawing.overlay import shown_size
from stabiel.errors import StabielError
from stabiel.video.frame import Frame
from stabiel.video.packed import PackedFrame
from stabiel.video.writer import VideoWriter

_WAITING_FRAMES = 8
# The 36 s that free training looks back (`stabiel.trainer.free_training`), at 30 Hz, and a third
# more while they are written.
_WAITING_PACKED = 1440


class VideoRecorder:
    """Writes one video. An error is raised when it is closed."""

    def __init__(self, path: Path, rate_hz: float) -> None:
        self._path, self._rate_hz = path, rate_hz
        self._frames: queue.Queue[Callable[[], Frame] | None] = queue.Queue()
        self._error: StabielError | None = None
        self._thread = threading.Thread(target=self._run, name="record video", daemon=True)
        self._thread.start()

    def add(self, frame: Frame) -> None:
        """Queue a frame for writing, unless too many wait already."""
        if self._frames.qsize() < _WAITING_FRAMES:
            self._frames.put(lambda: frame)

    def add_packed(self, frame: PackedFrame) -> None:
        """Queue a frame whose picture is packed, unless very many wait already."""
        if self._frames.qsize() < _WAITING_PACKED:
            self._frames.put(frame.unpack)

    def close(self) -> None:
        """Finish the file.

        Raises:
            OutputError: it could not be written.
        """
        self._frames.put(None)
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            self._write()
        except StabielError as error:
            self._error = error
            while self._frames.get() is not None:
                pass

    def _write(self) -> None:
        made = self._frames.get()
        if made is None:
            return
        frame = made()
        height, width = frame.image.shape[:2]
        with VideoWriter(self._path, shown_size(width, height), self._rate_hz) as video:
            video.write(frame.image, frame.time_s)
            while (made := self._frames.get()) is not None:
                frame = made()
                video.write(frame.image, frame.time_s)
