"""Whether a demonstration can be learned from. In: it, read. Out: nothing, or why not."""

import numpy as np

from stabiel.anatomy import Part, Reason, landmark_index
from stabiel.tuning.teaching.demonstration import Demonstration, Floats, why_hidden
from stabiel.tuning.teaching.excursions import STILL_S, still_rows
from stabiel.tuning.teaching.wish import TeachingError

# Somebody is in the picture for this share of the time.
SEEN_SHARE = 0.3
# Somebody else was seen for this share of the looks.
OTHERS_SHARE = 0.3
# While the posture keeps still, the hips keep their place in the picture: they move by this much,
# in torso lengths, in a second at most if the camera stands. Resting people breathe and shift by up
# to 0.02; a camera in the hand moves by 0.05 and more.
CAMERA_TL = 0.05


def refuse_unusable(demonstration: Demonstration) -> None:
    """Return if a demonstration shows one whole person and the camera stands still.

    Raises:
        TeachingError: it does not.
    """
    bodies = demonstration.bodies
    found = sum(body is not None for body in bodies)
    if found == 0 or found < SEEN_SHARE * len(bodies):
        raise TeachingError("nobody")
    if demonstration.others > OTHERS_SHARE:
        raise TeachingError("two_people")
    reason = why_hidden(demonstration)
    if reason is Reason.OUT_OF_PICTURE:
        raise TeachingError("out_of_picture")
    if reason is not None:
        raise TeachingError("hidden")
    if _camera_moves(demonstration):
        raise TeachingError("moving_camera")


def _camera_moves(demonstration: Demonstration) -> bool:
    """Return whether the hips move in the picture while the posture keeps still."""
    rows = still_rows(demonstration)
    if not rows:
        return False
    times_s = demonstration.times_s
    moved = []
    for row in rows:
        around = np.flatnonzero(np.abs(times_s - times_s[row]) <= STILL_S / 2)
        hips = np.array([_hips(demonstration, int(each)) for each in around])
        moved.append(float(np.max(np.ptp(hips, axis=0))))
    return float(np.median(moved)) > CAMERA_TL


def _hips(demonstration: Demonstration, row: int) -> Floats:
    body = demonstration.bodies[row]
    if body is None:
        return np.full(2, np.nan)
    rows = [landmark_index(Part.HIP, "left"), landmark_index(Part.HIP, "right")]
    place: Floats = body.pose.points[rows].mean(axis=0) / body.torso_px
    return place
