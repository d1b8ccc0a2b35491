"""Rooms, light and mishaps at random.

In: a clip and a random generator. Out: the clip with a room, light, a sensor, and sometimes with
one thing that makes it harder: a dim evening, a window behind, a cat, somebody who walks past.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from samples.studio.clip import Clip
from samples.studio.crowd.people import random_blanket
from samples.studio.scene import Light, Panel, Room, Sensor
from samples.studio.wardrobe import Color
from samples.studio.wide import (
    backlit,
    blurred,
    camouflaged,
    cat_in_front,
    chair_in_front,
    dim,
    getting_down,
    knocked,
    noisy,
    passer_by,
    uneven_rate,
)

Condition = Callable[[Clip], Clip]


#: How often a clip has one of them; otherwise it is an ordinary day.
CONDITIONS: dict[str, tuple[float, Condition]] = {
    "getting-down": (0.08, getting_down),
    "dim": (0.05, dim),
    "backlit": (0.04, backlit),
    "noisy": (0.03, noisy),
    "blurred": (0.03, blurred),
    "camouflage": (0.03, camouflaged),
    "passer-by": (0.03, passer_by),
    "cat": (0.02, cat_in_front),
    "chair": (0.02, chair_in_front),
    "knocked": (0.02, knocked),
    "uneven-rate": (0.05, uneven_rate),
}
#: The same for somebody who is cold.
BLANKET_SHARE = 0.02


def furnished(clip: Clip, draw: np.random.Generator) -> Clip:
    """The clip in a room of its own, under a lamp of its own."""
    return replace(
        clip,
        room=Room(wood(draw), tint(draw, 0.35, 0.8), tint(draw, 0.03, 0.6), panels(draw)),
        light=lamp(draw),
        sensor=Sensor(noise=float(draw.uniform(1.0, 4.0)), blur_px=float(draw.uniform(0.4, 0.9))),
    )


def with_condition(clip: Clip, draw: np.random.Generator) -> Clip:
    """The clip on an ordinary day, or with one thing that makes it harder."""
    names = ["blanket", *CONDITIONS]
    shares = [BLANKET_SHARE, *(share for share, _ in CONDITIONS.values())]
    chosen = str(draw.choice(["plain", *names], p=[1.0 - sum(shares), *shares]))
    if chosen == "blanket":
        changed = replace(clip, blanket=random_blanket(draw))
    else:
        changed = clip if chosen == "plain" else CONDITIONS[chosen][1](clip)
    return replace(changed, conditions=(chosen,))


def tint(draw: np.random.Generator, dark: float, bright: float) -> Color:
    """A color of some brightness, not far from gray."""
    red, green, blue = draw.uniform(dark, bright) * draw.uniform(0.65, 1.0, 3)
    return float(red), float(green), float(blue)


def wood(draw: np.random.Generator) -> Color:
    """A floor: boards from dark to pale, tiles, a carpet."""
    if draw.uniform() < 0.35:
        return tint(draw, 0.08, 0.6)
    bright = float(draw.uniform(0.12, 0.55))
    return bright, bright * float(draw.uniform(0.62, 0.8)), bright * float(draw.uniform(0.4, 0.6))


def panels(draw: np.random.Generator) -> tuple[Panel, ...]:
    """Up to three flat things on the wall: pictures, doors, curtains."""
    found = []
    for _ in range(int(draw.integers(0, 4))):
        left, bottom = float(draw.uniform(-2.6, 2.0)), float(draw.choice([0.0, 0.8, 1.3]))
        width, height = float(draw.uniform(0.3, 1.2)), float(draw.uniform(0.5, 1.3))
        top = min(bottom + height, 2.5)
        found.append(Panel(left, left + width, bottom, top, tint(draw, 0.05, 0.9)))
    return tuple(found)


def lamp(draw: np.random.Generator) -> Light:
    """A key light from some side, warm or cold."""
    warm = float(draw.uniform(0.85, 1.12))
    key = float(draw.uniform(0.45, 0.9))
    ambient = float(draw.uniform(0.22, 0.42))
    return Light(
        key_from=(float(draw.uniform(-0.9, 0.9)), float(draw.uniform(-0.9, 0.3)), 0.75),
        key=(key * warm, key, key / warm),
        ambient=(ambient, ambient, ambient / warm),
        exposure=float(draw.uniform(0.75, 1.1)),
    )
