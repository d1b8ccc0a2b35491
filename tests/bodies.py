"""Stick figures for array-fed tests: known postures in, landmarks out.

Lengths are in torso lengths (tl), x along the floor towards the feet, y up, floor at 0; segment
lengths after Winter. A figure becomes a `Pose` through a camera that can scale, mirror, tilt and
move the picture.
"""

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from stabiel.anatomy import (
    Part,
    Side,
    landmark_index,
    other_side,
)
from stabiel.pose.pose import Pose

THIGH = SHIN = 0.82
SHOULDER_HEIGHT = 0.20
ANKLE_HEIGHT = 0.15
NOSE, FACE = 0, 0.17

Point = tuple[float, float]
Figure = dict[Part, Point]


@dataclass(frozen=True)
class Camera:
    """How a figure comes into the picture: pixels a torso length, place, mirror, tilt."""

    tl_px: float = 140.0
    center_px: Point = (320.0, 500.0)
    mirrored: bool = False
    tilt_deg: float = 0.0
    size_px: tuple[int, int] = (1280, 960)

    def see(self, point: Point) -> Point:
        x, y = (-point[0] if self.mirrored else point[0]), -point[1]
        turn = math.radians(self.tilt_deg)
        x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        return self.center_px[0] + self.tl_px * x, self.center_px[1] + self.tl_px * y


SIDE_CAMERA = Camera()


def pose_of(
    figure: Figure,
    time_s: float,
    camera: Camera = SIDE_CAMERA,
    *,
    far: Figure | None = None,
    near: Side = "right",
    far_visibility: float = 0.75,
) -> Pose:
    """Return the pose of a figure; the far side is a little behind and above the near one.

    Below a visibility of 0.7 a far limb that lies on the near one counts as hidden behind it.
    """
    points = np.zeros((33, 2))
    visibility = np.full(33, 0.95)
    for side, shown in ((near, figure), (other_side(near), far or figure)):
        shift = 0.0 if side == near else 0.04
        for part, (x, y) in shown.items():
            row = landmark_index(part, side)
            points[row] = camera.see((x + shift, y + shift))
            visibility[row] = 0.99 if side == near else far_visibility
    points[NOSE] = camera.see(_nose(figure))
    return Pose(time_s, points, visibility, np.zeros((33, 3)), camera.size_px)


def _nose(figure: Figure) -> Point:
    """Return the nose: across the neck, on the side to which the knees bend."""
    ear, shoulder, hip, knee = (
        figure.get(part, (0.0, 0.0)) for part in (Part.EAR, Part.SHOULDER, Part.HIP, Part.KNEE)
    )
    neck = direction_deg(shoulder, ear)
    turn = (hip[0] - shoulder[0]) * (knee[1] - hip[1]) - (hip[1] - shoulder[1]) * (knee[0] - hip[0])
    # Between the two ears, of which the far one is drawn a little off.
    middle = (ear[0] + 0.02, ear[1] + 0.02)
    return along(middle, neck + (90.0 if turn < 0 else -90.0), FACE)


