"""The records as a whole. In: a data folder. Out: sessions to write, read, and remove.

A session that was broken off, because the program was killed or the computer went off, is judged
anew from its landmarks when the records are next read, by the rule it was kept with.
"""

import json
import time
import zlib
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Literal, Self, cast, get_args

from pydantic import ValidationError

from stabiel.errors import StoreError, UsageError
from stabiel.exercises.files import ExerciseBook, load_book
from stabiel.exercises.model import Exercise, Shared
from stabiel.pose.recording import Recorded
from stabiel.session.replay import replay
from stabiel.session.session import Session, Source
from stabiel.store.database import connect, sentences, transaction
from stabiel.store.folder import DataFolder, remove_files
from stabiel.store.keeper import About, SessionKeeper, insert_session
from stabiel.store.landmarks import Chunk, unpack
from stabiel.store.rows import read_session, write_session
from stabiel.wording.language import Language

# A session that runs writes every second; after this long without, it was broken off. So was one
# that wrote in the future: the clock was set back since.
RUNNING_S = 15.0

State = Literal["running", "broken off", "finished"]


@dataclass(frozen=True, slots=True)
class Kept:
    """One session in the list of all.

    Attributes:
        began_at: date and time with the offset from UTC.
        duration_s: None while it runs.
        hold_s: seconds in the zone, of all holds.
        dose: repetitions asked for a side, None where nothing was asked.
    """

    id: int
    exercise: str
    language: Language
    began_at: datetime
    state: State
    source_name: str
    duration_s: float | None
    repetitions: int
    good_repetitions: int
    attempts: int
    holds: int
    hold_s: float
    dose: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered when another number of repetitions was suggested.

    Attributes:
        before, suggested: repetitions a side.
        answered_s: when, seconds since 1970.
    """

    exercise: str
    before: int
    suggested: int
    accepted: bool
    answered_s: float


class Store:
    """The records of one data folder. A context manager.

    Raises:
        StoreError: the records are damaged, not stabiel's, or of a newer version.
        OutputError: they cannot be made or written.
    """

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self._connection = connect(folder)

    def begin(self, about: About) -> SessionKeeper:
        """Begin a session and return what keeps it."""
        with sentences(self.folder.database), transaction(self._connection):
            number = insert_session(self._connection, about)
        return SessionKeeper(self.folder, number)

    def sessions(self) -> list[Kept]:
        """Return all sessions, the oldest first; those broken off are judged first."""
        with sentences(self.folder.database):
            self._mend_all()
            return self._listed()

    def latest(self) -> int:
        """Return the number of the session that began last.

        Raises:
            UsageError: there is none.
        """
        finished = [each for each in self.sessions() if each.state == "finished"]
        if not finished:
            raise UsageError(f"{self.folder.path}: no session is kept here yet.")
        return max(finished, key=lambda each: (each.began_at, each.id)).id

    def kept(self, session_id: int) -> Kept:
        """Return one session as it stands in the list.

        Raises:
            UsageError: there is none of this number.
        """
        with sentences(self.folder.database):
            self._mend_all()
            found = self._listed(session_id)
        if found:
            return found[0]
        raise UsageError(
            f"{self.folder.path}: there is no session {session_id}; see: stabiel sessions list."
        )

    def load(self, session_id: int) -> Session:
        """Return a session as it was judged.

        Raises:
            UsageError: there is none of this number, or it still runs.
        """
        kept = self.kept(session_id)
        if kept.state != "finished":
            raise UsageError(f"Session {session_id} is {kept.state}; it can be read once it ended.")
        with sentences(self.folder.database):
            return read_session(self._connection, session_id)

    def rule(self, session_id: int) -> ExerciseBook:
        """Return the rule by which a session was judged: a book with its one exercise.

        A rule of an older format that cannot be read any more gives way to today's.

        Raises:
            UsageError: there is none of this number.
        """
        kept = self.kept(session_id)
        with sentences(self.folder.database):
            return self._rule(session_id, kept.exercise)

    def frames(self, session_id: int) -> list[Recorded]:
        """Return the recording of a session, frame by frame.

        Raises:
            UsageError: there is no session of this number.
            StoreError: they are damaged.
        """
        self.kept(session_id)
        with sentences(self.folder.database):
            return self._frames(session_id)

    def spoken(self, session_id: int) -> list[tuple[float, str]]:
        """Return what was spoken in a session: times in seconds, and the words."""
        with sentences(self.folder.database):
            return self._connection.execute(
                "SELECT time_s, text FROM spoken WHERE session = ? ORDER BY rowid", (session_id,)
            ).fetchall()

    def place(self, programme: str) -> int:
        """Return the step at which a programme was left, 0 where it is new."""
        with sentences(self.folder.database):
            row = self._connection.execute(
                "SELECT step FROM places WHERE programme = ?", (programme,)
            ).fetchone()
        return 0 if row is None else int(row[0])

    def keep_place(self, programme: str, step: int) -> None:
        """Keep the step at which a programme goes on."""
        with sentences(self.folder.database), transaction(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO places VALUES (?, ?)", (programme, step)
            )

    def answer(self, exercise: str, before: int, suggested: int, *, accepted: bool) -> None:
        """Keep what was answered to a suggested dose."""
        with sentences(self.folder.database), transaction(self._connection):
            self._connection.execute(
                "INSERT INTO doses VALUES (?, ?, ?, ?, ?)",
                (exercise, before, suggested, accepted, time.time()),
            )

    def answers(self) -> dict[str, Answer]:
        """Return the last answer of each exercise."""
        with sentences(self.folder.database):
            rows = self._connection.execute(
                "SELECT exercise, before, suggested, accepted, answered_s FROM doses ORDER BY rowid"
            ).fetchall()
        return {
            exercise: Answer(exercise, before, suggested, bool(accepted), answered_s)
            for exercise, before, suggested, accepted, answered_s in rows
        }

    def doses(self) -> dict[str, int]:
        """Return the repetitions that stand by the last answer, by exercise."""
        return {
            exercise: each.suggested if each.accepted else each.before
            for exercise, each in self.answers().items()
        }

    def delete(self, session_id: int) -> None:
        """Remove a session with everything that belongs to it, past recovery.

        Raises:
            UsageError: there is none of this number, or it still runs.
            OutputError: a file cannot be removed.
        """
        if self.kept(session_id).state == "running":
            raise UsageError(f"Session {session_id} is running; stop it first.")
        self._remove(session_id)

    def drop(self, keeper: SessionKeeper) -> None:
        """Remove a session that is being kept: there was nothing in it to keep.

        Raises:
            OutputError: a file cannot be removed.
        """
        keeper.close()
        self.discard(keeper.session_id)

    def discard(self, session_id: int) -> None:
        """Remove a session, finished or not, that nobody keeps any more; none is no mistake.

        Raises:
            OutputError: a file cannot be removed.
        """
        self._remove(session_id)

    @property
    def running(self) -> bool:
        """Whether a session is being kept at this moment, by this program or another."""
        with sentences(self.folder.database):
            return any(each.state == "running" for each in self._listed())

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _remove(self, session_id: int) -> None:
        remove_files(self.folder.files_of(session_id))
        with sentences(self.folder.database):
            with transaction(self._connection):
                self._connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
            # The log still holds the pages as they were; what is free is given back.
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _listed(self, session_id: int | None = None) -> list[Kept]:
        """Return all sessions as they stand, or the one of this number."""
        rows = self._connection.execute(
            "SELECT id, exercise, language, began_at, "
            "CASE WHEN finished_s IS NOT NULL THEN 'finished' "
            "WHEN abs(written_s - ?) <= ? THEN 'running' ELSE 'broken off' END, "
            "source_name, duration_s, "
            "(SELECT count(*) FROM repetitions WHERE session = id), "
            "(SELECT count(*) FROM repetitions WHERE session = id AND faults = '[]'), "
            "(SELECT count(*) FROM attempts WHERE session = id), "
            "(SELECT count(*) FROM holds WHERE session = sessions.id), "
            "(SELECT total(in_zone_s) FROM holds WHERE session = sessions.id), dose "
            "FROM sessions WHERE ? IS NULL OR id = ? ORDER BY id",
            (time.time(), RUNNING_S, session_id, session_id),
        ).fetchall()
        return [
            Kept(number, exercise, self._language(language), self._began_at(began_at), *rest)
            for number, exercise, language, began_at, *rest in rows
        ]

    def _language(self, name: object) -> Language:
        for language in get_args(Language):
            if language == name:
                return cast(Language, language)
        raise self._damaged(f"the language {str(name)[:20]!r}")

    def _began_at(self, date: str) -> datetime:
        try:
            return datetime.fromisoformat(date)
        except ValueError as error:
            raise self._damaged(f"the date {date[:40]!r}") from error

    def _damaged(self, what: str) -> StoreError:
        return StoreError(
            f"{self.folder.database}: these records are damaged ({what}); put the file elsewhere, "
            "or name another folder with --data."
        )

    def _mend_all(self) -> None:
        broken_off = self._connection.execute(
            "SELECT id FROM sessions WHERE finished_s IS NULL AND abs(written_s - ?) > ? "
            "ORDER BY id",
            (time.time(), RUNNING_S),
        ).fetchall()
        for (session_id,) in broken_off:
            self._mend(session_id)

    def _mend(self, session_id: int) -> None:
        """Judge a session that was broken off, from its landmarks, and finish it so.

        One that was broken off within its first second has nothing to judge, and goes.
        """
        exercise_id, language, model, kind, name, written_s = self._connection.execute(
            "SELECT exercise, language, model, source_kind, source_name, written_s "
            "FROM sessions WHERE id = ?",
            (session_id,),
        ).fetchone()
        frames = self._frames(session_id)
        if not frames:
            with transaction(self._connection):
                self._connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
            return
        book = self._rule(session_id, exercise_id)
        size_px = next((each.pose.size_px for each in frames if each.pose is not None), (0, 0))
        judged = replay(
            book.get(exercise_id),
            book,
            self._language(language),
            frames,
            source=Source(kind, name, 0.0, 0.0, *size_px),
            model=model,
        )
        with transaction(self._connection):
            write_session(self._connection, session_id, judged.session, written_s)

    def _rule(self, session_id: int, exercise_id: str) -> ExerciseBook:
        (text,) = self._connection.execute(
            "SELECT rule FROM sessions WHERE id = ?", (session_id,)
        ).fetchone()
        try:
            rule = json.loads(text)
            shared = Shared.model_validate(rule["shared"])
            exercise = Exercise.model_validate(rule["exercise"], context=shared)
        except (ValidationError, ValueError, KeyError):
            book = load_book()
            return ExerciseBook(book.shared, {exercise_id: book.get(exercise_id)})
        return ExerciseBook(shared, {exercise.id: exercise})

    def _frames(self, session_id: int) -> list[Recorded]:
        rows = self._connection.execute(
            "SELECT width_px, height_px, times, points, outlines, light FROM landmarks "
            "WHERE session = ? ORDER BY chunk",
            (session_id,),
        )
        try:
            return unpack(Chunk(*row) for row in rows)
        except (ValueError, zlib.error) as error:
            raise StoreError(
                f"{self.folder.database}: the landmarks of session {session_id} are damaged "
                f"({error}); delete it with: stabiel sessions delete {session_id}."
            ) from error
