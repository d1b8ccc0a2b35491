"""What every request works with. In: a data folder. Out: exercises, records, settings, analyses."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from stabiel.exercises.files import load_book
from stabiel.exercises.model import Exercise
from stabiel.exercises.programme import Programme
from stabiel.exercises.programme_files import load_programmes
from stabiel.store import DataFolder, Store
from stabiel.trainer.plan import DEFAULT_PROGRAMME
from stabiel.web import uploads
from stabiel.web.analyses import MOST_WAITING, Analyses, Target
from stabiel.web.analysis_process import run
from stabiel.web.curves import Curves
from stabiel.web.errors import WebError
from stabiel.web.settings import SettingsFile
from stabiel.web.uploads import Uploads
from stabiel.wording.language import Language

# Reports, curves and exports take whole cores: more at a time would only slow a session down.
MOST_HEAVY = 2
HEAVY_WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken in.

    Attributes:
        upload_bytes: of one video.
        stall_s: how long a connection may bring nothing.
        waiting: videos that may wait to be analyzed.
    """

    upload_bytes: int = uploads.MOST_BYTES
    stall_s: float = uploads.STALL_S
    waiting: int = MOST_WAITING


def _now() -> datetime:
    return datetime.now().astimezone()


class Context:
    """What the app works with, from its start to its end.

    Args:
        folder: where everything is kept.
        limits: how much is taken in.
        now: the date and time, for what was done today.
        analysis: what the process of an analysis does; tests give another.

    Attributes:
        is_training: says whether somebody trains at this moment; the app sets it.

    Raises:
        ExerciseError, ResourceError: the program's own files are wrong.
    """

    def __init__(
        self,
        folder: DataFolder,
        *,
        limits: Limits | None = None,
        now: Callable[[], datetime] = _now,
        analysis: Target = run,
    ) -> None:
        self.folder = folder
        self.limits = limits or Limits()
        self.now = now
        self.book = load_book()
        self.programmes = load_programmes(self.book)
        self.settings = SettingsFile(folder)
        self.uploads = Uploads(folder)
        self.analyses = Analyses(folder, analysis, most_waiting=self.limits.waiting)
        self.curves = Curves()
        self.is_training: Callable[[], bool] = lambda: False
        self._heavy = threading.BoundedSemaphore(MOST_HEAVY)

    def store(self) -> Store:
        """Open the records anew: a connection belongs to one thread.

        Raises:
            StoreError: they are damaged, not stabiel's, or of a newer version.
            OutputError: they cannot be made or written.
        """
        return Store(self.folder)

    @property
    def programme(self) -> Programme:
        """The programme that is followed."""
        return self.programmes[DEFAULT_PROGRAMME]

    def exercise(self, exercise_id: str) -> Exercise:
        """Return one exercise.

        Raises:
            WebError: there is none of this id (`not_found`).
        """
        if exercise_id not in self.book.exercises:
            raise WebError("not_found", "There is no exercise of this name.")
        return self.book.get(exercise_id)

    def name_of(self, exercise_id: str, language: Language) -> str:
        """Return what an exercise is called; of one that is gone, its id."""
        exercise = self.book.exercises.get(exercise_id)
        return exercise_id if exercise is None else exercise.name.in_language(language)

    @contextmanager
    def heavy_work(self) -> Iterator[None]:
        """Wait until there is room for work that takes a whole core.

        Raises:
            WebError: there was none for a minute (`busy`).
        """
        if not self._heavy.acquire(timeout=HEAVY_WAIT_S):
            raise WebError("busy", "This computer is busy; try again in a minute.")
        try:
            yield
        finally:
            self._heavy.release()

    def close(self) -> None:
        """Stop what runs, and remove what was only on its way."""
        self.analyses.close()
        self.uploads.close()
