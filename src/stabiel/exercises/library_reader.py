"""The library as it is now. In: the data folder. Out: a `Library`, read again after a change."""

import threading
from pathlib import Path

from stabiel.exercises.library import EXERCISES, PROGRAMMES, Library, read_library
from stabiel.exercises.own_files import changes_in
from stabiel.exercises.plan_choice import chosen_plan
from stabiel.exercises.plan_files import PLANS


class LibraryReader:
    """Reads the library again when a file of the user has changed. Safe to use from threads.

    Args:
        data: the data folder.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._read: tuple[object, Library] | None = None

    def __call__(self) -> Library:
        """Return all exercises and programmes as they are now."""
        with self._lock:
            folders = (EXERCISES, PROGRAMMES, PLANS)
            files = [
                chosen_plan(self._data),
                *(each for name in folders for each in changes_in(self._data / name)),
            ]
            if self._read is None or self._read[0] != files:
                self._read = (files, read_library(self._data))
            return self._read[1]
