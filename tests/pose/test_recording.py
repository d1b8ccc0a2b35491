"""Landmarks on disk: they are read as they were written, and a wrong file gives one sentence."""

import io
import os
import pickle
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stabiel.body.body import BodyReader
from stabiel.body.measures import read
from stabiel.errors import VideoError
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose import BACK_POINTS, LANDMARK_COUNT, Pose
from stabiel.pose.pose_log import PoseLog
from stabiel.pose.recording import RecordedPoses, load_brightness, load_poses
from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile
from tests.bodies import bird_dog, pose_of

SIZE_PX = (640, 480)
RANDOM = np.random.default_rng(7)


def a_pose(time_s):
    return Pose(
        time_s=time_s,
        points=RANDOM.uniform(0, 640, (LANDMARK_COUNT, 2)),
        visibility=RANDOM.uniform(0, 1, LANDMARK_COUNT),
        world=RANDOM.uniform(-1, 1, (LANDMARK_COUNT, 3)),
        size_px=SIZE_PX,
    )


def with_a_back(pose):
    return replace(pose, outline=RANDOM.uniform(0, 640, (BACK_POINTS, 2)))


def save(path, poses):
    log = PoseLog()
    for time_s, pose in poses:
        log.add(time_s, pose)
    log.save(path)
    return path


def arrays(path, **changes):
    """Write a recording of two poses with changed arrays; None leaves an array out."""
    whole = {
        "time_s": np.array([0.0, 0.1]),
        "points_px": np.zeros((2, 33, 2), np.float32),
        "visibility": np.zeros((2, 33), np.float32),
        "world_m": np.zeros((2, 33, 3), np.float32),
        "size_px": np.array(SIZE_PX, np.int32),
    }
    kept = {name: array for name, array in (whole | changes).items() if array is not None}
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=True, **kept)
    return path


def complaint(path):
    with pytest.raises(VideoError) as caught:
        load_poses(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert caught.value.exit_code == 3
    return message


def test_what_was_saved_is_loaded(tmp_path):
    poses = [a_pose(0.0), a_pose(0.034), a_pose(0.1)]

    times, found = load_poses(
        save(tmp_path / "landmarks.npz", [(pose.time_s, pose) for pose in poses])
    )

    assert times == [0.0, 0.034, 0.1]
    for before, after in zip(poses, found, strict=True):
        assert after.time_s == before.time_s
        assert after.size_px == SIZE_PX
        np.testing.assert_allclose(after.points, before.points, rtol=1e-6)
        np.testing.assert_allclose(after.visibility, before.visibility, rtol=1e-6)
        np.testing.assert_allclose(after.world, before.world, rtol=1e-6)


def test_the_back_line_is_kept_if_there_is_one(tmp_path):
    poses = [a_pose(0.0), with_a_back(a_pose(0.1)), None, with_a_back(a_pose(0.3))]
    path = save(tmp_path / "landmarks.npz", zip((0.0, 0.1, 0.2, 0.3), poses, strict=True))

    _, found = load_poses(path)

    assert found[0].outline is None
    assert found[2] is None
    for index in (1, 3):
        np.testing.assert_allclose(found[index].outline, poses[index].outline, rtol=1e-6)


def test_a_recording_of_an_old_version_has_no_back_line(tmp_path):
    _, found = load_poses(arrays(tmp_path / "old.npz"))

    assert [pose.outline for pose in found] == [None, None]


def test_a_replay_judges_the_back_as_the_first_time(tmp_path):
    pose = with_a_back(pose_of(bird_dog(0.0), 0.0))
    _, (again,) = load_poses(save(tmp_path / "landmarks.npz", [(0.0, pose)]))

    curves = [
        read("back_curve_tl", BodyReader().read(each), "right").value for each in (pose, again)
    ]

    assert curves[1] == pytest.approx(curves[0], rel=1e-4)


def test_a_frame_with_nobody_comes_back_as_none(tmp_path):
    path = save(tmp_path / "landmarks.npz", [(0.0, None), (0.1, a_pose(0.1)), (0.2, None)])

    times, poses = load_poses(path)

    assert times == [0.0, 0.1, 0.2]
    assert [pose is None for pose in poses] == [True, False, True]
    with np.load(path) as data:
        assert np.isnan(data["points_px"][0]).all()


@pytest.mark.parametrize("count", [0, 3])
def test_a_recording_of_nobody(tmp_path, count):
    path = save(tmp_path / "landmarks.npz", [(float(index), None) for index in range(count)])

    assert load_poses(path) == ([float(index) for index in range(count)], [None] * count)


def test_the_helper_of_these_tests_writes_a_good_recording(tmp_path):
    assert len(load_poses(arrays(tmp_path / "good.npz"))[1]) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"time_s": None},
        {"size_px": None},
        {"world_m": None},
        {"size_px": np.array([640])},
        {"size_px": np.array(640)},
        {"time_s": np.array([0.0, 0.1, 0.2])},
        {"time_s": np.array(0.0)},
        {"time_s": np.array(["first", "second"])},
        {"points_px": np.zeros((2, 17, 2))},
        {"points_px": np.zeros(2)},
        {"world_m": np.zeros((2, 33, 2))},
        {"visibility": np.zeros((1, 33))},
        {"outline_px": np.zeros((2, 7, 2))},
        {"outline_px": np.zeros((1, BACK_POINTS, 2))},
    ],
    ids=str,
)
def test_arrays_of_something_else(tmp_path, changes):
    complaint(arrays(tmp_path / "foreign.npz", **changes))


