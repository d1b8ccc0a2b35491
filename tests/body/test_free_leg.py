"""The leg in the air and the planted one: what is read of them, whichever side they are called."""

from dataclasses import replace

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
from stabiel.body.measures.free_leg import FREE_LEG
from stabiel.pose.plausibility import APART_VISIBILITY, PoseGuard
from stabiel.pose.pose import Pose
from tests.bodies import Figure, angle, pose_of
from tests.legs import cycling, planted
from tests.measured import read

LEG = (Part.KNEE, Part.ANKLE, Part.HEEL, Part.TOE)
LOOPS = [0.0, 0.4, 1.0]
READ_WITHOUT_START = sorted(set(FREE_LEG) - {"planted_leg_shift_tl"})


def swapped(pose: Pose) -> Pose:
    """Return the pose with left and right legs taken for each other."""
    points = pose.points.copy()
    for part in LEG:
        rows = [landmark_index(part, side) for side in SIDES]
        points[rows] = points[rows[::-1]]
    return replace(pose, points=points)


def body_of(pose: Pose) -> Body:
    return BodyReader().read(PoseGuard().check(pose))


def one_leg_up(loop: float, *, free: str = "near", time_s: float = 0.0) -> Pose:
    """Return a pose with the near or the far leg on its loop and the other one planted."""
    legs: dict[str, Figure] = {"near": cycling(loop), "far": planted()}
    if free == "far":
        legs = {"near": planted(), "far": cycling(loop)}
    return pose_of(legs["near"], time_s, far=legs["far"], far_visibility=0.9)


def value(name: str, body: Body, side: Side) -> float:
    reading = read(name, body, side)
    assert isinstance(reading, Value), reading
    return reading.value


def hide(pose: Pose, *parts: Part, side: Side) -> None:
    for part in parts:
        pose.visibility[landmark_index(part, side)] = 0.1


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("free", ["near", "far"])
def test_the_leg_in_the_air_is_read_whichever_it_is(free: str, loop: float, side: Side) -> None:
    figure = cycling(loop)
    hip, knee, ankle = (figure[part] for part in (Part.HIP, Part.KNEE, Part.ANKLE))
    body = body_of(one_leg_up(loop, free=free))

    # The far hip is drawn a little beside the near one, and the trunk is the near side's.
    assert value("free_knee_deg", body, side) == pytest.approx(angle(hip, knee, ankle), abs=0.1)
    hip_deg = angle(figure[Part.SHOULDER], hip, knee)
    assert value("free_hip_deg", body, side) == pytest.approx(hip_deg, abs=3)
    heel = figure[Part.HEEL][1] - figure[Part.HIP][1]
    assert value("free_heel_tl", body, side) == pytest.approx(heel, abs=0.05)


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("free", ["near", "far"])
@pytest.mark.parametrize("name", READ_WITHOUT_START)
def test_legs_taken_for_each_other_change_nothing(name: str, free: str, loop: float) -> None:
    pose = one_leg_up(loop, free=free)

    # The hips keep their sides, 0.06 torso lengths apart: up to 3 degrees at hip and knee.
    seen, exchanged = (value(name, body_of(each), "right") for each in (pose, swapped(pose)))

    assert exchanged == pytest.approx(seen, abs=3.5 if name.endswith("_deg") else 1e-9)


@pytest.mark.parametrize("name", FREE_LEG)
def test_a_sudden_exchange_of_the_legs_is_no_doubt_here(name: str) -> None:
    guard, reader = PoseGuard(), BodyReader()
    bodies = []
    for index in range(6):
        pose = one_leg_up(1.0, time_s=index / 25)
        bodies.append(reader.read(guard.check(swapped(pose) if index == 5 else pose)))
    start, before, exchanged = bodies[0], bodies[4], bodies[5]

    assert read("knee_angle_deg", exchanged, "right") == NotVisible(Reason.SUDDEN_JUMP)
    seen = value(name, before.with_start(start), "right")
    within = 3.5 if name.endswith("_deg") else 0.05
    assert value(name, exchanged.with_start(start), "right") == pytest.approx(seen, abs=within)


@pytest.mark.parametrize("name", READ_WITHOUT_START)
def test_two_hidden_legs_are_not_visible(name: str) -> None:
    pose = one_leg_up(0.5)
    for side in SIDES:
        hide(pose, *LEG, side=side)

    assert read(name, body_of(pose), "right") == NotVisible(Reason.HIDDEN)


@pytest.mark.parametrize(
    ("part", "name"), [(Part.KNEE, "free_hip_deg"), (Part.ANKLE, "free_knee_deg")]
)
def test_a_hidden_joint_of_the_leg_in_the_air_is_not_visible(part: Part, name: str) -> None:
    pose = one_leg_up(1.0)
    hide(pose, part, side="right")

    assert read(name, body_of(pose), "right") == NotVisible(Reason.HIDDEN)


