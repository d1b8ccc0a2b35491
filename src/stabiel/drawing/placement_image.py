"""Paints the drawing of the camera's place as pixels. In: `Drawing`. Out: an RGB image, a file."""

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from stabiel.drawing.lettering import Color
from stabiel.drawing.placement import Disc, Drawing, DrawnShape, Polygon, Polyline
from stabiel.drawing.placement_svg import GROUND, LIGHT, Colors, placement_svg
from stabiel.drawing.tokens import as_rgb
from stabiel.drawing.typeface import drawn_font
from stabiel.errors import OutputError, UsageError
from stabiel.geometry import FloatArray
from stabiel.video.frame import Image

BOLD = 600
# OpenCV rounds places to whole pixels. A drawing this much larger, then shrunk, has smooth edges.
_FINER = 3
PNG_WIDTH_PX = 960


def placement_image(drawing: Drawing, width_px: int, colors: Colors = LIGHT) -> Image:
    """Return the drawing as a (height, width, 3) RGB image of this width.

    Args:
        drawing: the shapes to paint.
        width_px: the width of the image; the height follows from it.
        colors: as `#rrggbb`, for a light or a dark background.
    """
    height_px = round(width_px * drawing.height / drawing.width)
    scale = _FINER * width_px / drawing.width
    canvas = np.full((_FINER * height_px, _FINER * width_px, 3), as_rgb(colors[GROUND]), np.uint8)
    for shape in drawing.shapes:
        _draw(canvas, shape, scale, as_rgb(colors[shape.role]))
    smooth: Image = cv2.resize(canvas, (width_px, height_px), interpolation=cv2.INTER_AREA)
    return smooth


def save_placement(drawing: Drawing, path: Path) -> None:
    """Write the drawing on a light background, as SVG or PNG by the ending of the file name.

    Raises:
        UsageError: the name has another ending.
        OutputError: the file cannot be written.
    """
    kind = path.suffix.lower()
    if kind == ".svg":
        data = placement_svg(drawing).encode()
    elif kind == ".png":
        bgr = cv2.cvtColor(placement_image(drawing, PNG_WIDTH_PX), cv2.COLOR_RGB2BGR)
        data = cv2.imencode(".png", bgr)[1].tobytes()
    else:
        raise UsageError(f"{path}: the name of a drawing must end in .svg or .png.")
    try:
        path.write_bytes(data)
    except OSError as error:
        raise OutputError(
            f"{path}: the drawing cannot be written ({error.strerror}); choose another name."
        ) from error


def _draw(canvas: Image, shape: DrawnShape, scale: float, color: Color) -> None:
    if isinstance(shape, Polyline):
        thick = max(1, round(scale * shape.width))
        for start, end in pairwise(scale * shape.points):
            for part in _dashes(start, end, 3 * thick) if shape.dashed else [(start, end)]:
                cv2.line(canvas, _at(part[0]), _at(part[1]), color, thick, cv2.LINE_AA)
    elif isinstance(shape, Polygon):
        points = np.round(scale * shape.points).astype(np.int32)
        cv2.fillPoly(canvas, [points], color, cv2.LINE_AA)
    elif isinstance(shape, Disc):
        center = _at(scale * shape.center)
        cv2.circle(canvas, center, round(scale * shape.radius), color, -1, cv2.LINE_AA)
    else:
        size, font = round(scale * shape.size), drawn_font(BOLD)
        cv2.putText(canvas, shape.words, _at(scale * shape.at), color, font, size, BOLD)


def _at(point: FloatArray) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def _dashes(
    start: FloatArray, end: FloatArray, length: float
) -> list[tuple[FloatArray, FloatArray]]:
    count = max(2, int(np.linalg.norm(end - start) / length))
    step = (end - start) / count
    return [(start + dash * step, start + (dash + 1) * step) for dash in range(0, count, 2)]
