"""A fault is marked on the joints that it is about: every fault of every exercise."""

from dataclasses import replace

import numpy as np
import pytest

from stabiel.anatomy import SIDES, landmark_index, other_side
from stabiel.body.body import Body, BodyReader
from stabiel.body.measures import MEASURES
from stabiel.coach.coach import START
from stabiel.coach.events import Attempt, Phase
from stabiel.drawing.marked_joints import MARKED
from stabiel.drawing.skeleton import BOLD, Sketch, Stroke
from tests.bodies import Bridge, Camera, pose_of
from tests.drawing.clips import judged_clip
from tests.sessions import BOOK

FAULTS = [
    pytest.param(exercise, name, id=f"{exercise.id}-{name}")
    for exercise in BOOK.exercises.values()
    for name in exercise.faults
]


def whole_body() -> Body:
    """A body of which every joint is surely seen."""
    pose = pose_of(Bridge().at(160.0), 0.0, Camera(280.0, (380.0, 470.0), size_px=(1280, 720)))
    return BodyReader().read(replace(pose, visibility=np.ones(33)))


def drawn(exercise, faults, body, side="right"):
    moment = replace(START, phase=Phase.TARGET, side=side, faults=faults)
    return Sketch(exercise).of(body, moment)


def wrong_points(strokes: list[Stroke]) -> set[tuple[float, float]]:
    return {at for each in strokes if each.ink == "mind" for at in each.points}


def joints_of(marked, body):
    return {
        side: [tuple(map(float, body.pose.points[landmark_index(part, side)]))
               for part in marked.line]
        for side in SIDES
    }  # fmt: skip


@pytest.mark.parametrize(("exercise", "name"), FAULTS)
def test_a_fault_marks_the_joints_of_its_own_measure(exercise, name) -> None:
    body, fault = whole_body(), exercise.faults[name]
    measure, of = fault.signal(exercise.follows) or (exercise.follows, "working")
    strokes, mark = drawn(exercise, (name,), body)

    marked = MARKED[measure]
    lines = joints_of(marked, body)
    places = [lines[side][marked.line.index(marked.joint)] for side in SIDES]
    assert mark is not None
    assert mark.ink == "mind"
    assert mark.shape == ("dot" if arrows(strokes, body) else "triangle")
    assert mark.at in places
    if marked.which == "both":
        assert len(marked.line) == 1 or wrong_points(strokes) >= {*lines["left"], *lines["right"]}
    elif marked.which == "asked":
        side = {"working": "right", "support": "left", "near": body.near}[of]
        assert mark.at == places[SIDES.index(side)]
        assert wrong_points(strokes) >= set(lines[side])


@pytest.mark.parametrize(("exercise", "name"), FAULTS)
def test_nothing_else_is_marked(exercise, name) -> None:
    """The limb that moves is not colored by a fault of another part of the body."""
    body, fault = whole_body(), exercise.faults[name]
    measure, _ = fault.signal(exercise.follows) or (exercise.follows, "working")
    strokes, _ = drawn(exercise, (name,), body)

    judged = {tuple(map(float, point)) for point in body.pose.points}
    named = {at for line in joints_of(MARKED[measure], body).values() for at in line}
    assert wrong_points(strokes) & judged <= named


@pytest.mark.parametrize(("exercise", "name"), FAULTS)
def test_without_a_fault_nothing_is_marked_as_wrong(exercise, name) -> None:
    strokes, mark = drawn(exercise, (), whole_body())

    assert wrong_points(strokes) == set()
    assert mark is None or mark.shape == "ring"


def arrows(strokes: list[Stroke], body: Body) -> list[Stroke]:
    joints = {tuple(map(float, point)) for point in body.pose.points}
    return [each for each in strokes if each.ink == "mind" and not joints & set(each.points)]


@pytest.mark.parametrize(
    ("exercise", "name"),
    [
        pytest.param(exercise, name, id=f"{exercise.id}-{name}")
        for exercise in BOOK.exercises.values()
        for name, fault in exercise.faults.items()
        if fault.towards in ("up", "down")
    ],
)
def test_the_arrow_points_the_way_that_mends_it(exercise, name) -> None:
    body = whole_body()
    strokes, mark = drawn(exercise, (name,), body)
    line, head = arrows(strokes, body)[:2]

    rises = line.points[0][1] - line.points[1][1]
    assert (rises > 0) == (exercise.faults[name].towards == "up")
    assert abs(rises) == pytest.approx(0.34 * body.torso_px)
    assert head.points[1] == line.points[1]
    assert mark is not None
    assert line.points[0][0] == pytest.approx(mark.at[0])
    assert all(each.width == BOLD for each in (line, head))


