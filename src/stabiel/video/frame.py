"""One picture and its time. In: nothing. Out: `Frame`, the type that every video source yields."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stabiel.video.timestamps import TimeRepair

# Limits for input: anything larger is not an exercise session and could fill the memory. An 8K
# picture has 33 million pixels.
MOST_PIXELS = 1 << 26
LONGEST_S = 12 * 3600.0
MOST_FRAMES = 1_000_000
# With fewer frames per second, no movement can be judged: a repetition of two seconds has five
# frames on the way there and back, and the shortest way takes half a second.
LEAST_RATE_HZ = 4.0

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture.

    Attributes:
        image: (height, width, 3) uint8, RGB, upright, square pixels, contiguous.
        time_s: seconds since the first frame of its source.
        repair: what had to be done to its time, None if it is the source's own.
        position: where it stands in its file, bytes; None if that is not known.
    """

    image: Image
    time_s: float
    repair: TimeRepair | None = None
    position: int | None = None


class LateFrame(Frame):
    """A frame whose picture is made when it is asked for, and once.

    Args:
        make: makes the picture.
        time_s, repair, position: as in `Frame`.
    """

    __slots__ = ("_kept",)
    _kept: list[Image | Callable[[], Image]]

    def __init__(
        self,
        make: Callable[[], Image],
        time_s: float,
        repair: TimeRepair | None,
        position: int | None,
    ) -> None:
        values = {"_kept": [make], "time_s": time_s, "repair": repair, "position": position}
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @property
    def image(self) -> Image:
        """The picture; see `Frame`."""
        (kept,) = self._kept
        if callable(kept):
            # What was decoded is freed with its maker.
            kept = self._kept[0] = kept()
        return kept


def frame_of(
    image: Image | Callable[[], Image],
    time_s: float,
    repair: TimeRepair | None,
    position: int | None,
) -> Frame:
    """Return a frame with its picture, or with what makes it when it is asked for."""
    if callable(image):
        return LateFrame(image, time_s, repair, position)
    return Frame(image, time_s, repair, position)
