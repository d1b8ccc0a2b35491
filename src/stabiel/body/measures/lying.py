"""Measures of a body on its back. In: a body. Out: heights, distances and angles by name.

Heights are over the line from shoulder to ankle, or over the floor of the own start (shoulder to
heel), so that a tilted camera changes nothing. Distances are torso lengths.
"""

import math
from contextlib import suppress
from functools import partial

import numpy as np

from stabiel import geometry
from stabiel.anatomy import SIDES, Part, Reason, Side, other_side
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures.measure import Measure
from stabiel.geometry import FloatArray

# From an ankle to the other leg's knee: 0.03 to 0.39 in figure fours (2 rendered, 1 real, both
# models), 0.52 to 1.0 with both knees up side by side (2 rendered, 2 real).
_CROSSED_TL = 0.45
# In a figure four seen from the side the crossed shin is hidden, and often found on the held one:
# both ankles, and both knees, 0.02 to 0.16 apart. Where it is itself, its ankle is 0.38 off.
_SAME_SHIN_TL = 0.2
# Hands beside a body that bridges are 0.01 to 0.6 under the line from shoulder to ankle, most 0.2
# (14 bodies, both models); behind the head or on the belly 0.07 to 0.46 over it (2 recordings).
_HANDS_UNDER_LINE_TL = 0.2
# Both knees on the belly read 52 to 66 (8 rendered bodies, both models), a figure four 71 to 89;
# between them and below, the ankles tell.
_OFF_BELLY_DEG = 68.0
# Hips that are folded alike read 0 to 13 degrees apart, with one foot on the floor 98 to 103 (6
# rendered bodies, both models).
_ONE_LEG_DEG = 50.0


def _over_body_line(body: Body, side: Side, point: FloatArray) -> float:
    shoulder, ankle = body.point(Part.SHOULDER, side), body.point(Part.ANKLE, side)
    return geometry.height_over_line(point, shoulder, ankle) / body.torso_px


def _body_line_tilt(body: Body, side: Side) -> float:
    return geometry.tilt_deg(body.point(Part.SHOULDER, side), body.point(Part.ANKLE, side))


def _start_floor_height(part: Part, body: Body, side: Side) -> float:
    """How far a part has risen from its place in the own start, across that start's floor."""
    start = body.at_start()
    heel, shoulder = start.point(Part.HEEL, side), start.point(Part.SHOULDER, side)
    moved = body.point(part, side) - start.point(part, side)
    return float(moved @ geometry.upward_normal(shoulder, heel)) / start.torso_px


def _foot_lift(body: Body, side: Side) -> float:
    """Rise of heel or toe, whichever is less: a foot on its toes or heel is on the floor."""
    return min(_start_floor_height(part, body, side) for part in (Part.HEEL, Part.TOE))


def _pelvis_rise(body: Body, side: Side) -> float:
    """How far the hip has risen from its own start, more than the shoulder.

    A camera in somebody's hand moves both.
    """
    hip, shoulder = (_start_floor_height(part, body, side) for part in (Part.HIP, Part.SHOULDER))
    return hip - shoulder


def _foot_height(body: Body, side: Side) -> float:
    """Height of a foot over the near side's line from shoulder to ankle.

    It is that of heel or toe, whichever is less: a foot on its toes or heel is on the floor.
    """
    shoulder, ankle = (body.point(part, body.near) for part in (Part.SHOULDER, Part.ANKLE))
    foot = [body.point(part, side) for part in (Part.HEEL, Part.TOE)]
    return min(geometry.height_over_line(each, shoulder, ankle) for each in foot) / body.torso_px


def _knee_gap(body: Body, side: Side) -> float:
    """How much further apart the knees are than the hips, both in the picture."""
    knees, hips = (
        geometry.distance(*(body.point(part, each) for each in SIDES))
        for part in (Part.KNEE, Part.HIP)
    )
    return (knees - hips) / body.torso_px


