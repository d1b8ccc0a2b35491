"""Whether a camera delivers a real picture. In: frames in order of time. Out: `Sight`.

A closed shutter gives black. A driver that hangs repeats the same frame, which no sensor does: two
frames of a still room differ by noise.
"""

import numpy as np
from numpy.typing import NDArray

from stabiel.coach.lasting import Lasting
from stabiel.trainer.terms import Sight

# Of 255. A webcam in a dark room at night gives a mean of 12 or more, with noise of 3 or more.
BLACK_MEAN = 6.0
BLACK_SPREAD = 3.0
BLACK_FOR_S = 2.0
FROZEN_FOR_S = 4.0
_STEP_PX = 8


class PictureCheck:
    """Watches one camera. Holds the last picture, and since when it is black or the same."""

    def __init__(self) -> None:
        self._last: NDArray[np.uint8] | None = None
        self._black = Lasting(BLACK_FOR_S)
        self._changed_s: float | None = None

    def update(self, time_s: float, image: NDArray[np.uint8]) -> Sight:
        """Take one (height, width, 3) RGB picture and return its state."""
        sample = image[::_STEP_PX, ::_STEP_PX].copy()
        black = float(sample.mean()) < BLACK_MEAN and float(sample.std()) < BLACK_SPREAD
        black_for_long = self._black.update(time_s, black)
        same = self._last is not None and np.array_equal(sample, self._last)
        if not same or self._changed_s is None:
            self._changed_s = time_s
        self._last = sample
        if black_for_long:
            return Sight.BLACK
        return Sight.FROZEN if time_s - self._changed_s >= FROZEN_FOR_S else Sight.FINE
