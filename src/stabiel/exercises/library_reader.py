"""The library as it is now. In: its folders. Out: a `Library`, read again after a change."""

import threading
from pathlib import Path

from stabiel.exercises.library import EXERCISES, PROGRAMMES, Library, read_library
from stabiel.exercises.own_files import changes_in
from stabiel.exercises.plan_choice import chosen_plan
from stabiel.exercises.plan_files import PLANS


class LibraryReader:
    """Reads the library again when a file of the user has changed. Safe to use from threads.

    Args:
        data: the data folder, with the own exercises and programmes.
        person: the folder of the person whose chosen plan is followed; None if that is `data`.
    """

    def __init__(self, data: Path, person: Path | None = None) -> None:
        self._data = data
        self._person = person or data
        self._lock = threading.Lock()
        self._read: tuple[object, Library] | None = None

    def __call__(self) -> Library:
        """Return all exercises and programmes as they are now."""
        with self._lock:
            folders = (self._data / EXERCISES, self._data / PROGRAMMES, self._person / PLANS)
            files = [
                chosen_plan(self._person),
                *(each for folder in folders for each in changes_in(folder)),
            ]
            if self._read is None or self._read[0] != files:
                self._read = (files, read_library(self._data, self._person))
            return self._read[1]
