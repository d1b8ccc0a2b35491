"""Tests of the crowd: the sets are the same every time, share nobody, and are in the picture."""

from collections import Counter

import numpy as np
import pytest

from benchmarks.crowd import NearMiss, near_miss_table, worst_line
from benchmarks.scoring import Score
from samples.studio.crowd.cameras import FROM_THE_SIDE, camera_of, named_view
from samples.studio.crowd.clips import SETS, crowd, faults_in_turn
from samples.studio.exercises import EXERCISES
from samples.studio.near_misses import NEAR_MISSES
from samples.studio.scene import Camera
from samples.studio.shoot import Take
from samples.studio.timeline import Kind


def test_a_set_is_the_same_every_time():
    assert crowd("validate") == crowd("validate")


def test_the_sets_share_neither_names_nor_bodies():
    clips = [clip for name in SETS for clip in crowd(name)]
    assert len({clip.name for clip in clips}) == len(clips)
    sets = [{clip.shape for clip in crowd(name)} for name in SETS]
    assert not sets[0] & sets[1]
    assert not sets[0] & sets[2]
    assert not sets[1] & sets[2]


def test_there_are_at_least_600_clips():
    assert sum(len(crowd(name)) for name in SETS) >= 600


def test_a_set_has_every_exercise_and_every_near_miss():
    wanted = {*EXERCISES, *NEAR_MISSES}
    for name in SETS:
        assert {clip.exercise for clip in crowd(name)} == wanted


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_every_fault_has_its_turn_in_the_test_set(exercise_id: str):
    exercise = EXERCISES[exercise_id]
    shown = {
        fault
        for number in range(SETS["test"].per_exercise)
        for fault in faults_in_turn(exercise, number)
    }
    assert shown == {fault.id for fault in exercise.faults}


def test_a_good_movement_reaches_its_target_and_a_half_one_does_not():
    for clip in crowd("tune"):
        exercise = EXERCISES.get(clip.exercise)
        if exercise is None or exercise.is_hold:
            continue
        records = Take(clip).truth() if clip.frame_rate_hz == 10.0 else None
        if records is None:
            continue
        kinds = [
            {exercise.kind_of(fault) for fault in movement.faults} for movement in clip.movements
        ]
        counted = sum(
            movement.reach > 0.9 and Kind.ATTEMPT not in kind
            for movement, kind in zip(clip.movements, kinds, strict=True)
        )
        assert len(records["repetitions"]) == counted, clip.name


def test_the_whole_body_is_in_the_picture():
    outside = Counter()
    clips = [clip for clip in crowd("tune") if "getting-down" not in clip.conditions][:56]
    for clip in clips:
        take = Take(clip)
        moments = [take.timeline.at(share * take.timeline.duration_s) for share in (0.1, 0.4, 0.7)]
        joints = np.array([list(take.pose(moment).joints().values()) for moment in moments])
        pixels = clip.camera.project(joints.reshape(-1, 3))
        size = (clip.camera.width_px, clip.camera.height_px)
        outside[clip.exercise] += bool((pixels < 0).any() or (pixels > size).any())
    assert sum(outside.values()) <= len(clips) // 20, outside


@pytest.mark.parametrize(
    ("position", "view"),
    [
        ((0.0, -2.0, 0.6), "side"),
        ((0.4, -2.0, 0.6), "side"),
        ((1.6, -1.8, 0.9), "oblique"),
        ((0.0, -1.5, 1.8), "high"),
    ],
)
def test_a_view_has_the_name_of_the_nearest_one(position: tuple[float, float, float], view: str):
    assert named_view(Camera(position, (0.0, 0.0, 0.3))) == view


def test_most_cameras_stand_where_the_app_asks_for_them():
    draw = np.random.default_rng(1)
    views = Counter(camera_of("bridging", "side", FROM_THE_SIDE, draw).view for _ in range(300))
    assert views["side"] > 240
    assert views["high"] > 0
    assert views["oblique"] > 0


def test_near_misses_that_count_are_named_only_where_clips_may_be_looked_at():
    found = [NearMiss("tune-a", "bridging", 2), NearMiss("tune-b", "bridging", 0)]
    seen = near_miss_table(found, looked_at=True)
    assert [list(column.cells) for column in seen.columns] == [
        ["bridging", "clips"],
        ["2", "2"],
        ["1", "1"],
        ["tune-a (2)", ""],
    ]
    assert len(near_miss_table(found, looked_at=False).columns) == 3


def test_a_line_says_all_that_was_wrong():
    score = Score("tune-x", "bridging", 3, 2, 3, attempts_right=False)
    score.misses, score.false_alarms, score.false_cues = ["a@1"], ["b@2"], 1
    score.hold_error_s, score.not_judged_share = 1.0, 0.6
    assert worst_line(score) == (
        "tune-x: counted 2 of 3, unjudged 0.60, missed ['a@1'], false ['b@2'], attempts wrong, "
        "hold 1.0 s off, 1 false cues"
    )
