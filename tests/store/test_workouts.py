"""Workouts in the records: what belongs together, how it ended, whose videos count."""

from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from stabiel.errors import StoreError, UsageError
from stabiel.exercises.plan import plan_from
from stabiel.exercises.programme_files import load_programmes
from stabiel.store import DataFolder, Store
from stabiel.store.database import connect
from stabiel.store.days import days_in, month_of, week_of
from stabiel.store.listing import times_done
from stabiel.store.movements import movements_in
from stabiel.store.weeks import progress_in
from stabiel.store.workouts import (
    end_workout,
    keep_of_person,
    new_workout,
    unanswered,
)
from tests.records import ABOUT, WHOLE
from tests.sessions import BOOK
from tests.store.helpers import EVERYTHING, finish_at_once

# In this computer's time zone; a Monday.
EVENING = datetime(2026, 3, 2, 19, 30).astimezone()
BASIS = plan_from(load_programmes(BOOK)["basis"])
VIDEO = replace(ABOUT, source_kind="file", source_name="clip.mp4", began_at=EVENING)
EMPTY = replace(WHOLE, repetitions=(), attempts=(), holds=(), faults=())


@pytest.fixture
def folder(tmp_path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def keep(folder: DataFolder, about=ABOUT, session=WHOLE, ending=None) -> int:
    with Store(folder) as store, store.begin(about) as keeper:
        keeper.finish(session, ending=ending)
        return keeper.session_id


def rows(folder: DataFolder, query: str) -> list[tuple[object, ...]]:
    with closing(connect(folder)) as connection:
        return connection.execute(query).fetchall()


def write(folder: DataFolder, statement: str, *values: object) -> None:
    with closing(connect(folder)) as connection:
        connection.execute(statement, values)


def test_the_sessions_of_a_workout_share_it(folder):
    workout = new_workout("basis", EVENING)
    for ending in ("done", "skipped"):
        keep(folder, replace(ABOUT, workout=workout), ending=ending)
    end_workout(folder, workout, EVENING + timedelta(minutes=20))

    with Store(folder) as store:
        kept = store.sessions()
    assert [(each.workout, each.ending) for each in kept] == [
        (workout.id, "done"), (workout.id, "skipped"),
    ]  # fmt: skip
    assert rows(folder, "SELECT plan, began_at, ended_at FROM workouts") == [
        ("basis", EVENING.isoformat(), (EVENING + timedelta(minutes=20)).isoformat())
    ]


def test_a_workout_and_its_answers_go_with_its_last_session(folder):
    spoken, silent = new_workout(None, EVENING), new_workout(None, EVENING)
    for workout in (spoken, silent):
        keep(folder, replace(ABOUT, workout=workout))
        end_workout(folder, workout, EVENING)
    write(
        folder,
        "INSERT INTO wellbeing (workout, moment, at, pain) VALUES (?, 'before', ?, 3)",
        spoken.id,
        EVENING.isoformat(),
    )

    with Store(folder) as store:
        store.delete(2)
        assert rows(folder, "SELECT id FROM workouts") == [(spoken.id,)]
        assert rows(folder, "SELECT pain FROM wellbeing") == [(3,)]
        store.delete(1)

    # The answer was about the workout of which nothing is left.
    assert rows(folder, "SELECT id FROM workouts") == []
    assert rows(folder, "SELECT pain FROM wellbeing") == []


def test_a_session_that_is_skipped_at_once_is_in_the_records_and_in_no_list(folder):
    whole = keep(folder)
    later = replace(ABOUT, began_at=ABOUT.began_at + timedelta(days=1))
    skipped = keep(folder, later, EMPTY, "skipped")
    tried = keep(folder, replace(ABOUT, began_at=EVENING - timedelta(days=9)), WHOLE, "skipped")

    with Store(folder) as store:
        assert [each.is_left_out for each in store.sessions()] == [False, True, False]
        assert store.kept(skipped).ending == "skipped"
        assert store.latest() == whole
    assert tried == 3


def test_an_unknown_ending_is_damage(folder):
    finish_at_once(folder)
    write(folder, "UPDATE sessions SET ending = 'flew away'")

    with Store(folder) as store, pytest.raises(StoreError, match="flew away"):
        store.sessions()


def test_a_video_counts_only_if_the_person_says_so(folder):
    number = keep(folder, VIDEO)
    with Store(folder) as store:
        today = EVENING.date()

        def state() -> tuple[int, str, int]:
            found = days_in(store, BASIS, *week_of(today), today)
            weeks = progress_in(store, BOOK, BASIS)
            return len(weeks), found.days[0].state, len(unanswered(store.sessions()))

        assert state() == (0, "planned", 1)
        keep_of_person(folder, number, answer=True)
        assert state() == (1, "partly", 0)
        keep_of_person(folder, number, answer=False)
        assert state() == (0, "planned", 0)
        keep_of_person(folder, number, answer=None)
        assert state() == (0, "planned", 1)


def test_a_live_session_is_not_asked_about(folder):
    number = keep(folder)

    with pytest.raises(UsageError, match="not an analyzed video"):
        keep_of_person(folder, number, answer=False)


def test_days_count_notes_by_hand_and_leave_out_what_cannot_be_read(folder):
    for day in ("2026-03-04", "yesterday"):
        write(
            folder,
            "INSERT INTO by_hand (day, exercise, amount, minutes, at) VALUES (?, 'bridging', "
            "'{}', 12.5, '')",
            day,
        )

    with Store(folder) as store:
        found = days_in(store, BASIS, *month_of(date(2026, 3, 4)), date(2026, 3, 31))

    done = [each for each in found.days if each.workouts]
    assert [(each.day.day, each.state, each.minutes) for each in done] == [(4, "partly", 12.5)]
    # Before the first day nothing was planned.
    assert (found.since, found.planned, found.partly) == (date(2026, 3, 4), 28, 1)


def test_a_plan_counts_from_its_own_first_day(folder):
    keep(folder, replace(ABOUT, began_at=EVENING))
    plan = BASIS.model_copy(update={"first_day": date(2026, 3, 10)})

    with Store(folder) as store:
        found = days_in(store, plan, *month_of(date(2026, 3, 4)), date(2026, 3, 31))

    # What was done before it is done all the same, and is extra.
    assert (found.planned, found.done, found.extra) == (22, 0, 1)
    assert found.planned_until(date(2026, 3, 12)) == 3


@pytest.mark.parametrize(
    ("day", "last"), [(date(2026, 2, 5), 28), (date(2028, 2, 29), 29), (date(2026, 12, 31), 31)]
)
def test_the_last_day_of_a_month(day, last):
    assert month_of(day) == (day.replace(day=1), day.replace(day=last))


def test_movements_are_those_of_the_sessions(folder):
    number = finish_at_once(folder, EVERYTHING)
    keep(folder, replace(ABOUT, exercise=BOOK.get("leg-lift")))

    found = movements_in(folder, [number])
    with Store(folder) as store:
        session = store.load(number)
    assert set(found) == {number}
    assert tuple(found[number].repetitions) == session.repetitions
    assert tuple(found[number].holds) == session.holds
    assert [(each.reason, each.doubtful) for each in found[number].attempts] == [
        (each.reason, each.doubtful) for each in session.attempts
    ]
    assert set(movements_in(folder)) == {number, number + 1}


@pytest.mark.parametrize(
    ("column", "value"), [("faults", "{}"), ("faults", "[1]"), ("metrics", "[]"), ("metrics", "{")]
)
def test_a_damaged_movement_is_a_sentence(folder, column, value):
    finish_at_once(folder)
    write(folder, f"UPDATE repetitions SET {column} = ?", value)

    with pytest.raises(StoreError, match=r"session 1 is damaged .* sessions delete 1"):
        movements_in(folder)


def test_only_live_sessions_in_which_something_counted_make_an_exercise_known(folder):
    for about, session in ((ABOUT, WHOLE), (ABOUT, EMPTY), (VIDEO, WHOLE), (ABOUT, WHOLE)):
        keep(folder, about, session)

    with Store(folder) as store:
        assert times_done(store.sessions()) == {ABOUT.exercise.id: 2}
