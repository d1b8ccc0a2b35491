"""Plans: what a file says, where its mistakes are, the steps of a session and its minutes."""

import json
from datetime import date

import pytest

from stabiel.errors import ExerciseError
from stabiel.exercises.files import parse_yaml
from stabiel.exercises.library import plan_in, read_library
from stabiel.exercises.plan import DAYS, plan_from
from stabiel.exercises.plan_files import plan_presets, plan_yaml, with_needed_exercises
from stabiel.exercises.plan_steps import REPETITION_S, plan_minutes, plan_steps
from stabiel.exercises.schema import as_text, plan_schema
from stabiel.exercises.yaml_data import MAX_BYTES, located_json
from stabiel.system.resources import exercises_folder
from tests.exercises.test_schema import accepts

LIBRARY = read_library()
SCHEMA = plan_schema(LIBRARY.book)
PLAN = """\
plan: 1
id: anna
title: Plan van Anna
for: Anna
by: Piet de Vries
from: 2026-12-01
until: 2027-02-28
days: [fri, mon, wed]
times_a_day: 2
steps:
  - {exercise: bridging, dose: {repetitions: 8}, sets: 2, remark: Rustig., say: Rustig omhoog}
  - {exercise: leg-lift, dose: {repetitions: 6}, side: left, strictness: strict}
  - {exercise: lower, dose: {repetitions: 5}, tempo: {out_s: 3, return_s: 4}}
  - {exercise: bridging, dose: {repetitions: 4}, rest_s: 60}
  - {exercise: childs-pose, dose: {hold_s: 20, times: 2}}
rest_s: 20
progression: {good_share: 0.9, sessions: 2, add: 2, up_to: 20}
stop: Stop bij pijn en bel mij.
exercises:
  lower: {based_on: bridging, without: [knees_apart]}
"""


def read(text: str, stem: str | None = None):
    return plan_in(LIBRARY, parse_yaml(text.encode(), "plan.yaml", dates=True), stem)


def changed(old: str, new: str) -> str:
    assert PLAN.count(old) == 1
    return PLAN.replace(old, new)


def mistakes(text: str) -> list[str]:
    with pytest.raises(ExerciseError) as caught:
        read(text)
    return [str(each) for each in caught.value.mistakes]


def test_a_plan_says_who_when_and_what():
    plan = read(PLAN).plan

    assert (plan.title.nl, plan.title.en) == ("Plan van Anna", "Plan van Anna")
    assert (plan.person, plan.author) == ("Anna", "Piet de Vries")
    assert plan.days == ["mon", "wed", "fri"]
    assert [len(plan.entries_of(name)) for name in ("bridging", "torsion")] == [2, 0]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 30), False),  # a Monday, but the day before
        (date(2026, 12, 1), False),  # a Tuesday
        (date(2026, 12, 2), True),
        (date(2027, 2, 26), True),  # the last Friday
        (date(2027, 3, 1), False),
    ],
)
def test_a_plan_is_on_its_days_from_the_first_to_the_last(day, expected):
    assert read(PLAN).plan.is_on(day) is expected


def test_what_is_written_is_read_again():
    plan = read(PLAN).plan

    assert read(plan_yaml(plan)).plan == plan
    both = changed("title: Plan van Anna", "title: {nl: Mijn plan, en: My plan}")
    assert read(plan_yaml(read(both).plan)).plan.title.en == "My plan"


def test_the_steps_are_in_order_with_all_that_belongs_to_them():
    plan = read(PLAN).plan
    exercises = {**LIBRARY.book.exercises, **read(PLAN).exercises}
    steps = plan_steps(plan, exercises)

    assert [(each.entry, each.exercise, each.side) for each in steps] == [
        (0, "bridging", "both"), (0, "bridging", "both"), (1, "leg-lift", "left"),
        (2, "lower", "both"), (3, "bridging", "both"), (4, "childs-pose", "both"),
        (4, "childs-pose", "both"),
    ]  # fmt: skip
    assert [each.repetitions for each in steps] == [8, 8, 6, 5, 4, None, None]
    assert [each.rest_s for each in steps] == [20, 20, 20, 20, 60, 20, 0]
    assert (steps[0].remark, steps[0].say) == ("Rustig.", "Rustig omhoog")
    assert steps[2].strictness == "strict"
    # Two ways of 3 and 4 s, and the pauses of 2 s.
    assert steps[3].repetition_s == 9.0


