"""The type for a detected body, and the port that detects it.

In: frames. Out: `Pose`, or None if nobody is found. Adapters (`stabiel.pose.mediapipe`,
`stabiel.pose.recording`) produce poses; no later code knows which adapter did.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from stabiel.anatomy import LimbPair, Reason
from stabiel.geometry import FloatArray
from stabiel.video.frame import Frame

LANDMARK_COUNT = 33
# Points of the back line, at steps of 0.05 of the distance from mid-hip to mid-shoulder.
BACK_POINTS = 19
# Red, green and blue of the trunk, then of the thighs.
COLORS = 6


@dataclass(frozen=True, slots=True)
class Pose:
    """The body in one frame.

    Attributes:
        time_s: the frame's own time stamp, seconds.
        points: (33, 2) landmarks in pixels of the frame, x right, y down.
        visibility: (33,) the model's estimate of the probability that each landmark is visible.
        world: (33, 3) landmarks in meters around the middle of the hips, x right, y down,
            z away from the camera.
        size_px: (width, height) of the frame.
        doubts: indices of implausible landmarks, with the reason (`stabiel.pose.plausibility`).
        cut: True if the body cannot be that of the previous frame: a scene cut, or somebody else.
        exchanged: the pairs of limbs whose left and right have the names of each other, compared
            with the first frame after a cut (`stabiel.pose.plausibility`).
        outline: (19, 2) the back line in pixels, from hip to shoulder; None if it was not
            requested or cannot be trusted (`stabiel.pose.back_outline`).
        colors: (6,) of the clothes, 0 to 1 (`stabiel.pose.appearance`); None if they were not
            read, as in older recordings, or are out of the picture.
        other_at: where somebody else is, 0 at the left edge of the picture to 1 at the right one;
            None if nobody else was found, or nobody looked, which is done now and then only.
        between: nobody looked at this frame: the pose follows from the looks before and after it
            (`stabiel.pose.between`).
    """

    time_s: float
    points: FloatArray
    visibility: FloatArray
    world: FloatArray
    size_px: tuple[int, int]
    doubts: Mapping[int, Reason] = field(default_factory=dict)
    cut: bool = False
    exchanged: frozenset[LimbPair] = frozenset()
    outline: FloatArray | None = None
    colors: FloatArray | None = None
    other_at: float | None = None
    between: bool = False

    def __post_init__(self) -> None:
        for name, array, shape in (
            ("points", self.points, (33, 2)),
            ("visibility", self.visibility, (33,)),
            ("world", self.world, (33, 3)),
            ("outline", self.outline, (BACK_POINTS, 2)),
            ("colors", self.colors, (COLORS,)),
        ):
            if array is not None and array.shape != shape:
                raise ValueError(f"Pose.{name} must have the shape {shape}, not {array.shape}.")


class PoseEstimator(Protocol):
    """Finds the body in each frame. Frames must come in the order of their time stamps."""

    def find(self, frame: Frame) -> Pose | None:
        """Return the pose of the most prominent person, or None if nobody is found."""

    def close(self) -> None:
        """Free all resources."""
