"""General joint angles: each as it is defined, of both sides, and empty if it is not to be seen."""

from dataclasses import replace

import numpy as np
import pytest

from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.body.angles import ANGLE_COLUMNS, Angles, angles_of
from stabiel.body.body import BodyReader
from stabiel.body.measures import MEASURES
from stabiel.errors import UsageError
from stabiel.pose.plausibility import PoseGuard
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded
from tests.bodies import (
    SIDE_CAMERA,
    Camera,
    Figure,
    all_fours,
    hook_lying,
    leg_lift,
    pose_of,
    squat,
    walking,
)

JOINTS = ("hip", "knee", "ankle", "shoulder", "elbow", "neck")


def seen(figure: Figure, camera: Camera = SIDE_CAMERA) -> Angles:
    return angles_of([Recorded(0.0, pose_of(figure, 0.0, camera))])


def one(figure: Figure, column: str, camera: Camera = SIDE_CAMERA) -> float:
    (value,) = seen(figure, camera)[column]
    return float(value)


def standing(**places: tuple[float, float]) -> Figure:
    """A person who stands upright and faces to the right; some landmarks elsewhere."""
    upright = {
        "ear": (0.0, 3.0), "shoulder": (0.0, 2.6), "elbow": (0.0, 2.0), "wrist": (0.0, 1.5),
        "hip": (0.0, 1.6), "knee": (0.0, 0.8), "ankle": (0.0, 0.1), "heel": (-0.05, 0.0),
        "toe": (0.3, 0.0),
    }  # fmt: skip
    return {Part[name.upper()]: place for name, place in (upright | places).items()}


@pytest.mark.parametrize(
    ("figure", "column", "degrees"),
    [
        (standing(), "right_hip_deg", 180),
        (standing(knee=(0.8, 1.6), ankle=(0.8, 0.9)), "right_hip_deg", 90),
        (standing(), "right_knee_deg", 180),
        (leg_lift(120.0), "right_knee_deg", 120),
        (standing(), "right_ankle_deg", 90),
        (standing(toe=(-0.05, -0.35)), "right_ankle_deg", 180),
        (standing(toe=(0.2, 0.25)), "right_ankle_deg", 45),
        (standing(), "right_shoulder_deg", 0),
        (standing(elbow=(0.6, 2.6), wrist=(0.6, 3.0)), "right_shoulder_deg", 90),
        (standing(elbow=(0.0, 3.2), wrist=(0.0, 3.7)), "right_shoulder_deg", 180),
        (standing(), "right_elbow_deg", 180),
        (standing(elbow=(0.6, 2.6), wrist=(0.6, 3.0)), "right_elbow_deg", 90),
        (standing(), "right_neck_deg", 180),
        (standing(ear=(0.4, 2.6)), "right_neck_deg", 90),
    ],
)
def test_a_joint_is_measured_as_it_is_defined(figure, column, degrees):
    assert one(figure, column) == pytest.approx(degrees, abs=0.1)
    assert one(figure, column, Camera(mirrored=True)) == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize(
    ("figure", "degrees"),
    [
        (standing(), 90),
        (hook_lying(), 0),
        (standing(shoulder=(1.0, 2.6)), 45),
        (standing(shoulder=(-1.0, 2.6)), 45),
        (standing(hip=(1.0, 3.6), shoulder=(0.0, 2.6), knee=(1.0, 2.8), ankle=(1.0, 2.0)), -45),
    ],
)
def test_the_trunk_is_measured_from_the_horizontal_and_is_negative_head_down(figure, degrees):
    for camera in (SIDE_CAMERA, Camera(mirrored=True)):
        assert one(figure, "trunk_deg", camera) == pytest.approx(degrees, abs=0.1)


def test_a_tilted_camera_tilts_the_trunk_and_no_joint():
    level, tilted = seen(all_fours()), seen(all_fours(), Camera(tilt_deg=10.0))

    assert abs(tilted["trunk_deg"][0] - level["trunk_deg"][0]) == pytest.approx(10.0, abs=0.1)
    for joint in JOINTS:
        assert tilted[f"right_{joint}_deg"] == pytest.approx(level[f"right_{joint}_deg"], abs=0.1)


@pytest.mark.parametrize("joint", ["hip", "knee", "elbow"])
def test_an_angle_is_the_measure_of_the_same_name(joint):
    for figure in (hook_lying(), all_fours(), squat(0.6)):
        body = BodyReader().read(PoseGuard().check(pose_of(figure, 0.0)))
        for side in SIDES:
            measure = MEASURES[f"{joint}_angle_deg"].compute(body, side)
            assert one(figure, f"{side}_{joint}_deg") == pytest.approx(measure)


