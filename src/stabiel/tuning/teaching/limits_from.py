"""Limits from one demonstration. In: start, target and noise. Out: numbers for an exercise file.

They come from how far apart start and target are and how noisy the measure is, not from the one
body alone. The shares are those of the seven movements that come with stabiel: against their sample
clips they ask for 0.58 to 0.84 of the way (in the middle 0.74), and call the first 0.2 of it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from stabiel.anatomy import View
from stabiel.body.measures import MEASURES
from stabiel.body.measures.measure import Unit
from stabiel.coach.noise import noise_of
from stabiel.tuning.teaching.comparison import ComparedMeasure

# The value to reach: this share of the way from start to target. Half movements of random people
# end at 0.42 to 0.55 of theirs, whole ones at 0.96 and more (`samples.studio.crowd`).
TARGET_SHARE = 0.7
# A joint that is straight may read more or less than this; nobody must be straighter.
STRAIGHT_DEG = 180.0
# A straight joint reads 145 to 180, so 150 is asked for (exercises/README.md): of a joint that is
# shown as straight as this.
ASKED_STRAIGHT, SURELY_STRAIGHT = 150.0, 162.0
# Not if that is less than this share of the way, because the joint is nearly straight at the start.
STRAIGHT_LEAST_SHARE = 0.6
# So far from the own start is back, and so far it must go from there at least.
BACK_SHARE, FROM_START_SHARE = 0.2, 0.4
# The same two shares for a length. The starts of people differ by as much as they move, so the
# absolute limit only leaves what is back at the start that was shown.
LENGTH_SHARES = (BACK_SHARE, 0.65)
# From its own start to the nearest limit there are at least so many noises.
BACK_NOISES, RELEASED_NOISES, RELEASED_SHARE = 3.0, 2.5, 0.12
# At rest the hips of other people differ by 26 degrees (bridging.yaml: 119 to 145), knees too, and
# a measure is off by 7. So others may start, and an own check is, as far from what was shown.
OTHERS_DEG = 33.0
# How far other starts may be from this one: away from the target, and towards it as a share of the
# way. Towards it angles have `OTHERS_DEG`, because whoever shows it may be the one who starts
# furthest away; but nobody starts at the target.
AWAY: dict[Unit, float] = {"deg": 40.0, "tl": 0.45}
TOWARDS_SHARE: dict[Unit, float] = {"deg": 0.45, "tl": 0.8}
# Obliquely from the feet a straight hip reads 154 to 169, and 160 is asked for (bridging.yaml).
STRAIGHT_OBLIQUE_DEG = 160.0
# Too small is what goes further than this share of the way and misses the target.
SMALL_SHARE = 0.3
# What else must be there at the target: this share of its way, which is less than is asked of the
# followed measure, so that it never decides alone whether a movement was large enough.
CHECK_SHARE = 0.5


@dataclass(frozen=True)
class TargetLimits:
    """The limits of a movement, in the unit of the measure that it follows.

    Attributes:
        plausible: where starts can be.
        back_within, from_start, released_after: as in an exercise file.
        limit: the value to reach.
        upwards: whether the measure rises to it.
        small_from: what goes further than this and misses the limit is too small.
        why: the reason for the limit; the key of its comment.
        in_view: the value to reach in views that show the movement smaller than it is.
    """

    plausible: tuple[float, float]
    back_within: float
    limit: float
    upwards: bool
    from_start: float
    released_after: float
    small_from: float
    why: Literal["target", "target_straight", "target_corrected"] = "target"
    in_view: Mapping[View, float] = field(default_factory=dict)


def target_limits(
    each: ComparedMeasure, *, view: View = View.SIDE, at_least: float | None = None
) -> TargetLimits:
    """Return the limits of a movement that is followed by a measure.

    Args:
        each: what the measure says of the demonstration.
        view: of most of the demonstration.
        at_least: a value that is further than what did not count; None if all did.
    """
    unit = MEASURES[each.measure].unit
    target = min(each.target, STRAIGHT_DEG) if each.measure in _STRAIGHTENS else each.target
    way, noise = target - each.start, noise_of(each.measure)
    size, sign = abs(way), 1.0 if way > 0 else -1.0
    # Heights start elsewhere with each body: there the way from the own start decides.
    absolute, from_start = LENGTH_SHARES if unit == "tl" else (TARGET_SHARE, FROM_START_SHARE)
    limit = each.start + absolute * way
    why: Literal["target", "target_straight", "target_corrected"] = "target"
    if _is_straight(each) and (ASKED_STRAIGHT - each.start) / way >= STRAIGHT_LEAST_SHARE:
        limit, why = ASKED_STRAIGHT, "target_straight"
    if at_least is not None and sign * at_least > sign * limit:
        limit, why = at_least, "target_corrected"
    ends = (
        each.start - sign * AWAY[unit],
        each.start + sign * _towards(unit, size, abs(limit - each.start)),
    )
    back = max(BACK_SHARE * size, BACK_NOISES * noise)
    return TargetLimits(
        plausible=(rounded(min(ends), unit), rounded(max(ends), unit)),
        back_within=rounded(back, unit),
        limit=rounded(limit, unit),
        upwards=way > 0,
        from_start=rounded(max(from_start * size, back + 2 * noise), unit),
        released_after=rounded(max(RELEASED_SHARE * size, RELEASED_NOISES * noise), unit),
        small_from=rounded(each.start + SMALL_SHARE * way, unit),
        why=why,
        in_view=_obliquely(each, limit) if view is View.SIDE and why == "target" else {},
    )


def _towards(unit: Unit, way: float, to_limit: float) -> float:
    """Return how much nearer to the target than the one shown a start can be."""
    share = TOWARDS_SHARE[unit] * way
    return share if unit == "tl" else min(max(share, OTHERS_DEG), to_limit)


def _obliquely(each: ComparedMeasure, limit: float) -> dict[View, float]:
    """Return what is asked of a hip seen obliquely that is shown straight from the side."""
    straightens = each.measure in _STRAIGHTENS and each.upwards
    is_less = each.target >= SURELY_STRAIGHT and limit > STRAIGHT_OBLIQUE_DEG
    return {View.OBLIQUE: STRAIGHT_OBLIQUE_DEG} if straightens and is_less else {}


_STRAIGHTENS = ("hip_extension_deg",)
_BECOMES_STRAIGHT = ("knee_angle_deg", "hip_angle_deg", "elbow_angle_deg", "free_knee_deg")


def _is_straight(each: ComparedMeasure) -> bool:
    """Return whether a joint surely becomes straight in every repetition."""
    straight = float(min(each.seen)) >= SURELY_STRAIGHT
    return each.measure in _BECOMES_STRAIGHT and each.upwards and straight


def check_data(each: ComparedMeasure, share: float = CHECK_SHARE) -> dict[str, Any]:
    """Return the limit of a check that something has gone a share of its way."""
    value = rounded(each.start + share * (each.target - each.start), MEASURES[each.measure].unit)
    return {"measure": each.measure, "at_least" if each.upwards else "at_most": value}


def rounded(value: float, unit: Unit) -> float:
    """Return a limit as it is written: whole degrees, hundredths of a torso length."""
    return float(round(value)) if unit == "deg" else round(value, 2)
