"""Other exercises of the arms and the trunk on hands and knees: all begin in the mid position.

In: a `Stage` and a `Moment`. Out: a `Figure`.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES, other
from samples.studio.exercises.stretches import mixed
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import X, Z, unit
from samples.studio.near_misses.on_knees import (
    hips_over_knees,
    kneel_both,
    nod_to_mat,
    on_knees,
    sign_of,
)
from samples.studio.postures import all_fours, kneeling, propped
from samples.studio.postures.all_fours import OUTWARD, on_all_fours
from samples.studio.stage import Stage
from samples.studio.timeline import Moment


def arm_to_ceiling(stage: Stage, moment: Moment) -> Figure:
    """Open the chest to one side and lift that arm to the ceiling."""
    side, share = moment.side, moment.excursion
    support = other(side)
    figure = propped.on_arms(
        stage,
        hips_over_knees(stage),
        {support: all_fours.hand_spot(stage, support)},
        chest_roll_deg=sign_of(side) * 62.0 * share,
        roll_deg=sign_of(side) * 8.0 * share,
    )
    figure.nod(all_fours.neck_in_line(stage) - 14.0 * share, sign_of(side) * 30.0 * share)
    kneel_both(figure, stage)
    if share == 0.0:
        all_fours.support_hand(figure, all_fours.hand_spot(stage, side), side)
        return figure
    down = all_fours.hand_spot(stage, side) - figure.at("shoulder", side)
    angle = 178.0 * share
    swung = np.sin(np.radians(angle)) * OUTWARD[side] - np.cos(np.radians(angle)) * Z
    along = unit(mixed(unit(down), swung, min(1.0, 4.0 * share)))
    figure.arm(side, along, along, X)
    figure.hand(side, along, -X)
    return figure


def thread_the_needle(stage: Stage, moment: Moment) -> Figure:
    """Slide one arm under the trunk to the other side until its shoulder is near the mat."""
    side, share = moment.side, moment.excursion
    support = other(side)
    rest_height = float(all_fours.mid_shoulders(stage)[2])
    figure = propped.with_shoulders_at(
        stage,
        hips_over_knees(stage, 6.0 * share),
        rest_height + (0.16 - rest_height) * share,
        chest_roll_deg=-sign_of(side) * 34.0 * share,
        side=side,
    )
    turn = -sign_of(side) * 38.0 * share
    nod_to_mat(figure, stage, all_fours.neck_in_line(stage) + 14.0 * share, turn)
    kneel_both(figure, stage)
    all_fours.support_hand(figure, all_fours.hand_spot(stage, support), support)
    spot = all_fours.hand_spot(stage, side)
    shoulder = figure.at("shoulder", side)
    through = np.array([shoulder[0] + 0.06, 0.0, MAT_TOP_M + 0.03]) + 0.40 * OUTWARD[support]
    wrist = mixed(spot, through, share) + 0.04 * np.sin(np.pi * share) * Z
    figure.wrist_at(side, wrist, mixed(X + 0.4 * OUTWARD[side], X - 0.2 * Z, share))
    along = mixed(-X - 0.12 * Z, OUTWARD[support] - 0.05 * Z, share)
    figure.hand(side, along, mixed(-OUTWARD[side], -X, share))
    return figure


def cat_cow(stage: Stage, moment: Moment) -> Figure:
    """Round the back with the head hanging; on the way back let it sag, the head up."""
    low = 1.0 - moment.excursion if moment.returning else 0.0
    swing = float(np.sin(np.pi * low)) if moment.returning else 0.0
    share = moment.excursion
    return on_all_fours(
        stage,
        rounding_deg=58.0 * share - 40.0 * swing,
        curl=0.9 * share,
        nod_deg=40.0 * share - 45.0 * swing,
    )


def rocking(stage: Stage, moment: Moment) -> Figure:
    """Rock the trunk back over the heels a little, and forward over the hands."""
    low = float(np.sin(np.pi * (1.0 - moment.excursion))) if moment.returning else 0.0
    return on_all_fours(stage, lean_deg=26.0 * moment.excursion - 14.0 * low)


def shoulder_tap(stage: Stage, moment: Moment) -> Figure:
    """Lift one hand and tap the other shoulder with it."""
    side, share = moment.side, moment.excursion
    figure = on_all_fours(stage, lean_deg=2.0 * share)
    if share == 0.0:
        return figure
    spot = all_fours.hand_spot(stage, side)
    goal = figure.at("shoulder", other(side)) - 0.10 * Z - 0.06 * X + 0.04 * OUTWARD[side]
    figure.wrist_at(side, mixed(spot, goal, share), X * (1 - share) + OUTWARD[side] - 0.4 * Z)
    figure.hand(
        side,
        mixed(-X - 0.12 * Z, OUTWARD[other(side)] + 0.5 * Z, share),
        mixed(-OUTWARD[side], -X, share),
    )
    return figure


def hip_sway(stage: Stage, moment: Moment) -> Figure:
    """Shift the pelvis from side to side over the knees."""
    out = 0.11 * moment.excursion * OUTWARD[moment.side]
    spots = {side: all_fours.hand_spot(stage, side) for side in SIDES}
    figure = propped.on_arms(stage, hips_over_knees(stage, 4.0) + out, spots)
    rest = stage.once("resting on all fours", lambda: on_all_fours(stage))
    slope = stage.once("instep", lambda: all_fours.instep_slope(stage))
    for side in SIDES:
        figure.ankle_at(side, rest.at("ankle", side), -X - Z)
        figure.sole(side, X - slope * Z, -Z)
    return figure


def prayer_stretch(stage: Stage, moment: Moment) -> Figure:
    """Slide back with the hands far in front, the hips staying well above the heels."""
    return kneeling.sitting_back(stage, moment.excursion, depth=0.5)


HANDS_AND_KNEES = (
    on_knees(
        "arm-to-ceiling",
        arm_to_ceiling,
        "The trunk turns and the arm goes up, not in line with the back.",
        has_sides=True,
        out_s=1.8,
        framed_as="psoas",
    ),
    on_knees(
        "thread-the-needle",
        thread_the_needle,
        "The arm goes under the trunk, which turns and sinks.",
        has_sides=True,
        out_s=2.0,
        hold_s=1.5,
        back_s=2.0,
    ),
    on_knees(
        "cat-cow",
        cat_cow,
        "Only the back moves; hands and knees stay.",
        out_s=2.0,
        back_s=3.0,
    ),
    on_knees(
        "rocking",
        rocking,
        "All four limbs stay on the mat and the hips stay far above the heels.",
        out_s=1.6,
        back_s=2.4,
    ),
    on_knees(
        "shoulder-tap",
        shoulder_tap,
        "The hand goes to the other shoulder: the arm never stretches.",
        has_sides=True,
        out_s=0.9,
        hold_s=0.4,
        back_s=0.9,
    ),
    on_knees(
        "hip-sway",
        hip_sway,
        "The pelvis moves sideways, no limb reaches.",
        has_sides=True,
    ),
    on_knees(
        "prayer-stretch",
        prayer_stretch,
        "The hips stay high: the pelvis does not rest on the feet.",
        out_s=2.2,
        hold_s=7.0,
        back_s=2.0,
    ),
)
