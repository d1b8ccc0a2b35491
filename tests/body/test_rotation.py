"""Turns about the body's own axes, on figures in space whose turns are known."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from stabiel.anatomy import (
    SIDES,
    Part,
    Reason,
    Side,
    View,
    landmark_index,
    other_side,
)
from stabiel.body.body import Body, BodyReader
from stabiel.body.measures import NotVisible, Value
from stabiel.pose.plausibility import PoseGuard
from tests.measured import read
from tests.space import (
    HIGH_CAMERA,
    SpaceCamera,
    SpaceFigure,
    crossed_twist,
    hook_lying_in_space,
    lying_twist,
    space_pose,
)

NEAR: Side = "right"
FAR: Side = "left"
HEIGHTS_DEG = [40.0, 45.0, 50.0, 55.0, 60.0]
# A camera so far away that nothing is larger for being nearer.
LEVEL_TL = 1e6
FALLS_DEG = range(0, 71, 5)
# The answers lie 2 degrees apart.
STEP_DEG = 2.0


def body_of(figure: SpaceFigure, camera: SpaceCamera, start: Body | None = None) -> Body:
    pose = PoseGuard().check(space_pose(figure, 0.0, camera))
    return BodyReader().read(pose).with_start(start)


def value(name: str, body: Body, side: Side) -> float:
    reading = read(name, body, side)
    assert isinstance(reading, Value), reading
    return reading.value


def fallout(
    side: Side,
    fall_deg: float,
    camera: SpaceCamera = HIGH_CAMERA,
    *,
    asked: Side | None = None,
) -> float:
    """Return how far a knee reads to have fallen; asked of a mirrored picture, of its side."""
    start = body_of(hook_lying_in_space(), camera)
    body = body_of(hook_lying_in_space({side: fall_deg}), camera, start)
    return value("fallout_deg", body, asked or side)


# A knee that falls out


@pytest.mark.parametrize("down_deg", HEIGHTS_DEG)
def test_the_figure_is_seen_from_high(down_deg: float) -> None:
    body = body_of(hook_lying_in_space(), SpaceCamera(down_deg))

    assert (body.view, body.near) == (View.HIGH, NEAR)


@pytest.mark.parametrize("down_deg", HEIGHTS_DEG)
@pytest.mark.parametrize("fall_deg", FALLS_DEG)
def test_the_near_knee_reads_what_it_fell(fall_deg: float, down_deg: float) -> None:
    level = fallout(NEAR, fall_deg, SpaceCamera(down_deg, away_tl=LEVEL_TL))
    three_meters = fallout(NEAR, fall_deg, SpaceCamera(down_deg))

    assert level == pytest.approx(fall_deg, abs=STEP_DEG)
    # A knee that comes nearer is larger: at three meters it reads up to 10 degrees too much.
    assert fall_deg - STEP_DEG <= three_meters <= fall_deg + 10


@pytest.mark.parametrize("down_deg", HEIGHTS_DEG)
def test_the_near_knee_reads_more_the_further_it_fell(down_deg: float) -> None:
    read_deg = [fallout(NEAR, fall, SpaceCamera(down_deg)) for fall in FALLS_DEG]

    assert all(later > earlier for earlier, later in pairwise(read_deg))


@pytest.mark.parametrize("down_deg", HEIGHTS_DEG)
@pytest.mark.parametrize("fall_deg", [fall for fall in FALLS_DEG if fall <= 50])
def test_far_enough_away_the_far_knee_reads_what_it_fell(fall_deg: float, down_deg: float) -> None:
    camera = SpaceCamera(down_deg, away_tl=LEVEL_TL)

    assert fallout(FAR, fall_deg, camera) == pytest.approx(fall_deg, abs=STEP_DEG)


@pytest.mark.parametrize("away_tl", [LEVEL_TL, 10.0, 6.0])
@pytest.mark.parametrize("down_deg", HEIGHTS_DEG)
def test_the_far_knee_never_reads_more_than_it_fell(down_deg: float, away_tl: float) -> None:
    """A far knee that falls is further away and so smaller: it reads less, up to all of it.

    At three meters a fall of 45 degrees reads 14 to 36, and it reads more and more only up to 30.
    """
    camera = SpaceCamera(down_deg, away_tl=away_tl)

    read_deg = {fall: fallout(FAR, fall, camera) for fall in FALLS_DEG}

    up_to_30 = [read_deg[fall] for fall in FALLS_DEG if fall <= 30]
    assert up_to_30 == sorted(up_to_30)
    for fall, seen in read_deg.items():
        assert -STEP_DEG <= seen <= fall + STEP_DEG


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("down_deg", HEIGHTS_DEG)
def test_from_further_round_a_knee_never_reads_half_as_much_again(
    down_deg: float, side: Side
) -> None:
    camera = SpaceCamera(down_deg, round_deg=30.0)

    for fall in FALLS_DEG:
        assert -6 <= fallout(side, fall, camera) <= 1.5 * fall


@pytest.mark.parametrize("down_deg", HEIGHTS_DEG)
def test_the_other_knee_stays_at_rest(down_deg: float) -> None:
    start = body_of(hook_lying_in_space(), SpaceCamera(down_deg))
    for side in SIDES:
        body = body_of(hook_lying_in_space({side: 60.0}), SpaceCamera(down_deg), start)

        assert value("fallout_deg", body, other_side(side)) == 0.0


def test_a_knee_that_falls_inwards_is_negative() -> None:
    assert fallout(NEAR, -30.0) == pytest.approx(-30.0, abs=4)


def jittered(
    side: Side, fall_deg: float, camera: SpaceCamera, jitter_tl: float, towards_deg: float
) -> float:
    """Return how far a knee reads to have fallen that is found a little beside its place."""
    start = body_of(hook_lying_in_space(), camera)
    body = body_of(hook_lying_in_space({side: fall_deg}), camera, start)
    turn = math.radians(towards_deg)
    jitter = jitter_tl * start.torso_px * np.array([math.cos(turn), math.sin(turn)])
    body.pose.points[landmark_index(Part.KNEE, side)] += jitter
    return value("fallout_deg", body, side)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("towards_deg", range(0, 360, 10))
def test_a_knee_that_jitters_at_rest_has_not_fallen(side: Side, towards_deg: int) -> None:
    assert abs(jittered(side, 0.0, HIGH_CAMERA, 0.05, towards_deg)) <= 14


@pytest.mark.parametrize("fall_deg", [10, 20, 30])
@pytest.mark.parametrize("towards_deg", range(0, 360, 10))
def test_of_two_answers_for_a_far_knee_the_smaller_is_taken(
    towards_deg: int, fall_deg: float
) -> None:
    # Less steeply than this 0.04 torso lengths are enough to read 64 to 90 of a fall of 10.
    steep = SpaceCamera(60.0)

    assert jittered(FAR, fall_deg, steep, 0.04, towards_deg) == pytest.approx(fall_deg, abs=8)


@pytest.mark.parametrize("tl_px", [80.0, 240.0])
def test_how_large_the_person_is_changes_no_fall(tl_px: float) -> None:
    for side in SIDES:
        assert fallout(side, 40.0, SpaceCamera(tl_px=tl_px)) == fallout(side, 40.0)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("fall_deg", [0, 20, 45, 60])
def test_a_mirrored_picture_reads_the_same_of_the_other_side(side: Side, fall_deg: float) -> None:
    mirrored = fallout(side, fall_deg, SpaceCamera(mirrored=True), asked=other_side(side))

    assert mirrored == fallout(side, fall_deg)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("fall_deg", [0, 30, 60])
def test_without_the_own_start_it_is_the_thighs_direction(side: Side, fall_deg: float) -> None:
    body = body_of(hook_lying_in_space({side: fall_deg}), HIGH_CAMERA)

    assert value("fallout_deg", body, side) == value("thigh_turn_deg", body, side)


# A lying twist


@pytest.mark.parametrize("to", SIDES)
@pytest.mark.parametrize("down_deg", HEIGHTS_DEG)
@pytest.mark.parametrize("knees_deg", [-30, 0, 30, 60, 80])
def test_knees_that_fall_to_a_side_read_their_turn(
    to: Side, knees_deg: float, down_deg: float
) -> None:
    body = body_of(lying_twist(to, knees_deg), SpaceCamera(down_deg))

    assert value("knees_turn_deg", body, to) == pytest.approx(knees_deg, abs=1)
    assert value("knees_turn_deg", body, other_side(to)) == pytest.approx(-knees_deg, abs=1)


@pytest.mark.parametrize("to", SIDES)
@pytest.mark.parametrize("hips_deg", [0, 20, 40])
def test_a_thighs_turn_is_against_the_line_of_the_hips(to: Side, hips_deg: float) -> None:
    body = body_of(lying_twist(to, 60, hips_deg=hips_deg), HIGH_CAMERA)

    assert value("thigh_turn_deg", body, to) == pytest.approx(60 - hips_deg, abs=1)


@pytest.mark.parametrize("to", SIDES)
@pytest.mark.parametrize("hips_deg", [0, 20, 40])
def test_of_two_thighs_that_fall_together_either_tells_how_far(to: Side, hips_deg: float) -> None:
    body = body_of(lying_twist(to, 60, hips_deg=hips_deg), HIGH_CAMERA)

    assert value("thighs_fallen_deg", body, to) == pytest.approx(60 - hips_deg, abs=1)
    assert value("thighs_fallen_deg", body, other_side(to)) == pytest.approx(hips_deg - 60, abs=1)


@pytest.mark.parametrize("to", SIDES)
@pytest.mark.parametrize("over_deg", [0, 30, 60])
def test_of_a_leg_that_crosses_over_the_other_its_own_fall_is_read(
    to: Side, over_deg: float
) -> None:
    body = body_of(crossed_twist(to, over_deg, hips_deg=0), HIGH_CAMERA)

    # The leg that it falls over lies straight, and has not turned.
    assert value("thigh_turn_deg", body, to) == pytest.approx(0, abs=1)
    assert value("thighs_fallen_deg", body, to) == pytest.approx(over_deg, abs=1)
    assert value("thighs_fallen_deg", body, other_side(to)) == pytest.approx(0, abs=1)


@pytest.mark.parametrize("part", [Part.HIP, Part.KNEE])
@pytest.mark.parametrize("side", SIDES)
def test_how_far_the_thighs_fell_asks_for_both_legs(side: Side, part: Part) -> None:
    pose = space_pose(crossed_twist("left", 60), 0.0)
    for each in (part, Part.ANKLE):
        pose.visibility[landmark_index(each, side)] = 0.2

    body = BodyReader().read(PoseGuard().check(pose))

    assert read("thighs_fallen_deg", body, "left") == NotVisible(Reason.HIDDEN)


@pytest.mark.parametrize("to", SIDES)
def test_shoulders_and_hips_turn_since_the_own_start(to: Side) -> None:
    start = body_of(lying_twist(to, 0), HIGH_CAMERA)
    body = body_of(lying_twist(to, 60, hips_deg=25, shoulder_deg=18), HIGH_CAMERA, start)

    assert value("shoulders_turn_deg", body, to) == pytest.approx(18, abs=0.1)
    assert value("hips_turn_deg", body, to) == pytest.approx(25, abs=0.1)


@pytest.mark.parametrize("to", SIDES)
def test_shoulders_that_turn_only_in_the_landmarkers_space_do_not_spread_in_the_picture(
    to: Side,
) -> None:
    start = body_of(lying_twist(to, 0), HIGH_CAMERA)
    turned = body_of(lying_twist(to, 60, hips_deg=55, shoulder_deg=25), HIGH_CAMERA, start)
    still = body_of(lying_twist(to, 60, hips_deg=55), HIGH_CAMERA, start)
    dragged = replace(still, pose=replace(still.pose, world=turned.pose.world))

    assert value("shoulders_turn_deg", dragged, to) == pytest.approx(25, abs=0.1)
    assert value("shoulders_spread_tl", dragged, to) == pytest.approx(0, abs=0.02)
    assert value("shoulders_spread_tl", turned, to) > 0.12
