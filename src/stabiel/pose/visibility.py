"""Puts the visibilities of all models on one scale. In: a pose and a model. Out: a pose.

The models mean different things by a visibility of 0.5. On the same frames of the thirty sample
clips `heavy` reports less for a leg that lies behind the other one (a tenth of all knees under
0.08, where `full` has 0.35), although it is nearer to the true joint there: at 0.1 to 0.5 it is
more than 0.2 torso lengths off in 1 % of the frames, `full` in 3 % at 0.4 to 0.6. All limits of the
judgment are on the scale of `full`. `python -m benchmarks.visibility` measures the scales.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from stabiel.pose.pose import Pose


class Scale(NamedTuple):
    """The logit of a visibility on the scale of `full`: `slope` times the model's, plus `shift`."""

    slope: float
    shift: float


# Landmarks of the arms (elbow to fingers) and legs (knee to toe). Those of the head and the trunk
# are practically always visible, with 0.99 and more.
ARMS = slice(13, 23)
LEGS = slice(25, 33)
# The quantiles from 1 to 99 % of both models on the thirty sample clips, fitted by a line. Real
# recordings give nearly the same (legs 0.71 and 1.08, arms 0.76 and 0.61), and judge alike.
SCALES: dict[str, tuple[tuple[slice, Scale], ...]] = {
    "heavy": ((ARMS, Scale(0.71, 0.22)), (LEGS, Scale(0.73, 1.25)))
}
# Nearer to 0 and 1 than this, a visibility has no useful logit.
_EDGE = 1e-4


def on_one_scale(pose: Pose, model: str) -> Pose:
    """Return a pose with its visibilities on the scale of `full`.

    Args:
        pose: as it was detected.
        model: the name of the model, as a session stores it. If a session went on with a lighter
            model ("heavy, then full"), the scale of the first one is used for all of it: where the
            change was is not recorded, and a replay must judge as the session did.
    """
    scales = SCALES.get(model.partition(",")[0])
    if scales is None:
        return pose
    visibility = pose.visibility.copy()
    for limb, scale in scales:
        inside = np.clip(visibility[limb], _EDGE, 1 - _EDGE)
        logit = scale.slope * np.log(inside / (1 - inside)) + scale.shift
        visibility[limb] = 1 / (1 + np.exp(-logit))
    return replace(pose, visibility=visibility)
