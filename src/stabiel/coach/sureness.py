"""How sure a claim is: a count, an attempt, a fault. In: values against a limit. Out: 0 to 1.

Three things decide, and more of each never makes a claim less sure:

- how far the deciding value is beyond the limit, in units of the noise of its measure;
- for how long, in units of the time that the rule asks;
- how well it was seen: the share of that time in which the landmarks were seen surely.

Everything is weighted by time, never by frames, so that it is the same at any frame rate.
"""

from collections import deque
from math import exp2, sqrt

from stabiel.coach.doubt import Doubt

# What is less sure is kept and shown as "perhaps"; it is never spoken, and counts against nobody.
# `python -m benchmarks.sureness` shows what each threshold would speak of (docs/sureness.md). This
# is the highest at which 0.85 of the faults of rendered people are still spoken of with `full`.
SURE = 0.8
# An error that stays does not average out: more than so many times the asked time adds nothing.
MOST_TIMES = 4.0


def sureness(by: float, times: float, seen: float) -> float:
    """Return how sure it is that a value is beyond its limit, 0 to 1, to 2 decimals.

    A value that is just at its limit is as likely right as wrong. Every noise that it is beyond it
    halves the chance of a mistake: the errors of landmarks have long tails (a knee is off by 4.5
    degrees on average, which is what this says of a noise of 3 degrees). What changes by chance
    averages out with the root of the time. What was seen unsurely says nothing for its share.

    Args:
        by: how far the deciding value is beyond the limit, in units of its noise; what is below 0
            counts as 0.
        times: for how long, in units of the time that the rule asks.
        seen: the share of that time in which it was seen surely, 0 to 1.
    """
    noises = max(0.0, by) * sqrt(min(max(0.0, times), MOST_TIMES))
    return round(seen * (1.0 - 0.5 * exp2(-noises)), 2)


class Exceedance:
    """A value beyond its limit for a while. Holds its last values, and how sure it was at best.

    Its deciding value is the highest mean over the time that the rule asks: one frame decides
    nothing, and what happens later does not make a fault unsure that was plain.

    Attributes:
        sure: how sure it was at best, since the last `clear`.
    """

    def __init__(self, for_s: float, noise: float) -> None:
        """Start with nothing.

        Args:
            for_s: how long the rule asks it to last, seconds.
            noise: of the measure, in its unit.
        """
        self._for_s = max(for_s, 1e-6)
        self._noise = noise
        self._recent: deque[tuple[float, float]] = deque()
        self._doubt = Doubt()
        self.clear()

    def clear(self) -> None:
        """Start over."""
        self._recent.clear()
        self._doubt.clear()
        self._area = 0.0
        self._since_s: float | None = None
        self.sure = 0.0

    def add(self, time_s: float, by: float, doubtful: bool = False) -> None:
        """Take one frame.

        Args:
            time_s: the frame's time stamp, seconds.
            by: how far the value is beyond the limit, in its unit; below 0 in a dead band.
            doubtful: it was seen unsurely.
        """
        self._doubt.add(time_s, doubtful)
        if self._since_s is None:
            self._since_s = time_s
        if self._recent:
            self._area += _area(self._recent[-1], (time_s, by))
        self._recent.append((time_s, by))
        while len(self._recent) > 2 and time_s - self._recent[1][0] >= self._for_s - 1e-6:
            self._area -= _area(self._recent[0], self._recent[1])
            self._recent.popleft()
        lasted_s = time_s - self._recent[0][0]
        mean = self._area / lasted_s if lasted_s > 0 else by
        times = (time_s - self._since_s) / self._for_s
        self.sure = max(self.sure, sureness(mean / self._noise, times, self._doubt.seen_share))

    @property
    def doubtful(self) -> bool:
        """Whether it is not sure enough, or was seen unsurely for longer than surely."""
        return self.sure < SURE or self._doubt.prevails


def _area(one: tuple[float, float], other: tuple[float, float]) -> float:
    return (other[0] - one[0]) * (one[1] + other[1]) / 2
