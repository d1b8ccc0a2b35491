"""Draws where the camera stands. In: an exercise and its posture. Out: `Drawing`, shapes.

The drawing shows the mat, the person in the start posture, and the camera on its stand, to scale: x
along the mat, y away from the viewer, z up, in meters, in parallel projection. A camera at the side
stands behind the mat, so that it hides nobody. Nothing is painted here:
`stabiel.drawing.placement_svg` and `stabiel.drawing.placement_image` paint the shapes.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from stabiel.exercises.model import Exercise, Figure, Posture
from stabiel.geometry import FloatArray
from stabiel.wording.catalogue import text
from stabiel.wording.language import Language

ShapeRole = Literal[
    "mat", "edge", "person", "far", "stand", "camera", "keys", "lens", "sight", "words"
]

WIDTH, HEIGHT = 640.0, 400.0
MARGIN = 24.0
WORDS_SIZE = 21.0
# Letters per line: a bold letter of a wide system font is 14 pixels wide at this size.
LETTERS_A_LINE = 40

# Segment lengths after Winter, Biomechanics and Motor Control of Human Movement, for a person of
# 1.70 m, in meters. The widths are chosen for looks.
TRUNK, THIGH, SHIN, ARM, FOOT, HEAD = 0.50, 0.42, 0.42, 0.58, 0.16, 0.20
TRUNK_WIDE, THIGH_WIDE, SHIN_WIDE, ARM_WIDE, FOOT_WIDE = 0.20, 0.14, 0.10, 0.08, 0.08
HEAD_RADIUS = 0.11
FAR_SIDE = 0.14

MAT_LONG, MAT_DEEP = 1.85, 0.62
# What the camera stands on: the height and the width of its top, in meters.
STANDS = {"floor": (0.0, 0.0), "seat": (0.45, 0.40), "table": (0.75, 0.70)}
# Distance of the camera from the middle of the mat, or from its end, in meters. Rendered side views
# are good from 2.35 meters; from 1.5 meters the feet are cut off. A camera on a table at 1.2 meters
# looks down by 37 degrees: from 36 degrees on, the body's widths are those of a view from high
# (`stabiel.body.body.SIDE_VIEW_BELOW`).
AWAY = {"side": 2.35, "high": 1.2, "front": 2.35}
SCREEN_WIDE, SCREEN_HIGH, KEYS_DEEP, LENS_RADIUS = 0.36, 0.27, 0.24, 0.03

# A meter away from the viewer is drawn this far to the right and up, in meters.
DEPTH = np.array([0.42, 0.34])


@dataclass(frozen=True, slots=True)
class Polyline:
    """A line through points (n, 2) with round ends; `width` has the unit of the points."""

    points: FloatArray
    width: float
    role: ShapeRole
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled polygon (n, 2)."""

    points: FloatArray
    role: ShapeRole


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle; `center` is (2,)."""

    center: FloatArray
    radius: float
    role: ShapeRole


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; `at` (2,) is the left end of its baseline."""

    words: str
    at: FloatArray
    size: float
    role: ShapeRole = "words"


