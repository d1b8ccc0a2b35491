"""What is drawn on a body. In: an exercise, a body and its moment. Out: lines and a mark.

They are plain values in pixels of the picture, so that a window, a video and a web page all draw
the same. The skeleton is thin; only the judged limb is bold, and the target is dashed. During a
fault the joints that it is about are bold and marked, with an arrow the way that mends it.
"""

from dataclasses import dataclass
from typing import Literal

from stabiel.anatomy import SIDES, Part, Side, View, landmark_index
from stabiel.body.body import Body
from stabiel.body.measures import MEASURES
from stabiel.coach.coach import Moment
from stabiel.coach.events import MOVING, Phase
from stabiel.drawing.marked_joints import MarkedLimb, is_seen, marked_limbs, mending_arrow
from stabiel.exercises.model import Exercise, Fault, Limb
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

    A fault with an arrow has a dot where the arrow begins: a triangle would point a way of its own.

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
        self._faults = exercise.faults
        self._follows = exercise.follows

    def of(self, body: Body, moment: Moment) -> tuple[list[Stroke], LimbMark | None]:
        """Return the lines in the order of drawing, and the mark of the judged joint.

        Args:
            body: the body in the picture.
            moment: the state of the exercise in that picture.
        """
        lines = [*_back(body), *_skeleton(body)]
        side = moment.side or body.near
        wrong, wrong_mark = self._wrong(body, moment, side)
        limb = [landmark_index(part, side) for part in self._limb]
        if not limb or not all(is_seen(body, part, side) for part in self._limb):
            return [*lines, *wrong], wrong_mark
        points = body.pose.points
        if self._straight and moment.phase in MOVING:
            ends = _points(points[[limb[0], limb[-1]]])
            lines.append(Stroke(ends, "target", DASHED, dashed=True))
        lines.append(Stroke(_points(points[limb]), _ink(moment), BOLD))
        mark = wrong_mark or _mark(points[limb[len(limb) // 2]], moment)
        return [*lines, *wrong], mark

    def _wrong(
        self, body: Body, moment: Moment, side: Side
    ) -> tuple[list[Stroke], LimbMark | None]:
        """Return what marks the faults of this moment; the mark is that of the first."""
        strokes: list[Stroke] = []
        mark = None
        for name in moment.faults:
            fault = self._faults[name]
            limbs = marked_limbs(*self._signal(fault), body, side)
            arrows = [_arrow(limb, limbs, fault, body) for limb in limbs]
            lines = [
                Stroke(_points(each.line), "mind", BOLD) for each in limbs if len(each.line) > 1
            ]
            strokes += [*lines, *(stroke for arrow in arrows for stroke in arrow)]
            if limbs and mark is None:
                shape: MarkShape = "dot" if arrows[0] else "triangle"
                mark = LimbMark(_point(limbs[0].joint), shape, "mind")
        return strokes, mark

    def _signal(self, fault: Fault) -> tuple[str, Limb]:
        """Return the measure and the limb of a fault: those that are followed, if it has none."""
        return fault.signal(self._follows) or (self._follows, "working")


def _back(body: Body) -> list[Stroke]:
    """Return the line of the back, where the silhouette shows it."""
    outline = body.pose.outline
    if outline is None or body.view is not View.SIDE:
        return []
    return [Stroke(_points(outline), "text", THIN)]


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
        if all(is_seen(body, part, side) for part in limb)
    ]


def _arrow(limb: MarkedLimb, limbs: list[MarkedLimb], fault: Fault, body: Body) -> list[Stroke]:
    """Return the arrow the way that mends a fault: none if the fault or the picture has none."""
    if fault.towards is None:
        return []
    others = [each for each in limbs if each is not limb]
    arrow = mending_arrow(limb, others, fault.towards, body)
    return [Stroke(_points(each), "mind", BOLD) for each in arrow or ()]


def _mark(at: FloatArray, moment: Moment) -> LimbMark:
    place = _point(at)
    if moment.phase in (Phase.TARGET, Phase.HOLD):
        return LimbMark(place, "ring", "good")
    return LimbMark(place, "dot", _ink(moment))


def _ink(moment: Moment) -> Ink:
    if moment.phase in (Phase.TARGET, Phase.HOLD):
        return "good"
    return "target" if moment.phase in MOVING else "text"


def _point(point: FloatArray) -> PointPx:
    return float(point[0]), float(point[1])


def _points(points: FloatArray) -> tuple[PointPx, ...]:
    return tuple(_point(each) for each in points)
