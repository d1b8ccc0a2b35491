"""Writes H.264 video that a browser plays. In: RGB pictures with times. Out: an MP4 file.

`VideoWriter` encodes each picture as it comes. Segments of a video can also be encoded in parallel,
with an `Encoder` for each, and added in order.
"""

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import cv2
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from stabiel.errors import OutputError

_TIME_BASE = Fraction(1, 90_000)
# Without B-frames, pictures are stored in the order in which they are shown, so segments join
# without a seam. Encoding takes 0.3 ms less per frame, and the file is a fifth larger. With one
# thread the file does not depend on the number of cores. Encoding takes no longer, because the
# other work keeps the cores busy.
_OPTIONS = {"preset": "veryfast", "crf": "24", "bf": "0", "threads": "1"}

Packets = list["av.Packet[av.VideoStream]"]


class Encoder:
    """Encodes pictures of one size, in the order of their times.

    Encoders of the same size and rate give segments of one stream; each segment begins with a key
    frame.

    Raises:
        OutputError: the pictures cannot be encoded.
    """

    def __init__(self, size_px: tuple[int, int], rate_hz: float) -> None:
        self._last_pts = -1
        try:
            self._codec = av.VideoCodecContext.create("libx264", "w")
            _set_up(self._codec, size_px, rate_hz)
            self._codec.options = _OPTIONS
            self._codec.flags |= av.codec.context.Flags.global_header
            self._codec.open()
        except (FFmpegError, OSError, ValueError) as error:
            raise OutputError(f"pictures of {size_px} cannot be encoded ({error}).") from error

    def encode(self, image: NDArray[np.uint8], time_s: float) -> Packets:
        """Encode one (height, width, 3) RGB picture at its time; return the finished packets."""
        # OpenCV converts to the same colors in a fifth of the time that PyAV takes.
        planes = cv2.cvtColor(image, cv2.COLOR_RGB2YUV_I420)
        frame = av.VideoFrame.from_ndarray(np.asarray(planes, np.uint8), format="yuv420p")
        frame.time_base = _TIME_BASE
        frame.pts = self._last_pts = max(round(time_s / _TIME_BASE), self._last_pts + 1)
        return self._codec.encode(frame)

    def finish(self) -> Packets:
        """Return the last packets; nothing can be encoded afterwards."""
        return self._codec.encode(None)


class VideoWriter:
    """Writes an MP4 file; a context manager that leaves no partial file behind.

    The file has a temporary name until it is complete. Each picture keeps its time, so a variable
    frame rate stays variable.

    Raises:
        OutputError: the file cannot be written.
    """

    def __init__(self, path: Path, size_px: tuple[int, int], rate_hz: float) -> None:
        self._path = path
        self._partial = path.with_name(f"{path.name}.part")
        self._size_px, self._rate_hz = size_px, rate_hz
        self._encoder: Encoder | None = None
        try:
            self._container = av.open(
                str(self._partial.absolute()), "w", format="mp4", options={"movflags": "+faststart"}
            )
            self._stream = self._container.add_stream("libx264", options=_OPTIONS)
            _set_up(self._stream.codec_context, size_px, rate_hz)
            # Opened only for the header of the file; an `Encoder` does the work.
            self._stream.codec_context.open()
        except (FFmpegError, OSError, ValueError) as error:
            raise OutputError(f"{path}: the video cannot be written ({error}).") from error

    def write(self, image: NDArray[np.uint8], time_s: float) -> None:
        """Add one (height, width, 3) RGB picture at its time.

        Raises:
            OutputError: the disk is full, or the file cannot be written.
        """
        if self._encoder is None:
            self._encoder = Encoder(self._size_px, self._rate_hz)
        self.add(self._encoder.encode(image, time_s))

    def add(self, packets: Packets) -> None:
        """Add packets of an encoder; segments must come in the order of their times.

        Raises:
            OutputError: the disk is full, or the file cannot be written.
        """
        try:
            for packet in packets:
                packet.stream = self._stream
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
            if self._encoder is not None:
                self.add(self._encoder.finish())
            self._container.close()
            self._partial.replace(self._path)
        except (OutputError, FFmpegError, OSError) as failure:
            self._discard()
            raise OutputError(f"{self._path}: writing stopped ({failure}).") from failure

    def _discard(self) -> None:
        with suppress(FFmpegError, OSError):
            self._container.close()
        with suppress(OSError):
            self._partial.unlink()


def _set_up(codec: av.VideoCodecContext, size_px: tuple[int, int], rate_hz: float) -> None:
    codec.width, codec.height = size_px
    codec.pix_fmt = "yuv420p"
    codec.time_base = _TIME_BASE
    codec.framerate = Fraction(max(1.0, rate_hz)).limit_denominator(1001)