def _pelvis_tilt(body: Body, side: Side) -> float:
    """How much one hip is higher than the other, across the line of the shoulders."""
    shoulders = [body.point(Part.SHOULDER, each) for each in SIDES]
    upward = geometry.upward_normal(*shoulders)
    left, right = (body.point(Part.HIP, each) for each in SIDES)
    return abs(float((left - right) @ upward)) / body.torso_px


def _height(part: Part, body: Body, side: Side) -> float:
    return _over_body_line(body, side, body.point(part, side))


def _shift(part: Part, body: Body, side: Side) -> float:
    """How far a part is from its place in the own start, in any direction.

    It is measured against the picture and against the shoulder, and the smaller value counts: a
    bumped camera moves the whole body, and a body that shifts a little has not moved its foot.
    """
    start = body.at_start()
    moved = body.point(part, side) - start.point(part, side)
    trunk = body.point(Part.SHOULDER, side) - start.point(Part.SHOULDER, side)
    return min(float(np.linalg.norm(moved)), geometry.distance(moved, trunk)) / start.torso_px


def _feet_shift(body: Body, side: Side) -> float:
    """How far both feet have moved together from the own start.

    That is the shift of the heel that moved less, or of the middle of both, whichever is less: a
    foot that moves alone, or feet that part, are not feet that move together.
    """
    start = body.at_start()
    left, right = (body.point(Part.HEEL, each) - start.point(Part.HEEL, each) for each in SIDES)
    trunk = body.point(Part.SHOULDER, body.near) - start.point(Part.SHOULDER, body.near)
    shifts = (
        float(np.linalg.norm(moved - ground))
        for ground in (0.0 * trunk, trunk)
        for moved in (left, right, (left + right) / 2)
    )
    return min(shifts) / start.torso_px


def _over_trunk(part: Part, body: Body, side: Side) -> float:
    """Height over the line from shoulder to hip, both of which lie on the floor."""
    shoulder, hip = body.point(Part.SHOULDER, side), body.point(Part.HIP, side)
    return geometry.height_over_line(body.point(part, side), shoulder, hip) / body.torso_px


def _thigh_gap(body: Body, side: Side) -> float:
    """Angle between the directions of both thighs."""
    thighs = [body.point(Part.KNEE, each) - body.point(Part.HIP, each) for each in SIDES]
    return geometry.angle_deg(thighs[0], thighs[0] * 0, thighs[1])


def _gap(part: Part, body: Body, side: Side) -> float:
    left, right = (body.point(part, each) for each in SIDES)
    return geometry.distance(left, right) / body.torso_px


def _feet_parted(body: Body, side: Side) -> float:
    """How much further apart the ankles are than in the own start."""
    return _gap(Part.ANKLE, body, side) - _gap(Part.ANKLE, body.at_start(), side)


def _ankle_off_knee(body: Body, side: Side) -> float:
    """How far an ankle is from the other leg's knee, for the leg with the smaller distance.

    In a figure four the landmarker often mixes up the legs, so both are measured.
    """
    gaps = [
        geometry.distance(body.point(Part.ANKLE, each), body.point(Part.KNEE, other_side(each)))
        for each in SIDES
    ]
    return min(gaps) / body.torso_px


def _crossed_ankle(body: Body, side: Side) -> float:
    """As `_ankle_off_knee`, unless one shin lies on the other: then it is the same leg twice."""
    if all(_gap(part, body, side) < _SAME_SHIN_TL for part in (Part.KNEE, Part.ANKLE)):
        raise UnseenError(Reason.COPIES_NEAR_LIMB)
    return _ankle_off_knee(body, side)


def _wider_hip(body: Body, side: Side) -> float:
    """The larger of both hip angles; that of the near side if the other is not visible."""
    angles = [_hip(body, body.near)]
    with suppress(UnseenError):
        angles.append(_hip(body, other_side(body.near)))
    return max(angles)


def _hip(body: Body, side: Side) -> float:
    parts = [body.point(part, side) for part in (Part.SHOULDER, Part.HIP, Part.KNEE)]
    return geometry.angle_deg(*parts)


