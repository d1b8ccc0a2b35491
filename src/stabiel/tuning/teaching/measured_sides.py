"""All measures of a demonstration over time. In: bodies, and the one at rest. Out: their values.

A measure is read of both sides. What is compared with the own start is compared with the body in
the start posture of the demonstration.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from stabiel.anatomy import SIDES, Side
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures import Measure
from stabiel.tuning.teaching.demonstration import SMOOTHED_S, Demonstration, Floats, smoothed

# So many frames a second are enough to compare measures: nobody reaches a target faster.
LOOKED_AT_HZ = 12.5


@dataclass(frozen=True)
class MeasuredSides:
    """Every measure of both sides over time.

    Attributes:
        times_s: (m,) seconds.
        values: by measure and side, (m,) in the unit of the measure; NaN if it is not visible.
        near: (m,) the side that is nearer to the camera.
        rest: the body in the start posture.
    """

    times_s: Floats
    values: Mapping[tuple[str, Side], Floats]
    near: tuple[Side, ...]
    rest: Body

    def within(self, measure: str, side: Side, from_s: float, until_s: float) -> Floats:
        """Return the visible values of a time."""
        inside = (self.times_s >= from_s - 1e-6) & (self.times_s <= until_s + 1e-6)
        found = self.values[measure, side][inside]
        return found[~np.isnan(found)]


def measured(
    demonstration: Demonstration, rest: Body, measures: Mapping[str, Measure]
) -> MeasuredSides:
    """Return all measures of a demonstration.

    Args:
        demonstration: the recording.
        rest: the body in the start posture.
        measures: by name, with their settings (`ExerciseBook.checks`).
    """
    rows, last_s = [], -np.inf
    for row, time_s in enumerate(demonstration.times_s):
        if demonstration.bodies[row] is not None and time_s - last_s >= 1 / LOOKED_AT_HZ - 1e-3:
            rows.append(row)
            last_s = time_s
    times_s = demonstration.times_s[rows]
    bodies = [demonstration.bodies[row] for row in rows]
    seen = [body.with_start(rest) for body in bodies if body is not None]
    values = {
        (name, side): smoothed(
            times_s, np.array([_value(measure, body, side) for body in seen]), SMOOTHED_S
        )
        for name, measure in measures.items()
        for side in SIDES
    }
    return MeasuredSides(times_s, values, tuple(body.near for body in seen), rest)


def _value(measure: Measure, body: Body, side: Side) -> float:
    try:
        return measure.compute(body, side)
    except UnseenError:
        return float("nan")
