"""The MediaPipe port. In: frames. Out: `Pose` in pixels. The only file that knows mediapipe."""

import math
from types import TracebackType
from typing import Self

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from stabiel.errors import ResourceError
from stabiel.frames import Frame
from stabiel.pose import Pose
from stabiel.resources import ModelName, model_path


class Landmarker:
    """Finds one body a frame with a MediaPipe Pose Landmarker in VIDEO mode.

    It holds the tracker's state over frames, so each video needs a landmarker of its own.

    Raises:
        ResourceError: the model file is missing or cannot be loaded.
    """

    def __init__(self, model: ModelName) -> None:
        path = model_path(model)
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(path)),
            running_mode=vision.RunningMode.VIDEO,
        )
        try:
            self._task = vision.PoseLandmarker.create_from_options(options)
        except (RuntimeError, ValueError) as error:
            raise ResourceError(
                f"{path}: the pose model cannot be loaded; install stabiel again."
            ) from error
        self._last_ms = -1

    def find(self, frame: Frame) -> Pose | None:
        """Return the pose in this frame, or None where nobody is found.

        The image must be contiguous, as `stabiel.frames` gives it.
        """
        # The task wants whole, strictly rising milliseconds; at more than 1000 frames a
        # second two frames would share one.
        self._last_ms = max(math.floor(frame.time_s * 1000), self._last_ms + 1)
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.image)
        result = self._task.detect_for_video(image, self._last_ms)
        if not result.pose_landmarks:
            return None
        height, width = frame.image.shape[:2]
        landmarks, world = result.pose_landmarks[0], result.pose_world_landmarks[0]
        return Pose(
            time_s=frame.time_s,
            points=np.array([(mark.x * width, mark.y * height) for mark in landmarks]),
            visibility=np.array([mark.visibility for mark in landmarks], np.float64),
            world=np.array([(mark.x, mark.y, mark.z) for mark in world], np.float64),
            size_px=(width, height),
        )

    def close(self) -> None:
        """Free the native graph."""
        self._task.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
