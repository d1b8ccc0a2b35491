"""Whether a camera became slow in the dark. In: times and brightness of its frames. Out: yes or no.

Webcams expose for longer in the dark, and so deliver half as many frames or fewer; what is judged
then is coarser. Only the camera's own frames count, not those that a busy computer took.
"""

from collections import deque
from itertools import pairwise
from statistics import median

from stabiel.coach.lasting import Lasting

WINDOW_S = 3.0
SLOW_FOR_S = 3.0
# Exposure in steps of whole frames halves the rate; 30 to 20 frames per second is no half.
SLOW_SHARE = 0.6
# The sample clips show lit rooms and measure 0.53 and more, rendered dim rooms 0.32
# (`stabiel.video.brightness`); this is half way.
DIM_BELOW = 0.42
# More than this no camera is asked for, so no lower rate is slow because it declared more.
MOST_DECLARED_HZ = 30.0
# So many intervals make a median that one late frame does not move.
_LEAST_INTERVALS = 5


class RateWatch:
    """Watches one camera. Holds its best rate, and since when it is slow in the dark.

    Args:
        declared_hz: the rate that the camera declares, for a session that begins in the dark.

    Attributes:
        slow: whether the rate is half of the best one, or less, while it is dark.
    """

    def __init__(self, declared_hz: float = 0.0) -> None:
        self._times: deque[float] = deque()
        self._best_hz = min(declared_hz, MOST_DECLARED_HZ)
        self._slow = Lasting(SLOW_FOR_S)
        self.slow = False

    def update(self, time_s: float, light: float) -> bool:
        """Take one frame; return `slow`.

        Args:
            time_s: when it came, in seconds; always later than the last one.
            light: its brightness, 0 to 1.
        """
        self._times.append(time_s)
        while time_s - self._times[0] > WINDOW_S:
            self._times.popleft()
        times = list(self._times)
        steps = [after - before for before, after in pairwise(times)]
        if len(steps) < _LEAST_INTERVALS:
            return self.slow
        return self.note(time_s, 1.0 / median(steps), light)

    def note(self, time_s: float, rate_hz: float, light: float) -> bool:
        """Take a rate that was measured elsewhere, in frames per second; return `slow`."""
        self._best_hz = max(self._best_hz, rate_hz)
        slow = light < DIM_BELOW and rate_hz <= SLOW_SHARE * self._best_hz
        self.slow = self._slow.update(time_s, slow)
        return self.slow
