"""Kneeling upright, and sitting back in child's pose. In: a `Stage`. Out: a `Figure`."""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import X, Z, solve_rising
from samples.studio.postures.all_fours import (
    OUTWARD,
    flat_back,
    hand_spot,
    hip_over_knee,
    kneel,
    mid_shoulders,
    neck_in_line,
    trunk_over_knees,
)
from samples.studio.stage import Stage

# In the child's pose: how far the thighs lean back, and the height of the shoulders.
SEAT_DEG, LOW_SHOULDERS_M = 61.0, 0.23


def sitting_back(
    stage: Stage,
    share: float,
    *,
    depth: float = 1.0,
    head_lift_deg: float = 0.0,
) -> Figure:
    """Return the figure between the mid position (0) and child's pose (1); the hands stay in place.

    A `depth` below 1 leaves the hips high.
    """
    rounding = flat_back(stage) + 18.0 * share
    start = float(mid_shoulders(stage)[2])
    wanted = start + (LOW_SHOULDERS_M - start) * share * (0.4 + 0.6 * depth)

    def at_pitch(pitch_deg: float) -> Figure:
        return trunk_over_knees(
            stage, pitch_deg, lean_deg=SEAT_DEG * share * depth, rounding_deg=rounding
        )

    pitch = stage.once(
        ("sitting back", share, depth),
        lambda: solve_rising(
            lambda pitch_deg: float(at_pitch(pitch_deg).middle("shoulder")[2]),
            -45.0,
            50.0,
            wanted,
            steps=14,
        ),
    )
    figure = at_pitch(pitch)
    nod = stage.once(
        ("forehead", share, depth),
        lambda: forehead_nod(figure, stage, neck_in_line(stage) + 20.0 * share),
    )
    figure.nod(nod - head_lift_deg)
    for side in SIDES:
        kneel(figure, stage, side)
        cross_hand(figure, stage, side, share)
    return figure


def forehead_nod(figure: Figure, stage: Stage, nod_deg: float) -> float:
    """Return how far the head can nod, at most `nod_deg`, before it touches the mat."""
    head = stage.vertices("head")

    def height(back_deg: float) -> float:
        figure.nod(nod_deg - back_deg)
        return figure.lowest(head)

    if height(0.0) > MAT_TOP_M:
        return nod_deg
    return nod_deg - solve_rising(height, 0.0, 80.0, MAT_TOP_M, steps=9)


def cross_hand(figure: Figure, stage: Stage, side: str, share: float) -> None:
    """Slide a planted hand to the middle, with the right one over the left."""
    spot, outward = hand_spot(stage, side), OUTWARD[side]
    crossed = np.array([spot[0] + 0.05, 0.0, spot[2] - 0.01]) + 0.02 * outward
    if side == "right":
        crossed += np.array([-0.05, 0.0, 0.03])
    wrist = spot + (crossed - spot) * share
    figure.wrist_at(side, wrist, X * (1 - share) + outward * (0.4 + share))
    along = -X - 0.1 * Z - 0.7 * share * outward
    figure.hand(side, along, -outward + 0.7 * share * X)


def kneeling_upright(stage: Stage) -> Figure:
    """Return the figure upright on the knees, arms down, between standing and all fours."""
    figure = Figure(stage.body)
    figure.trunk(Z, X)
    figure.put(figure.middle("hip"), hip_over_knee(stage, 4.0))
    for side in SIDES:
        kneel(figure, stage, side)
        figure.arm(side, -Z + 0.15 * OUTWARD[side], -Z - 0.2 * X, X)
        figure.hand(side, -Z - 0.2 * X, -X)
    return figure
