"""Whether the app works on an upload. In: a data folder. Out: yes or no.

Each run of the app has a folder for its uploads and holds a lock on it, and each video that waits
or is analyzed has a folder inside that one. Other programs ask here before they erase anything.
"""

from pathlib import Path
from typing import BinaryIO

from stabiel.store.folder import DataFolder

try:
    import fcntl
except ImportError:  # Windows: an open file cannot be removed there, which is lock enough
    fcntl = None  # type: ignore[assignment]

LOCK = "lock"
# Erasing under an analysis would keep its session after everything was erased.
ANALYZING = (
    "{folder}: the app is analyzing a video; wait until it is done, or erase in the settings of "
    "the app, which stops it."
)
_RUNS = "[0-9a-f]" * 32


def lock_on(path: Path) -> BinaryIO:
    """Create the lock of a run and return it; it holds until it is closed."""
    held = path.open("xb")
    if fcntl is not None:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return held


def is_free(path: Path) -> bool:
    """Return whether no process holds a lock."""
    try:
        if fcntl is None:
            path.unlink()
            return True
        with path.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def locks_in(uploads: Path) -> list[Path]:
    """Return the locks of all runs whose uploads are there, ended or not."""
    return sorted(uploads.glob(f"{_RUNS}/{LOCK}"))


def is_in_use(folder: DataFolder) -> bool:
    """Return whether a video of this folder is being received or analyzed, or waits for that."""
    return any(
        any(each.is_dir() for each in lock.parent.iterdir()) and not is_free(lock)
        for lock in locks_in(folder.uploads)
    )
