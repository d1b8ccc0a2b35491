"""Measures of a body on hands and knees. In: a body. Out: values by name.

On hands and knees the floor is the line from the near knee to the near wrist in the own start (in
this frame, if the start was not seen yet), so that a tilted camera changes nothing.
"""

import math
from functools import partial

import numpy as np

from stabiel import geometry
from stabiel.anatomy import Part, Reason, Side, View
from stabiel.body.body import VISIBILITY_FLOOR, Body, UnseenError
from stabiel.body.measures.measure import Measure, MeasureSetting
from stabiel.geometry import FloatArray
from stabiel.pose.back_outline import away_from_limbs

# Landmarks of the head that do not come in pairs, or of which both are needed.
_NOSE, _EARS = 0, (7, 8)
# From between the ears to the nose: 0.11 to 0.19 torso lengths in heads that are seen from the
# side, on 19 real recordings and 8 rendered ones. A face turned to the camera by 60 degrees has
# half of it, and a mistake of 0.02 would then be 14 degrees.
_FACE_SEEN_TL = 0.08

_HELD_HEAD = MeasureSetting(
    "head_hang_deg",
    "held_head_deg",
    "deg",
    "a head is held down to here, against the extended line of the trunk",
    -90.0,
    90.0,
)


def _floor(body: Body) -> tuple[FloatArray, FloatArray]:
    base = body.start or body
    return base.point(Part.KNEE, base.near), base.point(Part.WRIST, base.near)


def _to_floor(upper: Part, lower: Part, body: Body, side: Side) -> float:
    """Angle between a limb and the floor line, 0 to 90 degrees."""
    knee, wrist = _floor(body)
    limb = body.point(lower, side) - body.point(upper, side)
    angle = geometry.angle_deg(limb, limb * 0, wrist - knee)
    return min(angle, 180.0 - angle)


def _knee_below_trunk(body: Body, side: Side) -> float:
    shoulder, hip = body.point(Part.SHOULDER, side), body.point(Part.HIP, side)
    return -geometry.height_over_line(body.point(Part.KNEE, side), shoulder, hip) / body.torso_px


def _above_trunk(start: Part, end: Part, body: Body, side: Side) -> float:
    """Signed angle of a limb over the trunk line prolonged beyond the joint `start`."""
    other = Part.HIP if start is Part.SHOULDER else Part.SHOULDER
    joint, origin = body.point(start, side), body.point(other, side)
    limb, line = body.point(end, side) - joint, joint - origin
    angle = geometry.angle_deg(limb, limb * 0, line)
    above = geometry.height_over_line(body.point(end, side), origin, joint)
    return angle if above > 0 else -angle


def _head_hang(body: Body, side: Side, *, held_head_deg: float) -> float:
    """How far the head hangs: the least of what three things say.

    The ear is below its own start, and below a held head, and the face is turned down from its own
    start. A hanging head reads like some heads that are held, and in some bodies the ear of a held
    head sinks by 20 degrees within a second, with the face as it was.
    """
    start = body.at_start()
    then, now = (_above_trunk(Part.SHOULDER, Part.EAR, each, each.near) for each in (start, body))
    turned = _face_forward(start, side) - _face_forward(body, side)
    return min(then - now, held_head_deg - now, turned)


def _face_forward(body: Body, side: Side) -> float:
    """Where the face looks: 0 across the trunk, away from the back; 90 along it, past the head.

    Unlike the place of the ear, this does not depend on how long a neck is, how high the ears sit,
    or how the hair is worn. The near side's trunk counts, whichever side is asked for.
    """
    shoulder, hip = body.point(Part.SHOULDER, body.near), body.point(Part.HIP, body.near)
    return _turned(_face(body), shoulder - hip, body.point(Part.KNEE, body.near) - hip)


def _face(body: Body) -> FloatArray:
    """Return the way from between the ears to the nose, (2,) pixels."""
    body.point(Part.EAR, body.near)
    if body.pose.visibility[_NOSE] < VISIBILITY_FLOOR:
        raise UnseenError(Reason.HIDDEN)
    points = body.pose.points
    face: FloatArray = points[_NOSE] - np.mean(points[list(_EARS)], axis=0)
    if float(np.linalg.norm(face)) < _FACE_SEEN_TL * body.torso_px:
        raise UnseenError(Reason.HIDDEN)
    return face


