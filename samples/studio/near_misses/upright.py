"""Other exercises standing, facing -X.

In: a `Stage` and a `Moment`. Out: a `Figure`.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES
from samples.studio.exercises.stretches import mixed
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import Array, X, Y, Z, rotation
from samples.studio.near_misses.kinds import EVERY, moving
from samples.studio.postures import standing
from samples.studio.postures.standing import OUTWARD, ankle_on_ball, ankle_over_sole
from samples.studio.stage import Stage
from samples.studio.timeline import Moment

#: Where the feet stand.
PLACE_X_M, HALF_FEET_APART_M = 0.07, 0.10


def trunk(
    stage: Stage, hips: Array, lean_deg: float, *, side_deg: float = 0.0, rounding_deg: float = 0.0
) -> Figure:
    """An upright trunk that leans forward, or to its left, the middle of its hips at a point."""
    figure = Figure(stage.body)
    turn = rotation(X, side_deg) @ rotation(Y, -lean_deg)
    figure.trunk(turn @ Z, turn @ X, rounding_deg=rounding_deg)
    figure.put(figure.middle("hip"), hips)
    return figure


def hang(figure: Figure, side: str) -> None:
    """Let an arm hang."""
    along = -Z + 0.18 * OUTWARD[side]
    figure.arm(side, along, along - 0.12 * X, X)
    figure.hand(side, -Z, -X)


def arm_towards(figure: Figure, side: str, along: Array) -> None:
    """Point a straight arm."""
    figure.arm(side, along, along, X - 0.3 * Z)
    figure.hand(side, along, -X + Z)


def on_feet(
    stage: Stage,
    *,
    down_m: float = 0.0,
    back_m: float = 0.0,
    lean_deg: float = 0.0,
    side_deg: float = 0.0,
    across_m: float = 0.0,
    half_apart_m: float = HALF_FEET_APART_M,
    heel_deg: float = 0.0,
) -> Figure:
    """On both feet, the hips lowered, moved back or to the left; the arms are not placed yet."""
    body = stage.body
    ankle_m = MAT_TOP_M + ankle_over_sole(stage)
    if heel_deg:
        ankle_m = float(ankle_on_ball(stage, heel_deg)[2])
    leg = 0.998 * (body.thigh_m + body.shin_m)
    spread = half_apart_m - 0.09
    height = ankle_m + np.sqrt(leg**2 - spread**2) - down_m
    hips = np.array([PLACE_X_M + back_m, -across_m, height])
    figure = trunk(stage, hips, lean_deg, side_deg=side_deg)
    for side in SIDES:
        ankle = np.array([PLACE_X_M, 0.0, ankle_m]) + half_apart_m * OUTWARD[side]
        figure.ankle_at(side, ankle, -X + 0.25 * OUTWARD[side])
        tip = rotation(Y, -heel_deg)
        toes = -X + (0.1 + half_apart_m) * OUTWARD[side]
        figure.sole(side, tip @ toes, tip @ Z, toes_deg=heel_deg)
    return figure


def squat(stage: Stage, moment: Moment) -> Figure:
    """Bend hips and knees until the thighs are nearly level, the arms ahead."""
    share = moment.excursion
    low = 0.80 * stage.body.thigh_m
    figure = on_feet(
        stage, down_m=low * share, back_m=0.27 * share, lean_deg=42.0 * share, half_apart_m=0.14
    )
    for side in SIDES:
        arm_towards(figure, side, mixed(-Z - 0.05 * X, -X + 0.1 * Z, share))
    return figure


def hip_hinge(stage: Stage, moment: Moment) -> Figure:
    """Bend forward at the hips with a long back, the knees nearly straight."""
    share = moment.excursion
    figure = on_feet(stage, down_m=0.04 * share, back_m=0.14 * share, lean_deg=74.0 * share)
    for side in SIDES:
        arm_towards(figure, side, -Z + 0.12 * OUTWARD[side])
    return figure


def standing_knee_raise(stage: Stage, moment: Moment) -> Figure:
    """Stand on one leg, the other knee up to hip height."""
    figure = on_feet(stage, lean_deg=-2.0 * moment.excursion)
    side = moment.side
    turn = rotation(Y, 88.0 * moment.excursion)
    shin = rotation(Y, 4.0 * moment.excursion) @ -Z
    figure.leg(side, turn @ -Z, shin, -X - 0.1 * Z)
    figure.sole(side, -X - 0.3 * moment.excursion * Z, Z)
    for each in SIDES:
        standing.hand_on_hip(figure, each)
    return figure


def calf_raise(stage: Stage, moment: Moment) -> Figure:
    """Rise onto the balls of the feet."""
    figure = on_feet(stage, heel_deg=1.0 + 34.0 * moment.excursion)
    for side in SIDES:
        hang(figure, side)
    return figure


def side_bend(stage: Stage, moment: Moment) -> Figure:
    """Stand with the feet apart and bend the trunk to one side."""
    sign = 1.0 if moment.side == "left" else -1.0
    figure = on_feet(stage, side_deg=sign * 30.0 * moment.excursion, half_apart_m=0.2)
    for side in SIDES:
        hang(figure, side)
    return figure


def side_lunge(stage: Stage, moment: Moment) -> Figure:
    """Feet wide apart to the sides; bend one knee and lean over it."""
    sign = 1.0 if moment.side == "left" else -1.0
    share = moment.excursion
    figure = on_feet(
        stage,
        down_m=0.20 * share,
        back_m=0.14 * share,
        across_m=sign * 0.24 * share,
        lean_deg=28.0 * share,
        half_apart_m=0.46,
    )
    for side in SIDES:
        standing.hand_on_hip(figure, side)
    return figure


def standing_arms_up(stage: Stage, moment: Moment) -> Figure:
    """Stand and raise both arms past the head."""
    figure = on_feet(stage)
    for side in SIDES:
        turn = rotation(Y, 172.0 * moment.excursion)
        arm_towards(figure, side, turn @ -Z + 0.15 * OUTWARD[side])
    return figure


UPRIGHT = (
    moving(
        "squat",
        squat,
        EVERY,
        "Both feet stay side by side: it is no split stance.",
        framed_as="psoas",
        begins_with="standing",
    ),
    moving(
        "hip-hinge",
        hip_hinge,
        EVERY,
        "It stands on both feet, which stay side by side.",
        framed_as="psoas",
        begins_with="standing",
    ),
    moving(
        "standing-knee-raise",
        standing_knee_raise,
        EVERY,
        "It stands; a bent leg lifts in front.",
        framed_as="psoas",
        begins_with="standing",
        has_sides=True,
    ),
    moving(
        "calf-raise",
        calf_raise,
        EVERY,
        "It stands on both feet; only the heels rise.",
        framed_as="psoas",
        begins_with="standing",
        out_s=1.0,
        back_s=1.2,
    ),
    moving(
        "side-bend",
        side_bend,
        EVERY,
        "It stands with the feet side by side; the trunk bends to a side.",
        framed_as="psoas",
        begins_with="standing",
        has_sides=True,
    ),
    moving(
        "side-lunge",
        side_lunge,
        EVERY,
        "The feet are apart to the sides, not one behind the other.",
        framed_as="psoas",
        begins_with="standing",
        has_sides=True,
    ),
    moving(
        "standing-arms-up",
        standing_arms_up,
        EVERY,
        "It stands; only the arms move.",
        framed_as="psoas",
        begins_with="standing",
    ),
)
