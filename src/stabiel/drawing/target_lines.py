"""Where a limb should be. In: targets and the body in the picture. Out: lines in pixels.

The limb is moved, as its freedom allows, until its own measure reads the value to reach. So a line
is right for any body, frame, side and unit, and in a mirrored picture. If the measure does not
change when the limb moves in the picture, or a joint is not visible, there is no line.
"""

import math
from collections.abc import Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from stabiel.anatomy import SIDES, Part, Side, View, landmark_index, other_side
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures.rotation import knee_fallen, knees_turned
from stabiel.coach.targets import Target
from stabiel.drawing.freedoms import BELOW_HIP, FREEDOMS, Fall, Freedom, LimbTurn, Slide, Twist
from stabiel.drawing.marked_joints import MARKED, is_seen, sides_of
from stabiel.drawing.moved_limb import NEAR, solved, turned, way_between_deg
from stabiel.geometry import FloatArray, unit, upward_normal

# A joint that must read this much should be straight: straight ones read 145 to 170 degrees (real
# clips, `docs/results.md`), so no file asks for 180.
STRAIGHT_FROM_DEG, STRAIGHT_DEG = 145.0, 180.0
_FIRST_TURN_DEG, _FIRST_SLIDE_TL = 20.0, 0.2
_MOST_TURN_DEG, _MOST_SLIDE_TL = 175.0, 2.0
# Half the length of a line that shows where a single joint should be.
_PLACE_TL = 0.16


@dataclass(frozen=True, slots=True)
class TargetLine:
    """Where a limb should be.

    Attributes:
        points: (n, 2) in pixels, in order; at least two.
        joint: (2,) the joint that has the longest way to go, where it is now.
        place: (2,) where that joint should be.
        parts: the joint of each point; a single one if the line only shows its place, none for the
            back.
    """

    points: FloatArray
    joint: FloatArray
    place: FloatArray
    parts: tuple[tuple[Part, Side], ...]

    def is_under(self, limbs: Container[tuple[Part, Side]]) -> bool:
        """Return whether the line lies along limbs that are drawn over it, so that it is hidden."""
        there = float(np.abs(self.place - self.joint).max()) < 1.0
        return there and len(self.parts) > 1 and all(each in limbs for each in self.parts)


def main_target(targets: Iterable[Target], follows: str) -> Target | None:
    """Return the target of the limb that an exercise follows, None if there is none to draw.

    Args:
        targets: of this moment.
        follows: the measure that the exercise follows. A hold may ask for nothing of it; then it
            is the first target of the same joint.
    """
    drawn = [each for each in targets if each.name in FREEDOMS]
    joint = MARKED[follows].joint
    of_joint = [each for each in drawn if MARKED[each.name].joint is joint]
    return next((each for each in drawn if each.follows), of_joint[0] if of_joint else None)


def target_line(target: Target, others: Sequence[Target], body: Body) -> TargetLine | None:
    """Return where the limb of a target should be, None if the picture does not show it.

    Args:
        target: what must be reached.
        others: what must be reached or kept along with it: a straight knee, a heel on the floor.
        body: in the picture.
    """
    freedom = FREEDOMS.get(target.name)
    if freedom is None:
        return None
    side = _side_of(target, body)
    try:
        return _line(freedom, target, others, body, side)
    except UnseenError:
        return None


def further_lines(
    main: TargetLine | None, targets: Iterable[Target], body: Body
) -> list[TargetLine]:
    """Return the lines of what keeps a body out of the zone besides its main target.

    The back is there even if it is as it should be: its line says so.

    Args:
        main: the main target, whose joints are not drawn twice.
        targets: those of the zone.
        body: in the picture.
    """
    taken = set() if main is None else set(main.parts)
    lines = []
    for target in targets:
        if target.reached and not target.measure.needs_outline:
            continue
        line = target_line(target, (), body)
        if line is not None and not taken & set(line.parts):
            lines.append(line)
            taken |= set(line.parts)
    return lines


def turns_to_a_side(target: Target) -> bool:
    """Return whether a target lies on one side of the body, and for the other side elsewhere."""
    return isinstance(FREEDOMS.get(target.name), Twist)


def on_side(targets: Iterable[Target], body: Body, side: Side) -> tuple[Target, ...]:
    """Return targets as they are on another side of a body, as far as that is visible."""
    found = []
    for target in targets:
        with suppress(UnseenError):
            found.append(target.on(body, side))
    return tuple(found)


