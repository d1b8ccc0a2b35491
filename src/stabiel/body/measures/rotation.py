"""Turns about the body's own axes, from the landmarks in space. In: a body. Out: degrees by name.

A picture shows a turn towards the camera badly. The landmarker's meters around the hips give it
roughly, so these measures are for views and limits that leave room.
"""

import math

import numpy as np

from stabiel.anatomy import (
    SIDES,
    Part,
    Side,
    landmark_index,
    other_side,
)
from stabiel.body.body import Body
from stabiel.body.measures.measure import Measure, MeasureSetting
from stabiel.geometry import FloatArray, height_over_line, unit

# Knees that lie down turn 10 to 45 degrees further against the shoulders than the thighs do against
# the hips (7 rendered bodies), half-way down 34, and 70 if the line of the hips is lost.
HIPS_TURN_DEG = 50.0
# The knees of a twist stand 60 to 120 degrees off the trunk, straight legs up to 20 (real people).
_LEAST_LEVER = 0.5
# The possible answers for how far a knee has fallen.
_FALLOUTS_DEG = np.arange(-40.0, 111.0, 2.0)
_FALLOUT_SETTINGS = (
    MeasureSetting(
        "fallout_deg",
        "at_rest_tl",
        "tl",
        "a knee that has moved less than this in the picture is at rest",
        0.0,
        1.0,
    ),
    MeasureSetting(
        "fallout_deg",
        "at_rest_deg",
        "deg",
        "a knee at rest has fallen by at most this much",
        0.0,
        110.0,
    ),
    MeasureSetting(
        "fallout_deg",
        "doubt_tl_per_60_deg",
        "tl",
        "a knee that would have fallen 60 degrees further must fit the picture better by this",
        0.0,
        1.0,
    ),
)


def _place(body: Body, part: Part, side: Side) -> FloatArray:
    """Return a landmark in meters, (3,); it must be visible in the picture."""
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


def _middle_px(body: Body, part: Part) -> FloatArray:
    left, right = (body.point(part, side) for side in SIDES)
    return (left + right) / 2


def _thigh_turn(body: Body, side: Side) -> float:
    """How far a thigh points out of the body's midplane, outwards positive."""
    hips = _pair(body, Part.HIP)
    outward = hips if side == "left" else -hips
    thigh = _place(body, Part.KNEE, side) - _place(body, Part.HIP, side)
    sine = float(unit(outward) @ unit(thigh))
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))


def _thighs_fallen(body: Body, side: Side) -> float:
    """How far the thigh that has fallen further points towards this side.

    If one leg crosses over the other, the other one may stay where it is.
    """
    return max(_thigh_turn(body, side), -_thigh_turn(body, other_side(side)))


def _twist(body: Body, side: Side) -> float:
    """How far the thighs have fallen, whichever of two ways of telling shows more of it.

    The line of the hips turns along with the knees, and the landmarker finds it badly once one hip
    lies over the other. Then the knees against the shoulders tell, less what the hips turn. If the
    legs lie along the trunk, they cannot tell.
    """
    fallen = _thighs_fallen(body, side)
    *out, along = _knees_from_hips(body)
    if math.hypot(*out) < _LEAST_LEVER * math.hypot(*out, along):
        return fallen
    return max(fallen, _knees_turn(body, side) - HIPS_TURN_DEG)


def _fallout(
    body: Body,
    side: Side,
    *,
    at_rest_tl: float,
    at_rest_deg: float,
    doubt_tl_per_60_deg: float,
) -> float:
    """How far a knee has fallen out to its side since the own start, outwards positive.

    Hip and ankle stay where they are, so the knee can only turn about the line between them. That
    is one number, found from the knee's place in the picture; the landmarker's own depth would show
    a quarter of it. A knee that falls away from the camera first rises a little in the picture and
    then sinks again, so two answers may fit equally well; a larger one must fit better.

    Until the own start is known, this is the thigh's direction in the landmarker's space.
    """
    if body.start is None:
        return _thigh_turn(body, side)
    start = body.start
    upright, outward = _knee_circle(start, side)
    moved = body.point(Part.KNEE, side) - start.point(Part.KNEE, side)
    turns = np.radians(_FALLOUTS_DEG)
    ways = np.outer(np.cos(turns) - 1, upright) + np.outer(np.sin(turns), outward)
    way = moved / start.torso_px
    misfit = np.linalg.norm(ways - way, axis=1) + doubt_tl_per_60_deg / 60.0 * np.abs(_FALLOUTS_DEG)
    if float(np.linalg.norm(way)) < at_rest_tl:
        misfit[np.abs(_FALLOUTS_DEG) > at_rest_deg] = np.inf
    return float(_FALLOUTS_DEG[np.argmin(misfit)])


