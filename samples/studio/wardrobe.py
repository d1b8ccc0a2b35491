"""Clothes and colors: which part of a body's skin a garment covers, and how loosely.

In: a `Body` and an `Outfit`. Out: a `Dressed` body: the visible faces, their color and the
distance of cloth from the skin. Colors are linear RGB, 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samples.studio.bodies import CLOTH, HAIR, SIDES, SKIN, ZONES, Body

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
HAIR_STYLES = ("short", "cropped", "loose", "bun", "tail", "cap", "bald")
#: Styles that show the hair around the head; with the others it lies flat or is not there.
FULL_HAIR = ("short", "loose")

EYE_WHITE: Color = (0.80, 0.80, 0.80)

#: Distance of tights from the skin, and the largest extra distance of a loose shirt, meters.
CLOTH_THICKNESS_M = 0.006
LOOSE_M = 0.022
FOLDS_M = 0.006
#: How far a cap, and hair that is tied back, lie from the scalp.
CAP_M, TIED_M = 0.012, 0.006


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
    hair_m: float = 0.25  # length of loose hair or a tail
    hem_m: float = 0.0  # how far the shirt hangs over the trousers
    bulk_m: float = 0.0  # how far a thick sweater stands off, up to 0.05
    wide_legs_m: float = 0.0  # how far wide trousers stand off
    shoe_m: float = 0.0  # thickness of the shoes

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
    hang_m: NDArray[np.float32] | None = None  # (V,) the same for cloth that gravity pulls down


def dress(body: Body, outfit: Outfit) -> Dressed:
    """Put an outfit on a body."""
    kept, colors = [], []
    under_hem = hidden_by_hem(body, outfit.hem_m)
    for face, (zone, layer) in enumerate(zip(body.zone, body.layer, strict=True)):
        garment = outfit.shirt if under_hem[face] else outfit.color_of(ZONES[zone])
        if layer == CLOTH and garment is None:
            continue
        if layer == HAIR and outfit.hair_style not in FULL_HAIR:
            continue
        kept.append(face)
        colors.append(garment or bare_color(outfit, ZONES[zone]))
    return Dressed(
        body,
        body.faces[kept],
        np.array(colors, np.float32),
        stand_off(body, outfit.looseness) + on_top(body, outfit, under_hem),
        hang(body, outfit, under_hem),
    )


def hair_color(outfit: Outfit) -> Color:
    """The color of a person's hair."""
    return HAIR_COLORS[outfit.hair] if isinstance(outfit.hair, str) else outfit.hair


def bare_color(outfit: Outfit, zone: str) -> Color:
    """The color of a face that no garment covers."""
    if zone == "eye":
        return EYE_WHITE
    if zone == "hair" and outfit.hair_style == "cap":
        return outfit.cap
    if zone == "hair" and outfit.hair_style != "bald":
        return hair_color(outfit)
    return SKIN_TONES[outfit.skin] if isinstance(outfit.skin, str) else outfit.skin


def stand_off(body: Body, looseness: float) -> NDArray[np.float32]:
    """How far each vertex (V,) is pushed out: cloth off the skin, a loose shirt in soft folds."""
    push = np.zeros(len(body.rest), np.float32)
    cloth = np.unique(body.faces[body.layer == CLOTH])
    shirt = np.unique(body.faces[(body.layer == CLOTH) & (body.zone == ZONES.index("torso"))])
    push[cloth] = CLOTH_THICKNESS_M
    push[shirt] += looseness * (LOOSE_M + FOLDS_M * folds(body.rest[shirt]))
    push[np.unique(body.faces[body.layer == HAIR])] = 0.004
    return push


def folds(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Soft folds (N,) between -2 and 2 at points (N, 3) of the rest posture."""
    x, y, z = points.T
    waves: NDArray[np.float32] = np.sin(23.0 * z + 9.0 * x) + np.sin(31.0 * x - 17.0 * z + 13.0 * y)
    return waves


def worn_at(body: Body, *zones: str, layer: int = CLOTH) -> NDArray[np.int64]:
    """Vertices of a layer in some zones."""
    wanted = np.isin(body.zone, [ZONES.index(zone) for zone in zones])
    return np.unique(body.faces[wanted & (body.layer == layer)])


def hidden_by_hem(body: Body, hem_m: float) -> NDArray[np.bool_]:
    """Faces (F,) of the trousers over which a shirt hangs that far."""
    cloth = body.layer == CLOTH
    height = body.rest[body.faces][..., 2].mean(axis=1)
    waist = height[cloth & (body.zone == ZONES.index("torso"))].min()
    over: NDArray[np.bool_] = (
        cloth & (body.zone == ZONES.index("hips")) & (height > waist - hem_m) & (hem_m > 0)
    )
    return over


def on_top(body: Body, outfit: Outfit, under_hem: NDArray[np.bool_]) -> NDArray[np.float32]:
    """What a hem, a cap and shoes add to the distance (V,) from the skin."""
    push = np.zeros(len(body.rest), np.float32)
    hem = np.setdiff1d(body.faces[under_hem], worn_at(body, "torso"))
    push[hem] = outfit.looseness * (LOOSE_M + FOLDS_M * folds(body.rest[hem]))
    if outfit.hair_style not in (*FULL_HAIR, "bald", "cropped"):
        push[worn_at(body, "hair", layer=SKIN)] = CAP_M if outfit.hair_style == "cap" else TIED_M
    if outfit.shoes:
        push[worn_at(body, "foot")] = outfit.shoe_m
    return push


def hang(body: Body, outfit: Outfit, under_hem: NDArray[np.bool_]) -> NDArray[np.float32] | None:
    """How far thick or wide cloth is from the skin (V,), before gravity; None if there is none.

    It narrows towards collar, cuffs and waist, where such clothes fit.
    """
    if not (outfit.bulk_m or outfit.wide_legs_m or outfit.shoe_m):
        return None
    push = np.zeros(len(body.rest), np.float32)
    legs = worn_at(body, "hips", "lower_thigh", "shin")
    hip, knee = (body.head(bone, "left")[2] for bone in ("upperleg01", "lowerleg01"))
    down = np.clip((hip - body.rest[legs][:, 2]) / (hip - knee), 0.0, 1.0)
    if outfit.legs == "long":
        push[legs] = outfit.wide_legs_m * down * (1 + 0.15 * folds(body.rest[legs]))
    sweater = np.union1d(
        worn_at(body, "torso", "sleeve", "forearm"), np.unique(body.faces[under_hem])
    )
    places = body.rest[sweater]
    collar = np.clip((body.head("neck01")[2] - 0.01 - places[:, 2]) / 0.12, 0.15, 1.0)
    wrists = np.stack([body.head("wrist", side) for side in SIDES])
    to_wrist = np.linalg.norm(places[:, None] - wrists, axis=2).min(axis=1)
    # On the arms only the cuff narrows; they lie at the height of the collar in the rest posture.
    is_arm = np.isin(sweater, worn_at(body, "sleeve", "forearm"))
    fit = np.where(is_arm, np.clip(to_wrist / 0.14, 0.2, 1.0) * 0.8, collar)
    push[sweater] = np.maximum(push[sweater], outfit.bulk_m * fit * (1 + 0.12 * folds(places)))
    return push
