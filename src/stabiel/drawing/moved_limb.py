"""Moves a limb until its measure reads a value. In: a body, a move. Out: moved landmarks.

Only the measure itself knows what its value will be elsewhere, so it is asked: two or three times,
since an angle grows as fast as its limb turns.
"""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from stabiel.body.body import Body
from stabiel.coach.targets import Target
from stabiel.geometry import FloatArray

# The search ends at this much from the goal, in the unit of the measure: less is not seen.
NEAR = {"deg": 1.0, "tl": 0.01}
_MOST_STEPS = 6

LimbMove = Callable[[float], FloatArray]


def solved(
    move: LimbMove, target: Target, body: Body, *, goal: float, first: float, most: float
) -> FloatArray | None:
    """Return the landmarks moved so far that the measure reads the goal, None if it never does.

    Args:
        move: returns the (33, 2) landmarks after a move of some size.
        target: its measure is read; its value is that before the move.
        body: in the picture.
        goal: the value to find, in the unit of the measure.
        first: the size of the first try; the other way is tried if that makes it worse.
        most: the largest size that makes sense.
    """
    near = NEAR[target.measure.unit]
    last, last_off = 0.0, target.value - goal
    size, turned_round = first, False
    for _ in range(_MOST_STEPS):
        points = move(size)
        off = target.measure.compute(with_points(body, points), target.side) - goal
        if abs(off) <= near:
            return points
        if not turned_round and last == 0.0 and abs(off) > abs(last_off):
            size, turned_round = -first, True
            continue
        slope = (off - last_off) / (size - last) if size != last else 0.0
        if abs(slope) < near * 1e-3 / most:
            return None
        last, last_off, size = size, off, size - off / slope
        if abs(size) > most:
            return None
    return None


def with_points(body: Body, points: FloatArray) -> Body:
    """Return a body with other landmarks, (33, 2) in pixels."""
    return replace(body, pose=replace(body.pose, points=points))


def turned(points: FloatArray, hinge: int, rows: list[int], degrees: float) -> FloatArray:
    """Return landmarks of which some rows turned about another one, clockwise in the picture."""
    turn = math.radians(degrees)
    cosine, sine = math.cos(turn), math.sin(turn)
    result = points.copy()
    away = points[rows] - points[hinge]
    result[rows] = points[hinge] + away @ np.array([[cosine, sine], [-sine, cosine]])
    return result


def way_between_deg(one: FloatArray, other: FloatArray) -> float:
    """Return how far one (2,) vector turns to the other, clockwise in the picture."""
    cross = float(one[0] * other[1] - one[1] * other[0])
    return math.degrees(math.atan2(cross, float(one @ other)))
