"""A measure beyond a limit for a while. In: readings in order of time. Out: begun and ended.

The fault ends at another value than it begins at (a dead band). A reading that is missing for a
moment changes nothing.
"""

from stabiel.body.measures import NotVisible, Reading, Value
from stabiel.coach.events import Phase
from stabiel.coach.faults.span import FaultSpan
from stabiel.coach.faults.watcher import FaultChange, FaultWatcher, WatchedFrame
from stabiel.coach.lasting import SLACK_S, Lasting
from stabiel.coach.noise import noise_of
from stabiel.coach.tolerances import FORGIVEN_GAP_S
from stabiel.exercises.model import LimitFault


class LimitWatcher(FaultWatcher):
    """One limit fault over time. Holds since when the limit is passed, and whether it counts."""

    def __init__(self, rule: LimitFault) -> None:
        self._rule = rule
        self._passed = Lasting(rule.for_s, forgives_s=FORGIVEN_GAP_S, slack_s=SLACK_S)
        self._span = FaultSpan(rule.for_s, noise_of(rule.measure))

    def watch(self, name: str, frame: WatchedFrame) -> FaultChange | None:
        """Take one frame and return whether the fault begins or ends."""
        rule = self._rule
        if frame.phase not in rule.during:
            return self.close()
        reading = frame.reading(name, rule, rule.only_if)
        passed = isinstance(reading, Value) and self._is_passed(reading.value)
        doubtful = passed and frame.doubts(rule)
        return self.update(frame.time_s, frame.phase, reading, doubtful=doubtful)

    def update(
        self, time_s: float, phase: Phase, reading: Reading | None, *, doubtful: bool = False
    ) -> FaultChange | None:
        """Take one frame; `reading` is None if the fault cannot occur in it.

        `doubtful`: the reading rests on landmarks that are found, but seen unsurely.
        """
        if reading is None or phase not in self._rule.during:
            return self.close()
        passed = None if isinstance(reading, NotVisible) else self._is_passed(reading.value)
        lasts = self._passed.update(time_s, passed)
        if passed and isinstance(reading, Value):
            self._span.beyond.add(time_s, self._by(reading.value), doubtful)
        elif self._passed.since_s is None and self._span.onset_s is None:
            self._span.beyond.clear()
        if self._span.onset_s is not None:
            return self._span.go_on() if lasts else self.close()
        return self._span.begin(self._passed.since_s or 0.0) if lasts else None

    def close(self) -> FaultChange | None:
        """End the fault, because it cleared or its phase is over."""
        self._passed.interrupt()
        return self._span.end()

    def _is_passed(self, value: float) -> bool:
        return self._by(value) > 0.0 if self._span.onset_s is None else not self._cleared(value)

    def _by(self, value: float) -> float:
        """Return how far a value is beyond the limit, in its unit."""
        if self._rule.above is not None:
            return value - self._rule.above
        assert self._rule.below is not None
        return self._rule.below - value

    def _cleared(self, value: float) -> bool:
        if self._rule.clears_below is not None:
            return value < self._rule.clears_below
        assert self._rule.clears_above is not None
        return value > self._rule.clears_above
