"""The icon as pictures. In: a size. Out: PNG, ICO for Windows, ICNS for macOS.

It is the drawing of `web/pages/icon.svg`, whose numbers are repeated here: OpenCV draws no SVG.
"""

import struct
from collections.abc import Sequence
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray

from stabiel.drawing.tokens import ICON_GROUND, ICON_JOINT, ICON_LINE, as_rgb

# The drawing is in units of 1/64 of its width, as in the SVG file.
UNITS = 64
CORNER = 14
GREEN, WHITE, AMBER = as_rgb(ICON_GROUND), as_rgb(ICON_LINE), as_rgb(ICON_JOINT)
PATH = ((10, 46), (24, 46), (38, 26), (46, 46), (54, 46))
STROKE = 6
JOINT, JOINT_RADIUS = (38, 26), 6
# Drawn so many times larger and made smaller, which smooths the edges.
_OVER = 4
# OpenCV draws with this many binary digits after the point.
_SHIFT = 4
_ICO_SIZES_PX = (16, 32, 48, 256)
# The types of ICNS that hold a PNG of this size.
_ICNS_TYPES = {"ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024}


def svg() -> bytes:
    """Return the icon as the SVG file of the pages."""
    return files("stabiel").joinpath("web", "pages", "icon.svg").read_bytes()


def drawn(size_px: int) -> NDArray[np.uint8]:
    """Return the icon as a (size, size, 4) RGBA picture; the corners are transparent."""
    side = size_px * _OVER
    scale = side / UNITS
    picture = np.zeros((side, side, 3), np.uint8)
    picture[:] = GREEN
    points = np.array([[_fixed(value * scale) for value in point] for point in PATH], np.int32)
    width = max(1, round(STROKE * scale))
    cv2.polylines(picture, [points], False, WHITE, width, cv2.LINE_AA, _SHIFT)
    for point in points:  # round ends and corners
        cv2.circle(
            picture, point.tolist(), _fixed(STROKE * scale / 2), WHITE, -1, cv2.LINE_AA, _SHIFT
        )
    center = [_fixed(value * scale) for value in JOINT]
    cv2.circle(picture, center, _fixed(JOINT_RADIUS * scale), AMBER, -1, cv2.LINE_AA, _SHIFT)
    whole = np.dstack([picture, _rounded_square(side, CORNER * scale)])
    return np.asarray(cv2.resize(whole, (size_px, size_px), interpolation=cv2.INTER_AREA), np.uint8)


def _fixed(value: float) -> int:
    return round(value * (1 << _SHIFT))


def _rounded_square(side: int, radius: float) -> NDArray[np.uint8]:
    """Return a (side, side) mask: 255 inside a square with round corners."""
    places = np.arange(side) + 0.5
    # How far a row or column is inside the strip in which the corners are round.
    into = np.maximum(0.0, np.maximum(radius - places, places - (side - radius)))
    inside = np.hypot(into[:, None], into[None, :]) <= radius
    return np.where(inside, 255, 0).astype(np.uint8)


def png(size_px: int) -> bytes:
    """Return the icon as a PNG file."""
    done, encoded = cv2.imencode(".png", cv2.cvtColor(drawn(size_px), cv2.COLOR_RGBA2BGRA))
    assert done
    return bytes(encoded)


def ico(sizes_px: Sequence[int] = _ICO_SIZES_PX) -> bytes:
    """Return the icon as an ICO file, with a PNG for each size (Windows Vista and later)."""
    pictures = [png(size_px) for size_px in sizes_px]
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    entries, content = b"", b""
    for size_px, picture in zip(sizes_px, pictures, strict=True):
        side = size_px % 256  # 0 stands for 256
        entries += struct.pack(
            "<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), at + len(content)
        )
        content += picture
    return head + entries + content


def icns() -> bytes:
    """Return the icon as an ICNS file, with a PNG for each size (macOS 10.7 and later)."""
    parts = b""
    for kind, size_px in _ICNS_TYPES.items():
        picture = png(size_px)
        parts += kind.encode("ascii") + struct.pack(">I", 8 + len(picture)) + picture
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts
