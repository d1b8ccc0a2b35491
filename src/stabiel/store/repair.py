"""Finishes sessions that were broken off. In: a connection. Out: finished sessions.

A session is broken off if the program was killed or the computer was switched off. It is judged
again from its landmarks, by the rule that was kept with it.
"""

import json
import sqlite3
import zlib
from pathlib import Path

from pydantic import ValidationError

from stabiel.errors import StoreError
from stabiel.exercises.files import ExerciseBook, load_book
from stabiel.exercises.model import Exercise, Shared
from stabiel.exercises.older import completed_shared
from stabiel.pose.recording import Recorded
from stabiel.session.replay import replay
from stabiel.session.session import Source
from stabiel.store.database import transaction
from stabiel.store.landmarks import Chunk, unpack
from stabiel.store.listing import broken_off, checked_language
from stabiel.store.rows import write_session


def finish_broken_off(connection: sqlite3.Connection, database: Path) -> None:
    """Judge every session that was broken off and mark it as finished.

    Args:
        connection: to the records.
        database: their file, for messages.

    Raises:
        StoreError: the landmarks of a session are damaged.
        sqlite3.Error: the records cannot be read or written.
    """
    for number in broken_off(connection):
        _finish(connection, database, number)


def _finish(connection: sqlite3.Connection, database: Path, number: int) -> None:
    """Judge one session; one that ended within its first second has no frames and is removed."""
    exercise_id, language, model, kind, name, written_s = connection.execute(
        "SELECT exercise, language, model, source_kind, source_name, written_s "
        "FROM sessions WHERE id = ?",
        (number,),
    ).fetchone()
    frames = read_frames(connection, database, number)
    if not frames:
        with transaction(connection):
            connection.execute("DELETE FROM sessions WHERE id = ?", (number,))
        return
    book = read_rule(connection, number, exercise_id)
    size_px = next((each.pose.size_px for each in frames if each.pose is not None), (0, 0))
    judged = replay(
        book.get(exercise_id),
        book,
        checked_language(language, database),
        frames,
        source=Source(kind, name, 0.0, 0.0, *size_px),
        model=model,
    )
    with transaction(connection):
        write_session(connection, number, judged.session, written_s)


def read_rule(connection: sqlite3.Connection, number: int, exercise_id: str) -> ExerciseBook:
    """Return the rule that was kept with a session: a book with its one exercise.

    If the kept rule has an older format that cannot be read any more, this returns today's rule.
    """
    (text,) = connection.execute("SELECT rule FROM sessions WHERE id = ?", (number,)).fetchone()
    try:
        rule = json.loads(text)
        shared = Shared.model_validate(completed_shared(rule["shared"]))
        exercise = Exercise.model_validate(rule["exercise"], context=shared)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        book = load_book()
        return ExerciseBook(book.shared, {exercise_id: book.get(exercise_id)})
    return ExerciseBook(shared, {exercise.id: exercise})


def read_frames(connection: sqlite3.Connection, database: Path, number: int) -> list[Recorded]:
    """Return the recording of a session, frame by frame.

    Raises:
        StoreError: the landmarks are damaged.
    """
    rows = connection.execute(
        "SELECT width_px, height_px, times, points, outlines, light FROM landmarks "
        "WHERE session = ? ORDER BY chunk",
        (number,),
    )
    try:
        return unpack(Chunk(*row) for row in rows)
    except (ValueError, zlib.error) as error:
        raise StoreError(
            f"{database}: the landmarks of session {number} are damaged "
            f"({error}); delete it with: stabiel sessions delete {number}."
        ) from error
