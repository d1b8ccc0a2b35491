"""Detects a body that leaps as no body can. In: bodies in the order of time. Out: yes or no.

The landmarker slips if somebody walks past in front, or if there are too few pixels: for a moment
it finds a leg somewhere else, with full confidence. What is read in that moment says nothing about
the person.
"""

from collections import deque

import numpy as np

from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.body.body import Body
from stabiel.coach.tolerances import SLIP_S

# Torso lengths (about half a meter) per second. The fastest in the rendered stretches, over a tenth
# of a second: 3.6 for the trunk, 5.5 for a leg; more only if crossed ankles are mixed up. Someone
# who sits back on the heels in half a second moves the hips at 3 at most (minimum jerk).
LIMITS_TL_S = {Part.SHOULDER: 4.0, Part.HIP: 4.0, Part.KNEE: 6.0, Part.ANKLE: 6.0}
# From frame to frame jitter alone looks fast: 0.05 torso lengths at 60 frames per second.
OVER_S = 0.1
_LIMITS_TL_S = np.array([*LIMITS_TL_S.values()])
_ROWS = {side: [landmark_index(part, side) for part in LIMITS_TL_S] for side in SIDES}


class JumpWatch:
    """Detects recent leaps of one body. Holds the last bodies, and when the last leap was."""

    def __init__(self) -> None:
        self._bodies: deque[Body] = deque()
        self._leapt_s: float | None = None

    def update(self, body: Body) -> bool:
        """Take one frame and return whether the near side leapt within the last `SLIP_S`."""
        time_s = body.pose.time_s
        self._bodies.append(body)
        while len(self._bodies) > 2 and time_s - self._bodies[1].pose.time_s >= OVER_S - 1e-6:
            self._bodies.popleft()
        if _leaps(self._bodies[0], body):
            self._leapt_s = time_s
        return self._leapt_s is not None and time_s - self._leapt_s < SLIP_S

    def interrupt(self) -> None:
        """Forget the last bodies: the next one may be somewhere else, or somebody else."""
        self._bodies.clear()


def _leaps(before: Body, now: Body) -> bool:
    """Return whether a joint of the near side went further than it can in the time between."""
    # Steps shorter than a video's come from a camera that stamps two frames with nearly one time.
    took_s = max(now.pose.time_s - before.pose.time_s, OVER_S / 2)
    unit = max(now.torso_px, before.torso_px) * took_s
    rows = _ROWS[now.near]
    moved = np.linalg.norm(now.pose.points[rows] - before.pose.points[rows], axis=1)
    return bool((moved > _LIMITS_TL_S * unit).any())
