"""Measures of two legs that cross or part while somebody lies: hips, ankles and knees."""

from dataclasses import replace

import numpy as np
import pytest

from stabiel.anatomy import (
    SIDES,
    Part,
    Reason,
    Side,
    landmark_index,
)
from stabiel.body.body import Body, BodyReader
from stabiel.body.measures import NotVisible, Value
from stabiel.pose.plausibility import PoseGuard
from stabiel.pose.pose import Pose
from tests.bodies import Bridge, heel_slide, hook_lying, pose_of
from tests.legs import figure_four
from tests.measured import read
from tests.space import HIGH_CAMERA, SpaceCamera, hook_lying_in_space, space_pose

NEAR: Side = "right"
FAR: Side = "left"


def body_of(pose: Pose) -> Body:
    return BodyReader().read(PoseGuard().check(pose))


def crossed(hip_deg: float = 80.0, *, near: str = "held", ankle_slip: float = 0.0) -> Pose:
    """Return a figure four whose near leg is the held or the crossed one."""
    held, over = figure_four(hip_deg, ankle_slip=ankle_slip)
    figures = (held, over) if near == "held" else (over, held)
    return pose_of(figures[0], 0.0, far=figures[1], far_visibility=0.85)


def value(name: str, body: Body, side: Side = NEAR) -> float:
    reading = read(name, body, side)
    assert isinstance(reading, Value), reading
    return reading.value


def hidden(pose: Pose, part: Part, *sides: Side, visible: float = 0.18) -> Pose:
    visibility = pose.visibility.copy()
    visibility[[landmark_index(part, side) for side in sides]] = visible
    return replace(pose, visibility=visibility)


# The wider hip


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("near", ["held", "crossed"])
@pytest.mark.parametrize("hip_deg", [65.0, 80.0, 110.0])
def test_of_both_hips_the_wider_one_is_read(hip_deg: float, near: str, side: Side) -> None:
    body = body_of(crossed(hip_deg, near=near))
    hips = [value("hip_angle_deg", body, each) for each in SIDES]

    assert value("wider_hip_deg", body, side) == max(hips)
    # The held thigh is 8 degrees wider than the crossed one.
    assert max(hips) == pytest.approx(hip_deg, abs=0.1)
    assert min(hips) < max(hips) - 5


def test_of_a_hidden_far_leg_nothing_is_said_and_the_near_hip_stands() -> None:
    pose = crossed(near="crossed")
    body = body_of(hidden(pose, Part.KNEE, FAR))

    assert value("wider_hip_deg", body) == value("hip_angle_deg", body, NEAR)
    assert value("wider_hip_deg", body) < value("wider_hip_deg", body_of(pose))


def test_a_far_knee_that_is_hardly_seen_is_read_where_its_ankle_is() -> None:
    pose = hidden(crossed(near="crossed"), Part.KNEE, FAR, visible=0.4)
    and_ankle = hidden(pose, Part.ANKLE, FAR)

    assert value("wider_hip_deg", body_of(pose)) == pytest.approx(80.0, abs=0.1)
    assert value("wider_hip_deg", body_of(and_ankle)) == pytest.approx(72.0, abs=0.1)


def test_without_the_near_hip_there_is_no_wider_one() -> None:
    body = body_of(hidden(crossed(), Part.KNEE, NEAR))

    assert read("wider_hip_deg", body, FAR) == NotVisible(Reason.HIDDEN)


# The ankle on the other knee


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("near", ["held", "crossed"])
@pytest.mark.parametrize("slip", [0.0, 0.1, 0.25, 0.4])
def test_a_crossed_ankle_is_read_from_the_other_knee(slip: float, near: str, side: Side) -> None:
    body = body_of(crossed(near=near, ankle_slip=slip))

    # The far side of these figures is drawn 0.06 beside the near one.
    assert value("ankle_off_knee_tl", body, side) == pytest.approx(slip + 0.06, abs=0.06)


