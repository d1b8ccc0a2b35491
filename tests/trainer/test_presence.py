"""Whether somebody is still there: who lies and then stands has left, who exercises upright not."""

from dataclasses import replace

import pytest

from stabiel.body.body import Body, BodyReader
from stabiel.coach.coach import START
from stabiel.coach.events import Phase
from stabiel.exercises.values import ATTITUDES, UPRIGHT, Attitude
from stabiel.pose.plausibility import PoseGuard
from stabiel.trainer.presence import AWAY_FOR_S, UP_FOR_S, Presence
from tests.bodies import hook_lying, pose_of, squat

WAITING, WORKING = START, replace(START, phase=Phase.OUT)


def body_of(figure: object) -> Body:
    return BodyReader().read(PoseGuard().check(pose_of(figure, 0.0)))  # type: ignore[arg-type]


LOW, UP = body_of(hook_lying()), body_of(squat(0.0))


@pytest.mark.parametrize("attitude", ATTITUDES)
def test_who_was_down_and_stands_has_left_unless_the_exercise_is_upright(
    attitude: Attitude,
) -> None:
    presence = Presence(attitude)
    presence.update(0.0, LOW, WORKING)  # bent far over, if the exercise is upright
    presence.update(1.0, UP, WAITING)
    presence.update(1.0 + UP_FOR_S, UP, WAITING)

    assert presence.has_left is (attitude not in UPRIGHT)


def test_who_has_not_been_down_has_not_left() -> None:
    presence = Presence("lying")
    for time_s in (0.0, UP_FOR_S, 2 * UP_FOR_S):
        presence.update(time_s, UP, WAITING)

    assert not presence.has_left


@pytest.mark.parametrize("attitude", ATTITUDES)
def test_who_is_out_of_the_picture_has_left_in_every_attitude(attitude: Attitude) -> None:
    presence = Presence(attitude)
    presence.update(0.0, None, WAITING)
    assert not presence.has_left
    presence.update(AWAY_FOR_S, None, WAITING)

    assert presence.has_left
