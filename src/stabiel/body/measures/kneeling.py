"""Measures of a body on hands and knees. In: a body. Out: values by name.

On hands and knees the floor is the line from the near knee to the near wrist in the own start (in
this frame, if the start was not seen yet), so that a tilted camera changes nothing.
"""

from functools import partial

from stabiel import geometry
from stabiel.anatomy import Part, Reason, Side, View
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures.measure import Measure, MeasureSetting
from stabiel.geometry import FloatArray
from stabiel.pose.back_outline import away_from_limbs

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
    """How far the head hangs: below its own start, or below a held head, whichever is less.

    Neither alone shows that a head hangs: a hanging head reads like some heads that are held.
    """
    start = body.at_start()
    then, now = (_above_trunk(Part.SHOULDER, Part.EAR, each, each.near) for each in (start, body))
    return min(then, held_head_deg) - now


def _along_floor(part: Part, body: Body, side: Side) -> float:
    """How far a part moved along the floor from its own start."""
    start = body.at_start()
    knee, wrist = _floor(body)
    moved = body.point(part, side) - start.point(part, side)
    return abs(float(moved @ geometry.unit(wrist - knee))) / start.torso_px


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
    "neck_above_trunk_deg": _deg(
        partial(_above_trunk, Part.SHOULDER, Part.EAR), "ear over the trunk line prolonged"
    ),
    "head_hang_deg": Measure(
        _head_hang,
        "deg",
        "ear under its own start, and under where heads are held",
        decides="below its own start or below where heads are held, whichever is less; both of "
        "the near side",
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
