"""The few shapes that the trainer draws. In: a picture, a place and a state. Out: the picture.

Each says by its shape what its color says too: a hook is there, an empty ring is not yet.
"""

import cv2
import numpy as np

from stabiel.drawing.lettering import Color
from stabiel.video.frame import Image

Point = tuple[int, int]


def draw_ring(
    canvas: Image, center: Point, radius: int, share: float, colors: tuple[Color, Color]
) -> None:
    """Draw a ring that fills clockwise from the top.

    Args:
        share: of it that is full, 0 to 1.
        colors: of what is full, and of the rest.
    """
    thick = max(3, radius // 5)
    full, rest = colors
    cv2.circle(canvas, center, radius - thick // 2, rest, max(1, thick // 4), cv2.LINE_AA)
    if share > 0:
        axes = (radius - thick // 2, radius - thick // 2)
        end = 360.0 * min(1.0, share)
        cv2.ellipse(canvas, center, axes, -90.0, 0.0, end, full, thick, cv2.LINE_AA)


def draw_mark(canvas: Image, center: Point, radius: int, done: bool, color: Color) -> None:
    """Draw a hook in a disc for what is there, an empty ring for what is not."""
    thick = max(2, radius // 5)
    if not done:
        cv2.circle(canvas, center, radius - thick, color, thick, cv2.LINE_AA)
        return
    cv2.circle(canvas, center, radius, color, -1, cv2.LINE_AA)
    x, y = center
    hook = [(-0.45, 0.05), (-0.12, 0.40), (0.50, -0.35)]
    points = np.array([(x + radius * a, y + radius * b) for a, b in hook]).astype(np.int32)
    bright = sum(color) > 3 * 128
    cv2.polylines(canvas, [points], False, (0,) * 3 if bright else (255,) * 3, thick, cv2.LINE_AA)
