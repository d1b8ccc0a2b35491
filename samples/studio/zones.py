"""When a held posture is correct: the zones of the catalogue, computed from the true joints.

In: joint tracks (N, 3) in meters, the torso length, the side. Out: (N,) booleans and the holds of
a clip. A rounded back, which joints cannot show, is taken from the faults in force.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.studio.bodies import SIDES, other
from samples.studio.figure import MAT_TOP_M
from samples.studio.kinematics import Array
from samples.studio.timeline import Timeline
from samples.studio.truth import joint_angles, midpoint

Joints = dict[str, Array]
Flags = NDArray[np.bool_]

#: Faults that break a zone without moving a joint out of it.
UNSEEN_BY_JOINTS = ("back_rounded", "back_sagging", "chin_up")


def all_of(*conditions: Flags) -> Flags:
    """True where all conditions (N,) hold."""
    together: Flags = np.logical_and.reduce(conditions)
    return together


def slope_deg(line: Array) -> Array:
    """Angle (N,) of a line from the horizontal, 0-90."""
    steepness: Array = np.degrees(
        np.arctan2(np.abs(line[:, 2]), np.linalg.norm(line[:, :2], axis=1))
    )
    return steepness


def trunk_slope(joints: Joints) -> Array:
    """Angle (N,) of the trunk from the horizontal."""
    return slope_deg(midpoint(joints, "shoulder") - midpoint(joints, "hip"))


def height_tl(joints: Joints, joint: str, torso_m: float) -> Array:
    """Height (N,) above the mat of the higher of a left and a right joint, torso lengths."""
    highest = np.maximum(joints[f"left_{joint}"][:, 2], joints[f"right_{joint}"][:, 2])
    height: Array = (highest - MAT_TOP_M) / torso_m
    return height


def hook_lying(joints: Joints, torso_m: float, side: str) -> Flags:
    """Posture S of the catalogue."""
    del side
    angles = joint_angles(joints)
    knees = [(angles[f"{s}_knee"] >= 45) & (angles[f"{s}_knee"] <= 110) for s in SIDES]
    return all_of(
        *knees,
        trunk_slope(joints) <= 20,
        height_tl(joints, "heel", torso_m) <= 0.15,
        height_tl(joints, "ear", torso_m) <= 0.30,
        height_tl(joints, "wrist", torso_m) <= 0.30,
    )


def mid_position(joints: Joints, torso_m: float, side: str) -> Flags:
    """Posture Q of the catalogue, except for the shape of the back."""
    del torso_m, side
    angles = joint_angles(joints)
    each = [
        (slope_deg(joints[f"{s}_hip"] - joints[f"{s}_knee"]) >= 75)
        & (slope_deg(joints[f"{s}_shoulder"] - joints[f"{s}_wrist"]) >= 75)
        & (angles[f"{s}_elbow"] >= 150)
        for s in SIDES
    ]
    return all_of(*each, angles["neck"] >= 145, trunk_slope(joints) <= 20)


def childs_pose(joints: Joints, torso_m: float, side: str) -> Flags:
    """Hips on the heels, wrists on the mat in front of the shoulders."""
    del side
    angles = joint_angles(joints)
    seat = np.linalg.norm(midpoint(joints, "hip") - midpoint(joints, "ankle"), axis=1) / torso_m
    forward = midpoint(joints, "shoulder") - midpoint(joints, "wrist")
    away = midpoint(joints, "hip") - midpoint(joints, "shoulder")
    return all_of(
        seat <= 0.55,
        angles["left_hip"] <= 70,
        height_tl(joints, "wrist", torso_m) <= 0.30,
        np.sum(forward * away, axis=1) > 0,
    )


def figure_four(joints: Joints, torso_m: float, side: str) -> Flags:
    """One ankle on the other knee, that thigh pulled in."""
    support = other(side)
    gap = np.linalg.norm(joints[f"{side}_ankle"] - joints[f"{support}_knee"], axis=1) / torso_m
    return all_of(gap <= 0.35, joint_angles(joints)[f"{support}_hip"] <= 100)


def knees_to_chest(joints: Joints, torso_m: float, side: str) -> Flags:
    """Both thighs on the belly."""
    del torso_m, side
    angles = joint_angles(joints)
    return all_of(angles["left_hip"] <= 75, angles["right_hip"] <= 75)


def torsion(joints: Joints, torso_m: float, side: str) -> Flags:
    """Knees turned to one side by more than 45 degrees, the other arm straight."""
    del torso_m
    knees = midpoint(joints, "knee") - midpoint(joints, "hip")
    turned = np.degrees(np.arctan2(np.abs(knees[:, 1]), knees[:, 2]))
    return all_of(turned > 45, joint_angles(joints)[f"{other(side)}_elbow"] >= 150)


def split_stance(joints: Joints, torso_m: float, side: str) -> Flags:
    """A long stance, the rear hip open, the trunk upright."""
    stance = np.linalg.norm(joints["left_ankle"] - joints["right_ankle"], axis=1) / torso_m
    rear_hip = joint_angles(joints)[f"{side}_hip"]
    return all_of(stance >= 0.9, rear_hip >= 160, trunk_slope(joints) >= 60)


HELD: dict[str, Callable[[Joints, float, str], Flags]] = {
    "supine-start": hook_lying,
    "all-fours": mid_position,
    "childs-pose": childs_pose,
    "piriformis": figure_four,
    "knees-to-chest": knees_to_chest,
    "torsion": torsion,
    "psoas": split_stance,
}


def holds(
    timeline: Timeline,
    times_s: Sequence[float],
    joints: Joints,
    torso_m: float,
    shown: Sequence[Sequence[str]],
) -> list[dict[str, Any]]:
    """The holds of a clip: one per movement, with the seconds that count.

    `shown` has the faults of each frame.
    """
    if not timeline.exercise.is_hold:
        return []
    times = np.array(times_s)
    step_s = np.diff(times, append=timeline.duration_s)
    unseen = np.array([any(fault in UNSEEN_BY_JOINTS for fault in faults) for faults in shown])
    records = []
    for index, movement in enumerate(timeline.movements):
        spans = [span for span in timeline.spans if span.movement == index]
        own = (times >= spans[0].start_s) & (times < spans[-1].end_s)
        zone = HELD[timeline.exercise.id](joints, torso_m, movement.side) & own & ~unseen
        if zone.any():
            inside = np.flatnonzero(zone)
            records.append(
                {
                    "side": movement.side,
                    "start_s": round(float(times[inside[0]]), 3),
                    "end_s": round(float(times[inside[-1]] + step_s[inside[-1]]), 3),
                    "in_zone_s": round(float(step_s[zone].sum()), 3),
                }
            )
    return records