def _side_of(target: Target, body: Body) -> Side:
    which = MARKED[target.name].which
    return target.side if which == "both" else sides_of(which, "working", body, target.side)[0]


def _line(
    freedom: Freedom, target: Target, others: Sequence[Target], body: Body, side: Side
) -> TargetLine | None:
    if isinstance(freedom, LimbTurn):
        return _turned_line(freedom, target, others, body, side)
    if isinstance(freedom, Slide):
        return _slid_line(freedom, target, body, side)
    if isinstance(freedom, Fall):
        return _fallen_line(target, body, side)
    if isinstance(freedom, Twist):
        return _twisted_line(freedom, target, body)
    return _flat_line(target, body)


def _turned_line(
    turn: LimbTurn, target: Target, others: Sequence[Target], body: Body, side: Side
) -> TargetLine | None:
    if not _all_seen(body, side, (turn.hinge, *turn.line)):
        return None
    points = _after_turn(turn, target, body, side, body.pose.points)
    line = turn.line
    for other in others:
        joint = FREEDOMS.get(other.name)
        if points is None or not isinstance(joint, LimbTurn) or not joint.is_joint:
            continue
        if not set(joint.line) & set(line) or _side_of(other, body) != side:
            continue
        if _goal(other, True) != other.value:
            if not _all_seen(body, side, joint.line):
                return None
            points = _after_turn(joint, other, body, side, points)
            line = max(line, joint.line, key=len)
    points = None if points is None else _kept_down(turn, others, body, side, points)
    return None if points is None else _moved(line, body, side, points)


def _after_turn(
    turn: LimbTurn, target: Target, body: Body, side: Side, points: FloatArray
) -> FloatArray | None:
    """Return the landmarks after a turn that reaches a target, None if no turn does."""
    goal = _goal(target, turn.is_joint)
    near = NEAR[target.measure.unit]
    if abs(goal - target.value) <= near:
        return points
    # If the wider of two hips counts, both legs turn.
    sides = SIDES if MARKED[target.name].which == "wider_hip" else (side,)
    ways = {each: _opening(turn, each, points) for each in sides}

    def move(degrees: float) -> FloatArray:
        moved = points
        for each, way in ways.items():
            rows = [landmark_index(part, each) for part in turn.moves]
            moved = turned(moved, landmark_index(turn.hinge, each), rows, way * degrees)
        return moved

    if turn.is_joint:
        return move(goal - target.value)
    # A first turn that is small shows which way the value grows.
    first = _FIRST_TURN_DEG
    if target.measure.unit == "deg":
        first = min(abs(goal - target.value), first)
    return solved(move, target, body, goal=goal, first=first, most=_MOST_TURN_DEG)


def _opening(turn: LimbTurn, side: Side, points: FloatArray) -> float:
    """Return 1 if a joint opens clockwise in the picture, -1 if the other way."""
    if turn.other_end is None:
        return 1.0
    hinge, other, end = (
        points[landmark_index(part, side)] for part in (turn.hinge, turn.other_end, turn.line[-1])
    )
    return 1.0 if way_between_deg(other - hinge, end - hinge) >= 0.0 else -1.0


def _kept_down(
    turn: LimbTurn, others: Sequence[Target], body: Body, side: Side, points: FloatArray
) -> FloatArray:
    """Return the landmarks with a foot at its height that must stay down there."""
    kept = next((each for each in others if _keeps_down(each, turn, body, side)), None)
    if kept is None:
        return points
    slide = FREEDOMS[kept.name]
    assert isinstance(slide, Slide)
    hip, foot = (landmark_index(part, side) for part in (Part.HIP, slide.moves[0]))
    was, now = (each[foot] - each[hip] for each in (body.pose.points, points))
    start, end = (body.pose.points[landmark_index(part, side)] for part in slide.ends)
    up = upward_normal(start, end)
    along = np.array([-up[1], up[0]]) * np.sign(up[0] * was[1] - up[1] * was[0])
    height = float(was @ up)
    reach = math.sqrt(max(0.0, float(now @ now) - height**2))
    rows = [landmark_index(part, side) for part in BELOW_HIP]
    return turned(points, hip, rows, way_between_deg(now, reach * along + height * up))


def _keeps_down(kept: Target, turn: LimbTurn, body: Body, side: Side) -> bool:
    """Return whether a target keeps the end of a leg down that turns, and does so now."""
    slide = FREEDOMS.get(kept.name)
    if not isinstance(slide, Slide) or slide.moves[0] not in turn.moves or kept.upwards:
        return False
    return turn.line[0] is Part.HIP and kept.reached and _side_of(kept, body) == side