def bend(start: Point, end: Point, upper: float, lower: float, up: bool = True) -> Point:
    """Return the joint between two limbs of given lengths, bent upwards or downwards."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    reach = min(math.hypot(dx, dy), (upper + lower) * 0.9999)
    along = (upper**2 - lower**2 + reach**2) / (2 * reach)
    across = math.sqrt(max(upper**2 - along**2, 0.0))
    ux, uy = dx / math.hypot(dx, dy), dy / math.hypot(dx, dy)
    sign = 1.0 if (ux >= 0) == up else -1.0
    return start[0] + along * ux - sign * across * uy, start[1] + along * uy + sign * across * ux


def angle(a: Point, middle: Point, b: Point) -> float:
    """Return the angle at the middle point in degrees."""
    u, v = np.subtract(a, middle), np.subtract(b, middle)
    cosine = float(u @ v) / float(np.linalg.norm(u) * np.linalg.norm(v))
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def supine(
    pitch_deg: float,
    feet_x: float,
    *,
    foot_lift: float = 0.0,
    foot_slide: float = 0.0,
    arm_lift: float = 0.0,
    head_lift: float = 0.0,
) -> Figure:
    """On the back, knees bent, the trunk raised by `pitch_deg` at the pelvis."""
    shoulder = (0.0, SHOULDER_HEIGHT)
    turn = math.radians(pitch_deg)
    hip = (math.cos(turn), SHOULDER_HEIGHT + math.sin(turn))
    ankle = (feet_x + foot_slide, ANKLE_HEIGHT + foot_lift)
    return {
        Part.EAR: (-0.35, SHOULDER_HEIGHT + head_lift),
        Part.SHOULDER: shoulder,
        Part.ELBOW: (0.5, 0.12 + arm_lift / 2),
        Part.WRIST: (0.95, 0.08 + arm_lift),
        Part.HIP: hip,
        Part.KNEE: bend(hip, ankle, THIGH, SHIN),
        Part.ANKLE: ankle,
        Part.HEEL: (ankle[0] - 0.05, ankle[1] - 0.1),
        Part.TOE: (ankle[0] + 0.35, ankle[1] - 0.1),
    }


def hip_extension(figure: Figure) -> float:
    """Return the hip angle, counted on past 180 when the hip is over the shoulder-knee line."""
    shoulder, hip, knee = (figure[part] for part in (Part.SHOULDER, Part.HIP, Part.KNEE))
    inner = angle(shoulder, hip, knee)
    line = (knee[1] - shoulder[1]) / (knee[0] - shoulder[0])
    over = hip[1] > shoulder[1] + line * (hip[0] - shoulder[0])
    return 360.0 - inner if over else inner


def _solve(value_of: object, wanted: float, low: float, high: float) -> float:
    """Bisect for the argument at which a rising function has the wanted value."""
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if value_of(middle) < wanted else (low, middle)  # type: ignore[operator]
    return (low + high) / 2


def feet_for_rest(hip_deg: float) -> float:
    """Return where the feet stand so that the hip rests at an angle."""
    return _solve(lambda feet: hip_extension(supine(0.0, feet)), hip_deg, 1.05, 2.6)


@cache
def _pitch_for(hip_deg: float, feet_x: float) -> float:
    return _solve(lambda turn: hip_extension(supine(turn, feet_x)), hip_deg, -10, 70)


class Bridge:
    """A person who bridges: give the hip angle, get the figure."""

    def __init__(self, rest_deg: float = 125.0) -> None:
        self.rest_deg = rest_deg
        self.feet_x = feet_for_rest(rest_deg)

    def at(self, hip_deg: float, **changes: float) -> Figure:
        """Return the figure whose hip has this angle (feet and shoulders on the floor)."""
        return supine(_pitch_for(round(hip_deg, 2), self.feet_x), self.feet_x, **changes)


HOOK_LYING_FEET_X = 1.86


def along(start: Point, direction_deg: float, length: float) -> Point:
    """Return the point at a distance from another, in a direction (0: to the feet, 90: up)."""
    turn = math.radians(direction_deg)
    return start[0] + length * math.cos(turn), start[1] + length * math.sin(turn)


def direction_deg(start: Point, end: Point) -> float:
    """Return the direction from one point to another."""
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def hook_lying(**changes: float) -> Figure:
    """On the back, knees bent, feet flat: hips at 125 degrees, knees at 63."""
    return supine(0.0, HOOK_LYING_FEET_X, **changes)


def leg_lift(knee_deg: float, *, thigh_lower_deg: float = 0.0, head_lift: float = 0.0) -> Figure:
    """On the back; the shin straightens in the air, the thigh stays as it lies or is lowered."""
    figure = hook_lying(head_lift=head_lift)
    thigh = direction_deg(figure[Part.HIP], figure[Part.KNEE]) - thigh_lower_deg
    knee = along(figure[Part.HIP], thigh, THIGH)
    return figure | _lower_leg(knee, thigh + knee_deg - 180)


def knees_to_chest(hip_deg: float, *, head_lift: float = 0.0) -> Figure:
    """On the back, thighs pulled in to this hip angle, the hands at the knees; rest is 125."""
    figure = hook_lying(head_lift=head_lift)
    knee = along(figure[Part.HIP], 180 - hip_deg, THIGH)
    figure |= _lower_leg(knee, 180 - hip_deg - 110)
    elbow = bend(figure[Part.SHOULDER], knee, 0.6, 0.5, up=True)
    return figure | {Part.ELBOW: elbow, Part.WRIST: (knee[0], knee[1] - 0.05)}


def all_fours(
    *,
    shoulder_deg: float = 85.0,
    hip_deg: float = 90.0,
    knee_deg: float = 90.0,
    thigh_deg: float = 90.0,
    neck_deg: float = -20.0,
) -> Figure:
    """On hands and knees, head to the left.

    Args:
        shoulder_deg: hip-shoulder-wrist; 85 has the hand under the shoulder, 170 reaches ahead.
        hip_deg: shoulder-hip-knee; 90 has the knee under the hip, 175 reaches back.
        knee_deg: hip-knee-ankle.
        thigh_deg: of a knee on the floor, the thigh against the floor; less moves all backwards.
        neck_deg: of the head over the trunk line prolonged.
    """
    hip = along((1.0, 0.12), thigh_deg, THIGH)
    trunk = 174.0
    shoulder = along(hip, trunk, 1.0)
    wrist = along(shoulder, trunk - 180.0 - shoulder_deg, 1.02)
    knee = (1.0, 0.12) if hip_deg == 90.0 else along(hip, trunk + hip_deg, THIGH)
    shin = direction_deg(hip, knee) + 180.0 - knee_deg
    return {
        Part.EAR: along(shoulder, trunk - neck_deg, 0.35),
        Part.SHOULDER: shoulder,
        Part.ELBOW: ((shoulder[0] + wrist[0]) / 2, (shoulder[1] + wrist[1]) / 2),
        Part.WRIST: wrist,
        Part.HIP: hip,
    } | _lower_leg(knee, shin)


def childs_pose(thigh_deg: float, *, neck_deg: float = -20.0) -> Figure:
    """Sitting back from hands and knees (thigh at 90) onto the heels (at 35), hands ahead.

    The head hangs below the trunk line prolonged, by 20 degrees like on hands and knees.
    """
    share = (90.0 - thigh_deg) / 55.0
    knee = (1.0, 0.12)
    hip = along(knee, thigh_deg, THIGH)
    trunk = 180.0 - 6.0 + 22.0 * share
    shoulder = along(hip, trunk, 1.0)
    wrist = (0.0, 0.08)
    return {
        Part.EAR: along(shoulder, trunk - neck_deg, 0.35),
        Part.SHOULDER: shoulder,
        Part.ELBOW: ((shoulder[0] + wrist[0]) / 2, (shoulder[1] + wrist[1]) / 2),
        Part.WRIST: wrist,
        Part.HIP: hip,
    } | _lower_leg(knee, 0.0)


def _lower_leg(knee: Point, shin_deg: float) -> Figure:
    """Return knee, ankle and foot of a shin that points in a direction."""
    ankle = along(knee, shin_deg, SHIN)
    return {
        Part.KNEE: knee,
        Part.ANKLE: ankle,
        Part.HEEL: (ankle[0] - 0.05, ankle[1] - 0.1),
        Part.TOE: (ankle[0] + 0.3, ankle[1] - 0.1),
    }


def ease(share: float) -> float:
    """Return the minimum-jerk way for a share of the time, both 0 to 1."""
    share = min(1.0, max(0.0, share))
    return share**3 * (10 - 15 * share + 6 * share**2)


def path(*knots: tuple[float, float]) -> object:
    """Return a function of time through (time_s, value) knots, eased between them."""

    def value(time_s: float) -> float:
        for (t0, v0), (t1, v1) in pairwise(knots):
            if time_s <= t1:
                return v0 + (v1 - v0) * ease((time_s - t0) / (t1 - t0))
        return knots[-1][1]

    return value


def squat(depth: float) -> Figure:
    """Standing with arms forward; depth 0 (upright) to 1 (thighs level)."""
    ankle = (0.0, ANKLE_HEIGHT)
    knee = (0.55 * depth, ANKLE_HEIGHT + SHIN * math.cos(math.radians(40 * depth)))
    turn = math.radians(90 - 95 * depth)
    hip = (knee[0] - THIGH * math.cos(turn), knee[1] + THIGH * math.sin(turn))
    lean = math.radians(90 - 45 * depth)
    shoulder = (hip[0] + math.cos(lean), hip[1] + math.sin(lean))
    return _with_limbs(shoulder, hip, knee, ankle, wrist=(shoulder[0] + 0.9, shoulder[1]))


def sit_up(rise: float) -> Figure:
    """On the back, knees bent, feet down; the trunk comes up with rise 0 to 1."""
    hip, ankle = (1.0, SHOULDER_HEIGHT), (feet_for_rest(125.0), ANKLE_HEIGHT)
    turn = math.radians(180 - 75 * rise)
    shoulder = (hip[0] + math.cos(turn), hip[1] + math.sin(turn))
    knee = bend(hip, ankle, THIGH, SHIN)
    return _with_limbs(shoulder, hip, knee, ankle, wrist=(shoulder[0] + 0.5, shoulder[1] + 0.2))


def dead_bug(reach: float) -> Figure:
    """On the back, hips and knees bent up; reach 1 has the leg out low and straight."""
    shoulder, hip = (0.0, SHOULDER_HEIGHT), (1.0, SHOULDER_HEIGHT)
    thigh = math.radians(90 - 78 * reach)
    knee = (hip[0] + THIGH * math.cos(thigh), hip[1] + THIGH * math.sin(thigh))
    shin = math.radians(12.0 * reach)
    ankle = (knee[0] + SHIN * math.cos(shin), knee[1] + SHIN * math.sin(shin) * (1 - reach))
    return _with_limbs(shoulder, hip, knee, ankle, wrist=(0.0, 1.0))


def bird_dog(reach: float) -> Figure:
    """Hands and knees; reach 1 has the leg out straight in line with the trunk."""
    shoulder, hip = (0.0, 1.1), (1.0, 0.95)
    thigh = math.radians(-90 + 90 * reach)
    knee = (hip[0] + THIGH * math.cos(thigh), hip[1] + THIGH * math.sin(thigh))
    shin = math.radians(0.0)
    ankle = (knee[0] + SHIN * math.cos(shin), knee[1] + SHIN * math.sin(shin))
    return _with_limbs(shoulder, hip, knee, ankle, wrist=(0.0, 0.1))


def walking(time_s: float) -> Figure:
    """Walking on the spot, the leg swinging."""
    swing = math.radians(25 * math.sin(2 * math.pi * time_s))
    hip, shoulder = (0.0, 1.75), (0.0, 2.75)
    knee = (hip[0] + THIGH * math.sin(swing), hip[1] - THIGH * math.cos(swing))
    ankle = (knee[0] + SHIN * math.sin(swing - 0.3), knee[1] - SHIN * math.cos(swing - 0.3))
    return _with_limbs(shoulder, hip, knee, ankle, wrist=(0.1, 1.7))


def heel_slide(reach: float) -> Figure:
    """On the back; one heel slides out along the floor, the pelvis stays down."""
    feet = feet_for_rest(125.0)
    return supine(0.0, feet + reach * (1.0 + THIGH + SHIN - 0.03 - feet))


def _with_limbs(shoulder: Point, hip: Point, knee: Point, ankle: Point, *, wrist: Point) -> Figure:
    """Complete a figure with head, elbow and foot."""
    up = (shoulder[0] - hip[0], shoulder[1] - hip[1])
    return {
        Part.EAR: (shoulder[0] + 0.35 * up[0], shoulder[1] + 0.35 * up[1]),
        Part.SHOULDER: shoulder,
        Part.ELBOW: ((shoulder[0] + wrist[0]) / 2, (shoulder[1] + wrist[1]) / 2),
        Part.WRIST: wrist,
        Part.HIP: hip,
        Part.KNEE: knee,
        Part.ANKLE: ankle,
        Part.HEEL: (ankle[0] - 0.05, ankle[1] - 0.1),
        Part.TOE: (ankle[0] + 0.3, ankle[1] - 0.1),
    }