def test_the_sides_are_told_apart():
    pose = pose_of(leg_lift(160.0), 0.0, far=leg_lift(90.0), near="left")
    angles = angles_of([Recorded(0.0, pose)])

    assert angles["left_knee_deg"] == pytest.approx([160.0])
    assert angles["right_knee_deg"] == pytest.approx([90.0])


def changed(pose: Pose, part: Part, **arrays: object) -> Pose:
    """Return a pose with one of its right landmarks changed."""
    new = {name: getattr(pose, name).copy() for name in arrays}
    for name, value in arrays.items():
        new[name][landmark_index(part, "right")] = value
    return replace(pose, **new)


@pytest.mark.parametrize(
    ("part", "change", "empty"),
    [
        (Part.ANKLE, {"visibility": 0.1}, {"knee", "ankle"}),
        (Part.ANKLE, {"points": (2000.0, 500.0)}, {"knee", "ankle"}),
        (Part.ELBOW, {"visibility": 0.1}, {"shoulder", "elbow"}),
        (Part.TOE, {"visibility": 0.1}, {"ankle"}),
        (Part.EAR, {"visibility": 0.1}, {"neck"}),
        (Part.SHOULDER, {"visibility": 0.1}, {"hip", "shoulder", "elbow", "neck", "trunk"}),
    ],
)
def test_only_what_needs_a_doubtful_landmark_is_empty(part, change, empty):
    pose = changed(pose_of(hook_lying(), 0.0), part, **change)
    angles = angles_of([Recorded(0.0, pose)])

    found = {name.removeprefix("right_").removesuffix("_deg") for name in angles
             if np.isnan(angles[name]).any()}  # fmt: skip
    assert found == empty


def test_a_leg_longer_than_a_leg_can_be_is_empty():
    figure = hook_lying()
    ankle = figure[Part.ANKLE]
    long = figure | {Part.ANKLE: (ankle[0] + 1.6, ankle[1])}

    assert np.isnan(one(long, "right_knee_deg"))
    assert not np.isnan(one(long, "right_hip_deg"))


def test_sides_that_are_suddenly_exchanged_are_empty():
    straight, bent = leg_lift(175.0), leg_lift(80.0)
    poses = [pose_of(straight, 0.0, far=bent), pose_of(straight, 0.04, far=bent, near="left")]

    angles = angles_of(Recorded(pose.time_s, pose) for pose in poses)

    assert list(np.isnan(angles["right_knee_deg"])) == [False, True]


def test_a_frame_without_a_person_is_a_row_without_angles():
    frames = [Recorded(0.04 * n, None if n == 1 else pose_of(walking(0.0), 0.04 * n))
              for n in range(3)]  # fmt: skip
    angles = angles_of(frames)

    assert angles["time_s"] == pytest.approx([0.0, 0.04, 0.08])
    for name in ANGLE_COLUMNS[1:]:
        assert list(np.isnan(angles[name])) == [False, True, False]


def test_it_reads_as_a_mapping_of_columns_and_as_a_frame():
    angles = seen(hook_lying())

    assert tuple(angles) == ANGLE_COLUMNS
    assert len(angles) == 14
    assert set(dict(angles)) == {"time_s", "trunk_deg"} | {
        f"{side}_{joint}_deg" for side in SIDES for joint in JOINTS
    }
    assert all(column.shape == (1,) and column.dtype == float for column in angles.values())
    assert repr(angles).startswith("<Angles of 1 frame: time_s, left_hip_deg, right_hip_deg, ")
    with pytest.raises(KeyError):
        angles["left_nose_deg"]
    frame = angles.to_frame()
    assert tuple(frame.columns) == ANGLE_COLUMNS
    assert frame["trunk_deg"].to_list() == list(angles["trunk_deg"])


def test_every_column_is_defined_in_its_docstring():
    for joint in JOINTS:
        assert f"`{joint}`" in Angles.__doc__
    assert "`trunk_deg`" in Angles.__doc__


def test_no_frames_are_empty_columns():
    assert all(len(column) == 0 for column in angles_of([]).values())


def test_without_pandas_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)

    with pytest.raises(UsageError, match="pip install pandas"):
        seen(hook_lying()).to_frame()
