"""Stores poses on disk. In: poses as they were detected. Out: `landmarks.npz`, and the poses again.

A recording keeps the landmarks before any plausibility check or judgment, so that changed rules can
judge them again without the video.
"""

import math
import zipfile
import zlib
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stabiel.errors import VideoError
from stabiel.geometry import FloatArray
from stabiel.pose.optional_column import OptionalColumn
from stabiel.pose.pose import BACK_POINTS, COLORS, LANDMARK_COUNT, Pose
from stabiel.video.frame import LONGEST_S, MOST_FRAMES, Frame

_ARRAYS = ("time_s", "points_px", "visibility", "world_m", "size_px")
_OUTLINE = "outline_px"
_CLOTHES = "colors"
# What a frame may lack, and old recordings do not have: NaN without it.
_OTHER = "other_at"
# 1 for a pose that was filled in between two looks.
_BETWEEN = "between"
_OPTIONAL: dict[str, tuple[int, ...]] = {
    _OUTLINE: (BACK_POINTS, 2),
    _CLOTHES: (COLORS,),
    _OTHER: (),
    _BETWEEN: (),
}
_LIGHT = "light"
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
_COLUMNS = 6  # x, y in pixels, visibility, and x, y, z in meters
_NOBODY = np.full((LANDMARK_COUNT, _COLUMNS), np.nan, np.float32).tobytes()


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


class PoseLog:
    """Collects poses in little memory: 0.9 KB per frame, in single precision.

    A frame with the back line takes 0.15 KB more.
    """

    def __init__(self) -> None:
        self._times = array("d")
        # One growing block, which is written to disk without a copy.
        self._values = array("f")
        self._optional = {name: OptionalColumn(shape) for name, shape in _OPTIONAL.items()}
        self._light = array("f")
        self._size_px = (0, 0)

    def add(self, time_s: float, pose: Pose | None, light: float | None = None) -> None:
        """Add one frame: its pose, or None if nobody was found, and its brightness."""
        self._times.append(time_s)
        self._light.append(math.nan if light is None else light)
        if pose is None:
            self._values.frombytes(_NOBODY)
            return
        self._size_px = pose.size_px
        optional = (
            (_OUTLINE, pose.outline),
            (_CLOTHES, pose.colors),
            (_OTHER, pose.other_at),
            (_BETWEEN, 1.0 if pose.between else None),
        )
        for name, found in optional:
            if found is not None:
                self._optional[name].put(len(self._times) - 1, found)
        row = np.empty((LANDMARK_COUNT, _COLUMNS), np.float32)
        row[:, :2], row[:, 2], row[:, 3:] = pose.points, pose.visibility, pose.world
        self._values.frombytes(row.tobytes())

    def save(self, path: Path) -> None:
        """Write the recording.

        Arrays: `time_s` (n,) float64; `points_px` (n, 33, 2), `visibility` (n, 33) and `world_m`
        (n, 33, 3) float32, NaN where nobody was found; `size_px` (2,) int32; `outline_px`
        (n, 19, 2) float32, the line of the back, NaN where there is none; `colors` (n, 6) float32,
        of the clothes (`stabiel.pose.appearance`), NaN where they were not read; `other_at` (n,)
        float32, where somebody else is, NaN where nobody was found or looked for; `between` (n,)
        float32, 1 where the pose was filled in between two looks, else NaN; `light` (n,)
        float32, how light the picture was (`stabiel.video.brightness`), NaN where it was not
        measured.
        """
        np.savez_compressed(path, **self._arrays())  # type: ignore[arg-type]  # no name is a keyword

    def frames(self) -> list[Recorded]:
        """Return the recording frame by frame, as `load_recording` reads it from its file."""
        arrays = self._arrays()
        poses = _poses_of(
            self._times.tolist(),
            self._size_px,
            [
                arrays[name].astype(np.float64)
                for name in ("points_px", "visibility", "world_m", *_OPTIONAL)
            ],
        )
        return [
            Recorded(time_s, pose, None if math.isnan(light) else light)
            for time_s, pose, light in zip(self._times, poses, self._light, strict=True)
        ]

    def _arrays(self) -> dict[str, NDArray[Any]]:
        count = len(self._times)
        data = np.frombuffer(self._values, np.float32).reshape(count, LANDMARK_COUNT, _COLUMNS)
        return {
            "time_s": np.frombuffer(self._times, np.float64),
            "points_px": data[..., :2],
            "visibility": data[..., 2],
            "world_m": data[..., 3:],
            "size_px": np.asarray(self._size_px, np.int32),
            **{name: column.of(count) for name, column in self._optional.items()},
            _LIGHT: np.frombuffer(self._light, np.float32),
        }


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
                for name in _OPTIONAL
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
        poses = _poses_of(times, (width, height), arrays)
    except NO_RECORDING as error:
        raise VideoError(f"{path}: this is not a recording of landmarks ({error}).") from error
    return times, poses


def _poses_of(
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
            if f"{_LIGHT}.npy" not in archive.namelist():  # an old version wrote it
                return [None] * count
            kept = _plausible(_read_array(archive, _LIGHT))
            if kept.shape != (count,):
                raise ValueError(f"{_LIGHT} has the shape {kept.shape}, not ({count},)")
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
    return np.full((count, *_OPTIONAL[name]), np.nan, np.float32)


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
