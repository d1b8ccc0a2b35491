"""What is doubtful counts against nobody: not in a hold, and not in the weeks."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from stabiel.anatomy import Part, landmark_index
from stabiel.coach.events import Attempt
from stabiel.pose.pose import Pose
from stabiel.session.trends import past_of, weeks
from tests.bodies import Camera, all_fours, pose_of
from tests.records import WHOLE
from tests.sessions import judged_poses

DAY = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
CLEAR = Attempt(21.0, "right", 17.0, 20.5, "pelvis_low")


def past(*attempts: Attempt):
    session = replace(WHOLE, attempts=attempts)
    return past_of(1, DAY, session, "hip_extension_deg")


def test_a_doubtful_attempt_is_neither_an_attempt_nor_a_fault_of_a_week():
    assert past(replace(CLEAR, doubtful=True)) == past()
    (week,) = weeks([past(CLEAR, replace(CLEAR, doubtful=True))])
    assert week.faults["pelvis_low"] == 1


def test_an_attempt_that_was_seen_well_counts():
    assert past(CLEAR).attempts == 1
    assert past(CLEAR).faults["pelvis_low"] == 1


@pytest.mark.parametrize(("visibility", "doubtful"), [(0.95, False), (0.7, True)])
def test_a_doubtful_fault_does_not_count_against_a_hold(visibility: float, doubtful: bool) -> None:
    """The arms bend for two seconds of a hold on hands and knees, seen well or unsurely."""

    def pose_at(time_s: float) -> Pose:
        pose = pose_of(all_fours(), time_s, Camera(tl_px=200.0, center_px=(500.0, 800.0)))
        points, seen = pose.points.copy(), pose.visibility.copy()
        elbow = landmark_index(Part.ELBOW, "right")
        if 6 <= time_s < 8:
            points[elbow, 0] += 60.0
            seen[elbow] = visibility
        return replace(pose, points=points, visibility=seen)

    session = judged_poses("all-fours", pose_at, 14.0)

    (held,) = session.holds
    (bent,) = session.faults
    assert (bent.id, bent.doubtful) == ("elbows_bent", doubtful)
    assert held.faults == (() if doubtful else ("elbows_bent",))
