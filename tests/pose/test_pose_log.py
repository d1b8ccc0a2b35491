"""A log of poses in memory gives frame by frame what its file gives."""

import pickle
import tracemalloc
from dataclasses import replace
from errno import ENOSPC

import numpy as np
import pytest

from stabiel.errors import OutputError
from stabiel.pose.pose import BACK_POINTS, COLORS, LANDMARK_COUNT, Pose
from stabiel.pose.pose_log import MOST_BYTES, PoseLog
from stabiel.pose.recording import load_recording

RANDOM = np.random.default_rng(7)


def a_pose(time_s: float) -> Pose:
    return Pose(
        time_s,
        RANDOM.uniform(0, 640, (LANDMARK_COUNT, 2)),
        RANDOM.uniform(0, 1, LANDMARK_COUNT),
        RANDOM.uniform(-1, 1, (LANDMARK_COUNT, 3)),
        (640, 480),
    )


def test_a_log_gives_what_its_file_gives(tmp_path):
    log = PoseLog()
    for time_s, pose, light in (
        (0.0, replace(a_pose(0.0), outline=RANDOM.uniform(0, 640, (BACK_POINTS, 2))), 0.5),
        (0.1, None, 0.25),
        (0.2, a_pose(0.2), None),
    ):
        log.add(time_s, pose, light)
    log.save(tmp_path / "landmarks.npz")

    kept, again = [*log.frames()], load_recording(tmp_path / "landmarks.npz")

    for mine, loaded in zip(kept, again, strict=True):
        assert (mine.time_s, mine.light) == (loaded.time_s, loaded.light)
        if mine.pose is None or loaded.pose is None:
            assert mine.pose is loaded.pose is None
            continue
        assert mine.pose.size_px == loaded.pose.size_px
        for name in ("points", "visibility", "world", "outline"):
            np.testing.assert_array_equal(getattr(mine.pose, name), getattr(loaded.pose, name))
    log.add(0.3, None)  # what was given is not tied to the log
    assert len(log) == len([*log.frames()]) == 4


def test_what_some_frames_lack_is_kept_beside_what_they_have(tmp_path):
    log = PoseLog()
    colored = replace(a_pose(0.2), colors=RANDOM.uniform(0, 1, COLORS), other_at=0.75)
    poses = [a_pose(0.0), None, colored, replace(a_pose(0.3), between=True), a_pose(0.4)]
    for number, pose in enumerate(poses):
        log.add(0.1 * number, pose)
    log.save(tmp_path / "landmarks.npz")

    for frames in (log.frames(), load_recording(tmp_path / "landmarks.npz")):
        found = [each.pose for each in frames]
        assert [each and each.other_at for each in found] == [None, None, 0.75, None, None]
        assert [each and each.between for each in found] == [False, None, False, True, False]
        assert [each and each.colors is None for each in found] == [True, None, False, True, True]
        np.testing.assert_array_equal(found[2].colors, np.float32(colored.colors))


POSES = (
    None,
    a_pose(0.0),
    replace(a_pose(0.0), colors=RANDOM.uniform(0, 1, COLORS), between=True),
)


def filled(frames: int, most_bytes: int = MOST_BYTES) -> PoseLog:
    log = PoseLog(most_bytes)
    for number in range(frames):
        pose = POSES[number % 3]
        time_s = 0.04 * number
        log.add(time_s, pose and replace(pose, time_s=time_s), 0.5)
    return log


def test_the_file_is_what_numpy_writes_of_whole_arrays(tmp_path):
    log, path = filled(2500), tmp_path / "landmarks.npz"
    log.save(path)
    with np.load(path) as arrays:
        whole = {name: arrays[name] for name in arrays.files}
    np.savez_compressed(tmp_path / "whole.npz", **whole)

    assert path.read_bytes() == (tmp_path / "whole.npz").read_bytes()
    assert whole["points_px"].shape == (2500, LANDMARK_COUNT, 2)


def test_what_waits_in_a_temporary_file_is_the_same(tmp_path):
    near, far = tmp_path / "near.npz", tmp_path / "far.npz"
    filled(2500).save(near)
    filled(2500, most_bytes=100_000).save(far)

    assert near.read_bytes() == far.read_bytes()


def test_a_part_is_read_from_its_first_to_its_last_time():
    log = filled(2500, most_bytes=100_000)
    part = [each.time_s for each in log.frames(39.9, 60.0)]

    assert part == log.times_s(39.9, 60.01)
    assert (part[0], part[-1], len(part)) == (pytest.approx(39.92), pytest.approx(60.0), 503)
    assert not log.nobody


def test_a_copy_has_all_frames_and_goes_on_alone(tmp_path):
    log = filled(50, most_bytes=1000)
    copy = pickle.loads(pickle.dumps(log))
    log.save(tmp_path / "log.npz")
    copy.save(tmp_path / "copy.npz")

    assert (tmp_path / "log.npz").read_bytes() == (tmp_path / "copy.npz").read_bytes()
    copy.add(3.0, None)
    log.add(2.5, None)
    assert (len(log), len(copy)) == (51, 51)
    assert [each.time_s for each in copy.listed()][-1] == 3.0
    assert [each.time_s for each in log.listed()][-1] == 2.5


def test_memory_does_not_grow_with_the_recording():
    def taken(frames: int) -> int:
        tracemalloc.start()
        log = filled(frames, most_bytes=500_000)
        log.add(0.04 * frames, None)
        bytes_now, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return bytes_now

    taken(10)  # what is made once
    # Ten times as many frames: their times of eight bytes each, and little else.
    assert taken(20_000) - taken(2_000) < 18_000 * 12


def test_a_full_temporary_folder_is_said(monkeypatch):
    log = filled(10)

    def full(_: bytes) -> int:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(log._rows, "write", full)
    with pytest.raises(OutputError, match=r"No space left on device.*Make room"):
        log.add(1.0, None)
