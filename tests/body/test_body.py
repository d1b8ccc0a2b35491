"""Bodies, guards and measures on known figures."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stabiel.anatomy import (
    SIDES,
    Part,
    Reason,
    View,
    landmark_index,
)
from stabiel.body.body import (
    BETWEEN_FLOOR,
    VISIBILITY_FLOOR,
    Body,
    BodyReader,
    median_body,
)
from stabiel.body.measures import MEASURES, NotVisible, Value
from stabiel.pose.plausibility import APART_VISIBILITY, SWAP_ACCEPTED_S, PoseGuard
from stabiel.pose.pose import Pose
from tests.bodies import Bridge, Camera, hip_extension, pose_of, squat, supine
from tests.measured import read
from tests.space import hook_lying_in_space, space_pose


def body_of(pose: Pose) -> Body:
    return BodyReader().read(PoseGuard().check(pose))


def value(name: str, body: Body) -> float:
    reading = read(name, body, body.near)
    assert isinstance(reading, Value), reading
    return reading.value


@pytest.mark.parametrize("hip_deg", [115.0, 140.0, 165.0, 179.0, 190.0])
def test_the_hip_angle_is_the_one_of_the_figure(hip_deg: float) -> None:
    body = body_of(pose_of(Bridge().at(hip_deg), 0.0))

    assert value("hip_extension_deg", body) == pytest.approx(hip_deg, abs=0.1)
    assert value("hip_angle_deg", body) == pytest.approx(min(hip_deg, 360 - hip_deg), abs=0.1)
    assert value("hip_above_shoulder_knee_deg", body) == pytest.approx(hip_deg - 180, abs=0.1)


def test_a_lying_body_is_level_and_a_standing_one_is_upright() -> None:
    lying = body_of(pose_of(supine(0.0, 1.8), 0.0))
    standing = body_of(pose_of(squat(0.0), 0.0, Camera(center_px=(600.0, 700.0))))

    assert value("body_line_tilt_deg", lying) < 5
    assert value("body_line_tilt_deg", standing) > 80
    assert value("pelvis_lift_tl", lying) == pytest.approx(0.03, abs=0.03)
    assert value("knee_height_tl", lying) > 0.6


@settings(max_examples=60, deadline=None)
@given(
    hip_deg=st.floats(110, 195),
    scale=st.floats(30, 300),
    mirrored=st.booleans(),
    tilt=st.floats(-25, 25),
)
def test_no_measure_changes_with_the_picture(
    hip_deg: float, scale: float, mirrored: bool, tilt: float
) -> None:
    figure = Bridge().at(hip_deg)
    plain = body_of(pose_of(figure, 0.0))
    camera = Camera(scale, (2000.0, 2000.0), mirrored, tilt, size_px=(4000, 4000))
    changed = body_of(pose_of(figure, 0.0, camera))
    start = median_body([body_of(pose_of(Bridge().at(125.0), 0.0))])
    changed_start = median_body([body_of(pose_of(Bridge().at(125.0), 0.0, camera))])

    of_the_picture = {
        *("body_line_tilt_deg", "trunk_lean_deg", "knee_past_toes_tl", "behind_tl"),
        "ankle_behind_hip_tl",
        *("knee_over_ankle_tl", "hip_stretch_deg"),
    }
    # These figures show the sides apart, or one leg behind the other.
    of_both_sides = {"knee_gap_tl", "pelvis_tilt_tl", "ankle_off_knee_tl"}
    of_the_outline = {name for name in MEASURES if MEASURES[name].needs_outline}
    for name in set(MEASURES) - of_the_picture - of_both_sides - of_the_outline:
        one = value(name, plain.with_start(start))
        other = value(name, changed.with_start(changed_start))
        assert other == pytest.approx(one, abs=1e-3), name


def test_a_hidden_landmark_is_not_visible_with_the_reason() -> None:
    pose = pose_of(Bridge().at(130.0), 0.0)
    for side in SIDES:
        pose.visibility[landmark_index(Part.SHOULDER, side)] = 0.1
    body = body_of(pose)

    assert read("hip_angle_deg", body, "right") == NotVisible(Reason.HIDDEN)
    assert isinstance(read("knee_angle_deg", body, "right"), Value)


@pytest.mark.parametrize(
    ("seen", "near", "far"), [(0.45, True, False), (0.6, True, True), (0.3, False, False)]
)
def test_the_near_side_needs_less_visibility_than_the_far_one(
    seen: float, near: bool, far: bool
) -> None:
    pose = pose_of(Bridge().at(130.0), 0.0, far_visibility=0.9)
    for part in (Part.KNEE, Part.ANKLE):
        pose.points[landmark_index(part, "left")] += (60.0, 0.0)
        pose.visibility[[landmark_index(part, side) for side in SIDES]] = seen
    body = body_of(pose)

    assert body.near == "right"
    assert isinstance(read("knee_angle_deg", body, "right"), Value) is near
    assert isinstance(read("knee_angle_deg", body, "left"), Value) is far


def test_a_landmark_outside_the_picture_is_not_visible() -> None:
    body = body_of(pose_of(Bridge().at(130.0), 0.0, Camera(center_px=(1100.0, 500.0))))

    assert read("knee_angle_deg", body, "right") == NotVisible(Reason.OUT_OF_PICTURE)


def test_a_comparison_with_the_start_waits_for_the_start() -> None:
    body = body_of(pose_of(Bridge().at(130.0), 0.0))

    assert read("heel_shift_tl", body, "right") == NotVisible(Reason.NO_START)


@pytest.mark.parametrize(
    ("left", "right", "together"),
    [
        ((0, 0), (60, 0), 0.0),
        ((-40, 0), (40, 0), 0.0),
        ((60, 0), (60, 0), 60.0),
        ((50, 0), (90, 0), 50.0),
    ],
)
def test_feet_that_move_together_are_told_from_one_that_moves_and_from_feet_that_part(
    left: tuple[float, float], right: tuple[float, float], together: float
) -> None:
    start = body_of(space_pose(hook_lying_in_space(), 0.0))
    pose = space_pose(hook_lying_in_space(), 0.1)
    pose.points[landmark_index(Part.HEEL, "left")] += left
    pose.points[landmark_index(Part.HEEL, "right")] += right

    moved = read("feet_shift_tl", body_of(pose).with_start(start), "right")

    assert moved == Value(pytest.approx(together / start.torso_px, abs=0.01))


@pytest.mark.parametrize(("at_start", "now"), [(0.0, 0.4), (0.4, 0.4)])
def test_a_hand_that_is_up_from_the_start_is_off_the_floor(at_start: float, now: float) -> None:
    def with_hand_up(by_tl: float, time_s: float) -> Body:
        pose = pose_of(Bridge().at(130.0), time_s)
        up_px = by_tl * body_of(pose).torso_px
        pose.points[landmark_index(Part.WRIST, "right")] -= (0.0, up_px)
        return body_of(pose)

    lying = with_hand_up(0.0, 0.0)
    body = with_hand_up(now, 0.1).with_start(with_hand_up(at_start, 0.0))

    assert value("wrist_off_floor_tl", lying.with_start(lying)) < 0.25
    assert value("wrist_off_floor_tl", body) > 0.25
    assert value("wrist_lift_tl", body) == pytest.approx(now - at_start, abs=0.05)


def test_an_impossible_thigh_is_not_believed() -> None:
    pose = pose_of(Bridge().at(130.0), 0.0)
    pose.points[landmark_index(Part.KNEE, "right")] += (400.0, -200.0)

    assert read("hip_angle_deg", body_of(pose), "right") == NotVisible(Reason.IMPLAUSIBLE_LENGTH)


def test_a_far_leg_that_copies_the_near_one_is_not_believed() -> None:
    pose = pose_of(Bridge().at(130.0), 0.0)
    for part in (Part.KNEE, Part.ANKLE):
        left, right = (landmark_index(part, side) for side in SIDES)
        pose.points[left] = pose.points[right] + 3.0
        pose.visibility[left] = 0.6

    body = body_of(pose)

    assert read("knee_angle_deg", body, "left") == NotVisible(Reason.COPIES_NEAR_LIMB)
    assert isinstance(read("knee_angle_deg", body, "right"), Value)


def knees_together(ankle_tl: float, *, seen: float = 0.6, knee_seen: float = 0.6) -> Pose:
    """Return a far knee on the near one, its ankle (so well seen) this far from the near one."""
    pose = pose_of(Bridge().at(130.0), 0.0)
    knees, ankles = (
        [landmark_index(part, side) for side in ("left", "right")]
        for part in (Part.KNEE, Part.ANKLE)
    )
    pose.points[knees[0]] = pose.points[knees[1]] + 3.0
    pose.points[ankles[0]] = pose.points[ankles[1]] + (ankle_tl * 140.0, 0.0)
    pose.visibility[knees[0]], pose.visibility[ankles[0]] = knee_seen, seen
    return pose


@pytest.mark.parametrize("ankle_tl", [-0.6, -0.35, 0.35, 0.6])
def test_knees_held_together_are_no_copies_where_the_feet_are_seen_apart(ankle_tl: float) -> None:
    body = body_of(knees_together(ankle_tl))

    assert isinstance(read("knee_angle_deg", body, "left"), Value)
    assert value("knee_angle_deg", body) == value("knee_angle_deg", body_of(knees_together(0.0)))


@pytest.mark.parametrize(
    ("ankle_tl", "seen"),
    [(0.0, 0.9), (0.25, 0.9), (-0.25, 0.9), (0.6, APART_VISIBILITY - 0.05), (0.6, 0.1)],
)
def test_knees_are_copies_where_the_feet_are_together_or_not_seen(
    ankle_tl: float, seen: float
) -> None:
    body = body_of(knees_together(ankle_tl, seen=seen))

    assert body.pose.doubts[landmark_index(Part.KNEE, "left")] is Reason.COPIES_NEAR_LIMB
    assert landmark_index(Part.KNEE, "right") not in body.pose.doubts


@pytest.mark.parametrize("apart", [False, True])
def test_an_elbow_is_no_copy_where_the_hands_are_seen_apart(apart: bool) -> None:
    pose = pose_of(Bridge().at(130.0), 0.0, far_visibility=0.6)
    if apart:
        pose.points[landmark_index(Part.WRIST, "left")] += (60.0, 0.0)

    doubts = body_of(pose).pose.doubts

    assert (landmark_index(Part.ELBOW, "left") in doubts) is not apart
    assert (landmark_index(Part.WRIST, "left") in doubts) is not apart
    # The legs lie on each other all the same.
    assert landmark_index(Part.KNEE, "left") in doubts


@pytest.mark.parametrize(
    ("knee_seen", "ankle_seen", "known"),
    [
        (BETWEEN_FLOOR, VISIBILITY_FLOOR, True),
        (0.45, 0.9, True),
        (BETWEEN_FLOOR - 0.05, 0.9, False),
        (0.45, VISIBILITY_FLOOR - 0.05, False),
    ],
)
def test_a_knee_needs_to_be_seen_less_where_its_ankle_is_seen(
    knee_seen: float, ankle_seen: float, known: bool
) -> None:
    body = body_of(knees_together(0.6, seen=ankle_seen, knee_seen=knee_seen))
    body = replace(body, pose=replace(body.pose, doubts={}))

    reading = read("hip_angle_deg", body, "left")

    assert isinstance(reading, Value) if known else reading == NotVisible(Reason.HIDDEN)


def test_an_ankle_in_doubt_or_out_of_the_picture_tells_nothing_of_its_knee() -> None:
    body = body_of(knees_together(0.6, seen=0.9, knee_seen=0.45))
    ankle = landmark_index(Part.ANKLE, "left")
    doubted = replace(body, pose=replace(body.pose, doubts={ankle: Reason.IMPLAUSIBLE_LENGTH}))
    outside = body_of(knees_together(0.6, seen=0.9, knee_seen=0.45))
    outside.pose.points[ankle] = (640.0, 1100.0)

    assert isinstance(read("hip_angle_deg", body, "left"), Value)
    for each in (doubted, outside):
        assert read("hip_angle_deg", each, "left") == NotVisible(Reason.HIDDEN)


def swapped(pose: Pose) -> Pose:
    """Return the pose with left and right legs exchanged."""
    points = pose.points.copy()
    for part in (Part.KNEE, Part.ANKLE, Part.HEEL, Part.TOE):
        left, right = (landmark_index(part, side) for side in SIDES)
        points[[left, right]] = points[[right, left]]
    return replace(pose, points=points)


def leg_out(time_s: float) -> Pose:
    """Return a pose with the near leg bent and the far one straight."""
    return pose_of(supine(0.0, 1.7), time_s, far=supine(0.0, 2.55))


def test_a_sudden_swap_of_the_legs_is_not_believed_and_ends_with_it() -> None:
    guard, reader = PoseGuard(), BodyReader()
    readings = []
    for index in range(30):
        pose = leg_out(index / 25)
        pose = swapped(pose) if 10 <= index < 14 else pose
        readings.append(read("knee_angle_deg", reader.read(guard.check(pose)), "right"))

    doubted = [index for index, reading in enumerate(readings) if isinstance(reading, NotVisible)]
    assert doubted == [10, 11, 12, 13]
    assert readings[10] == NotVisible(Reason.SUDDEN_JUMP)


def test_a_swap_that_stays_is_accepted_after_a_while() -> None:
    guard, reader = PoseGuard(), BodyReader()
    doubted = 0
    for index in range(60):
        pose = leg_out(index / 25)
        pose = swapped(pose) if index >= 10 else pose
        reading = read("knee_angle_deg", reader.read(guard.check(pose)), "right")
        doubted += isinstance(reading, NotVisible)

    assert doubted / 25 == pytest.approx(SWAP_ACCEPTED_S, abs=0.05)


def test_another_person_in_the_next_frame_is_a_cut() -> None:
    guard = PoseGuard()
    here = guard.check(pose_of(Bridge().at(130.0), 0.0))
    elsewhere = guard.check(
        pose_of(Bridge().at(130.0), 0.04, Camera(tl_px=60.0, center_px=(900.0, 200.0)))
    )

    assert not here.cut
    assert elsewhere.cut


def test_the_near_side_is_the_one_seen_better_and_does_not_flicker() -> None:
    reader, rng = BodyReader(), np.random.default_rng(5)
    near = set()
    for index in range(100):
        pose = pose_of(Bridge().at(130.0), index / 25)
        pose.visibility[:] = np.clip(pose.visibility + rng.normal(0, 0.25, 33), 0, 1)
        near.add(reader.read(pose).near)

    assert near == {"right"}


def seen_from(width: float, trunk: tuple[float, float, float]) -> Pose:
    """Return a pose with widths in torso lengths and the trunk's direction in space."""
    pose = pose_of(supine(0.0, 1.8), 0.0)
    for side in SIDES:
        pose.world[landmark_index(Part.SHOULDER, side)] = np.multiply(trunk, 0.5)
    torso = 140.0
    for part in (Part.SHOULDER, Part.HIP):
        left, right = (landmark_index(part, side) for side in SIDES)
        middle = (pose.points[left] + pose.points[right]) / 2
        across = np.array([0.0, width * torso / 2])
        pose.points[left], pose.points[right] = middle - across, middle + across
    return pose


