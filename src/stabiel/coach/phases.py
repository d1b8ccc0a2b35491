"""Follows one signal through start, target and start again. In: a value a frame. Out: `PhaseStep`s.

It counts nothing and judges nothing. It reports the phase, and when a movement is completed
(`stabiel.coach.movement_summary` describes what the movement was like). It never sees a body, only
numbers, times and whether the posture is there.

The signal is turned so that the target is always upwards. A median over a moment takes out
single bad frames.
"""

import math
from dataclasses import dataclass
from functools import partial

from stabiel.anatomy import Evidence
from stabiel.body.measures import MEASURES
from stabiel.coach.events import Phase
from stabiel.coach.lasting import SLACK_S
from stabiel.coach.movement_summary import CompletedMovement, describe
from stabiel.coach.movement_trace import MovementTrace, begun
from stabiel.coach.own_start import OwnStartValue
from stabiel.coach.recent import SMOOTHED_AT_MOST_S, Recent, SmoothedSignal
from stabiel.coach.tolerances import (
    LANDED_SHARE,
    LOST_AFTER_S,
    ONSET_SHARE,
    OWN_START_S,
    SIGNAL_TOLERANCES,
    STALL_S,
    UNSEEN_S,
)
from stabiel.exercises.model import MovementRule


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """What one frame did to the movement."""

    phase: Phase
    started: bool = False
    reached: bool = False
    lost: bool = False
    peaked: bool = False
    finished: CompletedMovement | None = None


