"""Whether the computer keeps up. In: seconds of work per frame. Out: too slow, or not."""

from collections import deque
from statistics import median

LEAST_RATE_HZ = 15.0
# So many that another program, while it starts, does not cost the better model.
FRAMES = 60


class Pace:
    """Watches one model. Holds the seconds of work of the last frames."""

    def __init__(self) -> None:
        self._took_s: deque[float] = deque(maxlen=FRAMES)

    def note(self, took_s: float) -> None:
        """Take one frame."""
        self._took_s.append(took_s)

    @property
    def is_too_slow(self) -> bool:
        """Whether the computer cannot keep up 15 frames per second."""
        return len(self._took_s) == FRAMES and median(self._took_s) > 1.0 / LEAST_RATE_HZ

    def reset(self) -> None:
        """Start over with another model."""
        self._took_s.clear()
