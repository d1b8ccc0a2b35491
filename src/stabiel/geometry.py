"""Plane geometry on landmarks. In: points as (2,) arrays, pixels, x right, y down. Out: floats.

Pure numbers: nothing here knows a body part or an exercise.
"""

import math

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def angle_deg(a: FloatArray, middle: FloatArray, b: FloatArray) -> float:
    """Return the angle at `middle` between the directions to `a` and `b`, 0 to 180 degrees.

    Points are (2,) or (3,) arrays. Coinciding points give 0.
    """
    u, v = a - middle, b - middle
    length = float(np.linalg.norm(u) * np.linalg.norm(v))
    if length == 0:
        return 0.0
    return math.degrees(math.acos(max(-1.0, min(1.0, float(u @ v) / length))))


def distance(a: FloatArray, b: FloatArray) -> float:
    """Return the distance between two points, in the unit of the points."""
    return float(np.linalg.norm(a - b))


def unit(vector: FloatArray) -> FloatArray:
    """Return `vector` at length 1; a zero vector stays zero."""
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


def upward_normal(start: FloatArray, end: FloatArray) -> FloatArray:
    """Return the (2,) unit normal of the line start-end that points up in the picture.

    Of an exactly upright line it is the one that points to the left.
    """
    x, y = unit(end - start)
    normal = np.array([y, -x])
    if normal[1] > 0 or (normal[1] == 0 and normal[0] > 0):
        normal = -normal
    return normal


def height_over_line(point: FloatArray, start: FloatArray, end: FloatArray) -> float:
    """Return how far `point` is above the line start-end (negative: below), in pixels.

    "Above" is the side of the line that is up in the picture, so the same whichever way the
    body lies and however the picture is mirrored.
    """
    return float((point - start) @ upward_normal(start, end))


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
    dx, dy = np.abs(end - start)
    return math.degrees(math.atan2(float(dy), float(dx)))
