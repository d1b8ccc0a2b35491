"""Cameras at random: where a laptop or a phone may stand, also between the named views.

In: the space that an exercise needs, a random generator. Out: a `Camera`. Most stand where the app
asks for them, some further round, some high on a shelf.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from samples.studio.clip import MIDDLE_M, USUAL_MIDDLE_M
from samples.studio.scene import Camera

#: The usual camera sees this width across the picture at this distance (see `clip.camera_for`).
USUAL_DISTANCE_M, USUAL_FIELD_DEG = 2.35, 52.0
#: From laptops (60 to 78 degrees across) to phones that are cropped for video (50).
FIELD_DEG = (48.0, 76.0)
#: A view has the name whose camera it is nearer to: 45 degrees round is oblique, 48 down is high.
OBLIQUE_FROM_DEG, HIGH_FROM_DEG = 30.0, 32.0
LEAN_DEG = 3.0
#: The lunge needs its height in the picture, so the camera stands further away.
TALL = {"psoas": 1.35}
PORTRAIT_SHARE = 0.12

Range = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """Where a camera may stand: degrees round from the side, degrees down to the middle."""

    share: float
    round_deg: Range  # to the feet (+) or to the head (-)
    down_deg: Range


#: An exercise that is seen from the side: straight, a little round, high, off the feet. The app
#: asks for the first and says so where another one does not show the exercise.
FROM_THE_SIDE = (
    Place(0.74, (-18.0, 18.0), (3.0, 22.0)),
    Place(0.07, (18.0, 30.0), (4.0, 24.0)),
    Place(0.05, (-30.0, -18.0), (4.0, 24.0)),
    Place(0.09, (-20.0, 20.0), (24.0, 46.0)),
    Place(0.05, (34.0, 48.0), (16.0, 30.0)),
)
#: One that is seen from above: high, sometimes off the feet.
FROM_ABOVE = (
    Place(0.75, (-18.0, 18.0), (36.0, 52.0)),
    Place(0.25, (34.0, 48.0), (18.0, 34.0)),
)
#: Faults that only an oblique view shows.
OFF_THE_FEET = (Place(1.0, (36.0, 48.0), (18.0, 30.0)),)
#: Above this the lunge would be seen from the ceiling.
STANDING_DOWN_DEG = 24.0


def camera_of(
    exercise: str, view: str, places: tuple[Place, ...], draw: np.random.Generator
) -> Camera:
    """A camera at one of the places, at a distance from which the whole body is in the picture."""
    place = places[int(draw.choice(len(places), p=[each.share for each in places]))]
    around = np.radians(draw.uniform(*place.round_deg))
    lowest, highest = place.down_deg
    if exercise in TALL:
        lowest, highest = min(lowest, 4.0), min(highest, STANDING_DOWN_DEG)
    down = np.radians(draw.uniform(lowest, highest))
    field = float(draw.uniform(*FIELD_DEG))
    upright = bool(draw.uniform() < PORTRAIT_SHARE)
    size = float(draw.uniform(0.96, 1.2)) * TALL.get(exercise, 1.0) * (1.3 if upright else 1.0)
    away = USUAL_DISTANCE_M * size * half(USUAL_FIELD_DEG) / half(field)
    # From the feet the near end of the body is nearer than its middle.
    away *= 1.0 + 0.2 * float(np.sin(abs(around)))
    x, height = MIDDLE_M.get(exercise, USUAL_MIDDLE_M)
    target = (x + float(draw.normal(0.0, 0.04)), 0.0, height + float(draw.normal(0.0, 0.03)))
    near = -1.0 if draw.uniform() < 0.65 else 1.0
    position = (
        target[0] + away * float(np.sin(around) * np.cos(down)),
        near * away * float(np.cos(around) * np.cos(down)),
        max(target[2] + away * float(np.sin(down)), 0.2),
    )
    camera = Camera(position, target, field, float(draw.normal(0.0, LEAN_DEG)), view=view)
    camera = replace(camera, view=named_view(camera))
    return replace(camera, width_px=480, height_px=640) if upright else camera


def half(field_deg: float) -> float:
    """The tangent of half a field of view."""
    return float(np.tan(np.radians(field_deg) / 2))


def named_view(camera: Camera) -> str:
    """The name of the view that a camera is nearest to."""
    away = np.array(camera.position) - np.array(camera.target)
    down_deg = float(np.degrees(np.arctan2(away[2], np.hypot(away[0], away[1]))))
    round_deg = float(np.degrees(np.arctan2(abs(away[0]), abs(away[1]))))
    if down_deg >= HIGH_FROM_DEG:
        return "high"
    return "oblique" if round_deg >= OBLIQUE_FROM_DEG else "side"