DrawnShape = Polyline | Polygon | Disc | TextLine


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order of painting, in pixels of `width` by `height`, y down.

    `words` describes the drawing in a sentence.
    """

    width: float
    height: float
    shapes: tuple[DrawnShape, ...]
    words: str


def placement(exercise: Exercise, posture: Posture, language: Language) -> Drawing:
    """Return the drawing of where the camera stands for an exercise."""
    person = list(_person(posture.figure))
    middle = _middle(person)
    camera = exercise.camera
    shapes = [*_mat(middle), *_camera(camera.view, camera.height, person), *person]
    words = placement_words(exercise, language)
    lines = _lines(words)
    room = HEIGHT - MARGIN - len(lines) * 1.35 * WORDS_SIZE
    written = [
        TextLine(line, np.array([MARGIN, room + (number + 1) * 1.35 * WORDS_SIZE]), WORDS_SIZE)
        for number, line in enumerate(lines)
    ]
    return Drawing(WIDTH, HEIGHT, (*_fitted(shapes, room), *written), words)


def placement_words(exercise: Exercise, language: Language) -> str:
    """Return a sentence about where the camera stands."""
    height = text("placement", exercise.camera.height, language)
    return text("placement", exercise.camera.view, language, height=height)


def without_words(drawing: Drawing) -> Drawing:
    """Return a drawing without its words, cut to what is drawn: a screen says or writes them."""
    shapes = [each for each in drawing.shapes if not isinstance(each, TextLine)]
    corners = np.concatenate([_corners(shape) for shape in shapes])
    low, high = corners.min(axis=0) - MARGIN, corners.max(axis=0) + MARGIN
    width, height = (float(each) for each in high - low)
    return Drawing(width, height, tuple(_placed(shapes, 1.0, -low)), drawing.words)


def _flat(x: float, y: float, z: float) -> FloatArray:
    """Return the place of a point of the room in the picture, (2,), in meters, y down."""
    return np.array([x + DEPTH[0] * y, -z - DEPTH[1] * y])


def _person(figure: Figure) -> Iterator[DrawnShape]:
    """Yield the person, the far limbs first, with the lowest point on the mat."""
    near = _limbs(figure, (figure.thigh_deg, figure.shin_deg, figure.foot_deg))
    far_leg = (figure.far_thigh_deg, figure.far_shin_deg, figure.far_foot_deg)
    far = near if None in far_leg else _limbs(figure, far_leg)  # type: ignore[arg-type]
    lowest = min(
        float(points[:, 1].min()) - width / 2 for points, width in [*near.values(), *far.values()]
    )
    for limbs, depth, role in ((far, FAR_SIDE, "far"), (near, 0.0, "person")):
        for name, (points, width) in limbs.items():
            if name == "trunk" and role == "far":
                continue
            flat = np.array([_flat(x, depth, z - lowest) for x, z in points])
            yield Polyline(flat, width, "far" if role == "far" else "person")
    shoulder = near["trunk"][0][-1]
    x, z = shoulder + HEAD * _towards(figure.head_deg)
    yield Disc(_flat(x, 0.0, z - lowest), HEAD_RADIUS, "person")


def _limbs(
    figure: Figure, leg_deg: tuple[float, float, float]
) -> dict[str, tuple[FloatArray, float]]:
    """Return each limb's points (n, 2), x and z in meters from the hip, and its width."""
    thigh_deg, shin_deg, foot_deg = leg_deg
    hip = np.zeros(2)
    shoulder = hip + TRUNK * _towards(figure.trunk_deg)
    knee = hip + THIGH * _towards(thigh_deg)
    ankle = knee + SHIN * _towards(shin_deg)
    toes = ankle + FOOT * _towards(foot_deg)
    return {
        "trunk": (np.array([hip, shoulder]), TRUNK_WIDE),
        "thigh": (np.array([hip, knee]), THIGH_WIDE),
        "shin": (np.array([knee, ankle]), SHIN_WIDE),
        "foot": (np.array([ankle, toes]), FOOT_WIDE),
        "arm": (np.array([shoulder, shoulder + ARM * _towards(figure.arm_deg)]), ARM_WIDE),
    }


def _towards(direction_deg: float) -> FloatArray:
    turn = math.radians(direction_deg)
    return np.array([math.cos(turn), math.sin(turn)])


def _middle(person: Iterable[DrawnShape]) -> float:
    """Return the middle of the person along the mat, in meters."""
    across = np.concatenate([_corners(shape)[:, 0] for shape in person])
    return float(across.min() + across.max()) / 2


def _mat(middle: float) -> Iterator[DrawnShape]:
    long, deep = MAT_LONG / 2, MAT_DEEP / 2
    corners = [(-long, -deep), (long, -deep), (long, deep), (-long, deep)]
    points = np.array([_flat(middle + x, y, 0.0) for x, y in corners])
    yield Polygon(points, "mat")
    yield Polyline(points[[0, 1, 2, 3, 0]], 0.012, "edge")


