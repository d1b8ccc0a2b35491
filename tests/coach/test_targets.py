"""What is to be reached: the followed measure, and what belongs to it."""

import pytest

from stabiel.body.body import BodyReader
from stabiel.coach.events import Attempt
from stabiel.coach.readings import Readings
from stabiel.coach.targets import MISSED_SHOWN_S, MissedTarget, hold_targets, movement_targets
from tests.bodies import Bridge, knees_to_chest, leg_lift, pose_of
from tests.sessions import BOOK

MISS = Attempt(4.0, "both", 2.0, 4.0, "pelvis_low")


def readings(figure) -> Readings:
    return Readings(BodyReader().read(pose_of(figure, 0.0)), None, BOOK.checks)


@pytest.mark.parametrize(("hip_deg", "reached"), [(150.0, False), (172.0, True)])
def test_a_movement_should_reach_its_own_goal(hip_deg: float, reached: bool) -> None:
    rule = BOOK.get("bridging").movement
    assert rule is not None
    seen = readings(Bridge().at(hip_deg))
    main, *rest = movement_targets(rule, 168.0, BOOK.checks, seen)

    assert main.follows
    assert main.value == pytest.approx(hip_deg, abs=1.0)
    assert (main.limit, main.upwards, main.reached) == (168.0, True, reached)
    assert main.goal == (main.value if reached else 168.0)
    assert not any(each.follows for each in rest)


def test_a_hold_should_reach_the_near_edge_of_its_zone() -> None:
    rule = BOOK.get("knees-to-chest").hold
    assert rule is not None
    main = next(
        each
        for each in hold_targets(rule, BOOK.checks, readings(knees_to_chest(110.0)))
        if each.follows
    )

    assert main.name == "hip_angle_deg"
    assert (main.limit, main.goal, main.upwards) == (75.0, 75.0, False)


@pytest.mark.parametrize(
    ("knee_deg", "limit", "upwards"), [(100.0, 108.0, False), (50.0, 48.0, True)]
)
def test_of_a_range_the_nearer_end_counts(knee_deg: float, limit: float, upwards: bool) -> None:
    rule = BOOK.get("supine-start").hold
    assert rule is not None
    seen = readings(leg_lift(knee_deg))
    main = next(each for each in hold_targets(rule, BOOK.checks, seen) if each.follows)

    assert (main.limit, main.upwards, main.reached) == (limit, upwards, True)


def test_a_missed_target_is_shown_as_long_as_its_words() -> None:
    missed = MissedTarget()

    assert missed.update(3.9, []) is None
    assert missed.update(4.0, [MISS]) is MISS
    assert missed.update(3.9 + MISSED_SHOWN_S, []) is MISS
    assert missed.update(4.0 + MISSED_SHOWN_S, []) is None


def test_a_doubtful_attempt_is_not_shown() -> None:
    doubtful = Attempt(4.0, "both", 2.0, 4.0, "pelvis_low", doubtful=True)

    assert MissedTarget().update(4.0, [doubtful]) is None
