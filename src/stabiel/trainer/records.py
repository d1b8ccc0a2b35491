"""What is kept of live sessions, and where a programme was left. In: frames as judged. Out: rows.

The records of `stabiel.store`, as a live session needs them. Every call opens them anew: a session
lives in several threads, and a connection belongs to one.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from stabiel.errors import StabielError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.pose import Pose
from stabiel.session.pipeline import Judgment
from stabiel.session.session import Session
from stabiel.store import About, DataFolder, SessionKeeper, Store
from stabiel.trainer.ports import Camera
from stabiel.trainer.speech_queue import Line
from stabiel.wording.language import Language


class LiveKeeper:
    """Keeps one exercise while it is done; nobody seen leaves nothing behind.

    Nothing here stops a session: what cannot be written waits, and `Records.close` writes it.
    """

    def __init__(self, records: "Records", keeper: SessionKeeper) -> None:
        self._records = records
        self._keeper = keeper
        self._seen = False

    @property
    def session_id(self) -> int | None:
        """Its number in the records, None as long as they cannot be written.

        What is dropped in the end has none there any more.
        """
        return self._keeper.session_id if self._keeper.begun else None

    @property
    def is_worth_it(self) -> bool:
        """Whether somebody was seen, so that there is something to keep."""
        return self._seen

    @property
    def in_trouble(self) -> bool:
        """Whether the records cannot be written at this moment."""
        return self._keeper.trouble is not None

    @property
    def video(self) -> Path | None:
        """Where its video goes, where one is wanted; None where nothing can be written."""
        return self._keeper.video if self._keeper.begun else None

    def add(
        self, time_s: float, pose: Pose | None, light: float | None, judgment: Judgment
    ) -> None:
        """Keep one frame: its pose as it was found, its light, and what was made of it."""
        self._seen = self._seen or pose is not None
        self._keeper.add(time_s, pose, judgment, light)

    def said(self, time_s: float, line: Line) -> None:
        """Keep a line that was spoken."""
        self._keeper.said(time_s, line.id, line.text)

    def finish(self, session: Session) -> None:
        """Keep what was judged in the end."""
        if self._seen:
            self._records.write(partial(self._keeper.finish, session), self._keeper.write_again)
        else:
            self._records.write(partial(self._records.drop, self._keeper))


class Records:
    """Keeps sessions, and where programmes were left."""

    def __init__(
        self, folder: DataFolder, book: ExerciseBook, language: Language, camera: Camera
    ) -> None:
        self._folder = folder
        self._book = book
        self._language: Language = language
        self._camera = camera
        self._later: list[Callable[[], None]] = []

    def begin(self, exercise: Exercise, model: str) -> LiveKeeper:
        """Begin to keep one exercise, with the dose that is asked for.

        Where nothing can be written now, it begins with the first that can be.
        """
        about = About(
            exercise=exercise,
            book=self._book,
            language=self._language,
            model=model,
            source_kind=self._camera.kind,
            source_name=self._camera.name,
            began_at=datetime.now().astimezone(),
            dose=exercise.dose.repetitions,
        )
        try:
            with Store(self._folder) as store:
                return LiveKeeper(self, store.begin(about))
        except StabielError:
            return LiveKeeper(self, SessionKeeper(self._folder, about))

    def keep_place(self, programme: str, index: int) -> None:
        """Keep the step at which a programme goes on."""

        def keep() -> None:
            with Store(self._folder) as store:
                store.keep_place(programme, index)

        self.write(keep)

    def drop(self, keeper: SessionKeeper) -> None:
        """Remove an exercise in which there was nothing to keep.

        Raises:
            StabielError: it cannot be removed.
        """
        keeper.close()
        if keeper.begun:
            with Store(self._folder) as store:
                store.drop(keeper)

    def write(self, write: Callable[[], None], again: Callable[[], None] | None = None) -> None:
        """Write something, and where that fails once more when all is over.

        Args:
            write: writes it.
            again: writes it the second time; without, the same.
        """
        try:
            write()
        except StabielError:
            self._later.append(again or write)

    def close(self) -> None:
        """Write what could not be written before.

        Raises:
            StabielError: something of it cannot be written now either, and is lost.
        """
        later, self._later = self._later, []
        errors = []
        for write in later:
            try:
                write()
            except StabielError as error:
                errors.append(error)
        if errors:
            raise errors[0]
