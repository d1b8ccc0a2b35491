"""A session as rows of the tables, and back. In: a `Session`. Out: rows; an equal `Session`.

Every number is kept unrounded, so that a session is read exactly as it was written.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from stabiel.coach.events import Attempt, Event, FaultEnded, Hold, Repetition
from stabiel.errors import StoreError
from stabiel.session.cues import Cue
from stabiel.session.session import Session, session_of

TABLES = (
    "repetitions",
    "attempts",
    "holds",
    "faults",
    "cues",
    "setup",
    "not_judged",
    "time_spent",
)


def write_events(connection: sqlite3.Connection, session_id: int, events: Iterable[Event]) -> None:
    """Insert the events that a session keeps."""
    for event in events:
        if isinstance(event, Repetition):
            _insert(
                connection, "repetitions", session_id, event.number, event.side, event.start_s,
                event.target_s, event.end_s, event.time_s, _json(event.faults),
                _json(event.metrics), event.sure,
            )  # fmt: skip
        elif isinstance(event, Attempt):
            _insert(
                connection, "attempts", session_id, event.side, event.start_s, event.end_s,
                event.time_s, event.reason, _json(event.metrics), event.doubtful, event.sure,
            )  # fmt: skip
        elif isinstance(event, Hold):
            _insert(
                connection, "holds", session_id, event.number, event.side, event.start_s,
                event.end_s, event.time_s, event.in_zone_s, event.complete, _json(event.faults),
                event.sure,
            )  # fmt: skip
        elif isinstance(event, FaultEnded):
            _insert(
                connection, "faults", session_id, event.id, event.side, event.start_s,
                event.time_s, event.severity, event.repetition, event.doubtful, event.sure,
            )  # fmt: skip


def write_cues(connection: sqlite3.Connection, session_id: int, cues: Iterable[Cue]) -> None:
    """Insert the cues."""
    for cue in cues:
        _insert(
            connection, "cues", session_id, cue.time_s, cue.id, cue.text, int(cue.priority)
        )  # fmt: skip


def write_session(
    connection: sqlite3.Connection, session_id: int, session: Session, finished_s: float
) -> None:
    """Write a finished session; it replaces the rows that were written while it ran."""
    for table in (*TABLES, "summaries"):
        connection.execute(f"DELETE FROM {table} WHERE session = ?", (session_id,))
    for events in (session.repetitions, session.attempts, session.holds, session.faults):
        write_events(connection, session_id, events)
    write_cues(connection, session_id, session.cues)
    for item in session.setup:
        _insert(connection, "setup", session_id, item.id, item.ok, item.seconds, item.direction)
    for what, reason, seconds in session.not_judged:
        _insert(connection, "not_judged", session_id, what, reason.value, seconds)
    for spent in session.time:
        _insert(
            connection, "time_spent", session_id, spent.kind.value, spent.why, spent.seconds,
            spent.off_by,
        )  # fmt: skip
    source = session.source
    connection.execute(
        "UPDATE sessions SET finished_s = ?, written_s = ?, view = ?, judged_share = ?, "
        "duration_s = ?, frame_rate_hz = ?, width_px = ?, height_px = ?, estimated_share = ?, "
        "clock_jumps = ?, looked_at = ?, frames = ?, looks_like = ? WHERE id = ?",
        (
            finished_s, finished_s, session.view, session.judged_share, source.duration_s,
            source.frame_rate_hz, source.width_px, source.height_px, source.estimated_share,
            source.clock_jumps, source.looked_at, source.frames, session.looks_like, session_id,
        ),
    )  # fmt: skip


def read_session(connection: sqlite3.Connection, session_id: int) -> Session:
    """Return a finished session.

    Raises:
        StoreError: no finished session has this number, or it is damaged.
    """
    head = connection.execute(
        "SELECT exercise, language, model, view, judged_share, looks_like, source_kind, "
        "source_name, duration_s, frame_rate_hz, width_px, height_px, "
        "coalesce(estimated_share, 0.0), coalesce(clock_jumps, 0), coalesce(looked_at, 0), "
        "coalesce(frames, 0) FROM sessions WHERE id = ? AND finished_s IS NOT NULL",
        (session_id,),
    ).fetchone()
    if head is None:
        raise StoreError(f"There is no finished session {session_id} in these records.")
    exercise, language, model, view, judged_share, looks_like, *source = head

    def rows(table: str) -> list[dict[str, Any]]:
        columns = _COLUMNS[table][1:]
        found = connection.execute(
            f"SELECT {', '.join(columns)} FROM {table} WHERE session = ? ORDER BY rowid",
            (session_id,),
        )
        return [dict(zip(columns, row, strict=True)) for row in found]

    def parsed(table: str, *keys: str) -> list[dict[str, Any]]:
        return [row | {key: json.loads(row[key]) for key in keys} for row in rows(table)]

    try:
        return session_of(
            {
                "exercise": exercise,
                "language": language,
                "model": model,
                "view": view,
                "source": dict(zip(_SOURCE, source, strict=True)),
                "judged_share": judged_share,
                "repetitions": parsed("repetitions", "faults", "metrics"),
                "attempts": parsed("attempts", "metrics"),
                "holds": parsed("holds", "faults"),
                "faults": [{"time_s": row.pop("end_s"), **row} for row in rows("faults")],
                "cues": rows("cues"),
                "setup": rows("setup"),
                "not_judged": [tuple(row.values()) for row in rows("not_judged")],
                "time": rows("time_spent"),
                "looks_like": looks_like or None,  # empty if it was looked for in vain
            }
        )
    except (ValueError, RecursionError) as error:
        raise StoreError(
            f"The record of session {session_id} is damaged ({error}); delete it with: "
            f"stabiel sessions delete {session_id}."
        ) from error


def _insert(connection: sqlite3.Connection, table: str, *values: object) -> None:
    columns = _COLUMNS[table]
    places = ", ".join("?" * len(columns))
    connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", values)


_SOURCE = (
    "kind", "name", "duration_s", "frame_rate_hz", "width_px", "height_px", "estimated_share",
    "clock_jumps", "looked_at", "frames",
)  # fmt: skip
_COLUMNS = {
    "repetitions": (
        "session", "number", "side", "start_s", "target_s", "end_s", "time_s", "faults", "metrics",
        "sure",
    ),
    "attempts": (
        "session", "side", "start_s", "end_s", "time_s", "reason", "metrics", "doubtful", "sure",
    ),
    "holds": (
        "session", "number", "side", "start_s", "end_s", "time_s", "in_zone_s", "complete",
        "faults", "sure",
    ),
    "faults": (
        "session", "id", "side", "start_s", "end_s", "severity", "repetition", "doubtful", "sure",
    ),
    "cues": ("session", "time_s", "id", "text", "priority"),
    "setup": ("session", "id", "ok", "seconds", "direction"),
    "not_judged": ("session", "what", "reason", "seconds"),
    "time_spent": ("session", "kind", "why", "seconds", "off_by"),
}  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
