"""A log of poses in memory gives frame by frame what its file gives."""

from dataclasses import replace

import numpy as np

from stabiel.pose.pose import BACK_POINTS, LANDMARK_COUNT, Pose
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
