"""Legs and arms of somebody on the back, moved from where they rest to a direction.

In: a `Figure` whose limb already has a place, and how far it is on its way. Out: the limb there.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import LETTER
from samples.studio.exercises.stretches import front_of, mixed
from samples.studio.figure import MAT_TOP_M, SOFT_TISSUE_M, Figure
from samples.studio.kinematics import Array, X, Y, Z, rotation, unit
from samples.studio.postures import supine
from samples.studio.stage import Stage

#: A relaxed foot, degrees from the line of the shin.
FOOT_DEG = 72.0


def move_leg(
    figure: Figure,
    side: str,
    share: float,
    *,
    thigh_deg: float,
    knee_deg: float,
    out_deg: float = 0.0,
    foot_deg: float = FOOT_DEG,
) -> None:
    """Take a leg a share of the way to a thigh that is raised over the mat and turned out.

    `thigh_deg` is 0 along the mat and 90 up to the ceiling; `out_deg` turns the raised leg about
    the body's long axis, away from the other leg.
    """
    hip, knee, ankle = (figure.at(joint, side) for joint in ("hip", "knee", "ankle"))
    sign = -1.0 if side == "left" else 1.0
    thigh_turn = rotation(X, sign * out_deg) @ rotation(Y, -thigh_deg)
    shin_turn = thigh_turn @ rotation(Y, 180.0 - knee_deg)
    foot_turn = shin_turn @ rotation(Y, -foot_deg)
    along, _, instep = (figure.turned("foot", side) @ figure.body.rest_axes["foot", side]).T
    thigh = unit(mixed(unit(knee - hip), thigh_turn @ X, share))
    shin = unit(mixed(unit(ankle - knee), shin_turn @ X, share))
    front = mixed(front_of(thigh), thigh_turn @ Z, share)
    figure.leg(side, thigh, shin, front)
    figure.sole(side, mixed(along, foot_turn @ X, share), mixed(instep, foot_turn @ Z, share))


def straight_leg(figure: Figure, stage: Stage, side: str) -> None:
    """Lay a leg straight on the mat, on its heel."""
    supine.stand_foot(figure, stage, side, knee_deg=172.0)
    foot_on_mat(figure, stage, side)


def foot_on_mat(figure: Figure, stage: Stage, side: str) -> None:
    """Lift a foot that reaches into the mat, as a large one does, until it rests on it."""
    letter = LETTER[side]
    depth = MAT_TOP_M - figure.lowest(stage.vertices(f"foot.{letter}", f"toes.{letter}"))
    if depth < SOFT_TISSUE_M:
        return
    _, _, front = (figure.turned("upperleg01", side) @ figure.body.rest_axes["thigh", side]).T
    along, _, instep = (figure.turned("foot", side) @ figure.body.rest_axes["foot", side]).T
    figure.ankle_at(side, figure.at("ankle", side) + (depth - SOFT_TISSUE_M) * Z, front)
    figure.sole(side, along, instep)


def swing_arm(figure: Figure, side: str, arm_deg: float, out_deg: float = 0.0) -> None:
    """Point a straight arm: 0 along the body, 90 to the ceiling, 180 past the head."""
    sign = -1.0 if side == "left" else 1.0
    direction = rotation(X, sign * out_deg) @ rotation(Y, -arm_deg) @ X
    outward = supine.OUTWARD[side]
    figure.arm(side, direction, direction, outward)
    figure.hand(side, direction, unit(np.cross(direction, outward)) * -sign)


def bring_hand(
    figure: Figure, side: str, share: float, goal: Array, *, elbow: Array, along: Array
) -> None:
    """Take a wrist a share of the way from where it is to a goal (3,), thumb up.

    `elbow` is where the elbow points, `along` where the hand does in the end.
    """
    start = figure.at("wrist", side)
    fore = unit(start - figure.at("elbow", side))
    figure.wrist_at(side, mixed(start, goal, share), elbow)
    figure.hand(side, mixed(fore, along, share), mixed(-supine.OUTWARD[side], Z, share) + 1e-3 * X)
