"""Writes H.264 video that a browser plays. In: RGB pictures with times. Out: an MP4 file."""

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from stabiel.errors import OutputError

_TIME_BASE = Fraction(1, 90_000)


class Film:
    """An MP4 file in the making; a context manager that leaves no half file behind.

    It is written under another name and takes its own once it is whole. Each picture keeps its
    time, so a variable frame rate stays variable.

    Raises:
        OutputError: the file cannot be written.
    """

    def __init__(self, path: Path, size_px: tuple[int, int], rate_hz: float) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._last_pts = -1
        try:
            self._container = av.open(
                str(self._part.absolute()), "w", format="mp4", options={"movflags": "+faststart"}
            )
            rate = Fraction(max(1.0, rate_hz)).limit_denominator(1001)
            self._stream = self._container.add_stream(
                "libx264", rate=rate, options={"preset": "veryfast", "crf": "24"}
            )
        except (FFmpegError, OSError, ValueError) as error:
            raise OutputError(f"{path}: the video cannot be written ({error}).") from error
        self._stream.width, self._stream.height = size_px
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = _TIME_BASE

    def write(self, image: NDArray[np.uint8], time_s: float) -> None:
        """Add one (height, width, 3) RGB picture at its time.

        Raises:
            OutputError: the disk is full, or the file cannot be written.
        """
        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        frame.time_base = _TIME_BASE
        frame.pts = self._last_pts = max(round(time_s / _TIME_BASE), self._last_pts + 1)
        self._mux(frame)

    def _mux(self, frame: av.VideoFrame | None) -> None:
        try:
            for packet in self._stream.encode(frame):
                self._container.mux(packet)
        except (FFmpegError, OSError) as error:
            raise OutputError(f"{self._path}: writing stopped ({error}).") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._discard()
            return
        try:
            self._mux(None)
            self._container.close()
            self._part.replace(self._path)
        except (OutputError, FFmpegError, OSError) as failure:
            self._discard()
            raise OutputError(f"{self._path}: writing stopped ({failure}).") from failure

    def _discard(self) -> None:
        with suppress(FFmpegError, OSError):
            self._container.close()
        with suppress(OSError):
            self._part.unlink()
