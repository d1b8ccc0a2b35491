"""The plan of a session: a programme or one exercise, with the accepted doses."""

import pytest

from stabiel.errors import UsageError
from stabiel.exercises.files import load_book
from stabiel.trainer.plan import plan_of

BOOK = load_book()


def test_the_default_is_the_programme_of_the_leaflet():
    plan = plan_of(BOOK, {})

    assert plan.programme == "basis"
    assert {step.exercise for step in plan.steps} == set(BOOK.exercises)


def test_a_single_exercise_has_no_programme_and_its_own_dose():
    plan = plan_of(BOOK, {}, exercise="bridging")

    assert plan.programme is None
    assert [step.repetitions for step in plan.steps] == [
        BOOK.get("bridging").dose.repetitions
    ] * BOOK.get("bridging").dose.times


@pytest.mark.parametrize("exercise", ["bridging", "heel-slide", "childs-pose"])
def test_a_dose_accepted_for_one_exercise_does_not_change_the_others(exercise):
    before = plan_of(BOOK, {}, exercise=exercise).steps

    steps = plan_of(BOOK, {"bridging": 14}, exercise=exercise).steps

    if exercise == "bridging":
        assert {step.repetitions for step in steps} == {14}
    else:
        assert steps == before


def test_one_side_only():
    plan = plan_of(BOOK, {}, exercise="heel-slide", side="left")

    assert {step.side for step in plan.steps} == {"left"}


def test_an_unknown_programme_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match="no programme 'other'; choose one of: basis"):
        plan_of(BOOK, {}, programme="other")
