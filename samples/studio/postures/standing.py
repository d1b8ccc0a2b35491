"""Standing, facing -X: upright, and the split stance of the psoas stretch.

In: a `Stage`. Out: a `Figure` whose feet are on the mat.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES, other
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import Array, X, Y, Z, rotation
from samples.studio.stage import Stage

#: A person who stands facing -X has the left side at -Y.
OUTWARD = {"left": -Y, "right": Y}
#: Where the ball of the rear foot stands, and how far its heel comes up.
REAR_BALL_X_M = 0.40
HEEL_RAISED_DEG = 42.0
HALF_STANCE_WIDTH_M = 0.09
STEP_HEIGHT_M = 0.09
#: Standing before or after kneeling: over the place of the knees.
KNEELING_PLACE_X_M = 0.07


def ankle_over_sole(stage: Stage) -> float:
    """Height of the ankle joint over a flat sole."""
    return float(stage.body.head("foot", "left")[2] - stage.body.rest[:, 2].min())


def upright(stage: Stage) -> Figure:
    """Standing, the arms hanging."""
    figure = Figure(stage.body)
    figure.trunk(Z, X)
    figure.put(figure.middle("hip"), (KNEELING_PLACE_X_M, 0.0, None))
    for side in SIDES:
        figure.leg(side, -Z + 0.05 * OUTWARD[side], -Z + 0.02 * X, -X)
        figure.sole(side, -X + 0.1 * OUTWARD[side], Z)
        figure.arm(side, -Z + 0.15 * OUTWARD[side], -Z - 0.1 * X + 0.05 * OUTWARD[side], X)
        figure.hand(side, -Z, -X)
    figure.move(Z * (MAT_TOP_M + ankle_over_sole(stage) - figure.at("ankle", "left")[2]))
    return figure


def split_stance(
    stage: Stage,
    front: str,
    *,
    share: float,
    rear_leg_deg: float,
    lean_deg: float,
    reach_m: float,
    rear_knee_deg: float = 174.0,
) -> Figure:
    """A split stance, the front foot flat, the rear one on its ball, hands on the hips.

    `share` is the completed share of the step: between 0 and 1 the front foot is in the air.
    `rear_leg_deg` is how far the rear leg slopes from the vertical, `lean_deg` how far the trunk
    leans forward, `reach_m` how far the front ankle is ahead of the hips.
    """
    rear = other(front)
    body = stage.body
    lean = np.radians(lean_deg)
    figure = Figure(body)
    figure.trunk(
        np.array([-np.sin(lean), 0.0, np.cos(lean)]), np.array([np.cos(lean), 0.0, np.sin(lean)])
    )
    heel_deg = HEEL_RAISED_DEG * share
    rear_ankle = ankle_on_ball(stage, heel_deg)
    leg = np.sqrt(
        body.thigh_m**2
        + body.shin_m**2
        - 2 * body.thigh_m * body.shin_m * np.cos(np.radians(rear_knee_deg))
    )
    slope = np.radians(rear_leg_deg)
    hips = rear_ankle + leg * np.array([-np.sin(slope), 0.0, np.cos(slope)])
    figure.put(figure.middle("hip"), hips)
    front_height = MAT_TOP_M + ankle_over_sole(stage)
    longest = 0.99 * (body.thigh_m + body.shin_m)
    reach_m = min(reach_m, np.sqrt(max(longest**2 - (hips[2] - front_height) ** 2, 0.0)))
    step = STEP_HEIGHT_M * np.sin(np.pi * min(share, 1.0))
    front_ankle = np.array([hips[0] - reach_m, 0.0, front_height + step])
    for side, ankle in ((front, front_ankle), (rear, rear_ankle)):
        figure.ankle_at(side, ankle + HALF_STANCE_WIDTH_M * OUTWARD[side], -X)
    figure.sole(front, -X, Z)
    down = rotation(Y, -heel_deg)
    figure.sole(rear, down @ -X, down @ Z, toes_deg=heel_deg)
    figure.nod(-0.3 * lean_deg)
    for side in SIDES:
        hand_on_hip(figure, side)
    return figure


def ankle_on_ball(stage: Stage, heel_deg: float) -> Array:
    """The rear ankle (3,) when the foot stands on its ball, the heel raised by an angle."""
    body = stage.body
    ball = body.head("toes", "left") - body.head("foot", "left")
    raised = rotation(X, heel_deg) @ ball
    ball_height = body.head("toes", "left")[2] - body.rest[:, 2].min()
    return np.array([REAR_BALL_X_M - raised[1], 0.0, MAT_TOP_M + ball_height - raised[2]])


def hand_on_hip(figure: Figure, side: str) -> None:
    """Rest a hand on the side of the pelvis, the elbow back and out."""
    pelvis = figure.turned("root")
    left, behind, up = pelvis.T
    outward = left if side == "left" else -left
    wrist = figure.at("hip", side) + 0.10 * up + 0.09 * outward + 0.02 * behind
    figure.wrist_at(side, wrist, behind + 0.9 * outward)
    figure.hand(side, -0.7 * up - behind * 0.7, up * 0.2 - behind)
