"""The back line is asked for on hands and knees only, and each change begins afresh."""

import numpy as np
import pytest

from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.pose.outline_on_demand import KEEPS_S, OutlineOnDemand, on_hands_and_knees
from stabiel.video.frame import Frame
from tests.bodies import pose_of
from tests.trainer.people import bridges

IMAGE = np.zeros((4, 4, 3), np.uint8)
# Right, down and away, from the middle of the hips: shoulders, wrists, knees.
KNEELING = {Part.SHOULDER: (0.5, 0, 0), Part.WRIST: (0.5, 0.5, 0), Part.KNEE: (0, 0.45, 0)}
LYING = {Part.SHOULDER: (0.5, 0, 0), Part.WRIST: (0.1, 0.05, 0), Part.KNEE: (-0.3, -0.35, 0)}
STANDING = {Part.SHOULDER: (0, -0.5, 0), Part.WRIST: (0.05, 0.1, 0), Part.KNEE: (0, 0.45, 0)}
# On the back, seen from high: a knee and an arm have fallen towards the camera.
FALLEN = {Part.SHOULDER: (0.5, 0, 0), Part.WRIST: (0.4, 0.15, -0.4), Part.KNEE: (0, 0.1, -0.45)}


def world_of(places):
    world = np.zeros((33, 3))
    for part, place in places.items():
        for side in SIDES:
            world[landmark_index(part, side)] = place
    return world


@pytest.mark.parametrize(
    ("places", "kneels"), [(KNEELING, True), (LYING, False), (STANDING, False), (FALLEN, False)]
)
def test_hands_and_knees_are_told_from_other_postures(places, kneels):
    assert on_hands_and_knees(world_of(places)) is kneels


def test_a_limb_that_reaches_out_changes_nothing():
    world = world_of(KNEELING)
    world[landmark_index(Part.WRIST, "left")] = (1.1, 0, 0)
    world[landmark_index(Part.KNEE, "right")] = (-0.45, 0, 0)

    assert on_hands_and_knees(world)


class Postures:
    """A landmarker that sees somebody kneel during some seconds, and notes what it was asked."""

    def __init__(self, outline: bool, made: list["Postures"]) -> None:
        self.outline, self.closed, self.times_s = outline, False, []
        made.append(self)

    def find(self, frame):
        self.times_s.append(frame.time_s)
        kneels = 2.0 <= frame.time_s < 4.0 or 5.0 <= frame.time_s < 6.0
        pose = pose_of(bridges(start_s=90.0)(0.0), frame.time_s)
        pose.world[:] = world_of(KNEELING if kneels else LYING)
        return pose

    def close(self):
        self.closed = True


def test_it_changes_at_once_and_back_after_a_while():
    made = []
    estimator = OutlineOnDemand(lambda outline: Postures(outline, made))
    for time_s in range(12):
        assert estimator.find(Frame(IMAGE, float(time_s))) is not None
    estimator.close()

    assert [each.outline for each in made] == [False, True, False]
    assert all(each.closed for each in made)
    # The frame that shows the posture is looked at again; an absence of two seconds is forgiven.
    assert [(each.times_s[0], each.times_s[-1]) for each in made] == [
        (0.0, 2.0),
        (2.0, 5.0 + KEEPS_S + 1.0),
        (5.0 + KEEPS_S + 2.0, 11.0),
    ]
