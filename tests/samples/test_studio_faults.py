"""The studio's faults: each one is really there, by the limits of the catalogue."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from samples.studio.exercises import EXERCISES
from samples.studio.kinematics import Array, angle_at
from samples.studio.postures import all_fours
from samples.studio.timeline import Kind
from samples.studio.truth import midpoint
from tests.samples.people import (
    SOME_BODIES,
    Joints,
    angle,
    figure_of,
    joints_of,
    stage_of,
)


def height(joint: str) -> Callable[[Joints], float]:
    """Return a function that gives the height of a joint, meters."""
    return lambda joints: float(joints[joint][2])


def apart(first: str, second: str) -> Callable[[Joints], float]:
    """Return a function that gives the distance of two joints, meters."""
    return lambda joints: float(np.linalg.norm(joints[first] - joints[second]))


def thigh(joints: Joints, side: str) -> Array:
    """Return the vector of a thigh, (3,)."""
    return joints[f"{side}_knee"] - joints[f"{side}_hip"]


def thighs_differ(joints: Joints) -> float:
    """Return the angle between the thighs, degrees."""
    return float(angle_at(np.zeros(3), thigh(joints, "left"), thigh(joints, "right")))


def hips_differ(joints: Joints) -> float:
    """Return how much higher one hip is than the other, meters."""
    return abs(float(joints["left_hip"][2] - joints["right_hip"][2]))


def hip_roll(joints: Joints) -> float:
    """Return the slope of the line through the hips, degrees."""
    return float(
        np.degrees(np.arcsin(hips_differ(joints) / apart("left_hip", "right_hip")(joints)))
    )


def shoulder_roll(joints: Joints) -> float:
    """Return how much higher one shoulder is than the other, meters."""
    return abs(float(joints["left_shoulder"][2] - joints["right_shoulder"][2]))


def trunk_lean(joints: Joints) -> float:
    """Return the angle of the trunk from upright, degrees."""
    line = midpoint(joints, "shoulder") - midpoint(joints, "hip")
    return float(np.degrees(np.arccos(line[2] / np.linalg.norm(line))))


def hips_over_knees(joints: Joints) -> float:
    """Return the angle of the left thigh from the vertical, degrees."""
    direction = thigh(joints, "left")
    return float(np.degrees(np.arctan2(abs(direction[0]), abs(direction[2]))))


def shoulders_over_hands(joints: Joints) -> float:
    """Return the angle of the line from left wrist to shoulder from the vertical, degrees."""
    line = joints["left_shoulder"] - joints["left_wrist"]
    return float(np.degrees(np.arctan2(abs(line[0]), abs(line[2]))))


def forward(joint: str) -> Callable[[Joints], float]:
    """Return a function that gives the place of a joint along the mat, meters."""
    return lambda joints: float(joints[joint][0])


def above_trunk_line(joint: str, root: str) -> Callable[[Joints], float]:
    """Return a function: how far a raised limb points above the trunk line, degrees."""

    def measured(joints: Joints) -> float:
        limb, trunk = joints[joint] - joints[root], midpoint(joints, "shoulder")
        trunk = trunk - midpoint(joints, "hip")
        if root.endswith("hip"):
            trunk = -trunk
        slopes = [np.degrees(np.arctan2(v[2], np.hypot(v[0], v[1]))) for v in (limb, trunk)]
        return float(slopes[0] - slopes[1])

    return measured


def knee_past_toes(joints: Joints) -> float:
    """Return how far the right toes are ahead of the right knee, meters; that leg is in front."""
    return float(joints["right_toe"][0] - joints["right_knee"][0])


def seat(joints: Joints) -> float:
    """Return the distance from hips to ankles, meters."""
    return float(np.linalg.norm(midpoint(joints, "hip") - midpoint(joints, "ankle")))


def knees_turned(joints: Joints) -> float:
    """Return how far the knees have turned to one side of the hips, degrees."""
    knees = midpoint(joints, "knee") - midpoint(joints, "hip")
    return float(np.degrees(np.arctan2(abs(knees[1]), knees[2])))


# The lines of the catalogue: a measure, and the limits between which it must be during the fault
# (degrees, or meters with a torso length of 0.45 m). It must be outside of them without the fault.
WITHIN: dict[tuple[str, str], tuple[Callable[[Joints], float], float, float]] = {
    ("supine-start", "knees_too_bent"): (angle("right_knee"), 20, 45),
    ("supine-start", "knees_too_straight"): (angle("right_knee"), 110, 160),
    ("leg-lift", "knee_not_straight"): (angle("right_knee"), 120, 150),
    ("leg-lift", "thighs_apart"): (thighs_differ, 12, 40),
    ("heel-slide", "knee_not_straight"): (angle("right_knee"), 120, 150),
    ("bridging", "pelvis_low"): (angle("right_hip"), 145, 160),
    ("knee-fallout", "pelvis_rolled"): (hip_roll, 8, 30),
    ("single-leg-cycle", "loop_small"): (angle("right_hip"), 80, 130),
    ("all-fours", "knees_not_under_hips"): (hips_over_knees, 15, 45),
    ("all-fours", "hands_not_under_shoulders"): (shoulders_over_hands, 15, 50),
    ("all-fours", "elbows_bent"): (angle("left_elbow"), 80, 140),
    ("all-fours", "head_hanging"): (angle("neck"), 80, 140),
    ("arm-reach", "arm_low"): (angle("left_shoulder"), 115, 145),
    ("arm-reach", "arm_high"): (above_trunk_line("left_wrist", "left_shoulder"), 20, 60),
    ("arm-reach", "elbow_bent"): (angle("left_elbow"), 80, 140),
    ("leg-reach", "leg_low"): (angle("left_hip"), 120, 150),
    ("leg-reach", "leg_high"): (above_trunk_line("left_ankle", "left_hip"), 15, 60),
    ("leg-reach", "knee_bent"): (angle("left_knee"), 60, 140),
    ("leg-reach", "pelvis_turned"): (hip_roll, 8, 40),
    ("childs-pose", "hips_high"): (seat, 0.27, 0.8),
    ("piriformis", "ankle_off_knee"): (apart("right_ankle", "left_knee"), 0.17, 0.6),
    ("knees-to-chest", "one_knee_only"): (angle("left_hip"), 110, 150),
    ("knees-to-chest", "knees_far"): (angle("right_hip"), 76, 110),
    ("torsion", "arm_bent"): (angle("left_elbow"), 60, 145),
    ("torsion", "knee_high"): (knees_turned, 15, 45),
    ("psoas", "stance_short"): (apart("left_ankle", "right_ankle"), 0.1, 0.42),
    ("psoas", "trunk_bent"): (trunk_lean, 31, 70),
    ("psoas", "front_knee_past_toes"): (knee_past_toes, 0.0, 0.3),
    ("psoas", "rear_knee_bent"): (angle("left_knee"), 90, 150),
}
# Faults that change a measure, and the least change.
CHANGES: dict[tuple[str, str], tuple[Callable[[Joints], float], float]] = {
    ("supine-start", "foot_lifted"): (height("right_heel"), 0.075),
    ("supine-start", "head_lifted"): (height("right_ear"), 0.05),
    ("supine-start", "arms_off_floor"): (height("right_wrist"), 0.14),
    ("leg-lift", "pelvis_lifted"): (height("right_hip"), 0.055),
    ("leg-lift", "head_lifted"): (height("right_ear"), 0.05),
    ("heel-slide", "heel_lifted"): (height("right_heel"), 0.075),
    ("heel-slide", "pelvis_lifted"): (height("right_hip"), 0.055),
    ("heel-slide", "other_leg_moved"): (angle("left_knee"), 12),
    ("bridging", "overarched"): (height("right_hip"), 0.03),
    ("bridging", "foot_moved"): (forward("right_heel"), 0.07),
    ("bridging", "arms_lifted"): (height("right_wrist"), 0.14),
    ("bridging", "knees_apart"): (apart("left_knee", "right_knee"), 0.15),
    ("bridging", "pelvis_tilted"): (hips_differ, 0.055),
    ("bridging", "sagging"): (angle("right_hip"), 8),
    ("knee-fallout", "feet_apart"): (apart("left_ankle", "right_ankle"), 0.10),
    ("knee-fallout", "other_knee_moved"): (angle("left_thigh_turn"), 12),
    ("single-leg-cycle", "pelvis_lifted"): (height("right_hip"), 0.055),
    ("single-leg-cycle", "other_leg_moved"): (angle("left_knee"), 12),
    ("all-fours", "chin_up"): (height("left_ear"), 0.03),
    ("arm-reach", "weight_shifted"): (forward("left_hip"), 0.07),
    ("arm-reach", "trunk_turned"): (shoulder_roll, 0.07),
    ("leg-reach", "weight_shifted"): (forward("left_shoulder"), 0.07),
    ("childs-pose", "head_lifted"): (height("left_ear"), 0.05),
    ("piriformis", "shoulders_lifted"): (height("right_shoulder"), 0.04),
    ("piriformis", "head_lifted"): (height("right_ear"), 0.05),
    ("knees-to-chest", "head_lifted"): (height("right_ear"), 0.05),
    ("torsion", "shoulder_lifted"): (shoulder_roll, 0.06),
}
BACK_SHAPE = {
    ("all-fours", "back_rounded"): 0.05,
    ("all-fours", "back_sagging"): -0.10,
    ("arm-reach", "back_sagging"): -0.10,
    ("leg-reach", "back_sagging"): -0.10,
}
IN_TIME = (Kind.FAST, Kind.FAST_BACK, Kind.FAST_OUT, Kind.BOUNCE, Kind.LEAVE)


def test_every_fault_of_every_exercise_has_a_test() -> None:
    all_faults = {
        (exercise.id, fault.id)
        for exercise in EXERCISES.values()
        for fault in exercise.faults
        if fault.kind not in IN_TIME
    }
    assert all_faults == set(WITHIN) | set(CHANGES) | set(BACK_SHAPE)


@pytest.mark.parametrize("body", SOME_BODIES)
@pytest.mark.parametrize(("exercise_id", "fault"), WITHIN)
def test_a_fault_is_beyond_its_limit(exercise_id: str, fault: str, body: str) -> None:
    measure, low, high = WITHIN[exercise_id, fault]
    wrong = measure(joints_of(exercise_id, body, 1.0, **{fault: 1.0}))
    right = measure(joints_of(exercise_id, body, 1.0))
    assert low < wrong < high
    assert not low < right < high


@pytest.mark.parametrize("body", SOME_BODIES)
@pytest.mark.parametrize(("exercise_id", "fault"), CHANGES)
def test_a_fault_changes_what_it_should(exercise_id: str, fault: str, body: str) -> None:
    measure, least = CHANGES[exercise_id, fault]
    wrong = measure(joints_of(exercise_id, body, 1.0, **{fault: 1.0}))
    right = measure(joints_of(exercise_id, body, 1.0))
    assert abs(wrong - right) > least


@pytest.mark.parametrize("body", SOME_BODIES)
@pytest.mark.parametrize(("exercise_id", "fault"), BACK_SHAPE)
def test_a_back_bends_as_its_fault_says(exercise_id: str, fault: str, body: str) -> None:
    figure = figure_of(exercise_id, body, 1.0, **{fault: 1.0})
    curve = all_fours.back_curve(figure, stage_of(body))
    limit = BACK_SHAPE[exercise_id, fault]
    assert curve > limit if limit > 0 else curve < limit
