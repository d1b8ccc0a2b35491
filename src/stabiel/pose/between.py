"""The body between two looks at it. In: two poses and a time. Out: how far it moved, the pose then.

An analysis that does not look at every frame (`stabiel.analysis.sampler`) has the frames between
two looks filled in along straight lines, so that everything after it sees every frame.
"""

from dataclasses import replace

import numpy as np

from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.geometry import FloatArray
from stabiel.pose.plausibility import body_scale_px
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded

# A landmark below this may be guessed: it wanders on its own, and hardly a measure reads it.
_VISIBLE = 0.5
# The nose, and the landmarks that measures read; fingers and face move with their neighbors.
_ROWS = [0, *sorted(landmark_index(part, side) for part in Part for side in SIDES)]
# No landmark of one body goes this far between two neighboring frames
# (`stabiel.pose.plausibility`): left and right were exchanged, or it is somebody else. Then there
# is no way between the two.
LEAP_TL = 0.35


def moved_tl(before: Pose, after: Pose) -> float:
    """Return how far the point that moved most has moved, in torso lengths.

    Landmarks that are not visible in both poses do not count. Points of the back line do, if both
    have it.
    """
    seen = np.minimum(before.visibility, after.visibility)[_ROWS] >= _VISIBLE
    apart = (after.points - before.points)[_ROWS][seen]
    if before.outline is not None and after.outline is not None:
        apart = np.concatenate((apart, after.outline - before.outline))
    furthest_px = float(np.hypot(apart[:, 0], apart[:, 1]).max(initial=0.0))
    return furthest_px / max(body_scale_px(before.points), body_scale_px(after.points), 1e-6)


def filled_in(before: Recorded, after: Recorded, time_s: float) -> Recorded:
    """Return the frame at a time between two looks, with its pose marked as `between`.

    The landmarks are on the straight lines from one look to the other. If either saw nobody, or
    the body leapt, the nearer look stands for it.

    Args:
        before, after: looks before and after `time_s`.
        time_s: the frame's own time stamp.
    """
    share = _share(before.time_s, after.time_s, time_s)
    near = (before if share <= 0.5 else after).pose
    first, last = before.pose, after.pose
    if near is None:
        return Recorded(time_s, None, before.light)
    near = replace(near, time_s=time_s, other_at=None, between=True)
    if first is None or last is None or moved_tl(first, last) >= LEAP_TL:
        return Recorded(time_s, near, before.light)
    pose = replace(
        near,
        points=_mixed(first.points, last.points, share),
        visibility=_mixed(first.visibility, last.visibility, share),
        world=_mixed(first.world, last.world, share),
        outline=_either(first.outline, last.outline, near.outline, share),
        colors=_either(first.colors, last.colors, near.colors, share),
    )
    return Recorded(time_s, pose, before.light)


def _share(before_s: float, after_s: float, time_s: float) -> float:
    return (time_s - before_s) / max(after_s - before_s, 1e-9)


def _either(
    first: FloatArray | None, last: FloatArray | None, other: FloatArray | None, share: float
) -> FloatArray | None:
    return other if first is None or last is None else _mixed(first, last, share)


def _mixed(first: FloatArray, last: FloatArray, share: float) -> FloatArray:
    """Return a mixture in single precision, which is that of a recording."""
    return ((1.0 - share) * first + share * last).astype(np.float32).astype(np.float64)
