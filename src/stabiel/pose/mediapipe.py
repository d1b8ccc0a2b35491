"""The MediaPipe adapter. In: frames. Out: `Pose` in pixels. No other file imports mediapipe."""

import math
from types import TracebackType
from typing import Self

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from stabiel.errors import ResourceError
from stabiel.geometry import FloatArray
from stabiel.pose.appearance import colors_of
from stabiel.pose.back_outline import back_line
from stabiel.pose.pose import Pose
from stabiel.system.native import give_back_memory
from stabiel.system.resources import ModelName, model_path
from stabiel.video.frame import Frame

# Rows of a mask must fill whole blocks of 16 bytes, which is 4 pixels. With any other width,
# mediapipe 0.10.33 ends the program when the mask is read ("Check failed: 1 == ChannelSize()").
_MASK_WIDTH_STEP = 4


class Landmarker:
    """Finds one body per frame with a MediaPipe Pose Landmarker in VIDEO mode.

    It keeps the state of the tracker from frame to frame, so each video needs its own landmarker.

    Args:
        model: the name of the model.
        outline: find the back line too, from the mask of the person; this takes about 4 ms more
            per frame.

    Raises:
        ResourceError: the model file is missing or cannot be loaded.
    """

    def __init__(self, model: ModelName, *, outline: bool = False) -> None:
        self._outline = outline
        path = model_path(model)
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(path)),
            running_mode=vision.RunningMode.VIDEO,
            output_segmentation_masks=outline,
        )
        try:
            self._task = vision.PoseLandmarker.create_from_options(options)
        except (RuntimeError, ValueError) as error:
            raise ResourceError(
                f"{path}: the pose model cannot be loaded; install stabiel again."
            ) from error
        self._last_ms = -1

    def find(self, frame: Frame) -> Pose | None:
        """Return the pose in this frame, or None if nobody is found.

        The image must be contiguous, as `stabiel.video.reader` yields it. All numbers of the pose
        are rounded to single precision, which is that of the model and of a recording. Judging
        now and judging a recording later thus use the same numbers.
        """
        # The task needs whole, strictly rising milliseconds. At more than 1000 frames per second,
        # two frames would share one.
        self._last_ms = max(math.floor(frame.time_s * 1000), self._last_ms + 1)
        pixels = _widened(frame.image) if self._outline else frame.image
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=pixels)
        result = self._task.detect_for_video(image, self._last_ms)
        if not result.pose_landmarks:
            return None
        height, width = pixels.shape[:2]
        landmarks, world = result.pose_landmarks[0], result.pose_world_landmarks[0]
        points = _single([(mark.x * width, mark.y * height) for mark in landmarks])
        outline = _back_line(result.segmentation_masks, points)
        colors = colors_of(frame.image, points)
        return Pose(
            time_s=frame.time_s,
            points=points,
            visibility=_single([mark.visibility for mark in landmarks]),
            world=_single([(mark.x, mark.y, mark.z) for mark in world]),
            size_px=(frame.image.shape[1], height),
            outline=None if outline is None else _single(outline),
            colors=None if colors is None else _single(colors),
        )

    def close(self) -> None:
        """Free the native graph and its memory."""
        self._task.close()
        give_back_memory()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _single(numbers: object) -> FloatArray:
    """Return numbers as an array, rounded to single precision."""
    return np.array(numbers, np.float32).astype(np.float64)


def _widened(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Repeat the last column of a (height, width, 3) image until its mask can be read."""
    missing = -image.shape[1] % _MASK_WIDTH_STEP
    return np.pad(image, ((0, 0), (0, missing), (0, 0)), mode="edge") if missing else image


def _back_line(masks: list[mp.Image] | None, points: FloatArray) -> FloatArray | None:
    """Return the back line of the first mask, None if there is no mask."""
    if not masks:
        return None
    height, width = masks[0].height, masks[0].width
    return back_line(masks[0].numpy_view().reshape(height, width), points)
