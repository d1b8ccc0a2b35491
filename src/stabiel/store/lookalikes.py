"""Which exercise a kept session looks like. In: a session in which nothing counted. Out: the same.

A live session is kept without it: looking takes up to 2.5 s of a whole core, and nobody who
exercises should wait for that. So it is looked for when somebody first asks what was done, and the
answer is kept. Such a session then equals a replay of it.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path

from stabiel.errors import StabielError
from stabiel.exercises.files import load_book
from stabiel.session.lookalike import with_lookalike
from stabiel.session.session import Session
from stabiel.store.database import sentences, transaction
from stabiel.store.repair import read_frames

# In the column `looks_like`: it was looked for, and none is clear. NULL means not looked for yet.
NONE_CLEAR = ""


def looked_for(
    connection: sqlite3.Connection, database: Path, session_id: int, session: Session
) -> Session:
    """Return a kept session with the exercise that it looks like, and keep the answer.

    A recording that cannot be read, and an answer that cannot be kept, are no errors here: the
    next one who asks looks again.

    Args:
        connection: to the records.
        database: their file.
        session_id: its number.
        session: as it was judged.
    """
    if session.counted or _was_looked_for(connection, session_id):
        return session
    try:
        with sentences(database):
            frames = read_frames(connection, database, session_id)
    except StabielError:
        return session
    found = with_lookalike(session, load_book(), lambda: frames)
    with suppress(StabielError), sentences(database), transaction(connection):
        connection.execute(
            "UPDATE sessions SET looks_like = ? WHERE id = ? AND looks_like IS NULL",
            (found.looks_like or NONE_CLEAR, session_id),
        )
    return found


def _was_looked_for(connection: sqlite3.Connection, session_id: int) -> bool:
    query = "SELECT looks_like FROM sessions WHERE id = ? AND looks_like IS NOT NULL"
    return connection.execute(query, (session_id,)).fetchone() is not None
