"""What requests of one person need. In: a data folder. Out: exercises, records, settings."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.library import Library
from stabiel.exercises.library_reader import LibraryReader
from stabiel.exercises.model import Exercise
from stabiel.exercises.plan import TrainingPlan
from stabiel.exercises.programme import Programme
from stabiel.store import DataFolder, Store
from stabiel.web import uploads
from stabiel.web.analysis_process import run
from stabiel.web.analysis_queue import MOST_WAITING, AnalysisProcess, AnalysisQueue
from stabiel.web.curves import CurveCache
from stabiel.web.demonstrations import Demonstrations
from stabiel.web.settings_file import SettingsFile
from stabiel.web.uploads import Uploads
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language

# Reports, curves and exports each take a whole core; more at a time would slow down a session.
MOST_HEAVY = 2
HEAVY_WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on uploads.

    Attributes:
        upload_bytes: the most bytes of one video.
        stall_s: how many seconds an upload may bring nothing.
        waiting: how many videos may wait for analysis.
    """

    upload_bytes: int = uploads.MOST_BYTES
    stall_s: float = uploads.STALL_S
    waiting: int = MOST_WAITING


def _now() -> datetime:
    return datetime.now().astimezone()


class Context:
    """What the app works with, from its start to its end.

    Args:
        folder: the data folder, where everything is kept.
        limits: limits on uploads.
        now: the date and time, which define today.
        analysis: the function that an analysis process runs; replaced in tests.
        heavy: the slots for heavy work, if they are shared with other persons.

    Attributes:
        is_training: returns whether a session is running right now; the app sets it.

    Raises:
        ExerciseError, ResourceError: the program's own files are invalid or missing.
    """

    def __init__(
        self,
        folder: DataFolder,
        *,
        limits: Limits | None = None,
        now: Callable[[], datetime] = _now,
        analysis: AnalysisProcess = run,
        heavy: threading.BoundedSemaphore | None = None,
    ) -> None:
        self.folder = folder
        self.limits = limits or Limits()
        self.now = now
        self._library = LibraryReader(folder.shared, folder.path)
        self._library()  # fails now if a file of the program is wrong
        self.settings = SettingsFile(folder)
        self.uploads = Uploads(folder)
        self.analyses = AnalysisQueue(folder, analysis, most_waiting=self.limits.waiting)
        self.curves = CurveCache()
        self.demonstrations = Demonstrations()
        self.is_training: Callable[[], bool] = lambda: False
        self.heavy = heavy or threading.BoundedSemaphore(MOST_HEAVY)

    def store(self) -> Store:
        """Open the records. Each thread needs its own connection.

        Raises:
            StoreError: the records are damaged, not stabiel's, or from a newer version.
            OutputError: the records cannot be created or written.
        """
        return Store(self.folder)

    @property
    def library(self) -> Library:
        """All exercises and programmes, with the user's own as they are now."""
        return self._library()

    @property
    def book(self) -> ExerciseBook:
        """All exercises."""
        return self.library.book

    @property
    def programmes(self) -> dict[str, Programme]:
        """All programmes, by id."""
        return self.library.programmes

    @property
    def plan(self) -> TrainingPlan:
        """The plan that the user follows."""
        return self.library.followed

    def exercise(self, exercise_id: str) -> Exercise:
        """Return one exercise.

        Raises:
            WebError: no exercise has this id (`not_found`).
        """
        if exercise_id not in self.book.exercises:
            raise WebError("not_found", "There is no such exercise.")
        return self.book.get(exercise_id)

    def name_of(self, exercise_id: str, language: Language) -> str:
        """Return the name of an exercise, or its id if the exercise no longer exists."""
        return self.book.name_of(exercise_id, language)

    @contextmanager
    def heavy_work(self) -> Iterator[None]:
        """Wait for a free slot for work that takes a whole core.

        Raises:
            WebError: no slot became free within a minute (`busy`).
        """
        if not self.heavy.acquire(timeout=HEAVY_WAIT_S):
            raise WebError("busy", "This computer is busy; try again in a minute.")
        try:
            yield
        finally:
            self.heavy.release()

    def close(self) -> None:
        """Stop running analyses and remove unfinished uploads."""
        self.analyses.close()
        self.demonstrations.close()
        self.uploads.close()
