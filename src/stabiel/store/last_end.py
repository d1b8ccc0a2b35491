"""How the last live session ended, if not as usual. In: a data folder. Out: one sentence, once.

The terminal often dies together with the screen, so what was printed then was never read.
"""

import os
from contextlib import suppress
from datetime import datetime

from stabiel.store.folder import PRIVATE_FILE, DataFolder

_MOST_BYTES = 100


def note_screen_died(folder: DataFolder) -> None:
    """Remember, for the next start, that the screen died in the middle of a session.

    It never fails: the session itself is kept in any case.
    """
    with suppress(OSError):
        number = os.open(folder.last_end, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(datetime.now().astimezone().isoformat(timespec="seconds"))


def take_screen_died(folder: DataFolder) -> datetime | None:
    """Return when the screen died in the middle of the last session, None if it did not; forget it.

    A note that cannot be read or removed counts as none.
    """
    try:
        with folder.last_end.open(encoding="ascii") as file:
            words = file.read(_MOST_BYTES)
        folder.last_end.unlink()
        return datetime.fromisoformat(words)
    except (OSError, ValueError):
        return None
