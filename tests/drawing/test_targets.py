"""The target is where the limb should be: every exercise, either side, any picture.

The bodies are those of the sample clips, from their rendered truth.
"""

from dataclasses import replace

import numpy as np
import pytest

from stabiel.anatomy import SIDES, Part, Side, landmark_index
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures import MEASURES
from stabiel.coach.events import Phase
from stabiel.coach.targets import Target
from stabiel.desktop.mirror import mirrored
from stabiel.drawing.freedoms import FREEDOMS, Flatten
from stabiel.drawing.skeleton import DASHED, THIN, Sketch, Stroke
from stabiel.drawing.target_lines import TargetLine, main_target, on_side, target_line
from stabiel.geometry import FloatArray
from stabiel.pose.pose import BACK_POINTS
from stabiel.session.pipeline import Judgment
from tests.drawing.clips import judged_clip
from tests.sessions import BOOK

EXERCISES = list(BOOK)
# In these the start posture is what is held: there is nowhere to go.
STAYS = {"supine-start", "all-fours"}
GOES = [name for name in EXERCISES if name not in STAYS]
# In these a limb should be straight, and counts before it is.
STRAIGHT = {"bridging", "leg-lift", "heel-slide", "single-leg-cycle", "arm-reach", "leg-reach"}
# A limb that has arrived is this near to the line, torso lengths: a joint that counts as straight
# from 150 degrees on may bend a limb of 0.8 by as much.
ARRIVED_TL = 0.25
# As near as it is solved, for a limb that was put there.
EXACT = {"deg": 2.0, "tl": 0.02}
EXACT_TL = 0.02
AWAY_TL = 0.15
TRUNK = (Part.SHOULDER, Part.HIP)
WORKS = (Phase.OUT, Phase.TARGET, Phase.HOLD)


def is_hold(name: str) -> bool:
    return BOOK.get(name).hold is not None


def at_rest(name: str) -> Judgment:
    """Return the last frame of a good clip before anything moves."""
    clip = judged_clip(f"{name}-good")
    moved = next(n for n, each in enumerate(clip) if each.moment.phase in WORKS)
    phase = Phase.WAITING if is_hold(name) else Phase.START
    rest = [each for each in clip[:moved] if each.moment.phase is phase and each.moment.targets]
    return rest[-1]


