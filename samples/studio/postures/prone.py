"""Lying face down, head towards -X: flat, with the chest lifted, with legs lifted or bent.

In: a `Stage`. Out: a `Figure` whose belly and legs lie on the mat; its left side is at -Y.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import Array, X, Y, Z, rotation, solve_rising
from samples.studio.postures.all_fours import (
    ANKLE_HEIGHT_M,
    OUTWARD,
    back,
    flat_back,
    instep_slope,
    towards_head,
)
from samples.studio.stage import Stage

#: Where the middle of the hips lies, so that head and feet both fit the mat.
HIPS_X_M = 0.02
CHEST, PELVIS = ("spine01", "spine02", "clavicle"), ("root", "pelvis", "upperleg01")
#: Share of a lift of the chest that the upper back does; the rest bends the middle of the spine.
UPPER_SHARE = 0.35
WRIST_HEIGHT_M = 0.035
#: Thickness of the hands on which the forehead lies.
HAND_UNDER_HEAD_M = 0.03


def trunk_on_belly(stage: Stage, pitch_deg: float, chest_lift_deg: float = 0.0) -> Figure:
    """The trunk only, its pelvis on the mat; the spine bends back by `chest_lift_deg`."""
    figure = Figure(stage.body)
    figure.trunk(
        towards_head(pitch_deg),
        back(pitch_deg),
        rounding_deg=flat_back(stage) - (1.0 - UPPER_SHARE) * chest_lift_deg,
        curl_deg=-UPPER_SHARE * chest_lift_deg,
    )
    figure.put(figure.middle("hip"), (HIPS_X_M, 0.0, None))
    figure.settle(stage.vertices("spine", *PELVIS, *CHEST))
    return figure


def resting_pitch(stage: Stage) -> float:
    """The pitch at which both the chest and the pelvis lie on the mat."""

    def chest_over_pelvis(pitch_deg: float) -> float:
        figure = trunk_on_belly(stage, pitch_deg)
        return figure.lowest(stage.vertices(*CHEST)) - figure.lowest(stage.vertices(*PELVIS))

    return stage.once(
        "prone pitch", lambda: solve_rising(chest_over_pelvis, -25.0, 35.0, 0.0, steps=12)
    )


def lying(stage: Stage, *, chest_lift_deg: float = 0.0, head_turn_deg: float = 0.0) -> Figure:
    """Face down with straight legs; the arms are not placed yet.

    The chest is lifted at least so far that the forehead lies on the hands.
    """
    figure = head_lifted(stage, max(chest_lift_deg, resting_lift(stage)), head_turn_deg)
    for side in SIDES:
        leg_down(figure, stage, side)
    return figure


def head_lifted(stage: Stage, chest_lift_deg: float, head_turn_deg: float = 0.0) -> Figure:
    """The trunk with the chest lifted, the head bent back a little, as it is to breathe."""
    figure = trunk_on_belly(stage, resting_pitch(stage), chest_lift_deg)
    figure.nod(-8.0 - 0.3 * chest_lift_deg, head_turn_deg)
    return figure


def resting_lift(stage: Stage) -> float:
    """The lift of the chest at which the forehead lies on the hands, degrees."""

    def height(lift_deg: float) -> float:
        return head_lifted(stage, lift_deg).lowest(stage.vertices("head"))

    return stage.once(
        "prone lift",
        lambda: solve_rising(height, 0.0, 50.0, MAT_TOP_M + HAND_UNDER_HEAD_M, steps=10),
    )


def leg_down(figure: Figure, stage: Stage, side: str) -> None:
    """Lay a leg straight on the mat, on knee and instep."""
    hip = figure.at("hip", side)
    drop = hip[2] - MAT_TOP_M - ANKLE_HEIGHT_M
    reach = 0.998 * (stage.body.thigh_m + stage.body.shin_m)
    ankle = hip + np.array([np.sqrt(reach**2 - drop**2), 0.0, -drop])
    figure.ankle_at(side, ankle + 0.02 * OUTWARD[side], -Z)
    slope = stage.once("instep", lambda: instep_slope(stage))
    figure.sole(side, X - slope * Z, -Z)


def lift_leg(figure: Figure, side: str, lift_deg: float, knee_deg: float = 176.0) -> None:
    """Raise a thigh behind the body, the knee bent to an angle."""
    hip, knee = figure.at("hip", side), figure.at("knee", side)
    thigh = rotation(Y, -lift_deg) @ (knee - hip)
    shin = rotation(Y, -(180.0 - knee_deg)) @ thigh
    figure.leg(side, thigh, shin, rotation(Y, 90.0) @ thigh)
    front = rotation(Y, 90.0) @ shin
    figure.sole(side, shin + 0.3 * front, front)


def hand_beside_chest(figure: Figure, side: str, ahead_m: float = 0.0) -> None:
    """Plant a hand flat beside the chest, or further ahead, the elbow pointing back."""
    shoulder = figure.at("shoulder", side)
    spot = np.array([shoulder[0] + 0.05 - ahead_m, shoulder[1], MAT_TOP_M + WRIST_HEIGHT_M])
    plant(figure, side, spot + 0.04 * OUTWARD[side], X + 0.5 * Z + 0.3 * OUTWARD[side])


def hand_under_forehead(figure: Figure, side: str) -> None:
    """Put a hand under the forehead, the elbow out to the side."""
    head = figure.at("head")
    spot = np.array([head[0] - 0.10, 0.0, MAT_TOP_M + WRIST_HEIGHT_M]) + 0.05 * OUTWARD[side]
    plant(figure, side, spot, OUTWARD[side] + 0.02 * Z)
    figure.hand(side, -0.5 * X - OUTWARD[side], -X)


def plant(figure: Figure, side: str, spot: Array, elbow_towards: Array) -> None:
    """Put a hand flat on a spot (3,), the fingers to the front."""
    figure.wrist_at(side, spot, elbow_towards)
    figure.hand(side, -X - 0.05 * Z, -OUTWARD[side])
