"""Training without a camera, noted by hand. In: what somebody did. Out: rows; notes again.

It counts as a day on which somebody trained. Nobody judged it, so it is in no share of good
repetitions. The notes are in the database of the records, and are erased with it.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from stabiel.errors import StoreError, UsageError
from stabiel.store.database import connect, sentences, transaction
from stabiel.store.folder import DataFolder

MOST_NOTES = 20_000
# A note is of a day that somebody remembers; this only refuses a year that was mistyped.
OLDEST = timedelta(days=3 * 366)
MOST_REMARK = 500


class HandNote(BaseModel):
    """What was done without a camera.

    Attributes:
        day: on which it was done.
        exercise: its id.
        sets: how many times `repetitions` or `seconds` were done.
        repetitions: in each set, None if it was a hold or nobody counted.
        seconds: held in each set, None if it was not a hold.
        minutes: how long it took, None if that is not known.
        remark: in the person's own words, None without one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    day: date
    exercise: Annotated[str, Field(min_length=1, max_length=100)]
    sets: Annotated[int, Field(ge=1, le=50)] = 1
    repetitions: Annotated[int, Field(ge=1, le=1000)] | None = None
    seconds: Annotated[int, Field(ge=1, le=3600)] | None = None
    minutes: Annotated[float, Field(gt=0, le=600)] | None = None
    remark: Annotated[str, Field(max_length=MOST_REMARK)] | None = None

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if self.repetitions is not None and self.seconds is not None:
            raise ValueError("give repetitions or seconds, not both")
        if (self.repetitions, self.seconds, self.minutes) == (None, None, None):
            raise ValueError("give repetitions, seconds or minutes")
        return self


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note in the records, with its number there and when it was made."""

    id: int
    note: HandNote
    at: datetime


def notes(folder: DataFolder) -> list[KeptNote]:
    """Return all notes, the newest day first.

    Raises:
        StoreError: a note cannot be read.
    """
    found, damaged = readable_notes(folder)
    if damaged:
        raise StoreError(
            f"{folder.database}: note {damaged[0]} is damaged; remove it with: "
            f"stabiel sessions note --remove {damaged[0]}."
        )
    return found


def readable_notes(folder: DataFolder) -> tuple[list[KeptNote], list[int]]:
    """Return the notes that can be read, the newest day first, and the numbers of the others.

    A page shows these, so that one damaged note does not hide the rest.
    """
    with _connected(folder) as connection:
        rows = connection.execute(
            "SELECT id, day, exercise, amount, minutes, remark, at FROM by_hand "
            "ORDER BY day DESC, id DESC"
        ).fetchall()
    found, damaged = [], []
    for number, day, exercise, amount, minutes, remark, at in rows:
        try:
            data = {"day": day, "exercise": exercise, "minutes": minutes, "remark": remark}
            note = HandNote.model_validate_json(json.dumps(data | json.loads(amount)))
            found.append(KeptNote(number, note, datetime.fromisoformat(at)))
        except (ValueError, TypeError, RecursionError):
            damaged.append(number)
    return found, damaged


def add_note(folder: DataFolder, note: HandNote, at: datetime) -> KeptNote:
    """Keep a note.

    Args:
        folder: the records.
        note: what was done.
        at: the present, which no day may be after.

    Raises:
        UsageError: the day is in the future or years ago, or there are too many notes.
    """
    _check_day(note, at)
    with _connected(folder) as connection, transaction(connection):
        (count,) = connection.execute("SELECT count(*) FROM by_hand").fetchone()
        if count >= MOST_NOTES:
            raise UsageError(f"{folder.path}: there are {MOST_NOTES} notes; remove one first.")
        cursor = connection.execute(
            "INSERT INTO by_hand (day, exercise, amount, minutes, remark, at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (*_row(note), at.isoformat()),
        )
    assert cursor.lastrowid is not None  # every inserted row has one
    return KeptNote(cursor.lastrowid, note, at)


def change_note(folder: DataFolder, note_id: int, note: HandNote, at: datetime) -> None:
    """Replace a note.

    Raises:
        UsageError: no note has this number, or the day is in the future or years ago.
    """
    _check_day(note, at)
    with _connected(folder) as connection, transaction(connection):
        cursor = connection.execute(
            "UPDATE by_hand SET day = ?, exercise = ?, amount = ?, minutes = ?, remark = ? "
            "WHERE id = ?",
            (*_row(note), note_id),
        )
    if cursor.rowcount == 0:
        raise no_note(note_id)


def remove_note(folder: DataFolder, note_id: int) -> None:
    """Remove a note permanently.

    Raises:
        UsageError: no note has this number.
    """
    with _connected(folder) as connection, transaction(connection):
        cursor = connection.execute("DELETE FROM by_hand WHERE id = ?", (note_id,))
    with _connected(folder) as connection:
        # The write-ahead log still holds the remark.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if cursor.rowcount == 0:
        raise no_note(note_id)


def no_note(note_id: int) -> UsageError:
    """Return the error for a number that no note has."""
    return UsageError(f"There is no note {note_id}; see: stabiel sessions notes.")


def hand_note(**values: object) -> HandNote:
    """Return a note of values that a person typed.

    Raises:
        UsageError: one of them cannot be right.
    """
    try:
        return HandNote.model_validate(values)
    except ValidationError as error:
        first, *_ = error.errors(include_url=False, include_input=False, include_context=False)
        name = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"This cannot be noted: {f'{name}: ' if name else ''}{said}.") from error


@contextmanager
def _connected(folder: DataFolder) -> Iterator[sqlite3.Connection]:
    with closing(connect(folder)) as connection, sentences(folder.database):
        yield connection


def _row(note: HandNote) -> tuple[object, ...]:
    amount = note.model_dump(include={"sets", "repetitions", "seconds"}, exclude_none=True)
    remark = (note.remark or "").strip() or None
    return note.day.isoformat(), note.exercise, json.dumps(amount), note.minutes, remark


def _check_day(note: HandNote, now: datetime) -> None:
    if note.day > now.date():
        raise UsageError(f"{note.day}: this day is still to come; give today or an earlier day.")
    if note.day < now.date() - OLDEST:
        raise UsageError(f"{note.day}: this is more than three years ago; give a later day.")
