"""The folder of plans: kept, chosen, followed, removed; doses that were accepted before a plan."""

import os
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from stabiel.errors import ExerciseError, UsageError
from stabiel.exercises.files import parse_yaml
from stabiel.exercises.library import plan_in, read_library
from stabiel.exercises.library_reader import LibraryReader
from stabiel.store import DataFolder, Store
from stabiel.store.plans import PlanFolder, accepted_doses
from stabiel.store.weeks import suggestion_for
from tests.exercises.test_plan import PLAN


@pytest.fixture
def folder(tmp_path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def plan_of_text(text: str = PLAN):
    return plan_in(read_library(), parse_yaml(text.encode(), "plan.yaml", dates=True)).plan


def choose(folder: DataFolder, name: str) -> None:
    folder.make()
    folder.settings.write_text(f'{{"plan": "{name}"}}', encoding="utf-8")


def test_at_first_there_are_the_programmes_alone(folder):
    library = read_library(folder.path)

    listed = PlanFolder(folder).listed(library)

    assert [(each.id, each.own) for each in listed] == [("basis", False)]
    assert library.followed.id == "basis"
    assert not folder.path.exists()


def test_the_chosen_plan_is_followed_and_its_exercises_are_there_only_then(folder):
    PlanFolder(folder).keep(plan_of_text())
    library = LibraryReader(folder.path)
    assert "lower" not in library().book.exercises

    choose(folder, "anna")
    assert library().followed.id == "anna"
    assert "lower" in library().book.exercises
    assert not library().is_shipped("lower")
    assert library().roots["lower"] == "bridging"
    assert "lower" not in library().without_plan.book.exercises

    choose(folder, "basis")
    assert library().followed.id == "basis"
    assert "lower" not in library().book.exercises


def test_two_plans_may_have_different_exercises_with_one_id(folder):
    plans = PlanFolder(folder)
    plans.keep(plan_of_text())
    other = PLAN.replace("id: anna", "id: bep").replace("knees_apart", "pelvis_tilted")
    plans.keep(plan_of_text(other))
    choose(folder, "anna")

    listed = plans.listed(read_library(folder.path))

    assert [(each.id, each.mistakes) for each in listed] == [
        ("anna", ()), ("bep", ()), ("basis", ()),
    ]  # fmt: skip


@pytest.mark.parametrize("damage", ["damaged", "gone", "link"])
def test_a_chosen_plan_that_cannot_be_used_stops_nothing_and_is_reported(folder, tmp_path, damage):
    path = PlanFolder(folder).keep(plan_of_text())
    choose(folder, "anna")
    if damage == "damaged":
        path.write_text("plan: 3\n", encoding="utf-8")
    else:
        path.rename(tmp_path / "anna.yaml")
    if damage == "link":
        path.symlink_to(tmp_path / "anna.yaml")

    library = read_library(folder.path)

    assert library.followed.id == "basis"
    assert str(library.plan_mistakes[0]).startswith(str(path))


@pytest.mark.parametrize("name", ["../anna", "a/b", "Anna", "x" * 61, "", "anna\\u0000"])
def test_a_choice_that_is_no_id_is_no_path(folder, name):
    choose(folder, name)

    assert PlanFolder(folder).chosen == ""
    assert read_library(folder.path).plan_mistakes == ()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"plan": 7}', '{"plan": null}', "9" * 20_000])
def test_damaged_settings_choose_nothing(folder, text):
    folder.make()
    folder.settings.write_text(text, encoding="utf-8")

    assert PlanFolder(folder).chosen == ""


def test_an_own_exercise_with_the_id_of_one_inside_is_refused_in_one_sentence(folder):
    PlanFolder(folder).keep(plan_of_text())
    own = folder.make_own("exercises") / "lower.yaml"
    own.write_text("id: lower\nbased_on: bridging\nwithout: [sagging]\n", encoding="utf-8")
    choose(folder, "anna")

    library = read_library(folder.path)

    (mistake,) = library.plan_mistakes
    assert "there is another exercise with this id" in str(mistake)
    assert "sagging" not in library.book["lower"].faults


