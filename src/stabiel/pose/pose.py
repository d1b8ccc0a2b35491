"""One type for a found body, and the port that finds it.

In: frames. Out: `Pose`, or None where nobody is seen. Adapters (`stabiel.pose.mediapipe`,
`stabiel.pose.recording`) make poses; nothing after this file knows which one did.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from stabiel.anatomy import Reason
from stabiel.geometry import FloatArray
from stabiel.video.frame import Frame

LANDMARK_COUNT = 33
# Points of the line of the back, at steps of 0.05 of the way from mid-hip to mid-shoulder.
BACK_POINTS = 19


@dataclass(frozen=True, slots=True)
class Pose:
    """A body in one frame.

    Attributes:
        time_s: the frame's own time stamp, seconds.
        points: (33, 2) landmarks in pixels of the frame, x right, y down.
        visibility: (33,) the model's own guess that each landmark is seen, 0 to 1.
        world: (33, 3) landmarks in meters around the middle of the hips, x right, y down,
            z away from the camera.
        size_px: (width, height) of the frame.
        doubts: landmarks that a guard found impossible, with the reason.
        cut: the body cannot be the one of the frame before: a scene cut, or somebody else.
        outline: (19, 2) the edge of the back in pixels, from hip to shoulder; None where it was
            not asked for or is not to be trusted.
    """

    time_s: float
    points: FloatArray
    visibility: FloatArray
    world: FloatArray
    size_px: tuple[int, int]
    doubts: Mapping[int, Reason] = field(default_factory=dict)
    cut: bool = False
    outline: FloatArray | None = None

    def __post_init__(self) -> None:
        for name, array, shape in (
            ("points", self.points, (33, 2)),
            ("visibility", self.visibility, (33,)),
            ("world", self.world, (33, 3)),
            ("outline", self.outline, (BACK_POINTS, 2)),
        ):
            if array is not None and array.shape != shape:
                raise ValueError(f"Pose.{name} must have the shape {shape}, not {array.shape}.")


class PoseEstimator(Protocol):
    """Finds the body in a frame. Frames come in the order of their time stamps."""

    def find(self, frame: Frame) -> Pose | None:
        """Return the pose of the most prominent person, or None where nobody is seen."""

    def close(self) -> None:
        """Free what the estimator holds."""
