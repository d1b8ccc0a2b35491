"""What is drawn on a body. In: an exercise, a body and its moment. Out: lines and a mark.

They are plain values in pixels of the picture, so that a window, a video and a web page all draw
the same. The skeleton is thin; only the judged limb is bold, and the target is dashed: thin at
rest, wider while it is to be reached. During a fault the joints that it is about are bold and
marked, with an arrow the way that mends it; so are those of a movement that missed its target.
"""

from dataclasses import dataclass
from typing import Literal

from stabiel.anatomy import SIDES, Part, Side, View, landmark_index
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures import MEASURES
from stabiel.coach.coach import Moment
from stabiel.coach.events import MOVING, Phase
from stabiel.coach.targets import Target
from stabiel.drawing.marked_joints import (
    MARKED,
    MarkedLimb,
    arrow_to,
    is_seen,
    marked_limbs,
    mending_arrow,
    sides_of,
)
from stabiel.drawing.target_lines import (
    TargetLine,
    further_lines,
    main_target,
    on_side,
    target_line,
    turns_to_a_side,
)
from stabiel.exercises.model import Exercise, Fault, Limb
from stabiel.geometry import FloatArray

Ink = Literal["text", "good", "mind", "target"]
MarkShape = Literal["dot", "ring", "triangle"]
PointPx = tuple[float, float]