def knee_fallen(body: Body, side: Side, fallout_deg: float) -> FloatArray:
    """Return where the picture shows a knee that has fallen out by an angle, (2,) pixels.

    Raises:
        UnseenError: the own start is not known, or does not show the knee.
    """
    start = body.at_start()
    upright, outward = _knee_circle(start, side)
    turn = math.radians(fallout_deg)
    way = (math.cos(turn) - 1.0) * upright + math.sin(turn) * outward
    place: FloatArray = start.point(Part.KNEE, side) + start.torso_px * way
    return place


def knees_turned(body: Body, side: Side, turn_deg: float) -> FloatArray:
    """Return how far the picture shows both knees move until they have turned to a side by this.

    Returns:
        (2,) pixels, from their place in this frame.

    Raises:
        UnseenError: a knee, hip or shoulder is not visible.
    """
    trunk = _middle(body, Part.SHOULDER) - _middle(body, Part.HIP)
    left = _across(_pair(body, Part.SHOULDER), unit(trunk))
    ahead = np.cross(left, unit(trunk))
    to_left, front, _ = _knees_from_hips(body)
    lever, turn = math.hypot(to_left, front), math.radians(turn_deg)
    way = (lever * math.sin(turn) * (1.0 if side == "left" else -1.0) - to_left) * left
    way = way + (math.copysign(lever * math.cos(turn), front) - front) * ahead
    pixels_a_meter = body.torso_px / max(float(np.linalg.norm(trunk[:2])), 1e-6)
    moved: FloatArray = way[:2] * pixels_a_meter
    return moved


def _knee_circle(body: Body, side: Side) -> tuple[FloatArray, FloatArray]:
    """Return the knee's circle about hip-ankle as the picture shows it, torso lengths.

    Two (2,) vectors from its middle: to the knee now, and to the knee after a quarter turn
    outwards.
    """
    hip, knee, ankle = (_place(body, part, side) for part in (Part.HIP, Part.KNEE, Part.ANKLE))
    axis = unit(ankle - hip)
    upright = _without(knee - hip, axis)
    shoulders = _pair(body, Part.SHOULDER)
    outward = unit(_without(_without(shoulders, axis), unit(upright)))
    outward = outward if side == "left" else -outward
    trunk = _middle(body, Part.SHOULDER) - _middle(body, Part.HIP)
    scale = 1.0 / max(float(np.linalg.norm(trunk)), 1e-6)
    return upright[:2] * scale, outward[:2] * float(np.linalg.norm(upright)) * scale


def _without(line: FloatArray, axis: FloatArray) -> FloatArray:
    """Return a line less its part along an axis of length 1."""
    rest: FloatArray = line - axis * float(line @ axis)
    return rest


def _girdle_turn(part: Part, body: Body, side: Side) -> float:
    """How far the line of hips or shoulders turned about the trunk since the own start."""
    start = body.at_start()
    axis = unit(_middle(start, Part.SHOULDER) - _middle(start, Part.HIP))
    now, then = (_across(_pair(each, part), axis) for each in (body, start))
    cosine = float(now @ then)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def _across(line: FloatArray, axis: FloatArray) -> FloatArray:
    return unit(_without(line, axis))


def _knees_turn(body: Body, side: Side) -> float:
    """How far the knees have fallen towards a side, out of the plane of trunk and shoulders."""
    to_left, front, _ = _knees_from_hips(body)
    return math.degrees(math.atan2(to_left if side == "left" else -to_left, abs(front)))


def _knees_from_hips(body: Body) -> tuple[float, float, float]:
    """How far the knees are from the hips: to the left, in front and along the trunk, meters."""
    axis = unit(_middle(body, Part.SHOULDER) - _middle(body, Part.HIP))
    left = _across(_pair(body, Part.SHOULDER), axis)
    knees = _middle(body, Part.KNEE) - _middle(body, Part.HIP)
    return float(knees @ left), float(knees @ np.cross(left, axis)), float(knees @ axis)


