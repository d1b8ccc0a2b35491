"""Shapes that show a state. In: a picture, a position and a state. Out: the picture, drawn on.

The shape says the same as the color: a check mark means present, an empty ring means missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from stabiel.drawing.lettering import Color
from stabiel.video.frame import Image

Point = tuple[int, int]
# From one dot to the next, in radii.
DOT_STEP = 3


def draw_ring(
    canvas: Image, center: Point, radius: int, share: float, colors: tuple[Color, Color]
) -> None:
    """Draw a ring that fills clockwise from the top.

    Args:
        canvas: (height, width, 3) RGB; it is drawn on.
        center: (x, y), pixels.
        radius: of the outer edge, pixels.
        share: how much of it is full, 0 to 1.
        colors: of the full part, and of the rest.
    """
    thick = max(3, radius // 5)
    full, rest = colors
    cv2.circle(canvas, center, radius - thick // 2, rest, max(1, thick // 4), cv2.LINE_AA)
    if share > 0:
        axes = (radius - thick // 2, radius - thick // 2)
        end = 360.0 * min(1.0, share)
        cv2.ellipse(canvas, center, axes, -90.0, 0.0, end, full, thick, cv2.LINE_AA)


def draw_mark(canvas: Image, center: Point, radius: int, done: bool, color: Color) -> None:
    """Draw a check mark in a disc if it is done, else an empty ring.

    Args:
        canvas: (height, width, 3) RGB; it is drawn on.
        center: (x, y), pixels.
        radius: of the outer edge, pixels.
        done: which of the two to draw.
        color: of the disc or the ring.
    """
    thick = max(2, radius // 5)
    if not done:
        cv2.circle(canvas, center, radius - thick, color, thick, cv2.LINE_AA)
        return
    cv2.circle(canvas, center, radius, color, -1, cv2.LINE_AA)
    x, y = center
    check_mark = [(-0.45, 0.05), (-0.12, 0.40), (0.50, -0.35)]
    points = np.array([(x + radius * a, y + radius * b) for a, b in check_mark]).astype(np.int32)
    bright = sum(color) > 3 * 128
    cv2.polylines(canvas, [points], False, (0,) * 3 if bright else (255,) * 3, thick, cv2.LINE_AA)


@dataclass(frozen=True, slots=True)
class DotColors:
    """The colors of dots: of what was good, what was not, what is to be done, and the ground."""

    good: Color
    mind: Color
    plain: Color
    ground: Color


def draw_dot(canvas: Image, center: Point, radius: int, state: str, colors: DotColors) -> None:
    """Draw a movement of a set.

    A good one is a disc with a check mark, one with a fault a disc with a bar, one that did not
    count an empty ring, and one that is still to be done a small point.

    Args:
        canvas: (height, width, 3) RGB; it is drawn on.
        center: (x, y), pixels.
        radius: of a disc, pixels.
        state: "good", "not_good", "not_counted" or "to_do".
        colors: of each.
    """
    x, y = center
    if state == "to_do":
        cv2.circle(canvas, center, max(2, radius // 3), colors.plain, -1, cv2.LINE_AA)
    elif state == "not_good":
        cv2.circle(canvas, center, radius, colors.mind, -1, cv2.LINE_AA)
        bar, thick = radius // 2, max(2, radius // 4)
        cv2.line(canvas, (x - bar, y), (x + bar, y), colors.ground, thick, cv2.LINE_AA)
    else:
        good = state == "good"
        draw_mark(canvas, center, radius, good, colors.good if good else colors.mind)


def draw_dots(
    canvas: Image,
    corner: Point,
    states: Sequence[str],
    colors: DotColors,
    *,
    radius: int,
    in_a_row: int,
) -> None:
    """Draw a dot for each state.

    Args:
        canvas: (height, width, 3) RGB; it is drawn on.
        corner: (x, y) of the upper left corner of the first dot, pixels.
        states: as `draw_dot` takes them.
        colors: of each.
        radius: of a dot, pixels.
        in_a_row: how many fit beside each other.
    """
    for number, state in enumerate(states):
        x = corner[0] + radius + DOT_STEP * radius * (number % in_a_row)
        y = corner[1] + radius + DOT_STEP * radius * (number // in_a_row)
        draw_dot(canvas, (x, y), radius, state, colors)


def dots_height(count: int, in_a_row: int, radius: int) -> int:
    """Return the height that so many dots take, pixels."""
    return DOT_STEP * radius * -(-count // in_a_row)


def draw_pause(canvas: Image, center: Point, radius: int, color: Color) -> None:
    """Draw two bars.

    Args:
        canvas: (height, width, 3) RGB; it is drawn on.
        center: (x, y), pixels.
        radius: half of their height, pixels.
        color: of both.
    """
    x, y = center
    wide = radius // 2
    for left in (x - radius + wide // 2, x + wide // 2):
        cv2.rectangle(canvas, (left, y - radius), (left + wide, y + radius), color, -1)


def draw_no_picture(canvas: Image, center: Point, radius: int, color: Color) -> None:
    """Draw a camera that is crossed out.

    Args:
        canvas: (height, width, 3) RGB; it is drawn on.
        center: (x, y), pixels.
        radius: half of its width, pixels.
        color: of its lines.
    """
    x, y = center
    thick, high = max(3, radius // 9), round(0.62 * radius)
    cv2.rectangle(canvas, (x - radius, y - high), (x + radius, y + high), color, thick, cv2.LINE_AA)
    cv2.circle(canvas, center, round(0.36 * radius), color, thick, cv2.LINE_AA)
    reach = round(1.15 * radius)
    cv2.line(canvas, (x - reach, y + high + thick), (x + reach, y - high - thick), color, thick + 2,
             cv2.LINE_AA)  # fmt: skip
