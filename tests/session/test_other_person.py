"""Somebody else in the picture: only one body is judged, and two are never taken for one."""

from collections.abc import Callable

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
