"""Measures of one leg in the air and the other on the floor. In: a body. Out: values by name.

In a side view the landmarker takes one leg for the other and back again while they pass. But the
leg in the air is easy to tell: its heel is higher. So these measures ask for the free leg and the
planted one, not for left and right, and ignore the side that is asked for.
"""

from functools import partial

from stabiel import geometry
from stabiel.anatomy import (
    SIDES,
    Part,
    Reason,
    Side,
)
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures.measure import Measure, MeasureSetting, Unit

_IN_THE_AIR = MeasureSetting(
    "free_leg",
    "in_the_air_tl",
    "tl",
    "a leg is in the air if its heel is at least this far over the line from shoulder to hip",
    -0.5,
    1.0,
)
_HIP = (Part.SHOULDER, Part.HIP, Part.KNEE)
_KNEE = (Part.HIP, Part.KNEE, Part.ANKLE)


def _over_trunk(body: Body, leg: Side, part: Part) -> float:
    """Height over the near side's line from shoulder to hip, torso lengths."""
    shoulder, hip = body.point(Part.SHOULDER, body.near), body.point(Part.HIP, body.near)
    point = body.point(part, leg, whichever=True)
    return geometry.height_over_line(point, shoulder, hip) / body.torso_px


def _legs(body: Body, in_the_air_tl: float) -> list[Side]:
    """Return the legs whose heel is visible, the higher one last."""
    seen: list[tuple[float, Side]] = []
    for side in SIDES:
        try:
            seen.append((_over_trunk(body, side, Part.HEEL), side))
        except UnseenError:
            continue
    # A single heel near the floor may or may not be the higher one.
    if not seen or (len(seen) == 1 and seen[0][0] < in_the_air_tl):
        raise UnseenError(Reason.HIDDEN)
    return [side for _, side in sorted(seen)]


def _planted(body: Body, in_the_air_tl: float) -> Side:
    """Return the leg on the floor; if both are found in the air, that leg was not found."""
    legs = _legs(body, in_the_air_tl)
    if len(legs) < len(SIDES) or _over_trunk(body, legs[0], Part.HEEL) >= in_the_air_tl:
        raise UnseenError(Reason.HIDDEN)
    return legs[0]


def _angle(
    parts: tuple[Part, Part, Part], body: Body, side: Side, *, in_the_air_tl: float
) -> float:
    leg = _legs(body, in_the_air_tl)[-1]
    points = [
        body.point(part, body.near if part is Part.SHOULDER else leg, whichever=True)
        for part in parts
    ]
    return geometry.angle_deg(*points)


def _heel_over_trunk(body: Body, side: Side, *, in_the_air_tl: float) -> float:
    return _over_trunk(body, _legs(body, in_the_air_tl)[-1], Part.HEEL)


def _planted_leg_shift(body: Body, side: Side, *, in_the_air_tl: float) -> float:
    """How far the planted leg is from its own start: its knee or its ankle, whichever moved less.

    Neither moves in the picture without the other: a knee between a hip and a foot that stay has
    only one place. When one leg passes the other, the landmarker drags the planted knee along by up
    to 0.4 torso lengths in rendered clips, while the foot stays within 0.15.
    """
    start = body.at_start()
    leg, before = _planted(body, in_the_air_tl), _planted(start, in_the_air_tl)
    hips = body.point(Part.HIP, body.near) - start.point(Part.HIP, body.near)
    shifts = []
    for part in (Part.KNEE, Part.ANKLE):
        moved = body.point(part, leg, whichever=True) - start.point(part, before, whichever=True)
        shifts += [geometry.distance(moved, moved * 0), geometry.distance(moved, hips)]
    return min(shifts) / start.torso_px


_WHICH = (
    "the leg: the one with the higher heel. If only one heel is visible, it must be in the air, "
    "or else nothing is measured. A mix-up of left and right changes nothing"
)


def _free(compute: object, unit: Unit, meaning: str, limb: tuple[Part, ...] = ()) -> Measure:
    return Measure(
        compute,  # type: ignore[arg-type]
        unit,
        meaning,
        limb,
        decides=_WHICH,
        settings=(_IN_THE_AIR,),
    )


FREE_LEG: dict[str, Measure] = {
    "free_hip_deg": _free(
        partial(_angle, _HIP), "deg", "shoulder-hip-knee of the leg in the air", _HIP
    ),
    "free_knee_deg": _free(
        partial(_angle, _KNEE), "deg", "hip-knee-ankle of the leg in the air", _KNEE
    ),
    "free_heel_tl": _free(
        _heel_over_trunk, "tl", "heel of the leg in the air over the shoulder-hip line"
    ),
    "planted_leg_shift_tl": Measure(
        _planted_leg_shift,
        "tl",
        "knee and ankle of the leg on the floor away from its own start",
        decides="the leg: the one with the lower heel; if it is in the air too, or only one heel "
        "is visible, nothing is measured. Of its knee and its ankle the one that moved less, in "
        "the picture or against the near hip, whichever is less",
        settings=(_IN_THE_AIR,),
    ),
}
