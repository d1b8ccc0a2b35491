"""Other exercises face down and on the side.

In: a `Stage` and a `Moment`. Out: a `Figure`. The side of a moment is that of the limb that moves;
on the side it is the one on top.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES
from samples.studio.figure import Figure
from samples.studio.kinematics import X, Z
from samples.studio.near_misses.kinds import EVERY, moving, still, without
from samples.studio.postures import prone, side_lying
from samples.studio.stage import Stage
from samples.studio.timeline import Moment


def prone_rest(stage: Stage, moment: Moment) -> Figure:
    """Rest face down, the forehead on the hands."""
    del moment
    figure = prone.lying(stage)
    for side in SIDES:
        prone.hand_under_forehead(figure, side)
    return figure


def cobra(stage: Stage, moment: Moment) -> Figure:
    """Push the chest up with the hands, the pelvis staying on the mat."""
    figure = prone.lying(stage, chest_lift_deg=78.0 * moment.excursion)
    for side in SIDES:
        prone.hand_beside_chest(figure, side)
    return figure


def sphinx(stage: Stage, moment: Moment) -> Figure:
    """Face down, propped up on the forearms."""
    del moment
    figure = prone.lying(stage, chest_lift_deg=52.0)
    for side in SIDES:
        prone.hand_beside_chest(figure, side, ahead_m=0.30)
    return figure


def prone_leg_lift(stage: Stage, moment: Moment) -> Figure:
    """Face down, lift one straight leg."""
    figure = prone_rest(stage, moment)
    prone.lift_leg(figure, moment.side, 20.0 * moment.excursion)
    return figure


def prone_knee_bend(stage: Stage, moment: Moment) -> Figure:
    """Face down, bend one knee until the shin is upright."""
    figure = prone_rest(stage, moment)
    if moment.excursion > 0.0:
        prone.lift_leg(figure, moment.side, 0.0, 176.0 - 84.0 * moment.excursion)
    return figure


def superman(stage: Stage, moment: Moment) -> Figure:
    """Face down, lift the chest, both arms ahead, and both legs."""
    share = moment.excursion
    figure = prone.lying(stage, chest_lift_deg=34.0 * share)
    for side in SIDES:
        prone.lift_leg(figure, side, 15.0 * share)
    figure.settle(stage.vertices("spine", "root", "pelvis", "upperleg"))
    for side in SIDES:
        shoulder = figure.at("shoulder", side)
        arm_m = 0.98 * (stage.body.upper_arm_m + stage.body.forearm_m)
        height = 0.05 - shoulder[2] + 0.32 * share
        ahead = -np.sqrt(arm_m**2 - height**2) * X + height * Z
        figure.wrist_at(side, shoulder + ahead, prone.OUTWARD[side] + 0.2 * Z)
        figure.hand(side, ahead, Z)
    return figure


def clamshell(stage: Stage, moment: Moment) -> Figure:
    """On the side with bent knees, open the upper knee, the feet together."""
    figure = side_lying.lying(stage, moment.side, hip_deg=50.0, knee_deg=82.0)
    side_lying.open_knee(figure, moment.side, 4.0 + 48.0 * moment.excursion)
    return figure


def side_leg_raise(stage: Stage, moment: Moment) -> Figure:
    """On the side, lift the upper leg, straight."""
    top = moment.side
    figure = side_lying.lying(stage, top, hip_deg=32.0, knee_deg=100.0)
    side_lying.lift_leg(figure, top, 36.0 * moment.excursion)
    return figure


def side_rest(stage: Stage, moment: Moment) -> Figure:
    """Rest on the side with bent legs."""
    return side_lying.lying(stage, moment.side, hip_deg=58.0, knee_deg=84.0)


def side_curl(stage: Stage, moment: Moment) -> Figure:
    """On the side, draw both knees up towards the belly."""
    hip = 48.0 + 54.0 * moment.excursion
    return side_lying.lying(stage, moment.side, hip_deg=hip, knee_deg=88.0 - 18 * moment.excursion)


def open_book(stage: Stage, moment: Moment) -> Figure:
    """On the side with bent legs, open the upper arm over to the mat behind the back."""
    top, share = moment.side, moment.excursion
    figure = side_lying.lying(stage, top, hip_deg=72.0, knee_deg=88.0, chest_roll_deg=58.0 * share)
    figure.nod(6.0, (34.0 if top == "left" else -34.0) * share)
    front = side_lying.facing(top)
    angle = np.radians(2.0 + 150.0 * share)
    along = np.cos(angle) * front + np.sin(angle) * Z
    shoulder = figure.at("shoulder", top)
    arm_m = 0.98 * (stage.body.upper_arm_m + stage.body.forearm_m)
    low = -(shoulder[2] - 0.05) / arm_m
    along = along + Z * low * (1.0 - np.sin(angle))
    figure.wrist_at(top, shoulder + arm_m * along / float(np.linalg.norm(along)), X + 0.2 * Z)
    figure.hand(top, along, -X)
    return figure


FACE_DOWN_AND_SIDE = (
    still(
        "prone-rest",
        prone_rest,
        EVERY,
        "It lies face down and still.",
        begins_with="prone",
    ),
    moving(
        "cobra",
        cobra,
        EVERY,
        "It lies face down; only the chest comes up.",
        begins_with="prone",
        out_s=2.0,
        hold_s=1.5,
    ),
    still(
        "sphinx",
        sphinx,
        EVERY,
        "It lies face down on the forearms, the pelvis on the floor.",
        begins_with="prone",
    ),
    moving(
        "prone-leg-lift",
        prone_leg_lift,
        EVERY,
        "The trunk lies on the floor: no hands and knees, and no knee bends.",
        begins_with="prone",
        has_sides=True,
    ),
    moving(
        "prone-knee-bend",
        prone_knee_bend,
        EVERY,
        "It lies face down; only a shin moves.",
        begins_with="prone",
        has_sides=True,
    ),
    moving(
        "superman",
        superman,
        EVERY,
        "It lies face down; arms and legs lift together.",
        begins_with="prone",
    ),
    moving(
        "clamshell",
        clamshell,
        EVERY,
        "It lies on the side; the knee opens to the ceiling.",
        begins_with="side-lying",
        has_sides=True,
    ),
    moving(
        "side-leg-raise",
        side_leg_raise,
        EVERY,
        "It lies on the side; a straight leg lifts.",
        begins_with="side-lying",
        has_sides=True,
    ),
    still(
        "side-rest",
        side_rest,
        EVERY,
        "It lies on the side and still.",
        begins_with="side-lying",
        has_sides=True,
    ),
    moving(
        "side-curl",
        side_curl,
        EVERY,
        "It lies on the side, and no hand holds the knees.",
        begins_with="side-lying",
        has_sides=True,
    ),
    # Not for torsion: opened far, it is nearly the same stretch.
    moving(
        "open-book",
        open_book,
        without(EVERY, "torsion"),
        "It lies on the side, and only the chest and an arm move.",
        begins_with="side-lying",
        has_sides=True,
        out_s=2.2,
        back_s=2.2,
    ),
)
