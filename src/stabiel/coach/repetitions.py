"""Counts and judges the repetitions of one side. In: readings in order of time. Out: events.

Everything it knows about the exercise is in the exercise's file. The phases, the own start, the
posture, the followed limb and the faults are objects of their own; here they work together, and a
completed movement becomes a repetition, an attempt, or nothing that can be judged.
"""

from dataclasses import replace

from stabiel.anatomy import Evidence, Reason, Side
from stabiel.body.body import Body
from stabiel.body.measures import MEASURES
from stabiel.coach.coverage import REPETITIONS
from stabiel.coach.doubt import Doubt
from stabiel.coach.events import (
    MOVING,
    Attempt,
    Event,
    Phase,
    Repetition,
    TargetReached,
    counted_faults,
)
from stabiel.coach.followed_limb import FollowedLimb
from stabiel.coach.movement_summary import CompletedMovement
from stabiel.coach.movement_sureness import MovementSureness
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.own_start import OwnStartBody
from stabiel.coach.peak_metrics import PeakMetrics
from stabiel.coach.phases import MovementTracker, PhaseStep
from stabiel.coach.readings import Readings
from stabiel.coach.side_track import SideTrack
from stabiel.coach.stall import StallWatch
from stabiel.coach.start_posture import StartPosture
from stabiel.coach.sureness import SURE
from stabiel.coach.targets import Target, movement_targets
from stabiel.coach.tolerances import SIGNAL_TOLERANCES, STILL_RISING
from stabiel.exercises.checks import Checks
from stabiel.exercises.model import Exercise, MovementRule, Posture, TargetRule