def _hips_apart(body: Body, side: Side) -> float:
    """How much wider one hip angle is than the other; both legs must be seen."""
    return abs(_hip(body, body.near) - _hip(body, other_side(body.near)))


def _folded_hip(body: Body, side: Side) -> float:
    """The near hip angle; that of the other leg if it alone is folded.

    Two legs that are folded alike read up to 13 degrees apart, and then the near one is surer.
    """
    near = _hip(body, body.near)
    with suppress(UnseenError):
        far = _hip(body, other_side(body.near))
        return far if near - far > _ONE_LEG_DEG else near
    return near


def _curled_up(body: Body) -> float:
    """How far lifted shoulders have tipped the near trunk since the own start, degrees; 0 if not.

    Lifted shoulders close the hip, which brings no thigh to the belly.
    """
    if body.start is None:
        return 0.0
    lift = _start_floor_height(Part.SHOULDER, body, body.near)
    return math.degrees(math.asin(min(1.0, max(0.0, lift))))


def _thigh_off_belly(body: Body, side: Side) -> float:
    """The wider hip angle; 90 if an ankle is seen on the other knee, which both knees up exclude.

    Raises:
        UnseenError: the hips are bent so far that only the ankle could tell, and it is not seen.
    """
    hip = _wider_hip(body, side) + _curled_up(body)
    if hip >= _OFF_BELLY_DEG:
        return hip
    return 90.0 if _ankle_off_knee(body, side) <= _CROSSED_TL else hip


def _wrist_off_floor(body: Body, side: Side) -> float:
    """How far a wrist has risen, or is over where hands lie: it may be up from the start."""
    risen = _start_floor_height(Part.WRIST, body, side)
    return max(risen, _height(Part.WRIST, body, side) + _HANDS_UNDER_LINE_TL)


def _wrist_to_knee(body: Body, side: Side) -> float:
    knee = body.point(Part.KNEE, side)
    return geometry.distance(body.point(Part.WRIST, body.near), knee) / body.torso_px


def _wrist_to_shoulder(body: Body, side: Side) -> float:
    """How far a wrist is from its own shoulder; the elbow need not be seen."""
    ends = (body.point(part, side) for part in (Part.WRIST, Part.SHOULDER))
    return geometry.distance(*ends) / body.torso_px


def _tl(compute: object, meaning: str, *, decides: str = "") -> Measure:
    return Measure(compute, "tl", meaning, decides=decides)  # type: ignore[arg-type]


_IN_PLACE = (
    "the distance in the picture or against the shoulder, whichever is less: neither a bumped "
    "camera nor a body that shifts a little moves the {part}"
)

