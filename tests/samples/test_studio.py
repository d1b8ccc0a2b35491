"""The studio's clips: planned movements are counted, renders repeat, and the set is complete."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from samples.studio import clips, shoot, wide
from samples.studio.exercises import EXERCISES
from samples.studio.timeline import Movement, plan
from samples.studio.truth import joint_angles, write_truth
from tests.samples.people import stage_of

SAMPLES = Path(shoot.__file__).resolve().parents[1]
LARGEST_CLIP_BYTES, LARGEST_SET_BYTES = 400_000, 15_000_000


# Time


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


# Clips


def short(clip: clips.Clip, step_s: float = 0.5) -> shoot.Take:
    """Return the clip with few frames, to save time."""
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
    video, truth = shoot.video_path(clip, SAMPLES), shoot.truth_path(clip, SAMPLES)
    assert video.stat().st_size + truth.stat().st_size <= LARGEST_CLIP_BYTES
    record = json.loads(gzip.decompress(truth.read_bytes()))
    assert record["clip"]["name"] == clip.name
    assert record["repetitions"] == list(shoot.Take(clip).timeline.repetitions)


def test_the_committed_set_is_small_and_listed() -> None:
    page = (SAMPLES / "README.md").read_text()
    total = 0
    for clip in clips.committed():
        assert f"({clip.name}.mp4)" in page
        assert (SAMPLES / "pictures" / f"{clip.name}.jpg").exists()
        total += shoot.video_path(clip, SAMPLES).stat().st_size
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
