"""Landmarks in the database, about a second of frames per row. In: poses. Out: rows; poses again.

They are kept as the landmarker gave them, before any plausibility check or judgment, in single
precision, which is the precision of the landmarker itself. A row holds, for its n frames,
compressed:

- times: (n,) float64, seconds since the first frame;
- points: (n, 33, 6) float32, x and y in pixels, visibility, and x, y, z in meters; NaN if
  nobody was found;
- outlines: (n, 19, 2) float32 in pixels, the line of the back, NaN if there is none; NULL if
  no frame has one;
- colors: (n, 6) float32, of the clothes, NaN if they were not read; NULL if no frame has them;
- other_at: (n,) float32, where somebody else is, NaN without; NULL if no frame shows anybody else;
- filled_in: (n,) float32, 1 where nobody looked and the pose was filled in; NULL if all were
  looked at;
- light: (n,) float32, the brightness of each picture, 0 to 1, NaN if it was not measured; NULL in
  records made before brightness was kept.
"""

import math
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stabiel.pose.pose import BACK_POINTS, COLORS, LANDMARK_COUNT, Pose
from stabiel.pose.recording import FARTHEST, Recorded, check_size, check_times

_COLUMNS = 6
_SHAPE = (LANDMARK_COUNT, _COLUMNS)
# The fastest level: a second of frames takes 1 ms, and a fifth more space than at the best level.
_LEVEL = 1
# An upper bound on the frames of a row; a row holds about a second.
MOST_IN_A_ROW = 10_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """One row of the table of landmarks."""

    width_px: int
    height_px: int
    times: bytes
    points: bytes
    outlines: bytes | None
    light: bytes | None
    colors: bytes | None
    other_at: bytes | None
    filled_in: bytes | None


def pack(frames: Sequence[Recorded]) -> Chunk:
    """Return frames as one row. All poses must have the same picture size."""
    times = np.array([frame.time_s for frame in frames], np.float64)
    points = np.full((len(frames), *_SHAPE), np.nan, np.float32)
    outlines = np.full((len(frames), BACK_POINTS, 2), np.nan, np.float32)
    colors = np.full((len(frames), COLORS), np.nan, np.float32)
    others = np.full(len(frames), np.nan, np.float32)
    light = np.array(
        [np.nan if frame.light is None else frame.light for frame in frames], np.float32
    )
    between = np.zeros(len(frames), np.float32)
    size_px = (0, 0)
    for index, (_, pose, _) in enumerate(frames):
        if pose is None:
            continue
        size_px = pose.size_px
        points[index, :, :2] = pose.points
        points[index, :, 2] = pose.visibility
        points[index, :, 3:] = pose.world
        if pose.outline is not None:
            outlines[index] = pose.outline
        if pose.colors is not None:
            colors[index] = pose.colors
        if pose.other_at is not None:
            others[index] = pose.other_at
        between[index] = pose.between
    drawn, read = not np.isnan(outlines).all(), not np.isnan(colors).all()
    return Chunk(
        *size_px,
        times=_packed(times),
        points=_packed(points),
        outlines=_packed(outlines) if drawn else None,
        light=_packed(light),
        colors=_packed(colors) if read else None,
        other_at=None if np.isnan(others).all() else _packed(others),
        filled_in=_packed(between) if between.any() else None,
    )


def unpack(chunks: Iterable[Chunk]) -> list[Recorded]:
    """Return the frames of the rows, in order.

    Raises:
        ValueError, zlib.error: a row is damaged.
    """
    frames = [frame for chunk in chunks for frame in unpack_row(chunk)]
    check_times([frame.time_s for frame in frames])
    return frames


def unpack_row(chunk: Chunk, wanted: Sequence[int] | None = None) -> Iterator[Recorded]:
    """Yield frames of one row, in order.

    Args:
        chunk: the row.
        wanted: the indices of frames in it, ascending; None for all.

    Raises:
        ValueError, zlib.error: the row is damaged.
    """
    times = unpack_times(chunk.times)
    count = len(times)
    kept = range(count) if wanted is None else wanted
    points = _unpacked(chunk.points, (count, *_SHAPE), kept)
    size_px = (chunk.width_px, chunk.height_px)
    check_size(*size_px)
    nobody = _with_gaps(points)
    outlines = _optional(chunk.outlines, (count, BACK_POINTS, 2), kept)
    colors = _optional(chunk.colors, (count, COLORS), kept)
    others: list[float] = [math.nan] * len(kept)
    if chunk.other_at is not None:
        others = _unpacked(chunk.other_at, (count,), kept).tolist()
    between = [0.0] * len(kept)
    if chunk.filled_in is not None:
        between = _unpacked(chunk.filled_in, (count,), kept).tolist()
    lights = [math.nan] * len(kept)
    if chunk.light is not None:
        lights = _unpacked(chunk.light, (count,), kept).tolist()
    for place, index in enumerate(kept):
        time_s, row = times[index], points[place]
        light = None if math.isnan(lights[place]) else lights[place]
        if nobody[place] or size_px == (0, 0):
            yield Recorded(time_s, None, light)
            continue
        pose = Pose(
            time_s, row[:, :2], row[:, 2], row[:, 3:], size_px,
            outline=outlines[place], colors=colors[place],
            other_at=None if math.isnan(others[place]) else others[place],
            between=between[place] == 1,
        )  # fmt: skip
        yield Recorded(time_s, pose, light)


def _optional(
    data: bytes | None, shape: tuple[int, ...], kept: Sequence[int]
) -> list[NDArray[np.float64] | None]:
    """Return some rows of an array that may be missing; None for each that has gaps."""
    if data is None:
        return [None] * len(kept)
    rows = _unpacked(data, shape, kept)
    return [None if gap else row for row, gap in zip(rows, _with_gaps(rows), strict=True)]


def _with_gaps(rows: NDArray[np.float64]) -> list[bool]:
    """Return for each row of an (n, ...) array whether a number is missing in it."""
    gaps: list[bool] = (np.isnan(rows).reshape(len(rows), -1).sum(axis=1) > 0).tolist()
    return gaps


def unpack_times(packed: bytes) -> list[float]:
    """Return the times of one row, in seconds.

    Raises:
        ValueError, zlib.error: they are damaged.
    """
    times: list[float] = np.frombuffer(_unzipped(packed, 8 * MOST_IN_A_ROW), np.float64).tolist()
    return times


def _packed(array: NDArray[np.float32] | NDArray[np.float64]) -> bytes:
    return zlib.compress(array.tobytes(), _LEVEL)


def _unpacked(data: bytes, shape: tuple[int, ...], kept: Sequence[int]) -> NDArray[np.float64]:
    """Return some rows of an array of this shape, those with the indices `kept`."""
    raw = _unzipped(data, 4 * math.prod(shape))
    whole = np.frombuffer(raw, np.float32).reshape(shape)
    numbers = (whole if len(kept) == len(whole) else whole[kept]).astype(np.float64)
    if (np.abs(numbers) > FARTHEST).any():
        raise ValueError("a landmark is out of bounds")
    return numbers


def _unzipped(data: bytes, most_bytes: int) -> bytes:
    """Return the unpacked bytes; refuse more than there can be."""
    unpacking = zlib.decompressobj()
    found = unpacking.decompress(data, most_bytes + 1)
    if len(found) > most_bytes or not unpacking.eof:
        raise ValueError("a row holds more or fewer bytes than its frames need")
    return found
