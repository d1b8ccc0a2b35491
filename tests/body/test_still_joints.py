"""A near joint that keeps still is where it was when it was visible last."""

from dataclasses import replace

import pytest

from stabiel.anatomy import Part, Reason, landmark_index
from stabiel.body.body import BodyReader
from stabiel.body.measures import NotVisible, Value
from stabiel.body.still_joints import STAYS_TL
from stabiel.pose.pose import Pose
from tests.bodies import Bridge, pose_of
from tests.measured import read

KNEE, ANKLE = (landmark_index(part, "right") for part in (Part.KNEE, Part.ANKLE))


def leg(time_s: float, seen: float, moved_tl: float = 0.0, *, cut: bool = False) -> Pose:
    """A pose whose near leg is visible by `seen`, with its ankle moved."""
    pose = pose_of(Bridge().at(130.0), time_s, far_visibility=0.0)
    body = BodyReader().read(pose)
    pose.visibility[[KNEE, ANKLE]] = seen
    pose.points[ANKLE] += (moved_tl * body.torso_px, 0.0)
    return replace(pose, cut=cut)


def is_measured(*poses: Pose) -> bool:
    reader = BodyReader()
    bodies = [reader.read(pose) for pose in poses]
    assert bodies[-1].near == "right"
    reading = read("knee_angle_deg", bodies[-1], "right")
    assert isinstance(reading, Value) or reading == NotVisible(Reason.HIDDEN)
    return isinstance(reading, Value)


def test_a_joint_that_was_seen_and_keeps_still_is_measured() -> None:
    assert is_measured(leg(0.0, 0.9), leg(0.1, 0.05), leg(0.2, 0.05))
    assert not is_measured(leg(0.0, 0.05), leg(0.1, 0.05), leg(0.2, 0.05))


@pytest.mark.parametrize(("share", "measured"), [(0.8, True), (1.2, False)])
def test_a_joint_that_moves_unseen_is_not_measured(share: float, measured: bool) -> None:
    poses = leg(0.0, 0.9), leg(0.1, 0.05), leg(0.2, 0.05, share * STAYS_TL)

    assert is_measured(*poses) is measured


def test_a_joint_that_came_back_unseen_is_not_measured() -> None:
    assert not is_measured(leg(0.0, 0.9), leg(0.1, 0.05, 0.5), leg(0.2, 0.05))


def test_a_joint_that_was_never_plainly_seen_is_not_measured() -> None:
    assert not is_measured(leg(0.0, 0.3), leg(0.1, 0.05), leg(0.2, 0.05))
    assert is_measured(leg(0.0, 0.9), leg(0.1, 0.3), leg(0.2, 0.05))


def test_nothing_is_known_after_a_cut() -> None:
    assert not is_measured(leg(0.0, 0.9), leg(0.1, 0.05, cut=True), leg(0.2, 0.05))
