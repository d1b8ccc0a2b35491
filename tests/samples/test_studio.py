"""The studio's people: limbs keep their lengths, what should touch the mat does, truth is true."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from samples.studio import clips, shoot, wide
from samples.studio.bodies import BODIES_FOLDER, SIDES, load_body, other
from samples.studio.clip import PEOPLE, camera_for
from samples.studio.exercises import EXERCISES
from samples.studio.figure import MAT_TOP_M, Figure, Pose
from samples.studio.kinematics import Array, angle_at
from samples.studio.postures import all_fours, supine
from samples.studio.postures.transitions import on_the_way
from samples.studio.stage import Stage
from samples.studio.timeline import Kind, Moment, Movement, plan
from samples.studio.truth import joint_angles, midpoint, write_truth

SAMPLES = Path(shoot.__file__).resolve().parents[1]
LARGEST_CLIP_BYTES, LARGEST_SET_BYTES = 400_000, 15_000_000
BODIES = sorted(path.stem for path in BODIES_FOLDER.glob("*.npz") if path.stem != "mesh")
SOME_BODIES = ("woman", "man-heavy")

#: The bodies' thumbs do not spread, so under a flat hand they reach this far into the mat.
THUMB_M = 0.06

Joints = dict[str, Array]


def stage_of(body: str) -> Stage:
    """A person on the mat; solved once for all tests."""
    return STAGES.setdefault(body, Stage(load_body(body)))


STAGES: dict[str, Stage] = {}


def moment(excursion: float, side: str, **faults: float) -> Moment:
    """An instant of a movement that holds that excursion."""
    return Moment(0.0, "hold", 0, side, excursion, False, 1.0, faults)


def side_of(exercise_id: str) -> str:
    """The side a clip of that exercise shows best."""
    exercise = EXERCISES[exercise_id]
    return clips.NEAR[exercise.begins_with] if exercise.has_sides else "both"


def figure_of(exercise_id: str, body: str, excursion: float, **faults: float) -> Figure:
    """The person at that point of an exercise."""
    at = moment(excursion, side_of(exercise_id), **faults)
    return EXERCISES[exercise_id].posture(stage_of(body), at)


@cache
def joints_of(exercise_id: str, body: str, excursion: float, **faults: float) -> Joints:
    """Its joints."""
    return figure_of(exercise_id, body, excursion, **faults).pose().joints()


def limb_lengths(joints: Joints) -> Array:
    """Lengths of upper arms, forearms, thighs and shins, meters."""
    chains = (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
    return np.array(
        [
            np.linalg.norm(joints[f"{side}_{first}"] - joints[f"{side}_{second}"])
            for side in SIDES
            for first, second in chains
        ]
    )


# --- bodies -------------------------------------------------------------------------------------


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


# --- on the mat ---------------------------------------------------------------------------------


def gap_to_mat(pose: Pose, *bones: str) -> float:
    """Distance of the lowest skin of these bones from the mat, meters (+ hovers)."""
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


# --- the faults are there -------------------------------------------------------------------------


def angle(name: str) -> Callable[[Joints], float]:
    """A joint angle in degrees."""
    return lambda joints: float(joint_angles(joints)[name])


def height(joint: str) -> Callable[[Joints], float]:
    """Height of a joint, meters."""
    return lambda joints: float(joints[joint][2])


def apart(first: str, second: str) -> Callable[[Joints], float]:
    """Distance of two joints, meters."""
    return lambda joints: float(np.linalg.norm(joints[first] - joints[second]))


def thigh(joints: Joints, side: str) -> Array:
    """Direction of a thigh."""
    return joints[f"{side}_knee"] - joints[f"{side}_hip"]


def thighs_differ(joints: Joints) -> float:
    """Angle between the thighs, degrees."""
    return float(angle_at(np.zeros(3), thigh(joints, "left"), thigh(joints, "right")))


def hips_differ(joints: Joints) -> float:
    """How much higher one hip is, meters."""
    return abs(float(joints["left_hip"][2] - joints["right_hip"][2]))


def hip_roll(joints: Joints) -> float:
    """Slope of the line through the hips, degrees."""
    return float(
        np.degrees(np.arcsin(hips_differ(joints) / apart("left_hip", "right_hip")(joints)))
    )


def shoulder_roll(joints: Joints) -> float:
    """How much higher one shoulder is, meters."""
    return abs(float(joints["left_shoulder"][2] - joints["right_shoulder"][2]))


def trunk_lean(joints: Joints) -> float:
    """Angle of the trunk from upright, degrees."""
    line = midpoint(joints, "shoulder") - midpoint(joints, "hip")
    return float(np.degrees(np.arccos(line[2] / np.linalg.norm(line))))


def hips_over_knees(joints: Joints) -> float:
    """Slope of the left thigh from the vertical, degrees."""
    direction = thigh(joints, "left")
    return float(np.degrees(np.arctan2(abs(direction[0]), abs(direction[2]))))


def shoulders_over_hands(joints: Joints) -> float:
    """Slope of the line from the left wrist to the shoulder, degrees."""
    line = joints["left_shoulder"] - joints["left_wrist"]
    return float(np.degrees(np.arctan2(abs(line[0]), abs(line[2]))))


def forward(joint: str) -> Callable[[Joints], float]:
    """Place of a joint along the mat, meters."""
    return lambda joints: float(joints[joint][0])


def above_trunk_line(joint: str, root: str) -> Callable[[Joints], float]:
    """How far a raised limb points above the line of the trunk, degrees."""

    def measured(joints: Joints) -> float:
        limb, trunk = joints[joint] - joints[root], midpoint(joints, "shoulder")
        trunk = trunk - midpoint(joints, "hip")
        if root.endswith("hip"):
            trunk = -trunk
        slopes = [np.degrees(np.arctan2(v[2], np.hypot(v[0], v[1]))) for v in (limb, trunk)]
        return float(slopes[0] - slopes[1])

    return measured


def knee_past_toes(joints: Joints) -> float:
    """How far the front knee is ahead of its toes, meters; the right leg is in front."""
    return float(joints["right_toe"][0] - joints["right_knee"][0])


def seat(joints: Joints) -> float:
    """Hips to ankles, meters."""
    return float(np.linalg.norm(midpoint(joints, "hip") - midpoint(joints, "ankle")))


def knees_turned(joints: Joints) -> float:
    """How far the knees have turned to a side of the hips, degrees."""
    knees = midpoint(joints, "knee") - midpoint(joints, "hip")
    return float(np.degrees(np.arctan2(abs(knees[1]), knees[2])))


#: The lines of the catalogue: measure, and the limits (degrees, or meters where tl is 0.45) between
#: which it must lie when the fault is there. "change" limits how far it is from a right movement.
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
#: Faults that change a measure, and by how much at least.
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


@pytest.mark.parametrize("body", BODIES)
def test_targets_are_reached(body: str) -> None:
    """The catalogue's targets, for every body."""
    assert angle("right_knee")(joints_of("leg-lift", body, 1.0)) >= 165
    assert angle("right_knee")(joints_of("heel-slide", body, 1.0)) >= 165
    assert angle("right_thigh_turn")(joints_of("knee-fallout", body, 0.0)) <= 15
    assert angle("right_thigh_turn")(joints_of("knee-fallout", body, 1.0)) >= 33
    assert angle("right_hip")(joints_of("single-leg-cycle", body, 0.0)) <= 95
    assert angle("right_hip")(joints_of("single-leg-cycle", body, 1.0)) >= 135
    assert angle("left_shoulder")(joints_of("arm-reach", body, 1.0)) >= 155
    assert angle("left_hip")(joints_of("leg-reach", body, 1.0)) >= 160
    assert angle("left_elbow")(joints_of("all-fours", body, 1.0)) >= 158


