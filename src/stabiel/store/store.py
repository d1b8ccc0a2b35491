"""The records as a whole. In: a data folder. Out: sessions to write, read, and remove.

Sessions that were broken off are finished before any session is read (`stabiel.store.repair`).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Self

from stabiel.errors import UsageError
from stabiel.exercises.files import ExerciseBook
from stabiel.pose.recording import Recorded
from stabiel.session.session import Session
from stabiel.session.trace import ValueTrace
from stabiel.store.about import About, insert_session
from stabiel.store.database import connect, sentences, transaction
from stabiel.store.folder import DataFolder, remove_files
from stabiel.store.keeper import SessionKeeper
from stabiel.store.listing import ALL, UNFINISHED, Kept, SessionFilter, listed, newest, numbered
from stabiel.store.lookalikes import looked_for
from stabiel.store.repair import finish_broken_off, read_frames, read_rule, read_some_frames
from stabiel.store.rows import read_session
from stabiel.store.traces import read_trace
from stabiel.store.wellbeing import WellbeingRecords
from stabiel.store.workouts import forget_empty_workouts


@dataclass(frozen=True, slots=True)
class Answer:
    """The user's answer to a suggested number of repetitions.

    Attributes:
        exercise: its id.
        before, suggested: repetitions per side.
        accepted: whether the suggestion was accepted.
        answered_s: the time of the answer, in seconds since 1970.
    """

    exercise: str
    before: int
    suggested: int
    accepted: bool
    answered_s: float


class Store:
    """The records of one data folder. A context manager.

    Raises:
        StoreError: the records are damaged, do not belong to stabiel, or have a newer version.
        OutputError: they cannot be created or written.
    """

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self._connection = connect(folder)

    def begin(self, about: About) -> SessionKeeper:
        """Begin a session and return its keeper."""
        with sentences(self.folder.database), transaction(self._connection):
            number = insert_session(self._connection, about)
        return SessionKeeper(self.folder, number)

    def sessions(self, wanted: SessionFilter = ALL, *, finish: bool = True) -> list[Kept]:
        """Return sessions in the order of their numbers.

        Args:
            wanted: which sessions.
            finish: whether sessions that were broken off are finished first.

        Raises:
            StoreError: the records are damaged.
        """
        with sentences(self.folder.database):
            if finish:
                finish_broken_off(self._connection, self.folder.database)
            return self._listed(wanted)

    def newest(self, most: int, before: date | None = None) -> list[Kept]:
        """Return the newest sessions that lists show (`stabiel.store.listing.newest`).

        Raises:
            StoreError: the records are damaged.
        """
        with sentences(self.folder.database):
            finish_broken_off(self._connection, self.folder.database)
            return newest(self._connection, self.folder.database, most, before)

    def latest(self) -> int:
        """Return the number of the finished session that began last.

        Raises:
            UsageError: no session is finished.
        """
        finished = [
            each for each in self.sessions() if each.state == "finished" and not each.is_left_out
        ]
        if not finished:
            raise UsageError(f"{self.folder.path}: no session is kept here yet.")
        return max(finished, key=lambda each: (each.began_at, each.id)).id

    def kept(self, session_id: int) -> Kept:
        """Return the entry of one session in the list.

        Raises:
            UsageError: no session has this number.
        """
        with sentences(self.folder.database):
            finish_broken_off(self._connection, self.folder.database)
            found = self._listed(numbered([session_id]))
        if found:
            return found[0]
        raise UsageError(
            f"{self.folder.path}: there is no session {session_id}; see: stabiel sessions list."
        )

    def load(self, session_id: int, *, look: bool = False) -> Session:
        """Return a session as it was judged.

        Args:
            session_id: its number.
            look: if nothing counted, look for the exercise that it looks like, which takes up to
                2.5 s; the answer is kept. Otherwise it is named only if it is known.

        Raises:
            UsageError: no session has this number, or it is still running.
        """
        kept = self.kept(session_id)
        if kept.state != "finished":
            raise UsageError(f"Session {session_id} is {kept.state}; wait until it has ended.")
        database = self.folder.database
        with sentences(database):
            session = read_session(self._connection, session_id)
            if not look:
                return session
            return looked_for(self._connection, database, session_id, session)

    def rule(self, session_id: int) -> ExerciseBook:
        """Return the rule by which a session was judged: a book with its one exercise.

        If the kept rule has an older format that cannot be read any more, this returns today's.

        Raises:
            UsageError: no session has this number.
        """
        kept = self.kept(session_id)
        with sentences(self.folder.database):
            return read_rule(self._connection, session_id, kept.exercise)

    def frames(
        self, session_id: int, wanted: Callable[[Sequence[float]], Sequence[int]] | None = None
    ) -> list[Recorded]:
        """Return the recording of a session, frame by frame.

        Args:
            session_id: its number.
            wanted: is given the times of all frames, and returns indices of them, ascending; the
                rest is not read. None for all frames.

        Raises:
            UsageError: no session has this number.
            StoreError: the landmarks are damaged.
        """
        self.kept(session_id)
        database = self.folder.database
        with sentences(database):
            if wanted is None:
                return read_frames(self._connection, database, session_id)
            return read_some_frames(self._connection, database, session_id, wanted)

    def trace(self, session_id: int, session: Session) -> ValueTrace | None:
        """Return the trace of a session; None if none is kept that fits its landmarks.

        Args:
            session_id: its number.
            session: as it was judged.
        """
        with sentences(self.folder.database):
            return read_trace(self._connection, session_id, session)

    def spoken(self, session_id: int) -> list[tuple[float, str]]:
        """Return what was spoken in a session: times in seconds and texts, in order."""
        with sentences(self.folder.database):
            return self._connection.execute(
                "SELECT time_s, text FROM spoken WHERE session = ? ORDER BY rowid", (session_id,)
            ).fetchall()

    def place(self, programme: str) -> int:
        """Return the step at which to continue a programme, 0 if it is new."""
        with sentences(self.folder.database):
            row = self._connection.execute(
                "SELECT step FROM places WHERE programme = ?", (programme,)
            ).fetchone()
        return 0 if row is None else int(row[0])

    def keep_place(self, programme: str, step: int) -> None:
        """Keep the step at which to continue a programme."""
        with sentences(self.folder.database), transaction(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO places VALUES (?, ?)", (programme, step)
            )

    def answer(self, exercise: str, before: int, suggested: int, *, accepted: bool) -> None:
        """Keep the answer to a suggested dose; both doses are repetitions per side."""
        with sentences(self.folder.database), transaction(self._connection):
            self._connection.execute(
                "INSERT INTO doses VALUES (?, ?, ?, ?, ?)",
                (exercise, before, suggested, accepted, time.time()),
            )

    def answers(self) -> dict[str, Answer]:
        """Return the last answer for each exercise, by the exercise's id."""
        with sentences(self.folder.database):
            rows = self._connection.execute(
                "SELECT exercise, before, suggested, accepted, answered_s FROM doses ORDER BY rowid"
            ).fetchall()
        return {
            exercise: Answer(exercise, before, suggested, bool(accepted), answered_s)
            for exercise, before, suggested, accepted, answered_s in rows
        }

    def doses(self, since_s: float = 0.0) -> dict[str, int]:
        """Return the repetitions per side after the last answer, by the exercise's id.

        Args:
            since_s: answers before this time are left out, seconds since 1970.
        """
        return {
            exercise: each.suggested if each.accepted else each.before
            for exercise, each in self.answers().items()
            if each.answered_s >= since_s
        }

    def delete(self, session_id: int) -> None:
        """Remove a session with everything that belongs to it, permanently.

        What was said about how it felt goes with the last session of its workout.

        Raises:
            UsageError: no session has this number, or it is still running.
            OutputError: a file cannot be removed.
        """
        if self.kept(session_id).state == "running":
            raise UsageError(f"Session {session_id} is running; stop it first.")
        with WellbeingRecords(self.folder) as wellbeing:
            felt = wellbeing.only_of(session_id)
            self._remove(session_id)
            for number in felt:
                wellbeing.delete(number)
        with sentences(self.folder.database), transaction(self._connection):
            forget_empty_workouts(self._connection)

    def drop(self, keeper: SessionKeeper) -> None:
        """Remove a session that is being kept, since there was nothing in it to keep.

        Raises:
            OutputError: a file cannot be removed.
        """
        keeper.close()
        self.discard(keeper.session_id)

    def discard(self, session_id: int) -> None:
        """Remove a session that nobody keeps any more, finished or not, if it exists.

        Raises:
            OutputError: a file cannot be removed.
        """
        self._remove(session_id)

    @property
    def running(self) -> bool:
        """Whether a session is being kept at the moment, by this program or another."""
        with sentences(self.folder.database):
            return any(each.state == "running" for each in self._listed(UNFINISHED))

    def close(self) -> None:
        """Close the database."""
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
                forget_empty_workouts(self._connection)
            # The write-ahead log still holds the old pages. This also shrinks the file.
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _listed(self, wanted: SessionFilter = ALL) -> list[Kept]:
        return listed(self._connection, self.folder.database, wanted)
