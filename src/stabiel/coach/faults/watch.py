"""Watches for the faults of an exercise. In: readings and phases. Out: faults begun and ended.

A fault begins when its measure was beyond its limit for its time, and ends at another value (a
dead band). What cannot be seen is added up as not judged, never guessed.
"""

from collections import deque
from dataclasses import dataclass, replace
from operator import itemgetter

from stabiel.anatomy import Reason, SideName
from stabiel.body.measures import NotVisible, Reading, Value
from stabiel.coach.events import (
    Event,
    FaultBegan,
    FaultEnded,
    Phase,
)
from stabiel.coach.lasting import Lasting
from stabiel.coach.readings import Readings
from stabiel.coach.tolerances import FORGIVEN_GAP_S
from stabiel.exercises.model import BounceFault, Exercise, LimitFault, SagFault

# Up, down and up again: one wobble has two turns, a bounce more.
LEAST_TURNS = 3
# A bounce is over without a turn for this many half periods: the next one is known after two.
NO_TURN_FOR = 3.0


@dataclass(frozen=True, slots=True)
class FaultChange:
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
        self._passed = Lasting(rule.for_s, forgives_s=FORGIVEN_GAP_S)
        self._onset_s: float | None = None

    def update(self, time_s: float, phase: Phase, reading: Reading | None) -> FaultChange | None:
        """Take one frame; `reading` is None where the fault cannot occur in this phase."""
        if reading is None or phase not in self._rule.during:
            return self.close()
        passed = None if isinstance(reading, NotVisible) else self._is_passed(reading.value)
        lasts = self._passed.update(time_s, passed)
        if self._onset_s is not None:
            return None if lasts else self.close()
        if not lasts:
            return None
        self._onset_s = self._passed.since_s
        return FaultChange(self._passed.since_s or 0.0, ended=False)

    def close(self) -> FaultChange | None:
        """End the fault, because it cleared or its phase is over."""
        onset_s, self._onset_s = self._onset_s, None
        self._passed.interrupt()
        return None if onset_s is None else FaultChange(onset_s, ended=True)

    def _is_passed(self, value: float) -> bool:
        return self._beyond(value) if self._onset_s is None else not self._cleared(value)

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

    def update(self, time_s: float, phase: Phase, value: float | None) -> FaultChange | None:
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
            return FaultChange(self._onset_s, ended=False)
        return None

    def close(self) -> FaultChange | None:
        """End the fault, because the movement is over."""
        self._best = float("-inf")
        return self._mended()

    def _mended(self) -> FaultChange | None:
        onset_s, self._onset_s = self._onset_s, None
        self._low.clear()
        return None if onset_s is None else FaultChange(onset_s, ended=True)


class BounceWatcher:
    """One bounce fault: a held value swings to and fro, peak to peak, within a band of rates.

    A turn is an extreme to which the value went by `by` and from which it came back by as much, so
    where it is first seen, or the way into the posture begins, is none. Turns that follow each
    other at half a period's time, three or more and for long enough, are a bounce.
    """

    def __init__(self, rule: BounceFault) -> None:
        self._rule = rule
        slow_hz, fast_hz = rule.bounces.between_hz
        # Room for extremes between two frames, at either end of the band.
        self._half_s = (0.5 * 0.5 / fast_hz, 1.25 * 0.5 / slow_hz)
        self._samples: deque[tuple[float, float]] = deque(maxlen=3)
        self._onset_s: float | None = None
        self._forget_turns()

    def _forget_turns(self) -> None:
        self._lowest = (0.0, float("inf"))
        self._highest = (0.0, float("-inf"))
        # The last extreme, once it is known which way the value goes.
        self._extreme = (0.0, 0.0)
        self._rising: bool | None = None
        self._turns = 0
        self._first_s = self._last_s = 0.0

    def update(self, time_s: float, phase: Phase, reading: Reading | None) -> FaultChange | None:
        """Take one frame; `reading` is None where the fault cannot occur in this phase."""
        if reading is None or phase is not Phase.HOLD:
            return self.close()
        if isinstance(reading, Value):
            self._samples.append((time_s, reading.value))
            if not self._is_glitch():
                self._follow(*self._samples[-2 if len(self._samples) > 1 else -1])
        if self._onset_s is not None:
            over = time_s - self._last_s > NO_TURN_FOR * self._half_period_s()
            return self.close() if over else None
        if self._turns < LEAST_TURNS or time_s - self._first_s < self._rule.for_s:
            return None
        # Who gets up turns once more too, but is not there any more when the next turn would come.
        if self._turns == LEAST_TURNS and time_s - self._last_s < self._half_period_s():
            return None
        self._onset_s = self._first_s
        return FaultChange(self._onset_s, ended=False)

    def close(self) -> FaultChange | None:
        """End the fault, because it stopped or the hold is over."""
        onset_s, self._onset_s = self._onset_s, None
        self._samples.clear()
        self._forget_turns()
        return None if onset_s is None else FaultChange(onset_s, ended=True)

    def _is_glitch(self) -> bool:
        """Say whether the middle one of the last three values stands alone.

        Only between frames that lie closer than any swing could go there and back.
        """
        if len(self._samples) < 3 or self._samples[-1][0] - self._samples[0][0] > self._half_s[0]:
            return False
        before, middle, after = (value for _, value in self._samples)
        by = self._rule.bounces.by
        return (
            min(middle - before, middle - after) >= by
            or max(middle - before, middle - after) <= -by
        )

    def _follow(self, time_s: float, value: float) -> None:
        """Note a turn where the value has come back by the swing from its extreme."""
        if self._rising is None:
            self._find_way((time_s, value))
            return
        at_s, extreme = self._extreme
        further = value > extreme if self._rising else value < extreme
        if further:
            self._extreme = (time_s, value)
        elif abs(value - extreme) >= self._rule.bounces.by:
            self._note_turn(at_s)
            self._rising = not self._rising
            self._extreme = (time_s, value)

    def _find_way(self, sample: tuple[float, float]) -> None:
        """Find out which way the value goes, once it went that way by the swing."""
        self._lowest = min(self._lowest, sample, key=itemgetter(1))
        self._highest = max(self._highest, sample, key=itemgetter(1))
        if self._highest[1] - self._lowest[1] >= self._rule.bounces.by:
            self._rising = self._highest is sample
            self._extreme = sample

    def _half_period_s(self) -> float:
        """Return the mean time from turn to turn, at worst the longest of the band."""
        if self._turns < LEAST_TURNS:
            return self._half_s[1]
        return (self._last_s - self._first_s) / (self._turns - 1)

    def _note_turn(self, at_s: float) -> None:
        shortest, longest = self._half_s
        if self._turns == 0 or not shortest <= at_s - self._last_s <= longest:
            self._turns, self._first_s = 0, at_s
        self._turns += 1
        self._last_s = at_s


