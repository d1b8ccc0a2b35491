"""Measures of a body in a split stance, standing or half kneeling. In: a body. Out: values by name.

Up is the picture's own up. Forward is the direction in which the knees bend, the same for both
legs. In half kneeling feet are no guide, since the rear one may lie on its back and point the other
way; if the knees are too straight to tell, both feet stand on their soles, and they are.
"""

from contextlib import suppress

import numpy as np

from stabiel import geometry
from stabiel.anatomy import (
    SIDES,
    Part,
    Side,
    other_side,
)
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures.measure import Measure
from stabiel.geometry import FloatArray

# How far a knee is in front of the middle of its leg, torso lengths: 0.26 to 0.64 in half kneeling,
# 0.08 at most in a straight leg (2 real people, 2 rendered ones). None was behind by over 0.03.
_BENT_TL = 0.2
# How far the toes of both feet together are in front of the heels: 0.44 to 0.85 (11 rendered
# bodies, both models), also with straight knees, which read -0.03 to 0.10 forward of their legs.
_FEET_TL = 0.3


def _forward(body: Body) -> FloatArray:
    """Return the direction in which the person faces, a (2,) unit vector along the picture.

    Knees that are bent tell it, else the feet, else how little the knees are bent.

    Raises:
        UnseenError: neither leg is visible, or only one that is too straight to tell.
    """
    ahead, unseen = 0.0, []
    for side in SIDES:
        try:
            hip, knee, ankle = (body.point(p, side) for p in (Part.HIP, Part.KNEE, Part.ANKLE))
        except UnseenError as error:
            unseen.append(error)
            continue
        ahead += float(knee[0]) - float(hip[0] + ankle[0]) / 2
    if abs(ahead) < _BENT_TL * body.torso_px:
        if unseen:
            raise unseen[0]
        toes_ahead = _toes_ahead_px(body)
        if abs(toes_ahead) >= _FEET_TL * body.torso_px:
            return geometry.unit(np.array([toes_ahead, 0.0]))
    return geometry.unit(np.array([ahead, 0.0]))


def _toes_ahead_px(body: Body) -> float:
    """How far the toes are to the right of the heels, both feet added up; hidden feet add 0."""
    ahead = 0.0
    for side in SIDES:
        with suppress(UnseenError):
            ahead += float(body.point(Part.TOE, side)[0] - body.point(Part.HEEL, side)[0])
    return ahead


def _stance(body: Body, side: Side) -> float:
    left, right = (body.point(Part.ANKLE, each) for each in SIDES)
    return geometry.distance(left, right) / body.torso_px


def _behind(body: Body, side: Side) -> float:
    """How far this side's ankle is behind the other's."""
    behind = body.point(Part.ANKLE, other_side(side)) - body.point(Part.ANKLE, side)
    return float(behind @ _forward(body)) / body.torso_px


def _ankle_behind_hip(body: Body, side: Side) -> float:
    """How far this side's ankle is behind its hip: about 0 in a leg that is stood on."""
    behind = body.point(Part.HIP, side) - body.point(Part.ANKLE, side)
    return float(behind @ _forward(body)) / body.torso_px


def _knee_past_toes(body: Body, side: Side) -> float:
    toe = body.point(Part.TOE, side)
    return float((body.point(Part.KNEE, side) - toe) @ _forward(body)) / body.torso_px


def _knee_over_ankle(body: Body, side: Side) -> float:
    """How much higher the knee is than the ankle: about 0 for a knee on the floor."""
    knee, ankle = body.point(Part.KNEE, side), body.point(Part.ANKLE, side)
    return float(ankle[1] - knee[1]) / body.torso_px


def _hip_stretch(body: Body, side: Side) -> float:
    """The bend at the hip as a signed angle: positive if the thigh is behind the trunk line."""
    shoulder, hip, knee = (body.point(part, side) for part in (Part.SHOULDER, Part.HIP, Part.KNEE))
    bend = 180.0 - geometry.angle_deg(shoulder, hip, knee)
    down = geometry.unit(hip - shoulder)
    forward = _forward(body)
    ahead = forward - down * float(forward @ down)
    return -bend if float((knee - hip) @ ahead) > 0 else bend


def _tl(compute: object, meaning: str, *, decides: str = "") -> Measure:
    return Measure(compute, "tl", meaning, decides=decides)  # type: ignore[arg-type]


_FORWARD_IS = (
    "forward: to the left or right in the picture, where both knees together bend to; where one "
    "does if the other is hidden; where the toes point if the knees are straight"
)

STANDING: dict[str, Measure] = {
    "stance_tl": _tl(_stance, "distance of the ankles"),
    "behind_tl": _tl(
        _behind, "ankle behind the other, against where the knees bend to", decides=_FORWARD_IS
    ),
    "ankle_behind_hip_tl": _tl(
        _ankle_behind_hip,
        "ankle behind the hip, against where the knees bend to",
        decides=_FORWARD_IS,
    ),
    "knee_past_toes_tl": _tl(_knee_past_toes, "knee beyond the toes", decides=_FORWARD_IS),
    "knee_over_ankle_tl": _tl(_knee_over_ankle, "knee higher than the ankle in the picture"),
    "hip_stretch_deg": Measure(
        _hip_stretch,
        "deg",
        "bend at the hip; positive: thigh behind the trunk line",
        (Part.SHOULDER, Part.HIP, Part.KNEE),
        decides=_FORWARD_IS,
    ),
}
