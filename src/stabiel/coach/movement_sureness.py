"""How sure a count or an attempt is. In: a completed movement. Out: 0 to 1.

A count is as sure as the least sure of what its target asks. An attempt is as sure as what kept it
from counting: a peak that is well within the range of that fault, or a check that was well broken.
"""

from collections.abc import Mapping

from stabiel.coach.events import Metrics
from stabiel.coach.movement_summary import CompletedMovement
from stabiel.coach.noise import noise_of, room_within
from stabiel.coach.sureness import sureness
from stabiel.coach.tolerances import REACHED_S, SLIP_S
from stabiel.exercises.fault_rules import Fault
from stabiel.exercises.model import Check, MovementRule


class MovementSureness:
    """Judges how sure the counts and attempts of one movement rule are. Holds the rule.

    Attributes:
        target: of the movement, for the view from which it is seen.
    """

    def __init__(
        self, rule: MovementRule, checks: Mapping[str, Check], faults: Mapping[str, Fault]
    ) -> None:
        self._follows = rule.follows
        self.target = rule.target
        self._sign = 1.0 if rule.target.upwards else -1.0
        self._checks = {name: checks[name] for name in rule.target.checks}
        self._faults = faults

    def of_count(self, movement: CompletedMovement, metrics: Metrics, *, seen: float) -> float:
        """Return how sure it is that a movement reached its target.

        Args:
            movement: that counts.
            metrics: what was measured at its peak.
            seen: the share of its time in which the limb was seen surely.
        """
        rooms = [room for name in self._checks if (room := self._room(name, metrics)) is not None]
        by = min([self.beyond_goal(movement.start_value, movement.peak_value), *rooms])
        times = movement.hold_s / max(self.target.held_s, REACHED_S)
        return sureness(by, times, seen)

    def of_attempt(
        self, movement: CompletedMovement, metrics: Metrics, reason: str, *, seen: float
    ) -> float:
        """Return how sure it is that a movement missed its target for a reason.

        A limb that was away for a moment only may be a slip of the landmarker, so the time is that
        of the whole movement against that of a slip. The arguments are those of `of_count`.
        """
        times = (movement.end_s - movement.start_s) / SLIP_S
        return sureness(self._missed_by(movement, metrics, reason), times, seen)

    def of_stall(self, start: float, value: float, reason: str) -> float:
        """Return how sure it is that a limb stands still short of its target, for a reason.

        Args:
            start: the own start, in the measure's own direction and unit, as `value` is.
            value: where it stands, for as long as a stall asks.
            reason: the fault that a peak there stands for.
        """
        return sureness(self._short(start, value, reason), 1.0, 1.0)

    def beyond_goal(self, start: float, value: float) -> float:
        """Return how far a value is beyond the goal of this start, in noises; below 0 short."""
        start, value = self._sign * start, self._sign * value
        goal = max(self._sign * self.target.limit, start + self.target.from_start)
        return (value - goal) / noise_of(self._follows)

    def _missed_by(self, movement: CompletedMovement, metrics: Metrics, reason: str) -> float:
        unmet = movement.unmet
        if unmet is not None:
            room = self._room(unmet, metrics)
            return 0.0 if room is None else -room
        return self._short(movement.start_value, movement.peak_value, reason)

    def _short(self, start: float, value: float, reason: str) -> float:
        """Return how far a peak is from both ends of what stands for a fault, in noises."""
        short = -self.beyond_goal(start, value)
        fault = self._faults.get(reason)
        peaks = None if fault is None else fault.peak_range
        if peaks is None:
            return short
        low, high = peaks
        return min(
            short, (value - low if self._sign > 0 else high - value) / noise_of(self._follows)
        )

    def _room(self, check: str, metrics: Metrics) -> float | None:
        """Return how far within a target check the peak was, in noises; None if not measured."""
        rule = self._checks[check]
        value = metrics.get(f"peak_{rule.measure}")
        return None if value is None else room_within(rule, value)
