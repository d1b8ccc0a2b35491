"""Somebody else in the picture: only one body is judged, and two are never taken for one."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from stabiel.anatomy import Reason
from stabiel.pose.pose import Pose
from stabiel.session.session import Session
from tests.bodies import SIDE_CAMERA, Bridge, Camera, knees_to_chest, path, pose_of, walking
from tests.coach.test_coach import lifts
from tests.coach.test_holds import CAMERA, FLAT, IN, stays
from tests.sessions import counts, judged_poses

ELSEWHERE = Camera(tl_px=140.0, center_px=(700.0, 800.0))
FURTHER_AWAY = Camera(tl_px=80.0, center_px=(380.0, 470.0))
PoseAt = Callable[[float], Pose | None]


def trainee(tops: list[float]) -> tuple[PoseAt, float]:
    """Return the poses of somebody who bridges, 7.2 s each, and how long that takes."""
    figure, seconds = lifts(Bridge(), tops, rest_s=2.5)
    return lambda time_s: pose_of(figure(time_s), time_s), seconds


def instead(one: PoseAt, other: PoseAt, begin_s: float, end_s: float) -> PoseAt:
    """Return the poses of one, and between two times those of another."""
    return lambda time_s: (other if begin_s <= time_s < end_s else one)(time_s)


def unseen_s(session: Session, reason: Reason) -> float:
    return sum(seconds for _, why, seconds in session.not_judged if why is reason)


@pytest.mark.parametrize("begin_s", [2.2, 4.0, 5.5, 7.4])
def test_who_walks_through_is_not_counted(begin_s: float) -> None:
    lying, seconds = trainee([175, 175, 175])

    def walks(time_s: float) -> Pose:
        return pose_of(walking(time_s), time_s, ELSEWHERE)

    session = judged_poses("bridging", instead(lying, walks, begin_s, begin_s + 1.5), seconds)

    repetitions, attempts, faults = counts(session)
    assert repetitions in (2, 3)
    assert (attempts, faults) == ([], [])
    assert session.repetitions[-1].end_s == pytest.approx(21.0, abs=0.3)
    if repetitions == 2:
        unseen = unseen_s(session, Reason.OTHER_BODY) + unseen_s(session, Reason.NO_START)
        assert unseen > 1.5


@pytest.mark.parametrize("camera", [ELSEWHERE, FURTHER_AWAY])
@pytest.mark.parametrize("unseen_for_s", [0.0, 0.3, 0.7, 0.95])
def test_one_who_goes_up_and_another_who_lies_there_make_no_repetition(
    unseen_for_s: float, camera: Camera
) -> None:
    lying, _ = trainee([175])
    person = Bridge()

    def other(time_s: float) -> Pose | None:
        if time_s < 4.5 + unseen_for_s:
            return None
        return pose_of(person.at(person.rest_deg), time_s, camera)

    session = judged_poses("bridging", instead(lying, other, 4.5, 100.0), 12.0)

    assert counts(session) == (0, [], [])
    assert unseen_s(session, Reason.OTHER_BODY) > 1.5


def test_the_same_one_who_was_hidden_for_a_moment_goes_on() -> None:
    lying, seconds = trainee([175, 175])

    session = judged_poses("bridging", instead(lying, lambda time_s: None, 4.2, 4.9), seconds)

    assert counts(session) == (2, [], [])


def test_a_hold_is_not_continued_by_another() -> None:
    hip, seconds = stays((1, FLAT), (6, IN), (6, IN))

    def pose_at(time_s: float) -> Pose | None:
        if 7.0 <= time_s < 7.7:
            return None
        camera = CAMERA if time_s < 7.0 else Camera(tl_px=110.0, center_px=(800.0, 500.0))
        return pose_of(knees_to_chest(hip(time_s)), time_s, camera)

    first, second = judged_poses("knees-to-chest", pose_at, seconds).holds

    assert first.end_s == pytest.approx(7.0, abs=0.1)
    assert second.start_s == pytest.approx(7.7, abs=0.1)


def test_who_stands_at_the_mat_and_then_lies_down_is_one_and_the_same() -> None:
    hip = path((0, 125), (3, 125), (5, 175), (6, 175), (8, 125), (10, 125))
    person = Bridge()

    def pose_at(time_s: float) -> Pose:
        if time_s < 2.0:
            return pose_of(walking(0.25), time_s, SIDE_CAMERA)
        return pose_of(person.at(hip(time_s - 2.0)), time_s)

    assert counts(judged_poses("bridging", pose_at, 12.0)) == (1, [], [])


# --- two people, told apart by their clothes ---

RED, BLUE = np.array([0.7, 0.1, 0.1] * 2), np.array([0.1, 0.2, 0.6] * 2)
FAINTLY_BLUER = RED + np.array([0.0, 0.0, 0.05] * 2)


def dressed(one: PoseAt, colors: np.ndarray) -> PoseAt:
    """Return the poses of somebody in clothes of these colors."""

    def pose_at(time_s: float) -> Pose | None:
        pose = one(time_s)
        return None if pose is None else replace(pose, colors=colors)

    return pose_at


def bridges_elsewhere(tops: list[float]) -> PoseAt:
    figure, _ = lifts(Bridge(), tops, rest_s=2.5)
    return lambda time_s: pose_of(figure(time_s), time_s, ELSEWHERE)


@pytest.mark.parametrize("begin_s", [7.4, 9.0, 10.3])
def test_another_who_exercises_too_is_never_counted(begin_s: float) -> None:
    mine = dressed(trainee([175] * 5)[0], RED)
    theirs = dressed(bridges_elsewhere([175] * 5), BLUE)

    # Two of theirs are followed from beginning to end.
    session = judged_poses("bridging", instead(mine, theirs, begin_s, begin_s + 15.0), 36.0)

    repetitions, attempts, faults = counts(session)
    assert (attempts, faults) == ([], [])
    assert all(e.end_s <= begin_s or e.start_s >= begin_s + 15.0 for e in session.repetitions)
    # A bridge takes 7.2 s, of which the first 2.5 s are rest.
    whole = [7.2 * k + 7.2 <= begin_s or 7.2 * k + 2.0 >= begin_s + 15.0 for k in range(5)]
    assert repetitions == sum(whole)
    assert unseen_s(session, Reason.OTHER_BODY) > 14.0
    assert [cue.text for cue in session.cues if cue.id == "other_body"] == [
        "I see someone else. I am waiting for you."
    ]


def test_after_a_cut_to_another_nothing_more_is_counted_and_the_result_says_so() -> None:
    mine = dressed(trainee([175] * 5)[0], RED)
    theirs = dressed(bridges_elsewhere([175] * 5), BLUE)

    session = judged_poses("bridging", instead(mine, theirs, 7.4, 100.0), 36.0)

    assert counts(session) == (1, [], [])
    (use,) = [each for each in session.time if each.why == Reason.OTHER_BODY]
    assert use.seconds == pytest.approx(36.0 - 7.4, abs=0.2)


def test_the_same_one_at_another_place_goes_on() -> None:
    mine = dressed(trainee([175] * 5)[0], RED)
    moved = dressed(bridges_elsewhere([175] * 5), FAINTLY_BLUER)

    session = judged_poses("bridging", instead(mine, moved, 7.4, 100.0), 36.0)

    assert counts(session) == (5, [], [])


def test_without_colors_a_leap_begins_again_as_before() -> None:
    mine, theirs = trainee([175] * 5)[0], bridges_elsewhere([175] * 5)

    assert counts(judged_poses("bridging", instead(mine, theirs, 7.4, 100.0), 36.0))[0] >= 4


def test_one_who_slides_in_without_a_leap_is_not_taken_for_the_first() -> None:
    """Somebody walks past in front, and the landmarker goes along with them for good."""
    mine = dressed(trainee([175] * 5)[0], RED)

    def walks_off(time_s: float) -> Pose:
        right = 60.0 * 12.0 * min(time_s - 9.0, 0.4)  # under one torso length a frame: no leap
        camera = Camera(tl_px=120.0, center_px=(380.0 + right, 700.0))
        return pose_of(walking(time_s), time_s, camera)

    session = judged_poses("bridging", instead(mine, dressed(walks_off, BLUE), 9.0, 30.0), 36.0)

    assert counts(session) == (2, [], [])
    assert all(e.end_s <= 9.0 or e.start_s >= 30.0 for e in session.repetitions)
    assert unseen_s(session, Reason.OTHER_BODY) > 20.0


def test_a_hold_is_not_gone_on_with_by_another() -> None:
    hip, seconds = stays((1, FLAT), (6, IN), (6, IN))

    def pose_at(time_s: float) -> Pose:
        camera = CAMERA if time_s < 7.0 else Camera(tl_px=110.0, center_px=(800.0, 500.0))
        pose = pose_of(knees_to_chest(hip(time_s)), time_s, camera)
        return replace(pose, colors=RED if time_s < 7.0 else BLUE)

    (hold,) = judged_poses("knees-to-chest", pose_at, seconds).holds

    assert hold.end_s == pytest.approx(7.0, abs=0.1)
