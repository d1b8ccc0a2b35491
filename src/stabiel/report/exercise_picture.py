"""A small picture of an exercise. In: an exercise. Out: PNG or JPEG bytes.

It is the exercise's own picture, the rendered one of its target, a frame of its clip, or a drawing
of its start posture.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from stabiel.drawing.placement import placement
from stabiel.drawing.placement_image import placement_image
from stabiel.drawing.placement_svg import GROUND, LIGHT, Colors
from stabiel.drawing.tokens import PICTURE_GROUND, PICTURE_MAT, as_rgb, color
from stabiel.errors import VideoError
from stabiel.exercises.library import Library
from stabiel.exercises.pictures import rendered_picture
from stabiel.video.frame import Image
from stabiel.video.reader import VideoFile
from stabiel.wording.language import Language

_PICTURE_PX, _DRAWN_PX = 480, 960
# Width to height of the rendered pictures, and the free share around a drawn person.
_RATIO, _AIR = 1.6, 0.08
_OF_THE_PERSON = ("mat", "edge", "person", "far")
_COLORS: Colors = LIGHT | {
    GROUND: PICTURE_GROUND, "mat": PICTURE_MAT, "edge": PICTURE_MAT, "person": color("good"),
    "far": color("edge"),
}  # fmt: skip
# A clip is looked at this far: the samples show the whole exercise within 20 s.
_MOST_S = 30.0
# Every so many frames: a target is held for longer than a quarter of a second.
_EVERY = 6
# Large enough to tell a raised pelvis from a lying one, small enough not to see noise.
_COARSE_PX = (96, 72)


def exercise_picture(name: str, library: Library, language: Language) -> bytes:
    """Return a picture of an exercise, at most 480 pixels wide.

    Args:
        name: the id of the exercise.
        library: all exercises.
        language: of the drawing.
    """
    for path in (library.picture(name), rendered_picture(library, name, "target")):
        if path is not None and (kept := _own_picture(path)) is not None:
            return kept
    clip = library.clip(name)
    if clip is not None and (still := _still(clip, clip.stat().st_mtime_ns)) is not None:
        return still
    return _drawing(name, library, language)


def _own_picture(path: Path) -> bytes | None:
    """Return a picture as a small JPEG, None if it cannot be read."""
    try:
        bgr = cv2.imread(str(path))
    except cv2.error:  # larger than OpenCV reads
        return None
    return None if bgr is None else _jpeg(bgr)


@lru_cache(maxsize=64)
def _still(clip: Path, _changed_ns: int) -> bytes | None:
    """Return the frame that differs most from the first: the target, since a clip begins at rest.

    None if the clip cannot be read.
    """
    first: np.ndarray | None = None
    best, most = None, -1.0
    try:
        with VideoFile(clip) as video:
            for index, frame in enumerate(video.frames()):
                if frame.time_s > _MOST_S:
                    break
                if index % _EVERY:
                    continue
                coarse = cv2.resize(frame.image, _COARSE_PX, interpolation=cv2.INTER_AREA)
                seen = coarse.astype(np.int32)
                first = seen if first is None else first
                if (differs := float(np.abs(seen - first).sum())) > most:
                    best, most = frame.image.copy(), differs
    except VideoError:
        return None
    return None if best is None else _jpeg(cv2.cvtColor(best, cv2.COLOR_RGB2BGR))


def _drawing(name: str, library: Library, language: Language) -> bytes:
    exercise = library.book[name]
    drawn = placement(exercise, library.book.posture(exercise), language)
    # The person on the mat alone: where the camera stands is a drawing of its own.
    shapes = tuple(each for each in drawn.shapes if each.role in _OF_THE_PERSON)
    image = placement_image(replace(drawn, shapes=shapes), _DRAWN_PX, _COLORS)
    there = (image != image[0, 0]).any(axis=2)
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    image = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = image.shape[:2]
    # In the shape of the rendered pictures, with the same air around the person.
    wide = round((1 + 2 * _AIR) * max(width, height * _RATIO))
    canvas = np.full((round(wide / _RATIO), wide, 3), as_rgb(_COLORS[GROUND]), np.uint8)
    top, left = (canvas.shape[0] - height) * 2 // 3, (wide - width) // 2
    canvas[top : top + height, left : left + width] = image
    small = (_PICTURE_PX, round(_PICTURE_PX / _RATIO))
    rgb = cv2.resize(canvas, small, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))[1])


def _jpeg(bgr: Image) -> bytes:
    height, width = bgr.shape[:2]
    scale = min(1.0, _PICTURE_PX / max(width, height))
    size = (max(1, round(scale * width)), max(1, round(scale * height)))
    small = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", small)[1])
