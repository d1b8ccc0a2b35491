"""How light a picture is. In: a frame's picture. Out: one number, and whether that is too dark.

The number is taken where the frame is and kept beside the landmarks, so that whatever judges it,
live or replayed, needs no picture.
"""

import numpy as np
from numpy.typing import NDArray

# Median of the picture, 0 black to 1 white, in the values a screen shows (gamma-encoded). Six clips
# made darker, with the noise of a sensor: all were found at 0.146 and above, and landmarks moved by
# 0.02 torso lengths at most; at 0.124 the first lost its person for a sixth of the time, at 0.075
# half of them lost theirs. Rendered dim rooms measure 0.32 and more. The median around the person
# told no more: a dark body against a window is found as long as the picture is this light.
DARK_BELOW, LIGHT_ABOVE = 0.15, 0.19
# A camera that has just been opened takes a second to find its exposure.
DARK_FOR_S = 2.0

# ITU-R BT.709 weights of red, green and blue.
_LUMA = np.array([0.2126, 0.7152, 0.0722])
# The picture's every eighth row and column give its median to 0.01.
_STEP = 8


def brightness(image: NDArray[np.uint8]) -> float:
    """Return how light a (height, width, 3) RGB picture is, 0 to 1, in single precision."""
    luma = image[::_STEP, ::_STEP] @ _LUMA
    return float(np.float32(np.median(luma) / 255))


class LightGuard:
    """Says whether it is too dark. Holds what it said, and since when that seems wrong."""

    def __init__(self) -> None:
        self._dark = False
        self._otherwise_since_s: float | None = None

    @property
    def undecided(self) -> bool:
        """Whether it has seemed otherwise for a moment, too short to say so."""
        return self._otherwise_since_s is not None

    def update(self, time_s: float, light: float | None) -> bool:
        """Take one frame's light, None where it is not known: then it is not too dark."""
        limit = LIGHT_ABOVE if self._dark else DARK_BELOW
        if light is None or (light < limit) is self._dark:
            self._otherwise_since_s = None
            return self._dark and light is not None
        if self._otherwise_since_s is None:
            self._otherwise_since_s = time_s
        if time_s - self._otherwise_since_s >= DARK_FOR_S:
            self._dark, self._otherwise_since_s = not self._dark, None
        return self._dark