def test_one_leg_found_twice_shows_no_crossed_ankle() -> None:
    """The crossed shin is hidden behind the held one, and surely seen in its place."""
    pose = crossed()
    for part in (Part.KNEE, Part.ANKLE):
        near, far = (landmark_index(part, side) for side in (NEAR, FAR))
        pose.points[far] = pose.points[near] + 3.0

    assert read("ankle_off_knee_tl", body_of(pose), NEAR) == NotVisible(Reason.COPIES_NEAR_LIMB)


def test_a_leg_that_is_not_crossed_is_far_off_the_knee() -> None:
    body = body_of(pose_of(hook_lying(), 0.0, far=heel_slide(0.3)))

    assert value("ankle_off_knee_tl", body) > 0.6


@pytest.mark.parametrize("part", [Part.KNEE, Part.ANKLE])
@pytest.mark.parametrize("side", SIDES)
def test_an_ankle_or_a_knee_that_is_hidden_is_not_judged(part: Part, side: Side) -> None:
    body = body_of(hidden(crossed(), part, side))

    assert read("ankle_off_knee_tl", body, NEAR) == NotVisible(Reason.HIDDEN)


# The feet


@pytest.mark.parametrize("camera", [HIGH_CAMERA, SpaceCamera(40.0, round_deg=30.0)])
@pytest.mark.parametrize("apart_at_start", [0.0, 0.1])
def test_feet_that_part_are_read_against_their_own_start(
    apart_at_start: float, camera: SpaceCamera
) -> None:
    def at(feet_apart: float) -> Body:
        return body_of(space_pose(hook_lying_in_space(feet_apart=feet_apart), 0.0, camera))

    start = at(apart_at_start)
    read_tl = [
        value("feet_parted_tl", at(apart_at_start + parted).with_start(start))
        for parted in (0.0, 0.2, 0.4)
    ]

    assert read_tl[0] == 0.0
    # Across the picture a distance along the line of sight is short: by half and more.
    assert 0.4 * 0.2 <= read_tl[1] <= 0.2
    assert read_tl[2] == pytest.approx(2 * read_tl[1], rel=0.1)


def test_feet_that_close_are_less_than_nothing_apart() -> None:
    start = body_of(space_pose(hook_lying_in_space(feet_apart=0.3), 0.0))
    body = body_of(space_pose(hook_lying_in_space(), 0.0)).with_start(start)

    assert value("feet_parted_tl", body) < -0.1


def test_feet_wait_for_the_own_start() -> None:
    body = body_of(space_pose(hook_lying_in_space(), 0.0))

    assert read("feet_parted_tl", body, NEAR) == NotVisible(Reason.NO_START)


# A pelvis that rises


@pytest.mark.parametrize("moved_px", [0.0, 40.0, -40.0])
def test_how_far_the_pelvis_rose_does_not_change_with_a_camera_in_the_hand(moved_px: float) -> None:
    person = Bridge(140)
    lying, lifted = body_of(pose_of(person.at(140), 0.0)), pose_of(person.at(172), 1.0)
    lifted = replace(lifted, points=lifted.points + np.array([0.0, moved_px]))

    rise = value("pelvis_rise_tl", body_of(lifted).with_start(lying))

    assert rise == pytest.approx(
        person.at(172)[Part.HIP][1] - person.at(140)[Part.HIP][1], abs=0.04
    )


def test_a_foot_on_the_other_knee_is_as_high_as_that_knee() -> None:
    _, over = figure_four(80.0)
    on_the_floor = body_of(pose_of(hook_lying(), 0.0, far=hook_lying(), far_visibility=0.85))
    crossed_over = body_of(pose_of(hook_lying(), 0.0, far=over, far_visibility=0.85))

    assert value("foot_height_tl", on_the_floor, FAR) == pytest.approx(0.0, abs=0.1)
    assert value("foot_height_tl", crossed_over, FAR) > 0.36