THIN, DASHED, BOLD = 1, 2, 4
_LIMBS: tuple[tuple[Part, Part], ...] = (
    (Part.SHOULDER, Part.ELBOW),
    (Part.ELBOW, Part.WRIST),
    (Part.SHOULDER, Part.HIP),
    (Part.HIP, Part.KNEE),
    (Part.KNEE, Part.ANKLE),
    (Part.ANKLE, Part.HEEL),
    (Part.HEEL, Part.TOE),
)
_PARTS = tuple(dict.fromkeys(part for limb in _LIMBS for part in limb))


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
        marked = MARKED[exercise.follows]
        self._limb = MEASURES[exercise.follows].limb or marked.line
        self._which = marked.which
        self._is_hold = exercise.hold is not None
        self._each_side = exercise.sides == "each"
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
        targets = self._targets_on(side if self._each_side else None, body, moment)
        main = self._main(targets, body, moment)
        limbs = self._limbs(body, side)
        hidden = main is not None and main.is_under({joint for each in limbs for joint in each})
        lines += self._dashed(targets, None if hidden else main, body, moment)
        lines += [Stroke(_points(_places(each, body)), _ink(moment), BOLD) for each in limbs]
        wrong, mark = self._wrong(body, moment, side, main)
        if mark is None and limbs:
            mark = _mark(_places(limbs[0], body)[len(limbs[0]) // 2], moment)
        return [*lines, *wrong], mark

    def _limbs(self, body: Body, side: Side) -> list[list[tuple[Part, Side]]]:
        """Return the joints of the limbs that are followed, as far as they are seen."""
        return [
            [(part, each) for part in self._limb]
            for each in sides_of(self._which, "working", body, side)
            if all(is_seen(body, part, each) for part in self._limb)
        ]

    def _targets_on(self, side: Side | None, body: Body, moment: Moment) -> tuple[Target, ...]:
        """Return the targets of a side, which at rest may be another than the coach looks at."""
        followed = next((each for each in moment.targets if each.follows), None)
        if side is None or followed is None or followed.side == side:
            return moment.targets
        return on_side(moment.targets, body, side)

    def _main(self, targets: tuple[Target, ...], body: Body, moment: Moment) -> TargetLine | None:
        """Return where the followed limb should be."""
        target = main_target(targets, self._follows)
        # Which way to turn is not known before it is known to which side.
        if target is None or (turns_to_a_side(target) and moment.side is None and _rests(moment)):
            return None
        # For a hold only what keeps a foot down belongs to it.
        others = [
            each for each in targets if each is not target and (each.reached or not self._is_hold)
        ]
        return target_line(target, others, body)

    def _dashed(
        self,
        targets: tuple[Target, ...],
        main: TargetLine | None,
        body: Body,
        moment: Moment,
    ) -> list[Stroke]:
        """Return the lines of the targets; at rest there is one, and it is thin."""
        lines = [] if main is None else [main]
        rests = _rests(moment) and not (self._is_hold and moment.phase is Phase.START)
        if self._is_hold and not rests:
            lines += further_lines(main, targets, body)
        width = THIN if rests else DASHED
        return [Stroke(_points(each.points), "target", width, dashed=True) for each in lines]

    def _wrong(
        self, body: Body, moment: Moment, side: Side, main: TargetLine | None
    ) -> tuple[list[Stroke], LimbMark | None]:
        """Return what marks the faults of this moment; the mark is that of the first."""
        marks = [self._of_fault(name, body, side, main) for name in moment.faults]
        missed = moment.missed
        if missed is not None and missed.reason in self._faults:
            if missed.side in SIDES and missed.side != side:
                side = missed.side
                main = self._main(on_side(moment.targets, body, side), body, moment)
            marks.append(self._of_fault(missed.reason, body, side, main))
        strokes = [stroke for found, _ in marks for stroke in found]
        return strokes, next((mark for _, mark in marks if mark is not None), None)

    def _of_fault(
        self, name: str, body: Body, side: Side, main: TargetLine | None
    ) -> tuple[list[Stroke], LimbMark | None]:
        """Return what marks one fault: its joints, and the way that mends it."""
        fault = self._faults[name]
        limbs = marked_limbs(*self._signal(fault), body, side)
        if not limbs:
            return [], None
        strokes = [Stroke(_points(each.line), "mind", BOLD) for each in limbs if len(each.line) > 1]
        if fault.kind == "attempt" and main is not None:
            arrow = arrow_to(main.joint, main.place, body)
            if arrow is not None:
                strokes += [Stroke(_points(each), "mind", BOLD) for each in arrow]
                return strokes, LimbMark(_point(main.joint), "dot", "mind")
        arrows = [_arrow(limb, limbs, fault, body) for limb in limbs]
        shape: MarkShape = "dot" if arrows[0] else "triangle"
        strokes += [stroke for each in arrows for stroke in each]
        return strokes, LimbMark(_point(limbs[0].joint), shape, "mind")

    def _signal(self, fault: Fault) -> tuple[str, Limb]:
        """Return the measure and the limb of a fault: those that are followed, if it has none."""
        return fault.signal(self._follows) or (self._follows, "working")


def _back(body: Body) -> list[Stroke]:
    """Return the line of the back, where the silhouette shows it."""
    outline = body.pose.outline
    if outline is None or body.view is not View.SIDE:
        return []
    return [Stroke(_points(outline), "text", THIN)]


def _skeleton(body: Body) -> list[Stroke]:
    strokes = []
    for side in SIDES:
        seen = {part: _seen_point(body, part, side) for part in _PARTS}
        for limb in _LIMBS:
            start, end = seen[limb[0]], seen[limb[1]]
            if start is not None and end is not None:
                strokes.append(Stroke((start, end), "text", THIN))
    return strokes


def _seen_point(body: Body, part: Part, side: Side) -> PointPx | None:
    try:
        x, y = body.point(part, side).tolist()
    except UnseenError:
        return None
    return x, y


def _arrow(limb: MarkedLimb, limbs: list[MarkedLimb], fault: Fault, body: Body) -> list[Stroke]:
    """Return the arrow the way that mends a fault: none if the fault or the picture has none."""
    if fault.towards is None:
        return []
    others = [each for each in limbs if each is not limb]
    arrow = mending_arrow(limb, others, fault.towards, body)
    return [Stroke(_points(each), "mind", BOLD) for each in arrow or ()]


def _rests(moment: Moment) -> bool:
    return moment.phase in (Phase.WAITING, Phase.START)


def _mark(at: FloatArray, moment: Moment) -> LimbMark:
    place = _point(at)
    if moment.phase in (Phase.TARGET, Phase.HOLD):
        return LimbMark(place, "ring", "good")
    return LimbMark(place, "dot", _ink(moment))


def _ink(moment: Moment) -> Ink:
    if moment.phase in (Phase.TARGET, Phase.HOLD):
        return "good"
    return "target" if moment.phase in MOVING else "text"


def _places(joints: list[tuple[Part, Side]], body: Body) -> FloatArray:
    return body.pose.points[[landmark_index(*each) for each in joints]]


def _point(point: FloatArray) -> PointPx:
    return float(point[0]), float(point[1])


def _points(points: FloatArray) -> tuple[PointPx, ...]:
    return tuple((x, y) for x, y in points.tolist())
