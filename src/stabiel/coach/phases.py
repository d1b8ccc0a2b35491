"""Follows one signal through start, target and start again. In: a value a frame. Out: `PhaseStep`s.

It counts nothing and judges nothing: it says which phase this is, and when a movement is finished
(`stabiel.coach.movement_summary` says what it was like). It never sees a body, only numbers, times
and whether the posture is there.

The signal is turned so that the target is always upwards. Three frames' median takes out single
bad frames.
"""

import math
from collections import deque
from dataclasses import dataclass
from statistics import median

from stabiel.coach.events import MOVING, Phase
from stabiel.coach.movement_summary import (
    CompletedMovement,
    MovementTrace,
    describe,
    jump_times,
)
from stabiel.coach.tolerances import (
    LEAVE_MARGIN,
    LOST_AFTER_S,
    ONSET_SHARE,
    OWN_START_S,
    SETTLED_S,
    SETTLED_WITHIN,
    STALL_S,
    STALL_WITHIN,
    STILL_WITHIN,
    UNSEEN_S,
)
from stabiel.exercises.model import MovementRule as Rule


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
    """The phases of one movement. Holds the own start, recent values and the way so far."""

    def __init__(self, rule: Rule, held_s: float) -> None:
        self._rule = rule
        self._held_s = held_s
        self._sign = 1.0 if rule.target.upwards else -1.0
        self._limit = self._sign * rule.target.limit
        low, high = (self._sign * value for value in rule.start.plausible)
        self._plausible = (min(low, high), max(low, high))
        self._raw: deque[float] = deque(maxlen=3)
        self.reset()

    def reset(self) -> None:
        """Forget everything: the start must be seen anew."""
        self.phase = Phase.WAITING
        self._start: float | None = None
        self._seen_s: float | None = None
        self._still: deque[tuple[float, float]] = deque()
        self._recent: deque[tuple[float, float]] = deque()
        self._trace: MovementTrace | None = None
        # When the last movement was back: the next one began later.
        self._back_s = -math.inf
        # A movement was dropped: until the limb is back, or further, it makes no new one.
        self._away_until: float | None = None
        self._raw.clear()

    @property
    def own_start(self) -> float | None:
        """The person's own start, in the measure's direction."""
        return None if self._start is None else self._sign * self._start

    @property
    def peak(self) -> float | None:
        """The best value of the movement in progress, in the measure's direction."""
        return None if self._trace is None else self._sign * self._trace.peak

    @property
    def goal(self) -> float | None:
        """The value that counts as the target for this person, in the measure's direction."""
        return None if self._start is None else self._sign * self._goal(self._start)

    @property
    def still_since_s(self) -> float | None:
        """Since when the start posture has been held, None where it is not."""
        return self._still[0][0] if self._still else None

    def update(
        self,
        time_s: float,
        value: float | None,
        *,
        in_posture: bool,
        unmet: str | None = None,
        unseen: bool = False,
    ) -> PhaseStep:
        """Take one frame's value and say what it did.

        Args:
            time_s: the frame's time stamp.
            value: of the followed measure; None where it is not visible.
            in_posture: whether all that the start posture needs is there.
            unmet: a target check that does not hold in this frame.
            unseen: a target check that cannot be seen in this frame.
        """
        gap_s = 0.0 if self._seen_s is None else time_s - self._seen_s
        if gap_s > LOST_AFTER_S:
            was_waiting = self.phase is Phase.WAITING
            self.reset()
            if not was_waiting:
                return PhaseStep(self.phase, lost=True)
        if value is None:
            if self._seen_s is None:
                self._seen_s = time_s
            if self._trace is not None and gap_s > UNSEEN_S:
                self._trace.gaps = True
            self._still.clear()
            return PhaseStep(self.phase)
        self._seen_s = time_s
        self._raw.append(self._sign * value)
        current = median(self._raw)
        self._note_still(time_s, current, in_posture)
        self._recent.append((time_s, current))
        _keep_last(self._recent, OWN_START_S)
        if self.phase is Phase.WAITING:
            return self._waiting()
        if self.phase is Phase.START:
            return self._at_start(time_s, current)
        return self._moving(time_s, current, in_posture, unmet, unseen)

    def _goal(self, start: float) -> float:
        return max(self._limit, start + self._rule.target.from_start)

    def _note_still(self, time_s: float, value: float, in_posture: bool) -> None:
        low, high = self._plausible
        if not in_posture or not low <= value <= high:
            self._still.clear()
            return
        self._still.append((time_s, value))
        _keep_last(self._still, OWN_START_S)

    def _settled(self, for_s: float, within: float) -> float | None:
        """Return the median of the last `for_s` at rest, None where it was not at rest."""
        if not self._still or self._still[-1][0] - self._still[0][0] < for_s - 1e-6:
            return None
        last_s = self._still[-1][0]
        values = [value for time_s, value in self._still if last_s - time_s <= for_s + 1e-6]
        return median(values) if max(values) - min(values) <= within else None

    def _waiting(self) -> PhaseStep:
        start = self._settled(self._held_s, STILL_WITHIN)
        if start is None:
            return PhaseStep(self.phase)
        self.phase, self._start = Phase.START, start
        return PhaseStep(self.phase, started=True)

    def _at_start(self, time_s: float, value: float) -> PhaseStep:
        assert self._start is not None
        back = self._rule.start.back_within
        if self._away_until is not None and not self._start + back < value <= self._away_until:
            self._away_until = None
        if value > self._start + back + LEAVE_MARGIN and self._away_until is None:
            self._trace = self._begin(self._start + ONSET_SHARE * back)
            self.phase = Phase.OUT
            return self._moving(time_s, value, fresh=False)
        started = self._follow_start()
        return PhaseStep(self.phase, started=started)

    def _follow_start(self) -> bool:
        """Take a better look at the own start while it is held; say whether it changed.

        A slow lift must not pull it along: away from the target it follows at once, towards it
        only where the person really rests.
        """
        assert self._start is not None
        rest = self._settled(SETTLED_S, SETTLED_WITHIN)
        held = self._settled(self._held_s, STILL_WITHIN)
        if rest is None and (held is None or held > self._start):
            return False
        self._start = held if rest is None else rest
        return True

    def _begin(self, onset: float) -> MovementTrace:
        assert self._start is not None
        recent = [sample for sample in self._recent if sample[0] >= self._back_s]
        rested = [time_s for time_s, value in recent if value <= onset]
        start_s = rested[-1] if rested else recent[0][0]
        if not rested and len(recent) < len(self._recent):
            # Who turned just before the start itself began where they turned.
            start_s = min(recent, key=lambda sample: sample[1])[0]
        samples = [sample for sample in recent if sample[0] >= start_s]
        values = [value for _, value in self._recent]
        # A value that is suddenly half way there was not seen to move: it came into sight.
        half_way = (self._goal(self._start) - self._start) / 2
        before_it = values[-2] if len(values) > 1 else self._start
        jumped = values[-1] - before_it > half_way
        # Nor was one that was out already when it was looked at anew.
        looked_s = self._recent[-1][0] - self._recent[0][0]
        unseen = jumped or (not rested and looked_s < OWN_START_S - 1e-6)
        return MovementTrace(start_s, self._start, samples, gaps=unseen, came_into_sight=unseen)

    def _moving(
        self,
        time_s: float,
        value: float,
        in_posture: bool = False,
        unmet: str | None = None,
        unseen: bool = False,
        *,
        fresh: bool = True,
    ) -> PhaseStep:
        trace = self._trace
        assert trace is not None
        if fresh:
            trace.samples.append((time_s, value))
        peaked = value > trace.peak
        if peaked:
            trace.peak, trace.peak_s = value, time_s
        reached = self._change_phase(trace, time_s, value, unmet, unseen)
        finished = self._come_back(trace, time_s, value, in_posture)
        return PhaseStep(self.phase, reached=reached, peaked=peaked, finished=finished)

    def _change_phase(
        self, trace: MovementTrace, time_s: float, value: float, unmet: str | None, unseen: bool
    ) -> bool:
        goal = self._goal(trace.start)
        if value >= goal:
            if unmet is None and not unseen:
                first = trace.target_s is None
                there = trace.there.update(time_s, True)
                if first and not there:
                    return False
                trace.target_s = trace.there.since_s if first else trace.target_s
                self.phase = Phase.TARGET
                return first
            trace.there.interrupt()
            trace.unmet = trace.unmet or unmet
            trace.unseen = trace.unseen or unseen
            return False
        trace.there.interrupt()
        if value < goal - self._rule.target.released_after and self.phase is Phase.TARGET:
            self.phase = Phase.RETURN
        return False

    def _come_back(
        self, trace: MovementTrace, time_s: float, value: float, in_posture: bool
    ) -> CompletedMovement | None:
        """Say how the movement was, once the value is back in the start posture.

        The posture is asked too: a hip that bends because the leg comes up is not back.
        """
        rest = self._settled(SETTLED_S, SETTLED_WITHIN)
        back = in_posture and value <= trace.start + self._rule.start.back_within
        if not back and rest is None:
            return None
        end_s = time_s if rest is None else self._still[0][0]
        finished = describe(
            trace,
            end_s,
            at_target=self._goal(trace.start) - self._rule.target.released_after,
            back_within=self._rule.start.back_within,
            sign=self._sign,
        )
        self._trace = None
        self._back_s = time_s
        self.phase = Phase.START
        if rest is not None:
            self._start = rest
        return finished

    def stalled_value(self) -> float | None:
        """Return the value, in the measure's direction, at which an outward movement stands."""
        if self.phase is not Phase.OUT or self._recent[-1][0] - self._recent[0][0] < STALL_S:
            return None
        last_s = self._recent[-1][0]
        values = [value for time_s, value in self._recent if last_s - time_s <= STALL_S]
        if max(values) - min(values) > STALL_WITHIN:
            return None
        return self._sign * values[-1]

    def would_leave(self, value: float) -> bool:
        """Say whether a value, in the measure's direction, is out of the start posture."""
        if self._start is None:
            return False
        return self._sign * value > self._start + self._rule.start.back_within

    def is_target(self, value: float) -> bool:
        """Say whether a value, in the measure's direction, can be a target at all."""
        return self._sign * value >= self._limit

    @property
    def current(self) -> float | None:
        """The value now, without single bad frames, in the measure's direction."""
        return self._sign * median(self._raw) if self._raw else None

    def drop(self, *, away: bool, counted: bool = False) -> None:
        """Forget the movement in progress, and keep the start.

        Args:
            away: before it makes a new one the limb must come back, or go on further.
            counted: it must come back.
        """
        if self._trace is not None:
            further = math.inf if counted else self._trace.peak + LEAVE_MARGIN
            self._away_until = further if away or counted else None
            self._trace = None
            self.phase = Phase.START
            self._recent.clear()

    def rest(self, time_s: float) -> None:
        """Let a frame pass unseen: another limb works and hides this one, which keeps its start."""
        self.drop(away=False)
        self._seen_s = time_s
        self._still.clear()
        self._recent.clear()
        self._raw.clear()

    @property
    def seen_s(self) -> float:
        """When a value was last seen; 0 before the first."""
        return self._seen_s or 0.0

    @property
    def moving_s(self) -> float:
        """For how long the movement in progress was followed; 0 where there is none."""
        return 0.0 if self._trace is None else self.seen_s - self._trace.start_s

    @property
    def moving(self) -> bool:
        """Whether a movement is in progress."""
        return self.phase in MOVING

    @property
    def came_into_sight(self) -> bool:
        """Whether the movement in progress was not seen to leave the start."""
        return self._trace is not None and self._trace.came_into_sight

    @property
    def jumped(self) -> bool:
        """Whether the movement in progress was not seen to go to where it is, but was there."""
        if self._trace is None:
            return False
        way = self._goal(self._trace.start) - self._trace.start
        return self._trace.came_into_sight or bool(jump_times(self._trace.samples, way))


def _keep_last(samples: deque[tuple[float, float]], seconds: float) -> None:
    """Drop all but the last `seconds`, and one sample before them."""
    while len(samples) > 2 and samples[-1][0] - samples[1][0] >= seconds:
        samples.popleft()
