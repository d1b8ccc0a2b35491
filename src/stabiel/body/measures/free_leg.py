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
from stabiel.body.measures.measure import Measure

# Heel over the line from shoulder to hip: on the floor about -0.2, in the air 0.2 and more.
IN_THE_AIR_TL = 0.1
_HIP = (Part.SHOULDER, Part.HIP, Part.KNEE)
_KNEE = (Part.HIP, Part.KNEE, Part.ANKLE)


def _over_trunk(body: Body, leg: Side, part: Part) -> float:
    """Height over the near side's line from shoulder to hip, torso lengths."""
    shoulder, hip = body.point(Part.SHOULDER, body.near), body.point(Part.HIP, body.near)
    point = body.point(part, leg, whichever=True)
    return geometry.height_over_line(point, shoulder, hip) / body.torso_px


def _legs(body: Body) -> list[Side]:
    """Return the legs whose heel is visible, the higher one last."""
    seen: list[tuple[float, Side]] = []
    for side in SIDES:
        try:
            seen.append((_over_trunk(body, side, Part.HEEL), side))
        except UnseenError:
            continue
    # A single heel near the floor may or may not be the higher one.
    if not seen or (len(seen) == 1 and seen[0][0] < IN_THE_AIR_TL):
        raise UnseenError(Reason.HIDDEN)
    return [side for _, side in sorted(seen)]


def _planted(body: Body) -> Side:
    """Return the leg on the floor; if both are found in the air, that leg was not found."""
    legs = _legs(body)
    if len(legs) < len(SIDES) or _over_trunk(body, legs[0], Part.HEEL) >= IN_THE_AIR_TL:
        raise UnseenError(Reason.HIDDEN)
    return legs[0]


def _angle(parts: tuple[Part, Part, Part], body: Body, side: Side) -> float:
    leg = _legs(body)[-1]
    points = [
        body.point(part, body.near if part is Part.SHOULDER else leg, whichever=True)
        for part in parts
    ]
    return geometry.angle_deg(*points)


def _heel_over_trunk(body: Body, side: Side) -> float:
    return _over_trunk(body, _legs(body)[-1], Part.HEEL)


def _planted_leg_shift(body: Body, side: Side) -> float:
    """How far the planted leg is from its own start: its knee or its ankle, whichever moved less.

    Neither moves in the picture without the other: a knee between a hip and a foot that stay has
    only one place. When one leg passes the other, the landmarker drags the planted knee along by up
    to 0.4 torso lengths in rendered clips, while the foot stays within 0.15.
    """
    start = body.at_start()
    leg, before = _planted(body), _planted(start)
    hips = body.point(Part.HIP, body.near) - start.point(Part.HIP, body.near)
    shifts = []
    for part in (Part.KNEE, Part.ANKLE):
        moved = body.point(part, leg, whichever=True) - start.point(part, before, whichever=True)
        shifts += [geometry.distance(moved, moved * 0), geometry.distance(moved, hips)]
    return min(shifts) / start.torso_px


FREE_LEG: dict[str, Measure] = {
    "free_hip_deg": Measure(
        partial(_angle, _HIP), "deg", "shoulder-hip-knee of the leg in the air", _HIP
    ),
    "free_knee_deg": Measure(
        partial(_angle, _KNEE), "deg", "hip-knee-ankle of the leg in the air", _KNEE
    ),
    "free_heel_tl": Measure(
        _heel_over_trunk, "tl", "heel of the leg in the air over the shoulder-hip line"
    ),
    "planted_leg_shift_tl": Measure(
        _planted_leg_shift, "tl", "knee and ankle of the leg on the floor away from its own start"
    ),
}