@pytest.mark.parametrize(
    ("width", "trunk", "view"),
    [
        (0.2, (1.0, 0.0, 0.0), View.SIDE),
        (0.45, (1.0, 0.0, 0.0), View.HIGH),
        (0.45, (0.82, 0.15, 0.54), View.OBLIQUE),
        (1.3, (0.6, 0.0, 0.8), View.FRONT),
        # From the feet and from the head, by a raised camera: the torso is hardly foreshortened.
        (0.74, (0.15, -0.80, 0.57), View.FRONT),
        (0.74, (-0.15, 0.80, -0.57), View.FRONT),
        # A lunge from the side: the trunk is upright, and so not across the picture either.
        (0.12, (0.05, -0.99, -0.05), View.SIDE),
        (0.36, (0.05, -0.99, -0.05), View.OBLIQUE),
        (0.55, (0.05, -0.99, -0.05), View.FRONT),
        (0.40, (0.05, -0.88, -0.45), View.HIGH),
    ],
)
def test_the_view_is_told_from_widths_and_the_trunk_in_space(
    width: float, trunk: tuple[float, float, float], view: View
) -> None:
    assert BodyReader().read(seen_from(width, trunk)).view is view


@pytest.mark.parametrize(
    ("trunk", "upright"),
    [
        ((0.05, -0.99, -0.10), True),  # standing
        ((0.05, -0.99, 0.12), True),  # and seen by a camera on the floor
        ((0.15, -0.67, -0.73), True),  # by one on a table
        ((-0.31, -0.94, -0.10), True),  # a lunge
        ((1.00, 0.05, 0.00), False),  # lying
        ((-0.91, 0.40, 0.11), False),  # in a bridge
        ((0.15, -0.80, 0.57), False),  # lying, seen from the feet
        ((-0.15, 0.80, -0.57), False),  # and from the head
    ],
)
def test_who_stands_or_sits_is_upright_and_who_lies_is_not(
    trunk: tuple[float, float, float], upright: bool
) -> None:
    assert BodyReader().read(seen_from(0.3, trunk)).upright is upright


def test_figures_have_human_proportions() -> None:
    figure = Bridge().at(150.0)
    thigh = math.dist(figure[Part.HIP], figure[Part.KNEE])

    assert math.dist(figure[Part.SHOULDER], figure[Part.HIP]) == pytest.approx(1.0)
    assert thigh == pytest.approx(0.82, abs=0.01)
    assert hip_extension(figure) == pytest.approx(150.0, abs=0.1)


def test_a_pose_of_the_wrong_shape_is_refused_with_both_shapes() -> None:
    with pytest.raises(ValueError, match=r"\(33, 2\), not \(17, 2\)"):
        Pose(0.0, np.zeros((17, 2)), np.zeros(33), np.zeros((33, 3)), (1, 1))
