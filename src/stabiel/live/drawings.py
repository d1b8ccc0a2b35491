"""The few shapes that the trainer draws. In: a picture, a place and a state. Out: the picture.

Each says by its shape what its colour says too: a hook is there, an empty ring is not yet.
"""

import math

import cv2
import numpy as np

from stabiel.exercise import Camera
from stabiel.lettering import Colour, Image, Palette

Point = tuple[int, int]

# How high the camera stands, of the drawing's height.
_CAMERA_HEIGHT = {"floor": 0.12, "seat": 0.42, "table": 0.75}
# Somebody on their back with bent knees, head on the left; in shares of the mat's length, up.
_LYING = (
    ((0.06, 0.10), (0.17, 0.07)),
    ((0.17, 0.07), (0.48, 0.06)),
    ((0.48, 0.06), (0.64, 0.30)),
    ((0.64, 0.30), (0.78, 0.05)),
    ((0.78, 0.05), (0.86, 0.05)),
    ((0.19, 0.06), (0.46, 0.02)),
)


def draw_ring(
    canvas: Image, centre: Point, radius: int, share: float, colours: tuple[Colour, Colour]
) -> None:
    """Draw a ring that fills clockwise from the top.

    Args:
        share: of it that is full, 0 to 1.
        colours: of what is full, and of the rest.
    """
    thick = max(3, radius // 5)
    full, rest = colours
    cv2.circle(canvas, centre, radius - thick // 2, rest, max(1, thick // 4), cv2.LINE_AA)
    if share > 0:
        axes = (radius - thick // 2, radius - thick // 2)
        end = 360.0 * min(1.0, share)
        cv2.ellipse(canvas, centre, axes, -90.0, 0.0, end, full, thick, cv2.LINE_AA)


def draw_mark(canvas: Image, centre: Point, radius: int, done: bool, colour: Colour) -> None:
    """Draw a hook in a disc for what is there, an empty ring for what is not."""
    thick = max(2, radius // 5)
    if not done:
        cv2.circle(canvas, centre, radius - thick, colour, thick, cv2.LINE_AA)
        return
    cv2.circle(canvas, centre, radius, colour, -1, cv2.LINE_AA)
    x, y = centre
    hook = [(-0.45, 0.05), (-0.12, 0.40), (0.50, -0.35)]
    points = np.array([(x + radius * a, y + radius * b) for a, b in hook]).astype(np.int32)
    bright = sum(colour) > 3 * 128
    cv2.polylines(canvas, [points], False, (0,) * 3 if bright else (255,) * 3, thick, cv2.LINE_AA)


def draw_place(
    canvas: Image, corner: Point, size: tuple[int, int], camera: Camera, palette: Palette
) -> None:
    """Draw mat, person and camera, with the camera at its height.

    Args:
        corner: upper left, in pixels.
        size: (width, height), in pixels.
    """
    (left, top), (width, height) = corner, size
    floor = top + round(0.78 * height)
    mat = min(0.62 * width, 1.6 * height)
    thick = max(2, height // 60)

    def at(x: float, up: float) -> Point:
        return left + round(x * mat), floor - round(up * mat)

    corners = np.array([at(0.0, 0.0), at(0.95, 0.0), at(1.05, -0.10), at(0.10, -0.10)])
    cv2.fillPoly(canvas, [corners], palette.target, cv2.LINE_AA)
    for start, end in _LYING:
        cv2.line(canvas, at(*start), at(*end), palette.text, 2 * thick, cv2.LINE_AA)
    cv2.circle(canvas, at(0.045, 0.10), round(0.055 * mat), palette.text, -1, cv2.LINE_AA)

    x = left + round(0.85 * width)
    foot = floor + round(0.12 * height)
    body = foot - round(_CAMERA_HEIGHT[camera.height] * height)
    half = round(0.06 * height)
    cv2.line(canvas, (x, foot), (x, body), palette.text, thick, cv2.LINE_AA)
    cv2.rectangle(canvas, (x - 2 * half, body - half), (x + half, body + half), palette.text, -1)
    aim = math.atan2(floor - round(0.12 * mat) - body, left + 0.5 * mat - x)
    lens = (x - 2 * half + round(half * math.cos(aim)), body + round(half * math.sin(aim)))
    cv2.circle(canvas, lens, half, palette.good, -1, cv2.LINE_AA)
    far = (round(x + 0.35 * width * math.cos(aim)), round(body + 0.35 * width * math.sin(aim)))
    cv2.arrowedLine(canvas, lens, far, palette.good, thick, cv2.LINE_AA, tipLength=0.15)
