"""A session by a plan: the same exercise twice, words and remarks of the plan, its strictness."""

from pathlib import Path

import pytest

from stabiel.exercises.files import parse_yaml
from stabiel.exercises.library import plan_in, read_library, with_plan
from stabiel.exercises.programme import Step
from stabiel.trainer.plan import plan_of
from stabiel.trainer.step_progress import with_dose
from stabiel.trainer.steps import StepSequence
from stabiel.trainer.terms import Stage, Strictness
from tests.bodies import Bridge, pose_of
from tests.exercises.test_plan import PLAN
from tests.sessions import BOOK
from tests.trainer.people import GOOD, bridge_step, train

SHIPPED = read_library()
LIBRARY = with_plan(
    SHIPPED, plan_in(SHIPPED, parse_yaml(PLAN.encode(), "plan.yaml", dates=True)), Path("nowhere")
)


def steps_of(doses=None, **options):
    return plan_of(LIBRARY.book, doses or {}, followed=LIBRARY.followed, **options)


def test_the_followed_plan_is_done_unless_something_else_is_named():
    assert steps_of().programme == "anna"
    assert steps_of(programme="anna").programme == "anna"
    assert steps_of(programme="basis", programmes=LIBRARY.programmes).programme == "basis"
    assert steps_of(exercise="lower").programme is None


def test_an_accepted_dose_does_not_replace_different_doses_of_one_exercise():
    steps = steps_of({"bridging": 14, "leg-lift": 8}).steps

    assert [each.repetitions for each in steps if each.exercise == "bridging"] == [8, 8, 4]
    assert [each.repetitions for each in steps if each.exercise == "leg-lift"] == [8]


def test_an_exercise_ends_with_its_entry():
    steps = [Step("bridging", "both", 1, 1, 3, None, 0.0, entry=entry) for entry in (0, 0, 1)]
    sequence = StepSequence(steps, BOOK, 0)
    ends = []
    for index in range(3):
        sequence.index = index
        ends.append(sequence.exercise_ends)

    assert ends == [False, True, True]


@pytest.mark.parametrize(
    ("planned", "expected"), [(None, Strictness.GENTLE), ("strict", Strictness.STRICT)]
)
def test_the_strictness_of_the_plan_comes_before_that_of_the_user(planned, expected):
    step = Step("bridging", "both", 1, 1, 3, None, 0.0, strictness=planned)

    assert StepSequence([step], BOOK, 0).strictness(Strictness.GENTLE) is expected


def test_the_plan_is_heard_before_the_exercise_and_its_remark_is_seen():
    step = Step("bridging", "both", 1, 1, 3, None, 0.0, remark="Adem door.", say="Denk aan je adem")
    heard = train([step], lambda time_s: pose_of(Bridge().at(GOOD), time_s), 25)
    plain = train([bridge_step(3)], lambda time_s: pose_of(Bridge().at(GOOD), time_s), 25)

    assert heard.texts.count("Denk aan je adem") == 1
    assert "of_plan" not in plain.ids
    notes = {scene.note for _, scene in heard.scenes if scene.stage is not Stage.ENDED}
    assert "Adem door." in notes


@pytest.mark.parametrize(
    ("exercise", "asked"), [("bridging", (3, None)), ("childs-pose", (None, 12.0))]
)
def test_the_dose_of_the_plan_is_the_one_that_is_kept(exercise, asked):
    step = Step(exercise, "both", 1, 1, *asked, 0.0)

    dose = with_dose(BOOK.get(exercise), step).dose

    assert (dose.repetitions, dose.hold_s) == asked


def test_the_dose_and_the_tempo_of_the_plan_are_kept_together():
    step = Step("bridging", "both", 1, 1, 3, None, 0.0, out_s=5.0, return_s=2.0)

    asked = with_dose(BOOK.get("bridging"), step)

    assert asked.dose.repetitions == 3
    assert asked.faults["planned_tempo_out"].shorter_than_s == 2.9
    assert asked.faults["lowering_fast"].shorter_than_s == 1.16
