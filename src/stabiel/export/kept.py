"""What an export is made of. In: the records. Out: `Record`."""

from stabiel.export.tables import Record
from stabiel.store import Store


def record_of(store: Store, session_id: int) -> Record:
    """Return a session with all that is kept of it.

    Raises:
        UsageError: there is none of this number, or it still runs.
    """
    return Record(
        session_id,
        store.kept(session_id).began_at,
        store.load(session_id),
        store.rule(session_id),
        lambda: store.frames(session_id),
    )
