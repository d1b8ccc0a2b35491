"""What moves when a measure changes. In: a measure's name. Out: which joints move, and how.

A limb turns about a joint, a joint slides along a line, or a knee falls to a side. How far, only
the measure itself can tell: `stabiel.drawing.target_lines` asks it.
"""

from dataclasses import dataclass

from stabiel.anatomy import Part
from stabiel.body.measures.rotation import HIPS_TURN_DEG

BELOW_HIP = (Part.KNEE, Part.ANKLE, Part.HEEL, Part.TOE)
_BELOW_KNEE = (Part.ANKLE, Part.HEEL, Part.TOE)
_ARM = (Part.ELBOW, Part.WRIST)
_TRUNK = (Part.SHOULDER, Part.EAR, *_ARM)
_LEG_LINE = (Part.HIP, Part.KNEE, Part.ANKLE)
_THIGH_LINE = (Part.HIP, Part.KNEE)
_SHIN_LINE = (Part.KNEE, Part.ANKLE)
_FOOT = (Part.HEEL, Part.TOE)
_ARM_LINE = (Part.SHOULDER, Part.WRIST)


@dataclass(frozen=True, slots=True)
class LimbTurn:
    """A limb that turns about a joint in the plane of the picture.

    Attributes:
        hinge: the joint that it turns about.
        moves: the parts that turn.
        line: the parts that are drawn, in order; the last one is the end that is measured.
        other_end: if the angle is that of the joint itself, which is straight at 180 degrees, the
            end that stays in place.
    """

    hinge: Part
    moves: tuple[Part, ...]
    line: tuple[Part, ...]
    other_end: Part | None = None

    @property
    def is_joint(self) -> bool:
        """Whether the angle is that of the joint itself."""
        return self.other_end is not None


@dataclass(frozen=True, slots=True)
class Slide:
    """A joint that moves along a line, or across it.

    Attributes:
        moves: the parts that move; the first is the one that is drawn.
        ends: the parts that the line goes through.
        along: it moves along the line, else across it.
        line: the parts that are drawn, in order; none for a short line where the joint should be.
        others: it is the other side of the body that moves.
        is_joint: the angle is that of the first joint itself, between the ends of the line.
    """

    moves: tuple[Part, ...]
    ends: tuple[Part, Part]
    along: bool = False
    line: tuple[Part, ...] = ()
    others: bool = False
    is_joint: bool = False


@dataclass(frozen=True, slots=True)
class Fall:
    """A bent knee that falls out to its side, about the line from hip to ankle."""


@dataclass(frozen=True, slots=True)
class Twist:
    """Both knees that turn to a side, about the trunk.

    Attributes:
        hips_take: the degrees that the hips may have turned with them.
    """

    hips_take: float = 0.0


@dataclass(frozen=True, slots=True)
class Flatten:
    """The back, which should be flat."""


Freedom = LimbTurn | Slide | Fall | Twist | Flatten


def _above_body_line(*parts: Part) -> Slide:
    return Slide(parts, (Part.SHOULDER, Part.ANKLE))


def _above_trunk(*parts: Part) -> Slide:
    return Slide(parts, (Part.SHOULDER, Part.HIP))


_HIP = LimbTurn(Part.HIP, BELOW_HIP, _THIGH_LINE, Part.SHOULDER)
_KNEE = LimbTurn(Part.KNEE, _BELOW_KNEE, _LEG_LINE, Part.HIP)
_LEG = LimbTurn(Part.HIP, BELOW_HIP, _LEG_LINE)
_WHOLE_ARM = LimbTurn(Part.SHOULDER, _ARM, _ARM_LINE)
_UPPER_BODY = LimbTurn(Part.HIP, _TRUNK, (Part.HIP, Part.SHOULDER))
_MIDDLE = Slide(
    (Part.HIP,),
    (Part.SHOULDER, Part.KNEE),
    line=(Part.SHOULDER, Part.HIP, Part.KNEE),
    is_joint=True,
)

