"""Angles at the joints, in the picture's plane. In: a body. Out: degrees by name."""

from functools import partial

from stabiel import geometry
from stabiel.anatomy import Part, Side
from stabiel.body.body import Body
from stabiel.body.measures.measure import Measure

_HIP = (Part.SHOULDER, Part.HIP, Part.KNEE)
_KNEE = (Part.HIP, Part.KNEE, Part.ANKLE)
_SHOULDER = (Part.HIP, Part.SHOULDER, Part.WRIST)
_ELBOW = (Part.SHOULDER, Part.ELBOW, Part.WRIST)


def _angle(parts: tuple[Part, Part, Part], body: Body, side: Side) -> float:
    first, middle, last = (body.point(part, side) for part in parts)
    return geometry.angle_deg(first, middle, last)


def _hip_above_shoulder_knee(body: Body, side: Side) -> float:
    """The bend at the hip as a signed angle: positive if the hip is above the line."""
    shoulder, knee = body.point(Part.SHOULDER, side), body.point(Part.KNEE, side)
    above = geometry.height_over_line(body.point(Part.HIP, side), shoulder, knee)
    bend = 180.0 - _angle(_HIP, body, side)
    return bend if above > 0 else -bend


def _hip_extension(body: Body, side: Side) -> float:
    return 180.0 + _hip_above_shoulder_knee(body, side)


def _joint(parts: tuple[Part, Part, Part], meaning: str) -> Measure:
    return Measure(partial(_angle, parts), "deg", f"{meaning}, 0 to 180", parts)


JOINTS: dict[str, Measure] = {
    "hip_angle_deg": _joint(_HIP, "shoulder-hip-knee"),
    "knee_angle_deg": _joint(_KNEE, "hip-knee-ankle"),
    "shoulder_angle_deg": _joint(_SHOULDER, "hip-shoulder-wrist"),
    "elbow_angle_deg": _joint(_ELBOW, "shoulder-elbow-wrist"),
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
}
