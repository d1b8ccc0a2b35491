"""Other exercises kneeling upright and sitting.

In: a `Stage` and a `Moment`. Out: a `Figure` that faces -X kneeling, and +X sitting on the mat.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES, other
from samples.studio.exercises.stretches import mixed
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import X, Z
from samples.studio.near_misses.kinds import EVERY, moving, still, without
from samples.studio.near_misses.limbs import foot_on_mat
from samples.studio.near_misses.on_knees import on_mat
from samples.studio.near_misses.upright import arm_towards, trunk
from samples.studio.postures import all_fours, standing, supine
from samples.studio.postures.standing import OUTWARD, ankle_over_sole
from samples.studio.stage import Stage
from samples.studio.timeline import Moment

#: Thighs of somebody who sits on the heels lean back this far.
ON_HEELS_DEG = 71.0


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


KNEELING_AND_SITTING = (
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
