"""A person at random: body, skin, hair, clothes, and how that person likes to lie.

In: a random generator. Out: a `Subject`, frozen values that a `Clip` takes. The same generator
state gives the same person.

Bodies whose proportions no adult has are drawn again: see `RANGES`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samples.studio.blanket import Blanket
from samples.studio.bodies import Body
from samples.studio.postures import supine
from samples.studio.shapes import DETAILS, ETHNICITIES, Shape, body_of
from samples.studio.stage import Stage
from samples.studio.wardrobe import Color, Outfit

#: Measures of adults that a drawn body keeps to; lengths between joints as shares of stature.
#: Stature: the 5th and 95th percentiles are 1.52 and 1.72 m for women, 1.65 and 1.87 m for men
#: (Huston, Principles of Biomechanics, 2009), here plus a standard deviation on both sides.
#: Shares: around those of Drillis and Contini (1966, in Winter, Biomechanics and Motor Control of
#: Human Movement): leg 0.491, torso 0.288, arm 0.332, thigh to shin 1.00. MakeHuman's joints lie
#: deeper in shoulder and hip, so its torso and arm are shorter by 0.02 and 0.05.
RANGES: dict[str, dict[str, tuple[float, float]]] = {
    "female": {"stature_m": (1.46, 1.79)},
    "male": {"stature_m": (1.58, 1.94)},
    "both": {
        "leg": (0.44, 0.53),
        "torso": (0.25, 0.31),
        "arm": (0.26, 0.34),
        "thigh_to_shin": (0.85, 1.12),
    },
}
DRAWS = 200
#: Knee angles in hook-lying: those of the catalogue's posture S (45 to 110) with room to move in.
REST_KNEE_DEG = (50.0, 102.0)

SKIN: dict[str, tuple[Color, ...]] = {
    "african": ((0.10, 0.045, 0.028), (0.16, 0.078, 0.047), (0.30, 0.155, 0.095)),
    "asian": ((0.58, 0.38, 0.27), (0.45, 0.26, 0.17), (0.32, 0.17, 0.105)),
    "caucasian": ((0.70, 0.48, 0.39), (0.62, 0.40, 0.30), (0.47, 0.28, 0.19)),
}
DARK_HAIR: tuple[Color, ...] = ((0.010, 0.008, 0.006), (0.020, 0.012, 0.008))
FAIR_HAIR: tuple[Color, ...] = (
    (0.035, 0.020, 0.012), (0.09, 0.05, 0.025), (0.30, 0.20, 0.09), (0.45, 0.34, 0.18),
    (0.20, 0.055, 0.018),
)  # fmt: skip
GRAY_HAIR: tuple[Color, ...] = ((0.13, 0.13, 0.13), (0.30, 0.29, 0.28), (0.62, 0.61, 0.59))
#: Shares of the hair styles, in the order of their names here.
HAIR: dict[str, dict[str, float]] = {
    "female": {"short": 22, "cropped": 5, "loose": 25, "bun": 20, "tail": 20, "cap": 6, "bald": 2},
    "male": {"short": 35, "cropped": 25, "loose": 6, "bun": 5, "tail": 4, "cap": 11, "bald": 14},
}
GRAYS: tuple[Color, ...] = ((0.012,) * 3, (0.035,) * 3, (0.10,) * 3, (0.24,) * 3, (0.70,) * 3)


@dataclass(frozen=True)
class Subject:
    """One person for one or more clips; the fields are those of `Clip`."""

    shape: Shape
    outfit: Outfit
    rest_hip_deg: float
    feet_apart_m: float
    arms_deg: float


def random_person(random: np.random.Generator) -> Subject:
    """Draw a person."""
    shape = random_shape(random)
    return Subject(
        shape,
        random_outfit(random, shape),
        rest_hip_deg=random_rest_hip(random, body_of(shape)),
        feet_apart_m=round(float(random.uniform(0.09, 0.26)), 3),
        arms_deg=round(float(random.uniform(10.0, 45.0)), 1),
    )


def random_rest_hip(random: np.random.Generator, body: Body) -> float:
    """A hip angle in hook-lying at which this body's knees are bent as the catalogue wants.

    Raises:
        RuntimeError: if no draw gives one.
    """
    for _ in range(DRAWS):
        hip_deg = round(float(random.uniform(114.0, 144.0)), 1)
        if REST_KNEE_DEG[0] <= supine.rest_knee_deg(Stage(body, hip_deg)) <= REST_KNEE_DEG[1]:
            return hip_deg
    raise RuntimeError(f"no resting hip angle in {DRAWS} draws")


def random_shape(random: np.random.Generator) -> Shape:
    """Draw a body with human proportions.

    Raises:
        RuntimeError: if no draw gives one, which means that `RANGES` and the targets do not match.
    """
    sex = ("female", "male")[int(random.integers(2))]
    ethnicity, age = random_ethnicity(random), round(float(random.beta(1.2, 1.5)), 3)
    for _ in range(DRAWS):
        details = {name: spread(random, 0.5) for name in DETAILS}
        shape = Shape(
            sex=sex,
            ethnicity=ethnicity,
            age=age,
            weight=spread(random, 0.5, 0.12),
            muscle=spread(random, 0.4),
            height=spread(random, 0.5),
            proportions=spread(random, 0.4),
            **details,
        )
        if is_human(sex, body_of(shape)):
            return shape
    raise RuntimeError(f"no body within the ranges in {DRAWS} draws")


def spread(random: np.random.Generator, deviation: float, middle: float = 0.0) -> float:
    """A number from -1 to 1, most likely near the middle."""
    return round(float(np.clip(random.normal(middle, deviation), -1.0, 1.0)), 3)


def random_ethnicity(random: np.random.Generator) -> tuple[float, float, float]:
    """Shares of the ethnic targets: mostly one of them, sometimes a mix."""
    first, second, _ = (round(float(share), 3) for share in random.dirichlet([0.35] * 3))
    return (first, second, round(1.0 - first - second, 3))


def measures(body: Body) -> dict[str, float]:
    """What is compared with `RANGES`: stature in meters, the rest as shares."""
    stature = float(np.ptp(body.rest[:, 2]))
    return {
        "stature_m": stature,
        "leg": (body.thigh_m + body.shin_m) / stature,
        "torso": body.torso_m / stature,
        "arm": (body.upper_arm_m + body.forearm_m) / stature,
        "thigh_to_shin": body.thigh_m / body.shin_m,
    }


def is_human(sex: str, body: Body) -> bool:
    """Whether a body's measures are within the ranges of adults."""
    found = measures(body)
    return all(
        low <= found[name] <= high for name, (low, high) in (RANGES["both"] | RANGES[sex]).items()
    )