# --- time ---------------------------------------------------------------------------------------


def test_repetitions_and_attempts_are_counted_as_they_are_planned() -> None:
    bridge = EXERCISES["bridging"]
    movements = (
        Movement(),
        Movement(faults=("pelvis_low",)),
        Movement(reach=0.5),
        Movement(faults=("overarched", "lowering_fast")),
    )
    timeline = plan(bridge, movements)
    assert [r["number"] for r in timeline.repetitions] == [1, 2]
    assert [a["reason"] for a in timeline.attempts] == ["pelvis_low", "pelvis_low"]
    assert [f["id"] for f in timeline.faults] == ["overarched", "lowering_fast"]
    assert {f["repetition"] for f in timeline.faults} == {2}


@pytest.mark.parametrize(
    ("exercise_id", "fault", "limit_s"),
    [
        ("leg-lift", "too_fast", 1.0),
        ("heel-slide", "too_fast", 1.0),
        ("single-leg-cycle", "too_fast", 1.0),
        ("knee-fallout", "too_fast", 1.5),
        ("bridging", "lowering_fast", 1.5),
    ],
)
def test_a_fast_movement_is_fast_and_a_good_one_is_not(
    exercise_id: str, fault: str, limit_s: float
) -> None:
    exercise = EXERCISES[exercise_id]
    fast = plan(exercise, (Movement("right", (fault,)),))
    back = next(span for span in fast.spans if span.phase == "back")
    assert back.end_s - back.start_s < limit_s
    assert exercise.back_s > 1.5 * limit_s


