"""How bright a picture is. In: a frame's picture. Out: one number, and whether it is too dark.

The number is measured while the frame is at hand and kept with the landmarks. Judging, live or in a
replay, then needs no picture.
"""

import numpy as np
from numpy.typing import NDArray

# Median of the picture, 0 black to 1 white, in screen values (gamma-encoded). Measured on six clips
# that were made darker, with sensor noise: at 0.146 and above everybody was found, and landmarks
# moved by at most 0.02 torso lengths; at 0.124 the first clip lost its person for a sixth of the
# time, at 0.075 half of the clips lost theirs. Rendered dim rooms measure 0.32 and more. The median
# around the person predicts no better: a dark body against a window is found as long as the whole
# picture is this bright.
DARK_BELOW, BRIGHT_ABOVE = 0.15, 0.19
# A camera that has just been opened needs a second to set its exposure.
DARK_FOR_S = 2.0

# ITU-R BT.709 weights of red, green and blue.
_LUMA = np.array([0.2126, 0.7152, 0.0722])
# Every eighth row and column of the picture gives its median to within 0.01.
_STEP = 8


def brightness(image: NDArray[np.uint8]) -> float:
    """Return the brightness of a (height, width, 3) RGB picture, 0 to 1, in single precision."""
    luma = image[::_STEP, ::_STEP] @ _LUMA
    return float(np.float32(np.median(luma) / 255))


class DarknessDetector:
    """Decides whether it is too dark. Holds its answer, and since when frames contradict it."""

    def __init__(self) -> None:
        self._dark = False
        self._otherwise_since_s: float | None = None

    @property
    def undecided(self) -> bool:
        """Whether the last frames contradict the answer, but not yet for long enough."""
        return self._otherwise_since_s is not None

    def update(self, time_s: float, light: float | None) -> bool:
        """Return whether it is too dark, after one more frame.

        Args:
            time_s: the frame's time stamp.
            light: the frame's brightness, 0 to 1; None if it is not known, which is not too dark.
        """
        limit = BRIGHT_ABOVE if self._dark else DARK_BELOW
        if light is None or (light < limit) is self._dark:
            self._otherwise_since_s = None
            return self._dark and light is not None
        if self._otherwise_since_s is None:
            self._otherwise_since_s = time_s
        if time_s - self._otherwise_since_s >= DARK_FOR_S:
            self._dark, self._otherwise_since_s = not self._dark, None
        return self._dark