def random_outfit(random: np.random.Generator, shape: Shape) -> Outfit:
    """Draw skin, hair and clothes."""
    styles = HAIR[shape.sex]
    shares = np.array(list(styles.values())) / sum(styles.values())
    shirt, trousers = random_clothes(random)
    is_bulky, has_wide_legs = random.random() < 0.22, random.random() < 0.22
    feet = str(random.choice(["bare", "socks", "shoes"], p=[0.4, 0.35, 0.25]))
    bare_arms = "long" if is_bulky else str(random.choice(["none", "short", "long"]))
    return Outfit(
        skin=random_skin(random, shape.ethnicity),
        hair=random_hair(random, shape),
        shirt=shirt,
        trousers=trousers,
        shoes=random_color(random) if feet == "shoes" else None,
        sleeves=bare_arms,
        legs="long" if has_wide_legs or random.random() < 0.65 else "short",
        looseness=round(float(random.beta(1.0, 1.3)), 3),
        hair_style=str(random.choice(list(styles), p=shares)),
        cap=random_color(random),
        socks=random_color(random) if feet == "socks" else None,
        hair_m=round(float(random.uniform(0.16, 0.42)), 3),
        hem_m=round(float(random.uniform(0.0, 0.14)), 3),
        bulk_m=round(float(random.uniform(0.02, 0.05)), 3) if is_bulky else 0.0,
        wide_legs_m=round(float(random.uniform(0.015, 0.04)), 3) if has_wide_legs else 0.0,
        shoe_m=0.008 if feet == "shoes" else 0.0,
    )


def random_blanket(random: np.random.Generator) -> Blanket:
    """A blanket that begins between the middle of the thighs and the waist."""
    return Blanket(
        random_color(random),
        above_hips_m=round(float(random.uniform(-0.2, 0.12)), 3),
        width_m=round(float(random.uniform(1.0, 1.5)), 3),
    )


def random_skin(random: np.random.Generator, ethnicity: tuple[float, float, float]) -> Color:
    """A skin color that suits the ethnicity."""
    tones = [SKIN[name][int(random.integers(3))] for name in ETHNICITIES]
    mixed = np.array(ethnicity) @ np.array(tones) * random.uniform(0.85, 1.15)
    return color_from(mixed)


def random_hair(random: np.random.Generator, shape: Shape) -> Color:
    """A hair color: gray for most of the old, fair for some of the others."""
    if random.random() < 1.4 * shape.age - 0.35:
        colors = GRAY_HAIR
    elif random.random() < shape.ethnicity[2] or random.random() < 0.08:
        colors = FAIR_HAIR
    else:
        colors = DARK_HAIR
    tone = np.array(colors[int(random.integers(len(colors)))])
    return color_from(tone * random.uniform(0.8, 1.25))


def random_clothes(random: np.random.Generator) -> tuple[Color, Color]:
    """Colors of shirt and trousers; a quarter wear one color, and of those most black."""
    if random.random() < 0.25:
        tone = GRAYS[0] if random.random() < 0.6 else random_color(random)
        return tone, color_from(np.array(tone) * random.uniform(0.8, 1.3))
    return random_color(random), random_color(random)


def random_color(random: np.random.Generator) -> Color:
    """A color of cloth: a gray from black to white, or a hue, dull or bright."""
    if random.random() < 0.45:
        tone = np.array(GRAYS[int(random.integers(len(GRAYS)))])
        return color_from(tone * random.uniform(0.7, 1.2, 3) ** 0.3)
    hue = random.dirichlet([0.6] * 3)
    light = np.exp(random.uniform(np.log(0.05), np.log(0.7)))
    return color_from(light * (0.25 + 0.75 * hue / hue.max()))


def color_from(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Color:
    """Linear RGB from three numbers, within 0 to 1."""
    red, green, blue = (round(float(value), 4) for value in np.clip(values, 0.004, 0.9))
    return (red, green, blue)
