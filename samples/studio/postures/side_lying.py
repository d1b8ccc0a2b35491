"""Lying on one side, head towards -X, the legs bent or straight, the head on the lower arm.

In: a `Stage` and the side that is on top. Out: a `Figure` that rests on its other side. With the
left side on top the person faces -Y, with the right side on top +Y.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import other
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import Array, X, Y, Z
from samples.studio.stage import Stage

#: Where the middle of the shoulders lies.
SHOULDERS_X_M = -0.42
TRUNK = ("spine", "root", "pelvis", "clavicle", "shoulder", "upperleg01")
#: Heights of the lower knee and ankle joint, and how far the upper ones are over them.
KNEE_HEIGHT_M, ANKLE_HEIGHT_M = 0.062, 0.05
KNEE_ABOVE_M, ANKLE_ABOVE_M = 0.115, 0.095
#: Height of the ankle of an upper leg that is straight and lies in front of the other foot.
FREE_ANKLE_M = 0.10
WRIST_HEIGHT_M = 0.035
#: How far the lower shoulder and its arm sink into the mat.
ARM_SINKS_M = 0.015


def facing(top: str) -> Array:
    """The direction (3,) that the person faces."""
    return -Y if top == "left" else Y


def lying(
    stage: Stage,
    top: str,
    *,
    hip_deg: float = 45.0,
    knee_deg: float = 90.0,
    chest_roll_deg: float = 0.0,
) -> Figure:
    """On the side, both thighs bent forward by `hip_deg` from the trunk's line.

    `chest_roll_deg` opens the chest to the ceiling.
    """
    figure = Figure(stage.body)
    opening = chest_roll_deg if top == "left" else -chest_roll_deg
    figure.trunk(-X, -facing(top), twist_deg=opening)
    figure.put(figure.middle("shoulder"), (SHOULDERS_X_M, 0.0, None))
    figure.shrug(other(top), forward_deg=14.0, up_deg=16.0)
    figure.settle(stage.vertices(*TRUNK))
    figure.nod(6.0)
    for side in (top, other(top)):
        leg(figure, top, side, hip_deg, knee_deg)
    lower_arm(figure, stage, top)
    depth = MAT_TOP_M - figure.lowest(stage.vertices("upperarm", "clavicle", "shoulder", "spine"))
    figure.move(Z * max(depth - ARM_SINKS_M, 0.0))
    hand_in_front(figure, top)
    return figure


def in_plane(top: str, angle_deg: float) -> Array:
    """A level direction (3,): 0 away from the head, 90 to where the person faces."""
    angle = np.radians(angle_deg)
    direction: Array = np.cos(angle) * X + np.sin(angle) * facing(top)
    return direction


def leg(figure: Figure, top: str, side: str, hip_deg: float, knee_deg: float) -> None:
    """Lay a leg on the mat, or on the other leg, bent at hip and knee."""
    body, hip = figure.body, figure.at("hip", side)
    above = float(side == top)
    knee_m = MAT_TOP_M + KNEE_HEIGHT_M + above * KNEE_ABOVE_M
    ankle_m = MAT_TOP_M + ANKLE_HEIGHT_M + above * ANKLE_ABOVE_M
    shin_angle = hip_deg - (180.0 - knee_deg)
    thigh = tilted(in_plane(top, hip_deg), (knee_m - hip[2]) / body.thigh_m)
    shin = tilted(in_plane(top, shin_angle), (ankle_m - knee_m) / body.shin_m)
    figure.leg(side, thigh, shin, in_plane(top, hip_deg + 90.0))
    foot(figure, top, side, shin_angle)


def foot(figure: Figure, top: str, side: str, shin_angle_deg: float) -> None:
    """Point a foot away from its shin, as a relaxed foot lies."""
    figure.sole(side, in_plane(top, shin_angle_deg + 65.0), in_plane(top, shin_angle_deg + 155.0))


def tilted(level: Array, rise: float) -> Array:
    """A level direction (3,) tilted up by a rise for each meter of its length."""
    rise = float(np.clip(rise, -0.9, 0.9))
    direction: Array = level * np.sqrt(1.0 - rise**2) + rise * Z
    return direction


def open_knee(figure: Figure, top: str, open_deg: float) -> None:
    """Turn the upper knee up to the ceiling while its foot stays on the other one."""
    hip, ankle = figure.at("hip", top), figure.at("ankle", top)
    along, _, instep = (figure.turned("foot", top) @ figure.body.rest_axes["foot", top]).T
    front = in_plane(top, 90.0)
    angle = np.radians(open_deg)
    line = ankle - hip
    level = front - line * float(front @ line) / float(line @ line)
    figure.ankle_at(top, ankle, np.cos(angle) * level + np.sin(angle) * Z)
    figure.sole(top, along + np.sin(angle) * 0.4 * Z, instep + np.sin(angle) * 0.6 * Z)


def lift_leg(figure: Figure, top: str, lift_deg: float) -> None:
    """Raise the upper leg, straight, from the line of the trunk."""
    hip = figure.at("hip", top)
    leg_m = figure.body.thigh_m + figure.body.shin_m
    rest = (MAT_TOP_M + FREE_ANKLE_M - hip[2]) / leg_m
    angle = np.arcsin(np.clip(rest, -0.9, 0.9)) + np.radians(lift_deg)
    direction = np.cos(angle) * X + np.sin(angle) * Z
    figure.leg(top, direction, direction, facing(top))
    figure.sole(top, facing(top) + 0.25 * direction, -direction)


def lower_arm(figure: Figure, stage: Stage, top: str) -> None:
    """Stretch the lower arm out past the head, which rests on it."""
    side = other(top)
    shoulder = figure.at("shoulder", side)
    ahead = -X + 0.32 * facing(top)
    arm_m = 0.98 * (stage.body.upper_arm_m + stage.body.forearm_m)
    spot = shoulder + arm_m * ahead / float(np.linalg.norm(ahead))
    spot[2] = MAT_TOP_M + WRIST_HEIGHT_M
    figure.wrist_at(side, spot, facing(top) + 0.1 * Z)
    figure.hand(side, ahead, Z)


def hand_in_front(figure: Figure, top: str) -> None:
    """Prop the upper hand on the mat in front of the chest."""
    shoulder = figure.at("shoulder", top)
    reach = 0.34 * facing(top) + 0.10 * X
    spot = np.array([shoulder[0], 0.0, MAT_TOP_M + WRIST_HEIGHT_M]) + reach
    figure.wrist_at(top, spot, Z + 0.6 * X)
    figure.hand(top, facing(top) - X, -X - facing(top))
