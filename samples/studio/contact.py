"""Keeps feet out of the mat, for bodies on which a posture's usual angles would put them there.

In: a `Figure` and its `Stage`. Out: the same figure, a leg swung up at the hip if its foot was too
low. The postures' angles suit average proportions: with a shin longer than the thigh, a leg that
stays low on hands and knees would dip into the mat.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import LETTER, SIDES
from samples.studio.figure import MAT_TOP_M, Figure
from samples.studio.kinematics import Array, Z, rotation, unit
from samples.studio.stage import Stage

#: A foot may sink into the mat as far as this; a heel of soft tissue does.
SINKS_M = 0.012
STEPS = 4


def keep_feet_up(figure: Figure, stage: Stage) -> None:
    """Swing each leg up until its foot is not deeper in the mat than soft tissue sinks."""
    for side in SIDES:
        foot = stage.vertices(f"foot.{LETTER[side]}", f"toes.{LETTER[side]}")
        for _ in range(STEPS):
            depth = MAT_TOP_M - SINKS_M - figure.lowest(foot)
            if depth <= 0.0:
                break
            away = (figure.at("ankle", side) - figure.at("hip", side)) * (1.0, 1.0, 0.0)
            distance = float(np.linalg.norm(away))
            if distance < 0.1:  # The foot is below the hip: swinging the leg would not lift it.
                break
            axis = np.cross(unit(away), Z)
            swing_leg(figure, side, float(np.degrees(np.arctan2(depth, distance))), axis)


def swing_leg(figure: Figure, side: str, degrees: float, axis: Array) -> None:
    """Turn a whole leg about the hip, by an angle about an axis (3,)."""
    body = figure.body
    thigh = body.index[f"upperleg01.{LETTER[side]}"]
    leg = np.append(body.below[thigh], thigh)
    turned = figure.rotations.copy()
    turned[leg] = rotation(axis, degrees) @ turned[leg]
    figure.take(turned, figure.root)