@pytest.mark.parametrize("ankle_seen", [0.4, 0.9])
def test_a_knee_on_the_other_one_is_a_copy_unless_its_foot_is_seen_elsewhere(
    ankle_seen: float,
) -> None:
    pose = one_leg_up(0.0, free="far")
    far, near = (landmark_index(Part.KNEE, side) for side in ("left", "right"))
    pose.points[far] = pose.points[near] + 3.0
    pose.visibility[far] = 0.6
    pose.visibility[landmark_index(Part.ANKLE, "left")] = ankle_seen

    reading = read("free_hip_deg", body_of(pose), "right")

    if ankle_seen < APART_VISIBILITY:
        assert reading == NotVisible(Reason.COPIES_NEAR_LIMB)
    else:
        # Where the near leg's knee is: both feet on the floor have the hip at 125.
        assert isinstance(reading, Value)
        assert reading.value == pytest.approx(125, abs=5)


@pytest.mark.parametrize("side", SIDES)
def test_one_heel_alone_is_the_free_one_only_in_the_air(side: Side) -> None:
    """Near the floor nobody knows whether the leg that is not seen is higher."""
    other: Side = "left" if side == "right" else "right"
    in_the_air = one_leg_up(0.4, free="near" if side == "right" else "far")
    on_the_floor = one_leg_up(0.4, free="far" if side == "right" else "near")
    for pose in (in_the_air, on_the_floor):
        hide(pose, *LEG, side=other)

    for name in READ_WITHOUT_START:
        assert isinstance(read(name, body_of(in_the_air), side), Value)
        assert read(name, body_of(on_the_floor), side) == NotVisible(Reason.HIDDEN)


@pytest.mark.parametrize("name", FREE_LEG)
def test_a_shoulder_that_is_hidden_leaves_nothing_to_measure_against(name: str) -> None:
    pose = one_leg_up(0.5)
    start = body_of(one_leg_up(0.5))
    for side in SIDES:
        hide(pose, Part.SHOULDER, Part.HIP, side=side)

    assert isinstance(read(name, body_of(pose).with_start(start), "right"), NotVisible)


# The planted leg


@pytest.mark.parametrize("slide", [0.0, 0.2, 0.4])
@pytest.mark.parametrize("exchanged", [False, True])
def test_a_planted_leg_reads_how_far_it_moved(slide: float, exchanged: bool) -> None:
    before, after = planted(), planted(slide=slide)
    moved = min(shift(before, after, Part.KNEE), shift(before, after, Part.ANKLE))
    pose = pose_of(cycling(0.8), 0.0, far=after, far_visibility=0.9)

    body = body_of(swapped(pose) if exchanged else pose).with_start(body_of(one_leg_up(0.0)))

    # Exchanged, it is drawn where the near one was: the same place.
    assert value("planted_leg_shift_tl", body, "right") == pytest.approx(moved, abs=1e-6)


def shift(before: Figure, after: Figure, part: Part) -> float:
    (x0, y0), (x1, y1) = before[part], after[part]
    return float(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5)


@pytest.mark.parametrize("part", [Part.KNEE, Part.ANKLE])
def test_a_joint_that_is_drawn_to_the_other_leg_is_not_a_leg_that_moved(part: Part) -> None:
    pose = one_leg_up(0.8)
    pose.points[landmark_index(part, "left")] += (40.0, -30.0)

    body = body_of(pose).with_start(body_of(one_leg_up(0.0)))

    assert value("planted_leg_shift_tl", body, "right") == pytest.approx(0.0, abs=1e-6)


def test_a_planted_leg_that_goes_along_with_the_pelvis_has_not_moved_of_itself() -> None:
    pose = one_leg_up(0.8)
    pose.points[:] += (30.0, -20.0)  # all of the body: somebody knocked the camera

    body = body_of(pose).with_start(body_of(one_leg_up(0.0)))

    assert value("planted_leg_shift_tl", body, "right") == pytest.approx(0.0, abs=1e-6)


def test_a_planted_leg_that_stays_has_not_moved_where_the_hips_did() -> None:
    pose = one_leg_up(0.8)
    for part in (Part.SHOULDER, Part.HIP):
        pose.points[landmark_index(part, "right")] += (25.0, 0.0)

    body = body_of(pose).with_start(body_of(one_leg_up(0.0)))

    assert value("planted_leg_shift_tl", body, "right") == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("side", SIDES)
def test_which_leg_is_planted_is_not_known_of_one_leg_alone(side: Side) -> None:
    pose = one_leg_up(0.5)
    hide(pose, *LEG, side=side)
    body = body_of(pose).with_start(body_of(one_leg_up(0.0)))

    assert read("planted_leg_shift_tl", body, "right") == NotVisible(Reason.HIDDEN)


def test_both_legs_in_the_air_show_no_planted_one() -> None:
    """The landmarker may find the lifted leg twice, so in the start the other one is nowhere."""
    twice = pose_of(cycling(0.0), 0.0, far=cycling(0.2), far_visibility=0.9)
    body = body_of(one_leg_up(0.8)).with_start(body_of(twice))

    assert read("planted_leg_shift_tl", body, "right") == NotVisible(Reason.HIDDEN)


def test_the_planted_leg_waits_for_the_own_start() -> None:
    body = body_of(one_leg_up(0.5))

    assert read("planted_leg_shift_tl", body, "right") == NotVisible(Reason.NO_START)