def _turned(direction: FloatArray, along: FloatArray, down: FloatArray) -> float:
    """Angle of a direction from the normal of a line, on the side of `down`; ahead is positive."""
    ahead = geometry.unit(along)
    across = np.array([ahead[1], -ahead[0]])
    if float(down @ across) < 0:
        across = -across
    return math.degrees(math.atan2(float(direction @ ahead), float(direction @ across)))


def _floor_now(body: Body) -> tuple[FloatArray, FloatArray]:
    """Knee and wrist of this frame: hands that slide ahead stay on the floor."""
    return body.point(Part.KNEE, body.near), body.point(Part.WRIST, body.near)


def _face_to_floor(body: Body, side: Side) -> float:
    """Where the face looks: 0 straight at the floor, 90 ahead, -90 back at the knees."""
    knee, wrist = _floor_now(body)
    return _turned(_face(body), wrist - knee, knee - body.point(Part.HIP, body.near))


def _ear_over_floor(body: Body, side: Side) -> float:
    knee, wrist = _floor_now(body)
    ear = geometry.height_over_line(body.point(Part.EAR, body.near), knee, wrist)
    hip = geometry.height_over_line(body.point(Part.HIP, body.near), knee, wrist)
    return (ear if hip > 0 else -ear) / body.torso_px


def _moved(part: Part, body: Body, side: Side) -> float:
    """How far a part moved along the floor from its own start, positive towards the hands."""
    start = body.at_start()
    knee, wrist = _floor(body)
    moved = body.point(part, side) - start.point(part, side)
    return float(moved @ geometry.unit(wrist - knee)) / start.torso_px


def _along_floor(part: Part, body: Body, side: Side) -> float:
    """How far a part moved along the floor from its own start, either way."""
    return abs(_moved(part, body, side))


def _weight_shift(body: Body, side: Side) -> float:
    """How far the body moved along the floor: the middle one of hip, shoulder and ear.

    A shoulder slides when its arm reaches, a hip when its leg does, an ear when the head turns:
    none of them alone is the weight, two together are.
    """
    parts = (Part.HIP, Part.SHOULDER, Part.EAR)
    return abs(sorted(_moved(part, body, body.near) for part in parts)[1])


def _above_floor(start: Part, end: Part, body: Body, side: Side) -> float:
    """Signed angle of a limb over the floor of the own start, away from the knees' side."""
    base = body.at_start()
    knee, wrist = _floor(body)
    ahead = geometry.unit(wrist - knee)
    up = np.array([ahead[1], -ahead[0]])
    if float((base.point(Part.HIP, base.near) - knee) @ up) < 0:
        up = -up
    limb = body.point(end, side) - body.point(start, side)
    return math.degrees(math.atan2(float(limb @ up), abs(float(limb @ ahead))))


def _hip_to_ankle(body: Body, side: Side) -> float:
    hip, ankle = body.point(Part.HIP, side), body.point(Part.ANKLE, side)
    return geometry.distance(hip, ankle) / body.torso_px


def _wrist_ahead(body: Body, side: Side) -> float:
    """How far the wrist is beyond the shoulder, away from the hip, along hip-shoulder."""
    hip, shoulder = body.point(Part.HIP, side), body.point(Part.SHOULDER, side)
    ahead = (body.point(Part.WRIST, side) - shoulder) @ geometry.unit(shoulder - hip)
    return float(ahead) / body.torso_px


def _trunk_lean(body: Body, side: Side) -> float:
    """Angle of the trunk from the picture's vertical."""
    return 90.0 - geometry.tilt_deg(body.point(Part.HIP, side), body.point(Part.SHOULDER, side))


def _back_curve(body: Body, side: Side) -> float:
    """How far the back leaves the chord from hip to shoulder; positive: away from the floor.

    It is measured on the side towards the camera, whichever limb works: there is one back.
    """
    for part in (Part.SHOULDER, Part.HIP):
        body.point(part, body.near)
    if body.view is not View.SIDE:
        raise UnseenError(Reason.WRONG_VIEW)
    if body.pose.outline is None:
        raise UnseenError(Reason.OUTLINE_UNCLEAR)
    return geometry.bow(body.pose.outline, away_from_limbs(body.pose.points)) / body.torso_px


def _deg(
    compute: object, meaning: str, limb: tuple[Part, ...] = (), *, decides: str = ""
) -> Measure:
    return Measure(compute, "deg", meaning, limb, decides=decides)  # type: ignore[arg-type]


