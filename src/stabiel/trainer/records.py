"""Stores live sessions and the position in a programme. In: judged frames. Out: rows.

Adapts the records of `stabiel.store` to the ports of a live session. Every call opens a new
connection: a session runs in several threads, and a connection belongs to one of them.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from stabiel.errors import StabielError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.pose import Pose
from stabiel.session.days import Ending
from stabiel.session.pipeline import Judgment
from stabiel.session.session import Session
from stabiel.store import About, DataFolder, SessionKeeper, Store
from stabiel.store.workouts import Workout, begin_workout, end_workout, new_workout
from stabiel.trainer.ports import Camera
from stabiel.trainer.speech_queue import Line
from stabiel.wording.language import Language


class LiveKeeper:
    """Stores one exercise while it is done; nothing remains of it if nobody was detected.

    One that was skipped remains all the same, so that it is known to have been skipped.

    Nothing here stops a session: what cannot be written waits, and `Records.close` writes it.
    """

    def __init__(self, records: "Records", keeper: SessionKeeper) -> None:
        self._records = records
        self._keeper = keeper
        self._seen = False

    @property
    def session_id(self) -> int | None:
        """The id in the records; None as long as the records cannot be written.

        An exercise that was dropped in the end is no longer there.
        """
        return self._keeper.session_id if self._keeper.begun else None

    @property
    def person_seen(self) -> bool:
        """Whether a person was detected, so that there is something to keep."""
        return self._seen

    @property
    def in_trouble(self) -> bool:
        """Whether the records cannot be written at this moment."""
        return self._keeper.trouble is not None

    @property
    def video(self) -> Path | None:
        """The path for the video, if one is recorded; None if nothing can be written."""
        return self._keeper.video if self._keeper.begun else None

    def add(
        self, time_s: float, pose: Pose | None, light: float | None, judgment: Judgment
    ) -> None:
        """Store one frame: its pose as detected, its brightness (0 to 1) and its judgment."""
        self._seen = self._seen or pose is not None
        self._keeper.add(time_s, pose, judgment, light)

    def said(self, time_s: float, line: Line) -> None:
        """Store a line that was spoken."""
        self._keeper.said(time_s, line.id, line.text)

    def finish(self, session: Session, ending: Ending) -> None:
        """Store the final result, and how it ended."""
        if self._seen or ending == "skipped":
            finish = partial(self._keeper.finish, session, ending=ending)
            self._records.write(finish, self._keeper.write_again)
        else:
            self._records.write(partial(self._records.drop, self._keeper))


class Records:
    """Stores the sessions of one workout, and the positions in programmes.

    Args:
        folder: the records.
        book: the exercises.
        language: of the texts.
        camera: where the frames come from.
        plan: the id of the plan that is done; None for a single exercise.
    """

    def __init__(
        self,
        folder: DataFolder,
        book: ExerciseBook,
        language: Language,
        camera: Camera,
        plan: str | None = None,
    ) -> None:
        self._folder = folder
        self._book = book
        self._language: Language = language
        self._camera = camera
        self._plan = plan
        self._workout: Workout | None = None
        self._later: list[Callable[[], None]] = []

    @property
    def workout(self) -> Workout:
        """The workout; it begins when this is first asked for."""
        if self._workout is None:
            self._workout = new_workout(self._plan, _now())
        return self._workout

    def workout_in_records(self) -> str | None:
        """Write that the workout begins, and return its id; None if it cannot be written now.

        What refers to the workout, as an answer before its first exercise does, needs this first.
        """
        try:
            begin_workout(self._folder, self.workout)
        except StabielError:
            return None
        return self.workout.id

    def begin(self, exercise: Exercise, model: str) -> LiveKeeper:
        """Begin to store one exercise, with the dose that is asked for.

        If nothing can be written now, storing begins as soon as something can.
        """
        about = About(
            exercise=exercise,
            book=self._book,
            language=self._language,
            model=model,
            source_kind=self._camera.kind,
            source_name=self._camera.name,
            began_at=_now(),
            dose=exercise.dose.repetitions,
            workout=self.workout,
        )
        try:
            with Store(self._folder) as store:
                return LiveKeeper(self, store.begin(about))
        except StabielError:
            return LiveKeeper(self, SessionKeeper(self._folder, about))

    def keep_place(self, programme: str, index: int) -> None:
        """Store the index of the step at which a programme continues."""

        def keep() -> None:
            with Store(self._folder) as store:
                store.keep_place(programme, index)

        self.write(keep)

    def drop(self, keeper: SessionKeeper) -> None:
        """Remove an exercise of which there is nothing to keep.

        Raises:
            StabielError: it cannot be removed.
        """
        keeper.close()
        if keeper.begun:
            with Store(self._folder) as store:
                store.drop(keeper)

    def write(self, write: Callable[[], None], again: Callable[[], None] | None = None) -> None:
        """Write something; if that fails, try once more in `close`.

        Args:
            write: the first attempt.
            again: the second attempt; the same as the first if not given.
        """
        try:
            write()
        except StabielError:
            self._later.append(again or write)

    def close(self) -> None:
        """Write what could not be written before, and that the workout is over.

        Raises:
            StabielError: something still cannot be written, and is lost.
        """
        if self._workout is not None:
            self._later.append(partial(end_workout, self._folder, self._workout, _now()))
        later, self._later = self._later, []
        errors = []
        for write in later:
            try:
                write()
            except StabielError as error:
                errors.append(error)
        if errors:
            raise errors[0]


def _now() -> datetime:
    return datetime.now().astimezone()
