"""Reads stored poses. In: `landmarks.npz`, as `stabiel.pose.pose_log` writes it. Out: the poses.

A recording keeps the landmarks before any plausibility check or judgment, so that changed rules can
judge them again without the video.
"""

import math
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stabiel.errors import VideoError
from stabiel.geometry import FloatArray
from stabiel.pose.pose import BACK_POINTS, COLORS, LANDMARK_COUNT, Pose
from stabiel.video.frame import LONGEST_S, MOST_FRAMES, Frame

_ARRAYS = ("time_s", "points_px", "visibility", "world_m", "size_px")
OUTLINE = "outline_px"
CLOTHES = "colors"
# What a frame may lack, and old recordings do not have: NaN without it.
OTHER = "other_at"
# 1 for a pose that was filled in between two looks.
BETWEEN = "between"
OPTIONAL: dict[str, tuple[int, ...]] = {
    OUTLINE: (BACK_POINTS, 2),
    CLOTHES: (COLORS,),
    OTHER: (),
    BETWEEN: (),
}
LIGHT = "light"
# The errors of zipfile, zlib and numpy for a file that is damaged or has another format.
NO_RECORDING = (
    OSError,
    ValueError,
    ArithmeticError,
    TypeError,
    LookupError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    MemoryError,
    zipfile.BadZipFile,
    zlib.error,
)
# Landmarks may be estimated outside the picture, but never this far away, in pixels or meters.
FARTHEST = 1e6
# Unpacked size of all values of a frame, with its time in double precision.
_FRAME_BYTES = 4 * (LANDMARK_COUNT * 6 + 2 * BACK_POINTS + COLORS + 2) + 8 + 8


class Recorded(NamedTuple):
    """One frame of a recording.

    Attributes:
        time_s: the frame's own time stamp, seconds.
        pose: as it was detected, before any plausibility check; None if nobody was found.
        light: the brightness of the picture, 0 to 1 (`stabiel.video.brightness`); None if it was
            not measured.
    """

    time_s: float
    pose: Pose | None
    light: float | None = None


def load_poses(path: Path) -> tuple[list[float], list[Pose | None]]:
    """Read a recording: the time stamps, and a pose or None for each.

    In recordings of old versions the poses have no back line and no colors.

    Raises:
        VideoError: the file is missing, damaged or not a recording.
    """
    try:
        with _opened(path) as archive:
            data = {name: _read_array(archive, name) for name in _ARRAYS}
            kept = set(archive.namelist())
            optional = [
                _read_array(archive, name)
                if f"{name}.npy" in kept
                else _none_of(name, len(data["time_s"]))
                for name in OPTIONAL
            ]
        times = _plausible(data["time_s"]).tolist()
        if data["size_px"].dtype.kind not in "iu":
            raise ValueError(f"its pictures have a size of {data['size_px'].dtype}")
        width, height = data["size_px"].tolist()
        check_times(times)
        check_size(width, height)
        arrays = [
            _plausible(array)
            for array in (data["points_px"], data["visibility"], data["world_m"], *optional)
        ]
        poses = poses_of(times, (width, height), arrays)
    except NO_RECORDING as error:
        raise VideoError(f"{path}: this is not a recording of landmarks ({error}).") from error
    return times, poses


def poses_of(
    times_s: list[float], size_px: tuple[int, int], arrays: Sequence[FloatArray]
) -> list[Pose | None]:
    """Return the pose of each frame; None if nobody was seen.

    Args:
        times_s: n time stamps.
        size_px: (width, height) of the frames.
        arrays: the points, visibilities, places in meters, outlines, colors, other people and
            marks of filled-in poses of n frames, in the shapes that `PoseLog.save` lists.
    """
    return [
        None
        if np.isnan(found).any() or size_px[0] == 0
        else Pose(
            time_s,
            found,
            seen,
            meters,
            size_px,
            outline=None if np.isnan(line).any() else line,
            colors=None if np.isnan(colors).any() else colors,
            other_at=None if np.isnan(other) else float(other),
            between=bool(between == 1),
        )
        for time_s, found, seen, meters, line, colors, other, between in zip(
            times_s, *arrays, strict=True
        )
    ]


