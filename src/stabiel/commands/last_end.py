"""What is said at a start about a last session that ended by itself. In: a folder. Out: a line."""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from stabiel.errors import StabielError

if TYPE_CHECKING:
    from stabiel.store import DataFolder

_KEPT = "What was done until then is kept (see it: stabiel review)."


def last_end(folder: "DataFolder") -> str | None:
    """Return one line if the last session did not end as usual, None if it did.

    A session that was broken off is mentioned until the records finish it, when they are next
    read. Records that cannot be read are reported by what needs them, not here.
    """
    from stabiel.store import Store
    from stabiel.store.last_end import take_screen_died

    died_at = take_screen_died(folder)
    broken_off = []
    if folder.database.is_file():
        with suppress(StabielError), Store(folder) as store:
            kept = store.sessions(finish=False)
            broken_off = [each for each in kept if each.state == "broken off"]
    if died_at is not None:
        return f"The screen died during your last session ({_time(died_at)}). {_KEPT}"
    if not broken_off:
        return None
    last = max(broken_off, key=lambda each: each.began_at)
    return (
        f"Your last session ({last.exercise}, {_time(last.began_at)}) was broken off, because the "
        f"screen died or the program was ended. {_KEPT}"
    )


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
