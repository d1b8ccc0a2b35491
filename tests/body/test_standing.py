"""Measures of a split stance, on figures that stand or kneel and face either way."""

from dataclasses import replace
from functools import partial

import pytest

from stabiel.anatomy import (
    SIDES,
    Part,
    Reason,
    Side,
    landmark_index,
    other_side,
)
from stabiel.body.body import Body, BodyReader
from stabiel.body.measures import NotVisible, Value
from stabiel.pose.plausibility import PoseGuard
from tests.bodies import Camera, Figure, angle, pose_of
from tests.legs import half_kneeling, lunge
from tests.measured import read

Stance = tuple[Figure, Figure]
STANCES = {
    "a long stance": partial(lunge, 1.7),
    "a short stance": partial(lunge, 0.5),
    "the hip far ahead": partial(lunge, 1.5, ahead=0.75),
    "half kneeling": half_kneeling,
    "half kneeling, the hip back": partial(half_kneeling, 1.2, thigh_back_deg=-10.0),
}
EVERY_STANCE = pytest.mark.parametrize("stance", STANCES.values(), ids=STANCES)


def body_of(stance: Stance, rear: Side = "right", mirrored: bool = False) -> Body:
    """Return the body whose rear side is this one; the right side is towards the camera."""
    camera = Camera(160.0, (500.0, 700.0), mirrored)
    front_figure, rear_figure = stance
    near, far = (rear_figure, front_figure) if rear == "right" else (front_figure, rear_figure)
    return BodyReader().read(PoseGuard().check(pose_of(near, 0.0, camera, far=far)))


def value(name: str, body: Body, side: Side) -> float:
    reading = read(name, body, side)
    assert isinstance(reading, Value), reading
    return reading.value


@EVERY_STANCE
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("rear", SIDES)
def test_the_rear_ankle_is_behind_whichever_way_its_foot_points(
    stance: partial[Stance], rear: Side, mirrored: bool
) -> None:
    front_figure, rear_figure = stance()
    apart = front_figure[Part.ANKLE][0] - rear_figure[Part.ANKLE][0]

    body = body_of((front_figure, rear_figure), rear, mirrored)

    # The far side of these figures is drawn 0.04 beside the near one.
    assert value("behind_tl", body, rear) == pytest.approx(apart, abs=0.05)
    assert value("behind_tl", body, other_side(rear)) == pytest.approx(-apart, abs=0.05)
    assert value("stance_tl", body, rear) == pytest.approx(apart, abs=0.06)
    behind_hip = rear_figure[Part.HIP][0] - rear_figure[Part.ANKLE][0]
    assert value("ankle_behind_hip_tl", body, rear) == pytest.approx(behind_hip, abs=0.05)
    assert value("ankle_behind_hip_tl", body, other_side(rear)) < 0


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("rear", SIDES)
@pytest.mark.parametrize("thigh_back_deg", [-20.0, -8.0, 8.0, 15.0, 25.0])
@pytest.mark.parametrize("lean_deg", [0.0, 5.0, 20.0])
def test_a_hip_is_stretched_where_the_thigh_is_behind_the_trunk_line(
    thigh_back_deg: float, lean_deg: float, rear: Side, mirrored: bool
) -> None:
    stance = half_kneeling(thigh_back_deg=thigh_back_deg, lean_deg=lean_deg)

    seen = value("hip_stretch_deg", body_of(stance, rear, mirrored), rear)

    # The trunk leans forward over a thigh that is upright: the hip is bent.
    assert seen == pytest.approx(thigh_back_deg - lean_deg, abs=0.1)


@pytest.mark.parametrize("rear", SIDES)
def test_the_front_hip_is_bent(rear: Side) -> None:
    front, rear_figure = lunge(1.7)
    bent = 180 - angle(front[Part.SHOULDER], front[Part.HIP], front[Part.KNEE])

    body = body_of((front, rear_figure), rear)

    assert value("hip_stretch_deg", body, other_side(rear)) == pytest.approx(-bent, abs=0.1)


@pytest.mark.parametrize("rear", SIDES)
def test_a_knee_on_the_floor_is_hardly_over_its_ankle(rear: Side) -> None:
    kneeling = body_of(half_kneeling(), rear)
    standing = body_of(lunge(1.7), rear)

    assert value("knee_over_ankle_tl", kneeling, rear) == pytest.approx(0.07, abs=0.01)
    assert value("knee_over_ankle_tl", standing, rear) > 0.4
    assert value("knee_over_ankle_tl", kneeling, other_side(rear)) > 0.6


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("rear", SIDES)
def test_a_front_knee_beyond_its_toes_is_past_them(rear: Side, mirrored: bool) -> None:
    far_ahead, upright = lunge(1.2, ahead=0.95, rear_knee_deg=150.0), lunge(1.7)
    past = far_ahead[0][Part.KNEE][0] - far_ahead[0][Part.TOE][0]
    assert past > 0.05

    front = other_side(rear)

    assert value("knee_past_toes_tl", body_of(far_ahead, rear, mirrored), front) == pytest.approx(
        past, abs=0.01
    )
    assert value("knee_past_toes_tl", body_of(upright, rear, mirrored), front) < 0


@pytest.mark.parametrize("mirrored", [False, True])
def test_one_bent_leg_shows_which_way_somebody_faces(mirrored: bool) -> None:
    """The far knee of somebody who half kneels is often hidden."""
    body = body_of(half_kneeling(), "right", mirrored)
    seen = value("behind_tl", body, "right")
    body.pose.visibility[landmark_index(Part.KNEE, "left")] = 0.2

    assert value("behind_tl", replace(body), "right") == pytest.approx(seen)


def test_a_straight_leg_alone_does_not_show_it() -> None:
    body = body_of(lunge(1.7), "right")
    body.pose.visibility[landmark_index(Part.KNEE, "left")] = 0.2

    assert read("behind_tl", replace(body), "right") == NotVisible(Reason.HIDDEN)


@pytest.mark.parametrize("mirrored", [False, True])
def test_straight_knees_read_a_little_backwards_do_not_turn_somebody_round(mirrored: bool) -> None:
    """A step that is too short, with both knees straight: then the feet tell."""
    front, rear = lunge(0.5)
    for figure in (front, rear):
        middle = (figure[Part.HIP][0] + figure[Part.ANKLE][0]) / 2
        figure[Part.KNEE] = (middle - 0.03, figure[Part.KNEE][1])

    assert value("behind_tl", body_of((front, rear), "right", mirrored), "right") > 0.4
    assert value("behind_tl", body_of((front, rear), "right", mirrored), "left") < -0.4
