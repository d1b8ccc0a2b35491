"""Measures of hands and knees: what they tell apart, whatever the body and the picture."""

from dataclasses import replace

import pytest

from stabiel.anatomy import Part, Reason, landmark_index
from stabiel.body.body import Body, BodyReader
from stabiel.body.measures import NotVisible, Value
from stabiel.pose.plausibility import PoseGuard
from stabiel.pose.pose import Pose
from tests.bodies import NOSE, Camera, Figure, all_fours, childs_pose, direction_deg, pose_of
from tests.measured import read

KNEELING = Camera(200.0, (900.0, 900.0), size_px=(1800, 1800))
TILTED = Camera(150.0, (900.0, 900.0), mirrored=True, tilt_deg=12.0, size_px=(1800, 1800))


def body_of(pose: Pose) -> Body:
    return BodyReader().read(PoseGuard().check(pose))


def seen(figure: Figure, camera: Camera = KNEELING) -> Body:
    body = body_of(pose_of(figure, 0.0, camera))
    return body.with_start(body_of(pose_of(all_fours(), 0.0, camera)))


def value(name: str, body: Body) -> float:
    reading = read(name, body, "right")
    assert isinstance(reading, Value), reading
    return reading.value


def moved(figure: Figure, *parts: Part, by: float) -> Figure:
    return figure | {part: (figure[part][0] + by, figure[part][1]) for part in parts}


@pytest.mark.parametrize("camera", [KNEELING, TILTED])
def test_the_face_looks_where_the_neck_turns_it(camera: Camera) -> None:
    for neck_deg in (-40.0, 0.0, 30.0):
        body = seen(all_fours(neck_deg=neck_deg), camera)
        assert value("face_forward_deg", body) == pytest.approx(neck_deg, abs=0.5)


@pytest.mark.parametrize("camera", [KNEELING, TILTED])
def test_the_head_over_the_floor_does_not_depend_on_the_trunk_or_the_picture(
    camera: Camera,
) -> None:
    lying = childs_pose(35.0, neck_deg=-30.0)
    floor = lying[Part.WRIST], lying[Part.KNEE]
    body = seen(lying, camera)

    # The trunk falls by 16 degrees towards the head, and so does the floor, by 2.3 degrees.
    assert value("face_to_floor_deg", body) == pytest.approx(-30.0 - 16.0 + 2.3, abs=1.0)
    assert value("ear_over_floor_tl", body) == pytest.approx(
        lying[Part.EAR][1] - floor[0][1] - (floor[1][1] - floor[0][1]) * lying[Part.EAR][0],
        abs=0.02,
    )
    lifted = seen(childs_pose(35.0, neck_deg=20.0), camera)
    assert value("ear_over_floor_tl", lifted) > value("ear_over_floor_tl", body) + 0.2


def test_hair_that_lifts_the_ear_turns_no_face() -> None:
    """The ear and the face sit higher on the same neck: the ear alone would tell a chin up."""
    pose = pose_of(all_fours(neck_deg=-20.0), 0.0, KNEELING)
    head = [NOSE, landmark_index(Part.EAR, "left"), landmark_index(Part.EAR, "right")]
    points = pose.points.copy()
    points[head] -= (0.0, 30.0)

    plain, higher = body_of(pose), body_of(replace(pose, points=points))

    assert value("neck_above_trunk_deg", higher) > value("neck_above_trunk_deg", plain) + 15
    assert value("face_forward_deg", higher) == pytest.approx(value("face_forward_deg", plain))


def test_a_face_turned_to_the_camera_is_not_measured() -> None:
    pose = pose_of(all_fours(), 0.0, KNEELING)
    points = pose.points.copy()
    points[NOSE] = points[landmark_index(Part.EAR, "right")]

    body = body_of(replace(pose, points=points))

    assert read("face_forward_deg", body, "right") == NotVisible(Reason.HIDDEN)


@pytest.mark.parametrize("part", [Part.SHOULDER, Part.HIP, Part.EAR])
def test_a_single_part_that_slides_is_no_weight(part: Part) -> None:
    assert value("weight_shift_tl", seen(moved(all_fours(), part, by=0.3))) < 0.02


@pytest.mark.parametrize("by", [-0.2, 0.2])
@pytest.mark.parametrize("camera", [KNEELING, TILTED])
def test_a_body_that_moves_along_the_floor_shifts_its_weight(by: float, camera: Camera) -> None:
    figure = moved(all_fours(), Part.SHOULDER, Part.HIP, Part.EAR, by=by)

    assert value("weight_shift_tl", seen(figure, camera)) == pytest.approx(0.2, abs=0.01)


@pytest.mark.parametrize("by", [-0.5, 0.5])
def test_a_trunk_opens_whichever_shoulder_goes_up(by: float) -> None:
    figure = all_fours()
    x, y = figure[Part.SHOULDER]
    pose = pose_of(figure, 0.0, KNEELING, far=figure | {Part.SHOULDER: (x, y + by)})

    opened = body_of(pose).with_start(body_of(pose_of(figure, 0.0, KNEELING)))

    assert value("shoulders_opened_tl", opened) == pytest.approx(0.45, abs=0.1)
    assert value("shoulders_opened_tl", seen(figure)) == 0.0


@pytest.mark.parametrize("camera", [KNEELING, TILTED])
@pytest.mark.parametrize("above_deg", [-15.0, 0.0, 20.0])
def test_a_leg_is_measured_against_the_floor(above_deg: float, camera: Camera) -> None:
    """Not against the line from hip to shoulder, which slopes up towards the head."""
    start = all_fours()
    floor = direction_deg(start[Part.WRIST], start[Part.KNEE])
    trunk = direction_deg(start[Part.HIP], start[Part.SHOULDER])

    body = seen(all_fours(hip_deg=floor + above_deg - trunk, knee_deg=180.0), camera)

    assert value("leg_above_floor_deg", body) == pytest.approx(above_deg, abs=0.5)
    slope = 180.0 - trunk + floor
    assert value("leg_above_trunk_deg", body) == pytest.approx(above_deg + slope, abs=0.5)
