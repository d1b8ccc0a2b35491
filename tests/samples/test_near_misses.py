"""Near misses: each can be posed on the mat, and its truth has nothing to count."""

from __future__ import annotations

import numpy as np
import pytest

from samples.studio.bodies import SIDES
from samples.studio.clip import Clip
from samples.studio.crowd.clips import NEAR_MISS_MOVEMENTS, SETS, near_miss_clip
from samples.studio.exercises import EXERCISES
from samples.studio.figure import MAT_TOP_M, Pose
from samples.studio.near_misses import NEAR_MISSES, exercise_of, negative_for
from samples.studio.near_misses.kinds import ON_THE_BACK, without
from samples.studio.shoot import Take
from samples.studio.timeline import Moment
from tests.samples.people import SOME_BODIES, stage_of

#: The hands of the bodies do not flatten, so their fingers and thumbs may reach into the mat.
HANDS = ("wrist", "finger", "metacarpal")
DEEPEST_M = 0.02
INSTANTS = [(0.0, False), (0.4, False), (1.0, False), (0.6, True), (0.15, True)]


def clip_of(kind: str, number: int) -> Clip:
    """Return a clip of a kind with random people."""
    return near_miss_clip(SETS["tune"], NEAR_MISSES[kind], number)


def below_mat_m(pose: Pose) -> float:
    """Return how deep the lowest skin except for the hands is under the top of the mat, meters."""
    every = pose.body.vertices_of("")
    skin = np.setdiff1d(every, pose.body.vertices_of(*HANDS))
    return MAT_TOP_M - pose.lowest(skin)


@pytest.mark.parametrize("body", SOME_BODIES)
@pytest.mark.parametrize("kind", NEAR_MISSES)
def test_a_near_miss_is_posed_on_the_mat(kind: str, body: str) -> None:
    exercise = NEAR_MISSES[kind].exercise
    for side in SIDES if exercise.has_sides else ("both",):
        for excursion, returning in INSTANTS:
            phase = "back" if returning else "out"
            at = Moment(0.0, phase, 0, side, excursion, returning, 0.5, {})
            pose = exercise.posture(stage_of(body), at).pose()
            assert all(np.isfinite(joint).all() for joint in pose.joints().values())
            assert -0.03 < below_mat_m(pose) < DEEPEST_M, (side, excursion, returning)


def test_there_are_forty_kinds_and_none_is_one_of_ours() -> None:
    assert len(NEAR_MISSES) >= 40
    assert not set(NEAR_MISSES) & set(EXERCISES)
    assert all(exercise_of(kind).id == kind for kind in (*NEAR_MISSES, *EXERCISES))


@pytest.mark.parametrize("kind", NEAR_MISSES)
def test_a_near_miss_says_of_what_and_why(kind: str) -> None:
    near_miss = NEAR_MISSES[kind]
    assert near_miss.negative_for
    assert set(near_miss.negative_for) <= set(EXERCISES)
    assert len(set(near_miss.negative_for)) == len(near_miss.negative_for)
    assert near_miss.why.endswith(".")
    assert near_miss.framed_as in EXERCISES


@pytest.mark.parametrize("kind", NEAR_MISSES)
def test_the_truth_of_a_near_miss_has_nothing_to_count(kind: str) -> None:
    take = Take(clip_of(kind, 5))
    take.times_s = take.times_s[:: max(1, len(take.times_s) // 3)]
    truth = take.truth()
    counted = (truth[name] for name in ("repetitions", "attempts", "holds", "faults"))
    assert not any(counted)
    assert truth["clip"]["exercise"] == kind
    assert truth["clip"]["negative_for"] == list(NEAR_MISSES[kind].negative_for)


def test_an_exercise_of_the_catalogue_is_a_negative_for_none() -> None:
    assert not any(negative_for(exercise_id) for exercise_id in EXERCISES)


def test_the_same_number_gives_the_same_clip_and_numbers_differ() -> None:
    assert clip_of("fire-hydrant", 3) == clip_of("fire-hydrant", 3)
    clips = [clip_of("fire-hydrant", number) for number in range(12)]
    assert {clip.movements[0].side for clip in clips} == set(SIDES)
    assert len({clip.camera.position[1] > 0 for clip in clips}) == 2
    assert len({clip.body for clip in clips}) > 3
    assert all(len(clip.movements) == NEAR_MISS_MOVEMENTS for clip in clips)
    assert len(clip_of("long-lying", 0).movements) == 1


def test_an_id_that_cannot_be_left_out_is_refused() -> None:
    with pytest.raises(ValueError, match="all-fours"):
        without(ON_THE_BACK, "all-fours")
