"""All that decides the pixels and the truth of one clip.

In and out: `Clip`, a frozen value. Also the cameras, lights and people that clips are made of.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from samples.studio.blanket import Blanket
from samples.studio.scene import Camera, Light, Panel, Point, Room, Sensor
from samples.studio.shapes import Shape
from samples.studio.timeline import Movement
from samples.studio.wardrobe import Outfit


@dataclass(frozen=True)
class Clip:
    """An exercise, a person, a room with a camera, and the things that happen in it."""

    name: str
    exercise: str
    movements: tuple[Movement, ...]
    seed: int = 0
    body: str = "woman"
    shape: Shape | None = None  # None: the body of that name; else `body` only names the person
    outfit: Outfit = field(default_factory=Outfit)
    rest_hip_deg: float = 128.0
    feet_apart_m: float = 0.16
    arms_deg: float = 24.0  # how far the arms lie from the trunk
    blanket: Blanket | None = None
    camera: Camera = field(default_factory=Camera)
    light: Light = field(default_factory=Light)
    room: Room = field(default_factory=Room)
    sensor: Sensor = field(default_factory=Sensor)
    conditions: tuple[str, ...] = ()
    frame_rate_hz: float = 25.0
    variable_rate: bool = False
    lead_in_s: float = 1.5
    lead_out_s: float = 1.0
    before_s: float = 0.0  # getting into position
    after_s: float = 0.0  # getting up
    knocked_at_s: float | None = None
    passer_by_at_s: float | None = None
    chair_at: tuple[float, float] | None = None
    cat_at: tuple[float, float] | None = None


@dataclass(frozen=True)
class Person:
    """A body, its colors and its resting hip angle."""

    body: str
    outfit: Outfit
    rest_hip_deg: float = 128.0


RED, BLUE, GREEN = (0.55, 0.06, 0.07), (0.05, 0.14, 0.45), (0.06, 0.30, 0.14)
WHITE, GRAY, BLACK = (0.62, 0.62, 0.60), (0.20, 0.20, 0.21), (0.02, 0.02, 0.025)
NAVY, YELLOW, PINK = (0.03, 0.05, 0.13), (0.65, 0.45, 0.05), (0.60, 0.22, 0.30)

PEOPLE: dict[str, Person] = {
    "anna": Person("woman", Outfit("light", "brown", RED, NAVY)),
    "bram": Person("man", Outfit("light", "blond", BLUE, GRAY, None, "short", "short", 0.7)),
    "chloe": Person(
        "woman-dark", Outfit("dark", "black", YELLOW, BLACK, None, "none", "long"), 124.0
    ),
    "daan": Person("man-dark", Outfit("dark", "black", WHITE, BLACK, GRAY, "short", "long", 0.6)),
    "emi": Person("woman-slim", Outfit("tan", "black", GREEN, GRAY, WHITE, "long", "long"), 132.0),
    "finn": Person("man-slim", Outfit("tan", "black", RED, NAVY, None, "none", "short", 0.4)),
    "greta": Person(
        "woman-heavy", Outfit("light", "blond", PINK, BLACK, BLACK, "short", "long", 0.8), 131.0
    ),
    "henk": Person(
        "man-heavy", Outfit("brown", "black", GRAY, BLUE, WHITE, "short", "short", 0.9), 130.0
    ),
    "ida": Person("woman-older", Outfit("light", "gray", BLUE, GRAY, WHITE, "long", "long", 0.5)),
    "jan": Person("man-older", Outfit("tan", "gray", WHITE, NAVY, BLACK, "short", "long", 0.5)),
}

#: The middle of the space that a person needs in each exercise: along the mat, height.
MIDDLE_M = {
    "leg-lift": (0.05, 0.42),
    "heel-slide": (0.14, 0.24),
    "supine-start": (0.14, 0.24),
    "single-leg-cycle": (0.06, 0.42),
    "knees-to-chest": (-0.02, 0.32),
    "piriformis": (-0.02, 0.32),
    "knee-fallout": (0.04, 0.15),
    "torsion": (0.0, 0.10),
    "leg-reach": (0.08, 0.34),
    "childs-pose": (-0.02, 0.26),
    "psoas": (0.05, 0.80),
}
USUAL_MIDDLE_M = (0.0, 0.30)

DOOR = Panel(-1.6, -0.7, 0.0, 2.0, (0.42, 0.36, 0.28))
POSTER = Panel(-0.4, 0.6, 1.3, 1.9, (0.10, 0.15, 0.30))
SHELF = Panel(0.8, 1.8, 0.9, 2.1, (0.75, 0.80, 0.85))
ROOMS = (
    Room(),
    Room((0.45, 0.42, 0.38), (0.55, 0.60, 0.62), (0.32, 0.12, 0.30), (DOOR,)),
    Room((0.20, 0.13, 0.08), (0.75, 0.70, 0.55), (0.42, 0.42, 0.44), (POSTER,)),
    Room((0.30, 0.32, 0.34), (0.40, 0.48, 0.40), (0.55, 0.30, 0.08), (SHELF,)),
)

WINDOW = Panel(-1.5, 1.5, 0.5, 2.3, (1.6, 1.6, 1.6))
DIM = Light(exposure=0.30)
BACKLIT = Light(
    key_from=(0.1, 0.8, 0.55),
    key=(0.85, 0.85, 0.85),
    fill_from=(0.5, 0.7, 0.5),
    fill=(0.30, 0.30, 0.32),
    ambient=(0.15, 0.16, 0.17),
)


def camera_for(exercise: str, view: str, *, from_y: float = -1.0, size: float = 1.0) -> Camera:
    """The usual camera of a view. `from_y` is -1 or 1; `size` scales the distance."""
    x, height = MIDDLE_M.get(exercise, USUAL_MIDDLE_M)
    target: Point = (x, 0.0, height)
    if exercise == "psoas":
        size *= 1.35
    if view == "side":
        position: Point = (x, 2.35 * size * from_y, 0.60 if exercise != "psoas" else 0.85)
    elif view == "high":
        position = (x + 0.05, 1.75 * size * from_y, 1.95 * size)
    elif view == "oblique":
        position = (x + 1.45 * size, 1.75 * size * from_y, 1.10)
    else:
        position = (x - 2.5 * size, 0.35 * from_y, 1.25)
    fov = 52.0 if view in ("high", "side") else 48.0
    return Camera(position, target, fov, view=view)


def portrait(camera: Camera) -> Camera:
    """The same camera held upright, from further away so that the person fits."""
    x, y, z = camera.position
    away = (x * 1.2, y * 1.45, z * 1.35)
    return replace(camera, position=away, width_px=480, height_px=640, field_of_view_deg=40.0)