def test_a_missing_recording_and_a_folder(tmp_path):
    complaint(tmp_path / "gone.npz")
    complaint(tmp_path)


def test_a_file_that_is_not_an_archive(tmp_path):
    text, single, empty = (tmp_path / name for name in ("text.npz", "one.npz", "empty.npz"))
    text.write_text("nothing of the kind")
    with single.open("wb") as file:
        np.save(file, np.zeros(3))
    empty.touch()

    for path in (text, single, empty):
        complaint(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"time_s": np.array([0.1, 0.0])},
        {"time_s": np.array([0.0, 0.0])},
        {"time_s": np.array([-1.0, 0.0])},
        {"time_s": np.array([0.0, 1e6])},
        {"time_s": np.array([0.0, np.nan])},
        {"time_s": np.array([0, 1])},
        {"time_s": np.array([0j, 1j])},
        {"points_px": np.full((2, 33, 2), 1e30)},
        {"points_px": np.full((2, 33, 2), np.inf)},
        {"visibility": np.full((2, 33), -np.inf)},
        {"world_m": np.zeros((2, 33, 3), "U1")},
        {"size_px": np.array([0, 480])},
        {"size_px": np.array([-640, 480])},
        {"size_px": np.array([640.0, 480.0])},
        {"size_px": np.array([1 << 40, 480])},
    ],
    ids=str,
)
def test_numbers_that_no_recording_has(tmp_path, changes):
    complaint(arrays(tmp_path / "foreign.npz", **changes))


def test_a_small_file_that_unpacks_to_more_than_there_can_be(tmp_path, monkeypatch):
    monkeypatch.setattr("stabiel.pose.recording.MOST_FRAMES", 100)
    path = arrays(tmp_path / "bomb.npz")
    assert len(load_poses(path)[0]) == 2
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.npy", bytes(1_000_000))
    assert path.stat().st_size < 10_000

    assert "more than 100 frames" in complaint(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.npz")

    complaint(tmp_path / "pipe.npz")


def test_a_damaged_recording_at_every_place(tmp_path):
    whole = save(tmp_path / "whole.npz", [(0.0, a_pose(0.0)), (0.1, None)]).read_bytes()
    path = tmp_path / "damaged.npz"
    refused = 0
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            load_poses(path)
        except VideoError:
            refused += 1
    assert refused > len(whole) / 7 / 2  # the rest hit what nobody reads, such as dates


def test_a_recording_cut_short(tmp_path):
    path = save(tmp_path / "cut.npz", [(0.0, a_pose(0.0))])
    path.write_bytes(path.read_bytes()[:-200])

    complaint(path)


class Trap:
    """Creates a file if it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


@pytest.mark.parametrize("how", ["object array", "bare pickle"])
def test_it_never_unpickles(tmp_path, how):
    sprung = tmp_path / "sprung"
    if how == "object array":
        trapped = np.empty(2, object)
        trapped[:] = [Trap(sprung), Trap(sprung)]
        path = arrays(tmp_path / "trap.npz", time_s=trapped)
    else:
        path = arrays(tmp_path / "trap.npz", time_s=None)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("time_s.npy", pickle.dumps(Trap(sprung)))

    complaint(path)

    assert not sprung.exists()


def test_the_trap_of_these_tests_works(tmp_path):
    pickle.load(io.BytesIO(pickle.dumps(Trap(tmp_path / "sprung")))).close()

    assert (tmp_path / "sprung").exists()


def test_recorded_poses_answer_by_time(tmp_path):
    poses = [a_pose(0.0), a_pose(0.1)]
    estimator = RecordedPoses(poses)
    image = np.zeros((4, 4, 3), np.uint8)

    assert estimator.find(Frame(image, 0.1)) is poses[1]
    assert estimator.find(Frame(image, 0.05)) is None


# The brightness


def test_the_brightness_is_kept_even_if_nobody_was_found(tmp_path):
    kept = [float(np.float32(0.317)), None, 0.5]
    log = PoseLog()
    for time_s, (pose, light) in enumerate(zip([None, a_pose(1.0), None], kept, strict=True)):
        log.add(float(time_s), pose, light)
    log.save(tmp_path / "landmarks.npz")

    assert load_brightness(tmp_path / "landmarks.npz") == kept


def test_a_recording_of_an_old_version_has_no_brightness(tmp_path):
    path = arrays(tmp_path / "old.npz")

    assert load_brightness(path) == [None, None]
    assert len(load_poses(path)[1]) == 2


@pytest.mark.parametrize("light", [np.zeros(3, np.float32), np.array(["dark", "light"])])
def test_a_wrong_brightness_is_one_sentence(tmp_path, light):
    path = arrays(tmp_path / "bad.npz", light=light)

    with pytest.raises(VideoError, match=r"bad.npz: this is not a recording of landmarks"):
        load_brightness(path)


def test_what_the_landmarker_finds_is_recorded_to_the_last_digit(tmp_path):
    # Judging a recording later thus uses the same numbers.
    sample = Path(__file__).resolve().parents[2] / "samples" / "all-fours-good.mp4"
    with VideoFile(sample) as video, Landmarker("lite", outline=True) as landmarker:
        frame = next(iter(video))
        found = landmarker.find(frame)

    _, (kept,) = load_poses(save(tmp_path / "landmarks.npz", [(frame.time_s, found)]))

    for name in ("points", "visibility", "world", "outline"):
        assert np.array_equal(getattr(kept, name), getattr(found, name)), name
