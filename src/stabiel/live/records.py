"""What is kept of live sessions, and where a programme was left. In: frames as judged. Out: rows.

The records of `stabiel.store`, as a live session needs them. Every call opens them anew: a session
lives in several threads, and a connection belongs to one.
"""

from datetime import datetime
from pathlib import Path

from stabiel.exercise import Exercise, Language
from stabiel.exercise_files import ExerciseBook
from stabiel.judge import Judgement
from stabiel.live.camera import Camera
from stabiel.live.lines import Line
from stabiel.pose import Pose
from stabiel.session import Session
from stabiel.store import About, DataFolder, SessionKeeper, Store


class LiveKeeper:
    """Keeps one exercise while it is done; nobody seen leaves nothing behind."""

    def __init__(self, folder: DataFolder, keeper: SessionKeeper) -> None:
        self._folder = folder
        self._keeper = keeper
        self._seen = False

    @property
    def session_id(self) -> int:
        """Its number in the records; what is dropped in the end has none there any more."""
        return self._keeper.session_id

    @property
    def is_worth_it(self) -> bool:
        """Whether somebody was seen, so that there is something to keep."""
        return self._seen

    @property
    def video(self) -> Path:
        """Where its video goes, where one is wanted."""
        return self._keeper.video

    def add(
        self, time_s: float, pose: Pose | None, light: float | None, judgement: Judgement
    ) -> None:
        """Keep one frame: its pose as it was found, its light, and what was made of it.

        Raises:
            OutputError: nothing more can be kept; what was kept before is safe.
        """
        self._seen = self._seen or pose is not None
        self._keeper.add(time_s, pose, judgement, light)

    def said(self, time_s: float, line: Line) -> None:
        """Keep a line that was spoken."""
        self._keeper.said(time_s, line.id, line.text)

    def finish(self, session: Session) -> None:
        """Keep what was judged in the end.

        Raises:
            OutputError: it cannot be written.
        """
        if self._seen:
            self._keeper.finish(session)
            return
        with Store(self._folder) as store:
            store.drop(self._keeper)


class Records:
    """Keeps sessions, and where programmes were left."""

    def __init__(
        self, folder: DataFolder, book: ExerciseBook, language: Language, camera: Camera
    ) -> None:
        self._folder = folder
        self._book = book
        self._language: Language = language
        self._camera = camera

    def begin(self, exercise: Exercise, model: str) -> LiveKeeper:
        """Begin to keep one exercise, with the dose that is asked for.

        Raises:
            OutputError: nothing can be kept there.
            StoreError: the records are damaged, not stabiel's, or of a newer version.
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
        with Store(self._folder) as store:
            return LiveKeeper(self._folder, store.begin(about))

    def keep_place(self, programme: str, index: int) -> None:
        """Keep the step at which a programme goes on."""
        with Store(self._folder) as store:
            store.keep_place(programme, index)
