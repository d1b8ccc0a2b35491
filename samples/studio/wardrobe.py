"""Clothes and colors: which part of a body's skin a garment covers, and how loosely.

In: a `Body` and an `Outfit`. Out: a `Dressed` body: the visible faces, their color and the
distance of cloth from the skin. Colors are linear RGB, 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samples.studio.bodies import CLOTH, HAIR, ZONES, Body

Color = tuple[float, float, float]

SKIN_TONES: dict[str, Color] = {
    "light": (0.62, 0.40, 0.30),
    "tan": (0.45, 0.26, 0.17),
    "brown": (0.30, 0.155, 0.095),
    "dark": (0.16, 0.078, 0.047),
}
HAIR_COLORS: dict[str, Color] = {
    "black": (0.010, 0.008, 0.006),
    "brown": (0.035, 0.020, 0.012),
    "blond": (0.30, 0.20, 0.09),
    "gray": (0.30, 0.29, 0.28),
}
HAIR_STYLES = ("short", "loose", "bun", "tail", "cap", "bald")
EYE_WHITE: Color = (0.80, 0.80, 0.80)

#: Distance of tights from the skin, and the largest extra distance of a loose shirt, meters.
CLOTH_THICKNESS_M = 0.006
LOOSE_M = 0.022
FOLDS_M = 0.006


@dataclass(frozen=True)
class Outfit:
    """What a person wears. `sleeves` and `legs` are 'none', 'short' or 'long'."""

    skin: str | Color = "light"  # a name in SKIN_TONES or a color
    hair: str | Color = "brown"  # a name in HAIR_COLORS or a color
    shirt: Color = (0.55, 0.06, 0.07)
    trousers: Color = (0.03, 0.05, 0.13)
    shoes: Color | None = (0.70, 0.70, 0.70)  # None: bare feet
    sleeves: str = "short"
    legs: str = "long"
    looseness: float = 0.0  # 0 clings, 1 hangs
    hair_style: str = "short"  # one of HAIR_STYLES
    cap: Color = (0.03, 0.05, 0.13)  # of a person whose hair style is a cap
    socks: Color | None = None  # under the shoes, or instead of them
    bulk_m: float = 0.0  # how far a thick sweater stands off, up to 0.05
    wide_legs_m: float = 0.0  # how far wide trousers stand off

    def color_of(self, zone: str) -> Color | None:
        """The color of the garment over a zone, None if the skin is bare."""
        if zone == "torso":
            return self.shirt
        if zone == "sleeve":
            return self.shirt if self.sleeves != "none" else None
        if zone == "forearm":
            return self.shirt if self.sleeves == "long" else None
        if zone == "hips":
            return self.trousers
        if zone in ("lower_thigh", "shin"):
            return self.trousers if self.legs == "long" else None
        if zone == "foot":
            return self.shoes or self.socks
        return self.socks if zone == "ankle" else None


@dataclass(frozen=True)
class Dressed:
    """A body with clothes on."""

    body: Body
    faces: NDArray[np.int32]  # (F, 4)
    color: NDArray[np.float32]  # (F, 3) linear RGB
    stand_off_m: NDArray[np.float32]  # (V,) how far a vertex is pushed out along its normal


def dress(body: Body, outfit: Outfit) -> Dressed:
    """Put an outfit on a body."""
    kept, colors = [], []
    for face, (zone, layer) in enumerate(zip(body.zone, body.layer, strict=True)):
        garment = outfit.color_of(ZONES[zone])
        if layer == CLOTH and garment is None:
            continue
        if layer == HAIR and outfit.hair_style == "bald":
            continue
        kept.append(face)
        colors.append(garment or bare_color(outfit, ZONES[zone]))
    return Dressed(
        body, body.faces[kept], np.array(colors, np.float32), stand_off(body, outfit.looseness)
    )


def bare_color(outfit: Outfit, zone: str) -> Color:
    """The color of a face that no garment covers."""
    if zone == "eye":
        return EYE_WHITE
    if zone == "hair" and outfit.hair_style == "cap":
        return outfit.cap
    if zone == "hair" and outfit.hair_style != "bald":
        return HAIR_COLORS[outfit.hair] if isinstance(outfit.hair, str) else outfit.hair
    return SKIN_TONES[outfit.skin] if isinstance(outfit.skin, str) else outfit.skin


def stand_off(body: Body, looseness: float) -> NDArray[np.float32]:
    """How far each vertex (V,) is pushed out: cloth off the skin, a loose shirt in soft folds."""
    push = np.zeros(len(body.rest), np.float32)
    cloth = np.unique(body.faces[body.layer == CLOTH])
    shirt = np.unique(body.faces[(body.layer == CLOTH) & (body.zone == ZONES.index("torso"))])
    push[cloth] = CLOTH_THICKNESS_M
    x, y, z = body.rest[shirt].T
    folds = np.sin(23.0 * z + 9.0 * x) + np.sin(31.0 * x - 17.0 * z + 13.0 * y)
    push[shirt] += looseness * (LOOSE_M + FOLDS_M * folds)
    push[np.unique(body.faces[body.layer == HAIR])] = 0.004
    return push
