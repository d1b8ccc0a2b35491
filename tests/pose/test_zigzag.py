"""What two landmarkers in turn differ by is taken out, and a movement stays as it is."""

from dataclasses import replace

import numpy as np
import pytest

from stabiel.pose.plausibility import CUT_WITHIN_S
from stabiel.pose.zigzag import Zigzag
from tests.bodies import pose_of
from tests.trainer.people import bridges

BODY = pose_of(bridges(start_s=90.0)(0.0), 0.0)


def moved(time_s, by_px):
    """Return the body as it is at a time, all landmarks moved by these pixels and millimeters."""
    return replace(BODY, time_s=time_s, points=BODY.points + by_px, world=BODY.world + by_px / 1000)


def smoothed(poses, turns=None):
    zigzag = Zigzag()
    turns = turns or [number % 2 for number in range(len(poses))]
    return [zigzag.out_of(pose, turn) for pose, turn in zip(poses, turns, strict=True)]


def offsets(poses):
    return [float((pose.points - BODY.points).mean()) for pose in poses]


def test_two_that_differ_become_their_middle():
    poses = [moved(number / 30, 4.0 if number % 2 else -2.0) for number in range(20)]

    even = smoothed(poses)

    assert offsets(even[2:]) == pytest.approx([1.0] * 18, abs=1e-4)
    assert np.allclose(even[9].world, BODY.world + 0.001, atol=1e-6)


def test_a_steady_movement_is_not_late_at_uneven_times():
    times_s = np.cumsum([0.0, 0.03, 0.05, 0.03, 0.1, 0.02, 0.07])
    poses = [moved(float(time_s), 100.0 * time_s) for time_s in times_s]

    assert offsets(smoothed(poses)) == pytest.approx(list(100.0 * times_s), abs=1e-3)


@pytest.mark.parametrize("turns", [[0, 1, 1], [0, 0, 1], [0, 0, 0]])
def test_nothing_is_taken_out_of_poses_that_were_not_found_in_turn(turns):
    poses = [moved(number / 30, by_px) for number, by_px in enumerate((0.0, 5.0, 0.0))]

    assert smoothed(poses, turns) == poses


def test_a_gap_and_a_frame_without_anybody_begin_from_the_start():
    late_s = CUT_WITHIN_S + 0.1
    after_gap = [moved(0.0, 0.0), moved(0.03, 5.0), moved(0.03 + late_s, 0.0)]
    after_nobody = [moved(0.0, 0.0), moved(0.03, 5.0), None, moved(0.1, 0.0), moved(0.13, 5.0)]

    assert smoothed(after_gap) == after_gap
    assert smoothed(after_nobody) == after_nobody
