"""Takes the zigzag out of poses that two landmarkers find in turn. In: poses in order. Out: poses.

Each landmarker follows the body from its own last look, so one finds a knee a little higher than
the other, and joined poses zigzag from frame to frame. How far the pose before lies from the line
between the two that the other landmarker found around it is twice that zigzag, and half of it is
taken out. Poses that alternate become their middle, and a steady movement keeps its place and its
time: nothing is averaged over time, so nothing comes later.

On the committed clips, with `full`, two in turn zigzag at rest by 0.16 % of the trunk in the median
where one landmarker has 0.02, and by 0.04 after this (`python -m benchmarks.in_turn`).
"""

from dataclasses import replace

import numpy as np

from stabiel.geometry import FloatArray
from stabiel.pose.plausibility import CUT_WITHIN_S
from stabiel.pose.pose import Pose


class Zigzag:
    """Holds the last two poses, as they were found."""

    def __init__(self) -> None:
        self._before: list[tuple[int, float, FloatArray]] = []

    def out_of(self, pose: Pose | None, turn: int) -> Pose | None:
        """Return the pose of the next frame without the zigzag.

        It stays as it is unless the last three poses were found in turn and without a gap.

        Args:
            pose: as its landmarker found it; None if it found nobody.
            turn: which landmarker found it.
        """
        if pose is None:
            self._before = []
            return None
        if self._before and pose.time_s - self._before[-1][1] > CUT_WITHIN_S:
            self._before = []
        found = np.hstack([pose.points, pose.world])
        before = self._before
        self._before = [*before[-1:], (turn, pose.time_s, found)]
        if len(before) < 2:
            return pose
        (first_turn, first_s, first), (middle_turn, middle_s, middle) = before
        if first_turn != turn or middle_turn == turn:
            return pose
        share = (middle_s - first_s) / (pose.time_s - first_s)
        line = (1 - share) * first + share * found
        even = (found + (middle - line) / 2).astype(np.float32).astype(np.float64)
        return replace(pose, points=even[:, :2], world=even[:, 2:])
