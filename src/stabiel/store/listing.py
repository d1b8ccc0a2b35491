"""The list of sessions. In: a connection. Out: `Kept`, one per session."""

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """Which sessions to list: a condition on the table `sessions`, and its values."""

    where: str
    values: tuple[object, ...] = ()


ALL = SessionFilter("TRUE")
AFTER_ALL = "~"  # after every date, as text
UNFINISHED = SessionFilter("finished_s IS NULL")
# Analyzed videos of which nobody has said whether they show the person.
UNANSWERED = SessionFilter("source_kind = 'file' AND of_person IS NULL")
# The first sessions that count, and those of the days after them: the kept dates have offsets.
FIRST = SessionFilter(
    "began_at < date((SELECT min(began_at) FROM sessions WHERE finished_s IS NOT NULL "
    "AND (source_kind <> 'file' OR of_person = 1)), '+3 days')"
)
_DAY, _AROUND = timedelta(days=1), timedelta(days=2)
_ENDINGS, _LANGUAGES = get_args(Ending), get_args(Language)


def numbered(numbers: Collection[int]) -> SessionFilter:
    """Return the filter for the sessions with these numbers."""
    # As JSON, because the number of parameters of a query is limited.
    return SessionFilter("id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(numbers)),))


def of_exercise(exercise: str) -> SessionFilter:
    """Return the filter for the sessions of an exercise, as it was judged."""
    return SessionFilter("exercise = ?", (exercise,))


def between(first: date, last: date) -> SessionFilter:
    """Return the filter for the sessions of these days, both included, and of two on either side.

    A session is kept with the date of the place where it began, which is at most a day off here;
    and a workout may go on after midnight.
    """
    before, after = min(_AROUND, first - date.min), min(_AROUND + _DAY, date.max - last)
    days = (first - before, last + after)
    return SessionFilter("began_at >= ? AND began_at < ?", tuple(day.isoformat() for day in days))


def newest(
    connection: sqlite3.Connection, database: Path, most: int, before: date | None = None
) -> list[Kept]:
    """Return the newest sessions that lists show, the newest first, in whole days.

    A day is that of the place in which a session began. The last day is returned whole, so that the
    next call goes on before it.

    Args:
        connection: to the records.
        database: their file, for messages.
        most: how many, at least 1; more if the last day has more, fewer if there are no more.
        before: only sessions of earlier days; None for all.

    Raises:
        StoreError: a row is damaged.
        sqlite3.Error: the records cannot be read.
    """
    found: list[Kept] = []
    # Dates and times are kept as text that begins with the day, so an index can compare them.
    end = AFTER_ALL if before is None else before.isoformat()
    while len(found) < most:
        row = connection.execute(
            "SELECT substr(began_at, 1, 10) FROM (SELECT began_at FROM sessions WHERE began_at < ? "
            "ORDER BY began_at DESC LIMIT ?) ORDER BY began_at LIMIT 1",
            (end, most),
        ).fetchone()
        if row is None:
            break
        (first,) = row
        days = SessionFilter("began_at >= ? AND began_at < ?", (first, end))
        page = [each for each in listed(connection, database, days) if not each.is_left_out]
        found += sorted(page, key=lambda each: (each.began_at, each.id), reverse=True)
        end = first
    return found


def listed(
    connection: sqlite3.Connection, database: Path, wanted: SessionFilter = ALL
) -> list[Kept]:
    """Return sessions in the order of their numbers.

    Args:
        connection: to the records.
        database: their file, for messages.
        wanted: which sessions. What is not wanted costs nothing if an index serves the condition.

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
        f"FROM sessions WHERE {wanted.where}",
        (time.time(), RUNNING_S, *wanted.values),
    ).fetchall()
    rows.sort()  # not by SQLite, which would then read the table instead of the index
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
        # Not in order: SQLite would then read the whole table instead of the index.
        "SELECT id FROM sessions WHERE finished_s IS NULL AND abs(written_s - ?) > ?",
        (time.time(), RUNNING_S),
    ).fetchall()
    return sorted(number for (number,) in found)


def checked_language(name: object, database: Path) -> Language:
    """Return a language that was read from the records.

    Raises:
        StoreError: there is no such language.
    """
    for language in _LANGUAGES:
        if language == name:
            return cast(Language, language)
    raise _damaged(database, f"the language {str(name)[:20]!r}")


def _checked_date(date: str, database: Path) -> datetime:
    try:
        return datetime.fromisoformat(date)
    except ValueError as error:
        raise _damaged(database, f"the date {date[:40]!r}") from error


def _checked_ending(name: str | None, database: Path) -> Ending | None:
    if name is not None and name not in _ENDINGS:
        raise _damaged(database, f"the ending {name[:20]!r}")
    return cast("Ending | None", name)


def _damaged(database: Path, what: str) -> StoreError:
    return StoreError(
        f"{database}: these records are damaged ({what}); move the file to another place, or "
        "choose another folder with --data."
    )
