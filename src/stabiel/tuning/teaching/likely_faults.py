"""Faults that a learned exercise may have. In: what a demonstration shows. Out: offers with limits.

Each is one of the kinds of faults. A limit is that of the exercises that come with stabiel, which
was measured on many people, or further if the demonstration itself needs it. What the demonstration
does itself is never offered as a fault.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from stabiel.anatomy import Part, Side, other_side
from stabiel.body.measures import MEASURES
from stabiel.coach.noise import noise_of
from stabiel.exercises.values import Attitude, Limb
from stabiel.tuning.teaching.comparison import ComparedMeasure
from stabiel.tuning.teaching.excursions import Excursion
from stabiel.tuning.teaching.limits_from import TargetLimits, rounded
from stabiel.tuning.teaching.measured_sides import MeasuredSides
from stabiel.tuning.teaching.working_sides import Sides
from stabiel.wording.catalogue import in_both
from stabiel.wording.language import Text

# Those that are in the file unless the user chooses otherwise.
USUAL = frozenset({"too_small", "too_fast", "left_position"})
# A way that takes less than this share of the shortest one shown is too fast; nobody is asked for
# more than the second number, or less than the third, seconds.
TOO_FAST_SHARE, TOO_FAST_AT_MOST_S, TOO_FAST_AT_LEAST_S = 0.5, 1.0, 0.4
# A target that was held for so long can sink: by this share of the way.
HELD_AT_TARGET_S, SAG_SHARE = 1.5, 0.2


@dataclass(frozen=True)
class LikelyFault:
    """A fault that is offered.

    Attributes:
        id: its name in the file.
        data: as in an exercise file.
        shown: the furthest value in the demonstration; None if it is not about a value.
        measure: what it watches; None for tempo.
    """

    id: str
    data: dict[str, Any]
    shown: float | None = None
    measure: str | None = None

    @property
    def name(self) -> Text:
        """What it is called."""
        return Text.model_validate(self.data["name"])

    @property
    def say(self) -> Text:
        """What is said to correct it."""
        return Text.model_validate(self.data["say"])

    @property
    def usual(self) -> bool:
        """Whether it is chosen unless the user says otherwise."""
        return self.id in USUAL


@dataclass(frozen=True)
class _Watched:
    """Something that should keep still or straight: a measure, its limit and when it is watched."""

    id: str
    measure: str
    of: Limb
    above: bool
    limit: float
    for_s: float
    towards: str | None
    attitudes: tuple[Attitude, ...]
    during: Literal["always", "target"] = "always"
    only_each: bool = False
    limb: Literal["arm", "leg"] | None = None


_LYING: tuple[Attitude, ...] = ("lying", "prone", "on_side")
_ANY: tuple[Attitude, ...] = (*_LYING, "kneeling", "sitting", "standing")
# The limits of bridging.yaml, heel-slide.yaml, leg-lift.yaml, arm-reach.yaml and psoas.yaml.
_WATCHED = (
    _Watched("pelvis_lifted", "hip_lift_tl", "near", True, 0.12, 0.4, "down", _LYING),
    _Watched("head_lifted", "head_lift_tl", "near", True, 0.15, 0.4, "down", _LYING),
    _Watched(
        "other_leg_moved", "knee_shift_tl", "support", True, 0.12, 0.4, None, _LYING, only_each=True
    ),
    _Watched("foot_moved", "heel_shift_tl", "near", True, 0.15, 0.8, None, _ANY),
    _Watched("weight_shifted", "weight_shift_tl", "near", True, 0.15, 0.4, None, ("kneeling",)),
    _Watched(
        "knee_bent",
        "knee_angle_deg",
        "working",
        False,
        140.0,
        0.4,
        "straight",
        _ANY,
        "target",
        limb="leg",
    ),
    _Watched(
        "elbow_bent",
        "elbow_angle_deg",
        "working",
        False,
        140.0,
        0.4,
        "straight",
        _ANY,
        "target",
        limb="arm",
    ),
    _Watched(
        "trunk_bent", "trunk_lean_deg", "near", True, 36.0, 0.5, "up", ("standing", "sitting")
    ),
)


def watched_faults(
    seen: MeasuredSides,
    repetitions: Sequence[Excursion],
    sides: Sequence[Side],
    *,
    kind: Sides,
    attitude: Attitude,
    followed: str,
) -> Iterator[LikelyFault]:
    """Yield what should keep still or straight, as far as the demonstration keeps it so.

    Args:
        seen: the values.
        repetitions: those that count.
        sides: the side that works in each.
        kind: whether the sides work together.
        attitude: of the start posture.
        followed: the measure that is followed already.
    """
    for each in _WATCHED:
        if attitude not in each.attitudes or each.measure == followed:
            continue
        if each.only_each and kind != "each":
            continue
        if each.limb is not None and each.limb != limb_of(followed):
            continue
        shown = _furthest(seen, repetitions, sides, each)
        if shown is None:
            continue
        noise, unit = noise_of(each.measure), MEASURES[each.measure].unit
        sign = 1.0 if each.above else -1.0
        limit = each.limit
        # So near to its limit, or beyond it, it belongs to the movement.
        if sign * (shown - limit) > -noise:
            continue
        keys = ("above", "clears_below") if each.above else ("below", "clears_above")
        clears = limit - sign * max(noise, 4.0 if unit == "deg" else 0.04)
        data: dict[str, Any] = {"name": in_both("teach_fault", f"{each.id}_name").model_dump()}
        if each.during == "target":
            data["during"] = ["target"]
        data |= {"measure": each.measure}
        if each.of != "working":
            data["of"] = each.of
        data |= {keys[0]: limit, keys[1]: rounded(clears, unit), "for_s": each.for_s}
        if each.towards is not None:
            data["towards"] = each.towards
        data["say"] = in_both("teach_fault", f"{each.id}_say").model_dump()
        yield LikelyFault(each.id, data, shown, each.measure)


def limb_of(measure: str) -> Literal["arm", "leg"] | None:
    """Return whether a measure is about an arm or a leg; None for the trunk and the head."""
    parts = set(MEASURES[measure].limb)
    if parts & {Part.WRIST, Part.ELBOW}:
        return "arm"
    return "leg" if parts & {Part.KNEE, Part.ANKLE, Part.HEEL} else None


def _furthest(
    seen: MeasuredSides, repetitions: Sequence[Excursion], sides: Sequence[Side], each: _Watched
) -> float | None:
    """Return the value that is nearest to the limit; None if it is mostly not visible."""
    found: list[float] = []
    for repetition, side in zip(repetitions, sides, strict=True):
        limb = {"working": side, "support": other_side(side), "near": seen.rest.near}[each.of]
        span = (repetition.start_s, repetition.end_s)
        if each.during == "target":
            span = (repetition.target_from_s, repetition.target_until_s)
        values = seen.within(each.measure, limb, *span)
        if len(values):
            found.append(float(np.quantile(values, 0.95 if each.above else 0.05)))
    if len(found) * 2 <= len(repetitions):
        return None
    return max(found) if each.above else min(found)


def too_small(limits: TargetLimits) -> LikelyFault:
    """Return the fault of a movement that missed its target."""
    data = {
        "name": in_both("teach_fault", "too_small_name").model_dump(),
        "attempt": {"peak_between": sorted((limits.small_from, limits.limit))},
        "say": in_both("teach_fault", "too_small_say").model_dump(),
        "not_counted": in_both("teach_fault", "too_small_not_counted").model_dump(),
    }
    return LikelyFault("too_small", data)


def too_fast(ways_s: Sequence[float]) -> Iterator[LikelyFault]:
    """Yield the fault of a way that is much faster than those shown.

    Args:
        ways_s: how long each way out and back took, seconds.
    """
    if not ways_s:
        return
    least_s = min(TOO_FAST_AT_MOST_S, TOO_FAST_SHARE * min(ways_s))
    if least_s < TOO_FAST_AT_LEAST_S:
        return
    data = {
        "name": in_both("teach_fault", "too_fast_name").model_dump(),
        "phase": "either",
        "shorter_than_s": round(least_s, 2),
        "say": in_both("teach_fault", "too_fast_say").model_dump(),
    }
    yield LikelyFault("too_fast", data, min(ways_s))


def sinks(each: ComparedMeasure, repetitions: Sequence[Excursion]) -> Iterator[LikelyFault]:
    """Yield the fault of a target that is held and sinks."""
    held_s = min(one.target_until_s - one.target_from_s for one in repetitions)
    if held_s < HELD_AT_TARGET_S:
        return
    unit, noise = MEASURES[each.measure].unit, noise_of(each.measure)
    by = max(SAG_SHARE * each.way, 2.5 * noise)
    data = {
        "name": in_both("teach_fault", "sinking_name").model_dump(),
        "sags": {"by": rounded(by, unit), "steady_within": rounded(max(by / 2, noise), unit)},
        "for_s": 1.0,
        "say": in_both("teach_fault", "sinking_say").model_dump(),
    }
    yield LikelyFault("sinking", data, None, each.measure)