class MovementTrack(SideTrack):
    """The repetitions of one side (or of both sides together, judged on the near one).

    Attributes:
        new_peak: this frame is the best of the movement in progress.
        broke_off_s: when the last repetition ended, if nobody saw its way back; else None.
    """

    def __init__(
        self,
        exercise: Exercise,
        rule: MovementRule,
        posture: Posture,
        checks: Checks,
        *,
        side: Side | None,
        not_judged: NotJudged,
    ) -> None:
        super().__init__(exercise, posture, checks, side=side, not_judged=not_judged)
        self._rule, self._target = rule, rule.target
        self._noise = SIGNAL_TOLERANCES[MEASURES[rule.follows].unit].noise
        self._tracker = MovementTracker(rule, exercise.start.held_s)
        # What is measured from the own start needs a body that visibly lies still there.
        self._own = OwnStartBody(must_be_still=MEASURES[rule.follows].from_own_start)
        self._place = StartPosture(posture, rule, checks)
        self._limb = FollowedLimb(
            rule, side=side, tracker=self._tracker, posture=self._place, own=self._own
        )
        self._peak = PeakMetrics(rule, checks)
        self._sureness = MovementSureness(rule, checks, exercise.faults)
        self._stall = StallWatch(self._tracker, self._watch, self._sureness)
        self._doubt = Doubt()
        self.new_peak = False
        self.broke_off_s: float | None = None

    @property
    def phase(self) -> Phase:
        """The phase of the movement on this side."""
        return self._tracker.phase

    @property
    def moving(self) -> bool:
        """Whether a movement is in progress."""
        return self._tracker.moving

    @property
    def tracker(self) -> MovementTracker:
        """The phases of this side's movement; to be looked at only."""
        return self._tracker

    @property
    def at_target(self) -> bool:
        """Whether the value is one that counts as the target, whatever the own start."""
        return self.value is not None and self._target.is_reached(self.value)

    @property
    def beyond_start(self) -> float:
        """How far the value is from being one of a start; 0 if it is one, or is not seen."""
        return 0.0 if self.value is None else self._tracker.beyond_start(self.value)

    @property
    def goal(self) -> float | None:
        """The value to reach, None before the start was seen."""
        return self._tracker.goal

    @property
    def own_start(self) -> float | None:
        """The person's own start on this side."""
        return self._tracker.own_start

    @property
    def start_seen(self) -> bool:
        """Whether the body in its start posture is known."""
        return self._own.body is not None

    @property
    def evidence(self) -> Evidence:
        """How the place of the limb is known in this frame."""
        return self._limb.evidence

    @property
    def faults(self) -> tuple[str, ...]:
        """Faults of this moment."""
        stalled = self._stall.fault
        return self._watch.active if stalled is None else (*self._watch.active, stalled)

    @property
    def way(self) -> float:
        """The share of the way from the own start to the target that this limb has gone."""
        return _share_of_way(self._tracker.current, self.own_start, self.goal)

    @property
    def peak_way(self) -> float:
        """The largest share of the way that it has gone in the movement in progress."""
        return _share_of_way(self._tracker.peak, self.own_start, self.goal)

    def update(self, time_s: float, body: Body | None, step_s: float) -> list[Event]:
        """Take one frame and return what happened on this side."""
        seen = self.readings(body)
        moved_s = self._tracker.moving_s
        if body is not None and self._rule.target.in_view and not self.moving:
            target = self._rule.target.seen_from(body.view)
            self._target = self._tracker.target = self._sureness.target = target
        self.value = self._limb.value(seen)
        in_posture = body is not None and self._place.is_start(seen, moving=self.moving)
        step = self._step(time_s, seen, in_posture)
        if step.lost:
            self._not_judged.add(REPETITIONS, Reason.HIDDEN, moved_s)
            return self.lose(time_s)
        if step.started:
            self._own.take(self._tracker.still_since_s)
            self._start = self._own.body
        if body is not None and in_posture:
            self._own.note(body)
        events: list[Event] = [TargetReached(time_s)] if step.reached else []
        if step.peaked:
            self._peak.note(seen)
        self.new_peak = step.peaked and step.phase in MOVING
        if self._tracker.moving:
            self._place.watch_throughout(time_s, seen)
            self._doubt.add(time_s, self.is_doubtful(body))
        phase, evidence = self._tracker.phase, self.evidence
        events += self._watch.update(time_s, phase, seen, self.value, step_s, evidence=evidence)
        at_rest = self._limb.at_rest
        events += self._stall.update(time_s, doubtful=self._doubt.any, at_rest=at_rest)
        if step.finished is not None:
            events += self._finish(time_s, step.finished)
        return events

    def shadow(self, time_s: float, body: Body | None) -> None:
        """Follow the limb while the other one works, without judging it.

        What moves along first need not be what works: `way` shows the coach if it was wrong.
        """
        seen = self.readings(body)
        self.value = self._limb.value(seen, borrow=False)
        self.new_peak = False
        if self.value is None:
            self._tracker.rest(time_s)
            return
        in_posture = body is not None and self._place.is_start(seen, moving=self.moving)
        self._step(time_s, seen, in_posture)

    def _step(self, time_s: float, seen: Readings, in_posture: bool) -> PhaseStep:
        """Take the value of this frame along the phases."""
        checks = self._target.checks
        unmet = next((name for name in checks if seen.breaks(name)), None)
        unseen = unmet is None and not all(seen.holds(name) for name in checks)
        return self._tracker.update(
            time_s, self.value, in_posture=in_posture, unmet=unmet, unseen=unseen
        )

    def drop(self, *, counted: bool = False) -> None:
        """Take back the movement in progress: another limb worked, or it is `counted` already.

        A limb that still goes out may begin again from here. One that moved along must come back
        first, or go on further; one that is counted must come back.
        """
        self._tracker.drop(away=self.way < self.peak_way - STILL_RISING, counted=counted)
        self._watch.take(self._tracker.seen_s)
        self._forget_movement()

    def targets(self, body: Body | None) -> tuple[Target, ...]:
        """Return what is to be reached; nothing before the start was seen."""
        if self.goal is None:
            return ()
        return movement_targets(self._rule, self.goal, self._checks, self.readings(body))

    def stays(self, time_s: float, body: Body | None) -> bool:
        """Return whether the person is still in the posture, or left it only just now."""
        if body is None or self._tracker.phase is Phase.WAITING:
            return True
        return self._place.stays(time_s, self.readings(body))

    def lose(self, time_s: float, unseen: Reason | None = None) -> list[Event]:
        """Forget the start and the movement in progress; faults seen in it stand.

        `unseen` is why that movement could not be followed to its end, None if its end was
        visible: then the person broke it off.
        """
        landed = None if unseen is None else self._tracker.landed()
        if landed is not None:
            events, unseen = self._finish(time_s, landed), None
        else:
            events = list(self._watch.take(time_s))
        if unseen is not None:
            self._not_judged.add(REPETITIONS, unseen, self._tracker.moving_s)
        self._tracker.reset()
        self._own.forget()
        self._start = None
        self._forget_movement()
        return events

    def is_doubtful(self, body: Body | None) -> bool:
        """Return whether the limb nearer to the camera is not surely seen; a far one never is."""
        near = body is not None and self.side in (None, body.near)
        return near and self.evidence is Evidence.DOUBTFUL

    def why_not_followed(self, body: Body | None) -> Reason:
        """Return why this side has no value in this frame."""
        return self._limb.why_not(body, self.readings(body))

    def _finish(self, time_s: float, movement: CompletedMovement) -> list[Event]:
        """Return what a completed movement is, with its faults."""
        at_rest = self._limb.at_rest
        broken = self._place.broken
        reason = (
            broken
            or self._watch.of_check(movement.unmet)
            or self._watch.of_peak(movement.peak_value, at_rest=at_rest)
        )
        unseen = _unseen(movement, reason, broken=broken is not None)
        # Touched for a moment only: it may have been there, or short of it by less than the noise.
        touched = reason is None and _only_touches(movement, self._target, self._noise)
        peak = self._target.limit if touched else movement.peak_value
        if touched:
            reason = self._watch.of_peak(peak, at_rest=at_rest)
        hidden = self._doubt.any and broken is None
        seconds = movement.end_s - movement.start_s
        events: list[Event] = []
        if unseen is not None:
            self._watch.take(time_s)
            self._not_judged.add(REPETITIONS, unseen, seconds)
        elif movement.target_s is not None and broken is None:
            events = self._counted(time_s, movement, movement.target_s)
        else:
            faults = self._watch.take(time_s)
            if reason is not None:
                begun_s, metrics = movement.start_s, self._peak.of(movement)
                sure = self._place.broken_sure
                if broken is None:
                    share = self._doubt.seen_share
                    sure = self._sureness.of_attempt(movement, metrics, reason, seen=share)
                attempt = Attempt(
                    time_s, self.name, begun_s, movement.end_s, reason, metrics,
                    doubtful=hidden or touched or sure < SURE, sure=sure,
                )  # fmt: skip
                if hidden or touched:
                    faults = [replace(fault, doubtful=True) for fault in faults]
                if hidden and not touched:
                    self._not_judged.add(REPETITIONS, Reason.HIDDEN, seconds)
                events = [*faults, attempt]
            elif hidden:
                self._not_judged.add(REPETITIONS, Reason.HIDDEN, seconds)
            elif at_rest is not Evidence.SEEN:
                self._not_judged.add(f"{self.name}_side", Reason.HIDDEN, seconds)
            elif self._watch.hides_peak(peak, at_rest=at_rest):
                self._not_judged.add(REPETITIONS, Reason.WRONG_VIEW, seconds)
        self._forget_movement()
        return events

    def _counted(self, time_s: float, movement: CompletedMovement, target_s: float) -> list[Event]:
        events = self._watch.completed(movement, at_rest=self._limb.at_rest, doubt=self._doubt)
        self.broke_off_s = time_s if movement.return_jumped else None
        faults, metrics = self._watch.take(time_s), self._peak.of(movement)
        repetition = Repetition(
            time_s=time_s,
            number=0,
            side=self.name,
            start_s=movement.start_s,
            target_s=target_s,
            end_s=movement.end_s,
            faults=counted_faults(faults),
            metrics=metrics,
            sure=self._sureness.of_count(movement, metrics, seen=self._doubt.seen_share),
        )
        return [*events, *faults, repetition]

    def _forget_movement(self) -> None:
        self._doubt.clear()
        self._place.forget_movement()
        self._stall.forget()
        self._peak.forget()


def _share_of_way(value: float | None, start: float | None, goal: float | None) -> float:
    if value is None or start is None or goal is None:
        return 0.0
    return (value - start) / (goal - start)


def _unseen(movement: CompletedMovement, reason: str | None, *, broken: bool) -> Reason | None:
    """Return why too little of a movement was visible to judge it, None if enough was."""
    counts = movement.target_s is not None
    if movement.slipped and (counts or reason is not None):
        return Reason.SUDDEN_JUMP
    if not counts and not broken and movement.unseen:
        return Reason.HIDDEN
    return None


def _only_touches(movement: CompletedMovement, target: TargetRule, noise: float) -> bool:
    """Return whether a movement touched its target for too short a time to be sure of it.

    A peak that is further beyond than the noise was a slip of the landmarker.
    """
    peak = movement.peak_value
    missed = movement.target_s is None and not target.held_s
    return missed and target.is_reached(peak) and abs(peak - target.limit) <= noise
