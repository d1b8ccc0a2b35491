"""The measures an exercise file can name. In: a `Body`. Out: a value with a unit, or why not.

`MEASURES` is the whole list. Angles are degrees, distances torso lengths (tl); `side` is the
side that is judged. Heights are over a line of the body's own contact points, so that a tilted
camera changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from stabiel import geometry
from stabiel.body import Body, UnseenError
from stabiel.geometry import FloatArray
from stabiel.pose import SIDES, Part, Reason, Side

Unit = Literal["deg", "tl"]


@dataclass(frozen=True, slots=True)
class Value:
    """A measured value in the unit of its measure."""

    value: float


@dataclass(frozen=True, slots=True)
class NotVisible:
    """The picture does not show what the measure needs."""

    reason: Reason


Reading = Value | NotVisible


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure.

    Attributes:
        compute: gives the value for one side of a body, or raises `UnseenError`.
        unit: of the value.
        meaning: what it is, in a few words.
        limb: the body parts it looks at, in order, for whoever draws it.
    """

    compute: Callable[[Body, Side], float]
    unit: Unit
    meaning: str
    limb: tuple[Part, ...] = ()


def read(name: str, body: Body, side: Side) -> Reading:
    """Return the measure `name` of this body, of the given side.

    Raises:
        KeyError: there is no such measure.
    """
    try:
        return Value(MEASURES[name].compute(body, side))
    except UnseenError as unseen:
        return NotVisible(unseen.reason)


def _hip_angle(body: Body, side: Side) -> float:
    return geometry.angle_deg(
        body.point(Part.SHOULDER, side), body.point(Part.HIP, side), body.point(Part.KNEE, side)
    )


def _knee_angle(body: Body, side: Side) -> float:
    return geometry.angle_deg(
        body.point(Part.HIP, side), body.point(Part.KNEE, side), body.point(Part.ANKLE, side)
    )


def _hip_above_shoulder_knee(body: Body, side: Side) -> float:
    """The bend at the hip as a signed angle: positive where the hip is above the line."""
    shoulder, knee = body.point(Part.SHOULDER, side), body.point(Part.KNEE, side)
    above = geometry.height_over_line(body.point(Part.HIP, side), shoulder, knee)
    bend = 180.0 - _hip_angle(body, side)
    return bend if above > 0 else -bend


def _hip_extension(body: Body, side: Side) -> float:
    return 180.0 + _hip_above_shoulder_knee(body, side)


def _pelvis_lift(body: Body, side: Side) -> float:
    return _over_body_line(body, side, body.point(Part.HIP, side))


def _knee_height(body: Body, side: Side) -> float:
    return _over_body_line(body, side, body.point(Part.KNEE, side))


def _over_body_line(body: Body, side: Side, point: FloatArray) -> float:
    shoulder, ankle = body.point(Part.SHOULDER, side), body.point(Part.ANKLE, side)
    return geometry.height_over_line(point, shoulder, ankle) / body.torso_px


def _body_line_tilt(body: Body, side: Side) -> float:
    return geometry.tilt_deg(body.point(Part.SHOULDER, side), body.point(Part.ANKLE, side))


def _trunk_to_floor(body: Body, side: Side) -> float:
    shoulder = body.point(Part.SHOULDER, side)
    return geometry.angle_deg(body.point(Part.HIP, side), shoulder, body.point(Part.ANKLE, side))


def _head_height(body: Body, side: Side) -> float:
    return _over_body_line(body, side, body.point(Part.EAR, side))


def _wrist_height(body: Body, side: Side) -> float:
    return _over_body_line(body, side, body.point(Part.WRIST, side))


def _start_floor_height(part: Part, body: Body, side: Side) -> float:
    """How far a part has risen from its place in the own start, across that start's floor."""
    start = body.at_start()
    heel, shoulder = start.point(Part.HEEL, side), start.point(Part.SHOULDER, side)
    moved = body.point(part, side) - start.point(part, side)
    return float(moved @ geometry.upward_normal(shoulder, heel)) / start.torso_px


def _foot_lift(body: Body, side: Side) -> float:
    """Of heel and toe the one that rose less: a foot on its toes or its heel is on the floor."""
    return min(_start_floor_height(part, body, side) for part in (Part.HEEL, Part.TOE))


def _shoulder_lift(body: Body, side: Side) -> float:
    return _start_floor_height(Part.SHOULDER, body, side)


def _wrist_lift(body: Body, side: Side) -> float:
    return _start_floor_height(Part.WRIST, body, side)


def _heel_shift(body: Body, side: Side) -> float:
    """How far the heel is from its place in the own start, along the floor or off it."""
    start = body.at_start()
    moved = geometry.distance(body.point(Part.HEEL, side), start.point(Part.HEEL, side))
    return moved / start.torso_px


def _knee_gap(body: Body, side: Side) -> float:
    """Distance of the knees against that of the hips, both across the picture."""
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


_HIP = (Part.SHOULDER, Part.HIP, Part.KNEE)
_KNEE = (Part.HIP, Part.KNEE, Part.ANKLE)

MEASURES: dict[str, Measure] = {
    "hip_angle_deg": Measure(_hip_angle, "deg", "shoulder-hip-knee, 0 to 180", _HIP),
    "hip_extension_deg": Measure(
        _hip_extension,
        "deg",
        "shoulder-hip-knee, counted on past 180 when the hip is over the line",
        _HIP,
    ),
    "hip_above_shoulder_knee_deg": Measure(
        _hip_above_shoulder_knee,
        "deg",
        "bend at the hip; positive: hip over the shoulder-knee line",
        _HIP,
    ),
    "knee_angle_deg": Measure(_knee_angle, "deg", "hip-knee-ankle, 0 to 180", _KNEE),
    "trunk_to_floor_deg": Measure(_trunk_to_floor, "deg", "trunk against the shoulder-ankle line"),
    "body_line_tilt_deg": Measure(
        _body_line_tilt, "deg", "shoulder-ankle line against the picture's horizontal, 0 to 90"
    ),
    "pelvis_lift_tl": Measure(_pelvis_lift, "tl", "hip over the shoulder-ankle line"),
    "knee_height_tl": Measure(_knee_height, "tl", "knee over the shoulder-ankle line"),
    "head_height_tl": Measure(_head_height, "tl", "ear over the shoulder-ankle line"),
    "wrist_height_tl": Measure(_wrist_height, "tl", "wrist over the shoulder-ankle line"),
    "heel_shift_tl": Measure(_heel_shift, "tl", "heel away from its place in the own start"),
    "foot_lift_tl": Measure(_foot_lift, "tl", "heel or toe, the lower, above its own start"),
    "shoulder_lift_tl": Measure(_shoulder_lift, "tl", "shoulder above its place in the own start"),
    "wrist_lift_tl": Measure(_wrist_lift, "tl", "wrist above its place in the own start"),
    "knee_gap_tl": Measure(_knee_gap, "tl", "distance of the knees more than that of the hips"),
    "pelvis_tilt_tl": Measure(_pelvis_tilt, "tl", "height of one hip over the other"),
}
