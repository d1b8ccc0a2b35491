"""Rotations and two-link inverse kinematics.

In and out: numpy arrays; points and directions are (3,) in meters, rotations are (3, 3) matrices
that act on column vectors, angles are degrees. Nothing here knows about bodies.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

X, Y, Z = np.eye(3)

#: A limb is never stretched beyond this share of its length: a fully straight
#: two-link chain has no defined bending plane.
FULL_STRETCH = 0.9995


def unit(vector: Array) -> Array:
    """The vector (3,) scaled to length one."""
    scaled: Array = vector / float(np.linalg.norm(vector))
    return scaled


def rotation(axis: Array, angle_deg: float) -> Array:
    """Right-handed rotation (3, 3) about an axis (3,)."""
    x, y, z = unit(np.asarray(axis, float))
    angle = np.radians(angle_deg)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turn: Array = np.eye(3) + np.sin(angle) * cross + (1.0 - np.cos(angle)) * (cross @ cross)
    return turn


def axes_along(direction: Array, hinge: Array) -> Array:
    """Axes (3, 3), columns: the direction, the hinge made perpendicular to it, their cross."""
    first = unit(np.asarray(direction, float))
    second = unit(hinge - first * float(hinge @ first))
    return np.stack([first, second, np.cross(first, second)], axis=1)


def trunk_axes(towards_head: Array, back: Array) -> Array:
    """World rotation (3, 3) of a trunk, columns: the person's left, the back, towards the head."""
    up = unit(np.asarray(towards_head, float))
    behind = unit(back - up * float(back @ up))
    return np.stack([np.cross(behind, up), behind, up], axis=1)


def rotation_between(start: Array, end: Array) -> Array:
    """The smallest rotation (3, 3) that turns direction `start` into direction `end`."""
    first, second = unit(start), unit(end)
    cosine = float(np.clip(first @ second, -1.0, 1.0))
    axis = np.cross(first, second)
    if np.linalg.norm(axis) < 1e-9:
        if cosine > 0:
            return np.eye(3)
        axis = np.cross(first, X if abs(first[0]) < 0.9 else Y)
    return rotation(axis, float(np.degrees(np.arccos(cosine))))


def between(first: Array, second: Array, share: float) -> Array:
    """The rotation (3, 3) that lies a share (0..1) of the way from `first` to `second`."""
    step = first.T @ second
    angle = float(np.degrees(np.arccos(np.clip((np.trace(step) - 1.0) / 2.0, -1.0, 1.0))))
    axis = np.array([step[2, 1] - step[1, 2], step[0, 2] - step[2, 0], step[1, 0] - step[0, 1]])
    if angle < 1e-4 or np.linalg.norm(axis) < 1e-9:
        return first
    return first @ rotation(axis, angle * share)


def two_link(
    start: Array, goal: Array, first_m: float, second_m: float, towards: Array
) -> tuple[Array, Array]:
    """Middle joint and reached end of a two-link chain that goes from `start` to `goal`.

    The middle joint bends to the side of `towards`, a direction (3,). A goal out of reach is
    approached as far as the chain goes.
    """
    line = goal - start
    distance = float(np.linalg.norm(line))
    reach = min(max(distance, abs(first_m - second_m) * 1.001), (first_m + second_m) * FULL_STRETCH)
    along = line / distance
    advance = (first_m**2 - second_m**2 + reach**2) / (2.0 * reach)
    height = np.sqrt(max(first_m**2 - advance**2, 0.0))
    sideways = unit(towards - along * float(towards @ along))
    return start + along * advance + sideways * height, start + along * reach


def angle_at(middle: Array, first: Array, second: Array) -> Array:
    """Angle 0-180 at `middle` between two points; all (..., 3) or (..., 2)."""
    one, two = first - middle, second - middle
    cosine = np.sum(one * two, axis=-1) / (
        np.linalg.norm(one, axis=-1) * np.linalg.norm(two, axis=-1)
    )
    degrees: Array = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return degrees


def solve_rising(
    function: Callable[[float], float], low: float, high: float, goal: float, steps: int = 18
) -> float:
    """Argument in [low, high] at which a rising function reaches `goal`, by bisection."""
    for _ in range(steps):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if function(middle) > goal else (middle, high)
    return 0.5 * (low + high)
