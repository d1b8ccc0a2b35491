"""Whether the computer keeps up. In: how long frames took. Out: whether a lighter model is due."""

from collections import deque
from statistics import median

LEAST_RATE_HZ = 15.0
# Long enough that a program that starts beside it does not cost the better model.
FRAMES = 60


class Pace:
    """Watches one model. Holds how long the last frames took, in seconds of work."""

    def __init__(self) -> None:
        self._took_s: deque[float] = deque(maxlen=FRAMES)

    def note(self, took_s: float) -> None:
        """Take one frame."""
        self._took_s.append(took_s)

    @property
    def is_too_slow(self) -> bool:
        """Whether 15 frames a second cannot be held."""
        return len(self._took_s) == FRAMES and median(self._took_s) > 1.0 / LEAST_RATE_HZ

    def reset(self) -> None:
        """Begin anew, with another model."""
        self._took_s.clear()
