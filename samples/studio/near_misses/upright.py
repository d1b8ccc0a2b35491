"""Other exercises kneeling upright, sitting and standing.

In: a `Stage` and a `Moment`. Out: a `Figure`. The person faces -X, and +X when sitting on the mat.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES, other
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import Array, X, Y, Z, rotation
from samples.studio.near_misses.hands_and_knees import on_mat
from samples.studio.near_misses.kinds import EVERY, moving, still, without
from samples.studio.near_misses.limbs import foot_on_mat, mixed
from samples.studio.postures import all_fours, standing, supine
from samples.studio.postures.standing import OUTWARD, ankle_on_ball, ankle_over_sole
from samples.studio.stage import Stage
from samples.studio.timeline import Moment

#: Where the feet stand.
PLACE_X_M, HALF_FEET_APART_M = 0.07, 0.10
#: Thighs of somebody who sits on the heels lean back this far.
ON_HEELS_DEG = 71.0


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


def kneeling_at(stage: Stage, lean_thighs_deg: float, lean_deg: float) -> Figure:
    """Upright on both knees, thighs leaning back, the trunk leaning forward."""
    figure = trunk(stage, all_fours.hip_over_knee(stage, lean_thighs_deg), lean_deg)
    for side in SIDES:
        all_fours.kneel(figure, stage, side)
    on_mat(figure, stage)
    return figure


def heel_sit(stage: Stage, moment: Moment) -> Figure:
    """Kneel upright and sit down on the heels, the trunk staying upright."""
    share = moment.excursion
    bow = float(np.sin(np.pi * share))
    figure = kneeling_at(stage, 4.0 + (ON_HEELS_DEG - 4.0) * share, 4.0 + 24.0 * bow)
    for side in SIDES:
        knee, hip = figure.at("knee", side), figure.at("hip", side)
        figure.wrist_at(side, mixed(hip, knee, 0.75) + 0.10 * Z, X + 0.6 * OUTWARD[side])
        figure.hand(side, -X - 0.2 * Z, -OUTWARD[side])
    return figure


def kneeling_lean_back(stage: Stage, moment: Moment) -> Figure:
    """Kneel upright and lean back in one line from the knees to the head."""
    lean = 28.0 * moment.excursion
    figure = kneeling_at(stage, 3.0 + lean, -lean)
    for side in SIDES:
        arm_towards(figure, side, -X - 0.1 * Z + 0.05 * OUTWARD[side])
    return figure


def half_kneeling(stage: Stage, moment: Moment) -> Figure:
    """One knee on the mat under its hip, the other foot in front, the trunk upright."""
    rear = moment.side
    front = other(rear)
    figure = trunk(stage, all_fours.hip_over_knee(stage, 2.0), 2.0)
    all_fours.kneel(figure, stage, rear)
    hip = figure.at("hip", front)
    ankle = np.array([hip[0] - stage.body.thigh_m, hip[1], MAT_TOP_M + ankle_over_sole(stage)])
    figure.ankle_at(front, ankle, -X + Z)
    figure.sole(front, -X + 0.08 * OUTWARD[front], Z)
    for side in SIDES:
        standing.hand_on_hip(figure, side)
    return figure


def sitting_long(stage: Stage, lean_deg: float, rounding_deg: float) -> Figure:
    """Sitting on the mat with straight legs towards +X; the arms are not placed yet."""
    figure = Figure(stage.body)
    pitch = -90.0 - lean_deg
    figure.trunk(supine.towards_head(pitch), supine.back(pitch), rounding_deg=rounding_deg)
    figure.put(figure.middle("hip"), (-0.32, 0.0, None))
    figure.settle(stage.vertices("root", "pelvis", "upperleg01"))
    reach = 0.998 * (stage.body.thigh_m + stage.body.shin_m)
    for side in SIDES:
        hip = figure.at("hip", side)
        drop = hip[2] - MAT_TOP_M - supine.HEEL_RADIUS_M
        ankle = hip + np.array([np.sqrt(reach**2 - drop**2), 0.0, -drop])
        figure.ankle_at(side, ankle + 0.02 * supine.OUTWARD[side], Z)
        figure.sole(side, 0.35 * X + Z, 0.35 * Z - X)
        foot_on_mat(figure, stage, side)
    return figure


def long_sitting(stage: Stage, moment: Moment) -> Figure:
    """Sit with straight legs, the hands on the thighs."""
    del moment
    figure = sitting_long(stage, -6.0, 12.0)
    hands_along_legs(figure, 0.8)
    return figure


def forward_fold(stage: Stage, moment: Moment) -> Figure:
    """Sit with straight legs and reach for the feet."""
    share = moment.excursion
    figure = sitting_long(stage, -6.0 + 32.0 * share, 12.0 + 48.0 * share)
    hands_along_legs(figure, 0.8 + 0.75 * share)
    return figure


def hands_along_legs(figure: Figure, place: float) -> None:
    """Lay the hands on the legs: 0 at the hips, 1 at the knees, 2 at the ankles."""
    for side in SIDES:
        hip, knee, ankle = (figure.at(joint, side) for joint in ("hip", "knee", "ankle"))
        on_leg = mixed(hip, knee, place) if place < 1.0 else mixed(knee, ankle, place - 1.0)
        outward = supine.OUTWARD[side]
        figure.wrist_at(side, on_leg + 0.09 * Z, outward - 0.4 * X)
        figure.hand(side, X - 0.3 * Z, -outward)


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
    moving(
        "heel-sit",
        heel_sit,
        EVERY,
        "It sits on the heels with the trunk upright, the hands on the thighs.",
        framed_as="psoas",
        begins_with="kneeling",
        out_s=1.8,
        hold_s=2.0,
        back_s=1.8,
    ),
    moving(
        "kneeling-lean-back",
        kneeling_lean_back,
        EVERY,
        "It kneels upright on both knees.",
        framed_as="psoas",
        begins_with="kneeling",
    ),
    # Not for psoas: with the front foot far ahead it is its stance, rear knee on the floor.
    still(
        "half-kneeling",
        half_kneeling,
        without(EVERY, "psoas"),
        "It kneels upright on one knee: no hands are on the floor.",
        framed_as="psoas",
        begins_with="kneeling",
        has_sides=True,
    ),
    still(
        "long-sitting",
        long_sitting,
        EVERY,
        "It sits upright and still.",
        framed_as="leg-lift",
        begins_with="sitting",
    ),
    moving(
        "forward-fold",
        forward_fold,
        EVERY,
        "It sits on straight legs; the trunk folds over them.",
        framed_as="leg-lift",
        begins_with="sitting",
        out_s=2.0,
        hold_s=2.0,
        back_s=2.0,
    ),
)
