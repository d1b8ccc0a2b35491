"""Whether a camera's picture is one. In: frames in order of time. Out: `Sight`.

A shutter that is closed gives black; a driver that hangs gives the same frame again and again,
which no sensor does: two frames of a still room differ by its noise.
"""

import numpy as np
from numpy.typing import NDArray

from stabiel.trainer.terms import Sight

# Of 255. A dark room seen by a webcam at night is 12 and more, with noise of 3 and more.
BLACK_MEAN = 6.0
BLACK_SPREAD = 3.0
BLACK_FOR_S = 2.0
FROZEN_FOR_S = 4.0
_STEP_PX = 8


class PictureCheck:
    """Watches one camera. Holds the last picture, and since when it was black or the same."""

    def __init__(self) -> None:
        self._last: NDArray[np.uint8] | None = None
        self._black_since_s: float | None = None
        self._changed_s: float | None = None

    def update(self, time_s: float, image: NDArray[np.uint8]) -> Sight:
        """Take one (height, width, 3) picture."""
        sample = image[::_STEP_PX, ::_STEP_PX].copy()
        black = float(sample.mean()) < BLACK_MEAN and float(sample.std()) < BLACK_SPREAD
        if not black:
            self._black_since_s = None
        elif self._black_since_s is None:
            self._black_since_s = time_s
        same = self._last is not None and np.array_equal(sample, self._last)
        if not same or self._changed_s is None:
            self._changed_s = time_s
        self._last = sample
        if self._black_since_s is not None and time_s - self._black_since_s >= BLACK_FOR_S:
            return Sight.BLACK
        return Sight.FROZEN if time_s - self._changed_s >= FROZEN_FOR_S else Sight.FINE
