"""Traces in the database, one row for a finished session. In: a trace. Out: a row; the trace again.

A row holds the bytes of a `trace.npz` (`stabiel.session.trace_file`) without the times, which the
landmarks have. While a session runs it has no row: if it is broken off, it is judged again from its
landmarks, which gives its trace.
"""

import sqlite3
import zlib

from stabiel.session.session import Session
from stabiel.session.trace import ValueTrace
from stabiel.session.trace_file import pack_trace, unpack_trace
from stabiel.store.landmarks import unpack_times


def write_trace(
    connection: sqlite3.Connection, session_id: int, trace: ValueTrace, session: Session
) -> None:
    """Keep the trace of a finished session; it replaces an earlier one."""
    connection.execute(
        "INSERT OR REPLACE INTO traces (session, trace) VALUES (?, ?)",
        (session_id, pack_trace(trace, session, times=False)),
    )


def read_trace(
    connection: sqlite3.Connection, session_id: int, session: Session
) -> ValueTrace | None:
    """Return the trace of a session; None if there is none that fits its landmarks and session.

    Args:
        connection: to the records.
        session_id: its number there.
        session: as it was judged.
    """
    row = connection.execute("SELECT trace FROM traces WHERE session = ?", (session_id,)).fetchone()
    if row is None:
        return None
    times = connection.execute(
        "SELECT times FROM landmarks WHERE session = ? ORDER BY chunk", (session_id,)
    )
    try:
        times_s = [time_s for (packed,) in times for time_s in unpack_times(packed)]
    except (ValueError, zlib.error):  # an error only for a reader of the landmarks
        return None
    return unpack_trace(row[0], session, times_s)
