"""Finishes sessions that were broken off. In: a connection. Out: finished sessions.

A session is broken off if the program was killed or the computer was switched off. It is judged
again from its landmarks, by the rule that was kept with it.
"""

import json
import sqlite3
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from stabiel.errors import StoreError
from stabiel.exercises.files import ExerciseBook, known_names, load_book
from stabiel.exercises.model import Exercise, Shared
from stabiel.exercises.older import completed_shared
from stabiel.pose.recording import Recorded, check_times
from stabiel.session.replay import replay
from stabiel.session.session import Source
from stabiel.store.database import transaction
from stabiel.store.landmarks import Chunk, unpack, unpack_row, unpack_times
from stabiel.store.listing import broken_off, checked_language
from stabiel.store.rows import write_session
from stabiel.store.traces import write_trace
from stabiel.store.workouts import keep_ending


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
        if kind != "file":
            keep_ending(connection, number, "stopped")
        write_session(connection, number, judged.session, written_s)
        write_trace(connection, number, judged.trace, judged.session)


def read_rule(connection: sqlite3.Connection, number: int, exercise_id: str) -> ExerciseBook:
    """Return the rule that was kept with a session: a book with its one exercise.

    If the kept rule has an older format that cannot be read any more, this returns today's rule.
    """
    (text,) = connection.execute("SELECT rule FROM sessions WHERE id = ?", (number,)).fetchone()
    return rule_of(text, exercise_id)


def rule_of(text: str, exercise_id: str) -> ExerciseBook:
    """Return the rule of its kept text; today's if it cannot be read.

    Raises:
        UsageError: it cannot be read, and there is no such exercise today.
    """
    try:
        rule = json.loads(text)
        shared = Shared.model_validate(completed_shared(rule["shared"]))
        known = known_names(rule["exercise"], shared)
        exercise = Exercise.model_validate(rule["exercise"], context=known)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        book = load_book()
        return ExerciseBook(book.shared, {exercise_id: book.get(exercise_id)})
    return ExerciseBook(shared, {exercise.id: exercise})


def read_frames(connection: sqlite3.Connection, database: Path, number: int) -> list[Recorded]:
    """Return the recording of a session, frame by frame.

    Raises:
        StoreError: the landmarks are damaged.
    """
    rows = connection.execute(f"{_ROWS} ORDER BY chunk", (number,))
    with _damage_of(database, number):
        return unpack(Chunk(*row) for row in rows)


def read_some_frames(
    connection: sqlite3.Connection,
    database: Path,
    number: int,
    wanted: Callable[[Sequence[float]], Sequence[int]],
) -> list[Recorded]:
    """Return some frames of the recording of a session; rows without any are not read.

    Args:
        connection: to the records.
        database: their file, for messages.
        number: of the session.
        wanted: is given the times of all frames, and returns indices of them, ascending.

    Raises:
        StoreError: the landmarks are damaged.
    """
    kept = connection.execute(
        "SELECT chunk, times FROM landmarks WHERE session = ? ORDER BY chunk", (number,)
    ).fetchall()
    frames: list[Recorded] = []
    with _damage_of(database, number):
        times = [unpack_times(packed) for _, packed in kept]
        all_times = [time_s for row in times for time_s in row]
        check_times(all_times)
        indices = wanted(all_times)
        first = 0
        for (chunk, _), row in zip(kept, times, strict=True):
            low, high = (bisect_left(indices, at) for at in (first, first + len(row)))
            if high > low:
                (found,) = connection.execute(f"{_ROWS} AND chunk = ?", (number, chunk))
                frames += unpack_row(Chunk(*found), [each - first for each in indices[low:high]])
            first += len(row)
    return frames


_ROWS = (
    "SELECT width_px, height_px, times, points, outlines, light, colors, other_at, filled_in"
    " FROM landmarks WHERE session = ?"
)


@contextmanager
def _damage_of(database: Path, number: int) -> Iterator[None]:
    """Turn the errors of damaged landmarks in the block into a sentence."""
    try:
        yield
    except (ValueError, zlib.error) as error:
        raise StoreError(
            f"{database}: the landmarks of session {number} are damaged "
            f"({error}); delete it with: stabiel sessions delete {number}."
        ) from error
