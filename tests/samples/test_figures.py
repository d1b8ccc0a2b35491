"""The studio's people: limbs keep their lengths, and what should touch the mat does."""

from __future__ import annotations

import numpy as np
import pytest

from samples.studio.bodies import load_body, other
from samples.studio.clip import PEOPLE, camera_for
from samples.studio.exercises import EXERCISES
from samples.studio.figure import MAT_TOP_M, Figure, Pose
from samples.studio.postures import all_fours, supine
from samples.studio.postures.transitions import on_the_way
from tests.samples.people import (
    BODIES,
    SOME_BODIES,
    angle,
    figure_of,
    joints_of,
    limb_lengths,
    stage_of,
)

# The thumbs of the bodies do not spread, so under a flat hand they reach this far into the mat.
THUMB_M = 0.06


# Bodies


@pytest.mark.parametrize("body", BODIES)
def test_a_body_has_human_proportions(body: str) -> None:
    person = load_body(body)
    height = float(np.ptp(person.rest[:, 2]))
    assert 1.45 < height < 1.95
    assert 0.42 < (person.thigh_m + person.shin_m) / height < 0.54
    assert 0.80 < person.thigh_m / person.shin_m < 1.15


def test_left_and_right_mirror_each_other() -> None:
    lengths = limb_lengths(Figure(load_body("man")).pose().joints())
    np.testing.assert_allclose(lengths[:4], lengths[4:], atol=1e-3)


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_limbs_keep_their_lengths(exercise_id: str) -> None:
    at_rest = limb_lengths(Figure(load_body("woman")).pose().joints())
    for excursion in (0.0, 0.3, 0.7, 1.0):
        lengths = limb_lengths(joints_of(exercise_id, "woman", excursion))
        np.testing.assert_allclose(lengths, at_rest, atol=2e-3)


@pytest.mark.parametrize("exercise_id", ["bridging", "single-leg-cycle", "all-fours", "psoas"])
def test_limbs_keep_their_lengths_on_the_way_down(exercise_id: str) -> None:
    exercise, stage = EXERCISES[exercise_id], stage_of("man")
    start = figure_of(exercise_id, "man", 0.0)
    at_rest = limb_lengths(start.pose().joints())
    for share in (0.0, 0.35, 0.8, 1.0):
        figure = on_the_way(stage, exercise.begins_with, start, share)
        np.testing.assert_allclose(limb_lengths(figure.pose().joints()), at_rest, atol=2e-3)


# On the mat


def gap_to_mat(pose: Pose, *bones: str) -> float:
    """Return the distance of the lowest skin of these bones from the mat, meters (+ above it)."""
    return pose.lowest(pose.body.vertices_of(*bones)) - MAT_TOP_M


@pytest.mark.parametrize("body", SOME_BODIES)
@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_the_body_lies_on_the_mat(exercise_id: str, body: str) -> None:
    for excursion in (0.0, 0.5, 1.0):
        gap = gap_to_mat(figure_of(exercise_id, body, excursion).pose(), "")
        assert -THUMB_M < gap < 0.015


@pytest.mark.parametrize("body", BODIES)
def test_feet_back_and_head_lie_down_in_hook_lying(body: str) -> None:
    pose = supine.hook_lying(stage_of(body)).pose()
    for part in (("foot", "toes"), ("head",), ("spine", "pelvis", "root")):
        assert abs(gap_to_mat(pose, *part)) < 0.015, part
    assert -THUMB_M < gap_to_mat(pose, "wrist") < 0.005


@pytest.mark.parametrize("body", BODIES)
def test_hands_knees_and_feet_stand_on_the_mat_on_all_fours(body: str) -> None:
    figure = all_fours.on_all_fours(stage_of(body))
    pose = figure.pose()
    for letter in "LR":
        for part in (f"lowerleg01.{letter}", f"foot.{letter}", f"toes.{letter}"):
            assert abs(gap_to_mat(pose, part)) < 0.02, part
        assert -THUMB_M < gap_to_mat(pose, f"wrist.{letter}") < 0.005


@pytest.mark.parametrize("body", BODIES)
def test_the_back_is_level_on_all_fours(body: str) -> None:
    figure = all_fours.on_all_fours(stage_of(body))
    slope = np.degrees(np.arcsin(all_fours.trunk_line(figure)[2]))
    assert abs(slope) < 20
    assert -0.09 < all_fours.back_curve(figure, stage_of(body)) < 0.08


@pytest.mark.parametrize("body", BODIES)
def test_the_top_of_a_bridge_is_a_straight_line(body: str) -> None:
    top = figure_of("bridging", body, 1.0)
    assert supine.shoulder_hip_knee_line(top) == pytest.approx(176, abs=0.5)
    over = figure_of("bridging", body, 1.0, overarched=1.0)
    assert supine.shoulder_hip_knee_line(over) > 190


@pytest.mark.parametrize("body", BODIES)
def test_the_resting_hip_is_as_the_person_likes_it(body: str) -> None:
    figure = supine.hook_lying(stage_of(body))
    assert supine.shoulder_hip_knee_line(figure) == pytest.approx(128, abs=1.5)


@pytest.mark.parametrize("body", BODIES)
def test_targets_are_reached(body: str) -> None:
    """The targets of the catalogue, for every body."""
    assert angle("right_knee")(joints_of("leg-lift", body, 1.0)) >= 165
    assert angle("right_knee")(joints_of("heel-slide", body, 1.0)) >= 165
    assert angle("right_thigh_turn")(joints_of("knee-fallout", body, 0.0)) <= 15
    assert angle("right_thigh_turn")(joints_of("knee-fallout", body, 1.0)) >= 33
    assert angle("right_hip")(joints_of("single-leg-cycle", body, 0.0)) <= 95
    assert angle("right_hip")(joints_of("single-leg-cycle", body, 1.0)) >= 135
    assert angle("left_shoulder")(joints_of("arm-reach", body, 1.0)) >= 155
    assert angle("left_hip")(joints_of("leg-reach", body, 1.0)) >= 160
    assert angle("left_elbow")(joints_of("all-fours", body, 1.0)) >= 158


def test_everybody_fits_the_picture() -> None:
    """In its own view, no exercise of any person leaves the frame by more than the fingers."""
    for exercise in EXERCISES.values():
        camera = camera_for(exercise.id, exercise.view)
        for person in PEOPLE.values():
            pixels = camera.project(
                np.array(list(joints_of(exercise.id, person.body, 1.0).values()))
            )
            assert (pixels > -4).all() and (pixels < (644, 484)).all(), (exercise.id, person.body)


def test_the_other_side_is_the_other_side() -> None:
    assert other("left") == "right"
    assert other("right") == "left"