# Measures that are not here say that something stays as it was, or the picture does not show where
# their joints should go: nothing is drawn for them.
FREEDOMS: dict[str, Freedom] = {
    "hip_angle_deg": _HIP,
    "wider_hip_deg": _HIP,
    "folded_hip_deg": _HIP,
    "thigh_off_belly_deg": _HIP,
    "free_hip_deg": _HIP,
    "hip_stretch_deg": LimbTurn(Part.HIP, BELOW_HIP, _THIGH_LINE),
    "thigh_to_floor_deg": LimbTurn(Part.HIP, BELOW_HIP, _THIGH_LINE),
    "leg_above_trunk_deg": _LEG,
    "leg_above_floor_deg": _LEG,
    "knee_angle_deg": _KNEE,
    "free_knee_deg": _KNEE,
    "shoulder_angle_deg": LimbTurn(Part.SHOULDER, _ARM, _ARM_LINE, Part.HIP),
    "arm_above_trunk_deg": _WHOLE_ARM,
    "arm_to_floor_deg": _WHOLE_ARM,
    "elbow_angle_deg": LimbTurn(
        Part.ELBOW, (Part.WRIST,), (Part.SHOULDER, Part.ELBOW, Part.WRIST), Part.SHOULDER
    ),
    "neck_above_trunk_deg": LimbTurn(Part.SHOULDER, (Part.EAR,), (Part.SHOULDER, Part.EAR)),
    "trunk_lean_deg": _UPPER_BODY,
    "trunk_slope_deg": _UPPER_BODY,
    # The shin lies on the floor, and the hip comes down to it.
    "hip_to_ankle_tl": LimbTurn(Part.KNEE, (Part.HIP, *_TRUNK), (Part.KNEE, Part.HIP)),
    # Feet and shoulders stay on the floor, and the hip rises between them.
    "hip_extension_deg": _MIDDLE,
    "hip_above_shoulder_knee_deg": _MIDDLE,
    "pelvis_lift_tl": _above_body_line(Part.HIP),
    "hip_lift_tl": _above_body_line(Part.HIP),
    "pelvis_rise_tl": _above_body_line(Part.HIP),
    "knee_height_tl": _above_body_line(Part.KNEE),
    "head_height_tl": _above_body_line(Part.EAR),
    "head_lift_tl": _above_body_line(Part.EAR),
    "shoulder_lift_tl": _above_body_line(Part.SHOULDER),
    "wrist_height_tl": _above_body_line(Part.WRIST),
    "wrist_lift_tl": _above_body_line(Part.WRIST),
    "wrist_off_floor_tl": _above_body_line(Part.WRIST),
    "foot_lift_tl": _above_trunk(Part.HEEL, Part.TOE),
    "foot_height_tl": _above_trunk(Part.HEEL, Part.TOE),
    "heel_lift_tl": _above_trunk(Part.HEEL),
    "heel_up_tl": _above_trunk(Part.HEEL),
    "free_heel_tl": _above_trunk(Part.HEEL),
    "heel_over_trunk_tl": _above_trunk(Part.HEEL),
    "head_over_trunk_tl": _above_trunk(Part.EAR),
    "knee_over_trunk_tl": _above_trunk(Part.KNEE),
    "knee_below_trunk_tl": _above_trunk(Part.KNEE),
    "ear_over_floor_tl": Slide((Part.EAR,), (Part.KNEE, Part.WRIST)),
    "wrist_to_shoulder_tl": Slide(
        (Part.WRIST,), (Part.SHOULDER, Part.WRIST), along=True, line=_ARM_LINE
    ),
    "wrist_ahead_tl": Slide((Part.WRIST,), (Part.HIP, Part.SHOULDER), along=True),
    # The front foot goes the way that it points to, and the rear one the other way.
    "stance_tl": Slide(_BELOW_KNEE, _FOOT, along=True, line=_SHIN_LINE, others=True),
    "behind_tl": Slide(_BELOW_KNEE, _FOOT, along=True, line=_SHIN_LINE),
    "ankle_behind_hip_tl": Slide(_BELOW_KNEE, _FOOT, along=True, line=_SHIN_LINE),
    "fallout_deg": Fall(),
    "knees_turn_deg": Twist(),
    "twist_deg": Twist(HIPS_TURN_DEG),
    "back_curve_tl": Flatten(),
}
