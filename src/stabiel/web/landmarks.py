"""A recording to draw. In: frames. Out: whole numbers, 15 frames a second at most."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from stabiel.body.body import VISIBILITY_FLOOR
from stabiel.pose.pose import LANDMARK_COUNT, Pose
from stabiel.pose.recording import Recorded
from stabiel.web.curves import thinned

# Places are whole numbers of this share of the picture's width and height.
PARTS = 10_000
NOT_SEEN = -1


def landmarks_of(frames: Sequence[Recorded]) -> dict[str, Any]:
    """Return a recording as plain data.

    Returns:
        size_px: width and height of the picture, of the first frame with somebody in it.
        times_s: of each frame that was taken.
        points: for each of them x and y of the 33 landmarks after each other in 1/10000 of the
            picture, -1 and -1 where one is not seen or outside it; None where nobody is seen.
    """
    taken = [frames[index] for index in thinned([frame.time_s for frame in frames])]
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
    seen = inside & (visibility >= VISIBILITY_FLOOR)
    parts = np.where(seen[..., np.newaxis], np.rint(shares * PARTS), NOT_SEEN)
    rows: list[list[int]] = parts.astype(np.int64).reshape(-1, 2 * LANDMARK_COUNT).tolist()
    return rows
