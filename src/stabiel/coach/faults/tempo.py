"""A way of the movement took too little time. In: a completed movement. Out: which part of it.

It is known once the movement is over. A way that was not seen whole is never called too fast.
"""

from dataclasses import dataclass

from stabiel.anatomy import Evidence, Reason
from stabiel.coach.faults.watcher import FaultWatcher, Timing
from stabiel.coach.movement_summary import CompletedMovement
from stabiel.coach.noise import TIME_NOISE_S
from stabiel.coach.sureness import sureness
from stabiel.exercises.model import TempoFault


@dataclass(frozen=True, slots=True)
class Way:
    """A way out or back that was seen.

    Attributes:
        took_s: how long the whole way took, seconds.
        start_s, end_s: from when to when it was seen.
    """

    took_s: float
    start_s: float
    end_s: float


class TempoWatcher(FaultWatcher):
    """One tempo fault."""

    looks_at_frames = False

    def __init__(self, rule: TempoFault) -> None:
        self._rule = rule

    def timing(self, movement: CompletedMovement, *, at_rest: Evidence) -> Timing:
        """Return which part of a movement that counts was too fast."""
        if at_rest is not Evidence.SEEN:
            return Timing(not_judged=Reason.COPIES_NEAR_LIMB)
        ways = self._timed_ways(movement)
        asked = 1 if self._rule.phase in ("out", "return") else 2
        unseen = Reason.SUDDEN_JUMP if len(ways) < asked else None
        fast = [way for way in ways if way.took_s < self._rule.shorter_than_s]
        if not fast or (self._rule.phase == "both" and len(fast) < asked):
            return Timing(not_judged=unseen)
        # Of two ways that must both be fast, the slower one decides.
        deciding = max if self._rule.phase == "both" else min
        short_s = self._rule.shorter_than_s - deciding(way.took_s for way in fast)
        sure = sureness(short_s / TIME_NOISE_S, 1.0, 1.0)
        return Timing(fast[0].start_s, fast[-1].end_s, unseen, sure)

    def _timed_ways(self, movement: CompletedMovement) -> list[Way]:
        """Return the ways that the fault is about, without those that were not seen whole."""
        ways = []
        if self._rule.phase != "return" and not movement.out_jumped:
            end_s = movement.target_s or movement.end_s
            ways.append(Way(movement.out_s, movement.start_s, end_s))
        if self._rule.phase != "out" and not movement.return_jumped:
            ways.append(Way(movement.return_s, movement.return_start_s, movement.end_s))
        return ways
