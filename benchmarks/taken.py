"""Reads a clip before it is degraded. In: a video. Out: frames, poses, masks.

The masks show where the person is, so that somebody else can be put behind them. The program itself
keeps no masks, so the landmarker makes them here.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.pose.back_outline import PERSON_ABOVE
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.plausibility import body_scale_px
from stabiel.pose.pose import Pose
from stabiel.system.resources import ModelName, model_path
from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Taken:
    """A clip with its detected person.

    Attributes:
        frames: all frames.
        poses: a pose or None for each frame.
        masks: for each frame (height, width), True where the person is.
    """

    frames: list[Frame]
    poses: list[Pose | None]
    masks: list[Mask]

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        height, width = self.frames[0].image.shape[:2]
        return width, height

    @cached_property
    def torso_px(self) -> float:
        """The person's torso length in pixels, the median over the clip."""
        return float(np.median([body_scale_px(pose.points) for pose in self._seen]))

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the area in which the person was, pixels."""
        points = np.concatenate([pose.points for pose in self._seen])
        low, high = np.percentile(points, 1, axis=0), np.percentile(points, 99, axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    @cached_property
    def feet_right(self) -> bool:
        """Whether the feet are to the right of the head."""
        feet = [landmark_index(Part.ANKLE, side) for side in SIDES]
        head = [landmark_index(Part.EAR, side) for side in SIDES]
        ways = [(pose.points[feet] - pose.points[head])[:, 0].mean() for pose in self._seen]
        return bool(np.mean(ways) > 0)

    @property
    def _seen(self) -> list[Pose]:
        return [pose for pose in self.poses if pose is not None]


def take(video: Path, model: ModelName, *, outline: bool, until_s: float) -> Taken:
    """Read a clip, up to a time, and find the person in each frame."""
    with VideoFile(video) as file:
        frames = list(takewhile(lambda frame: frame.time_s < until_s, file))
    with Landmarker(model, outline=outline) as landmarker:
        poses = [landmarker.find(frame) for frame in frames]
    return Taken(frames, poses, masks_of(frames))


def masks_of(frames: list[Frame]) -> list[Mask]:
    """Return the mask of the person in each frame; all False if nobody was found."""
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model_path("lite"))),
        running_mode=vision.RunningMode.VIDEO,
        output_segmentation_masks=True,
    )
    masks = []
    with vision.PoseLandmarker.create_from_options(options) as task:
        for frame in frames:
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.image)
            found = task.detect_for_video(image, int(frame.time_s * 1000)).segmentation_masks
            size = frame.image.shape[:2]
            likely = found[0].numpy_view().reshape(size) if found else np.zeros(size)
            masks.append(likely > PERSON_ABOVE)
    return masks