def test_the_minutes_come_from_doses_tempos_and_rests():
    read_plan = read(PLAN)
    exercises = {**LIBRARY.book.exercises, **read_plan.exercises}
    work_s = (8 + 8 + 6 + 4) * REPETITION_S + 5 * 9.0 + 2 * 20
    rests_s = 4 * 20 + 60 + 20

    assert plan_minutes(read_plan.plan, exercises) == round((work_s + rests_s) / 60)


def test_a_programme_is_a_plan_with_the_same_steps():
    basis = LIBRARY.programmes["basis"]
    text = (exercises_folder() / "programmes" / "basis.yaml").read_text(encoding="utf-8")
    located = parse_yaml(text.replace("id: basis", "id: mine").encode(), "mine.yaml")
    plan = plan_in(LIBRARY, located).plan
    exercises = LIBRARY.book.exercises

    assert plan.days == list(DAYS)
    assert plan_steps(plan, exercises) == plan_steps(plan_from(basis), exercises)


def test_the_own_exercises_inside_are_whole():
    found = read(PLAN)

    assert list(found.exercises) == ["lower"]
    assert "knees_apart" not in found.exercises["lower"].faults
    assert found.exercises["lower"].movement == LIBRARY.book["bridging"].movement


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("plan: 1", "plan: 2", "plan.yaml:1:1: plan: expected 1"),
        ("plan: 1\n", "", "plan.yaml:1:1: plan: expected a value, this key is required"),
        ("id: anna", "id: ../anna", "plan.yaml:2:1: id: expected lower-case letters"),
        ("id: anna", "id: bridging", "plan.yaml:2:1: id: expected a name that no exercise has"),
        ("id: anna", "id: basis", "id: expected a name of its own"),
        ("2026-12-01", "2026-13-01", "plan.yaml:6:1: from: expected a date such as 2026-12-31"),
        ("2026-12-01", "20261201", "from: expected a date"),
        ("2027-02-28", "2026-02-28", "until: expected a day that is not before from"),
        ("fri, mon", "fri, fri", "days: expected each day once"),
        ("fri, mon", "fri, maandag", "plan.yaml:8:13: days.1: expected 'mon', 'tue'"),
        ("times_a_day: 2", "times_a_day: 5", "plan.yaml:9:1: times_a_day: expected less than"),
        ("sets: 2", "sets: 0", "plan.yaml:11:50: steps.0.sets: expected greater than"),
        ("exercise: leg-lift", "exercise: leg-lif", "did you mean 'leg-lift'"),
        ("exercise: leg-lift", "exercise: ../../leg", "steps.1.exercise: expected lower-case"),
        ("{repetitions: 6}", "{hold_s: 6}", "steps.1.dose: expected repetitions, it is repeated"),
        ("{hold_s: 20, times: 2}", "{repetitions: 2}", "steps.4.dose: expected hold_s, it is held"),
        ("{repetitions: 6}", "{repetitions: 30}", "expected at most progression.up_to, 20"),
        ("{repetitions: 4}", "{repetitions: 4}, side: left", "steps.3.side: expected no side"),
        ("{hold_s: 20, times: 2}", "{hold_s: 20}, tempo: {out_s: 2}", "expected no tempo"),
        ("tempo: {out_s: 3, return_s: 4}", "tempo: {}", "steps.2.tempo: expected out_s, return_s"),
        ("remark: Rustig.", "remark: <b>Rustig", "steps.0.remark: expected a text without markup"),
        ("by: Piet de Vries", "by: www.piet.nl", "by: expected a text without web addresses"),
        ("title: Plan van Anna", "title: '<script>'", "title: expected a text without markup"),
        ("say: Rustig omhoog", "say: a b c d e f g h i j", "say: expected at most 9 words"),
        ("without: [knees_apart]", "without: [kneez]", "plan.yaml:20:"),
        ("lower: {based_on: bridging", "lower: {based_on: lower", "exercises.lower.based_on:"),
        ("lower: {based_on: bridging", "lower: {id: other, based_on: bridging", "the key above"),
        ("lower: {based_on: bridging", "lower: {clip: a.mp4, based_on: bridging", "no file"),
        ("  lower: {", "  ../lower: {", "exercises"),
        ("  lower: {", "  leg-lift: {", "exercises.leg-lift: expected a name of its own"),
        ("dose: {hold_s: 20, times: 2}", "sets: 3, dose: {hold_s: 600, times: 20}", "240 min"),
        ("rest_s: 20\n", "rest_s: -1\n", "plan.yaml:16:1: rest_s: expected greater than"),
        ("stop: Stop bij pijn", "stop: &x Stop", "expected"),
        ("for: Anna", "for: *x", "plan.yaml:4:6: file: expected YAML (no alias"),
        ("for: Anna", "for: !!python/name:os.system", "for: expected a plain value"),
        ("for: Anna", "for: [[[[[[[[[[[[[[1]]]]]]]]]]]]]]", "expected at most 12 levels"),
        ("for: Anna", "for: Anna\nfor: Bep", "for: expected each key once"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_place_and_says_what_was_expected(old, new, expected):
    if "&x" in new:
        assert read(changed(old, new)).plan.stop == "Stop en bel mij."
        return
    found = mistakes(changed(old, new))

    assert any(expected in each for each in found), found
    assert all(each.startswith("plan.yaml:") for each in found)
    assert len(found) <= 3, found


def test_a_circle_inside_is_named():
    inside = "  lower: {based_on: upper}\n  upper: {based_on: lower}\n"
    found = mistakes(changed("  lower: {based_on: bridging, without: [knees_apart]}\n", inside))

    assert any("lower -> upper -> lower" in each for each in found)


def test_a_file_that_is_too_large_is_refused():
    assert mistakes(PLAN + "#" * MAX_BYTES) == [
        f"plan.yaml:1:1: file: expected at most {MAX_BYTES} bytes"
    ]


def test_json_that_is_too_deep_is_refused():
    deep: object = 1
    for _ in range(900):
        deep = [deep]

    with pytest.raises(ExerciseError, match="at most 12 levels"):
        located_json({"plan": deep}, "plan")


def test_a_plan_that_travels_has_the_own_exercises_inside():
    found = read(PLAN)
    exercises = {**LIBRARY.book.exercises, "lower": found.exercises["lower"]}
    bare = found.plan.model_copy(update={"exercises": {}})

    whole, left = with_needed_exercises(bare, exercises, set(LIBRARY.book.exercises))

    assert left == []
    assert read(plan_yaml(whole)).exercises == found.exercises


def test_the_presets_are_right_and_in_order():
    presets = plan_presets(LIBRARY.book)
    minutes = {each.id: plan_minutes(each, LIBRARY.book.exercises) for each in presets}

    assert list(minutes) == ["leaflet", "twelve-minutes", "only-stretches", "after-a-bad-day"]
    assert minutes["twelve-minutes"] == 12
    assert minutes["after-a-bad-day"] < minutes["leaflet"] / 2
    stretches = next(each for each in presets if each.id == "only-stretches")
    assert {each.dose.hold_s for each in stretches.steps} == {30}
    exercises = LIBRARY.book.exercises
    assert plan_steps(presets[0], exercises) == plan_steps(
        plan_from(LIBRARY.programmes["basis"]), exercises
    )


def test_the_schema_file_is_current_and_takes_what_is_right():
    folder = exercises_folder() / "plans"
    assert (folder / "schema.json").read_text(encoding="utf-8") == as_text(SCHEMA)
    for text in [PLAN, *(each.read_text(encoding="utf-8") for each in folder.glob("*.yaml"))]:
        data = parse_yaml(text.encode(), "plan.yaml", dates=True).data
        assert accepts(SCHEMA, data, SCHEMA)
        assert not accepts(SCHEMA, data | {"steps": []}, SCHEMA)
        assert not accepts(SCHEMA, data | {"surprise": 1}, SCHEMA)
    json.dumps(SCHEMA)
