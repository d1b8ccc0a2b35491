"""Which joints a fault is about. In: a measure's name, a body, a side. Out: points, and an arrow.

A fault is marked where it is: on the joints that its measure looks at, not on the limb that the
exercise follows. The arrow shows which way mends it.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from stabiel.anatomy import SIDES, Part, Side, View, landmark_index, other_side
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures import MEASURES
from stabiel.exercises.values import Limb, Towards
from stabiel.geometry import FloatArray, angle_deg, distance

# Which side of the body a measure looks at: the one that is asked for, the near one, both, or of
# two legs the one whose heel is higher or lower in the picture, or whose hip is opened further.
Which = Literal["asked", "near", "both", "higher_leg", "lower_leg", "wider_hip"]

# The length and the head of an arrow, and how far it stands off the joint, in torso lengths.
ARROW_TL, HEAD_TL, OFF_TL = 0.34, 0.1, 0.1

_ARM = (Part.SHOULDER, Part.ELBOW, Part.WRIST)
_HIP = (Part.SHOULDER, Part.HIP, Part.KNEE)
_LEG = (Part.HIP, Part.KNEE, Part.ANKLE)
_FOOT = (Part.ANKLE, Part.HEEL)
_TRUNK = (Part.SHOULDER, Part.HIP)
_NECK = (Part.SHOULDER, Part.EAR)


@dataclass(frozen=True, slots=True)
class Marked:
    """The joints of one measure.

    Attributes:
        line: the parts that are drawn bold, in order.
        joint: the one of them that the mark sits on, and the arrow begins at.
        which: whose they are.
    """

    line: tuple[Part, ...]
    joint: Part
    which: Which = "asked"


MARKED: dict[str, Marked] = {
    "hip_angle_deg": Marked(_HIP, Part.KNEE),
    "knee_angle_deg": Marked(_LEG, Part.KNEE),
    "shoulder_angle_deg": Marked(_ARM, Part.WRIST),
    "elbow_angle_deg": Marked(_ARM, Part.ELBOW),
    "hip_extension_deg": Marked(_HIP, Part.HIP),
    "hip_above_shoulder_knee_deg": Marked(_HIP, Part.HIP),
    "body_line_tilt_deg": Marked(_TRUNK, Part.HIP, "near"),
    "pelvis_lift_tl": Marked(_TRUNK, Part.HIP),
    "knee_height_tl": Marked(_LEG, Part.KNEE),
    "head_height_tl": Marked(_NECK, Part.EAR),
    "wrist_height_tl": Marked(_ARM, Part.WRIST),
    "knee_over_trunk_tl": Marked(_LEG, Part.KNEE),
    "heel_over_trunk_tl": Marked(_FOOT, Part.HEEL),
    "head_over_trunk_tl": Marked(_NECK, Part.EAR),
    "foot_lift_tl": Marked(_FOOT, Part.HEEL),
    "heel_lift_tl": Marked(_FOOT, Part.HEEL),
    "hip_lift_tl": Marked(_TRUNK, Part.HIP),
    "pelvis_rise_tl": Marked(_TRUNK, Part.HIP),
    "foot_height_tl": Marked(_FOOT, Part.HEEL),
    "head_lift_tl": Marked(_NECK, Part.EAR),
    "shoulder_lift_tl": Marked(_TRUNK, Part.SHOULDER),
    "wrist_lift_tl": Marked(_ARM, Part.WRIST),
    "wrist_off_floor_tl": Marked(_ARM, Part.WRIST),
    "heel_shift_tl": Marked(_FOOT, Part.HEEL),
    "feet_shift_tl": Marked(_FOOT, Part.HEEL, "both"),
    "knee_shift_tl": Marked(_LEG, Part.KNEE),
    "thigh_gap_deg": Marked((Part.HIP, Part.KNEE), Part.KNEE, "both"),
    "feet_parted_tl": Marked(_FOOT, Part.ANKLE, "both"),
    "ankle_off_knee_tl": Marked((Part.KNEE, Part.ANKLE), Part.ANKLE, "higher_leg"),
    "wider_hip_deg": Marked(_HIP, Part.KNEE, "wider_hip"),
    "folded_hip_deg": Marked(_HIP, Part.KNEE, "near"),
    "hips_apart_deg": Marked(_HIP, Part.KNEE, "lower_leg"),
    "thigh_off_belly_deg": Marked(_HIP, Part.KNEE, "wider_hip"),
    "wrist_to_knee_tl": Marked(_ARM, Part.WRIST, "near"),
    "wrist_to_shoulder_tl": Marked(_ARM, Part.WRIST),
    "knee_gap_tl": Marked((Part.HIP, Part.KNEE), Part.KNEE, "both"),
    "pelvis_tilt_tl": Marked((Part.HIP,), Part.HIP, "both"),
    "trunk_slope_deg": Marked(_TRUNK, Part.SHOULDER, "near"),
    "thigh_to_floor_deg": Marked((Part.HIP, Part.KNEE), Part.KNEE),
    "arm_to_floor_deg": Marked(_ARM, Part.WRIST),
    "knee_below_trunk_tl": Marked(_LEG, Part.KNEE),
    "arm_above_trunk_deg": Marked(_ARM, Part.WRIST),
    "leg_above_trunk_deg": Marked(_LEG, Part.ANKLE),
    "leg_above_floor_deg": Marked(_LEG, Part.ANKLE),
    "neck_above_trunk_deg": Marked(_NECK, Part.EAR),
    "head_hang_deg": Marked(_NECK, Part.EAR, "near"),
    "hip_along_floor_tl": Marked(_TRUNK, Part.HIP),
    "shoulder_along_floor_tl": Marked(_TRUNK, Part.SHOULDER),
    "face_forward_deg": Marked(_NECK, Part.EAR, "near"),
    "face_to_floor_deg": Marked(_NECK, Part.EAR, "near"),
    "ear_over_floor_tl": Marked(_NECK, Part.EAR, "near"),
    "weight_shift_tl": Marked(_TRUNK, Part.SHOULDER, "near"),
    "back_curve_tl": Marked(_TRUNK, Part.SHOULDER, "near"),
    "hip_to_ankle_tl": Marked(_LEG, Part.HIP),
    "wrist_ahead_tl": Marked(_ARM, Part.WRIST),
    "trunk_lean_deg": Marked(_TRUNK, Part.SHOULDER),
    "stance_tl": Marked((Part.KNEE, Part.ANKLE), Part.ANKLE, "both"),
    "behind_tl": Marked(_LEG, Part.ANKLE),
    "ankle_behind_hip_tl": Marked(_LEG, Part.ANKLE),
    "knee_past_toes_tl": Marked((Part.KNEE, Part.ANKLE, Part.TOE), Part.TOE),
    "knee_over_ankle_tl": Marked((Part.KNEE, Part.ANKLE), Part.KNEE),
    "hip_stretch_deg": Marked(_HIP, Part.HIP),
    "thigh_turn_deg": Marked(_LEG, Part.KNEE),
    "thighs_fallen_deg": Marked(_LEG, Part.KNEE, "both"),
    "twist_deg": Marked(_LEG, Part.KNEE, "both"),
    "fallout_deg": Marked(_LEG, Part.KNEE),
    "hips_turn_deg": Marked((Part.HIP,), Part.HIP, "both"),
    "shoulders_turn_deg": Marked(_TRUNK, Part.SHOULDER, "both"),
    "shoulders_spread_tl": Marked(_TRUNK, Part.SHOULDER, "both"),
    "shoulders_opened_tl": Marked(_TRUNK, Part.SHOULDER, "both"),
    "knees_turn_deg": Marked(_LEG, Part.KNEE, "both"),
    "free_hip_deg": Marked(_HIP, Part.KNEE, "higher_leg"),
    "free_knee_deg": Marked(_LEG, Part.KNEE, "higher_leg"),
    "free_heel_tl": Marked(_FOOT, Part.HEEL, "higher_leg"),
    "planted_leg_shift_tl": Marked(_LEG, Part.KNEE, "lower_leg"),
    "heel_up_tl": Marked(_FOOT, Part.HEEL),
}


@dataclass(frozen=True, slots=True)
class MarkedLimb:
    """The joints of a fault on one side of a body.

    Attributes:
        line: (n, 2) points in pixels, in order; at least one.
        joint: (2,) where the mark sits.
    """

    line: FloatArray
    joint: FloatArray


def marked_limbs(measure: str, of: Limb, body: Body, working: Side) -> list[MarkedLimb]:
    """Return the joints that a fault marks; only those that are judged, so perhaps none.

    A fault of the back marks the line of the back.

    Args:
        measure: its name.
        of: the limb that the fault asks for.
        body: the body in the picture.
        working: the working side.
    """
    outline = body.pose.outline
    if MEASURES[measure].needs_outline and outline is not None:
        return [MarkedLimb(outline, outline[len(outline) // 2])]
    marked = MARKED[measure]
    found = []
    for side in sides_of(marked.which, of, body, working):
        if all(is_seen(body, part, side) for part in marked.line):
            points = body.pose.points
            found.append(
                MarkedLimb(
                    points[[landmark_index(part, side) for part in marked.line]],
                    points[landmark_index(marked.joint, side)],
                )
            )
    return found


def mending_arrow(
    limb: MarkedLimb, others: list[MarkedLimb], towards: Towards, body: Body
) -> tuple[FloatArray, FloatArray] | None:
    """Return an arrow that begins beside a joint: its line (2, 2) and its head (3, 2), in pixels.

    Args:
        limb: the joint, and the line that it belongs to.
        others: the same joint of the other side, if it is marked too.
        towards: the way that mends the fault.
        body: the body in the picture.

    Returns:
        None if the picture does not show that way.
    """
    way = _way(limb, others, towards, body)
    if way is None or (length := float(np.hypot(*way))) < 1.0:
        return None
    return _arrow(limb.joint, way / length, ARROW_TL * body.torso_px, body)


def arrow_to(
    joint: FloatArray, place: FloatArray, body: Body
) -> tuple[FloatArray, FloatArray] | None:
    """Return an arrow from a joint towards its place, as `mending_arrow`, but not beyond it.

    Args:
        joint: (2,) in pixels, where it is.
        place: (2,) in pixels, where it should be.
        body: the body in the picture.

    Returns:
        None if it is too near for an arrow.
    """
    way = place - joint
    length = float(np.hypot(*way))
    room = length - OFF_TL * body.torso_px
    if room < 2.0 * HEAD_TL * body.torso_px:
        return None
    return _arrow(joint, way / length, min(room, ARROW_TL * body.torso_px), body)


def _arrow(
    joint: FloatArray, way: FloatArray, length: float, body: Body
) -> tuple[FloatArray, FloatArray]:
    """Return the line and the head of an arrow of a length in pixels, the way of a unit vector."""
    across = np.array([-way[1], way[0]])
    start = joint + OFF_TL * body.torso_px * way
    tip = start + length * way
    back = tip - HEAD_TL * body.torso_px * way
    wide = 0.7 * HEAD_TL * body.torso_px * across
    return np.array([start, tip]), np.array([back + wide, tip, back - wide])


def _way(
    limb: MarkedLimb, others: list[MarkedLimb], towards: Towards, body: Body
) -> FloatArray | None:
    """Return a vector in the picture, of any length."""
    if towards in ("up", "down"):
        # A camera that looks down does not show what is higher.
        if body.view is View.HIGH:
            return None
        return np.array([0.0, -1.0 if towards == "up" else 1.0]) * body.torso_px
    if towards in ("head", "feet"):
        shoulder, hip = (
            body.pose.points[landmark_index(part, body.near)] for part in (Part.SHOULDER, Part.HIP)
        )
        trunk: FloatArray = shoulder - hip
        return trunk if towards == "head" else -trunk
    if towards == "straight":
        return _straightening(limb)
    if len(others) != 1:
        return None
    apart = others[0].joint - limb.joint
    return apart if towards == "together" else -apart


def _straightening(limb: MarkedLimb) -> FloatArray:
    """Return the way of a bent joint to the line between its neighbors, or of an end outwards."""
    first, last = limb.line[0], limb.line[-1]
    along: FloatArray = last - first
    if distance(limb.joint, last) < 1.0:
        return along
    share = float((limb.joint - first) @ along) / max(float(along @ along), 1.0)
    way: FloatArray = first + share * along - limb.joint
    return way


def sides_of(which: Which, of: Limb, body: Body, working: Side) -> tuple[Side, ...]:
    """Return the sides of the body that a measure looks at, at least one.

    Args:
        which: of its `Marked`.
        of: the limb that is asked for.
        body: the body in the picture.
        working: the working side.
    """
    if which == "both":
        return SIDES
    if which == "near" or of == "near":
        return (body.near,)
    if which == "asked":
        return (working if of == "working" else other_side(working),)
    if which == "wider_hip":
        return (_wider_hip(body),)
    # Image rows grow downwards: the higher heel has the smaller one.
    heels = {side: float(body.pose.points[landmark_index(Part.HEEL, side)][1]) for side in SIDES}
    higher = min(SIDES, key=lambda side: heels[side])
    return (higher if which == "higher_leg" else other_side(higher),)


def _wider_hip(body: Body) -> Side:
    """Return the side whose hip is opened further; the near one if the other is not visible."""
    if not all(is_seen(body, part, other_side(body.near)) for part in _HIP):
        return body.near
    angles = {
        side: angle_deg(*(body.pose.points[landmark_index(part, side)] for part in _HIP))
        for side in SIDES
    }
    return max(SIDES, key=lambda side: angles[side])


def is_seen(body: Body, part: Part, side: Side) -> bool:
    """Return whether a joint is drawn: the same joints that are judged."""
    try:
        body.point(part, side)
    except UnseenError:
        return False
    return True
