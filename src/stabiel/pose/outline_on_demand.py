"""Finds the back line only in people on hands and knees. In: frames. Out: `Pose`.

The mask that shows the back line costs a sixth of the whole, and only exercises on hands and knees
use it. Whoever looks for any exercise does not know yet which it will be: so the mask is asked for
once somebody is on hands and knees, and no longer once they are not.
"""

from collections.abc import Callable

from stabiel.geometry import FloatArray, unit
from stabiel.pose import mediapipe
from stabiel.pose.pose import Pose, PoseEstimator
from stabiel.system.resources import ModelName
from stabiel.video.frame import Frame

# How much of a thigh and of an arm points down, of 1: on hands and knees 0.82 to 1.00 and 0.88 to
# 1.00 (8 rendered bodies); on the back, legs and arms fallen towards the camera, 0.12 to 0.84 and
# 0.10 to 0.41.
DOWN_ABOVE = 0.65
# The trunk is level: it rises or sinks by no more than this share. Standing it is 0.9 or more.
LEVEL_BELOW = 0.75
# Somebody who leaves the posture for a moment comes back to it.
KEEPS_S = 2.0
_SHOULDERS, _WRISTS = slice(11, 13), slice(15, 17)
_HIPS, _KNEES = slice(23, 25), slice(25, 27)


class OutlineOnDemand:
    """A landmarker that changes to one with back lines, and back again.

    Each change begins with a fresh landmarker, so the same frames always give the same poses.

    Args:
        new_estimator: makes a landmarker, with back lines or without.
    """

    def __init__(self, new_estimator: Callable[[bool], PoseEstimator]) -> None:
        self._new_estimator = new_estimator
        self._outlines = False
        self._estimator = new_estimator(False)
        self._last_s = 0.0

    def find(self, frame: Frame) -> Pose | None:
        """Return the pose in this frame, or None if nobody is found."""
        pose = self._estimator.find(frame)
        if pose is not None and on_hands_and_knees(pose.world):
            self._last_s = frame.time_s
            if not self._outlines:
                self._change(outlines=True)
                return self._estimator.find(frame) or pose
        elif self._outlines and frame.time_s - self._last_s > KEEPS_S:
            self._change(outlines=False)
        return pose

    def _change(self, *, outlines: bool) -> None:
        self._estimator.close()
        self._outlines, self._estimator = outlines, self._new_estimator(outlines)

    def close(self) -> None:
        """Free the landmarker."""
        self._estimator.close()


def landmarker_of_any(model: ModelName, *, outline: bool) -> PoseEstimator:
    """Return a landmarker for a picture in which any exercise may be done.

    Args:
        model: the name of the model.
        outline: whether one of the exercises needs the back line.

    Raises:
        ResourceError: the model file is missing or cannot be loaded.
    """
    if not outline:
        return mediapipe.Landmarker(model, outline=False)
    return OutlineOnDemand(lambda outlines: mediapipe.Landmarker(model, outline=outlines))


def on_hands_and_knees(world: FloatArray) -> bool:
    """Return whether a thigh and an arm point down from a level trunk.

    A limb that reaches out leaves the other one below.

    Args:
        world: (33, 3) landmarks in meters, down and away positive (`Pose.world`).
    """
    shoulders, hips = world[_SHOULDERS], world[_HIPS]
    trunk = unit(shoulders.mean(axis=0) - hips.mean(axis=0))
    if abs(float(trunk[1])) > LEVEL_BELOW:
        return False
    limbs = ((hips, world[_KNEES]), (shoulders, world[_WRISTS]))
    return all(
        max(float(unit(end - begin)[1]) for begin, end in zip(*limb, strict=True)) > DOWN_ABOVE
        for limb in limbs
    )
