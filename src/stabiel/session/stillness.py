"""Whether somebody keeps still. In: bodies in the order of time. Out: yes or no."""

from collections import deque
from collections.abc import Sequence

import numpy as np

from stabiel.anatomy import SIDES, Part, Side, landmark_index
from stabiel.body.body import REST_COVERED_S, REST_S, Body
from stabiel.geometry import FloatArray

# A head that looks around leaves the posture as it is, so it is none of them.
MOVING_PARTS = (Part.SHOULDER, Part.ELBOW, Part.WRIST, Part.HIP, Part.KNEE, Part.ANKLE)
# A slow movement, of 1.5 to 3 s each way, shows in a longer time only, and in that a hip under
# clothes goes to and fro by 0.13 torso lengths while somebody kneels still. A knee stands on the
# floor or over its foot: it stays within 0.02 to 0.04 for 19 s (2 real people, `full` and `heavy`),
# and goes by 0.10 to 0.14 as the hips sway or the knees hover.
STEADY_S, STEADY_TL = 3.0, 0.06
# So much of the time in which nothing moves must be covered by pictures.
_COVERED = REST_COVERED_S / REST_S


class Stillness:
    """Whether parts of the near side moved lately. Holds where they were.

    Args:
        parts: those that are looked at.
        within_s: how long ago is lately.
        limit_tl: how far they may be found from a place while they stay there, in torso lengths.
    """

    def __init__(self, parts: Sequence[Part], within_s: float, limit_tl: float) -> None:
        self._rows = {side: [landmark_index(part, side) for part in parts] for side in SIDES}
        self._within_s, self._limit_tl = within_s, limit_tl
        self._before: deque[tuple[float, Side, FloatArray]] = deque()

    def update(self, time_s: float, body: Body | None) -> bool:
        """Take one frame, and return whether nothing moved before it."""
        if body is None or body.pose.cut:
            self._before.clear()
            return False
        points = body.pose.points[self._rows[body.near]]
        self._before.append((time_s, body.near, points))
        while time_s - self._before[0][0] > self._within_s + 1e-4:
            self._before.popleft()
        first_s, near, _ = self._before[0]
        if time_s - first_s < _COVERED * self._within_s or near != body.near:
            return False
        # All of them, so that it is no matter how often something goes to and fro.
        before = np.array([each for _, side, each in self._before if side == body.near])
        moved = np.linalg.norm(before - points, axis=2)
        return bool(moved.max() < self._limit_tl * body.torso_px)
