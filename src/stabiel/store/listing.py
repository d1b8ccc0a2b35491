"""The list of sessions. In: a connection. Out: `Kept`, one per session."""

import sqlite3
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, cast, get_args

from stabiel.errors import StoreError
from stabiel.wording.language import Language

# A running session writes every second. After this long without a write it was broken off. So was a
# session that wrote in the future: the clock was set back since.
RUNNING_S = 15.0

SessionState = Literal["running", "broken off", "finished"]


@dataclass(frozen=True, slots=True)
class Kept:
    """One session in the list of all.

    Attributes:
        began_at: the date and time with the offset from UTC.
        duration_s: None while it runs.
        attempts: without those that are doubtful, as in the summary of `session.json`.
        hold_s: seconds in the zone, summed over all holds.
        dose: the repetitions asked for per side, None if nothing was asked.
    """

    id: int
    exercise: str
    language: Language
    began_at: datetime
    state: SessionState
    source_name: str
    duration_s: float | None
    repetitions: int
    good_repetitions: int
    attempts: int
    holds: int
    hold_s: float
    dose: int | None


def listed(connection: sqlite3.Connection, database: Path, number: int | None = None) -> list[Kept]:
    """Return all sessions in the order of their numbers, or only the one with this number.

    Args:
        connection: to the records.
        database: their file, for messages.
        number: of one session; None for all.

    Raises:
        StoreError: a row is damaged.
        sqlite3.Error: the records cannot be read.
    """
    rows = connection.execute(
        "SELECT id, exercise, language, began_at, "
        "CASE WHEN finished_s IS NOT NULL THEN 'finished' "
        "WHEN abs(written_s - ?) <= ? THEN 'running' ELSE 'broken off' END, "
        "source_name, duration_s, "
        "(SELECT count(*) FROM repetitions WHERE session = id), "
        "(SELECT count(*) FROM repetitions WHERE session = id AND faults = '[]'), "
        "(SELECT count(*) FROM attempts WHERE session = id AND NOT doubtful), "
        "(SELECT count(*) FROM holds WHERE session = sessions.id), "
        "(SELECT total(in_zone_s) FROM holds WHERE session = sessions.id), dose "
        "FROM sessions WHERE ? IS NULL OR id = ? ORDER BY id",
        (time.time(), RUNNING_S, number, number),
    ).fetchall()
    return [
        Kept(
            number,
            exercise,
            checked_language(language, database),
            _checked_date(began_at, database),
            *rest,
        )
        for number, exercise, language, began_at, *rest in rows
    ]


def broken_off(connection: sqlite3.Connection) -> list[int]:
    """Return the numbers of the sessions that were broken off, in order."""
    found = connection.execute(
        "SELECT id FROM sessions WHERE finished_s IS NULL AND abs(written_s - ?) > ? ORDER BY id",
        (time.time(), RUNNING_S),
    ).fetchall()
    return [number for (number,) in found]


def checked_language(name: object, database: Path) -> Language:
    """Return a language that was read from the records.

    Raises:
        StoreError: there is no such language.
    """
    for language in get_args(Language):
        if language == name:
            return cast(Language, language)
    raise _damaged(database, f"the language {str(name)[:20]!r}")


def _checked_date(date: str, database: Path) -> datetime:
    try:
        return datetime.fromisoformat(date)
    except ValueError as error:
        raise _damaged(database, f"the date {date[:40]!r}") from error


def _damaged(database: Path, what: str) -> StoreError:
    return StoreError(
        f"{database}: these records are damaged ({what}); move the file to another place, or "
        "choose another folder with --data."
    )
