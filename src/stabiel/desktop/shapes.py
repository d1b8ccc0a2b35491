"""Shapes that show a state. In: a picture, a position and a state. Out: the picture, drawn on.

The shape says the same as the color: a check mark means present, an empty ring means missing.
"""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from stabiel.drawing.lettering import Color, plate
from stabiel.video.frame import Image

Point = tuple[int, int]


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


def draw_dots(
    canvas: Image,
    corner: Point,
    radius: int,
    in_a_row: int,
    states: Sequence[str],
    *,
    colors: Mapping[str, Color],
    plain: Color,
    ground: Color,
) -> None:
    """Draw a dot for each state on a plate.

    A good one is a disc with a check mark, one with a fault a disc with a bar, one that did not
    count an empty ring, and one that is still to be done a small point.

    Args:
        canvas: (height, width, 3) RGB; it is drawn on.
        corner: (x, y) of the upper left corner of the plate, pixels.
        radius: of a dot, pixels.
        in_a_row: how many fit beside each other.
        states: "good", "not_good", "not_counted" or "to_do".
        colors: of the first three.
        plain: the color of the last.
        ground: the color of the plate.
    """
    step = 3 * radius
    left, top = corner
    rows = -(-len(states) // in_a_row)
    width, height = step * min(in_a_row, len(states)) + radius, step * rows + radius
    plate(canvas, corner, (left + width, top + height), ground)
    for number, state in enumerate(states):
        x = left + 2 * radius + step * (number % in_a_row)
        y = top + 2 * radius + step * (number // in_a_row)
        if state == "to_do":
            cv2.circle(canvas, (x, y), max(2, radius // 3), plain, -1, cv2.LINE_AA)
        elif state == "not_good":
            cv2.circle(canvas, (x, y), radius, colors[state], -1, cv2.LINE_AA)
            bar = radius // 2
            cv2.line(canvas, (x - bar, y), (x + bar, y), ground, max(2, radius // 4), cv2.LINE_AA)
        else:
            draw_mark(canvas, (x, y), radius, state == "good", colors[state])


# A blurred edge is computed on a picture this wide, so that it costs next to nothing.
EDGE_PX = 48
# The edge is darkened to this share, so that the picture itself stands out.
EDGE_SHARE = 0.55


def inside(image: Image, size_px: tuple[int, int]) -> tuple[int, int]:
    """Return the (width, height) at which an image fits whole into a size, even numbers.

    Args:
        image: (height, width, 3).
        size_px: (width, height) to fit into.
    """
    height, width = image.shape[:2]
    scale = min(size_px[0] / width, size_px[1] / height)
    # A shape that is off by rounding fills the whole size.
    fitted = (width * scale, height * scale)
    exact = all(abs(part - whole) < 2.0 for part, whole in zip(fitted, size_px, strict=True))
    return size_px if exact else (2 * int(fitted[0] / 2), 2 * int(fitted[1] / 2))


def on_blurred_edge(picture: Image, image: Image, size_px: tuple[int, int]) -> Image:
    """Return a picture of a size, with the bars beside it filled by the image, blurred and dark.

    Args:
        picture: (height, width, 3), as `inside` says; returned as it is if it fills the size.
        image: what the bars are made of, of any size.
        size_px: (width, height) of the result.
    """
    height, width = picture.shape[:2]
    if (width, height) == size_px:
        return picture
    small = cv2.resize(image, (EDGE_PX, EDGE_PX), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(cv2.convertScaleAbs(small, alpha=EDGE_SHARE), (0, 0), 3)
    canvas = np.asarray(cv2.resize(small, size_px, interpolation=cv2.INTER_LINEAR), np.uint8)
    left, top = (size_px[0] - width) // 2, (size_px[1] - height) // 2
    canvas[top : top + height, left : left + width] = picture
    return canvas