def _deg(
    compute: object, meaning: str, limb: tuple[Part, ...] = (), *, decides: str = ""
) -> Measure:
    return Measure(compute, "deg", meaning, limb, decides=decides)  # type: ignore[arg-type]


def _hips_turn(body: Body, side: Side) -> float:
    return _girdle_turn(Part.HIP, body, side)


def _shoulders_turn(body: Body, side: Side) -> float:
    return _girdle_turn(Part.SHOULDER, body, side)


def _shoulders_spread(body: Body, side: Side) -> float:
    """How much further apart, or nearer, the shoulders are across the trunk, in the picture alone.

    The landmarker's space turns the shoulders along with the hips, by up to 30 degrees while they
    lie still; the picture does not.
    """
    now, then = _shoulders_now_and_then(body)
    return abs(now - then)


def _shoulders_opened(body: Body, side: Side) -> float:
    """How much further apart the shoulders are across the trunk, whichever of them is higher."""
    now, then = _shoulders_now_and_then(body)
    return abs(now) - abs(then)


def _shoulders_now_and_then(body: Body) -> tuple[float, float]:
    """Return how far apart the shoulders are across the start's trunk, in this body and then."""
    start = body.at_start()
    trunk = _middle_px(start, Part.HIP), _middle_px(start, Part.SHOULDER)
    return _shoulders_apart(body, *trunk), _shoulders_apart(start, *trunk)


def _shoulders_apart(body: Body, hips: FloatArray, shoulders: FloatArray) -> float:
    """How far the left shoulder is from the right one across a trunk's line, torso lengths."""
    left, right = (
        height_over_line(body.point(Part.SHOULDER, side), hips, shoulders) for side in SIDES
    )
    return (left - right) / body.torso_px


_BOTH_WAYS = "turns to the left and to the right count alike"

TURNS: dict[str, Measure] = {
    "thigh_turn_deg": _deg(
        _thigh_turn, "thigh out of the body's midplane", (Part.HIP, Part.KNEE, Part.ANKLE)
    ),
    "thighs_fallen_deg": _deg(
        _thighs_fallen,
        "thigh that points further to this side, out of the body's midplane",
        (Part.HIP, Part.KNEE, Part.ANKLE),
        decides="the thigh of this side, or the other one turned inwards, whichever has fallen "
        "further",
    ),
    "twist_deg": _deg(
        _twist,
        "thighs fallen to this side, against the hips or against the shoulders",
        (Part.HIP, Part.KNEE, Part.ANKLE),
        decides="`thighs_fallen_deg`, or `knees_turn_deg` less 50 degrees if that is more and "
        "the legs do not lie along the trunk",
    ),
    "fallout_deg": Measure(
        _fallout,
        "deg",
        "knee fallen out to its side since the own start",
        (Part.HIP, Part.KNEE, Part.ANKLE),
        from_own_start=True,
        decides="of all angles from -40 to 110 degrees, in steps of 2, the one that fits the "
        "knee's place in the picture best. A larger one must fit better, and a knee that has "
        "hardly moved is at rest. Until the own start is known, it is `thigh_turn_deg`",
        settings=_FALLOUT_SETTINGS,
    ),
    "hips_turn_deg": _deg(
        _hips_turn,
        "line of the hips about the trunk, since the own start",
        decides=_BOTH_WAYS,
    ),
    "shoulders_turn_deg": _deg(
        _shoulders_turn, "line of the shoulders, since the own start", decides=_BOTH_WAYS
    ),
    "shoulders_spread_tl": Measure(
        _shoulders_spread,
        "tl",
        "shoulders apart across the trunk, since the own start",
        decides="further apart and closer count alike",
    ),
    "shoulders_opened_tl": Measure(
        _shoulders_opened,
        "tl",
        "shoulders further apart across the trunk than in the own start",
        decides="whichever shoulder is higher; closer than in the own start is less than 0",
    ),
    "knees_turn_deg": _deg(
        _knees_turn,
        "knees fallen to this side",
        (Part.HIP, Part.KNEE, Part.ANKLE),
        decides="the middle of both knees; in front of the trunk and behind it count alike",
    ),
}
