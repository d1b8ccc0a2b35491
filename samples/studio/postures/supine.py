"""Lying on the back, head towards -X, face up: hook-lying, the bridge, and where limbs rest.

In: a `Stage`. Out: a `Figure` whose feet, back, head and hands lie on the mat.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import (
    Array,
    X,
    Y,
    Z,
    angle_at,
    rotation,
    solve_rising,
    trunk_axes,
    unit,
)
from samples.studio.stage import Stage

#: A person who lies on the back has the left side at +Y.
OUTWARD = {"left": Y, "right": -Y}
TRUNK = ("spine", "root", "pelvis", "clavicle", "shoulder", "upperleg01")
UPPER_BACK = ("spine01", "spine02", "clavicle", "shoulder")
PELVIS = ("root", "pelvis", "upperleg01")

#: Where the middle of the shoulders lies, so that head and feet both fit the mat.
SHOULDERS_X_M = -0.38
#: Height of a wrist joint over the mat when the hand lies flat.
WRIST_HEIGHT_M = 0.03
#: Share of a bridge's pitch that the upper back rounds, the shoulders staying down.
ROUNDING = 0.25
#: Pitches at which the head's tilt is solved; between them it is interpolated.
PITCHES_DEG = np.arange(-8.0, 49.0, 8.0)
#: Knee angles from which a foot rests partly, and wholly, on its heel instead of its sole.
ON_SOLE_DEG, ON_HEEL_DEG = 105.0, 165.0
#: Height of the ankle joint over the mat when the foot rests on its heel.
HEEL_RADIUS_M = 0.05


def towards_head(pitch_deg: float) -> Array:
    """Direction of the trunk when the pelvis end is raised by a pitch."""
    pitch = np.radians(pitch_deg)
    return np.array([-np.cos(pitch), 0.0, -np.sin(pitch)])


def back(pitch_deg: float) -> Array:
    """Direction in which the back looks at that pitch."""
    pitch = np.radians(pitch_deg)
    return np.array([np.sin(pitch), 0.0, -np.cos(pitch)])


def trunk_on_mat(
    stage: Stage,
    pitch_deg: float,
    *,
    roll_deg: float = 0.0,
    chest_roll_deg: float = 0.0,
    crunch_deg: float = 0.0,
) -> Figure:
    """The trunk only: shoulders in their place, the lowest part of the back on the mat.

    `roll_deg` turns the pelvis to the person's left, `chest_roll_deg` the chest; `crunch_deg`
    lifts the shoulders by rounding the upper back.
    """
    figure = Figure(stage.body)
    figure.trunk(
        towards_head(pitch_deg),
        back(pitch_deg),
        curl_deg=ROUNDING * max(pitch_deg, 0.0) + crunch_deg,
        roll_deg=roll_deg,
        twist_deg=chest_roll_deg - roll_deg,
    )
    figure.put(figure.middle("shoulder"), (SHOULDERS_X_M, 0.0, None))
    figure.settle(stage.vertices(*TRUNK))
    return figure


def resting_pitch(stage: Stage) -> float:
    """The pitch at which both the upper back and the pelvis lie on the mat."""

    def pelvis_over_shoulders(pitch_deg: float) -> float:
        figure = trunk_on_mat(stage, pitch_deg)
        pelvis, shoulders = stage.vertices(*PELVIS), stage.vertices(*UPPER_BACK)
        return figure.lowest(pelvis) - figure.lowest(shoulders)

    return stage.once(
        "resting pitch", lambda: solve_rising(pelvis_over_shoulders, -10.0, 15.0, 0.0)
    )


def head_tilt(stage: Stage, pitch_deg: float) -> float:
    """Tilt of the face from the ceiling (+ chin to chest) at which the head rests on the mat."""

    def solve(pitch: float) -> float:
        figure = trunk_on_mat(stage, pitch)

        def height(tilt_deg: float) -> float:
            figure.head(tilted_head(tilt_deg))
            return figure.lowest(stage.vertices("head"))

        return solve_rising(height, -30.0, 30.0, MAT_TOP_M, steps=10)

    table = stage.once("head tilts", lambda: [solve(float(pitch)) for pitch in PITCHES_DEG])
    return float(np.interp(pitch_deg, PITCHES_DEG, table))


def tilted_head(tilt_deg: float, turn_deg: float = 0.0) -> Array:
    """World rotation of a head that looks at the ceiling, tilted chin to chest, turned left."""
    tilt = np.radians(tilt_deg)
    upright = trunk_axes(
        np.array([-np.cos(tilt), 0.0, np.sin(tilt)]), np.array([-np.sin(tilt), 0.0, -np.cos(tilt)])
    )
    return upright @ rotation(Z, turn_deg)


def rest_hip(stage: Stage) -> Array:
    """The middle of the hips (3,) when the person lies still."""
    return stage.once(
        "resting hip", lambda: trunk_on_mat(stage, resting_pitch(stage)).middle("hip")
    )


def rest_knee_deg(stage: Stage) -> float:
    """The knee angle in hook-lying, which follows from the person's resting hip angle."""

    def solve() -> float:
        figure = trunk_on_mat(stage, resting_pitch(stage))

        def hip_angle(knee_deg: float) -> float:
            figure.ankle_at("left", ankle_spot(stage, "left", knee_deg), Z)
            hip, knee, shoulder = (figure.at(j, "left") for j in ("hip", "knee", "shoulder"))
            return float(angle_at(hip, shoulder, knee))

        return solve_rising(hip_angle, 25.0, 150.0, stage.rest_hip_deg)

    return stage.once("resting knee", solve)


