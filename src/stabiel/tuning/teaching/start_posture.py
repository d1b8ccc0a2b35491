"""The start posture of a demonstration. In: bodies at rest. Out: a shared posture, or its own one.

A posture that comes with stabiel is taken if it holds, because many people were measured for it.
Otherwise the posture is described by what the near side shows: the trunk, the hip, the knee.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from stabiel.anatomy import Part, Side, View
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures import MEASURES
from stabiel.coach.noise import room_within
from stabiel.coach.readings import Readings
from stabiel.exercises.book import ExerciseBook
from stabiel.exercises.values import Attitude
from stabiel.tuning.teaching.comparison import trusted_from
from stabiel.tuning.teaching.demonstration import Floats
from stabiel.tuning.teaching.limits_from import OTHERS_DEG, rounded
from stabiel.wording.catalogue import in_both
from stabiel.wording.language import Text

# A shared posture is the start if it holds in this share of the frames at rest.
HOLDS = 0.8
# More room than this within its limits, in units of the noise, makes a posture no better.
ROOM = 2.0
# A joint that is straighter than this, or more bent than that, has no limit beyond it.
STRAIGHT_DEG, FOLDED_DEG = 145.0, 50.0
# A trunk is upright below this angle to the vertical; in `trunk_low` it lies above the other one.
UPRIGHT_DEG, LYING_DEG = 45.0, 55.0
_NOSE = 0


@dataclass(frozen=True)
class LearnedPosture:
    """The posture in which a movement starts.

    Attributes:
        name: a shared posture, or `start` for one of its own.
        checks: those of its own, as in an exercise file.
        posture: its own posture, as in an exercise file; None if it is a shared one.
        say: what is said to get into it.
    """

    name: str
    say: Text
    checks: dict[str, Any] = field(default_factory=dict)
    posture: dict[str, Any] | None = None


OWN = "start-shown"


def shared_postures(
    bodies: Sequence[Body], book: ExerciseBook, view: View, *, legs_differ: bool
) -> list[LearnedPosture]:
    """Return the shared postures that hold at rest, the one that fits best first.

    Args:
        bodies: at rest.
        book: the shared postures and checks.
        view: of most of the demonstration.
        legs_differ: one leg rests elsewhere than the other, as in only some postures.
    """
    found: list[tuple[tuple[float, ...], LearnedPosture]] = []
    for order, (name, posture) in enumerate(book.shared.postures.items()):
        rooms = [_rooms(body, posture.needs, book) for body in bodies]
        held = [room for room in rooms if room is not None]
        if not held or len(held) < HOLDS * len(rooms):
            continue
        room = np.median(np.array(held), axis=0)
        # Seen from elsewhere than the side bodies differ more: all the room there is will do.
        enough = min(ROOM, float(np.min(room))) if view is View.SIDE else float(np.mean(room))
        like = (posture.figure.far_thigh_deg is not None) == legs_differ
        rank = (like, len(posture.needs) > 1, round(enough, 1), -len(posture.needs), -order)
        found.append((rank, LearnedPosture(name, posture.say)))
    return [each for _, each in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _rooms(body: Body, needs: Sequence[str], book: ExerciseBook) -> list[float] | None:
    """Return how far within each need a body is, in units of its noise; None if one is broken."""
    seen = Readings(body, None, book.checks)
    rooms = []
    for name in needs:
        check = book.checks[name]
        value = seen.value(check.measure, "near")
        if value is None or not check.holds(value):
            return None
        rooms.append(room_within(check, value))
    return rooms


def own_posture(rest: Body) -> LearnedPosture:
    """Return the posture of a body at rest as one of the exercise's own.

    Raises:
        UnseenError: the trunk is not visible.
    """
    attitude = attitude_of(rest)
    say = in_both("teach_posture", attitude)
    # Where joints seem to bend by themselves, those of others differ more from what was shown.
    trust = trusted_from(rest.view, "both", attitude)["hip_angle_deg"]
    checks = _joint_checks(rest, say, OTHERS_DEG / trust)
    needs, keeps = [*checks], list[str]()
    if attitude in ("lying", "prone", "on_side"):
        needs, keeps = ["trunk_on_floor", *needs], ["trunk_low"]
    elif attitude in ("standing", "sitting"):
        checks = {"trunk_up": _trunk_up(rest, say), **checks}
        needs = [*checks]
    posture = {
        "name": in_both("teach_posture_name", attitude).model_dump(),
        "say": say.model_dump(),
        "attitude": attitude,
        "figure": figure_of(rest),
        "needs": needs,
        "keeps": keeps,
    }
    return LearnedPosture(OWN, say, checks, {k: v for k, v in posture.items() if v != []})


def _trunk_up(rest: Body, say: Text) -> dict[str, Any]:
    lean = _value(rest, "trunk_lean_deg")
    # 20 degrees are added for a tilted camera, as in the shared checks.
    most = rounded(max(36.0, (0.0 if lean is None else lean) + 20.0), "deg")
    return {"measure": "trunk_lean_deg", "of": "near", "at_most": most, "say": say.model_dump()}


def _joint_checks(rest: Body, say: Text, others_deg: float) -> dict[str, Any]:
    checks: dict[str, Any] = {}
    for name, measure in (("hip_as_shown", "hip_angle_deg"), ("knee_as_shown", "knee_angle_deg")):
        value = _value(rest, measure)
        if value is None:
            continue
        check: dict[str, Any] = {"measure": measure, "of": "near"}
        if value > FOLDED_DEG:
            least = min(value - others_deg, STRAIGHT_DEG - 5.0)
            check["at_least"] = rounded(max(20.0, least), "deg")
        if value < STRAIGHT_DEG:
            check["at_most"] = rounded(value + others_deg, "deg")
        checks[name] = check | {"say": say.model_dump()}
    return checks


def attitude_of(body: Body) -> Attitude:
    """Return how a body at rest is held against the floor."""
    lean, knee, hip = (
        _value(body, name) for name in ("trunk_lean_deg", "knee_angle_deg", "hip_angle_deg")
    )
    over = _value(body, "knee_over_ankle_tl")
    if lean is not None and lean < UPRIGHT_DEG:
        if over is not None and over < 0.3 and (hip is None or hip > 120.0):
            return "kneeling"
        straight = knee is None or knee > 130.0
        return "standing" if straight and (hip is None or hip > 130.0) else "sitting"
    below = _value(body, "knee_below_trunk_tl")
    if below is not None and below > 0.5:
        return "kneeling"
    return _lying(body)


def _lying(body: Body) -> Attitude:
    """Return whether somebody lies on the back, on the belly or on one side."""
    world = body.pose.world
    across = np.array([0.0, 0.0, 0.0])
    for part in (Part.SHOULDER, Part.HIP):
        across += world[int(part)] - world[int(part) + 1]
    length = float(np.linalg.norm(across))
    if length > 0 and abs(float(across[1])) / length > ON_SIDE:
        return "on_side"
    ears = (body.pose.points[int(Part.EAR)] + body.pose.points[int(Part.EAR) + 1]) / 2
    return "lying" if float(body.pose.points[_NOSE][1]) <= float(ears[1]) else "prone"


# The line of shoulders and hips points up by this share if somebody lies on one side.
ON_SIDE = 0.6


def _value(body: Body, measure: str) -> float | None:
    try:
        return MEASURES[measure].compute(body, body.near)
    except UnseenError:
        return None


_LIMBS: tuple[tuple[str, Part, Part], ...] = (
    ("trunk_deg", Part.HIP, Part.SHOULDER),
    ("head_deg", Part.SHOULDER, Part.EAR),
    ("arm_deg", Part.SHOULDER, Part.WRIST),
    ("thigh_deg", Part.HIP, Part.KNEE),
    ("shin_deg", Part.KNEE, Part.ANKLE),
    ("foot_deg", Part.HEEL, Part.TOE),
)


def figure_of(body: Body) -> dict[str, float]:
    """Return how a body is drawn: the direction of each limb, with the head on the left."""
    near: Side = body.near
    points = body.pose.points

    def at(part: Part) -> Floats:
        place: Floats = points[int(part) + (near == "right")]
        return place

    hip, shoulder = at(Part.HIP), at(Part.SHOULDER)
    lies = abs(shoulder[0] - hip[0]) > abs(shoulder[1] - hip[1])
    # Upright bodies look to the left, where their toes are.
    flips = shoulder[0] > hip[0] if lies else at(Part.TOE)[0] > at(Part.HEEL)[0]
    found: dict[str, float] = {}
    for name, start, end in _LIMBS:
        x, y = (at(end) - at(start)).tolist()
        found[name] = float(round(np.degrees(np.arctan2(-y, -x if flips else x))))
    return found