def _tl(compute: object, meaning: str, *, decides: str = "") -> Measure:
    return Measure(compute, "tl", meaning, decides=decides)  # type: ignore[arg-type]


_AGAINST_FLOOR = (
    "the floor: the line from the near knee to the near wrist in the own start, or in this frame "
    "until the start is known. Leaning forwards and backwards count alike"
)
_ALONG_FLOOR = (
    "the floor: the line from the near knee to the near wrist in the own start. Forwards and "
    "backwards count alike"
)

_ARM = (Part.SHOULDER, Part.ELBOW, Part.WRIST)
_LEG = (Part.HIP, Part.KNEE, Part.ANKLE)

KNEELING: dict[str, Measure] = {
    "trunk_slope_deg": _deg(
        partial(_to_floor, Part.SHOULDER, Part.HIP),
        "trunk against the floor",
        decides=_AGAINST_FLOOR,
    ),
    "thigh_to_floor_deg": _deg(
        partial(_to_floor, Part.HIP, Part.KNEE), "thigh against the floor", decides=_AGAINST_FLOOR
    ),
    "arm_to_floor_deg": _deg(
        partial(_to_floor, Part.SHOULDER, Part.WRIST),
        "arm against the floor",
        decides=_AGAINST_FLOOR,
    ),
    "knee_below_trunk_tl": _tl(_knee_below_trunk, "knee under the shoulder-hip line"),
    "arm_above_trunk_deg": _deg(
        partial(_above_trunk, Part.SHOULDER, Part.WRIST), "arm over the trunk line prolonged", _ARM
    ),
    "leg_above_trunk_deg": _deg(
        partial(_above_trunk, Part.HIP, Part.ANKLE), "leg over the trunk line prolonged", _LEG
    ),
    "leg_above_floor_deg": _deg(
        partial(_above_floor, Part.HIP, Part.ANKLE),
        "leg over a level line through the hip",
        _LEG,
        decides="the floor: the line from the near knee to the near wrist in the own start",
    ),
    "neck_above_trunk_deg": _deg(
        partial(_above_trunk, Part.SHOULDER, Part.EAR), "ear over the trunk line prolonged"
    ),
    "head_hang_deg": Measure(
        _head_hang,
        "deg",
        "ear under its own start and under where heads are held, the face turned down as well",
        decides="the ear below its own start, the ear below where heads are held, or the face "
        "turned down from its own start, whichever is least; all of the near side",
        settings=(_HELD_HEAD,),
    ),
    "hip_along_floor_tl": _tl(
        partial(_along_floor, Part.HIP), "hip along the floor from its start", decides=_ALONG_FLOOR
    ),
    "shoulder_along_floor_tl": _tl(
        partial(_along_floor, Part.SHOULDER),
        "shoulder along the floor from its start",
        decides=_ALONG_FLOOR,
    ),
    "face_forward_deg": _deg(
        _face_forward,
        "face (from the ears to the nose) turned up from the floor, against the trunk",
        decides="the near side's trunk, whichever side is asked for. A face that is turned to the "
        "camera is not measured",
    ),
    "face_to_floor_deg": _deg(
        _face_to_floor,
        "face (from the ears to the nose) turned up from the floor",
        decides="the floor: the line from the near knee to the near wrist in this frame. A face "
        "that is turned to the camera is not measured",
    ),
    "ear_over_floor_tl": _tl(
        _ear_over_floor,
        "ear over the floor",
        decides="the near side's. The floor: the line from the near knee to the near wrist in this "
        "frame",
    ),
    "weight_shift_tl": _tl(
        _weight_shift,
        "body along the floor from its start",
        decides="of the near hip, shoulder and ear the one that moved neither most nor least, "
        "along the line from the near knee to the near wrist in the own start. Forwards and "
        "backwards count alike",
    ),
    "back_curve_tl": Measure(
        _back_curve,
        "tl",
        "back line from its chord; positive: rounded",
        needs_outline=True,
        decides="the near side, whichever side is asked for. It is measured only from the side "
        "and if the outline is clear",
    ),
    "hip_to_ankle_tl": _tl(_hip_to_ankle, "hip from the ankle"),
    "wrist_ahead_tl": _tl(_wrist_ahead, "wrist beyond the shoulder, away from the hip"),
    "trunk_lean_deg": _deg(_trunk_lean, "trunk from the picture's vertical"),
}
