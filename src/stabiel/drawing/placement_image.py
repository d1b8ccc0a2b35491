"""The drawing of the camera's place as a picture. In: `Drawing`. Out: an RGB image, or a file."""

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from stabiel.drawing.lettering import Color, Image
from stabiel.drawing.placement import Area, Disc, Drawing, PlacementStroke, Shape
from stabiel.drawing.placement_svg import GROUND, LIGHT, Colors, placement_svg
from stabiel.errors import OutputError, UsageError
from stabiel.geometry import FloatArray

BOLD = 600
# cv2 draws without smoothing between pixels: drawn this much larger, edges and ends are smooth.
_FINER = 3
PNG_WIDTH_PX = 960


def placement_image(drawing: Drawing, width_px: int, colors: Colors = LIGHT) -> Image:
    """Return the drawing as a (height, width, 3) RGB image of this width.

    Args:
        drawing: what to draw.
        width_px: of the image; its height follows.
        colors: as `#rrggbb`, for a light or a dark ground.
    """
    height_px = round(width_px * drawing.height / drawing.width)
    scale = _FINER * width_px / drawing.width
    canvas = np.full((_FINER * height_px, _FINER * width_px, 3), _rgb(colors[GROUND]), np.uint8)
    for shape in drawing.shapes:
        _draw(canvas, shape, scale, _rgb(colors[shape.role]))
    smooth: Image = cv2.resize(canvas, (width_px, height_px), interpolation=cv2.INTER_AREA)
    return smooth


def save_placement(drawing: Drawing, path: Path) -> None:
    """Write the drawing on a light ground, as SVG or as PNG by the ending of the name.

    Raises:
        UsageError: the name ends otherwise.
        OutputError: it cannot be written.
    """
    kind = path.suffix.lower()
    if kind == ".svg":
        data = placement_svg(drawing).encode()
    elif kind == ".png":
        bgr = cv2.cvtColor(placement_image(drawing, PNG_WIDTH_PX), cv2.COLOR_RGB2BGR)
        data = cv2.imencode(".png", bgr)[1].tobytes()
    else:
        raise UsageError(f"{path}: a drawing is a file that ends in .svg or .png.")
    try:
        path.write_bytes(data)
    except OSError as error:
        raise OutputError(
            f"{path}: the drawing cannot be written ({error.strerror}); choose another name."
        ) from error


def _rgb(color: str) -> Color:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _draw(canvas: Image, shape: Shape, scale: float, color: Color) -> None:
    if isinstance(shape, PlacementStroke):
        thick = max(1, round(scale * shape.width))
        for start, end in pairwise(scale * shape.points):
            for part in _dashes(start, end, 3 * thick) if shape.dashed else [(start, end)]:
                cv2.line(canvas, _at(part[0]), _at(part[1]), color, thick, cv2.LINE_AA)
    elif isinstance(shape, Area):
        points = np.round(scale * shape.points).astype(np.int32)
        cv2.fillPoly(canvas, [points], color, cv2.LINE_AA)
    elif isinstance(shape, Disc):
        center = _at(scale * shape.center)
        cv2.circle(canvas, center, round(scale * shape.radius), color, -1, cv2.LINE_AA)
    else:
        size, font = round(scale * shape.size), cv2.FontFace("sans")
        cv2.putText(canvas, shape.words, _at(scale * shape.at), color, font, size, BOLD)


def _at(point: FloatArray) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def _dashes(
    start: FloatArray, end: FloatArray, length: float
) -> list[tuple[FloatArray, FloatArray]]:
    count = max(2, int(np.linalg.norm(end - start) / length))
    step = (end - start) / count
    return [(start + dash * step, start + (dash + 1) * step) for dash in range(0, count, 2)]
