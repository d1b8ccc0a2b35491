"""Plane geometry on landmarks. In: points as (2,) arrays, pixels, x right, y down. Out: floats.

Pure numbers: nothing here knows a body part or an exercise. Lengths and products of two or three
numbers use `math`, which is ten times as fast as numpy for them: a frame asks for hundreds.
"""

import math
from operator import mul

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def angle_deg(a: FloatArray, middle: FloatArray, b: FloatArray) -> float:
    """Return the angle at `middle` between the directions to `a` and `b`, 0 to 180 degrees.

    Points are (2,) or (3,) arrays. Coinciding points give 0.
    """
    u, v = (a - middle).tolist(), (b - middle).tolist()
    length = math.hypot(*u) * math.hypot(*v)
    if length == 0:
        return 0.0
    return math.degrees(math.acos(max(-1.0, min(1.0, sum(map(mul, u, v)) / length))))


def distance(a: FloatArray, b: FloatArray) -> float:
    """Return the distance between two points, in the unit of the points."""
    return math.dist(a.tolist(), b.tolist())


def unit(vector: FloatArray) -> FloatArray:
    """Return `vector` at length 1; a zero vector stays zero."""
    length = math.hypot(*vector.tolist())
    return vector / length if length else vector


def upward_normal(start: FloatArray, end: FloatArray) -> FloatArray:
    """Return the (2,) unit normal of the line start-end that points up in the picture.

    For an exactly upright line it is the one that points to the left.
    """
    return np.array(_upward(start, end))


def _upward(start: FloatArray, end: FloatArray) -> tuple[float, float]:
    x, y = (end - start).tolist()
    length = math.hypot(x, y) or 1.0
    across, up = y / length, -x / length
    return (-across, -up) if up > 0 or (up == 0 and across > 0) else (across, up)


def height_over_line(point: FloatArray, start: FloatArray, end: FloatArray) -> float:
    """Return how far `point` is above the line start-end (negative: below), in pixels.

    "Above" is the side of the line that is up in the picture. So it is the same whichever way the
    body lies, and in a mirrored picture.
    """
    across, up = _upward(start, end)
    x, y = (point - start).tolist()
    return float(x * across + y * up)


def bow(line: FloatArray, normal: FloatArray) -> float:
    """Return the largest distance of a line from the chord of its ends, in the unit of the points.

    Args:
        line: (n, 2) points in order.
        normal: (2,) the direction in which the distance is positive, roughly across the chord.
    """
    along = unit(line[-1] - line[0])
    across = np.array([along[1], -along[0]])
    if float(across @ normal) < 0:
        across = -across
    distances = (line - line[0]) @ across
    return float(distances[np.argmax(np.abs(distances))])


def tilt_deg(start: FloatArray, end: FloatArray) -> float:
    """Return the angle between the line start-end and the picture's horizontal, 0 to 90."""
    dx, dy = (end - start).tolist()
    return math.degrees(math.atan2(abs(dy), abs(dx)))
