"""Reads what an export needs. In: the records. Out: `Record`."""

from stabiel.export.tables import Record
from stabiel.store import Store
from stabiel.store.corrections import kept_corrections
from stabiel.store.searches import place_in_search


def record_of(store: Store, session_id: int, *, look: bool = False) -> Record:
    """Return a session with everything that is kept of it.

    Args:
        store: the records.
        session_id: its number there.
        look: whether to look for the exercise that it looks like, if nothing counted.

    Raises:
        UsageError: no session has this number, or it is still running.
    """
    kept = store.kept(session_id)
    return Record(
        session_id,
        kept.began_at,
        store.load(session_id, look=look),
        store.rule(session_id),
        lambda: store.frames(session_id),
        kept.ending,
        kept.workout,
        kept.of_person,
        tuple(kept_corrections(store.folder, session_id).get(session_id, [])),
        place_in_search(store.folder, session_id),
    )
