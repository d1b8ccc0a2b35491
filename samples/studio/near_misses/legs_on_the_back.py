"""Other movements of the legs and arms while lying on the back.

In: a `Stage` and a `Moment`. Out: a `Figure`.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES
from samples.studio.figure import Figure
from samples.studio.kinematics import X, Y, Z, rotation
from samples.studio.near_misses.kinds import ON_THE_BACK, moving, still, without
from samples.studio.near_misses.limbs import foot_on_mat, move_leg, straight_leg, swing_arm
from samples.studio.postures import supine
from samples.studio.stage import Stage
from samples.studio.timeline import Moment

STRAIGHT_DEG = 172.0


def hook(stage: Stage) -> Figure:
    """Lying with both feet on the mat."""
    return stage_figure(stage, bent=True)


def long(stage: Stage) -> Figure:
    """Lying with both legs straight on the mat."""
    return stage_figure(stage, bent=False)


def stage_figure(stage: Stage, *, bent: bool) -> Figure:
    """Lying on the back, knees bent or legs straight."""
    figure = supine.lying(stage)
    for side in SIDES:
        if bent:
            supine.stand_foot(figure, stage, side)
        else:
            straight_leg(figure, stage, side)
    return figure


def march(stage: Stage, moment: Moment) -> Figure:
    """Lift one bent knee over the hip and put the foot down again."""
    figure = hook(stage)
    move_leg(figure, moment.side, moment.excursion, thigh_deg=88.0, knee_deg=88.0)
    return figure


def table_top(stage: Stage, moment: Moment) -> Figure:
    """Lift both bent legs until the thighs are upright."""
    figure = hook(stage)
    for side in SIDES:
        move_leg(figure, side, moment.excursion, thigh_deg=90.0, knee_deg=90.0)
    return figure


def heel_tap(stage: Stage, moment: Moment) -> Figure:
    """Both thighs upright; lower one bent leg until its foot taps the mat."""
    figure = hook(stage)
    for side in SIDES:
        move_leg(figure, side, 1.0, thigh_deg=90.0, knee_deg=90.0)
    move_leg(figure, moment.side, moment.excursion, thigh_deg=49.0, knee_deg=88.0, foot_deg=40.0)
    return figure


def dead_bug_arms(stage: Stage, moment: Moment) -> Figure:
    """Both thighs upright, both arms to the ceiling; lower both arms past the head."""
    figure = hook(stage)
    for side in SIDES:
        move_leg(figure, side, 1.0, thigh_deg=90.0, knee_deg=90.0)
        swing_arm(figure, side, 90.0 + 78.0 * moment.excursion)
    return figure


def straight_leg_raise(stage: Stage, moment: Moment) -> Figure:
    """Both legs straight on the mat; lift one straight leg."""
    figure = long(stage)
    move_leg(figure, moment.side, moment.excursion, thigh_deg=62.0, knee_deg=STRAIGHT_DEG)
    return figure


def double_leg_raise(stage: Stage, moment: Moment) -> Figure:
    """Lift both straight legs."""
    figure = long(stage)
    for side in SIDES:
        move_leg(figure, side, moment.excursion, thigh_deg=74.0, knee_deg=STRAIGHT_DEG)
    return figure


def scissors(stage: Stage, moment: Moment) -> Figure:
    """Both straight legs in the air; they change places, one up and one low."""
    figure = long(stage)
    for side in SIDES:
        up = moment.excursion if side == moment.side else 1.0 - moment.excursion
        move_leg(figure, side, 1.0, thigh_deg=16.0 + 58.0 * up, knee_deg=STRAIGHT_DEG)
    return figure


def leg_circles(stage: Stage, moment: Moment) -> Figure:
    """One straight leg up; it draws a circle in the air."""
    figure = long(stage)
    way = 2.0 - moment.excursion if moment.returning else moment.excursion
    around = float(np.pi) * way
    move_leg(
        figure,
        moment.side,
        1.0,
        thigh_deg=52.0 + 20.0 * float(np.cos(around)),
        knee_deg=STRAIGHT_DEG,
        out_deg=22.0 * float(np.sin(around)) + 4.0,
    )
    return figure


def ankle_pumps(stage: Stage, moment: Moment) -> Figure:
    """Legs straight on the mat; bend and point the feet."""
    figure = long(stage)
    for side in SIDES:
        tip = rotation(Y, -95.0 + 62.0 * moment.excursion)
        figure.sole(side, tip @ (X + 0.12 * supine.OUTWARD[side]), tip @ Z)
        foot_on_mat(figure, stage, side)
    return figure


def both_legs_slide(stage: Stage, moment: Moment) -> Figure:
    """Slide both heels out and back at once."""
    figure = supine.lying(stage)
    rest = supine.rest_knee_deg(stage)
    for side in SIDES:
        knee = rest + (STRAIGHT_DEG - rest) * moment.excursion
        supine.stand_foot(figure, stage, side, knee_deg=knee)
        foot_on_mat(figure, stage, side)
    return figure


def butterfly(stage: Stage, moment: Moment) -> Figure:
    """Let both knees fall out at once, the soles coming together."""
    figure = supine.lying(stage)
    for side in SIDES:
        supine.stand_foot(
            figure, stage, side, fall_out_deg=60.0 * moment.excursion, outward_m=-0.03
        )
        foot_on_mat(figure, stage, side)
    return figure


def knee_wipers(stage: Stage, moment: Moment) -> Figure:
    """Feet wide apart on the mat; let both knees sink to the same side."""
    side = moment.side
    turn = 14.0 * moment.excursion
    figure = supine.lying(stage, pelvis_roll_deg=turn if side == "left" else -turn)
    for each in SIDES:
        fall = 46.0 if each == side else -38.0
        supine.stand_foot(figure, stage, each, fall_out_deg=fall * moment.excursion, outward_m=0.10)
    return figure


def snow_angel(stage: Stage, moment: Moment) -> Figure:
    """Legs straight; slide both arms along the mat from the sides to beside the head."""
    figure = long(stage)
    for side in SIDES:
        spot = supine.wrist_spot(stage, side, stage.arms_deg + 112.0 * moment.excursion)
        supine.reach_arm(figure, side, spot, 0.0)
    return figure


def arms_overhead(stage: Stage, moment: Moment) -> Figure:
    """Feet on the mat; lift both arms over the face to the mat behind the head."""
    figure = hook(stage)
    if moment.excursion > 0.0:
        for side in SIDES:
            arm = figure.at("wrist", side) - figure.at("shoulder", side)
            start = float(np.degrees(np.arctan2(arm[2], arm[0])))
            swing_arm(figure, side, start + (170.0 - start) * moment.excursion, 8.0)
    return figure


def long_lying(stage: Stage, moment: Moment) -> Figure:
    """Rest with both legs straight."""
    del moment
    return long(stage)


def crunch(stage: Stage, moment: Moment) -> Figure:
    """Curl the head and the shoulders up, the hands reaching towards the knees."""
    figure = supine.lying(stage, shoulders_lift_deg=34.0 * moment.excursion)
    for side in SIDES:
        supine.stand_foot(figure, stage, side)
        rest = figure.at("wrist", side)
        beside_knee = figure.at("knee", side) + 0.10 * supine.OUTWARD[side] - 0.14 * X
        goal = rest + (beside_knee - rest) * moment.excursion
        figure.wrist_at(side, goal, supine.OUTWARD[side] - 0.3 * Z)
        figure.hand(side, figure.at("wrist", side) - figure.at("elbow", side), Z - 0.5 * X)
    return figure


def pelvic_tilt(stage: Stage, moment: Moment) -> Figure:
    """Press the small of the back into the mat; the pelvis only rocks."""
    figure = supine.lying(stage, pelvis_lift_deg=3.5 * moment.excursion)
    for side in SIDES:
        supine.stand_foot(figure, stage, side)
    return figure


LEGS_ON_THE_BACK = (
    moving(
        "supine-march",
        march,
        without(ON_THE_BACK, "piriformis"),
        "The knee stays bent, and no hand pulls it in.",
        framed_as="leg-lift",
        has_sides=True,
    ),
    moving(
        "table-top-lift",
        table_top,
        ON_THE_BACK,
        "Both legs stay bent, and no hand holds them.",
        framed_as="leg-lift",
    ),
    moving(
        "heel-tap",
        heel_tap,
        ("supine-start", *ON_THE_BACK),
        "The knee stays at a right angle, the thighs go no nearer than upright.",
        framed_as="leg-lift",
        has_sides=True,
    ),
    moving(
        "dead-bug-arms",
        dead_bug_arms,
        ("supine-start", *ON_THE_BACK),
        "Only the arms move.",
        framed_as="leg-lift",
    ),
    moving(
        "straight-leg-raise",
        straight_leg_raise,
        ("supine-start", *ON_THE_BACK),
        "The knee is straight from the start; no foot is ever on the floor.",
        framed_as="leg-lift",
        has_sides=True,
    ),
    moving(
        "double-leg-raise",
        double_leg_raise,
        ("supine-start", *ON_THE_BACK),
        "Both knees are straight all the time.",
        framed_as="leg-lift",
    ),
    moving(
        "scissors",
        scissors,
        ("supine-start", *ON_THE_BACK),
        "Both knees are straight all the time.",
        framed_as="leg-lift",
        has_sides=True,
    ),
    moving(
        "leg-circles",
        leg_circles,
        ("supine-start", *ON_THE_BACK),
        "A straight leg moves from the hip; a cycle needs a knee that bends and straightens.",
        framed_as="leg-lift",
        has_sides=True,
        hold_s=0.0,
    ),
    moving(
        "ankle-pumps",
        ankle_pumps,
        ("supine-start", *ON_THE_BACK),
        "Only the feet move.",
        framed_as="heel-slide",
        out_s=0.8,
        hold_s=0.3,
        back_s=0.8,
    ),
    # Not for heel-slide: the catalogue counts it with the fault that the other leg moved.
    moving(
        "both-legs-slide",
        both_legs_slide,
        without(ON_THE_BACK, "heel-slide"),
        "Both heels stay on the floor, the pelvis too.",
        framed_as="heel-slide",
    ),
    # Not for knee-fallout: the catalogue counts it with the fault that the other knee moved.
    moving(
        "butterfly",
        butterfly,
        without(ON_THE_BACK, "knee-fallout"),
        "Both knees fall out, neither straightens.",
        framed_as="knee-fallout",
        view="high",
    ),
    # Not for torsion: wide wipers that are held come close to it.
    moving(
        "knee-wipers",
        knee_wipers,
        without(ON_THE_BACK, "torsion"),
        "Both knees turn to one side with the pelvis; none falls out on its own.",
        framed_as="knee-fallout",
        view="high",
        has_sides=True,
        out_s=1.8,
        back_s=1.8,
    ),
    moving(
        "snow-angel",
        snow_angel,
        ("supine-start", *ON_THE_BACK),
        "The legs lie straight and still.",
        framed_as="heel-slide",
    ),
    moving(
        "arms-overhead",
        arms_overhead,
        ON_THE_BACK,
        "Only the arms move.",
        framed_as="leg-lift",
    ),
    still(
        "long-lying",
        long_lying,
        ("supine-start", *ON_THE_BACK),
        "Nothing moves, and the legs are straight.",
        framed_as="heel-slide",
    ),
    moving(
        "crunch",
        crunch,
        ON_THE_BACK,
        "The head and the shoulders come up, the pelvis and the feet stay.",
        framed_as="leg-lift",
    ),
    moving(
        "pelvic-tilt",
        pelvic_tilt,
        ON_THE_BACK,
        "The pelvis rocks on the floor and does not rise.",
        framed_as="heel-slide",
    ),
)
