"""The landmarker's smoothing of visibilities, frame by frame. In: poses. Out: poses.

MediaPipe smooths each visibility by a low pass with one tenth of the new value (its graph of the
pose landmarker; in 15 recordings every value is one that this can give). It does so at each look,
whatever time has gone by: with one look in four, a limb that comes into sight is visible four times
as late. So the smoothing is undone in the order of the looks, and done again for every frame.
"""

from dataclasses import replace

import numpy as np

from stabiel.geometry import FloatArray
from stabiel.pose.pose import Pose

# The share of the new value.
NEW_SHARE = 0.1


class RawVisibility:
    """Undoes the smoothing. Holds the visibilities of the look before."""

    def __init__(self) -> None:
        self._before: FloatArray | None = None

    def of(self, pose: Pose | None) -> Pose | None:
        """Return the pose of the next look with the visibilities that the model gave.

        The smoothing begins again when a look has found nobody.
        """
        before = self._before
        self._before = None if pose is None else pose.visibility
        if pose is None or before is None:
            return pose
        raw = (pose.visibility - (1 - NEW_SHARE) * before) / NEW_SHARE
        return replace(pose, visibility=np.clip(raw, 0.0, 1.0))


class SmoothedVisibility:
    """Smooths as the landmarker would at every frame. Holds what it was in the frame before."""

    def __init__(self) -> None:
        self._before: FloatArray | None = None

    def of(self, pose: Pose | None) -> Pose | None:
        """Return the pose of the next frame, smoothed, in single precision."""
        if pose is None:
            self._before = None
            return None
        before = pose.visibility if self._before is None else self._before
        self._before = (1 - NEW_SHARE) * before + NEW_SHARE * pose.visibility
        return replace(pose, visibility=self._before.astype(np.float32).astype(np.float64))
