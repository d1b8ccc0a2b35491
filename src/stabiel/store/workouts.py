"""Workouts, how exercises ended, and whose videos they are. In: records. Out: rows, and days.

A workout is one run of a plan or an exercise. Every call opens a connection of its own, because a
session runs in several threads.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4

from stabiel.errors import UsageError
from stabiel.exercises.plan import TrainingPlan
from stabiel.session.days import DoneExercise, DoneWorkout, Ending, PlannedDays, workouts_of
from stabiel.store.database import connect, sentences, transaction
from stabiel.store.folder import DataFolder
from stabiel.store.listing import Kept


@dataclass(frozen=True, slots=True)
class Workout:
    """One run of a plan or an exercise.

    Attributes:
        id: made here; sessions and answers refer to it.
        plan: the id of the plan or programme; None for a single exercise.
        began_at: the local date and time, with its offset from UTC.
    """

    id: str
    plan: str | None
    began_at: datetime


def new_workout(plan: str | None, began_at: datetime) -> Workout:
    """Return a workout that begins; the first write that belongs to it keeps it."""
    return Workout(uuid4().hex, plan, began_at)


def keep_workout(connection: sqlite3.Connection, workout: Workout) -> None:
    """Write a workout, unless it is there already. For use within a transaction."""
    connection.execute(
        "INSERT OR IGNORE INTO workouts (id, plan, began_at) VALUES (?, ?, ?)",
        (workout.id, workout.plan, workout.began_at.isoformat(timespec="seconds")),
    )


def begin_workout(folder: DataFolder, workout: Workout) -> None:
    """Write a workout before its first session, for what refers to it earlier.

    Raises:
        StoreError, OutputError: it cannot be written.
    """
    with _writing(folder) as connection:
        keep_workout(connection, workout)


def end_workout(folder: DataFolder, workout: Workout, ended_at: datetime) -> None:
    """Keep when a workout ended; one of which nothing was kept is forgotten.

    Raises:
        StoreError, OutputError: it cannot be written.
    """
    with _writing(folder) as connection:
        connection.execute(
            "UPDATE workouts SET ended_at = ? WHERE id = ?",
            (ended_at.isoformat(timespec="seconds"), workout.id),
        )
        forget_empty_workouts(connection)


def workouts_in(folder: DataFolder) -> list[Workout]:
    """Return all workouts, in the order in which they were written.

    Raises:
        StoreError, OutputError: the records cannot be read.
    """
    with closing(connect(folder)) as connection, sentences(folder.database):
        rows = connection.execute("SELECT id, plan, began_at FROM workouts").fetchall()
    return [Workout(name, plan, datetime.fromisoformat(at)) for name, plan, at in rows]


def keep_ending(connection: sqlite3.Connection, session: int, ending: Ending) -> None:
    """Write how an exercise ended. For use within a transaction."""
    connection.execute("UPDATE sessions SET ending = ? WHERE id = ?", (ending, session))


def forget_empty_workouts(connection: sqlite3.Connection) -> None:
    """Remove the workouts that are over and have no session and no answer about pain or effort.

    For use within a transaction, after a session was deleted.
    """
    connection.execute(
        "DELETE FROM workouts WHERE ended_at IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM sessions WHERE workout = workouts.id) "
        "AND NOT EXISTS (SELECT 1 FROM wellbeing WHERE workout = workouts.id)"
    )


def keep_of_person(folder: DataFolder, session: int, *, answer: bool | None) -> None:
    """Keep whether an analyzed video shows the person of these records; None takes it back.

    Raises:
        UsageError: no session has this number, or it is not an analyzed video.
        StoreError, OutputError: it cannot be written.
    """
    with _writing(folder) as connection:
        found = connection.execute(
            "UPDATE sessions SET of_person = ? WHERE id = ? AND source_kind = 'file'",
            (answer, session),
        )
    if not found.rowcount:
        raise UsageError(
            f"{folder.path}: session {session} is not an analyzed video, so there is nothing to "
            "answer; see: stabiel sessions list."
        )


def unanswered(kept: Sequence[Kept]) -> list[Kept]:
    """Return the analyzed videos of which nobody has said yet whether they show the person."""
    return [
        each for each in kept if each.is_video and each.of_person is None and not each.is_left_out
    ]


def done_exercises(folder: DataFolder, kept: Sequence[Kept]) -> list[DoneExercise]:
    """Return what counts for the days: sessions of the person, and notes by hand.

    Args:
        folder: the records.
        kept: all sessions, as they are listed.

    Raises:
        StoreError, OutputError: the records cannot be read.
    """
    with closing(connect(folder)) as connection, sentences(folder.database):
        plans = dict(connection.execute("SELECT id, plan FROM workouts"))
        notes = connection.execute("SELECT day, exercise, minutes FROM by_hand").fetchall()
    done = [_done(each, plans) for each in kept if each.counts and each.state == "finished"]
    return done + [found for row in notes if (found := _noted(*row)) is not None]


def done_workouts(folder: DataFolder, kept: Sequence[Kept]) -> list[DoneWorkout]:
    """Return the workouts, oldest first; arguments and errors as for `done_exercises`."""
    return workouts_of(done_exercises(folder, kept))


def planned_days(plan: TrainingPlan) -> PlannedDays:
    """Return what a plan asks for."""
    asked: dict[str, int] = {}
    for step in plan.steps:
        asked[step.exercise] = asked.get(step.exercise, 0) + 1
    return PlannedDays(plan.id, asked, plan.times_a_day, plan.is_on)


def since_day(plan: TrainingPlan, first: date | None, today: date) -> date:
    """Return the day from which on a plan counts: its own first day, or that of the first workout.

    A plan without a first day would otherwise have been missed since the beginning of time.

    Args:
        plan: that is followed.
        first: the day of the first workout; None if there is none.
        today: the day of now.
    """
    return plan.first_day or first or today


@contextmanager
def _writing(folder: DataFolder) -> Iterator[sqlite3.Connection]:
    """Open the records for one transaction."""
    with (
        closing(connect(folder)) as connection,
        sentences(folder.database),
        transaction(connection),
    ):
        yield connection


def _done(kept: Kept, plans: dict[str, str | None]) -> DoneExercise:
    return DoneExercise(
        session=kept.id,
        exercise=kept.exercise,
        began_at=kept.began_at.astimezone(),
        duration_s=kept.duration_s or 0.0,
        counted=kept.repetitions + kept.holds,
        ending=kept.ending,
        workout=kept.workout,
        plan=None if kept.workout is None else plans.get(kept.workout),
    )


def _noted(day: str, exercise: str, minutes: float | None) -> DoneExercise | None:
    """Return a note by hand; None if its day cannot be read, which its own list reports."""
    try:
        began_at = datetime.combine(date.fromisoformat(day), time.min).astimezone()
    except ValueError:
        return None
    return DoneExercise(None, exercise, began_at, 60.0 * (minutes or 0.0), 1)