def arrived(name: str) -> Judgment:
    """Return the frame in which the followed limb is furthest, or well in the zone."""
    clip = judged_clip(f"{name}-good")
    if is_hold(name):
        held = [each for each in clip if each.moment.phase is Phase.HOLD]
        return held[len(held) // 2]
    reached = [each for each in clip if each.moment.phase is Phase.TARGET]
    return max(reached, key=lambda each: each.moment.value or 0.0)


def shown(judgment: Judgment) -> Body:
    assert judgment.shown is not None
    return judgment.shown


def line_of(
    name: str, judgment: Judgment, side: Side | None = None, body: Body | None = None
) -> tuple[Target, TargetLine]:
    """Return the main target and its line, on a side or as the coach has it."""
    body, targets = body or shown(judgment), judgment.moment.targets
    if side is not None or body is not judgment.shown:
        targets = on_side(targets, body, side or targets[0].side)
    main = main_target(targets, BOOK.get(name).follows)
    assert main is not None
    others = [each for each in targets if each is not main]
    line = target_line(main, [each for each in others if each.reached or not is_hold(name)], body)
    assert line is not None
    return main, line


def joints_of(line: TargetLine, body: Body) -> FloatArray:
    return np.array([body.pose.points[landmark_index(*each)] for each in line.parts])


def off_limb_tl(line: TargetLine, body: Body) -> float:
    """How far the joints of a limb are from its line, at most."""
    return max(_to_line(joint, line.points) for joint in joints_of(line, body)) / body.torso_px


def _to_line(point: FloatArray, line: FloatArray) -> float:
    """Return the distance of a point from a line through (n, 2) points, pixels."""
    starts, ways = line[:-1], np.diff(line, axis=0)
    share = ((point - starts) * ways).sum(axis=1) / np.maximum((ways**2).sum(axis=1), 1e-9)
    nearest = starts + np.clip(share, 0.0, 1.0)[:, None] * ways
    return float(np.linalg.norm(nearest - point, axis=1).min())


def put_on(line: TargetLine, body: Body) -> Body:
    """Return a body whose joints are where the line has them."""
    points = body.pose.points.copy()
    points[[landmark_index(*each) for each in line.parts]] = line.points
    return replace(body, pose=replace(body.pose, points=points))


@pytest.mark.parametrize("name", EXERCISES)
def test_a_limb_that_has_arrived_lies_on_the_target(name: str) -> None:
    judgment = arrived(name)
    _, line = line_of(name, judgment)

    assert off_limb_tl(line, shown(judgment)) < (EXACT_TL if name in STAYS else ARRIVED_TL)


@pytest.mark.parametrize("name", GOES)
def test_at_rest_the_target_lies_where_the_limb_goes(name: str) -> None:
    rest, there = at_rest(name), arrived(name)
    body = shown(rest)
    main, line = line_of(name, rest, there.moment.side)
    way = line.place - line.joint
    off = np.linalg.norm(joints_of(line, body) - line.joint, axis=1)
    row = landmark_index(*line.parts[int(np.argmin(off))])

    assert not main.reached
    assert float(np.hypot(*way)) > AWAY_TL * body.torso_px
    assert float(way @ (shown(there).pose.points[row] - body.pose.points[row])) > 0.0


# Depth decides these: the line in the picture is not all of the measure.
IN_DEPTH = {"torsion", "knee-fallout"}


@pytest.mark.parametrize("side", [None, *SIDES])
@pytest.mark.parametrize("name", sorted({*GOES} - IN_DEPTH))
def test_a_limb_that_is_put_there_has_reached_the_target(name: str, side: Side | None) -> None:
    """Its own measure says so, and the line stays where it is."""
    rest = at_rest(name)
    main, line = line_of(name, rest, side if BOOK.get(name).sides == "each" else None)
    moved = put_on(line, shown(rest))
    if main.name == "wider_hip_deg":  # of two hips the other one would still be wide
        value = MEASURES["hip_angle_deg"].compute(moved, line.parts[0][1])
    else:
        value = main.on(moved, main.side).value
    short = (main.limit - value) * (1.0 if main.upwards else -1.0)

    assert short < EXACT[main.measure.unit]


@pytest.mark.parametrize("name", EXERCISES)
def test_a_mirrored_picture_has_the_mirrored_target(name: str) -> None:
    judgment = arrived(name) if name in STAYS else at_rest(name)
    body = shown(judgment)
    side = judgment.moment.targets[0].side
    _, line = line_of(name, judgment, side)
    _, flipped = line_of(name, judgment, side, mirrored(body))
    there = flipped.points.copy()
    there[:, 0] = body.pose.size_px[0] - 1 - there[:, 0]

    np.testing.assert_allclose(there, line.points, atol=1.0)


@pytest.mark.parametrize("name", sorted({*EXERCISES} - IN_DEPTH))
def test_a_tilted_and_larger_picture_has_the_same_target(name: str) -> None:
    judgment = arrived(name) if name in STAYS else at_rest(name)
    side = judgment.moment.targets[0].side
    _, line = line_of(name, judgment, side)
    _, turned = line_of(name, judgment, side, _in_another_picture(shown(judgment)))

    np.testing.assert_allclose(turned.points, line.points @ TILT * 1.5 + SHIFT, atol=4.0)


TILT = np.array([[np.cos(0.1), np.sin(0.1)], [-np.sin(0.1), np.cos(0.1)]])
SHIFT = np.array([200.0, 100.0])


def _in_another_picture(body: Body) -> Body:
    pose = body.pose
    points = pose.points @ TILT * 1.5 + SHIFT
    start = None if body.start is None else _in_another_picture(body.start)
    return replace(
        body,
        pose=replace(pose, points=points, size_px=(1600, 1200)),
        torso_px=1.5 * body.torso_px,
        start=start,
    )


@pytest.mark.parametrize("name", EXERCISES)
def test_nothing_is_drawn_for_a_joint_that_is_not_seen(name: str) -> None:
    judgment = arrived(name)
    body, moment = shown(judgment), judgment.moment
    _, line = line_of(name, judgment)
    for part in {part for part, _ in line.parts}:
        visible = body.pose.visibility.copy()
        visible[[landmark_index(part, side) for side in SIDES]] = 0.0
        hidden = replace(body, pose=replace(body.pose, visibility=visible), still=frozenset())
        strokes, _ = Sketch(BOOK.get(name)).of(hidden, moment)

        assert not any(_runs_along(each, line.points) for each in strokes if each.dashed)


def _runs_along(stroke: Stroke, points: FloatArray) -> bool:
    return len(stroke.points) == len(points) and np.allclose(stroke.points, points, atol=1.0)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_target_is_quiet_at_rest_and_plain_at_work(name: str) -> None:
    sketch = Sketch(BOOK.get(name))
    work = arrived(name)
    widths = {each.width for each in sketch.of(shown(work), work.moment)[0] if each.dashed}
    # A limb that is in its zone hides the line below it.
    assert widths == ({DASHED} if name in STRAIGHT else set())
    if name in STAYS:
        return
    rest = at_rest(name)
    side = arrived(name).moment.side  # as the trainer asks for it
    strokes, _ = sketch.of(shown(rest), replace(rest.moment, side=side))

    assert [each.width for each in strokes if each.dashed] == [THIN]


@pytest.mark.parametrize("name", sorted(FREEDOMS))
def test_every_measure_that_moves_a_limb_has_a_line(name: str) -> None:
    """Also those that only exercises of users follow, both ways from where the limb is."""
    lines = [
        (body, target, target_line(target, (), body))
        for body in _bodies(name)
        for target in _both_ways(name, body)
    ]

    assert any(line is not None for _, _, line in lines)
    for body, target, line in lines:
        if line is not None and len(line.parts) == 1:
            moved = float(np.hypot(*(line.place - line.joint))) / body.torso_px
            assert moved == pytest.approx(abs(target.limit - target.value), abs=0.03)


def _bodies(name: str) -> list[Body]:
    """Return bodies in postures in which a measure may be read."""
    if FREEDOMS[name] == Flatten():
        return [_with_back(shown(arrived("all-fours")), 0.02)]
    return [shown(at_rest(each)) for each in ("bridging", "leg-reach", "psoas", "knee-fallout")]


def _both_ways(name: str, body: Body) -> list[Target]:
    measure = BOOK.checks.measures[name]
    step = {"deg": 15.0, "tl": 0.15}[measure.unit]
    try:
        value = measure.compute(body, body.near)
    except UnseenError:
        return []
    return [
        Target(name, measure, body.near, value, value + way * step, upwards=way > 0)
        for way in (-1, 1)
    ]


def test_a_height_is_shown_as_a_level_line_where_the_joint_should_be() -> None:
    body = shown(at_rest("bridging"))
    lower, higher = (target_line(each, (), body) for each in _both_ways("pelvis_lift_tl", body))

    assert lower is not None
    assert higher is not None
    assert higher.place[1] < higher.joint[1] < lower.place[1]
    assert higher.points.mean(axis=0) == pytest.approx(higher.place)


@pytest.mark.parametrize("name", [name for name in GOES if is_hold(name) and name != "torsion"])
def test_the_target_stays_on_the_way_from_the_start_to_the_zone(name: str) -> None:
    clip = judged_clip(f"{name}-good")
    first = next(n for n, each in enumerate(clip) if each.moment.targets)
    held = next(n for n, each in enumerate(clip) if each.moment.phase is Phase.HOLD)
    drawn = [
        any(each.dashed for each in Sketch(BOOK.get(name)).of(shown(there), there.moment)[0])
        for there in clip[first : held - 1]
    ]

    assert len(drawn) > 10
    assert sum(drawn) >= 0.95 * len(drawn)


def test_to_which_side_to_turn_is_not_shown_before_it_is_known() -> None:
    rest = at_rest("torsion")
    strokes, _ = Sketch(BOOK.get("torsion")).of(shown(rest), replace(rest.moment, side=None))

    assert not any(each.dashed for each in strokes)


def test_out_of_the_start_posture_nothing_is_to_be_reached() -> None:
    clip = judged_clip("bridging-good")

    assert clip[0].moment.phase is Phase.WAITING
    assert clip[0].moment.targets == ()


def test_the_back_is_its_own_target_and_flat_if_it_is_not() -> None:
    judgment = arrived("all-fours")
    for bow, drawn in ((0.02, BACK_POINTS), (0.2, 2)):
        shape = _with_back(shown(judgment), bow)
        outline = shape.pose.outline
        assert outline is not None
        targets = tuple(_back_flat(shape))
        strokes, _ = Sketch(BOOK.get("all-fours")).of(
            shape, replace(judgment.moment, targets=(*judgment.moment.targets, *targets))
        )
        back = next(
            each
            for each in strokes
            if each.dashed and each.points[0] == pytest.approx(tuple(outline[0]))
        )

        assert len(back.points) == drawn
        assert back.points[-1] == pytest.approx(tuple(outline[-1]))


def _with_back(body: Body, bow_tl: float) -> Body:
    """Return a body with the line of a back that is rounded by so much."""
    share = np.linspace(0.0, 1.0, BACK_POINTS)[:, None]
    shoulder, hip = body.pose.points[[landmark_index(each, body.near) for each in TRUNK]]
    up = np.array([0.0, -body.torso_px])
    outline = shoulder + share * (hip - shoulder) + (0.2 + 4 * share * (1 - share) * bow_tl) * up
    return replace(body, pose=replace(body.pose, outline=outline))


def _back_flat(body: Body) -> list[Target]:
    measure = MEASURES["back_curve_tl"]
    value = measure.compute(body, body.near)
    return [Target("back_curve_tl", measure, body.near, value, 0.09, upwards=False)]
