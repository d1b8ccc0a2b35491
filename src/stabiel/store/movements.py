"""The movements of many sessions at once. In: a data folder. Out: repetitions, attempts and holds.

Progress needs these of every session and nothing else: no landmarks, no cues, no trace. Reading
them one session after the other took most of a second for each hundred sessions.
"""

import json
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from typing import cast

from stabiel.anatomy import SideName
from stabiel.coach.events import Attempt, Hold, Metrics, Repetition
from stabiel.errors import StoreError
from stabiel.store.database import connect, sentences
from stabiel.store.folder import DataFolder
from stabiel.store.listing import ALL, numbered


@dataclass(slots=True)
class KeptMovements:
    """The movements of one session, each kind in the order in which it was kept."""

    repetitions: list[Repetition] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)


def movements_in(
    folder: DataFolder, sessions: Collection[int] | None = None
) -> dict[int, KeptMovements]:
    """Return the movements of finished sessions, by the number of the session.

    Args:
        folder: the records.
        sessions: the numbers of those that are wanted; None for all.

    Raises:
        StoreError: a row is damaged.
        OutputError: the records cannot be read.
    """
    found: dict[int, KeptMovements] = {}
    with closing(connect(folder)) as connection, sentences(folder.database):
        for session, *row in _rows(connection, "repetitions", _REPETITIONS, sessions):
            number, side, start_s, target_s, end_s, time_s, faults, metrics = row
            found.setdefault(session, KeptMovements()).repetitions.append(
                Repetition(
                    time_s, number, _side(side), start_s, target_s, end_s, _names(session, faults),
                    _metrics(session, metrics),
                )
            )  # fmt: skip
        for session, *row in _rows(connection, "attempts", _ATTEMPTS, sessions):
            side, start_s, end_s, time_s, reason, doubtful = row
            found.setdefault(session, KeptMovements()).attempts.append(
                Attempt(time_s, _side(side), start_s, end_s, reason, doubtful=bool(doubtful))
            )
        for session, *row in _rows(connection, "holds", _HOLDS, sessions):
            number, side, start_s, end_s, time_s, in_zone_s, complete, faults = row
            found.setdefault(session, KeptMovements()).holds.append(
                Hold(
                    time_s, number, _side(side), start_s, end_s, in_zone_s, bool(complete),
                    _names(session, faults),
                )
            )  # fmt: skip
    return found


def not_judged_in(folder: DataFolder) -> list[tuple[int, str, str, float]]:
    """Return what could not be judged in all finished sessions: session, what, why, seconds.

    Raises:
        OutputError, StoreError: the records cannot be read.
    """
    with closing(connect(folder)) as connection, sentences(folder.database):
        return _rows(connection, "not_judged", "what, reason, seconds", None).fetchall()


_REPETITIONS = "number, side, start_s, target_s, end_s, time_s, faults, metrics"
_ATTEMPTS = "side, start_s, end_s, time_s, reason, doubtful"
_HOLDS = "number, side, start_s, end_s, time_s, in_zone_s, complete, faults"


def _rows(
    connection: sqlite3.Connection, table: str, columns: str, sessions: Collection[int] | None
) -> sqlite3.Cursor:
    which = ALL if sessions is None else numbered(sessions)
    return connection.execute(
        f"SELECT session, {columns} FROM {table} WHERE session IN (SELECT id FROM sessions "
        f"WHERE finished_s IS NOT NULL AND {which.where}) ORDER BY session, {table}.rowid",
        which.values,
    )


def _side(name: str) -> SideName:
    return cast(SideName, name)


def _names(session: int, raw: str) -> tuple[str, ...]:
    if raw == "[]":  # most of them
        return ()
    found = _parsed(session, raw)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise _damaged(session, "its faults")
    return tuple(found)


def _metrics(session: int, raw: str) -> Metrics:
    found = _parsed(session, raw)
    if not isinstance(found, dict) or not all(
        isinstance(each, int | float) for each in found.values()
    ):
        raise _damaged(session, "its measures")
    return found


def _parsed(session: int, raw: str) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise _damaged(session, str(error)) from error


def _damaged(session: int, what: str) -> StoreError:
    return StoreError(
        f"The record of session {session} is damaged ({what}); delete it with: "
        f"stabiel sessions delete {session}."
    )
