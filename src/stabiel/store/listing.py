"""The list of sessions. In: a connection. Out: `Kept`, one per session."""

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from stabiel.errors import StoreError
from stabiel.session.days import Ending
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
        is_video: it is an analyzed video, and not a live session.
        of_person: whether an analyzed video shows the person of these records; None if nobody has
            said so.
        ending: how it ended; None in analyzed videos and in older sessions.
        workout: the id of the workout that it belongs to; None in videos and in older sessions.
        unrated: how many of the repetitions nobody judged, since the person added them
            (`stabiel.store.corrections.as_corrected`).
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
    is_video: bool = False
    of_person: bool | None = None
    ending: Ending | None = None
    workout: str | None = None
    unrated: int = 0

    @property
    def counts(self) -> bool:
        """Whether it counts in progress, days and suggestions: a video only if the person said so.

        Nobody knows whose a video is, so one that was not asked about does not count.
        """
        return self.of_person is True if self.is_video else True

    @property
    def has_counted(self) -> bool:
        """Whether anything of it counted: a repetition, or seconds of a hold."""
        return self.repetitions > 0 or self.hold_s > 0

    @property
    def is_left_out(self) -> bool:
        """Whether lists leave it out: it was skipped before anything was tried."""
        return self.ending == "skipped" and not (self.repetitions or self.attempts or self.holds)


def times_done(sessions: Iterable[Kept]) -> Counter[str]:
    """Return in how many live sessions something of each exercise counted, by exercise id."""
    return Counter(each.exercise for each in sessions if not each.is_video and each.has_counted)


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
        "(SELECT total(in_zone_s) FROM holds WHERE session = sessions.id), dose, "
        "source_kind = 'file', of_person, ending, workout "
        "FROM sessions WHERE ? IS NULL OR id = ? ORDER BY id",
        (time.time(), RUNNING_S, number, number),
    ).fetchall()
    return [_kept(database, *row) for row in rows]


def _kept(
    database: Path,
    number: int,
    exercise: str,
    language: str,
    began_at: str,
    *done: Any,
) -> Kept:
    *counts, is_video, of_person, ending, workout = done
    values: Any = (
        number,
        exercise,
        checked_language(language, database),
        _checked_date(began_at, database),
        *counts,
        bool(is_video),
        None if of_person is None else bool(of_person),
        _checked_ending(ending, database),
        workout,
    )
    return Kept(*values)


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


def _checked_ending(name: str | None, database: Path) -> Ending | None:
    if name is not None and name not in get_args(Ending):
        raise _damaged(database, f"the ending {name[:20]!r}")
    return cast(Ending | None, name)


def _damaged(database: Path, what: str) -> StoreError:
    return StoreError(
        f"{database}: these records are damaged ({what}); move the file to another place, or "
        "choose another folder with --data."
    )
