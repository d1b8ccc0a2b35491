"""The MediaPipe adapter. In: frames. Out: `Pose` in pixels. No other file imports mediapipe."""

import math
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from stabiel.errors import ResourceError
from stabiel.geometry import FloatArray, distance
from stabiel.pose.appearance import colors_of
from stabiel.pose.back_outline import back_line
from stabiel.pose.plausibility import trunk_ends
from stabiel.pose.pose import Pose
from stabiel.system.later import imported_later
from stabiel.system.native import give_back_memory
from stabiel.system.resources import ModelName, model_bytes, model_path
from stabiel.video.frame import Frame

# MediaPipe imports these for a drawing function and a microphone that nobody uses here. They took
# two thirds of the time of its import.
with imported_later("matplotlib", "matplotlib.pyplot", "sounddevice"):
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

# Rows of a mask must fill whole blocks of 16 bytes, which is 4 pixels. With any other width,
# mediapipe 0.10.33 ends the program when the mask is read ("Check failed: 1 == ChannelSize()").
_MASK_WIDTH_STEP = 4
# How often somebody looks for other people: a cue about them may come a few seconds late.
_LOOK_EVERY_S = 2.5
_TIME_SLACK_S = 0.002  # times are rounded to milliseconds, up or down
# A trunk further away than this is another one; the same one is found within a tenth of it.
_ANOTHER_TL = 0.7


class Landmarker:
    """Finds one body per frame with a MediaPipe Pose Landmarker in VIDEO mode.

    It keeps the state of the tracker from frame to frame, so each video needs its own landmarker.
    A frame may be earlier than the one before it, by a fraction of a second (`_RisingClock`).

    Args:
        model: the name of the model.
        outline: find the back line too, from the mask of the person; this takes about 4 ms more
            per frame.

    Raises:
        ResourceError: the model file is missing or cannot be loaded.
    """

    def __init__(self, model: ModelName, *, outline: bool = False) -> None:
        self._outline = outline
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=model_bytes(model)),
            running_mode=vision.RunningMode.VIDEO,
            output_segmentation_masks=outline,
        )
        try:
            self._task = vision.PoseLandmarker.create_from_options(options)
        except (RuntimeError, ValueError) as error:
            raise ResourceError(
                f"{model_path(model)}: the pose model cannot be loaded; install stabiel again."
            ) from error
        self._clock = _RisingClock()
        self._onlookers = _Onlookers()

    def find(self, frame: Frame) -> Pose | None:
        """Return the pose in this frame, or None if nobody is found.

        The image must be contiguous, as `stabiel.video.reader` yields it. All numbers of the pose
        are rounded to single precision, which is that of the model and of a recording. Judging
        now and judging a recording later thus use the same numbers.
        """
        pixels = _widened(frame.image) if self._outline else frame.image
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=pixels)
        result = self._task.detect_for_video(image, self._clock.ms_at(frame.time_s))
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
            other_at=self._onlookers.at(frame, points),
        )

    def close(self) -> None:
        """Free the native graph and its memory."""
        self._task.close()
        self._onlookers.close()
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


class _RisingClock:
    """Whole, strictly rising milliseconds, as the task needs them.

    If a frame is earlier than the one before it, the clock goes on by as much as it went back:
    how far apart two frames are is all that matters to the task.
    """

    def __init__(self) -> None:
        self._last_ms = self._before_ms = -1
        # What the steps back have added.
        self._added_ms = 0

    def ms_at(self, time_s: float) -> int:
        """Return the milliseconds to give for a frame's time.

        At more than 1000 frames per second, two frames would share one.
        """
        now_ms = math.floor(time_s * 1000)
        if now_ms < self._before_ms:
            self._added_ms += 2 * (self._before_ms - now_ms)
        self._before_ms = now_ms
        self._last_ms = max(now_ms + self._added_ms, self._last_ms + 1)
        return self._last_ms


class _Onlookers:
    """Looks every few seconds whether somebody else is in the picture. Holds its own landmarker.

    The tracker of `Landmarker` follows one body and sees no other. A look costs about as much as
    one frame, so one in some seconds costs a hundredth.
    """

    def __init__(self) -> None:
        self._task: vision.PoseLandmarker | None = None
        self._before_s: float | None = None

    def at(self, frame: Frame, points: FloatArray) -> float | None:
        """Return where somebody else is, 0 to 1 from the left; None without, or without a look.

        The frame's time decides whether to look, so that a part of a video has the same looks as
        the whole.

        Args:
            frame: the picture.
            points: (33, 2) landmarks of the one who is followed, in pixels.
        """
        before_s = self._before_s
        self._before_s = frame.time_s if before_s is None else max(before_s, frame.time_s)
        is_due = (
            frame.time_s < _TIME_SLACK_S
            if before_s is None
            else _looks_until(before_s) < _looks_until(frame.time_s)
        )
        if not is_due:
            return None
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.image)
        result = self._opened().detect(image)
        height, width = frame.image.shape[:2]
        shoulders, hips = trunk_ends(points)
        middle, torso = (shoulders + hips) / 2, distance(shoulders, hips)
        others = []
        for landmarks in result.pose_landmarks:
            found = np.array([(mark.x * width, mark.y * height) for mark in landmarks])
            ends = trunk_ends(found)
            place = (ends[0] + ends[1]) / 2
            if distance(place, middle) > _ANOTHER_TL * torso:
                others.append(float(place[0] / width))
        return float(np.float32(others[0])) if others else None

    def _opened(self) -> vision.PoseLandmarker:
        if self._task is None:
            options = vision.PoseLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=model_bytes("lite")),
                running_mode=vision.RunningMode.IMAGE,
                num_poses=2,
            )
            self._task = vision.PoseLandmarker.create_from_options(options)
        return self._task

    def close(self) -> None:
        """Free the landmarker, if there is one."""
        if self._task is not None:
            self._task.close()


def _looks_until(time_s: float) -> int:
    return math.floor((time_s + _TIME_SLACK_S) / _LOOK_EVERY_S)


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
