"""Bodies of any shape: a base and shape targets, each in some amount.

In: a `Shape`, and `bodies/shapes.npz` (see the README there). Out: a `Body`. All targets move
vertices in straight lines, so a body is the base plus the sum of amount times target.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from samples.studio.bodies import BODIES_FOLDER, Body, body_from
from samples.studio.kinematics import Array

SEXES = ("female", "male")
AGES = ("young", "old")
ETHNICITIES = ("african", "asian", "caucasian")
LEVELS = ("min", "average", "max")

#: How much the whole body grows at `height` 1: two standard deviations of stature within a sex
#: (women 6.3 cm of 162, men 6.7 of 176: Huston, Principles of Biomechanics, 2009). MakeHuman's own
#: height targets lengthen the thigh twice as much as the shin, so they are not used.
GROWTH = 0.08
#: Share of MakeHuman's `proportions` targets at -1 and 1: they move a shoulder by up to 34 mm.
PROPORTIONS = 0.6

#: Field of a Shape -> its targets, each with the amounts at -1 and at 1. A length changes by 8 %
#: of the average body's; breadths, belly and head by what looks plain but common.
DETAILS: dict[str, dict[str, tuple[float, float]]] = {
    "thigh": {"legs/measure-upperleg-height": (0.42, 0.30)},
    "shin": {"legs/measure-lowerleg-height": (0.54, 0.39)},
    "upper_arm": {"arms/measure-upperarm-length": (0.39, 0.27)},
    "forearm": {"arms/measure-lowerarm-length": (0.40, 0.28)},
    "trunk": {"torso/torso-scale-vert": (0.84, 0.35)},
    "neck": {"neck/measure-neck-height": (0.40, 0.40)},
    "shoulders": {"torso/measure-shoulder-dist": (0.93, 0.50)},
    "hips": {"hip/hip-scale-horiz": (0.45, 0.45)},
    "belly": {"stomach/stomach-pregnant": (0.40, 0.50)},
    "buttocks": {"buttocks/buttocks-volume": (0.80, 0.80)},
    "head": {
        "head/head-scale-vert": (0.35, 0.35),
        "head/head-scale-horiz": (0.45, 0.45),
        "head/head-scale-depth": (0.45, 0.45),
    },
}


@dataclass(frozen=True)
class Shape:
    """What makes a body. All but sex, ethnicity and age run from -1 to 1, 0 being average.

    `ethnicity` has the shares of the african, asian and caucasian targets; they add up to 1.
    `age` runs from 0 (about 25 years) to 1 (about 90).
    """

    sex: str = "female"
    ethnicity: tuple[float, float, float] = (0.0, 0.0, 1.0)
    age: float = 0.0
    weight: float = 0.0
    muscle: float = 0.0
    height: float = 0.0
    proportions: float = 0.0
    thigh: float = 0.0
    shin: float = 0.0
    upper_arm: float = 0.0
    forearm: float = 0.0
    trunk: float = 0.0
    neck: float = 0.0
    shoulders: float = 0.0
    hips: float = 0.0
    belly: float = 0.0
    buttocks: float = 0.0
    head: float = 0.0

    def __post_init__(self) -> None:
        """Raise ValueError for values out of their range."""
        if self.sex not in SEXES:
            raise ValueError(f"sex is one of {', '.join(SEXES)}, not {self.sex!r}")
        if min(self.ethnicity) < 0 or abs(sum(self.ethnicity) - 1) > 1e-6:
            raise ValueError(f"the shares of ethnicity must add up to 1: {self.ethnicity}")
        if not 0 <= self.age <= 1:
            raise ValueError(f"age runs from 0 to 1, not {self.age}")
        for name in ("weight", "muscle", "height", "proportions", *DETAILS):
            if abs(getattr(self, name)) > 1:
                raise ValueError(f"{name} runs from -1 to 1, not {getattr(self, name)}")


class Targets(NamedTuple):
    """The contents of `shapes.npz`; T targets, meters."""

    number: dict[str, int]  # of each target
    base: Array  # (V, 3)
    base_heads: Array  # (B, 3)
    base_fingers: Array  # (2, 3, 3)
    vertices: NDArray[np.int16]  # (T, 3, V) tenths of a millimeter
    heads: Array  # (T, B, 3)
    fingers: Array  # (T, 2, 3, 3)


@cache
def load_targets() -> Targets:
    """Read `shapes.npz`."""
    stored = np.load(BODIES_FOLDER / "shapes.npz")
    base = stored["base_m"].astype(float)
    low_and_high = np.ascontiguousarray(stored["vertices"].transpose(0, 2, 1))
    steps = low_and_high.view("<i2").reshape(len(low_and_high), 3, len(base))
    return Targets(
        {str(name): number for number, name in enumerate(stored["names"])},
        base,
        stored["base_heads_m"].astype(float),
        stored["base_fingers_m"].astype(float),
        np.cumsum(steps, axis=2, dtype=np.int16),
        stored["heads_m"].astype(float),
        stored["fingers_m"].astype(float),
    )


def amounts(shape: Shape) -> dict[str, float]:
    """Target names and how much of each a shape has."""
    parts: dict[str, float] = {}
    muscles, weights = levels(shape.muscle), levels(shape.weight)
    way, share = ("ideal" if shape.proportions > 0 else "uncommon"), abs(shape.proportions)
    for age, by_age in zip(AGES, (1 - shape.age, shape.age), strict=True):
        person = f"{shape.sex}-{age}"
        for ethnicity, by_ethnicity in zip(ETHNICITIES, shape.ethnicity, strict=True):
            parts[f"macrodetails/{ethnicity}-{person}"] = by_age * by_ethnicity
        for muscle, weight in product(LEVELS, LEVELS):
            name = f"macrodetails/universal-{person}-{muscle}muscle-{weight}weight"
            parts[name] = by_age * muscles[muscle] * weights[weight]
        average = f"{person}-averagemuscle-averageweight-{way}proportions"
        parts[f"macrodetails/proportions/{average}"] = by_age * share * PROPORTIONS
    for field, targets in DETAILS.items():
        value = getattr(shape, field)
        for target, (at_least, at_most) in targets.items():
            name = f"{target}-{'incr' if value > 0 else 'decr'}"
            parts[name] = abs(value) * (at_most if value > 0 else at_least)
    return {name: amount for name, amount in parts.items() if amount}


def levels(value: float) -> dict[str, float]:
    """The shares of the least, the average and the most, for a value from -1 to 1."""
    return {"min": max(-value, 0.0), "average": 1 - abs(value), "max": max(value, 0.0)}


def sum_of(parts: dict[str, float]) -> tuple[Array, Array, Array]:
    """Vertices (V, 3), bone heads (B, 3) and finger roots (2, 3, 3): base plus targets, meters."""
    targets = load_targets()
    chosen = [targets.number[name] for name in parts]
    share = np.array(list(parts.values()))
    moved = np.einsum("t,tiv->vi", share, targets.vertices[chosen].astype(float)) / 10_000
    return (
        targets.base + moved,
        targets.base_heads + np.einsum("t,tbi->bi", share, targets.heads[chosen]),
        targets.base_fingers + np.einsum("t,tsfi->sfi", share, targets.fingers[chosen]),
    )


@lru_cache(maxsize=16)
def body_of(shape: Shape) -> Body:
    """The body of that shape."""
    growth = 1 + GROWTH * shape.height
    vertices, heads, fingers = (part * growth for part in sum_of(amounts(shape)))
    return body_from(f"{shape.sex}-{crc32(repr(shape).encode()):08x}", vertices, heads, fingers)
