"""What tells the repetitions that count from those that do not. In: values. Out: a limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stabiel.anatomy import Side, other_side
from stabiel.body.measures import MEASURES
from stabiel.coach.noise import noise_of
from stabiel.exercises.values import Limb
from stabiel.tuning.teaching.comparison import ONLY_TELLS, TRUST, ComparedMeasure
from stabiel.tuning.teaching.excursions import Excursion
from stabiel.tuning.teaching.limits_from import rounded
from stabiel.tuning.teaching.measured_sides import MeasuredSides

# Good and bad repetitions are this many noises apart, or else nothing tells them apart.
APART = 1.5


@dataclass(frozen=True)
class ToldApart:
    """What tells good repetitions from the others.

    Attributes:
        measure, limb: what differs.
        limit: a value between both, in the unit of the measure.
        good_above: whether the good ones have larger values.
        apart: how far the nearest two are apart, in units of the noise.
    """

    measure: str
    limb: Limb
    limit: float
    good_above: bool
    apart: float

    @property
    def check(self) -> dict[str, Any]:
        """The check that good repetitions meet, as in an exercise file."""
        unit = MEASURES[self.measure].unit
        found: dict[str, Any] = {"measure": self.measure}
        if self.limb != "working":
            found["of"] = self.limb
        return found | {"at_least" if self.good_above else "at_most": rounded(self.limit, unit)}


def told_apart(
    seen: MeasuredSides,
    good: Mapping[int, Excursion],
    bad: Mapping[int, Excursion],
    sides: Mapping[int, Side],
) -> ToldApart | None:
    """Return what differs most between repetitions that count and those that do not.

    Args:
        seen: the values.
        good, bad: the repetitions, by number.
        sides: the side that works in each.

    Returns:
        None if nothing tells all of them apart.
    """
    found = []
    for name in TRUST | ONLY_TELLS:
        for limb in ("working", "support"):
            each = _between(
                name, limb,
                _values(seen, name, limb, good, sides), _values(seen, name, limb, bad, sides),
            )  # fmt: skip
            if each is not None:
                found.append(each)
    return max(
        found, key=lambda each: each.apart * (TRUST | ONLY_TELLS)[each.measure], default=None
    )


def _values(
    seen: MeasuredSides,
    name: str,
    limb: Limb,
    repetitions: Mapping[int, Excursion],
    sides: Mapping[int, Side],
) -> list[float]:
    found = []
    for number, each in repetitions.items():
        side = sides[number] if limb == "working" else other_side(sides[number])
        values = seen.within(name, side, each.target_from_s, each.target_until_s)
        found.append(float(np.median(values)) if len(values) else float("nan"))
    return found


def _between(
    name: str, limb: Limb, good: Sequence[float], bad: Sequence[float]
) -> ToldApart | None:
    if np.isnan(good).any() or np.isnan(bad).any():
        return None
    noise = noise_of(name)
    above, below = min(good) - max(bad), min(bad) - max(good)
    apart = max(above, below) / noise
    if apart < APART:
        return None
    ends = (min(good), max(bad)) if above > below else (min(bad), max(good))
    return ToldApart(name, limb, sum(ends) / 2, above > below, apart)


def least_of_good(followed: ComparedMeasure, bad: Sequence[float]) -> float | None:
    """Return a value of the followed measure that only the good ones reach; None if none is.

    Args:
        followed: what it says of the good repetitions.
        bad: its values at the targets of the others; NaN if not visible.
    """
    sign = 1.0 if followed.upwards else -1.0
    others = [sign * value for value in bad if not np.isnan(value)]
    if len(others) < len(bad) or not others:
        return None
    least = float(np.min(sign * followed.seen))
    if least - max(others) < APART * noise_of(followed.measure):
        return None
    return sign * (least + max(others)) / 2
