"""Figures in space for array-fed tests: known turns in, landmarks as a camera sees them out.

Lengths are torso lengths (tl). The body lies on its back: x along the floor towards the feet, y up,
floor at 0, z to the person's right. A camera looks at it from any height and direction; what it
makes is a `Pose` with picture points and meters in space that belong together.
"""

import math
from dataclasses import dataclass

import numpy as np

from stabiel.anatomy import (
    SIDES,
    Part,
    Side,
    landmark_index,
    other_side,
)
from stabiel.geometry import FloatArray, unit
from stabiel.pose.pose import Pose
from tests.bodies import ANKLE_HEIGHT, HOOK_LYING_FEET_X, SHIN, SHOULDER_HEIGHT, THIGH

# Landmarks of the joints, not the widths of the body: half of each, torso lengths.
HALF_SHOULDERS, HALF_HIPS, HALF_FEET = 0.36, 0.20, 0.10
UPPER_ARM, FOREARM = 0.60, 0.48
METERS_PER_TL = 0.5
OUT: dict[Side, float] = {"left": -1.0, "right": 1.0}
UP = np.array([0.0, 1.0, 0.0])
ALONG = np.array([1.0, 0.0, 0.0])
ACROSS = np.array([0.0, 0.0, 1.0])
# The camera looks at where the hips lie.
LOOKED_AT = ALONG + UP * SHOULDER_HEIGHT

SpaceFigure = dict[tuple[Part, Side], FloatArray]


@dataclass(frozen=True)
class SpaceCamera:
    """Where the camera is: `down_deg` it looks down, `round_deg` from the side to the feet.

    A mirrored picture shows another person, whose right is left.
    """

    down_deg: float = 50.0
    round_deg: float = 0.0
    away_tl: float = 6.0
    tl_px: float = 180.0
    mirrored: bool = False
    size_px: tuple[int, int] = (1280, 960)

    def axes(self) -> FloatArray:
        """Return the (3, 3) directions right, down and away of the picture."""
        down, turn = math.radians(self.down_deg), math.radians(self.round_deg)
        ahead = -np.array(
            [
                math.sin(turn) * math.cos(down),
                math.sin(down),
                math.cos(turn) * math.cos(down),
            ]
        )
        right = unit(np.cross(ahead, UP))
        return np.array([right, np.cross(ahead, right), ahead])


HIGH_CAMERA = SpaceCamera()


def space_pose(
    figure: SpaceFigure,
    time_s: float,
    camera: SpaceCamera = HIGH_CAMERA,
    *,
    far_visibility: float = 0.85,
) -> Pose:
    """Return the pose of a figure whose right side is towards the camera."""
    points = np.zeros((33, 2))
    world = np.zeros((33, 3))
    visibility = np.full(33, 0.95)
    hips = (figure[Part.HIP, "left"] + figure[Part.HIP, "right"]) / 2
    middle = np.array(camera.size_px) / 2
    for (part, side), place in figure.items():
        row = landmark_index(part, other_side(side) if camera.mirrored else side)
        seen, of_hips = camera.axes() @ (place - LOOKED_AT), camera.axes() @ (place - hips)
        if camera.mirrored:
            seen[0], of_hips[0] = -seen[0], -of_hips[0]
        closer = camera.away_tl / (camera.away_tl + seen[2])
        points[row] = middle + seen[:2] * camera.tl_px * closer
        world[row] = of_hips * METERS_PER_TL
        visibility[row] = 0.99 if side == "right" else far_visibility
    return Pose(time_s, points, visibility, world, camera.size_px)


def turned(line: FloatArray, axis: FloatArray, degrees: float) -> FloatArray:
    """Return a line turned about an axis of length 1 (Rodrigues)."""
    turn = math.radians(degrees)
    along = axis * float(line @ axis) * (1 - math.cos(turn))
    result: FloatArray = line * math.cos(turn) + np.cross(axis, line) * math.sin(turn) + along
    return result


def knee_on_circle(
    hip: FloatArray, ankle: FloatArray, side: Side, fallout_deg: float
) -> FloatArray:
    """Return the knee between hip and ankle, fallen out by an angle from straight up."""
    axis = unit(ankle - hip)
    reach = float(np.linalg.norm(ankle - hip))
    along = (THIGH**2 - SHIN**2 + reach**2) / (2 * reach)
    high = math.sqrt(THIGH**2 - along**2)
    upright = unit(UP - axis * float(UP @ axis))
    outward = unit(np.cross(axis, upright)) * OUT[side]
    turn = math.radians(fallout_deg)
    place: FloatArray = (
        hip + axis * along + (upright * math.cos(turn) + outward * math.sin(turn)) * high
    )
    return place


def hook_lying_in_space(
    fallout_deg: dict[Side, float] | None = None,
    *,
    feet_apart: float = 0.0,
    feet_x: float = HOOK_LYING_FEET_X,
) -> SpaceFigure:
    """On the back, knees bent, feet together; each knee fallen out to its side."""
    falls: dict[Side, float] = {"left": 0.0, "right": 0.0} | (fallout_deg or {})
    figure: SpaceFigure = {}
    for side in SIDES:
        hip = np.array([1.0, SHOULDER_HEIGHT, OUT[side] * HALF_HIPS])
        ankle = np.array([feet_x, ANKLE_HEIGHT, OUT[side] * (HALF_FEET + feet_apart / 2)])
        figure |= _trunk_and_arm(side) | _leg(side, hip, ankle, falls[side])
    return figure


