"""Writes pictures to an H.264 file that every browser plays.

In: pictures (H, W, 3) uint8 BGR with their times in seconds, in order; times need not be evenly
spaced. Out: an .mp4 with its index at the front. The same pictures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

#: Ticks per second of the file's clock; 90 kHz is exact enough for 12, 25, 29.97 and 60 Hz.
CLOCK_HZ = 90_000


def write_video(
    path: Path,
    pictures: Iterable[tuple[float, NDArray[np.uint8]]],
    *,
    size_px: tuple[int, int],
    rate_hz: float,
    quality: int = 25,
) -> None:
    """Encode pictures; `quality` is x264's constant rate factor, lower is better."""
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        stream = container.add_stream("libx264", rate=Fraction(rate_hz).limit_denominator(1001))
        stream.width, stream.height = size_px
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, CLOCK_HZ)
        stream.codec_context.time_base = Fraction(1, CLOCK_HZ)
        stream.codec_context.thread_count = 1
        stream.options = {"crf": str(quality), "preset": "medium", "g": "100"}
        for time_s, picture in pictures:
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts = round(time_s * CLOCK_HZ)
            frame.time_base = Fraction(1, CLOCK_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
