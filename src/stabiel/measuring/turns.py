"""Turns about the body's own axes, from the landmarks in space. In: a body. Out: degrees by name.

A picture shows a turn towards the camera badly; the landmarker's metres around the hips give it
roughly, so these are for views and limits that leave room.
"""

import math

import numpy as np

from stabiel.body import Body
from stabiel.geometry import FloatArray, unit
from stabiel.measuring.measure import Measure
from stabiel.pose import SIDES, Part, Side, landmark_index


def _place(body: Body, part: Part, side: Side) -> FloatArray:
    """Return a landmark in metres, (3,); it must be visible in the picture."""
    body.point(part, side)
    place: FloatArray = body.pose.world[landmark_index(part, side)]
    return place


def _pair(body: Body, part: Part) -> FloatArray:
    """Return the line from the right to the left of a pair of joints, (3,)."""
    left, right = (_place(body, part, side) for side in SIDES)
    return left - right


def _middle(body: Body, part: Part) -> FloatArray:
    left, right = (_place(body, part, side) for side in SIDES)
    return (left + right) / 2


def _thigh_turn(body: Body, side: Side) -> float:
    """How far a thigh points out of the body's midplane, outwards positive."""
    hips = _pair(body, Part.HIP)
    outward = hips if side == "left" else -hips
    thigh = _place(body, Part.KNEE, side) - _place(body, Part.HIP, side)
    sine = float(unit(outward) @ unit(thigh))
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))


def _girdle_turn(part: Part, body: Body, side: Side) -> float:
    """How far the line of hips or shoulders turned about the trunk since the own start."""
    start = body.at_start()
    axis = unit(_middle(start, Part.SHOULDER) - _middle(start, Part.HIP))
    now, then = (_across(_pair(each, part), axis) for each in (body, start))
    cosine = float(now @ then)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def _across(line: FloatArray, axis: FloatArray) -> FloatArray:
    return unit(line - axis * float(line @ axis))


def _knees_turn(body: Body, side: Side) -> float:
    """How far the knees have fallen towards a side, out of the plane of trunk and shoulders."""
    shoulders = _pair(body, Part.SHOULDER)
    axis = unit(_middle(body, Part.SHOULDER) - _middle(body, Part.HIP))
    left = _across(shoulders, axis)
    front = np.cross(left, axis)
    knees = _middle(body, Part.KNEE) - _middle(body, Part.HIP)
    toward = float(knees @ left) if side == "left" else -float(knees @ left)
    return math.degrees(math.atan2(toward, abs(float(knees @ front))))


def _deg(compute: object, meaning: str, limb: tuple[Part, ...] = ()) -> Measure:
    return Measure(compute, "deg", meaning, limb)  # type: ignore[arg-type]


def _hips_turn(body: Body, side: Side) -> float:
    return _girdle_turn(Part.HIP, body, side)


def _shoulders_turn(body: Body, side: Side) -> float:
    return _girdle_turn(Part.SHOULDER, body, side)


TURNS: dict[str, Measure] = {
    "thigh_turn_deg": _deg(
        _thigh_turn, "thigh out of the body's midplane", (Part.HIP, Part.KNEE, Part.ANKLE)
    ),
    "hips_turn_deg": _deg(_hips_turn, "line of the hips about the trunk, since the own start"),
    "shoulders_turn_deg": _deg(_shoulders_turn, "line of the shoulders, since the own start"),
    "knees_turn_deg": _deg(
        _knees_turn, "knees fallen to this side", (Part.HIP, Part.KNEE, Part.ANKLE)
    ),
}
