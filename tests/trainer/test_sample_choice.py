"""The sample is turned over before the work, and not in the middle of it."""

from dataclasses import replace

from stabiel.body.body import BodyReader
from stabiel.exercises.sample_films import SampleView
from stabiel.trainer.sample_choice import SampleChoice, shown_side
from stabiel.trainer.scene import Scene
from stabiel.trainer.terms import Stage
from tests.bodies import Bridge, Camera, pose_of
from tests.sessions import BOOK

LEG_LIFT, BRIDGING = BOOK.get("leg-lift"), BOOK.get("bridging")
WORK = Scene(Stage.WORK, LEG_LIFT, "Leg lift", side="left")
RIGHT_NEAR, LEFT_NEAR = SampleView("left", flipped=False), SampleView("right", flipped=True)


def lying(near):
    camera = Camera(140.0, (60, 310), size_px=(640, 480))
    return replace(BodyReader().read(pose_of(Bridge().at(170.0), 0.0, camera)), near=near)


def test_a_film_follows_how_the_person_lies_until_they_work():
    choice = SampleChoice()
    set_up = replace(WORK, stage=Stage.SET_UP)

    assert choice.update(set_up, lying("left")) == LEFT_NEAR
    assert choice.update(set_up, lying("right")) == RIGHT_NEAR
    assert choice.update(WORK, lying("left")) == RIGHT_NEAR
    assert choice.update(WORK, None) == RIGHT_NEAR
    # It knows how they lie for the other side too, and nothing about another exercise.
    assert choice.update(replace(WORK, side="right"), None) == SampleView("right", flipped=False)
    bridge = replace(WORK, exercise=BRIDGING, side=None)
    assert choice.update(bridge, None) == SampleView(None, flipped=False)
    assert choice.update(bridge, lying("left")) == SampleView(None, flipped=True)


def test_in_a_rest_it_is_the_side_of_the_next_step_and_the_body_tells_nothing():
    rest = replace(
        WORK, stage=Stage.REST, exercise=BRIDGING, side=None, next_exercise=LEG_LIFT,
        next_side="right",
    )  # fmt: skip

    assert shown_side(rest) == "right"
    assert SampleChoice().update(rest, lying("left")) == SampleView("right", flipped=False)
    last = replace(rest, next_exercise=None, next_side=None, exercise=LEG_LIFT, side="left")
    assert shown_side(last) == "left"
    assert SampleChoice().update(replace(rest, stage=Stage.ENDED), None) is None
