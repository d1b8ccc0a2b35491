"""What is drawn on a body. In: an exercise, a body and its moment. Out: lines and a mark.

They are plain values in pixels of the picture, so that a window, a video and a web page all draw
the same. The skeleton is thin; only the judged limb is bold, and the target is dashed.
"""

from dataclasses import dataclass
from typing import Literal

from stabiel.anatomy import SIDES, Part, Side, View, landmark_index
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures import MEASURES
from stabiel.coach.coach import Moment
from stabiel.coach.events import MOVING, Phase
from stabiel.exercises.model import Exercise, Measured
from stabiel.geometry import FloatArray

Ink = Literal["text", "good", "mind", "target"]
MarkShape = Literal["dot", "ring", "triangle"]
PointPx = tuple[float, float]

THIN, DASHED, BOLD = 1, 2, 4
STRAIGHT_DEG = 150.0
_LIMBS: tuple[tuple[Part, Part], ...] = (
    (Part.SHOULDER, Part.ELBOW),
    (Part.ELBOW, Part.WRIST),
    (Part.SHOULDER, Part.HIP),
    (Part.HIP, Part.KNEE),
    (Part.KNEE, Part.ANKLE),
    (Part.ANKLE, Part.HEEL),
    (Part.HEEL, Part.TOE),
)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points.

    Attributes:
        points: (x, y) in pixels of the picture, at least two.
        ink: its meaning; each front end has a color for it.
        width: as a multiple of a thin line.
        dashed: True for a target, False for a part of the body.
    """

    points: tuple[PointPx, ...]
    ink: Ink
    width: int
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class LimbMark:
    """A sign at the judged joint: a triangle for a fault, a ring for reached, otherwise a dot.

    Attributes:
        at: (x, y) in pixels of the picture.
        shape: what is drawn there.
        ink: its meaning; each front end has a color for it.
    """

    at: PointPx
    shape: MarkShape
    ink: Ink


class Sketch:
    """Knows what is drawn on the body for one exercise."""

    def __init__(self, exercise: Exercise) -> None:
        followed = MEASURES[exercise.follows]
        self._limb = followed.limb
        self._straight = followed.unit == "deg" and _ends_straight(exercise)
        self._back_faults = {
            name
            for name, fault in exercise.faults.items()
            if isinstance(fault, Measured) and MEASURES[fault.measure].needs_outline
        }

    def of(self, body: Body, moment: Moment) -> tuple[list[Stroke], LimbMark | None]:
        """Return the lines in the order of drawing, and the mark of the judged joint.

        Args:
            body: the body in the picture.
            moment: the state of the exercise in that picture.
        """
        lines = [*self._back(body, moment), *_skeleton(body)]
        side = moment.side or body.near
        limb = [landmark_index(part, side) for part in self._limb]
        if not limb or not all(_is_seen(body, part, side) for part in self._limb):
            return lines, None
        points = body.pose.points
        if self._straight and moment.phase in MOVING:
            ends = _points(points[[limb[0], limb[-1]]])
            lines.append(Stroke(ends, "target", DASHED, dashed=True))
        lines.append(Stroke(_points(points[limb]), _ink(moment), BOLD))
        return lines, _mark(points[limb[len(limb) // 2]], moment)

    def _back(self, body: Body, moment: Moment) -> list[Stroke]:
        """Return the line of the back: thin, and bold during a fault of the back."""
        outline = body.pose.outline
        if outline is None or body.view is not View.SIDE:
            return []
        wrong = not self._back_faults.isdisjoint(moment.faults)
        return [Stroke(_points(outline), "mind" if wrong else "text", BOLD if wrong else THIN)]


def _ends_straight(exercise: Exercise) -> bool:
    """Return whether the movement goes up to an angle at which the joint is straight."""
    if exercise.movement is None:
        return False
    target = exercise.movement.target
    return target.upwards and target.limit >= STRAIGHT_DEG


def _skeleton(body: Body) -> list[Stroke]:
    points = body.pose.points
    return [
        Stroke(_points(points[[landmark_index(part, side) for part in limb]]), "text", THIN)
        for side in SIDES
        for limb in _LIMBS
        if all(_is_seen(body, part, side) for part in limb)
    ]


def _mark(at: FloatArray, moment: Moment) -> LimbMark:
    place = float(at[0]), float(at[1])
    if moment.faults:
        return LimbMark(place, "triangle", "mind")
    if moment.phase in (Phase.TARGET, Phase.HOLD):
        return LimbMark(place, "ring", "good")
    return LimbMark(place, "dot", _ink(moment))


def _ink(moment: Moment) -> Ink:
    if moment.faults:
        return "mind"
    if moment.phase in (Phase.TARGET, Phase.HOLD):
        return "good"
    return "target" if moment.phase in MOVING else "text"


def _points(points: FloatArray) -> tuple[PointPx, ...]:
    return tuple((float(x), float(y)) for x, y in points)


def _is_seen(body: Body, part: Part, side: Side) -> bool:
    """Return whether a joint is drawn: the same joints that are judged."""
    try:
        body.point(part, side)
    except UnseenError:
        return False
    return True
