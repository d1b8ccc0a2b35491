"""Counts and judges one exercise. In: bodies in the order of time. Out: events.

Everything it knows of the exercise stands in the exercise's file; it has no camera, no clock and
no I/O, so the same bodies give the same events, live, from a file, or replayed.
"""

from collections import deque
from dataclasses import dataclass, replace

from stabiel.body import Body, View, median_body
from stabiel.events import (
    MOVING,
    Attempt,
    Event,
    FaultBegan,
    FaultEnded,
    Metrics,
    Phase,
    Repetition,
    SightLost,
    Stalled,
    StartSeen,
    TargetReached,
)
from stabiel.exercise import AttemptFault, Exercise, LimitFault, SagFault, TempoFault
from stabiel.exercise_files import ExerciseBook
from stabiel.faults import Change, LimitWatcher, NotJudged, SagWatcher
from stabiel.measures import MEASURES, NotVisible, Reading, Value, read
from stabiel.movement import OWN_START_S, Finished, MovementTracker
from stabiel.pose import Reason
from stabiel.setup import SetUp

# The person has left when the posture is gone for this long.
LEFT_AFTER_S = 1.0
# Followed in these views; what a picture from the feet shows of a hip angle is not an angle.
FOLLOWED_VIEWS = (View.SIDE, View.OBLIQUE)


@dataclass(frozen=True, slots=True)
class Moment:
    """How things stand in one frame, for whoever shows it.

    Attributes:
        phase: where in the repetition this is.
        repetitions: counted so far.
        value: of the followed measure in its unit, None where not visible.
        goal: the value to reach, None before the start posture was seen.
        faults: ids of the faults at this moment.
        new_peak: this frame is the best of the movement so far.
    """

    time_s: float
    phase: Phase
    repetitions: int
    value: float | None
    goal: float | None
    faults: tuple[str, ...]
    new_peak: bool