class MovementTracker:
    """The phases of one movement. Holds the own start, recent values and the way so far.

    Values that go in and come out are in the measure's own direction and unit.

    Attributes:
        reached: the last movement reached its target, for as long as it takes.
        target: what is to be reached; another one in the same direction may take its place while
            no movement is in progress.
    """

    def __init__(self, rule: MovementRule, held_s: float) -> None:
        """Start without an own start.

        Args:
            rule: what is followed, and what counts as start and target.
            held_s: how long the start is held before it counts, seconds.
        """
        self._tolerances = SIGNAL_TOLERANCES[MEASURES[rule.follows].unit]
        self.target = rule.target
        self._back_within = rule.start.back_within
        self._lands = rule.start.lands
        self._sign = 1.0 if rule.target.upwards else -1.0
        low, high = (self._sign * value for value in rule.start.plausible)
        self._own = OwnStartValue((min(low, high), max(low, high)), held_s, self._tolerances)
        self._describe = partial(
            describe,
            released_after=rule.target.released_after,
            back_within=rule.start.back_within,
            sign=self._sign,
            lands=rule.start.lands,
        )
        self._smoothed = SmoothedSignal()
        self._recent = Recent(OWN_START_S)
        self.reached = False
        self.reset()

    def reset(self) -> None:
        """Forget everything: the start must be seen again."""
        self.phase = Phase.WAITING
        self._own.forget()
        self._smoothed.clear()
        self._recent.clear()
        self._seen_s: float | None = None
        self._trace: MovementTrace | None = None
        self._down = False
        # When the last movement was back, in frames and in samples: the next one began later.
        self._back_s = self._back_sample_s = -math.inf
        # A movement was dropped: the limb makes no new one until it is back, or further.
        self._away_until: float | None = None

    @property
    def own_start(self) -> float | None:
        """The person's own start."""
        return None if self._own.value is None else self._sign * self._own.value

    @property
    def peak(self) -> float | None:
        """The best value of the movement in progress."""
        return None if self._trace is None else self._sign * self._trace.peak

    @property
    def goal(self) -> float | None:
        """The value that counts as the target for this person."""
        return None if self._own.value is None else self._sign * self._goal(self._own.value)

    @property
    def still_since_s(self) -> float | None:
        """Since when the start posture has been held, None if it is not."""
        return self._own.since_s

    def update(
        self,
        time_s: float,
        value: float | None,
        *,
        in_posture: bool,
        unmet: str | None = None,
        unseen: bool = False,
    ) -> PhaseStep:
        """Take one frame's value and return what it did.

        Args:
            time_s: the frame's time stamp.
            value: of the followed measure; None if it is not visible.
            in_posture: whether all that the start posture needs is there.
            unmet: a target check that fails in this frame.
            unseen: a target check is not visible in this frame.
        """
        gap_s = 0.0 if self._seen_s is None else time_s - self._seen_s
        if gap_s > LOST_AFTER_S:
            was_waiting = self.phase is Phase.WAITING
            self.reset()
            if not was_waiting:
                return PhaseStep(self.phase, lost=True)
        if value is None:
            return self._unseen(time_s, gap_s)
        if gap_s > SMOOTHED_AT_MOST_S and self._smoothed.value is not None:
            # Nothing was seen since: the last value is kept at its frame's own time.
            _keep(time_s - gap_s, self._smoothed.value, self._recent, self._trace)
        self._seen_s = time_s
        current = self._smoothed.add(time_s, self._sign * value)
        self._own.note(time_s, current, in_posture)
        _keep(self._smoothed.middle_s, current, self._recent, self._trace)
        if self.phase is Phase.WAITING:
            started = self._own.take_first()
            self.phase = Phase.START if started else Phase.WAITING
            return PhaseStep(self.phase, started=started)
        if self._trace is not None:
            return self._moving(
                self._trace, time_s, current, in_posture=in_posture, unmet=unmet, unseen=unseen
            )
        trace = self._begun(current)
        if trace is None:
            return PhaseStep(self.phase, started=self._own.follow())
        return self._moving(trace, time_s, current)

    def _goal(self, start: float) -> float:
        return max(self._sign * self.target.limit, start + self.target.from_start)

    def _unseen(self, time_s: float, gap_s: float) -> PhaseStep:
        if self._seen_s is None:
            self._seen_s = time_s
        if self._trace is not None and gap_s > UNSEEN_S:
            self._trace.gaps = True
        self._own.interrupt()
        return PhaseStep(self.phase)

    def _begun(self, value: float) -> MovementTrace | None:
        """Return the movement that begins with this value, None if it is still at the start."""
        start = self._own.value
        assert start is not None
        back = start + self._back_within
        if self._away_until is not None and not back < value <= self._away_until:
            self._away_until = None
        if value <= back + self._tolerances.leave_margin or self._away_until is not None:
            return None
        self.phase = Phase.OUT
        self._trace = begun(
            self._recent,
            start=start,
            goal=self._goal(start),
            onset=start + ONSET_SHARE * self._back_within,
            back_s=self._back_sample_s,
            held_s=self.target.held_s,
        )
        return self._trace

    def _moving(
        self,
        trace: MovementTrace,
        time_s: float,
        value: float,
        *,
        in_posture: bool = False,
        unmet: str | None = None,
        unseen: bool = False,
    ) -> PhaseStep:
        peaked = trace.note(time_s, value)
        reached = self._change_phase(trace, time_s, value, unmet, unseen)
        self.reached = trace.target_s is not None
        finished = self._come_back(trace, time_s, value, in_posture)
        return PhaseStep(self.phase, reached=reached, peaked=peaked, finished=finished)

    def _change_phase(
        self, trace: MovementTrace, time_s: float, value: float, unmet: str | None, unseen: bool
    ) -> bool:
        """Move on to the target or to the way back; return whether it counts as reached now."""
        goal = self._goal(trace.start)
        close = value >= goal - self._tolerances.noise and unmet is None and not unseen
        lingers = trace.close.update(time_s, close) and trace.peak >= goal
        if value < goal and not lingers:
            trace.leave_target()
            if value < goal - self.target.released_after and self.phase is Phase.TARGET:
                self.phase = Phase.RETURN
            return False
        first = trace.target_s is None
        if not trace.arrive(time_s, unmet, unseen):
            return False
        self.phase = Phase.TARGET
        return first and trace.target_s is not None

    def _come_back(
        self, trace: MovementTrace, time_s: float, value: float, in_posture: bool
    ) -> CompletedMovement | None:
        """Return what the movement was like, once the value is back in the start posture.

        The posture counts too: a hip that bends because the leg comes up is not back.
        """
        rest = self._own.settled()
        back = in_posture and value <= trace.start + self._back_within
        way_back = (trace.peak - value) / max(trace.peak - trace.start, 1e-6)
        self._down = in_posture and way_back >= LANDED_SHARE
        if not back and rest is None:
            return None
        rested_s = None if rest is None else self._own.since_s
        finished = self._describe(
            trace,
            time_s if rested_s is None else rested_s,
            began_after_s=self._back_s,
            goal=self._goal(trace.start),
        )
        self._trace = None
        self._back_s, self._back_sample_s = time_s, trace.samples[-1][0]
        self.phase = Phase.START
        if rest is not None:
            self._own.value = rest
        return finished

    def landed(self) -> CompletedMovement | None:
        """Return the movement in progress if the floor has ended it already, else None.

        The start posture is there again; all that is still to come is that the body settles.
        """
        trace = self._trace
        if trace is None or trace.target_s is None or not (self._lands and self._down):
            return None
        goal = self._goal(trace.start)
        return self._describe(trace, self.seen_s, began_after_s=self._back_s, goal=goal)

    def stalled_value(self) -> float | None:
        """Return how far an outward movement got that stands still, None if it does not."""
        if self.phase is not Phase.OUT or self._recent.length_s < STALL_S - SLACK_S:
            return None
        values = self._recent.last(STALL_S)
        if max(values) - min(values) > self._tolerances.stall_within:
            return None
        return self._sign * max(values)

    def would_leave(self, value: float) -> bool:
        """Return whether a value is out of the start posture."""
        if self._own.value is None:
            return False
        return self._sign * value > self._own.value + self._back_within

    def beyond_start(self, value: float) -> float:
        """Return how far a value is from being one that a start can have; 0 if it is one."""
        return self._own.beyond(self._sign * value)

    @property
    def current(self) -> float | None:
        """The value now, without single bad frames."""
        value = self._smoothed.value
        return None if value is None else self._sign * value

    def drop(self, *, away: bool, counted: bool = False) -> None:
        """Forget the movement in progress, and keep the start.

        Args:
            away: before it makes a new one the limb must come back, or go on further.
            counted: it must come back.
        """
        if self._trace is not None:
            further = math.inf if counted else self._trace.peak + self._tolerances.leave_margin
            self._away_until = further if away or counted else None
            self._trace = None
            self.phase = Phase.START
            self._recent.clear()

    def rest(self, time_s: float) -> None:
        """Let a frame pass unseen: another limb works and hides this one, which keeps its start."""
        self.drop(away=False)
        self._seen_s = time_s
        self._own.interrupt()
        self._recent.clear()
        self._smoothed.clear()

    @property
    def seen_s(self) -> float:
        """When a value was last seen; 0 before the first."""
        return self._seen_s or 0.0

    @property
    def moving_s(self) -> float:
        """For how long the movement in progress was followed; 0 without one."""
        return 0.0 if self._trace is None else self.seen_s - self._trace.start_s

    @property
    def moving(self) -> bool:
        """Whether a movement is in progress."""
        return self._trace is not None

    @property
    def left(self) -> Evidence:
        """How it is known that the movement in progress left the start; `SEEN` without one."""
        return Evidence.SEEN if self._trace is None else self._trace.left

    @property
    def way_seen(self) -> Evidence:
        """How all of the movement in progress is known; `SEEN` without one."""
        if self._trace is None:
            return Evidence.SEEN
        return self._trace.way_seen(self._goal(self._trace.start) - self._trace.start)


def _keep(middle_s: float, value: float, recent: Recent, trace: MovementTrace | None) -> None:
    """Keep a value with the time to which it belongs, unless one of that time is kept already."""
    if recent.samples and recent.samples[-1][0] >= middle_s:
        return
    recent.add(middle_s, value)
    if trace is not None:
        trace.samples.append((middle_s, value))