def ankle_height(stage: Stage, knee_deg: float) -> float:
    """Height of the ankle joint over the mat: sole down, or on the heel once the leg is long."""
    flat = float(stage.body.head("foot", "left")[2] - stage.body.rest[:, 2].min())
    return float(np.interp(knee_deg, [ON_SOLE_DEG, ON_HEEL_DEG], [flat, HEEL_RADIUS_M]))


def ankle_spot(stage: Stage, side: str, knee_deg: float, outward_m: float | None = None) -> Array:
    """Where an ankle is when that foot rests on the mat and the knee has an angle."""
    body, hip = stage.body, rest_hip(stage)
    outward = stage.feet_apart_m / 2 if outward_m is None else outward_m
    height = MAT_TOP_M + ankle_height(stage, knee_deg)
    reach_squared = (
        body.thigh_m**2
        + body.shin_m**2
        - 2 * body.thigh_m * body.shin_m * np.cos(np.radians(knee_deg))
    )
    forward = np.sqrt(max(reach_squared - (hip[2] - height) ** 2, 1e-4))
    return np.array([hip[0] + forward, 0.0, height]) + OUTWARD[side] * outward


def stand_foot(
    figure: Figure,
    stage: Stage,
    side: str,
    *,
    knee_deg: float | None = None,
    lift_m: float = 0.0,
    outward_m: float = 0.0,
    fall_out_deg: float = 0.0,
) -> None:
    """Stand a foot on its spot, the knee up; or slide it out, lift it, let the knee fall out."""
    knee_deg = rest_knee_deg(stage) if knee_deg is None else knee_deg
    ankle = ankle_spot(stage, side, knee_deg, stage.feet_apart_m / 2 + outward_m) + lift_m * Z
    line = unit(ankle - figure.at("hip", side))
    sign = -1.0 if side == "left" else 1.0
    towards = rotation(line, sign * fall_out_deg) @ Z
    figure.ankle_at(side, ankle, towards)
    on_heel = float(np.clip((knee_deg - ON_SOLE_DEG) / (ON_HEEL_DEG - ON_SOLE_DEG), 0.0, 1.0))
    tip = rotation(Y, -75.0 * on_heel) @ rotation(line, 0.6 * sign * fall_out_deg)
    figure.sole(side, tip @ (X + 0.12 * OUTWARD[side]), tip @ Z)


def rest_arm(figure: Figure, stage: Stage, side: str, lift_deg: float = 0.0) -> None:
    """Lay an arm beside the body, palm down; or lift it off the mat."""
    wrist = stage.once(("wrist", side), lambda: wrist_spot(stage, side, stage.arms_deg))
    reach_arm(figure, side, wrist, lift_deg)


def reach_arm(figure: Figure, side: str, wrist: Array, lift_deg: float) -> None:
    """Bring a wrist to a spot on the mat, palm down, or to where lifting that arm takes it."""
    shoulder = figure.at("shoulder", side)
    arm = wrist - shoulder
    raised = rotation(np.cross(arm, Z), lift_deg) @ arm
    figure.wrist_at(side, shoulder + raised, OUTWARD[side] - 0.2 * Z)
    fore = figure.at("wrist", side) - figure.at("elbow", side)
    figure.hand(side, fore * np.array([1.0, 1.0, 0.3 if lift_deg < 1.0 else 1.0]), -OUTWARD[side])


