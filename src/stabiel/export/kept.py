"""Reads what an export needs. In: the records. Out: `Record`."""

from stabiel.export.tables import Record
from stabiel.store import Store


def record_of(store: Store, session_id: int) -> Record:
    """Return a session with everything that is kept of it.

    Raises:
        UsageError: no session has this number, or it is still running.
    """
    return Record(
        session_id,
        store.kept(session_id).began_at,
        store.load(session_id),
        store.rule(session_id),
        lambda: store.frames(session_id),
    )
