"""Left and right that change names: one movement, one hold, of the side that it began with.

The landmarker takes one leg or arm for the other, for a moment or for good, while they are apart.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from stabiel.anatomy import PARTS_OF, SIDES, LimbPair, Side, landmark_index
from stabiel.pose.pose import Pose
from stabiel.session.session import Session
from tests import sessions
from tests.bodies import Camera, all_fours, hook_lying, leg_lift, path, pose_of
from tests.coach.test_sides import CAMERA
from tests.legs import lunge

# Rest, out, at the target, back: from 1 to 2.6 s, to 4.6 s, to 6.2 s.
WAY = ((0.0, 0.0), (1.0, 0.0), (2.6, 1.0), (4.6, 1.0), (6.2, 0.0), (8.0, 0.0))
SECONDS = 8.0
SHARE = path(*WAY)
STANDING = Camera(tl_px=150.0, center_px=(300.0, 800.0))
PoseAt = Callable[[float], Pose]


def exchanged(pose: Pose, pair: LimbPair) -> Pose:
    order = np.arange(33)
    for part in PARTS_OF[pair]:
        left, right = (landmark_index(part, side) for side in SIDES)
        order[[left, right]] = right, left
    return replace(pose, points=pose.points[order], visibility=pose.visibility[order])


def renamed(pose_at: PoseAt, pair: LimbPair, from_s: float, to_s: float) -> PoseAt:
    return lambda t: exchanged(pose_at(t), pair) if from_s <= t < to_s else pose_at(t)


def leg_up(time_s: float) -> Pose:
    share = SHARE(time_s)
    near = leg_lift(63 + 107 * share)
    return pose_of(near, time_s, CAMERA, far=hook_lying(), far_visibility=0.9)


def arm_out(time_s: float) -> Pose:
    near = all_fours(shoulder_deg=85 + 83 * SHARE(time_s))
    return pose_of(near, time_s, CAMERA, far=all_fours(), far_visibility=0.9)


def leg_out(time_s: float) -> Pose:
    hip = 90 + 82 * SHARE(time_s)
    near = all_fours(hip_deg=hip, knee_deg=hip)
    return pose_of(near, time_s, CAMERA, far=all_fours(), far_visibility=0.9)


EXERCISES = {
    "leg-lift": (leg_up, LimbPair.LEGS),
    "leg-reach": (leg_out, LimbPair.LEGS),
    "arm-reach": (arm_out, LimbPair.ARMS),
}


def done(session: Session) -> list[tuple[Side, int]]:
    return [(each.side, len(each.faults)) for each in session.repetitions]


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize(
    ("from_s", "to_s"),
    [
        (2.2, 99),  # on the way out, for good
        (2.2, 2.6),  # on the way out, for a moment
        (2.2, 4.0),  # from the way out until the target
        (3.5, 99),  # at the target, for good
        (3.5, 3.8),
        (3.5, 4.4),
        (5.2, 99),  # on the way back
        (2.2, 5.4),  # from the way out to the way back
    ],
)
def test_one_movement_of_one_limb_whatever_it_is_called_on_the_way(
    exercise: str, from_s: float, to_s: float
) -> None:
    pose_at, pair = EXERCISES[exercise]

    session = sessions.judged_poses(exercise, renamed(pose_at, pair, from_s, to_s), SECONDS)
    plain = sessions.judged_poses(exercise, pose_at, SECONDS)

    assert done(plain) == [("right", 0)]
    assert done(session) == done(plain)
    assert session.attempts == session.faults == ()
    (found,), (wanted,) = session.repetitions, plain.repetitions
    assert found.end_s - found.start_s == pytest.approx(wanted.end_s - wanted.start_s, abs=0.2)
    assert found.metrics["hold_s"] == pytest.approx(wanted.metrics["hold_s"], abs=0.2)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_names_that_change_at_rest_are_taken_as_they_are(exercise: str) -> None:
    pose_at, pair = EXERCISES[exercise]

    def twice(time_s: float) -> Pose:
        pose = replace(pose_at(time_s % SECONDS), time_s=time_s)
        return exchanged(pose, pair) if time_s >= 3.5 else pose

    session = sessions.judged_poses(exercise, twice, 2 * SECONDS)

    # Nobody can tell whether the names before the exchange or after it are the right ones.
    assert [each.side for each in session.repetitions] == ["right", "left"]


def stretch(time_s: float) -> Pose:
    front, rear = lunge(1.7)
    return pose_of(front, time_s, STANDING, far=rear, far_visibility=0.95)


@pytest.mark.parametrize("times_s", [(4.0, 99.0), (4.0, 4.4), (4.0, 9.0)])
def test_a_hold_of_one_side_goes_on_under_another_name(times_s: tuple[float, float]) -> None:
    plain = sessions.judged_poses("psoas", stretch, 12.0)
    session = sessions.judged_poses("psoas", renamed(stretch, LimbPair.LEGS, *times_s), 12.0)

    (wanted,), (held,) = plain.holds, session.holds
    assert held.side == wanted.side
    assert held.in_zone_s == pytest.approx(wanted.in_zone_s, abs=0.1)
    assert session.faults == plain.faults