def test_knees_that_are_apart_are_drawn_together() -> None:
    body = whole_body()
    points = body.pose.points.copy()
    knees = [
        landmark_index(part, side) for part in MARKED["knee_gap_tl"].line[1:] for side in SIDES
    ]
    points[knees[0], 0] -= 80.0
    body = replace(body, pose=replace(body.pose, points=points))
    strokes, _ = drawn(BOOK.get("bridging"), ("knees_apart",), body)

    lines = [each for each in arrows(strokes, body) if len(each.points) == 2]
    ways = [each.points[1][0] - each.points[0][0] for each in lines]
    assert len(ways) == 2
    assert ways[0] * ways[1] < 0


def test_a_hidden_joint_is_not_marked() -> None:
    body = whole_body()
    visible = body.pose.visibility.copy()
    visible[
        [landmark_index(part, side) for part in MARKED["wrist_off_floor_tl"].line for side in SIDES]
    ] = 0.0
    body = replace(body, pose=replace(body.pose, visibility=visible))
    strokes, mark = drawn(BOOK.get("bridging"), ("arms_lifted",), body)

    assert wrong_points(strokes) == set()
    assert mark is None or mark.ink != "mind"


def test_a_fault_of_the_back_marks_the_line_of_the_back() -> None:
    body = whole_body()
    outline = np.array([(x, 300.0 - 0.001 * (x - 400.0) ** 2) for x in range(300, 490, 10)])
    body = replace(body, pose=replace(body.pose, outline=outline))
    strokes, mark = drawn(BOOK.get("all-fours"), ("back_rounded",), body)

    assert wrong_points(strokes) >= {tuple(map(float, point)) for point in outline}
    assert mark is not None
    assert mark.at == tuple(map(float, outline[9]))


def test_every_measure_has_its_joints() -> None:
    assert set(MARKED) == set(MEASURES)
    assert all(marked.joint in marked.line for marked in MARKED.values())


MISSES = [
    pytest.param(exercise, name, id=f"{exercise.id}-{name}")
    for exercise in BOOK.exercises.values()
    for name, fault in exercise.faults.items()
    if fault.kind == "attempt"
]


def missed(exercise, reason, side) -> Attempt:
    return Attempt(9.0, side if exercise.sides == "each" else "both", 7.0, 9.0, reason)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("exercise", "name"), MISSES)
def test_a_missed_target_marks_the_joints_of_its_measure(exercise, name, side) -> None:
    """It does so at rest as well, while its words are still there."""
    body = whole_body()
    moment = replace(START, phase=Phase.START, missed=missed(exercise, name, side))
    strokes, mark = Sketch(exercise).of(body, moment)
    measure, _ = exercise.faults[name].signal(exercise.follows) or (exercise.follows, "working")
    marked = MARKED[measure]
    lines = joints_of(marked, body)
    its_side = side if exercise.sides == "each" else body.near

    assert mark is not None
    assert mark.ink == "mind"
    if marked.which == "asked":
        assert wrong_points(strokes) >= set(lines[its_side])
        assert not wrong_points(strokes) & set(lines[other_side(its_side)])


@pytest.mark.parametrize("name", ["leg-lift", "arm-reach", "leg-reach", "heel-slide"])
def test_the_arrow_of_a_missed_target_points_at_the_target(name) -> None:
    exercise = BOOK.get(name)
    missing = [
        each for each in judged_clip(f"{name}-faults") if each.moment.missed and each.moment.targets
    ]
    body, moment = missing[0].shown, missing[0].moment
    strokes, mark = Sketch(exercise).of(body, moment)
    target = next(each for each in strokes if each.dashed)
    (start, tip), _ = (each.points for each in arrows(strokes, body)[:2])
    places = np.array(target.points)

    assert mark.shape == "dot"
    assert np.linalg.norm(places - tip, axis=1).min() < np.linalg.norm(places - start, axis=1).min()


def test_words_about_something_else_mark_no_limb() -> None:
    exercise = BOOK.get("bridging")
    moment = replace(START, phase=Phase.START, missed=missed(exercise, "feet_on_floor", "right"))

    assert wrong_points(Sketch(exercise).of(whole_body(), moment)[0]) == set()
