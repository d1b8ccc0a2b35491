"""Stick figures whose legs do different things: near and far, or front and rear.

Lengths, axes and the floor are those of `tests.bodies`.
"""

import math

from stabiel.anatomy import Part
from tests.bodies import (
    ANKLE_HEIGHT,
    HOOK_LYING_FEET_X,
    SHIN,
    SHOULDER_HEIGHT,
    THIGH,
    Figure,
    Point,
    along,
    bend,
    hook_lying,
    supine,
)

FLAT_FOOT = ((-0.05, -0.1), (0.35, -0.1))


def leg(hip: Point, thigh_deg: float, knee_deg: float) -> Figure:
    """Return a leg in the air, bent at the knee like one of a person who lies with the head left.

    Args:
        hip: where it begins.
        thigh_deg: the direction of the thigh; 0 to the feet, 90 up.
        knee_deg: hip-knee-ankle.
    """
    knee = along(hip, thigh_deg, THIGH)
    shin_deg = thigh_deg + knee_deg - 180.0
    ankle = along(knee, shin_deg, SHIN)
    return {
        Part.KNEE: knee,
        Part.ANKLE: ankle,
        Part.HEEL: along(ankle, shin_deg - 60.0, 0.1),
        Part.TOE: along(ankle, shin_deg + 80.0, 0.3),
    }


def planted(pitch_deg: float = 0.0, slide: float = 0.0) -> Figure:
    """On the back, this leg on the floor; the pelvis may be lifted, the foot slid out."""
    return supine(pitch_deg, HOOK_LYING_FEET_X + slide)


def cycling(loop: float, pitch_deg: float = 0.0, out_knee_deg: float = 164.0) -> Figure:
    """On the back, this leg in the air on its loop: bent up at 0, out at 1."""
    body = planted(pitch_deg)
    hip_deg = 88.0 + (150.0 - 88.0) * loop
    return body | leg(body[Part.HIP], 180.0 - hip_deg, 84.0 + (out_knee_deg - 84.0) * loop)


def figure_four(
    hip_deg: float,
    *,
    shoulder_lift: float = 0.0,
    head_lift: float = 0.0,
    ankle_slip: float = 0.0,
    hands_off: bool = False,
) -> tuple[Figure, Figure]:
    """On the back, one ankle on the other knee: the leg that is held, and the crossed one.

    Args:
        hip_deg: of the leg that is held; at rest, both feet on the floor, it is 125.
        shoulder_lift, head_lift: from the floor; the head goes along with the shoulders.
        ankle_slip: of the crossed leg, from the knee along the thigh to the hip.
        hands_off: the arms lie beside the body.
    """
    body = hook_lying(head_lift=head_lift + shoulder_lift)
    shoulder = (0.0, SHOULDER_HEIGHT + shoulder_lift)
    hip = body[Part.HIP]
    held = leg(hip, 180.0 - hip_deg, 95.0)
    knee = held[Part.KNEE]
    # The crossed thigh points at the camera and away, so its picture is short.
    crossed_knee = along(hip, 180.0 - hip_deg + 8.0, 0.5)
    ankle = along(knee, -hip_deg, 0.06 + ankle_slip)
    crossed = {
        Part.KNEE: crossed_knee,
        Part.ANKLE: ankle,
        Part.HEEL: (ankle[0] + 0.06, ankle[1] - 0.05),
        Part.TOE: (ankle[0] + 0.1, ankle[1] + 0.25),
    }
    wrist = (0.95, 0.08) if hands_off else along(hip, 180.0 - hip_deg, 0.45)
    trunk = body | {
        Part.SHOULDER: shoulder,
        Part.ELBOW: bend(shoulder, wrist, 0.6, 0.5),
        Part.WRIST: wrist,
    }
    return trunk | held, trunk | crossed


def lunge(
    stance: float,
    *,
    rear_knee_deg: float = 172.0,
    lean_deg: float = 15.0,
    ahead: float = 0.6,
) -> tuple[Figure, Figure]:
    """In a split stance, facing right: the front side and the rear one.

    Args:
        stance: from ankle to ankle; 0 is standing.
        rear_knee_deg: of the rear leg, which is off the floor.
        lean_deg: of the trunk, forward.
        ahead: where the hip is, as a share of the way from the rear ankle to the front one.
    """
    rear_ankle, front_ankle = (0.0, ANKLE_HEIGHT + 0.1 * min(1.0, stance)), (stance, ANKLE_HEIGHT)
    rear_leg = math.sqrt(
        THIGH**2 + SHIN**2 - 2 * THIGH * SHIN * math.cos(math.radians(rear_knee_deg))
    )
    high = math.sqrt(rear_leg**2 - (ahead * stance) ** 2)
    hip = (ahead * stance, rear_ankle[1] + high)
    rear_knee = bend(hip, rear_ankle, THIGH, SHIN, up=hip[0] <= rear_ankle[0])
    front = _standing_leg(hip, front_ankle)
    rear: Figure = {Part.KNEE: rear_knee, Part.ANKLE: rear_ankle}
    rear |= {
        Part.HEEL: (rear_ankle[0] - 0.12, rear_ankle[1] + 0.02),
        Part.TOE: (rear_ankle[0] + 0.15, ANKLE_HEIGHT - 0.1),
    }
    return _upright(hip, lean_deg) | front, _upright(hip, lean_deg) | rear


def half_kneeling(
    stance: float = 1.55, *, thigh_back_deg: float = 15.0, lean_deg: float = 5.0
) -> tuple[Figure, Figure]:
    """Kneeling on the rear knee, facing right: the front side and the rear one.

    The rear foot lies on its back: its toes point the other way.

    Args:
        stance: from ankle to ankle.
        thigh_back_deg: of the rear thigh behind the vertical.
        lean_deg: of the trunk, forward.
    """
    ankle = (0.0, 0.05)
    knee = (SHIN, 0.12)
    hip = along(knee, 90.0 - thigh_back_deg, THIGH)
    rear: Figure = {Part.KNEE: knee, Part.ANKLE: ankle}
    rear |= {Part.HEEL: (0.0, 0.15), Part.TOE: (-0.3, 0.03)}
    front = _standing_leg(hip, (stance, ANKLE_HEIGHT))
    return _upright(hip, lean_deg) | front, _upright(hip, lean_deg) | rear


def _standing_leg(hip: Point, ankle: Point) -> Figure:
    """Return a leg whose foot stands flat, its knee bent forward."""
    figure: Figure = {
        Part.KNEE: bend(hip, ankle, THIGH, SHIN, up=ankle[0] >= hip[0]),
        Part.ANKLE: ankle,
    }
    for part, (x, y) in zip((Part.HEEL, Part.TOE), FLAT_FOOT, strict=True):
        figure[part] = (ankle[0] + x, ankle[1] + y)
    return figure


def _upright(hip: Point, lean_deg: float) -> Figure:
    shoulder = along(hip, 90.0 - lean_deg, 1.0)
    return {
        Part.EAR: along(shoulder, 90.0 - lean_deg, 0.35),
        Part.SHOULDER: shoulder,
        Part.ELBOW: (shoulder[0] + 0.1, shoulder[1] - 0.5),
        Part.WRIST: (shoulder[0] + 0.2, shoulder[1] - 0.95),
        Part.HIP: hip,
    }
