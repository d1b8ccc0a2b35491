"""All measures of one frame, each computed once. In: a body. Out: readings and checks.

A frame without a body is a frame in which nothing is visible.
"""

from stabiel.anatomy import Reason, Side, other_side
from stabiel.body.body import Body
from stabiel.body.measures import NotVisible, Reading, Value, read
from stabiel.exercises.checks import Checks
from stabiel.exercises.model import Limb


class Readings:
    """The readings of one body, with the working side known. Holds what was computed."""

    def __init__(
        self,
        body: Body | None,
        side: Side | None,
        checks: Checks,
        why_none: Reason = Reason.NOBODY,
    ) -> None:
        self.body = body
        self._why_none = why_none
        self._side = side
        self._checks = checks
        self._known: dict[tuple[str, Side], Reading] = {}

    def read(self, measure: str, limb: Limb = "working") -> Reading:
        """Return a measure of the working limb, of the supporting one, or of the near side."""
        if self.body is None:
            return NotVisible(self._why_none)
        side = self._side_of(self.body, limb)
        if (measure, side) not in self._known:
            self._known[measure, side] = read(measure, self.body, side, self._checks.measures)
        return self._known[measure, side]

    def is_near(self, limb: Limb = "working") -> bool:
        """Return whether a limb is the one nearer to the camera; it is if nobody is seen."""
        return self.body is None or self._side_of(self.body, limb) == self.body.near

    def side_of(self, limb: Limb) -> Side:
        """Return the side of a limb; the working one is the near one if no side is followed.

        There must be a body.
        """
        assert self.body is not None
        return self._side_of(self.body, limb)

    def value(self, measure: str, limb: Limb = "working") -> float | None:
        """Return a measure's value in its unit, None if it is not visible."""
        reading = self.read(measure, limb)
        return reading.value if isinstance(reading, Value) else None

    def holds(self, check: str, limb: Limb | None = None) -> bool:
        """Return whether a check visibly holds, on its own limb or on another."""
        return self._looked_at(check, limb) is True

    def breaks(self, check: str, limb: Limb | None = None) -> bool:
        """Return whether a check is visibly broken, on its own limb or on another."""
        return self._looked_at(check, limb) is False

    def off_by(self, check: str, limb: Limb | None = None) -> float | None:
        """Return how far a check is from holding, in its unit; None if it holds or is not seen."""
        rule = self._checks[check]
        value = self.value(rule.measure, limb or rule.of)
        return None if value is None or rule.holds(value) else rule.off_by(value)

    def read_check(self, check: str) -> Reading:
        """Return the reading of a check's own measure and limb."""
        rule = self._checks[check]
        return self.read(rule.measure, rule.of)

    def _looked_at(self, check: str, limb: Limb | None) -> bool | None:
        rule = self._checks[check]
        value = self.value(rule.measure, limb or rule.of)
        return None if value is None else rule.holds(value)

    def _side_of(self, body: Body, limb: Limb) -> Side:
        working = self._side or body.near
        if limb == "near":
            return body.near
        return working if limb == "working" else other_side(working)
