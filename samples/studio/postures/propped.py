"""Face down on hands, forearms, knees or toes: the trunk leans on arms whose place is given.

In: a `Stage`, where the hips are, where the hands are. Out: a `Figure` whose trunk has the pitch
at which the arms, or the height of the shoulders, fit. Legs and arms are placed by the caller.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from samples.studio.bodies import SIDES
from samples.studio.figure import Figure
from samples.studio.kinematics import Array, X, Y, Z, rotation, solve_rising
from samples.studio.postures import all_fours
from samples.studio.postures.standing import ankle_on_ball
from samples.studio.stage import Stage

#: How far the heel is raised when the toes are tucked under.
TUCKED_DEG = 66.0
#: Height of an elbow joint over the mat when the forearm lies on it.
ELBOW_HEIGHT_M = 0.035
#: Share of a leg's length between hip and ankle when it is straight, and the distance of the feet.
STRAIGHT_LEG, FEET_APART_M = 0.995, 0.16


def trunk_at(
    stage: Stage,
    hips: Array,
    pitch_deg: float,
    *,
    rounding_deg: float = 0.0,
    roll_deg: float = 0.0,
    chest_roll_deg: float = 0.0,
    curl: float = 0.0,
) -> Figure:
    """The trunk with the middle of its hips at a point (3,); `rounding_deg` from a flat back."""
    figure = all_fours.trunk_over_knees(
        stage,
        pitch_deg,
        rounding_deg=all_fours.flat_back(stage) + rounding_deg,
        roll_deg=roll_deg,
        chest_roll_deg=chest_roll_deg,
        curl=curl,
    )
    figure.put(figure.middle("hip"), hips)
    return figure


def on_arms(
    stage: Stage,
    hips: Array,
    spots: dict[str, Array],
    *,
    stretch: float = all_fours.STRETCH,
    rounding_deg: float = 0.0,
    roll_deg: float = 0.0,
    chest_roll_deg: float = 0.0,
    curl: float = 0.0,
    nod_deg: float = 0.0,
) -> Figure:
    """The trunk, propped up on straight arms: those whose wrists have a spot (3,)."""
    arm_m = stretch * (stage.body.upper_arm_m + stage.body.forearm_m)

    def at_pitch(pitch_deg: float) -> Figure:
        return trunk_at(
            stage,
            hips,
            pitch_deg,
            rounding_deg=rounding_deg,
            roll_deg=roll_deg,
            chest_roll_deg=chest_roll_deg,
            curl=curl,
        )

    def arm_length(figure: Figure) -> float:
        lengths = [np.linalg.norm(figure.at("shoulder", s) - spot) for s, spot in spots.items()]
        return float(np.mean(lengths))

    figure = at_pitch(solved(at_pitch, arm_length, arm_m, low_for(stage, rounding_deg)))
    figure.nod(all_fours.neck_in_line(stage) + nod_deg)
    for side, spot in spots.items():
        all_fours.support_hand(figure, spot, side)
    return figure


def with_shoulders_at(
    stage: Stage,
    hips: Array,
    height_m: float,
    *,
    rounding_deg: float = 0.0,
    chest_roll_deg: float = 0.0,
    nod_deg: float = 0.0,
    side: str = "",
) -> Figure:
    """The trunk with the middle of its shoulders, or one of them, at a height; arms are free."""

    def at_pitch(pitch_deg: float) -> Figure:
        return trunk_at(
            stage, hips, pitch_deg, rounding_deg=rounding_deg, chest_roll_deg=chest_roll_deg
        )

    def height(figure: Figure) -> float:
        point = figure.at("shoulder", side) if side else figure.middle("shoulder")
        return float(point[2])

    low = low_for(stage, rounding_deg) - 20.0
    figure = at_pitch(solved(at_pitch, height, height_m, low))
    figure.nod(all_fours.neck_in_line(stage) + nod_deg)
    return figure


def low_for(stage: Stage, rounding_deg: float) -> float:
    """The lowest pitch of the pelvis to look at for a back of that shape."""
    return -45.0 + 0.5 * (all_fours.flat_back(stage) + rounding_deg)


def solved(
    at_pitch: Callable[[float], Figure],
    measure: Callable[[Figure], float],
    goal: float,
    low_deg: float,
) -> float:
    """The pitch at which a measure of the figure, which rises with the pitch, has its goal."""
    return solve_rising(lambda pitch: measure(at_pitch(pitch)), low_deg, low_deg + 110.0, goal, 15)


def forearm(figure: Figure, side: str) -> None:
    """Lay a forearm on the mat, the elbow under the shoulder."""
    figure.arm(side, -Z, -X, X - Z)
    figure.hand(side, -X, -all_fours.OUTWARD[side])


def tucked_foot(
    figure: Figure, side: str, ankle: Array, knee_towards: Array, heel_deg: float = TUCKED_DEG
) -> None:
    """Stand a foot on its ball, the toes tucked under, its ankle at a point (3,)."""
    figure.ankle_at(side, ankle, knee_towards)
    down = rotation(Y, -heel_deg)
    figure.sole(side, down @ -X, down @ Z, toes_deg=heel_deg)


def tucked_ankle_height(stage: Stage, heel_deg: float = TUCKED_DEG) -> float:
    """Height of the ankle joint over the floor when the foot stands on its ball."""
    return float(ankle_on_ball(stage, heel_deg)[2])


def straight_line(
    stage: Stage, foot_x_m: float, slope_deg: float, heel_deg: float = TUCKED_DEG
) -> Array:
    """The middle of the hips (3,) when straight legs slope up from the balls of the feet."""
    slope = np.radians(slope_deg)
    leg_m = STRAIGHT_LEG * (stage.body.thigh_m + stage.body.shin_m)
    ankle = np.array([foot_x_m, 0.0, tucked_ankle_height(stage, heel_deg)])
    hips: Array = ankle + leg_m * np.array([-np.cos(slope), 0.0, np.sin(slope)])
    return hips


def feet_behind(
    figure: Figure, stage: Stage, foot_x_m: float, heel_deg: float = TUCKED_DEG
) -> None:
    """Straight legs to both feet on their balls."""
    ankle = np.array([foot_x_m, 0.0, tucked_ankle_height(stage, heel_deg)])
    for side in SIDES:
        spot = ankle + FEET_APART_M / 2 * all_fours.OUTWARD[side]
        tucked_foot(figure, side, spot, -Z - 0.3 * X, heel_deg)