class FaultWatch:
    """All faults of one side that are watched frame by frame, and those that already ended."""

    def __init__(self, exercise: Exercise, side: SideName, not_judged: NotJudged) -> None:
        self._faults = exercise.faults
        self._side: SideName = side
        self._not_judged = not_judged
        movement = exercise.movement
        upwards = movement is None or movement.target.at_least is not None
        self._limits: dict[str, LimitWatcher] = {}
        self._sags: dict[str, SagWatcher] = {}
        self._bounces: dict[str, BounceWatcher] = {}
        for name, fault in exercise.faults.items():
            if isinstance(fault, LimitFault):
                self._limits[name] = LimitWatcher(fault)
            elif isinstance(fault, SagFault):
                self._sags[name] = SagWatcher(fault, upwards)
            elif isinstance(fault, BounceFault):
                self._bounces[name] = BounceWatcher(fault)
        self._active: dict[str, float] = {}
        self._ended: list[FaultEnded] = []

    @property
    def active(self) -> tuple[str, ...]:
        """Ids of the faults at this moment."""
        return tuple(self._active)

    def update(
        self, time_s: float, phase: Phase, seen: Readings, value: float | None, step_s: float
    ) -> list[Event]:
        """Take one frame; `value` is that of the followed measure."""
        events: list[Event] = []
        for name, limit in self._limits.items():
            reading = self._reading(name, phase, seen, step_s)
            events += self._note(time_s, name, limit.update(time_s, phase, reading))
        for name, bounce in self._bounces.items():
            reading = self._reading(name, phase, seen, step_s)
            events += self._note(time_s, name, bounce.update(time_s, phase, reading))
        for name, sag in self._sags.items():
            events += self._note(time_s, name, sag.update(time_s, phase, value))
        return events

    def add(self, fault: FaultEnded) -> None:
        """Add a fault that was found otherwise."""
        self._ended.append(fault)

    def begin(self, time_s: float, name: str, onset_s: float) -> list[Event]:
        """Begin a fault that is found otherwise and goes on."""
        return self._note(time_s, name, FaultChange(onset_s, ended=False))

    def end(self, time_s: float, name: str) -> None:
        """End a fault that was begun so."""
        if name in self._active:
            self._note(time_s, name, FaultChange(self._active[name], ended=True))

    def drop(self, name: str) -> None:
        """Take back a fault that was begun so: it was none."""
        self._active.pop(name, None)

    def take(self, time_s: float) -> list[FaultEnded]:
        """End what goes on and return all faults since the last time."""
        for name, limit in self._limits.items():
            self._note(time_s, name, limit.close())
        for name, bounce in self._bounces.items():
            self._note(time_s, name, bounce.close())
        for name, sag in self._sags.items():
            self._note(time_s, name, sag.close())
        for name in list(self._active):
            self.end(time_s, name)
        faults, self._ended = self._ended, []
        return faults

    def _reading(self, name: str, phase: Phase, seen: Readings, step_s: float) -> Reading | None:
        """Return what a fault looks at, None where it cannot occur; note what is not visible."""
        rule = self._faults[name]
        assert isinstance(rule, LimitFault | BounceFault)
        if phase not in (rule.during if isinstance(rule, LimitFault) else (Phase.HOLD,)):
            return None
        only_if = rule.only_if if isinstance(rule, LimitFault) else []
        if any(seen.breaks(check) for check in only_if):
            return None
        if seen.body is not None and seen.body.view not in rule.views:
            reading: Reading = NotVisible(Reason.WRONG_VIEW)
        elif not all(seen.holds(check) for check in only_if):
            reading = NotVisible(Reason.HIDDEN)
        else:
            reading = seen.read(rule.measure, rule.of)
        if isinstance(reading, NotVisible):
            self._not_judged.add(name, reading.reason, step_s)
        return reading

    def _note(self, time_s: float, name: str, change: FaultChange | None) -> list[Event]:
        if change is None:
            return []
        if not change.ended:
            self._active[name] = change.onset_s
            return [FaultBegan(time_s, name, change.onset_s)]
        self._active.pop(name, None)
        severity = self._faults[name].severity
        self._ended.append(FaultEnded(time_s, name, self._side, change.onset_s, severity, None))
        return []


def numbered(faults: list[FaultEnded], number: int) -> list[FaultEnded]:
    """Return the faults as those of one repetition or hold."""
    return [replace(fault, repetition=number) for fault in faults]