def load_times(path: Path) -> list[float]:
    """Read only the time stamps of a recording, in seconds.

    Raises:
        VideoError: the file is missing, damaged or not a recording.
    """
    try:
        with _opened(path) as archive:
            times: list[float] = _plausible(_read_array(archive, "time_s")).tolist()
        check_times(times)
    except NO_RECORDING as error:
        raise VideoError(f"{path}: this is not a recording of landmarks ({error}).") from error
    return times


def load_brightness(path: Path) -> list[float | None]:
    """Read the brightness of each frame of a recording, 0 to 1; None if it is not known.

    Raises:
        VideoError: the file is missing, damaged or not a recording.
    """
    try:
        with _opened(path) as archive:
            count = len(_read_array(archive, "time_s"))
            if f"{LIGHT}.npy" not in archive.namelist():  # an old version wrote it
                return [None] * count
            kept = _plausible(_read_array(archive, LIGHT))
            if kept.shape != (count,):
                raise ValueError(f"{LIGHT} has the shape {kept.shape}, not ({count},)")
    except NO_RECORDING as error:
        raise VideoError(f"{path}: this is not a recording of landmarks ({error}).") from error
    return [None if math.isnan(light) else float(light) for light in kept]


def load_recording(path: Path) -> list[Recorded]:
    """Read a whole recording, frame by frame.

    Raises:
        VideoError: the file is missing, damaged or not a recording.
    """
    times, poses = load_poses(path)
    return [Recorded(*each) for each in zip(times, poses, load_brightness(path), strict=True)]


def _none_of(name: str, count: int) -> NDArray[np.float32]:
    return np.full((count, *OPTIONAL[name]), np.nan, np.float32)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive, unless its unpacked size is larger than a recording can be."""
    if path.exists() and not path.is_file():
        raise ValueError("it is not a file")  # reading a pipe would wait for its other end
    with zipfile.ZipFile(path) as archive:
        if sum(each.file_size for each in archive.infolist()) > MOST_FRAMES * _FRAME_BYTES:
            raise ValueError(f"it holds more than {MOST_FRAMES} frames")
        yield archive


def check_times(times_s: Sequence[float]) -> None:
    """Check the time stamps of a recording from outside.

    Raises:
        ValueError: there are too many, or they do not rise, or beyond the longest video.
    """
    if len(times_s) > MOST_FRAMES:
        raise ValueError(f"it holds more than {MOST_FRAMES} frames")
    if times_s and not 0.0 <= times_s[0] <= times_s[-1] <= LONGEST_S:
        raise ValueError(f"its times are not between 0 and {LONGEST_S:.0f} s")
    if not all(before < after for before, after in pairwise(times_s)):
        raise ValueError("its times do not rise")


def check_size(width_px: int, height_px: int) -> None:
    """Check the picture size of a recording; it is 0x0 if nobody was found in any frame.

    Raises:
        ValueError: no picture has that size.
    """
    least, most = sorted((width_px, height_px))
    if not (0 < least <= most <= FARTHEST or least == most == 0):
        raise ValueError(f"its pictures are {width_px}x{height_px}")


def _plausible(array: NDArray[Any]) -> NDArray[np.float64]:
    """Return numbers as float64; refuse values that no picture and no body has. NaN means none."""
    if array.dtype.kind != "f":
        raise ValueError(f"it has {array.dtype} instead of numbers")
    numbers = array.astype(np.float64)
    if (np.abs(numbers) > FARTHEST).any():
        raise ValueError(f"it has a landmark more than {FARTHEST:g} away")
    return numbers


def _read_array(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    with archive.open(f"{name}.npy") as file:
        array: NDArray[Any] = np.lib.format.read_array(file, allow_pickle=False)
    return array


class RecordedPoses:
    """An estimator that plays back known poses, for tests and replays.

    A frame gets the pose with the same time stamp, or None if there is no such pose.
    """

    def __init__(self, poses: Sequence[Pose]) -> None:
        self._by_time = {pose.time_s: pose for pose in poses}

    def find(self, frame: Frame) -> Pose | None:
        """Return the pose recorded for this frame's time stamp."""
        return self._by_time.get(frame.time_s)

    def close(self) -> None:
        """Nothing to free."""
