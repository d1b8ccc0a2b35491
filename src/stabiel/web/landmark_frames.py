"""A recording for a page to draw. In: frames. Out: integers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stabiel.anatomy import SIDES, Side
from stabiel.body.body import NEAR_FLOOR, VISIBILITY_FLOOR, BodyReader
from stabiel.pose.pose import LANDMARK_COUNT, Pose
from stabiel.pose.recording import Recorded

# Coordinates are integers, in units of 1/PARTS of the picture's width and height.
PARTS = 10_000
NOT_SEEN = -1
# The nose is landmark 0; from there on the left and the right one of each pair take turns, but in
# the eyes and their corners, which no exercise asks for.
_ROWS_OF = {side: slice(7 + (side == "right"), LANDMARK_COUNT, 2) for side in SIDES}


def landmarks_of(taken: Sequence[Recorded]) -> dict[str, Any]:
    """Return a recording as plain data.

    Args:
        taken: the frames that a page draws.

    Returns:
        size_px: the width and height of the first frame that shows a person; None without one.
        times_s: the time of each frame, in seconds.
        points: for each of those frames 66 integers, x and y of the 33 landmarks in turn, in
            1/10000 of the picture; -1 and -1 for a landmark that is not visible or outside the
            picture. None if the frame shows nobody.
    """
    poses = [frame.pose for frame in taken]
    found = [pose for pose in poses if pose is not None]
    rows = iter(_rows(found) if found else [])
    return {
        "size_px": list(found[0].size_px) if found else None,
        "times_s": [round(frame.time_s, 3) for frame in taken],
        "points": [None if pose is None else next(rows) for pose in poses],
    }


def _rows(poses: Sequence[Pose]) -> list[list[int]]:
    points = np.array([pose.points for pose in poses])
    sizes = np.array([pose.size_px for pose in poses], np.float64)
    visibility = np.array([pose.visibility for pose in poses])
    shares = points / np.maximum(sizes, 1.0)[:, np.newaxis, :]
    inside = ((shares >= 0.0) & (shares <= 1.0)).all(axis=2)  # a NaN is not inside
    seen = inside & (visibility >= _floors(poses))
    parts = np.where(seen[..., np.newaxis], np.rint(shares * PARTS), NOT_SEEN)
    rows: list[list[int]] = parts.astype(np.int64).reshape(-1, 2 * LANDMARK_COUNT).tolist()
    return rows


def _floors(poses: Sequence[Pose]) -> NDArray[np.float64]:
    """Return the visibility from which a landmark is judged, (n, 33): less on the near side."""
    reader = BodyReader()
    floors = np.full((len(poses), LANDMARK_COUNT), VISIBILITY_FLOOR)
    for row, pose in zip(floors, poses, strict=True):
        near: Side = reader.read(pose).near
        row[_ROWS_OF[near]] = NEAR_FLOOR
    return floors
