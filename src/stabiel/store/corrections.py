"""Corrections in the records. In: what the person says of a session. Out: rows; corrections again.

A correction goes with its session: whoever deletes that, or erases everything, erases it too.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter

from stabiel.errors import StoreError, UsageError
from stabiel.session.corrected import CorrectedSession, corrected, event_of, span_of
from stabiel.session.corrections import (
    Correction,
    CountChange,
    KeptCorrection,
    OtherExercise,
    RepetitionChange,
    WrongFault,
)
from stabiel.session.session import Session
from stabiel.store.database import connect, sentences, transaction
from stabiel.store.folder import DataFolder
from stabiel.store.listing import Kept
from stabiel.store.store import Store

# More than a person says of one session; a script that goes wrong must not fill the disk.
MOST_CORRECTIONS = 500
# Its number, kind, what it is about, the statement, and when, as in the table.
_Row = tuple[int, str, str, str, str]
AnyCorrection = RepetitionChange | CountChange | WrongFault | OtherExercise

_CORRECTION: TypeAdapter[AnyCorrection] = TypeAdapter(Correction)
# The key that is the statement; the others say what it is about. That a fault is wrong is all
# there is to say of it.
_VALUES = {"repetitions": "change", "counts": "counts", "exercise": "exercise"}


def kept_corrections(
    folder: DataFolder, session_id: int | None = None
) -> dict[int, list[KeptCorrection]]:
    """Return the corrections by the number of their session, in the order they were made.

    Args:
        folder: the records.
        session_id: only those of this session; None for all.

    Raises:
        StoreError: a correction cannot be read.
    """
    rows = _rows(folder, None if session_id is None else [session_id])
    return {number: _read_all(folder, number, rows[number]) for number in rows}


def corrected_session(store: Store, session_id: int, session: Session) -> CorrectedSession:
    """Return a kept session with its corrections beside its judgment.

    Args:
        store: the records.
        session_id: its number there.
        session: as it was judged.
    """
    return corrected(session, kept_corrections(store.folder, session_id).get(session_id, []))


def corrected_sessions(
    store: Store, sessions: Collection[int] | None = None
) -> dict[int, CorrectedSession]:
    """Return the finished sessions of which the person says something, by their numbers.

    One that cannot be read is left out: its own page says what is wrong.

    Args:
        store: the records.
        sessions: the numbers of those that are wanted; None for all.
    """
    found = {}
    for session_id, rows in _rows(store.folder, sessions).items():
        with suppress(StoreError, UsageError):
            corrections = _read_all(store.folder, session_id, rows)
            found[session_id] = corrected(store.load(session_id), corrections)
    return found


def as_corrected(sessions: Iterable[Kept], said: Mapping[int, CorrectedSession]) -> list[Kept]:
    """Return entries of the list with the exercise and the totals that the person says.

    Lists of days, the weeks and the page of today count by these.

    Args:
        sessions: the entries.
        said: what `corrected_sessions` returns. It loads every corrected session: once is enough.
    """
    return [_as_said(each, said.get(each.id)) for each in sessions]


def _as_said(kept: Kept, said: CorrectedSession | None) -> Kept:
    if said is None:
        return kept
    return replace(
        kept,
        exercise=said.exercise,
        repetitions=said.totals.repetitions,
        good_repetitions=said.totals.good_repetitions,
        unrated=said.totals.unrated_repetitions,
        attempts=said.totals.attempts,
        holds=said.totals.holds,
        hold_s=said.totals.hold_s,
    )


def sessions_of_another_exercise(said: Mapping[int, CorrectedSession]) -> set[int]:
    """Return the sessions of which the person says that they were another exercise.

    They were judged by the wrong rule, so that no progress and no suggestion follows from them.
    """
    return {number for number, each in said.items() if each.exercise != each.session.exercise}


def add_correction(
    store: Store, session_id: int, said: AnyCorrection, at: datetime
) -> KeptCorrection:
    """Keep a correction; an earlier one about the same event, or of the exercise, makes way for it.

    Args:
        store: the records.
        session_id: the number of a finished session.
        said: what the person says.
        at: when.

    Raises:
        UsageError: the session has no such event, counts seconds and not repetitions, has none
            left to take off, or has too many corrections.
    """
    session = store.load(session_id)
    is_hold = store.rule(session_id).get(session.exercise).hold is not None
    if is_hold and isinstance(said, RepetitionChange):
        raise UsageError(f"Session {session_id} counts seconds, not repetitions.")
    before = kept_corrections(store.folder, session_id).get(session_id, [])
    said = _at_its_event(said, session)
    old = [each.id for each in before if _is_replaced(each.said, said, session)]
    if len(before) - len(old) >= MOST_CORRECTIONS:
        raise UsageError(
            f"Session {session_id} has {MOST_CORRECTIONS} corrections; undo one first."
        )
    fewer = isinstance(said, RepetitionChange) and said.change < 0
    if fewer and corrected(session, before).totals.repetitions == 0:
        raise UsageError(f"Session {session_id} has no repetition left to take off.")
    data = said.model_dump()
    value = data.pop(_VALUES.get(data.pop("kind"), ""), None)
    with _connected(store.folder) as connection, transaction(connection):
        connection.executemany("DELETE FROM corrections WHERE id = ?", [(each,) for each in old])
        cursor = connection.execute(
            "INSERT INTO corrections (session, kind, about, value, at) VALUES (?, ?, ?, ?, ?)",
            (session_id, said.kind, json.dumps(data), json.dumps(value), at.isoformat()),
        )
        assert cursor.lastrowid is not None  # every inserted row has one
        return KeptCorrection(cursor.lastrowid, said, at)


def remove_correction(
    folder: DataFolder, correction_id: int, session_id: int | None = None
) -> None:
    """Undo a correction, also one that is damaged.

    Args:
        folder: the records.
        correction_id: the number of the correction there.
        session_id: the session that it must belong to; None for any.

    Raises:
        UsageError: there is no such correction.
    """
    with _connected(folder) as connection, transaction(connection):
        cursor = connection.execute(
            "DELETE FROM corrections WHERE id = ? AND (? IS NULL OR session = ?)",
            (correction_id, session_id, session_id),
        )
    if cursor.rowcount == 0:
        raise UsageError(
            f"There is no correction {correction_id} here; see: stabiel corrections list."
        )


@contextmanager
def _connected(folder: DataFolder) -> Iterator[sqlite3.Connection]:
    with closing(connect(folder)) as connection, sentences(folder.database):
        yield connection


def _rows(folder: DataFolder, sessions: Collection[int] | None = None) -> dict[int, list[_Row]]:
    """Return the rows of all sessions, or of some, by the number of their session."""
    with _connected(folder) as connection:
        rows = connection.execute(
            "SELECT session, id, kind, about, value, at FROM corrections "
            "WHERE ?1 IS NULL OR session IN (SELECT value FROM json_each(?1)) ORDER BY id",
            (None if sessions is None else json.dumps([*sessions]),),
        ).fetchall()
    found: dict[int, list[_Row]] = {}
    for session, *row in rows:
        found.setdefault(session, []).append(tuple(row))
    return found


def _read_all(folder: DataFolder, session_id: int, rows: Iterable[_Row]) -> list[KeptCorrection]:
    """Return the corrections of one session.

    Raises:
        StoreError: one cannot be read.
    """
    found = []
    for row in rows:
        try:
            found.append(_read(*row))
        except (ValueError, TypeError, RecursionError) as error:
            raise StoreError(
                f"{folder.database}: correction {row[0]} of session {session_id} is damaged; "
                f"remove it with: stabiel corrections undo {row[0]}."
            ) from error
    return found


def _read(number: int, kind: str, about: str, value: str, at: str) -> KeptCorrection:
    data = {"kind": kind, **json.loads(about)}
    if kind in _VALUES:
        data[_VALUES[kind]] = json.loads(value)
    said = _CORRECTION.validate_json(json.dumps(data))
    return KeptCorrection(number, said, datetime.fromisoformat(at))


def _at_its_event(said: AnyCorrection, session: Session) -> AnyCorrection:
    """Return a correction with the exact side and times of its event.

    Raises:
        UsageError: the session has no such event.
    """
    if not isinstance(said, CountChange | WrongFault):
        return said
    event = event_of(said, session)
    if event is None:
        raise UsageError("This session has no such event; load the page again.")
    start_s, end_s = span_of(event)
    return said.model_copy(update={"side": event.side, "start_s": start_s, "end_s": end_s})


def _is_replaced(before: AnyCorrection, said: AnyCorrection, session: Session) -> bool:
    if isinstance(before, OtherExercise) or isinstance(said, OtherExercise):
        return type(before) is type(said)
    if isinstance(before, RepetitionChange) or isinstance(said, RepetitionChange):
        return False
    event = event_of(before, session)
    return event is not None and event is event_of(said, session)
