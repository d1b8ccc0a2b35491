"""How the person feels is kept, found for its session, changed, and erased."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from stabiel.errors import StoreError, UsageError
from stabiel.session.red_flags import RedFlagAnswers
from stabiel.session.wellbeing import WellbeingAnswer, WorkoutWellbeing
from stabiel.store import DataFolder, Store
from stabiel.store.wellbeing import (
    KeptWellbeing,
    SessionSpan,
    WellbeingRecords,
    answers_near,
    workout_wellbeing,
)
from tests.records import ABOUT, WHOLE

AT = datetime(2026, 3, 2, 19, 30).astimezone()
SAID = WellbeingAnswer("after", 4, "heavy", "stijf 🙂 'na' de brug")


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path)


def test_what_was_said_is_read_back(folder):
    with WellbeingRecords(folder) as records:
        number = records.add(SAID, AT)
        records.add(WellbeingAnswer("before"), AT - timedelta(hours=1))
        found = records.all()

    assert [each.answer for each in found] == [WellbeingAnswer("before"), SAID]
    assert (found[1].id, found[1].at, found[1].workout) == (number, AT, None)


def test_an_answer_is_changed_and_deleted(folder):
    with WellbeingRecords(folder) as records:
        number = records.add(SAID, AT)
        records.change(number, replace(SAID, pain=None, remark=""))
        assert records.get(number).answer == WellbeingAnswer("after", None, "heavy")
        records.delete(number)
        assert records.all() == []
        with pytest.raises(UsageError, match="there is no answer"):
            records.delete(number)


def test_a_deleted_remark_is_not_left_in_the_files(folder):
    with WellbeingRecords(folder) as records:
        records.delete(records.add(replace(SAID, remark="never-to-be-found"), AT))

    assert all(b"never-to-be-found" not in path.read_bytes() for path in folder.files())


def test_answers_belong_to_the_session_between_them(folder):
    with Store(folder) as store, store.begin(replace(ABOUT, began_at=AT)) as keeper:
        keeper.finish(WHOLE)
    minutes = {"before": -1, "during": 3, "after": 5}
    with WellbeingRecords(folder) as records:
        records.add(WellbeingAnswer("after", 9), AT - timedelta(minutes=20))
        for moment, minute in minutes.items():
            records.add(WellbeingAnswer(moment, 1 + minute % 3), AT + timedelta(minutes=minute))
        records.add(WellbeingAnswer("before", 8), AT + timedelta(minutes=40))
        records.add(WellbeingAnswer("after", 8), AT + timedelta(minutes=50))
        said = workout_wellbeing(records.of_session(1))
        assert records.of_session(99) == []

    assert said == WorkoutWellbeing(
        WellbeingAnswer("before", 3), WellbeingAnswer("during", 1), WellbeingAnswer("after", 3)
    )


def kept(number, moment, minute, workout=None):
    return KeptWellbeing(
        number, workout, AT + timedelta(minutes=minute), WellbeingAnswer(moment, 1)
    )


@pytest.mark.parametrize(
    ("answers", "workout", "found"),
    [
        ([], None, []),
        ([kept(1, "before", -1), kept(2, "after", 12)], None, [1, 2]),
        # The questions of a workout of two exercises belong to both.
        ([kept(1, "before", -30), kept(2, "after", 60)], None, [1, 2]),
        ([kept(1, "before", -121), kept(2, "after", 131)], None, []),
        ([kept(1, "before", -9), kept(2, "after", -5), kept(3, "after", 11)], None, [3]),
        # Sessions are kept in whole seconds, so it may seem to begin before the question.
        ([kept(1, "before", 0.01), kept(2, "during", 0.012)], None, [1, 2]),
        ([kept(1, "before", 0.01), kept(2, "before", 3), kept(3, "after", 4)], None, [1]),
        ([kept(1, "before", -9, "a"), kept(2, "after", 11, "a")], "a", [1, 2]),
        ([kept(1, "before", -9, "b"), kept(2, "after", 11)], "a", [2]),
        # Asked before the workout was there.
        ([kept(1, "before", -9), kept(2, "after", 11, "a")], "a", [1, 2]),
    ],
)
def test_the_answers_of_a_session(answers, workout, found):
    near = answers_near(answers, SessionSpan(1, workout, AT, AT + timedelta(minutes=10)))

    assert [each.id for each in near] == found


def test_red_flags_are_kept_once_a_day(folder):
    with WellbeingRecords(folder) as records:
        for hours, yes in ((0, ("ill",)), (2, ("numb",)), (24, ())):
            records.keep_red_flags(RedFlagAnswers(AT + timedelta(hours=hours), yes, None))
        assert [each.yes for each in records.red_flags()] == [("numb",), ()]
        assert records.last_session_at() is None


def test_everything_is_erased_with_the_records(folder):
    with WellbeingRecords(folder) as records:
        records.add(SAID, AT)
    folder.erase()
    with WellbeingRecords(folder) as records:
        assert (records.all(), records.red_flags()) == ([], [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE wellbeing SET moment = 'later'",
        "UPDATE wellbeing SET effort = 'huge'",
        "UPDATE wellbeing SET at = 'noon'",
        "UPDATE red_flags SET answers = '[1'",
        "UPDATE red_flags SET answers = '[]'",
    ],
)
def test_damaged_rows_are_reported(folder, statement):
    with WellbeingRecords(folder) as records:
        records.add(SAID, AT)
        records.keep_red_flags(RedFlagAnswers(AT, ()))
    with sqlite3.connect(folder.database) as connection:
        connection.execute(statement)
    connection.close()

    with WellbeingRecords(folder) as records, pytest.raises(StoreError, match="are damaged"):
        (records.all(), records.red_flags())


def test_a_deleted_session_takes_the_answers_of_its_workout_with_it(folder):
    with Store(folder) as store:
        for minutes in (0, 5, 600):
            about = replace(ABOUT, began_at=AT + timedelta(minutes=minutes))
            with store.begin(about) as keeper:
                keeper.finish(WHOLE)
        with WellbeingRecords(folder) as records:
            for moment, minutes in (("before", -1), ("after", 20), ("before", 599)):
                records.add(WellbeingAnswer(moment, 1), AT + timedelta(minutes=minutes))
            store.delete(1)
            assert [each.id for each in records.all()] == [1, 2, 3]
            store.delete(2)
            assert [each.id for each in records.all()] == [3]
