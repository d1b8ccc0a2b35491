"""What the near misses on hands and knees share.

In: a `Stage` or a `Figure`. Out: places of hips and knees, and the `NearMiss` of a movement.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from samples.studio.bodies import SIDES
from samples.studio.figure import MAT_TOP_M, SOFT_TISSUE_M, Figure
from samples.studio.kinematics import Array, Z
from samples.studio.near_misses.kinds import ON_HANDS_AND_KNEES, NearMiss, moving
from samples.studio.postures import all_fours
from samples.studio.stage import Stage
from samples.studio.timeline import Moment


def sign_of(side: str) -> float:
    """1 for the left side, -1 for the right: the sense of a turn of the trunk to that side."""
    return 1.0 if side == "left" else -1.0


def hips_over_knees(stage: Stage, lean_deg: float = 0.0) -> Array:
    """The middle of the hips (3,) in the mid position, the thighs leaning back."""
    return all_fours.hip_over_knee(stage, lean_deg)


def nod_to_mat(figure: Figure, stage: Stage, nod_deg: float, turn_deg: float) -> None:
    """Bend and turn the head, no further than until it touches the mat."""
    head = stage.vertices("head")
    for back_deg in np.arange(0.0, 91.0, 6.0):
        figure.nod(nod_deg - back_deg, turn_deg)
        if figure.lowest(head) > MAT_TOP_M - 0.004:
            return


def on_mat(figure: Figure, stage: Stage) -> None:
    """Lift a figure whose thighs or knees reach into the mat until they rest on it."""
    depth = MAT_TOP_M - figure.lowest(stage.vertices("upperleg", "lowerleg"))
    figure.move(Z * max(depth - SOFT_TISSUE_M, 0.0))


def kneel_both(figure: Figure, stage: Stage) -> None:
    """Both knees on the mat under their hips."""
    for side in SIDES:
        all_fours.kneel(figure, stage, side)


def on_knees(
    kind: str,
    posture: Callable[[Stage, Moment], Figure],
    why: str,
    *,
    framed_as: str = "arm-reach",
    has_sides: bool = False,
    out_s: float = 1.5,
    hold_s: float = 0.8,
    back_s: float = 1.6,
) -> NearMiss:
    """A movement that begins in the mid position."""
    return moving(
        kind,
        posture,
        ON_HANDS_AND_KNEES,
        why,
        framed_as=framed_as,
        begins_with="kneeling",
        has_sides=has_sides,
        out_s=out_s,
        hold_s=hold_s,
        back_s=back_s,
    )