def _leg(side: Side, hip: FloatArray, ankle: FloatArray, fallout_deg: float) -> SpaceFigure:
    return {
        (Part.HIP, side): hip,
        (Part.KNEE, side): knee_on_circle(hip, ankle, side, fallout_deg),
        (Part.ANKLE, side): ankle,
        (Part.HEEL, side): ankle - 0.05 * ALONG - 0.1 * UP,
        (Part.TOE, side): ankle + 0.35 * ALONG - 0.1 * UP,
    }


def _trunk_and_arm(side: Side) -> SpaceFigure:
    shoulder = np.array([0.0, SHOULDER_HEIGHT, OUT[side] * HALF_SHOULDERS])
    return {
        (Part.EAR, side): np.array([-0.35, SHOULDER_HEIGHT, OUT[side] * 0.15]),
        (Part.SHOULDER, side): shoulder,
        (Part.ELBOW, side): shoulder + ALONG * UPPER_ARM,
        (Part.WRIST, side): shoulder + ALONG * (UPPER_ARM + FOREARM),
    }


def lying_twist(
    to: Side,
    knees_deg: float,
    *,
    hips_deg: float | None = None,
    shoulder_deg: float = 0.0,
    elbow_deg: float = 175.0,
    hip_deg: float = 90.0,
) -> SpaceFigure:
    """On the back, both knees together fallen to one side, the other arm out to its own side.

    Args:
        to: the side to which the knees fall.
        knees_deg: the legs about the trunk's line; 0 has the knees over the hips.
        hips_deg: the line of the hips about the trunk's line; half of the knees' turn by itself.
        shoulder_deg: the line of the shoulders about the trunk's line, after the knees.
        elbow_deg: of the arm that is stretched out.
        hip_deg: between the trunk and the thighs.
    """
    way = OUT[to]
    hips_turn = knees_deg / 2 if hips_deg is None else hips_deg
    thigh_deg = 180.0 - hip_deg
    figure: SpaceFigure = {}
    for side in SIDES:
        figure |= _trunk_and_arm(side)
        for part in (Part.SHOULDER, Part.ELBOW, Part.WRIST):
            over_floor = figure[part, side] - UP * SHOULDER_HEIGHT
            lifted = turned(over_floor, ALONG, way * shoulder_deg)
            figure[part, side] = lifted + UP * SHOULDER_HEIGHT
        hip = LOOKED_AT + turned(ACROSS * OUT[side] * HALF_HIPS, ALONG, way * hips_turn)
        thigh = turned(ALONG, ACROSS, thigh_deg) * THIGH
        shin = turned(ALONG, ACROSS, thigh_deg - 90.0) * SHIN
        knee = hip + turned(thigh, ALONG, way * knees_deg)
        ankle = knee + turned(shin, ALONG, way * knees_deg)
        foot = turned(turned(ALONG, ACROSS, thigh_deg), ALONG, way * knees_deg)
        figure |= {
            (Part.HIP, side): hip,
            (Part.KNEE, side): knee,
            (Part.ANKLE, side): ankle,
            (Part.HEEL, side): ankle - foot * 0.1,
            (Part.TOE, side): ankle + foot * 0.3,
        }
    return figure | _arm_out(figure, other_side(to), elbow_deg)


def crossed_twist(to: Side, over_deg: float, *, hips_deg: float | None = None) -> SpaceFigure:
    """On the back, one leg fallen over the other, which lies straight on the floor.

    Args:
        to: the side to which the leg falls; the other side's leg is the one that falls.
        over_deg: the leg that falls about the trunk's line; 0 has its knee over the hip.
        hips_deg: the line of the hips about the trunk's line; half of the leg's turn by itself.
    """
    figure = lying_twist(to, over_deg, hips_deg=hips_deg)
    hip = figure[Part.HIP, to]
    ankle = hip + ALONG * (THIGH + SHIN)
    straight = {
        Part.KNEE: hip + ALONG * THIGH,
        Part.ANKLE: ankle,
        Part.HEEL: ankle + ALONG * 0.05 - UP * 0.1,
        Part.TOE: ankle + ALONG * 0.1 + UP * 0.3,
    }
    return figure | {(part, to): place for part, place in straight.items()}


def _arm_out(figure: SpaceFigure, side: Side, elbow_deg: float) -> SpaceFigure:
    """Return an arm stretched out across the floor; a bent elbow has the hand towards the head."""
    shoulder = figure[Part.SHOULDER, side]
    out = ACROSS * OUT[side]
    elbow = shoulder + out * UPPER_ARM
    forearm = turned(-out, UP, -OUT[side] * elbow_deg) * FOREARM
    return {(Part.ELBOW, side): elbow, (Part.WRIST, side): elbow + forearm}
