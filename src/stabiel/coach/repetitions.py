"""Counts and judges the repetitions of one side. In: readings in order of time. Out: events.

Everything it knows of the exercise stands in the exercise's file. It holds the movement, the own
start, the faults that go on, and for how long something is broken.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from stabiel.anatomy import Reason, Side
from stabiel.body.body import Body, StillBody, is_due, median_body
from stabiel.body.measures import MEASURES, NotVisible, Value
from stabiel.coach.events import (
    MOVING,
    Attempt,
    Event,
    Metrics,
    Phase,
    Repetition,
    Stalled,
    TargetReached,
)
from stabiel.coach.lasting import Lasting
from stabiel.coach.movement_summary import CompletedMovement
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.phases import MovementTracker
from stabiel.coach.readings import Readings
from stabiel.coach.side_track import SideTrack
from stabiel.coach.tolerances import LEFT_AFTER_S, OWN_START_S, STILL_RISING
from stabiel.exercises.model import Check, Exercise, Limb, MovementRule, Posture

_WORKING: Limb = "working"
_NEAR: Limb = "near"
# The far limb lies on the near one in the picture, or is hidden at rest. While the near one rests
# in its start posture, that is where the far one is too; nothing else is read from it.
_BEHIND = NotVisible(Reason.COPIES_NEAR_LIMB)
_UNSEEN = NotVisible(Reason.HIDDEN)


class MovementTrack(SideTrack):
    """The repetitions of one side (or of both sides together, judged on the near one)."""

    def __init__(
        self,
        exercise: Exercise,
        rule: MovementRule,
        posture: Posture,
        checks: Mapping[str, Check],
        *,
        side: Side | None,
        not_judged: NotJudged,
    ) -> None:
        super().__init__(exercise, posture, checks, side=side, not_judged=not_judged)
        self._rule = rule
        self._tracker = MovementTracker(rule, exercise.start.held_s)
        self._resting: deque[Body] = deque()
        # What is measured from the own start asks for a body that is seen to lie still there.
        self._still = StillBody() if MEASURES[rule.follows].from_own_start else None
        self._rest: Body | None = None
        self._left = Lasting(LEFT_AFTER_S)
        self._broken_for = {name: Lasting(checks[name].for_s) for name in rule.throughout}
        self._broken: str | None = None
        self._guessed = False
        self._stalled: str | None = None
        self._peak: Metrics = {}
        self.new_peak = False
        self.start_seen = False
        # The far limb's way is not seen whole: where it begins and ends, the near one hides it.
        self.hidden_at_rest = False
        # In this frame the limb is taken to rest, without being seen to.
        self.assumed = False
        # When a repetition ended whose way back was not seen, the last one.
        self.broke_off_s: float | None = None

    @property
    def phase(self) -> Phase:
        """Where in the movement this side is."""
        return self._tracker.phase

    @property
    def moving(self) -> bool:
        """Whether a movement is in progress."""
        return self._tracker.moving

    @property
    def came_into_sight(self) -> bool:
        """Whether the movement in progress was not seen to leave the start."""
        return self._tracker.came_into_sight

    @property
    def jumped(self) -> bool:
        """Whether the movement in progress was not seen to go to where it is, but was there."""
        return self._tracker.jumped

    @property
    def at_target(self) -> bool:
        """Whether the value is one that counts as the target, wherever the start is."""
        return self.value is not None and self._tracker.is_target(self.value)

    @property
    def goal(self) -> float | None:
        """The value to reach, None before the start was seen."""
        return self._tracker.goal

    @property
    def own_start(self) -> float | None:
        """The person's own start on this side."""
        return self._tracker.own_start

    @property
    def faults(self) -> tuple[str, ...]:
        """Faults of this moment."""
        return self._watch.active if self._stalled is None else (*self._watch.active, self._stalled)

    def update(self, time_s: float, body: Body | None, step_s: float) -> list[Event]:
        """Take one frame and return what happened on this side."""
        seen = self.readings(body)
        self.value = self._followed(seen)
        in_posture = body is not None and self._in_posture(seen)
        unmet, unseen = self._target_checks(seen)
        moved_s = self._tracker.moving_s
        step = self._tracker.update(
            time_s, self.value, in_posture=in_posture, unmet=unmet, unseen=unseen
        )
        if step.lost:
            self._not_judged.add("repetitions", Reason.HIDDEN, moved_s)
            return self.lose(time_s)
        if step.started:
            self._take_start()
        if body is not None and in_posture:
            self._remember_rest(body)
        events: list[Event] = [TargetReached(time_s)] if step.reached else []
        if step.peaked:
            self._note_peak(seen)
        self.new_peak = step.peaked and step.phase in MOVING
        if self._tracker.moving:
            self._watch_throughout(time_s, seen)
            self._guessed |= not self.surely_seen(body)
        events += self._watch.update(time_s, self._tracker.phase, seen, self.value, step_s)
        events += self._stall(time_s)
        if step.finished is not None:
            events += self._finish(time_s, step.finished)
        return events

    def shadow(self, time_s: float, body: Body | None) -> None:
        """Follow the limb while the other one works, without judging it.

        What moves along first need not be what works: `way` tells the coach when it was wrong.
        """
        seen = self.readings(body)
        self.value = self._followed(seen, borrow=False)
        self.new_peak = False
        if self.value is None:
            self._tracker.rest(time_s)
            return
        unmet, unseen = self._target_checks(seen)
        in_posture = body is not None and self._in_posture(seen)
        self._tracker.update(time_s, self.value, in_posture=in_posture, unmet=unmet, unseen=unseen)

    def drop(self, *, counted: bool = False) -> None:
        """Take back the movement in progress: another limb worked, or it is counted.

        What still goes out may begin anew from here; what moved along must come back first, or go
        on further; what was `counted` already must come back.
        """
        self._tracker.drop(away=self.way < self.peak_way - STILL_RISING, counted=counted)
        self._watch.take(self._tracker.seen_s)
        self._forget_movement()

    @property
    def way(self) -> float:
        """The share of the way from the own start to the target that this limb has gone."""
        return self._share(self._tracker.current)

    @property
    def peak_way(self) -> float:
        """The largest share of the way that it has gone in the movement in progress."""
        return self._share(self._tracker.peak)

    def _share(self, value: float | None) -> float:
        if value is None or self.own_start is None or self.goal is None:
            return 0.0
        return (value - self.own_start) / (self.goal - self.own_start)

    def stays(self, time_s: float, body: Body | None) -> bool:
        """Say whether the person is still in the posture, or left it only just now."""
        if body is None or self._tracker.phase is Phase.WAITING:
            return True
        seen = self.readings(body)
        broken = any(seen.breaks(name, _NEAR) for name in self._posture.keeps)
        return not self._left.update(time_s, broken)

    def lose(self, time_s: float, unseen: Reason | None = None) -> list[Event]:
        """Forget the start and the movement in progress; faults seen in it stand.

        `unseen` says why that movement could not be followed to its end, None where its end was
        seen: then the person broke it off.
        """
        events: list[Event] = list(self._watch.take(time_s))
        if unseen is not None:
            self._not_judged.add("repetitions", unseen, self._tracker.moving_s)
        self._tracker.reset()
        self._resting.clear()
        self._start = None
        self.start_seen = False
        self._forget_movement()
        return events

    def _followed(self, seen: Readings, *, borrow: bool = True) -> float | None:
        """Return the value to follow; a far limb that is hidden at rest borrows the near one's."""
        if seen.body is None or seen.body.view not in self._rule.views:
            return None
        reading = seen.read(self._rule.follows)
        self.hidden_at_rest = self.side not in (None, seen.body.near)
        self._rest = None if self._still is None else self._still.update(seen.body)
        if self._start is None and self._still is not None and self._rest is None:
            return None
        self.assumed = reading == _UNSEEN and not self._tracker.moving
        if borrow and (reading == _BEHIND or self.assumed) and self._is_posture(seen):
            reading = seen.read(self._rule.follows, _NEAR)
            # The near one may be on its way already; that is not the far one's.
            if isinstance(reading, Value) and self._tracker.would_leave(reading.value):
                return None
        return reading.value if isinstance(reading, Value) else None

    def surely_seen(self, body: Body | None) -> bool:
        """Say whether the limb that is followed is seen, not only guessed, where it is near."""
        if body is None or self.side not in (None, body.near):
            return True
        return body.surely_sees(MEASURES[self._rule.follows].limb)

    def why_not_followed(self, body: Body | None) -> Reason:
        """Return why this side has no value in this frame."""
        if body is None:
            return Reason.NOBODY
        if body.view not in self._rule.views:
            return Reason.WRONG_VIEW
        reading = Readings(body, self.side, self._checks).read(self._rule.follows)
        return Reason.HIDDEN if isinstance(reading, Value) else reading.reason

    def _in_posture(self, seen: Readings) -> bool:
        """Say whether this is the start posture; in a movement, also with feet and all in place.

        A far limb that comes back while the near one already leaves is seen to be back itself.
        """
        if not self._tracker.moving:
            return self._is_posture(seen)
        back = self._is_posture(seen) or self._is_posture(seen, _WORKING)
        return back and not any(seen.breaks(name) for name in self._rule.throughout)

    def _is_posture(self, seen: Readings, limb: Limb = _NEAR) -> bool:
        """Say whether a side, the near one is seen best, is in the start posture.

        Before it moves, the limb that is to work must not be seen out of it either.
        """
        needs = self._posture.needs
        if not all(seen.holds(name, limb) for name in needs):
            return False
        return self._tracker.moving or not any(seen.breaks(name, _WORKING) for name in needs)

    def _target_checks(self, seen: Readings) -> tuple[str | None, bool]:
        checks = self._rule.target.checks
        unmet = next((name for name in checks if seen.breaks(name)), None)
        return unmet, unmet is None and not all(seen.holds(name) for name in checks)

    def _take_start(self) -> None:
        """Take the bodies since the start posture is held as the person's own start."""
        if self._still is not None:
            self._start = self._rest or self._start
            self.start_seen = self._start is not None
            return
        if self._start and self._resting and not is_due(self._start, self._resting[-1]):
            return
        since_s = self._tracker.still_since_s
        held = [body for body in self._resting if since_s is None or body.pose.time_s >= since_s]
        if held:
            self._start = median_body(held)
            self.start_seen = True

    def _remember_rest(self, body: Body) -> None:
        self._resting.append(replace(body, start=None))
        while body.pose.time_s - self._resting[0].pose.time_s > OWN_START_S:
            self._resting.popleft()

    def _note_peak(self, seen: Readings) -> None:
        """Keep the measures of the best moment, for the repetition's record."""
        checks = [self._checks[name] for name in self._rule.target.checks]
        measured: list[tuple[str, Limb]] = [(check.measure, check.of) for check in checks]
        for measure, limb in [(self._rule.follows, _WORKING), *measured]:
            value = seen.value(measure, limb)
            if value is not None:
                self._peak[f"peak_{measure}"] = value

    def _watch_throughout(self, time_s: float, seen: Readings) -> None:
        for name, broken_for in self._broken_for.items():
            lasting = broken_for.update(time_s, seen.breaks(name))
            if lasting and self._broken is None:
                self._broken = name

    def _stall(self, time_s: float) -> list[Event]:
        """Say at the top, while it can still be mended, that this will not count."""
        if self._tracker.phase is not Phase.OUT:
            self._stalled = None
            return []
        value = None if self._guessed else self._tracker.stalled_value()
        name = None if value is None else self._attempt_at(value)
        if name is None or name == self._stalled:
            return []
        self._stalled = name
        return [Stalled(time_s, name)]

    def _attempt_at(self, peak: float) -> str | None:
        return self._watch.of_peak(peak, hidden_at_rest=self.hidden_at_rest)

    def _finish(self, time_s: float, finished: CompletedMovement) -> list[Event]:
        reason = (
            self._broken
            or self._watch.of_check(finished.unmet)
            or self._attempt_at(finished.peak_value)
        )
        unseen = self._unseen(finished, reason)
        seconds = finished.end_s - finished.start_s
        if unseen is not None:
            self._watch.take(time_s)
            self._not_judged.add("repetitions", unseen, seconds)
            events = []
        elif finished.target_s is not None and self._broken is None:
            events = self._counted(time_s, finished, finished.target_s)
        else:
            faults = self._watch.take(time_s)
            events = []
            if reason is not None:
                begun_s, metrics = finished.start_s, self._metrics(finished)
                attempt = Attempt(time_s, self.name, begun_s, finished.end_s, reason, metrics)
                events = [*faults, attempt]
            elif self.hidden_at_rest:
                self._not_judged.add(f"{self.name}_side", Reason.HIDDEN, seconds)
        self._forget_movement()
        return events

    def _unseen(self, finished: CompletedMovement, reason: str | None) -> Reason | None:
        """Say why too little of a movement was seen to call it anything, None where enough was."""
        counts = finished.target_s is not None
        if finished.slipped and (counts or reason is not None):
            return Reason.SUDDEN_JUMP
        if not counts and self._broken is None and (finished.unseen or self._guessed):
            return Reason.HIDDEN
        return None

    def _counted(self, time_s: float, finished: CompletedMovement, target_s: float) -> list[Event]:
        events = self._watch.completed(finished, hidden_at_rest=self.hidden_at_rest)
        self.broke_off_s = time_s if finished.return_jumped else None
        faults = self._watch.take(time_s)
        names = tuple(dict.fromkeys(fault.id for fault in faults))
        repetition = Repetition(
            time_s,
            0,
            self.name,
            finished.start_s,
            target_s,
            finished.end_s,
            names,
            self._metrics(finished),
        )
        return [*events, *faults, repetition]

    def _metrics(self, finished: CompletedMovement) -> Metrics:
        name = self._rule.follows
        seconds = {
            "out_s": finished.out_s,
            "hold_s": finished.hold_s,
            "return_s": finished.return_s,
        }
        peak = self._peak | {f"peak_{name}": finished.peak_value}
        values = {f"start_{name}": finished.start_value, **peak, **seconds}
        return {key: round(value, 2 if key.endswith("_tl") else 1) for key, value in values.items()}

    def _forget_movement(self) -> None:
        self._broken, self._stalled, self._guessed = None, None, False
        self._left.interrupt()
        for broken_for in self._broken_for.values():
            broken_for.interrupt()
        self._peak = {}
