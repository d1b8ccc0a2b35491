"""Counts as most exercise counters do, for comparison. In: poses. Out: a number of repetitions.

There are two fixed thresholds on one joint angle: a value above the upper one is "up", and the next
value below the lower one completes a repetition. There is no posture, no own start and no view.
"""

from collections.abc import Iterable

import numpy as np

from stabiel.anatomy import SIDES, Part, Side, landmark_index
from stabiel.geometry import angle_deg
from stabiel.pose.pose import Pose

UP_DEG = 160.0
DOWN_DEG = 140.0

_HIP = (Part.SHOULDER, Part.HIP, Part.KNEE)
_KNEE = (Part.HIP, Part.KNEE, Part.ANKLE)
_SHOULDER = (Part.HIP, Part.SHOULDER, Part.WRIST)
JOINTS: dict[str, tuple[Part, Part, Part]] = {
    "bridging": _HIP,
    "leg-lift": _KNEE,
    "heel-slide": _KNEE,
    "single-leg-cycle": _KNEE,
    "arm-reach": _SHOULDER,
    "leg-reach": _HIP,
}


def count(exercise: str, poses: Iterable[Pose | None], down_deg: float = DOWN_DEG) -> int:
    """Return how many repetitions two fixed thresholds count on the more visible side."""
    joint = JOINTS.get(exercise, _HIP)
    repetitions, up = 0, False
    for pose in poses:
        if pose is None:
            continue
        side: Side = max(SIDES, key=lambda each: _visibility(pose, joint, each))
        points = [pose.points[landmark_index(part, side)] for part in joint]
        angle = angle_deg(points[0], points[1], points[2])
        if angle > UP_DEG:
            up = True
        elif angle < down_deg and up:
            up, repetitions = False, repetitions + 1
    return repetitions


def _visibility(pose: Pose, joint: tuple[Part, Part, Part], side: Side) -> float:
    return float(np.mean([pose.visibility[landmark_index(part, side)] for part in joint]))