def _slid_line(slide: Slide, target: Target, body: Body, side: Side) -> TargetLine | None:
    if target.measure.unit == "tl" and body.view is View.HIGH:
        return None  # from above the picture does not show what is higher
    moving = other_side(side) if slide.others else side
    if not _all_seen(body, moving, (slide.moves[0], *slide.line, *slide.ends)):
        return None
    points = body.pose.points
    start, end = (points[landmark_index(part, moving)] for part in slide.ends)
    way = unit(end - start) if slide.along else upward_normal(start, end)
    goal = _goal(target, slide.is_joint)
    if slide.is_joint and goal == STRAIGHT_DEG:
        return _straight(slide, body, moving)
    rows = [landmark_index(part, moving) for part in slide.moves]

    def move(torsos: float) -> FloatArray:
        slid = points.copy()
        slid[rows] += torsos * body.torso_px * way
        return slid

    if abs(goal - target.value) > NEAR[target.measure.unit]:
        of_unit = target.measure.unit == "tl"
        first = abs(goal - target.value) if of_unit else _FIRST_SLIDE_TL
        found = solved(move, target, body, goal=goal, first=first, most=_MOST_SLIDE_TL)
    else:
        found = points
    if found is None:
        return None
    if slide.line:
        return _moved(slide.line, body, moving, found)
    joint, place = points[rows[0]], found[rows[0]]
    across = np.array([-way[1], way[0]]) * _PLACE_TL * body.torso_px
    ends = np.array([place - across, place + across])
    return TargetLine(ends, joint, place, ((slide.moves[0], moving),))


def _straight(slide: Slide, body: Body, side: Side) -> TargetLine:
    """Return the straight line between the ends of a limb, whose middle joint should be on it."""
    start, joint, end = (body.pose.points[landmark_index(part, side)] for part in slide.line)
    along = unit(end - start)
    place = start + along * float((joint - start) @ along)
    parts = tuple((part, side) for part in slide.line)
    return TargetLine(np.array([start, place, end]), joint, place, parts)


def _fallen_line(target: Target, body: Body, side: Side) -> TargetLine | None:
    line = (Part.HIP, Part.KNEE, Part.ANKLE)
    if not _all_seen(body, side, line):
        return None
    points = body.pose.points.copy()
    if not target.reached:
        points[landmark_index(Part.KNEE, side)] = knee_fallen(body, side, target.goal)
    return _moved(line, body, side, points)


def _twisted_line(twist: Twist, target: Target, body: Body) -> TargetLine | None:
    way = np.zeros(2)
    if not target.reached:
        way = knees_turned(body, target.side, target.goal + twist.hips_take)
    hips, knees = (
        [body.point(part, side) for side in (target.side, other_side(target.side))]
        for part in (Part.HIP, Part.KNEE)
    )
    # Both thighs, in one line.
    shape = np.array([hips[0], knees[0] + way, knees[1] + way, hips[1]])
    one, other = target.side, other_side(target.side)
    parts = ((Part.HIP, one), (Part.KNEE, one), (Part.KNEE, other), (Part.HIP, other))
    return TargetLine(shape, knees[0], knees[0] + way, parts)


def _flat_line(target: Target, body: Body) -> TargetLine | None:
    outline = body.pose.outline
    if outline is None or body.view is not View.SIDE:
        return None
    points = outline if target.reached else outline[[0, -1]]
    middle = outline[len(outline) // 2]
    return TargetLine(points, middle, outline[[0, -1]].mean(axis=0), ())


def _goal(target: Target, is_joint: bool) -> float:
    """Return the value to draw: a joint that should be straight is drawn straight."""
    straight = is_joint and target.upwards and target.limit >= STRAIGHT_FROM_DEG
    return STRAIGHT_DEG if straight else target.goal


def _moved(line: Sequence[Part], body: Body, side: Side, points: FloatArray) -> TargetLine:
    """Return the line of a limb on moved landmarks."""
    rows = [landmark_index(part, side) for part in line]
    shape, now = points[rows], body.pose.points[rows]
    furthest = int(np.argmax(np.abs(shape - now).sum(axis=1)))
    parts = tuple((part, side) for part in line)
    return TargetLine(shape, now[furthest], shape[furthest], parts)


def _all_seen(body: Body, side: Side, parts: Iterable[Part]) -> bool:
    return all(is_seen(body, part, side) for part in parts)
