"""Other bridges, and other ways of holding the legs on the back.

In: a `Stage` and a `Moment`. Out: a `Figure`.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES, other
from samples.studio.exercises.stretches import cross_ankle, knee_grip, mixed
from samples.studio.exercises.supine import BRIDGE_DEG
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import Array, X, Z, solve_rising
from samples.studio.near_misses.kinds import EVERY, ON_THE_BACK, moving, still, without
from samples.studio.near_misses.limbs import bring_hand, foot_on_mat, move_leg
from samples.studio.postures import supine
from samples.studio.stage import Stage
from samples.studio.timeline import Moment

#: In reverse table-top: where the hands stand behind the body, and the height of a wrist on them.
HANDS_X_M, HANDS_APART_M, WRIST_HEIGHT_M = -0.42, 0.20, 0.045
STRETCH = 0.99


def lifted(stage: Stage, share: float) -> Figure:
    """The trunk at a share of the way up to a straight bridge; the legs are not placed yet."""
    top = supine.bridge_lift_for(stage, BRIDGE_DEG)
    return supine.lying(stage, pelvis_lift_deg=top * share)


def one_legged_bridge(stage: Stage, moment: Moment) -> Figure:
    """Bridge on one leg, the other straight in the air beside it."""
    side, support = moment.side, other(moment.side)
    figure = lifted(stage, moment.excursion)
    for each in SIDES:
        supine.stand_foot(figure, stage, each)
    thigh = figure.at("knee", support) - figure.at("hip", support)
    slope = float(np.degrees(np.arctan2(thigh[2], thigh[0])))
    move_leg(figure, side, 1.0, thigh_deg=slope, knee_deg=172.0)
    return figure


def figure_four_bridge(stage: Stage, moment: Moment) -> Figure:
    """Bridge on one leg, the ankle of the other on its knee."""
    side = moment.side
    figure = lifted(stage, 0.9 * moment.excursion)
    for each in SIDES:
        supine.stand_foot(figure, stage, each)
    cross_ankle(figure, side, figure.at("ankle", side), 1.0, slipped=0.0)
    return figure


def frog_bridge(stage: Stage, moment: Moment) -> Figure:
    """Bridge with the soles together and the knees wide."""
    figure = lifted(stage, moment.excursion)
    knee = supine.rest_knee_deg(stage) - 8.0
    for side in SIDES:
        supine.stand_foot(figure, stage, side, knee_deg=knee, fall_out_deg=62.0, outward_m=-0.03)
        foot_on_mat(figure, stage, side)
    return figure


def bridge_march(stage: Stage, moment: Moment) -> Figure:
    """Stay up in the bridge and lift one bent knee after the other."""
    figure = lifted(stage, 1.0)
    for side in SIDES:
        supine.stand_foot(figure, stage, side)
    move_leg(figure, moment.side, moment.excursion, thigh_deg=78.0, knee_deg=86.0)
    return figure


def reverse_table_top(stage: Stage, moment: Moment) -> Figure:
    """From sitting with the hands behind the body, lift the pelvis until the trunk is level."""
    share = moment.excursion
    body = stage.body
    arm = STRETCH * (body.upper_arm_m + body.forearm_m)
    seat = seat_height(stage)
    level = MAT_TOP_M + WRIST_HEIGHT_M + arm - 0.05
    start_x, end_x = HANDS_X_M + 0.24, HANDS_X_M + body.torso_m + 0.02
    hips = np.array([start_x + (end_x - start_x) * share, 0.0, seat + (level - seat) * share])
    hands = np.array([HANDS_X_M, 0.0, MAT_TOP_M + WRIST_HEIGHT_M])

    def at_pitch(pitch_deg: float) -> Figure:
        figure = Figure(body)
        figure.trunk(supine.towards_head(-pitch_deg), supine.back(-pitch_deg))
        figure.put(figure.middle("hip"), hips)
        return figure

    def reach(pitch_deg: float) -> float:
        return float(np.linalg.norm((at_pitch(pitch_deg).middle("shoulder") - hands)[[0, 2]]))

    pitch = stage.once(
        ("reverse table-top", share), lambda: solve_rising(reach, -30.0, 88.0, arm, steps=14)
    )
    figure = at_pitch(pitch)
    figure.nod(14.0)
    knee_x = end_x + body.thigh_m
    for side in SIDES:
        outward = supine.OUTWARD[side]
        ankle = np.array([knee_x, 0.0, MAT_TOP_M + supine.ankle_height(stage, 90.0)])
        figure.ankle_at(side, ankle + 0.09 * outward, Z)
        figure.sole(side, X + 0.12 * outward, Z)
        figure.wrist_at(side, hands + HANDS_APART_M * outward, 0.6 * outward - X)
        figure.hand(side, -0.3 * X + outward - 0.1 * Z, X)
    return figure


def seat_height(stage: Stage) -> float:
    """Height of the hips of somebody who sits on the mat."""
    return stage.once("seat height", lambda: float(supine.sitting(stage).middle("hip")[2]))


def single_knee_hug(stage: Stage, moment: Moment) -> Figure:
    """Pull one knee to the belly with both hands; the other foot stays on the mat."""
    side, share = moment.side, moment.excursion
    figure = supine.lying(stage, pelvis_lift_deg=3.0 * share)
    for each in SIDES:
        supine.stand_foot(figure, stage, each)
    move_leg(figure, side, share, thigh_deg=132.0, knee_deg=56.0)
    for hand in SIDES:
        outward = supine.OUTWARD[hand]
        grip = knee_grip(figure, side)
        if hand != side:
            grip = grip + 0.05 * outward
        bring_hand(figure, hand, share, grip, elbow=outward - 0.2 * Z, along=0.2 * X - outward)
    return figure


def happy_baby(stage: Stage, moment: Moment) -> Figure:
    """Both knees wide beside the chest, the shins upright, the hands at the feet."""
    share = moment.excursion
    figure = supine.lying(stage, pelvis_lift_deg=5.0 * share)
    for side in SIDES:
        supine.stand_foot(figure, stage, side)
        move_leg(figure, side, share, thigh_deg=128.0, knee_deg=52.0, out_deg=38.0, foot_deg=85.0)
        outward = supine.OUTWARD[side]
        grip = figure.at("ankle", side) + 0.06 * outward + 0.02 * Z
        bring_hand(figure, side, share, grip, elbow=outward - 0.5 * X, along=X + 0.3 * Z)
    return figure


def hamstring_stretch(stage: Stage, moment: Moment) -> Figure:
    """Hold one straight leg up with both hands behind the thigh."""
    side, share = moment.side, moment.excursion
    figure = supine.lying(stage)
    for each in SIDES:
        supine.stand_foot(figure, stage, each)
    move_leg(figure, side, share, thigh_deg=86.0, knee_deg=168.0)
    hip, knee = figure.at("hip", side), figure.at("knee", side)
    behind = mixed(hip, knee, 0.78) + 0.05 * X
    for hand in SIDES:
        outward = supine.OUTWARD[hand]
        grip: Array = behind + 0.085 * outward
        bring_hand(figure, hand, share, grip, elbow=outward - 0.3 * Z, along=X - outward)
    return figure


BRIDGES = (
    moving(
        "one-legged-bridge",
        one_legged_bridge,
        ("supine-start", *ON_THE_BACK),
        "One foot is in the air all the time: the bridge stands on both.",
        framed_as="leg-lift",
        has_sides=True,
    ),
    # Not for knee-fallout: its knee has fallen out to the side. Not for piriformis: the same legs.
    moving(
        "figure-four-bridge",
        figure_four_bridge,
        without(ON_THE_BACK, "knee-fallout", "piriformis"),
        "It stands on one foot: the other one lies on the knee.",
        framed_as="leg-lift",
        has_sides=True,
    ),
    moving(
        "frog-bridge",
        frog_bridge,
        without(ON_THE_BACK, "knee-fallout"),
        "The knees are out and the feet stand on their edges: it does not rest on both soles.",
        framed_as="leg-lift",
    ),
    moving(
        "bridge-march",
        bridge_march,
        ("supine-start", *ON_THE_BACK),
        "The pelvis stays up: it is neither lifted nor lowered, and the knees stay bent.",
        framed_as="leg-lift",
        has_sides=True,
    ),
    moving(
        "reverse-table-top",
        reverse_table_top,
        EVERY,
        "It starts from sitting and stands on the hands: the shoulders are in the air.",
        framed_as="leg-lift",
    ),
    moving(
        "single-knee-hug",
        single_knee_hug,
        ON_THE_BACK,
        "Only one knee comes in, and no ankle lies on it.",
        framed_as="knees-to-chest",
        has_sides=True,
        hold_s=2.5,
    ),
    # Not for knees-to-chest: the knees are on the belly, only wide and held at the feet.
    still(
        "happy-baby",
        happy_baby,
        without(ON_THE_BACK, "knees-to-chest"),
        "The knees are wide and the hands hold the feet; nothing straightens or turns.",
        framed_as="knees-to-chest",
    ),
    # Not for leg-lift and single-leg-cycle: the leg straightens in the air on its way.
    still(
        "hamstring-stretch",
        hamstring_stretch,
        without(ON_THE_BACK, "leg-lift", "single-leg-cycle"),
        "The leg that is held is straight.",
        framed_as="leg-lift",
        has_sides=True,
    ),
)