class Coach:
    """Judges one exercise for one person. Holds the movement, the faults and the counts."""

    def __init__(self, exercise: Exercise, book: ExerciseBook) -> None:
        self._exercise = exercise
        self._posture = book.posture(exercise)
        self._checks = book.shared.checks
        self._tracker = MovementTracker(exercise.movement, exercise.start.held_s)
        self._setup = SetUp(exercise, self._posture, self._checks)
        upwards = exercise.movement.target.at_least is not None
        self._limits = {
            name: LimitWatcher(fault)
            for name, fault in exercise.faults.items()
            if isinstance(fault, LimitFault)
        }
        self._sags = {
            name: SagWatcher(fault, upwards)
            for name, fault in exercise.faults.items()
            if isinstance(fault, SagFault)
        }
        self.not_judged = NotJudged()
        self.repetitions = 0
        self.judged_s = 0.0
        self._start: Body | None = None
        self._resting: deque[Body] = deque()
        self._broken_since: dict[str, float] = {}
        self._broken: str | None = None
        self._stalled: str | None = None
        self._active: dict[str, float] = {}
        self._faults: list[FaultEnded] = []
        self._peak: Metrics = {}
        self._readings: dict[str, Reading] = {}
        self._last_s: float | None = None
        self.moment = Moment(0.0, Phase.WAITING, 0, None, None, (), False)

    def update(self, time_s: float, body: Body | None) -> list[Event]:
        """Take one frame's body, or None where nobody is seen, and return what happened."""
        step_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        events: list[Event] = []
        if body is not None and body.pose.cut:
            events += self._lose(time_s)
        self._readings = {}
        body = None if body is None else body.with_start(self._start)
        value = self._followed(body, step_s)
        in_posture = body is not None and self._in_posture(body)
        if body is not None and not self._stays(time_s, body):
            events += self._lose(time_s)
        unmet, unseen = self._target_checks(body)
        step = self._tracker.update(
            time_s, value, in_posture=in_posture, unmet=unmet, unseen=unseen
        )
        if step.lost:
            events += self._lose(time_s)
        if step.started:
            events += self._take_start(time_s)
        self._remember_rest(body, in_posture)
        if self._tracker.phase is Phase.WAITING:
            events += self._setup.update(time_s, body, self._reading)
        if step.reached:
            events.append(TargetReached(time_s))
        if step.peaked and body is not None:
            self._note_peak(body)
        if body is not None and self._tracker.moving:
            self._watch_throughout(time_s, body)
        events += self._watch_faults(time_s, body, value, step_s)
        events += self._stall(time_s)
        if step.finished is not None:
            events += self._finish(time_s, step.finished)
        self.moment = Moment(
            time_s,
            step.phase,
            self.repetitions,
            value,
            self._tracker.goal,
            tuple(self._active) if self._stalled is None else (*self._active, self._stalled),
            step.peaked and step.phase in MOVING,
        )
        return events

    def close(self) -> list[Event]:
        """End the session: faults still open end here; a movement left open is not counted."""
        return self._lose(self._last_s or 0.0)

    @property
    def setup(self) -> SetUp:
        """The set-up items and how long each took."""
        return self._setup

    def _reading(self, name: str, body: Body) -> Reading:
        if name not in self._readings:
            self._readings[name] = read(name, body, body.near)
        return self._readings[name]

    def _holds(self, check: str, body: Body) -> bool:
        reading = self._reading(self._checks[check].measure, body)
        return isinstance(reading, Value) and self._checks[check].holds(reading.value)

    def _breaks(self, check: str, body: Body) -> bool:
        reading = self._reading(self._checks[check].measure, body)
        return isinstance(reading, Value) and not self._checks[check].holds(reading.value)

    def _in_posture(self, body: Body) -> bool:
        """Say whether this is the start posture; in a movement, also with feet and all in place."""
        if not all(self._holds(name, body) for name in self._posture.needs):
            return False
        throughout = self._exercise.movement.throughout
        return not self._tracker.moving or not any(self._breaks(n, body) for n in throughout)

    def _followed(self, body: Body | None, step_s: float) -> float | None:
        """Return the followed value; what cannot be followed is added up as not judged."""
        name = self._exercise.movement.follows
        reason: Reason
        if body is None:
            reason = Reason.NOBODY
        elif body.view not in FOLLOWED_VIEWS:
            reason = Reason.WRONG_VIEW
        else:
            reading = self._reading(name, body)
            if isinstance(reading, Value):
                self.judged_s += step_s
                return reading.value
            reason = reading.reason
        self.not_judged.add("repetitions", reason, step_s)
        return None

    def _lasting(self, key: str, broken: bool, time_s: float, for_s: float) -> bool:
        """Say whether something has been broken for its time."""
        if not broken:
            self._broken_since.pop(key, None)
            return False
        return time_s - self._broken_since.setdefault(key, time_s) >= for_s

    def _stays(self, time_s: float, body: Body) -> bool:
        if self._tracker.phase is Phase.WAITING:
            return True
        broken = any(self._breaks(name, body) for name in self._posture.keeps)
        return not self._lasting("posture", broken, time_s, LEFT_AFTER_S)

    def _target_checks(self, body: Body | None) -> tuple[str | None, bool]:
        if body is None:
            return None, True
        checks = self._exercise.movement.target.checks
        unmet = next((name for name in checks if self._breaks(name, body)), None)
        return unmet, unmet is None and not all(self._holds(name, body) for name in checks)

    def _take_start(self, time_s: float) -> list[Event]:
        """Take the bodies since the start posture is held as the person's own start."""
        since_s = self._tracker.still_since_s
        held = [body for body in self._resting if since_s is None or body.pose.time_s >= since_s]
        first = self._start is None
        if held:
            self._start = median_body(held)
        own = self._tracker.own_start
        if not first or own is None:
            return []
        self._setup.done(time_s)
        return [StartSeen(time_s, own)]

    def _remember_rest(self, body: Body | None, in_posture: bool) -> None:
        if body is None or not in_posture:
            return
        self._resting.append(replace(body, start=None))
        while body.pose.time_s - self._resting[0].pose.time_s > OWN_START_S:
            self._resting.popleft()

    def _note_peak(self, body: Body) -> None:
        """Keep the measures of the best moment, for the repetition's record."""
        names = {self._exercise.movement.follows}
        names |= {self._checks[name].measure for name in self._exercise.movement.target.checks}
        for name in names:
            reading = self._reading(name, body)
            if isinstance(reading, Value):
                self._peak[f"peak_{name}"] = reading.value

    def _watch_throughout(self, time_s: float, body: Body) -> None:
        for name in self._exercise.movement.throughout:
            lasting = self._lasting(
                name, self._breaks(name, body), time_s, self._checks[name].for_s
            )
            if lasting and self._broken is None:
                self._broken = name

    def _watch_faults(
        self, time_s: float, body: Body | None, value: float | None, step_s: float
    ) -> list[Event]:
        phase = self._tracker.phase
        events: list[Event] = []
        for name, watcher in self._limits.items():
            reading = self._fault_reading(name, body) if phase in MOVING else None
            if isinstance(reading, NotVisible) and phase in self._rule(name).during:
                self.not_judged.add(name, reading.reason, step_s)
            events += self._changed(time_s, name, watcher.update(time_s, phase, reading))
        for name, sag in self._sags.items():
            events += self._changed(time_s, name, sag.update(time_s, phase, value))
        return events

    def _rule(self, name: str) -> LimitFault:
        fault = self._exercise.faults[name]
        assert isinstance(fault, LimitFault)
        return fault

    def _fault_reading(self, name: str, body: Body | None) -> Reading:
        if body is None:
            return NotVisible(Reason.NOBODY)
        rule = self._rule(name)
        if body.view not in rule.views:
            return NotVisible(Reason.WRONG_VIEW)
        return self._reading(rule.measure, body)

    def _changed(self, time_s: float, name: str, change: Change | None) -> list[Event]:
        if change is None:
            return []
        if not change.ended:
            self._active[name] = change.onset_s
            return [FaultBegan(time_s, name, change.onset_s)]
        self._active.pop(name, None)
        fault = self._exercise.faults[name]
        self._faults.append(FaultEnded(time_s, name, "both", change.onset_s, fault.severity, None))
        return []

    def _stall(self, time_s: float) -> list[Event]:
        """Say at the top, while it can still be mended, that this will not count."""
        if self._tracker.phase is not Phase.OUT:
            self._stalled = None
            return []
        value = self._tracker.stalled_value()
        name = None if value is None else self._attempt_fault(value)
        if name is None or name == self._stalled:
            return []
        self._stalled = name
        return [Stalled(time_s, name)]

    def _attempt_fault(self, peak: float) -> str | None:
        for name, fault in self._exercise.faults.items():
            if isinstance(fault, AttemptFault):
                low, high = fault.attempt.peak_between
                if low <= peak <= high:
                    return name
        return None

    def _finish(self, time_s: float, finished: Finished) -> list[Event]:
        events: list[Event] = []
        events += self._close_faults(time_s)
        reason = self._broken or finished.unmet or self._attempt_fault(finished.peak_value)
        counted = finished.target_s is not None and self._broken is None
        metrics = self._metrics(finished)
        if counted and finished.target_s is not None:
            events += self._tempo_faults(finished)
            self.repetitions += 1
            names = tuple(dict.fromkeys(fault.id for fault in self._faults))
            events += [replace(fault, repetition=self.repetitions) for fault in self._faults]
            events.append(
                Repetition(
                    time_s,
                    self.repetitions,
                    "both",
                    finished.start_s,
                    finished.target_s,
                    finished.end_s,
                    names,
                    metrics,
                )
            )
        elif finished.unseen and self._broken is None:
            seconds = finished.end_s - finished.start_s
            self.not_judged.add("repetitions", Reason.HIDDEN, seconds)
        elif reason is not None:
            events += self._faults
            events.append(
                Attempt(time_s, "both", finished.start_s, finished.end_s, reason, metrics)
            )
        self._forget_movement()
        return events

    def _tempo_faults(self, finished: Finished) -> list[Event]:
        events: list[Event] = []
        for name, fault in self._exercise.faults.items():
            if not isinstance(fault, TempoFault):
                continue
            seconds = finished.return_s if fault.phase == "return" else finished.out_s
            if seconds >= fault.shorter_than_s:
                continue
            back = fault.phase == "return"
            onset = finished.return_start_s if back else finished.start_s
            ends = finished.end_s if back else finished.target_s or finished.end_s
            events.append(FaultBegan(finished.end_s, name, onset))
            self._faults.append(FaultEnded(ends, name, "both", onset, fault.severity, None))
        return events

    def _metrics(self, finished: Finished) -> Metrics:
        name = self._exercise.movement.follows
        seconds = {
            "out_s": finished.out_s,
            "hold_s": finished.hold_s,
            "return_s": finished.return_s,
        }
        peak = self._peak | {f"peak_{name}": finished.peak_value}
        values = {f"start_{name}": finished.start_value, **peak, **seconds}
        return {key: round(value, 2 if key.endswith("_tl") else 1) for key, value in values.items()}

    def _close_faults(self, time_s: float) -> list[Event]:
        events: list[Event] = []
        for name, limit in self._limits.items():
            events += self._changed(time_s, name, limit.close())
        for name, sag in self._sags.items():
            events += self._changed(time_s, name, sag.close())
        return events

    def _forget_movement(self) -> None:
        self._broken, self._stalled = None, None
        self._broken_since.clear()
        self._active.clear()
        self._faults = []
        self._peak = {}

    def _lose(self, time_s: float) -> list[Event]:
        """Forget the start and the movement in progress; faults seen in it stand."""
        was_waiting = self._tracker.phase is Phase.WAITING and self._start is None
        self._close_faults(time_s)
        events: list[Event] = list(self._faults)
        self._tracker.reset()
        self._resting.clear()
        self._start = None
        self._forget_movement()
        return events if was_waiting else [*events, SightLost(time_s)]


def unit_of(measure: str) -> str:
    """Return the unit of a measure as it is written: a degree sign, or torso lengths."""
    return "°" if MEASURES[measure].unit == "deg" else " tl"
