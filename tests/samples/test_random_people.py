"""Bodies of any shape, and people at random: human, posable, and as the stored bodies are."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from samples.studio.bodies import load_body
from samples.studio.clip import Clip
from samples.studio.crowd.people import RANGES, Subject, measures, random_person
from samples.studio.exercises import EXERCISES
from samples.studio.figure import MAT_TOP_M, Figure, Pose
from samples.studio.postures import supine
from samples.studio.shapes import Shape, amounts, body_of
from samples.studio.shoot import Take
from samples.studio.stage import Stage
from samples.studio.timeline import Movement
from samples.studio.truth import joint_angles
from tests.samples.people import BODIES, limb_lengths, moment, side_of

AFRICAN, ASIAN, CAUCASIAN = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)

#: The stored bodies as shapes.
STORED = {
    "woman": Shape("female", CAUCASIAN),
    "man": Shape("male", CAUCASIAN),
    "woman-dark": Shape("female", AFRICAN),
    "man-dark": Shape("male", AFRICAN),
    "woman-slim": Shape("female", ASIAN, weight=-0.65),
    "man-slim": Shape("male", ASIAN, weight=-0.65),
    "woman-heavy": Shape("female", CAUCASIAN, weight=0.65),
    "man-heavy": Shape("male", AFRICAN, weight=0.65),
    "woman-older": Shape("female", CAUCASIAN, age=1.0, weight=0.2),
    "man-older": Shape("male", ASIAN, age=1.0),
}

# Shapes


def test_every_stored_body_has_a_shape() -> None:
    assert sorted(STORED) == BODIES


@pytest.mark.parametrize("name", STORED)
def test_a_shape_gives_the_stored_body_within_a_tenth_of_a_millimeter(name: str) -> None:
    stored, made = load_body(name), body_of(STORED[name])
    np.testing.assert_allclose(made.rest, stored.rest, atol=1e-4)
    np.testing.assert_allclose(made.heads, stored.heads, atol=1e-6)
    np.testing.assert_allclose(made.finger_roots, stored.finger_roots, atol=1e-6)


@pytest.mark.parametrize(
    ("field", "measure"),
    [
        ("thigh", "thigh_m"),
        ("shin", "shin_m"),
        ("upper_arm", "upper_arm_m"),
        ("forearm", "forearm_m"),
        ("trunk", "torso_m"),
    ],
)
def test_a_limb_grows_and_shrinks_by_a_twelfth_and_the_others_stay(
    field: str, measure: str
) -> None:
    every = ("thigh_m", "shin_m", "upper_arm_m", "forearm_m", "torso_m")
    average = body_of(Shape())
    for value in (-1.0, 1.0):
        body = body_of(replace(Shape(), **{field: value}))
        growth = {name: getattr(body, name) / getattr(average, name) - 1 for name in every}
        assert growth.pop(measure) == pytest.approx(0.08 * value, abs=0.015)
        assert max(abs(other) for other in growth.values()) < 0.002


def test_height_keeps_the_proportions() -> None:
    small, tall = (body_of(replace(Shape(), height=value)) for value in (-1.0, 1.0))
    assert measures(tall)["stature_m"] / measures(small)["stature_m"] == pytest.approx(1.08 / 0.92)
    assert measures(tall)["leg"] == pytest.approx(measures(small)["leg"])


def test_every_field_changes_the_body() -> None:
    average = body_of(Shape(age=0.3))
    for field in fields(Shape):
        if field.name in ("sex", "ethnicity", "age"):
            continue
        for value in (-0.8, 0.8):
            other = body_of(replace(Shape(age=0.3), **{field.name: value}))
            assert np.abs(other.rest - average.rest).max() > 0.002, (field.name, value)


def test_amounts_of_a_mix_add_up() -> None:
    shape = Shape("male", (0.25, 0.25, 0.5), age=0.4, weight=0.5, muscle=-0.2)
    parts = amounts(shape)
    bases = [amount for name, amount in parts.items() if name.endswith(("male-young", "male-old"))]
    builds = [amount for name, amount in parts.items() if "universal" in name]
    assert sum(bases) == pytest.approx(1.0)
    assert sum(builds) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"sex": "man"}, "sex is one of female, male"),
        ({"ethnicity": (0.5, 0.0, 0.0)}, "must add up to 1"),
        ({"age": 1.2}, "age runs from 0 to 1"),
        ({"thigh": -1.5}, "thigh runs from -1 to 1"),
    ],
)
def test_a_shape_out_of_range_is_refused(wrong: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Shape(**wrong)  # type: ignore[arg-type]


# People at random


def subject(seed: int) -> Subject:
    """Return the person of a seed."""
    return random_person(np.random.default_rng(seed))


def clip_of(person: Subject, exercise_id: str) -> Clip:
    """Return a clip of that person."""
    return Clip(
        "somebody",
        exercise_id,
        (Movement(side_of(exercise_id)),),
        body="somebody",
        shape=person.shape,
        outfit=person.outfit,
        rest_hip_deg=person.rest_hip_deg,
        feet_apart_m=person.feet_apart_m,
        arms_deg=person.arms_deg,
    )


def test_the_same_seed_gives_the_same_person_and_another_seed_another() -> None:
    assert subject(7) == subject(7)
    assert subject(7) != subject(8)


def test_people_differ_and_stay_within_the_ranges_of_adults() -> None:
    people = [subject(seed) for seed in range(60)]
    found = [measures(body_of(person.shape)) for person in people]
    for person, measured in zip(people, found, strict=True):
        for name, (low, high) in (RANGES["both"] | RANGES[person.shape.sex]).items():
            assert low <= measured[name] <= high, name
    # The ten stored bodies span 0.25 m of stature and 0.12 in thigh to torso.
    assert np.ptp([measured["stature_m"] for measured in found]) > 0.33
    bodies = [body_of(person.shape) for person in people]
    assert np.ptp([body.thigh_m / body.torso_m for body in bodies]) > 0.15
    assert {person.shape.sex for person in people} == {"female", "male"}
    assert len({person.outfit.hair_style for person in people}) >= 6
    assert any(person.outfit.bulk_m > 0.03 for person in people)
    assert any(person.outfit.shirt == person.outfit.trousers for person in people) or any(
        max(*person.outfit.shirt, *person.outfit.trousers) < 0.03 for person in people
    )


def depth_of_feet(pose: Pose) -> float:
    """Return how far the lowest skin of the feet is under the top of the mat, meters."""
    return MAT_TOP_M - pose.lowest(pose.body.vertices_of("foot", "toes"))


@pytest.mark.parametrize("seed", range(6))
def test_anybody_can_do_every_exercise(seed: int) -> None:
    person = subject(seed)
    at_rest = limb_lengths(Figure(body_of(person.shape)).pose().joints())
    for exercise in EXERCISES.values():
        take = Take(clip_of(person, exercise.id))
        end_s = take.timeline.duration_s
        target = next(span for span in take.timeline.spans if span.phase == "hold")
        for time_s in (0.0, (target.start_s + target.end_s) / 2, end_s - 0.01):
            pose = take.pose(take.timeline.at(time_s))
            joints = pose.joints()
            assert all(np.isfinite(joint).all() for joint in joints.values())
            np.testing.assert_allclose(limb_lengths(joints), at_rest, atol=2e-3)
            assert depth_of_feet(pose) < 0.02, (exercise.id, time_s)


@pytest.mark.parametrize("seed", range(6))
def test_anybody_lies_and_bridges_as_the_catalogue_says(seed: int) -> None:
    person = subject(seed)
    stage = Take(clip_of(person, "bridging")).stage
    lying = joint_angles(supine.hook_lying(stage).pose().joints())
    assert 45 <= lying["left_knee"] <= 110
    top = EXERCISES["bridging"].posture(stage, moment(1.0, "both"))
    assert supine.shoulder_hip_knee_line(top) == pytest.approx(176, abs=0.5)


def test_a_foot_stays_on_the_mat_where_usual_angles_would_put_it_below() -> None:
    """A shin longer than the thigh: with one leg low, the foot would be far under the mat."""
    shape = Shape("male", AFRICAN)
    exercise = EXERCISES["leg-reach"]
    at = moment(1.0, "left", leg_low=1.0)
    unaided = exercise.posture(Stage(body_of(shape)), at).pose()
    assert depth_of_feet(unaided) > 0.05
    clip = Clip("somebody", "leg-reach", (Movement("left", ("leg_low",)),), shape=shape)
    pose = Take(clip).pose(at)
    assert depth_of_feet(pose) < 0.02
    at_rest = limb_lengths(Figure(body_of(shape)).pose().joints())
    np.testing.assert_allclose(limb_lengths(pose.joints()), at_rest, atol=2e-3)


def test_habits_of_the_clip_reach_the_posture() -> None:
    narrow, wide = (
        Take(Clip("x", "bridging", (Movement(),), feet_apart_m=apart, arms_deg=arms))
        for apart, arms in ((0.10, 12.0), (0.28, 40.0))
    )
    first, second = (take.pose(take.timeline.at(0.0)).joints() for take in (narrow, wide))
    for joint, at_least in (("ankle", 0.15), ("wrist", 0.2)):
        gaps = [
            abs(joints[f"left_{joint}"][1] - joints[f"right_{joint}"][1])
            for joints in (first, second)
        ]
        assert gaps[1] - gaps[0] > at_least, joint
