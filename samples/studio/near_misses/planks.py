"""Planks, push-ups and other postures on hands or forearms that are not the mid position.

In: a `Stage` and a `Moment`. Out: a `Figure`.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES
from samples.studio.exercises.stretches import mixed
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import X, Y, Z, rotation, unit
from samples.studio.near_misses.kinds import EVERY, moving, still
from samples.studio.near_misses.on_knees import (
    hips_over_knees,
    kneel_both,
    nod_to_mat,
    on_knees,
    on_mat,
)
from samples.studio.postures import all_fours, propped
from samples.studio.postures.all_fours import OUTWARD
from samples.studio.stage import Stage
from samples.studio.timeline import Moment

FEET_X_M = 0.82
#: Where the knees are in a push-up on the knees, behind their place in the mid position.
KNEES_BACK_M = 0.34
#: Height of the shoulders in puppy pose, where the head still has room.
LOW_SHOULDERS_M = 0.235
WRIST_M = MAT_TOP_M + all_fours.WRIST_HEIGHT_M


def arm_m(stage: Stage) -> float:
    """Length of a straight arm, shoulder to wrist, meters."""
    return all_fours.STRETCH * (stage.body.upper_arm_m + stage.body.forearm_m)


def straight_body(stage: Stage, shoulders_m: float) -> Figure:
    """A straight line from the balls of the feet to shoulders at a height; arms are free."""
    ankle_m = propped.tucked_ankle_height(stage)
    length = stage.body.thigh_m + stage.body.shin_m + stage.body.torso_m
    slope = float(np.degrees(np.arcsin((shoulders_m - ankle_m) / length)))
    hips = propped.straight_line(stage, FEET_X_M, slope)
    figure = stage.once(
        ("straight body", shoulders_m),
        lambda: propped.with_shoulders_at(stage, hips, shoulders_m),
    )
    copy = Figure(stage.body)
    copy.take(figure.rotations.copy(), figure.root.copy())
    propped.feet_behind(copy, stage, FEET_X_M)
    return copy


def hand_under_shoulder(figure: Figure, side: str) -> None:
    """Plant a hand under its shoulder."""
    shoulder = figure.at("shoulder", side)
    spot = np.array([shoulder[0] - 0.01, shoulder[1], WRIST_M])
    all_fours.support_hand(figure, spot, side)


def plank(stage: Stage, moment: Moment) -> Figure:
    """A straight line on hands and toes."""
    del moment
    figure = straight_body(stage, WRIST_M + arm_m(stage))
    for side in SIDES:
        hand_under_shoulder(figure, side)
    return figure


def forearm_plank(stage: Stage, moment: Moment) -> Figure:
    """A straight line on forearms and toes."""
    del moment
    elbow_m = MAT_TOP_M + propped.ELBOW_HEIGHT_M
    figure = straight_body(stage, elbow_m + stage.body.upper_arm_m)
    for side in SIDES:
        propped.forearm(figure, side)
    return figure


def mountain_climber(stage: Stage, moment: Moment) -> Figure:
    """In the plank on the hands, draw one knee forward under the belly."""
    figure = plank(stage, moment)
    side, share = moment.side, moment.excursion
    hip, knee, ankle = (figure.at(joint, side) for joint in ("hip", "knee", "ankle"))
    # On its way under the belly the knee passes beside the hip, or it would meet the mat.
    aside = np.sin(np.pi * share) * OUTWARD[side]
    thigh = mixed(unit(knee - hip), unit(-0.72 * X - 0.40 * Z), share) + 0.7 * aside
    shin = mixed(unit(ankle - knee), unit(X - 0.02 * Z), share) + 0.5 * np.sin(np.pi * share) * Z
    figure.leg(side, thigh, unit(shin), -Z - 0.3 * X)
    down = rotation(Y, -propped.TUCKED_DEG * (1.0 - share) - 100.0 * share)
    figure.sole(side, down @ -X, down @ Z, toes_deg=propped.TUCKED_DEG * (1.0 - share))
    return figure


def knee_push_up(stage: Stage, moment: Moment) -> Figure:
    """Hands and knees far apart, the body straight; bend the elbows and push up."""
    body = stage.body
    knee = np.array([all_fours.KNEES_X_M + KNEES_BACK_M, 0.0, all_fours.knee_height(stage)])
    top_m = WRIST_M + arm_m(stage)

    def at(shoulders_m: float) -> Figure:
        slope = float(np.arcsin((shoulders_m - knee[2]) / (body.thigh_m + body.torso_m)))
        hips = knee + body.thigh_m * np.array([-np.cos(slope), 0.0, np.sin(slope)])
        figure = propped.with_shoulders_at(stage, hips, shoulders_m)
        for side in SIDES:
            all_fours.kneel(figure, stage, side, KNEES_BACK_M)
        on_mat(figure, stage)
        return figure

    top = stage.once("push-up", lambda: at(top_m))
    low_m = MAT_TOP_M + 0.24
    figure = at(top_m + (low_m - top_m) * moment.excursion)
    for side in SIDES:
        shoulder = top.at("shoulder", side)
        spot = np.array([shoulder[0], shoulder[1], WRIST_M]) + 0.05 * OUTWARD[side]
        all_fours.support_hand(figure, spot, side)
    return figure


def downward_dog(stage: Stage, moment: Moment) -> Figure:
    """Hands and feet on the mat, the hips high, the arms in line with the trunk."""
    heel_deg = 24.0 + 12.0 * moment.excursion
    foot_x = 0.62
    hips = propped.straight_line(stage, foot_x, 64.0, heel_deg)
    reach = stage.body.torso_m + arm_m(stage)
    drop = stage.body.torso_m * (hips[2] - WRIST_M) / reach
    figure = propped.with_shoulders_at(stage, hips, hips[2] - drop, nod_deg=-14.0)
    propped.feet_behind(figure, stage, foot_x, heel_deg)
    for side in SIDES:
        shoulder = figure.at("shoulder", side)
        trunk = shoulder - figure.at("hip", side)
        down = shoulder[2] - WRIST_M
        flat = np.sqrt(max(arm_m(stage) ** 2 - down**2, 0.01))
        spot = shoulder + unit(trunk * np.array([1.0, 1.0, 0.0])) * flat - down * Z
        all_fours.support_hand(figure, spot, side)
    return figure


def puppy_pose(stage: Stage, moment: Moment) -> Figure:
    """Hips over the knees; slide both hands forward until the chest is near the mat."""
    share = moment.excursion
    start = float(all_fours.mid_shoulders(stage)[2])
    height = start + (LOW_SHOULDERS_M - start) * share
    figure = propped.with_shoulders_at(
        stage, hips_over_knees(stage, 4.0 * share), height, rounding_deg=-14.0 * share
    )
    nod_to_mat(figure, stage, all_fours.neck_in_line(stage), 0.0)
    kneel_both(figure, stage)
    for side in SIDES:
        spot = all_fours.hand_spot(stage, side)
        shoulder = figure.at("shoulder", side)
        flat = np.sqrt(arm_m(stage) ** 2 - (LOW_SHOULDERS_M - WRIST_M) ** 2)
        far = np.array([shoulder[0] - flat, shoulder[1], WRIST_M])
        figure.wrist_at(side, mixed(spot, far, share), X * (1 - share) + OUTWARD[side] + 0.2 * Z)
        figure.hand(side, -X - 0.1 * Z, -OUTWARD[side])
    return figure


def forearms_and_knees(stage: Stage, moment: Moment) -> Figure:
    """Kneeling on forearms and knees."""
    del moment
    height = MAT_TOP_M + propped.ELBOW_HEIGHT_M + stage.body.upper_arm_m
    figure = propped.with_shoulders_at(stage, hips_over_knees(stage, 4.0), height)
    nod_to_mat(figure, stage, all_fours.neck_in_line(stage), 0.0)
    kneel_both(figure, stage)
    for side in SIDES:
        propped.forearm(figure, side)
    return figure


PLANKS = (
    on_knees(
        "puppy-pose",
        puppy_pose,
        "Both arms slide forward on the mat, and the hips stay over the knees.",
        framed_as="childs-pose",
        out_s=2.2,
        hold_s=3.0,
        back_s=2.0,
    ),
    still(
        "forearms-and-knees",
        forearms_and_knees,
        EVERY,
        "It rests on the forearms, the elbows bent.",
        begins_with="kneeling",
    ),
    still(
        "plank",
        plank,
        EVERY,
        "The knees are off the floor and straight.",
        begins_with="kneeling",
    ),
    still(
        "forearm-plank",
        forearm_plank,
        EVERY,
        "It rests on the forearms, and the knees are off the floor.",
        begins_with="kneeling",
    ),
    moving(
        "mountain-climber",
        mountain_climber,
        EVERY,
        "From the plank a bent knee comes forward; the legs begin straight.",
        begins_with="kneeling",
        has_sides=True,
        out_s=0.9,
        hold_s=0.4,
        back_s=0.9,
    ),
    moving(
        "knee-push-up",
        knee_push_up,
        EVERY,
        "The hips are straight, not over the knees, and the elbows bend.",
        begins_with="kneeling",
    ),
    moving(
        "downward-dog",
        downward_dog,
        EVERY,
        "The knees are off the floor and the hips are high.",
        framed_as="leg-lift",
        begins_with="kneeling",
        out_s=1.0,
        hold_s=1.0,
        back_s=1.0,
    ),
)
