"""Notices when something has been true for long enough. In: a time and a truth. Out: yes or no.

It knows no camera and no clock: the times are those of the frames. It never guesses: a frame that
does not show whether it is true neither starts nor completes anything.
"""

import math

# Frame times are floats: 9 frames at 30 per second are 0.3 s only to within rounding.
SLACK_S = 1e-6


class Lasting:
    """Something that must be true for a while before it counts.

    Attributes:
        since_s: since when it has been true, None if it is not.
    """

    def __init__(
        self, for_s: float, *, forgives_s: float = 0.0, longer: bool = False, slack_s: float = 0.0
    ) -> None:
        """Start with nothing true.

        Args:
            for_s: how long it must be true, seconds; the frame that makes it so long counts.
            forgives_s: how long it may be unknown without starting over, seconds.
            slack_s: how much earlier it counts, seconds: `SLACK_S` allows for rounding.
            longer: it must be true for longer than `for_s`: exactly so long does not count yet.
        """
        self._for_s = for_s
        self._forgives_s = forgives_s
        self._longer = longer
        self._slack_s = slack_s
        self._known_s = -math.inf
        self._lasts = False
        self.since_s: float | None = None

    def update(self, time_s: float, true: bool | None) -> bool:
        """Take one frame and return whether it has been true for long enough.

        `true` is None if the frame does not show it: then the answer stays as it was, until it
        has been unknown for longer than is forgiven.
        """
        if true is None:
            if time_s - self._known_s > self._forgives_s:
                self.interrupt()
            return self._lasts
        self._known_s = time_s
        if not true:
            self.interrupt()
            return False
        if self.since_s is None:
            self.since_s = time_s
        lasted_s = time_s - self.since_s
        enough = lasted_s > self._for_s if self._longer else lasted_s >= self._for_s - self._slack_s
        self._lasts = enough
        return enough

    def lasted_s(self, time_s: float) -> float:
        """Return for how long it has been true, seconds; 0 if it is not."""
        return 0.0 if self.since_s is None else time_s - self.since_s

    def interrupt(self) -> None:
        """Start over: it is not true any more, or another thing is looked at."""
        self.since_s = None
        self._lasts = False