LYING: dict[str, Measure] = {
    "body_line_tilt_deg": Measure(
        _body_line_tilt, "deg", "shoulder-ankle line against the picture's horizontal, 0 to 90"
    ),
    "pelvis_lift_tl": _tl(partial(_height, Part.HIP), "hip over the shoulder-ankle line"),
    "knee_height_tl": _tl(partial(_height, Part.KNEE), "knee over the shoulder-ankle line"),
    "head_height_tl": _tl(partial(_height, Part.EAR), "ear over the shoulder-ankle line"),
    "wrist_height_tl": _tl(partial(_height, Part.WRIST), "wrist over the shoulder-ankle line"),
    "knee_over_trunk_tl": _tl(partial(_over_trunk, Part.KNEE), "knee over the shoulder-hip line"),
    "heel_over_trunk_tl": _tl(partial(_over_trunk, Part.HEEL), "heel over the shoulder-hip line"),
    "head_over_trunk_tl": _tl(partial(_over_trunk, Part.EAR), "ear over the shoulder-hip line"),
    "foot_lift_tl": _tl(
        _foot_lift,
        "heel or toe, the lower, above its own start",
        decides="heel or toe, whichever has risen less: a foot on its toes or on its heel is on "
        "the floor",
    ),
    "heel_lift_tl": _tl(partial(_start_floor_height, Part.HEEL), "heel above its own start"),
    "hip_lift_tl": _tl(partial(_start_floor_height, Part.HIP), "hip above its own start"),
    "pelvis_rise_tl": _tl(_pelvis_rise, "hip above its own start, more than the shoulder"),
    "foot_height_tl": _tl(
        _foot_height,
        "foot over the near shoulder-ankle line",
        decides="heel or toe, whichever is lower: a foot on its toes or on its heel is on the "
        "floor",
    ),
    "head_lift_tl": _tl(partial(_start_floor_height, Part.EAR), "ear above its own start"),
    "shoulder_lift_tl": _tl(
        partial(_start_floor_height, Part.SHOULDER), "shoulder above its own start"
    ),
    "wrist_lift_tl": _tl(partial(_start_floor_height, Part.WRIST), "wrist above its own start"),
    "wrist_off_floor_tl": _tl(
        _wrist_off_floor,
        "wrist above its own start, or over where hands lie beside the body",
        decides="whichever is more: above the own start, or over a height 0.2 tl under the "
        "shoulder-ankle line, about which hands lie, so that hands that are up from the start "
        "count",
    ),
    "heel_shift_tl": _tl(
        partial(_shift, Part.HEEL),
        "heel away from its own start",
        decides=_IN_PLACE.format(part="heel"),
    ),
    "feet_shift_tl": _tl(
        _feet_shift,
        "both heels together away from their own start",
        decides="the heel that moved less or the middle of both, in the picture or against the "
        "near shoulder, whichever is least: neither a foot that moves alone nor feet that part "
        "count",
    ),
    "knee_shift_tl": _tl(
        partial(_shift, Part.KNEE),
        "knee away from its own start",
        decides=_IN_PLACE.format(part="knee"),
    ),
    "thigh_gap_deg": Measure(_thigh_gap, "deg", "angle between the thighs in the picture"),
    "feet_parted_tl": _tl(_feet_parted, "ankles further apart than in the own start"),
    "ankle_off_knee_tl": _tl(
        _crossed_ankle,
        "nearer ankle from the other leg's knee",
        decides="the leg whose ankle is nearer to the other knee, since left and right are often "
        "mixed up in a figure four",
    ),
    "wider_hip_deg": Measure(
        _wider_hip,
        "deg",
        "shoulder-hip-knee, the larger of both sides that are seen",
        (Part.SHOULDER, Part.HIP, Part.KNEE),
        decides="the side with the larger angle; the near side if the other is not visible",
    ),
    "folded_hip_deg": Measure(
        _folded_hip,
        "deg",
        "shoulder-hip-knee of the near leg, or of the other if only that one is folded",
        (Part.SHOULDER, Part.HIP, Part.KNEE),
        decides="the near side; the other one if its angle is smaller by more than 50 degrees",
    ),
    "hips_apart_deg": Measure(
        _hips_apart,
        "deg",
        "shoulder-hip-knee of one side, wider than that of the other",
        (Part.SHOULDER, Part.HIP, Part.KNEE),
        decides="whichever side is wider; nothing is measured unless both are visible",
    ),
    "thigh_off_belly_deg": Measure(
        _thigh_off_belly,
        "deg",
        "as wider_hip_deg with the trunk on the floor; 90 if an ankle is on the other knee",
        (Part.SHOULDER, Part.HIP, Part.KNEE),
        decides="90 if the hips are bent far and an ankle is seen on the other leg's knee; if "
        "neither ankle is visible then, nothing is measured",
    ),
    "wrist_to_knee_tl": _tl(
        _wrist_to_knee, "near wrist from the knee", decides="the near wrist, for both knees"
    ),
    "wrist_to_shoulder_tl": _tl(_wrist_to_shoulder, "wrist from the shoulder of its own side"),
    "knee_gap_tl": _tl(_knee_gap, "distance of the knees more than that of the hips"),
    "pelvis_tilt_tl": _tl(
        _pelvis_tilt, "height of one hip over the other", decides="whichever hip is higher"
    ),
}