def test_the_same_own_exercise_inside_and_outside_is_one(folder):
    PlanFolder(folder).keep(plan_of_text())
    own = folder.make_own("exercises") / "lower.yaml"
    own.write_text("id: lower\nbased_on: bridging\nwithout: [knees_apart]\n", encoding="utf-8")
    choose(folder, "anna")

    assert read_library(folder.path).followed.id == "anna"


def test_a_dose_counts_only_if_it_was_accepted_after_the_plan(folder):
    plans = PlanFolder(folder)
    with Store(folder) as store:
        store.answer("bridging", 10, 12, accepted=True)
        assert accepted_doses(store, read_library(folder.path)) == {"bridging": 12}

        path = plans.keep(plan_of_text())
        os.utime(path, (4e9, 4e9))
        choose(folder, "anna")
        assert accepted_doses(store, read_library(folder.path)) == {}

        os.utime(path, (1e9, 1e9))
        assert accepted_doses(store, read_library(folder.path)) == {"bridging": 12}


def test_other_words_leave_accepted_doses_in_force_and_other_doses_do_not(folder):
    plans = PlanFolder(folder)
    path = plans.keep(plan_of_text())
    os.utime(path, (1e9, 1e9))

    plans.keep(plan_of_text(PLAN.replace("remark: Rustig.", "remark: Langzaam.")))
    assert plans.since_s("anna") == pytest.approx(1e9)

    plans.keep(plan_of_text(PLAN.replace("repetitions: 8", "repetitions: 9")))
    assert plans.since_s("anna") > 1.5e9


def test_a_plan_is_removed_and_nothing_else(folder):
    plans = PlanFolder(folder)
    plans.keep(plan_of_text())
    plans.keep(plan_of_text(PLAN.replace("id: anna", "id: bep")))

    plans.remove("anna")

    assert [path.name for path in plans.path.iterdir()] == ["bep.yaml"]
    for name in ("anna", "basis", "../bep", ""):
        with pytest.raises(UsageError):
            plans.remove(name)


def test_a_plan_with_mistakes_is_listed_with_them(folder):
    path = PlanFolder(folder).keep(plan_of_text())
    path.write_text("plan: 1\n", encoding="utf-8")
    library = read_library(folder.path)

    first = PlanFolder(folder).listed(library)[0]

    assert (first.id, first.read, first.own) == ("anna", None, True)
    with pytest.raises(ExerciseError, match=r"anna\.yaml:1:1: id: expected a value"):
        PlanFolder(folder).load("anna", library)


@pytest.mark.parametrize(
    ("done", "suggested"), [(16, 10), (8, None), (14, None)], ids=["both sets", "one", "too few"]
)
def test_more_is_suggested_only_after_all_sets_of_the_plan(folder, done, suggested):
    once = PLAN.replace("  - {exercise: bridging, dose: {repetitions: 4}, rest_s: 60}\n", "")
    plans = PlanFolder(folder)
    os.utime(plans.keep(plan_of_text(once)), (1e9, 1e9))
    choose(folder, "anna")
    library = read_library(folder.path)
    day = datetime(2026, 12, 2, tzinfo=UTC)
    sessions = [
        SimpleNamespace(dose=8, repetitions=done, good_repetitions=done, began_at=day)
        for _ in range(2)
    ]

    with Store(folder) as store:
        found = suggestion_for(store, library.followed, library.book["bridging"], sessions)
        before = [replace_day(each, 2000) for each in sessions]
        early = suggestion_for(store, library.followed, library.book["bridging"], before)

    assert (None if found is None else found.suggested) == suggested
    assert early is None  # done before there was this plan


def replace_day(session: SimpleNamespace, year: int) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(session), "began_at": datetime(year, 1, 1, tzinfo=UTC)})