def wrist_spot(stage: Stage, side: str, from_trunk_deg: float, stretch: float = 0.985) -> Array:
    """Where a wrist lies on the mat when the arm points that far away from the trunk."""
    shoulder = trunk_on_mat(stage, resting_pitch(stage)).at("shoulder", side)
    arm_m = (stage.body.upper_arm_m + stage.body.forearm_m) * stretch
    height = MAT_TOP_M + WRIST_HEIGHT_M
    flat_m = np.sqrt(max(arm_m**2 - (height - shoulder[2]) ** 2, 0.01))
    angle = np.radians(from_trunk_deg)
    direction = np.cos(angle) * X + np.sin(angle) * OUTWARD[side]
    spot: Array = np.array([shoulder[0], shoulder[1], height]) + flat_m * direction
    return spot


def lying(
    stage: Stage,
    *,
    pelvis_lift_deg: float = 0.0,
    pelvis_roll_deg: float = 0.0,
    chest_roll_deg: float = 0.0,
    head_lift_deg: float = 0.0,
    head_turn_deg: float = 0.0,
    shoulders_lift_deg: float = 0.0,
    arms_lift_deg: float = 0.0,
) -> Figure:
    """Trunk, head and arms on the mat; pelvis, head, shoulders or arms lifted off it."""
    pitch = resting_pitch(stage) + pelvis_lift_deg - 0.5 * shoulders_lift_deg
    figure = trunk_on_mat(
        stage,
        pitch,
        roll_deg=pelvis_roll_deg,
        chest_roll_deg=chest_roll_deg,
        crunch_deg=0.6 * shoulders_lift_deg + 0.5 * head_lift_deg,
    )
    tilt = head_tilt(stage, max(pitch, 0.0)) + head_lift_deg + shoulders_lift_deg
    figure.head(tilted_head(tilt, head_turn_deg))
    for side in SIDES:
        rest_arm(figure, stage, side, arms_lift_deg)
    return figure


def hook_lying(
    stage: Stage,
    *,
    pelvis_lift_deg: float = 0.0,
    head_lift_deg: float = 0.0,
    arms_lift_deg: float = 0.0,
) -> Figure:
    """The start of every supine exercise: knees bent, feet, back, head and arms on the mat."""
    figure = lying(
        stage,
        pelvis_lift_deg=pelvis_lift_deg,
        head_lift_deg=head_lift_deg,
        arms_lift_deg=arms_lift_deg,
    )
    for side in SIDES:
        stand_foot(figure, stage, side)
    return figure


def bridge_lift_for(stage: Stage, line_deg: float) -> float:
    """Pelvis lift at which shoulder, hip and knee make that angle; over 180 is over-arched."""

    def line(lift_deg: float) -> float:
        return shoulder_hip_knee_line(hook_lying(stage, pelvis_lift_deg=lift_deg))

    return stage.once(("bridge", line_deg), lambda: solve_rising(line, 0.0, 60.0, line_deg))


def shoulder_hip_knee_line(figure: Figure) -> float:
    """Angle at the hip, 0-180 below the shoulder-knee line and beyond 180 above it."""
    shoulder, hip, knee = (figure.middle(joint) for joint in ("shoulder", "hip", "knee"))
    angle = float(angle_at(hip, shoulder, knee))
    height_of_line = np.interp(hip[0], [shoulder[0], knee[0]], [shoulder[2], knee[2]])
    return 360.0 - angle if hip[2] > height_of_line else angle


def sitting(stage: Stage) -> Figure:
    """Sitting on the mat, knees bent, hands on the knees: before and after lying down."""
    figure = Figure(stage.body)
    figure.trunk(towards_head(-78.0), back(-78.0), rounding_deg=30.0)
    figure.put(figure.middle("hip"), (rest_hip(stage)[0], 0.0, None))
    figure.settle(stage.vertices(*TRUNK))
    for side in SIDES:
        stand_foot(figure, stage, side)
        figure.wrist_at(side, figure.at("knee", side) + np.array([-0.09, 0.0, 0.03]), OUTWARD[side])
        figure.hand(side, X - 0.5 * Z, -OUTWARD[side])
    return figure
