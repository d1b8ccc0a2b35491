"""Watches for the faults of an exercise. In: readings and phases. Out: faults begun and ended.

A fault begins when its measure was beyond its limit for its time, and ends at another value (a
dead band). What cannot be seen is added up as not judged, never guessed.
"""

from collections import deque
from dataclasses import dataclass

from stabiel.events import Phase
from stabiel.exercise import LimitFault, SagFault
from stabiel.measures import NotVisible, Reading
from stabiel.pose import Reason

# A reading that is missing for less than this does not end a fault nor restart its time.
FORGIVEN_GAP_S = 0.3


@dataclass(frozen=True, slots=True)
class Change:
    """A fault began (`ended` False) or ended, with the time at which it had begun."""

    onset_s: float
    ended: bool


class NotJudged:
    """Adds up for how long what could not be judged, and why."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[str, Reason], float] = {}

    def add(self, what: str, reason: Reason, seconds: float) -> None:
        """Add a stretch of time."""
        key = (what, reason)
        self._seconds[key] = self._seconds.get(key, 0.0) + seconds

    def listed(self, at_least_s: float = 0.2) -> list[tuple[str, Reason, float]]:
        """Return (what, reason, seconds), without stretches too short to matter."""
        return [
            (what, reason, seconds)
            for (what, reason), seconds in self._seconds.items()
            if seconds >= at_least_s
        ]


class LimitWatcher:
    """One limit fault over time. Holds since when the limit is passed, and whether it counts."""

    def __init__(self, rule: LimitFault) -> None:
        self._rule = rule
        self._since_s: float | None = None
        self._seen_s: float | None = None
        self._active = False

    def update(self, time_s: float, phase: Phase, reading: Reading | None) -> Change | None:
        """Take one frame; `reading` is None where the fault cannot occur in this phase."""
        if reading is None or phase not in self._rule.during:
            return self.close()
        if isinstance(reading, NotVisible):
            lapsed = self._seen_s is None or time_s - self._seen_s > FORGIVEN_GAP_S
            return self.close() if lapsed else None
        self._seen_s = time_s
        if self._active:
            return self.close() if self._cleared(reading.value) else None
        if not self._beyond(reading.value):
            self._since_s = None
            return None
        self._since_s = time_s if self._since_s is None else self._since_s
        if time_s - self._since_s < self._rule.for_s - 1e-6:
            return None
        self._active = True
        return Change(self._since_s, ended=False)

    def close(self) -> Change | None:
        """End the fault, because it cleared or its phase is over."""
        change = Change(self._since_s or 0.0, ended=True) if self._active else None
        self._active, self._since_s = False, None
        return change

    def _beyond(self, value: float) -> bool:
        if self._rule.above is not None:
            return value > self._rule.above
        assert self._rule.below is not None
        return value < self._rule.below

    def _cleared(self, value: float) -> bool:
        if self._rule.clears_below is not None:
            return value < self._rule.clears_below
        assert self._rule.clears_above is not None
        return value > self._rule.clears_above


class SagWatcher:
    """One sag fault: what was at its best sinks, and stays there instead of going on down."""

    def __init__(self, rule: SagFault, upwards: bool) -> None:
        self._rule = rule
        self._sign = 1.0 if upwards else -1.0
        self._best = float("-inf")
        self._onset_s: float | None = None
        self._low: deque[tuple[float, float]] = deque()

    def update(self, time_s: float, phase: Phase, value: float | None) -> Change | None:
        """Take one frame of the followed signal."""
        if phase not in (Phase.TARGET, Phase.RETURN):
            return self.close()
        if value is None:
            return None
        turned = self._sign * value
        self._best = max(self._best, turned)
        if self._best - turned < self._rule.sags.by:
            return self._mended()
        self._low.append((time_s, turned))
        while len(self._low) > 2 and self._low[-1][0] - self._low[1][0] >= self._rule.for_s:
            self._low.popleft()
        values = [low for _, low in self._low]
        long_enough = time_s - self._low[0][0] >= self._rule.for_s - 1e-6
        steady = max(values) - min(values) <= self._rule.sags.steady_within
        if self._onset_s is None and long_enough and steady:
            self._onset_s = self._low[0][0]
            return Change(self._onset_s, ended=False)
        return None

    def close(self) -> Change | None:
        """End the fault, because the movement is over."""
        self._best = float("-inf")
        return self._mended()

    def _mended(self) -> Change | None:
        onset_s, self._onset_s = self._onset_s, None
        self._low.clear()
        return None if onset_s is None else Change(onset_s, ended=True)