def test_a_held_stretch_that_bounces_swings_at_least_six_degrees() -> None:
    stretch = EXERCISES["knees-to-chest"]
    timeline = plan(stretch, (Movement(faults=("bouncing",)),))
    bounce = timeline.faults[0]
    hips = [
        float(
            joint_angles(stretch.posture(stage_of("woman"), timeline.at(t)).pose().joints())[
                "right_hip"
            ]
        )
        for t in np.arange(bounce["start_s"] + 0.5, bounce["end_s"] - 0.5, 0.1)
    ]
    assert np.ptp(hips) > 6


def test_a_fault_that_is_not_of_the_exercise_is_refused() -> None:
    with pytest.raises(ValueError, match="bridging has no fault 'arm_low'"):
        plan(EXERCISES["bridging"], (Movement(faults=("arm_low",)),))


# --- clips --------------------------------------------------------------------------------------


def short(clip: clips.Clip, step_s: float = 0.5) -> shoot.Take:
    """The clip with few frames, to be quick."""
    take = shoot.Take(clip)
    take.times_s = list(np.arange(0.0, take.timeline.duration_s, step_s))
    return take


def test_the_same_seed_gives_the_same_truth_and_pictures(tmp_path: Path) -> None:
    clip = clips.with_faults("heel-slide")
    records = [short(clip, 2.5).truth() for _ in range(2)]
    for number, record in enumerate(records):
        write_truth(tmp_path / f"{number}.json.gz", record)
    assert (tmp_path / "0.json.gz").read_bytes() == (tmp_path / "1.json.gz").read_bytes()
    small = replace(clip, camera=replace(clip.camera, width_px=160, height_px=120))
    first, again = (next(short(small).pictures())[1] for _ in range(2))
    assert np.array_equal(first, again)


def test_truth_counts_agree_with_its_frames() -> None:
    truth = short(clips.good("leg-lift")).truth()
    numbers = {number for number in truth["frames"]["repetition"] if number is not None}
    assert numbers == {record["number"] for record in truth["repetitions"]}
    lengths = {len(track) for track in truth["frames"]["joints_2d_px"].values()}
    assert lengths == {len(truth["frames"]["time_s"])}


@pytest.mark.parametrize("exercise_id", [e.id for e in EXERCISES.values() if e.is_hold])
def test_a_good_hold_is_in_its_zone_and_a_faulty_one_less(exercise_id: str) -> None:
    good, faulty = (
        short(clip, 0.8).truth()["holds"][0]
        for clip in (clips.good(exercise_id), clips.with_faults(exercise_id))
    )
    assert good["in_zone_s"] >= 0.9 * EXERCISES[exercise_id].hold_s
    assert faulty["in_zone_s"] < 0.97 * (faulty["end_s"] - faulty["start_s"])


@pytest.mark.parametrize("clip", clips.committed(), ids=lambda clip: clip.name)
def test_a_committed_clip_is_there_and_small(clip: clips.Clip) -> None:
    film, truth = shoot.film_path(clip, SAMPLES), shoot.truth_path(clip, SAMPLES)
    assert film.stat().st_size + truth.stat().st_size <= LARGEST_CLIP_BYTES
    record = json.loads(gzip.decompress(truth.read_bytes()))
    assert record["clip"]["name"] == clip.name
    assert record["repetitions"] == list(shoot.Take(clip).timeline.repetitions)


def test_the_committed_set_is_small_and_listed() -> None:
    page = (SAMPLES / "README.md").read_text()
    total = 0
    for clip in clips.committed():
        assert f"({clip.name}.mp4)" in page
        assert (SAMPLES / "pictures" / f"{clip.name}.jpg").exists()
        total += shoot.film_path(clip, SAMPLES).stat().st_size
    assert total < LARGEST_SET_BYTES


def test_the_wide_set_is_spread_evenly() -> None:
    every = wide.wide()
    assert len(every) >= 300
    assert len({clip.name for clip in every}) == len(every)
    for counted in (
        [clip.exercise for clip in every],
        [clip.body for clip in every],
        [clip.conditions[0] for clip in every],
    ):
        counts = [counted.count(value) for value in set(counted)]
        assert max(counts) <= 2 * min(counts)
    made = {
        (clip.exercise, fault)
        for clip in every
        for movement in clip.movements
        for fault in movement.faults
    }
    assert made == {(e.id, fault.id) for e in EXERCISES.values() for fault in e.faults}


def test_everybody_fits_the_picture() -> None:
    """In its own view no exercise of any person leaves the frame by more than the fingers."""
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
