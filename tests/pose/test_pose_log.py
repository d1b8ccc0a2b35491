"""A log of poses in memory gives frame by frame what its file gives."""

import tracemalloc
from dataclasses import replace

import numpy as np

from stabiel.pose.pose import BACK_POINTS, COLORS, LANDMARK_COUNT, Pose
from stabiel.pose.recording import PoseLog, load_recording

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

    kept, again = log.frames(), load_recording(tmp_path / "landmarks.npz")

    for mine, loaded in zip(kept, again, strict=True):
        assert (mine.time_s, mine.light) == (loaded.time_s, loaded.light)
        if mine.pose is None or loaded.pose is None:
            assert mine.pose is loaded.pose is None
            continue
        assert mine.pose.size_px == loaded.pose.size_px
        for name in ("points", "visibility", "world", "outline"):
            np.testing.assert_array_equal(getattr(mine.pose, name), getattr(loaded.pose, name))
    log.add(0.3, None)  # what was given is not tied to the log
    assert len(log.frames()) == 4


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


def test_a_frame_takes_no_more_than_its_numbers():
    log = PoseLog()
    pose = replace(a_pose(0.0), colors=RANDOM.uniform(0, 1, COLORS), between=True)
    tracemalloc.start()
    for number in range(2000):
        log.add(0.04 * number, pose)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # 198 numbers of a body, six colors and two marks in four bytes each, the time in eight; an
    # array that grows has up to an eighth to spare.
    assert taken / 2000 < 950