def _camera(view: str, height: str, person: list[DrawnShape]) -> Iterator[DrawnShape]:
    """Yield the stand, the camera on it, and lines of sight to both ends of the person."""
    top, wide = STANDS[height]
    middle, away = _middle(person), AWAY[view]
    along, depth = (middle + MAT_LONG / 2 + away, 0.0) if view == "front" else (middle, away)
    yield from _stand(along, depth, top, wide)
    ends = np.array([corner for shape in person for corner in _corners(shape)])
    longest = 1 if view == "front" else int(np.ptp(ends, axis=0).argmax())
    order = np.argsort(ends[:, longest])
    lens = _lens(view, along, depth, top)
    for end in ends[order[[0, -1]]]:
        yield Polyline(np.array([lens, end]), 0.014, "sight", dashed=True)
    yield from _laptop(view, along, depth, top)


def _laptop(view: str, along: float, depth: float, top: float) -> Iterator[DrawnShape]:
    """Yield a laptop that faces the mat: its keys, its screen, and the lens above it."""
    half = SCREEN_WIDE / 2
    faces = (-1.0, 0.0) if view == "front" else (0.0, -1.0)

    def at(across: float, ahead: float, up: float) -> FloatArray:
        x, y = along + ahead * faces[0], depth + ahead * faces[1]
        return _flat(x + across * abs(faces[1]), y + across * abs(faces[0]), top + up)

    keys = [(-half, 0.0), (half, 0.0), (half, KEYS_DEEP), (-half, KEYS_DEEP)]
    yield Polygon(np.array([at(across, ahead, 0.02) for across, ahead in keys]), "keys")
    screen = [(-half, 0.02), (half, 0.02), (half, SCREEN_HIGH), (-half, SCREEN_HIGH)]
    yield Polygon(np.array([at(across, 0.0, up) for across, up in screen]), "camera")
    yield Disc(_lens(view, along, depth, top), LENS_RADIUS, "lens")


def _lens(view: str, along: float, depth: float, top: float) -> FloatArray:
    return _flat(along, depth, top + SCREEN_HIGH - 1.6 * LENS_RADIUS)


def _stand(along: float, depth: float, top: float, wide: float) -> Iterator[DrawnShape]:
    """Yield a stool or a table, its legs first; nothing if the camera is on the floor."""
    if not top:
        return
    half, deep = wide / 2, min(wide, 0.45) / 2
    corners = [(-half, -deep), (half, -deep), (half, deep), (-half, deep)]
    for x, y in corners:
        ends = [_flat(along + x * 0.85, depth + y * 0.85, z) for z in (0.0, top)]
        yield Polyline(np.array(ends), 0.03, "stand")
    yield Polygon(np.array([_flat(along + x, depth + y, top) for x, y in corners]), "stand")


def _lines(words: str) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and len(longer) <= LETTERS_A_LINE:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _corners(shape: DrawnShape) -> FloatArray:
    """Return the (n, 2) outermost points of a shape."""
    if isinstance(shape, Disc):
        return shape.center + shape.radius * np.array([(-1, 0), (1, 0), (0, -1), (0, 1)])
    return shape.at[None] if isinstance(shape, TextLine) else shape.points


def _fitted(shapes: list[DrawnShape], room: float) -> Iterator[DrawnShape]:
    """Yield shapes in pixels that are given in meters, centered in the picture above `room`."""
    corners = np.concatenate([_corners(shape) for shape in shapes])
    low, high = corners.min(axis=0) - TRUNK_WIDE / 2, corners.max(axis=0) + TRUNK_WIDE / 2
    scale = float(min((np.array([WIDTH, room]) - MARGIN) / (high - low)))
    yield from _placed(shapes, scale, np.array([WIDTH, room]) / 2 - scale * (low + high) / 2)


def _placed(shapes: Iterable[DrawnShape], scale: float, shift: FloatArray) -> Iterator[DrawnShape]:
    """Yield shapes, without words, `scale` times as large and then moved by `shift`, (2,)."""
    for shape in shapes:
        if isinstance(shape, Polyline):
            points = scale * shape.points + shift
            yield replace(shape, points=points, width=scale * shape.width)
        elif isinstance(shape, Polygon):
            yield replace(shape, points=scale * shape.points + shift)
        elif isinstance(shape, Disc):
            center = scale * shape.center + shift
            yield replace(shape, center=center, radius=scale * shape.radius)
