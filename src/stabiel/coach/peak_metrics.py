"""What is measured of a movement. In: readings at its best moment. Out: the record's metrics."""

from collections.abc import Mapping

from stabiel.coach.events import Metrics
from stabiel.coach.movement_summary import CompletedMovement
from stabiel.coach.readings import Readings
from stabiel.exercises.model import Check, Limb, MovementRule


class PeakMetrics:
    """The measures of the best moment of one movement: the followed one, and the target checks'."""

    def __init__(self, rule: MovementRule, checks: Mapping[str, Check]) -> None:
        self._follows = rule.follows
        asked = [checks[name] for name in rule.target.checks]
        self._measured: list[tuple[str, Limb]] = [(rule.follows, "working")]
        self._measured += [(check.measure, check.of) for check in asked]
        self._peak: Metrics = {}

    def note(self, seen: Readings) -> None:
        """Keep the measures of this moment; one that is not visible keeps its last value."""
        for measure, limb in self._measured:
            value = seen.value(measure, limb)
            if value is not None:
                self._peak[f"peak_{measure}"] = value

    def of(self, movement: CompletedMovement) -> Metrics:
        """Return the metrics of a completed movement, in their units, rounded for the record."""
        name = self._follows
        values = {
            f"start_{name}": movement.start_value,
            **self._peak,
            f"peak_{name}": movement.peak_value,
            "out_s": movement.out_s,
            "hold_s": movement.hold_s,
            "return_s": movement.return_s,
        }
        return {key: round(value, 2 if key.endswith("_tl") else 1) for key, value in values.items()}

    def forget(self) -> None:
        """Forget the moment: the movement is over."""
        self._peak = {}
