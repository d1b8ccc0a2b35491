"""Writes a session while it runs. In: frames as they are judged. Out: rows, once a second.

A thread of its own writes, so that no frame waits for the disk. Whatever stops the program, at
most the last second that was not written yet and the one being written are lost. Where nothing
comes, in a pause, it says each second that the session still runs. While the records cannot be
written, because the disk is full or another program holds them, what comes waits in memory (23 KB
a second of 25 frames) and is written as soon as they can be.
"""

import json
import queue
import sqlite3
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from stabiel.coach.events import Event
from stabiel.errors import StabielError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded
from stabiel.session.cues import Cue
from stabiel.session.pipeline import Judgment
from stabiel.session.session import Session
from stabiel.store.database import connect, in_words, transaction
from stabiel.store.folder import DataFolder
from stabiel.store.landmarks import pack
from stabiel.store.rows import write_cues, write_events, write_session
from stabiel.wording.language import Language

WRITE_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a session when it begins.

    Attributes:
        exercise: the rule it is judged by, which is kept with it.
        book: what that rule shares with others.
        model: the pose model's name.
        source_kind: "camera" or "file".
        source_name: of the camera or the file.
        began_at: the date and time, with the place's offset from UTC.
        dose: repetitions asked for a side, None where nothing was asked.
    """

    exercise: Exercise
    book: ExerciseBook
    language: Language
    model: str
    source_kind: str
    source_name: str
    began_at: datetime
    dose: int | None = None


class Keeper(Protocol):
    """Keeps one session while it runs."""

    def add(
        self,
        time_s: float,
        pose: Pose | None,
        judgment: Judgment,
        light: float | None = None,
    ) -> None:
        """Keep one frame.

        Args:
            time_s: the frame's time stamp.
            pose: as the landmarker found it, before any guard; None where nobody was seen.
            judgment: what was made of it.
            light: how light the picture was, None where it was not measured.
        """

    def said(self, time_s: float, line_id: str, text: str) -> None:
        """Keep a line that was spoken."""

    def finish(self, session: Session) -> None:
        """Keep the session as it was judged in the end.

        Raises:
            OutputError: it cannot be written.
        """


class NotKept:
    """The keeper that keeps nothing."""

    def add(
        self,
        time_s: float,
        pose: Pose | None,
        judgment: Judgment,
        light: float | None = None,
    ) -> None:
        """Forget the frame."""

    def said(self, time_s: float, line_id: str, text: str) -> None:
        """Forget the line."""

    def finish(self, session: Session) -> None:
        """Forget the session."""


@dataclass(slots=True)
class _Batch:
    """What goes into one transaction."""

    frames: list[Recorded] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    spoken: list[tuple[float, str, str]] = field(default_factory=list)
    session: Session | None = None


class SessionKeeper:
    """Keeps a session in the records. A context manager: left without `finish`, what came is kept.

    Such a session counts as broken off, and the records judge it anew when they are next read.

    Args:
        folder: where the records are.
        begun: the session's number there, or what is known of one that has still to be begun,
            which is done with the first that is written.
    """

    def __init__(self, folder: DataFolder, begun: "int | About") -> None:
        self._folder = folder
        self._begun = begun
        self._batch = _Batch()
        self._size_px: tuple[int, int] | None = None
        self._batches: queue.SimpleQueue[_Batch | None] = queue.SimpleQueue()
        self._waiting: deque[_Batch] = deque()
        self._written = 0
        self._trouble: StabielError | None = None
        self._thread = threading.Thread(target=self._write, name="keep session", daemon=True)
        self._thread.start()

    @property
    def begun(self) -> bool:
        """Whether it is in the records, and so has a number."""
        return isinstance(self._begun, int)

    @property
    def session_id(self) -> int:
        """Its number in the records, of one that has begun."""
        assert isinstance(self._begun, int)
        return self._begun

    @property
    def trouble(self) -> StabielError | None:
        """Why the records cannot be written at this moment, None where they can."""
        return self._trouble

    def add(
        self,
        time_s: float,
        pose: Pose | None,
        judgment: Judgment,
        light: float | None = None,
    ) -> None:
        """Keep one frame."""
        self.add_recorded(Recorded(time_s, pose, light))
        self._batch.events += judgment.events
        if judgment.cue is not None:
            self._batch.cues.append(judgment.cue)

    def add_recorded(self, frame: Recorded) -> None:
        """Keep one frame of a session that was judged before; what happened comes with `finish`."""
        if self._is_full(frame.time_s, frame.pose):
            self._hand_over()
        if frame.pose is not None:
            self._size_px = frame.pose.size_px
        self._batch.frames.append(frame)

    def said(self, time_s: float, line_id: str, text: str) -> None:
        """Keep a line that was spoken."""
        self._batch.spoken.append((time_s, line_id, text))

    @property
    def video(self) -> Path:
        """Where its video goes, where one is wanted; the folder exists then."""
        return self._folder.room_for_video(self.session_id)

    def finish(self, session: Session) -> None:
        """Keep the session as it was judged in the end."""
        self._batch.session = session
        self.close()
        self.write_again()

    def write_again(self) -> None:
        """Write what is still waiting after the end.

        Raises:
            OutputError, StoreError: it cannot be written now either, and goes on waiting.
        """
        if self._waiting:
            connection = self._write_waiting(None)
            if connection is not None:
                connection.close()
        if self._trouble is not None:
            raise self._trouble

    def close(self) -> None:
        """Write what came so far, and no more after it."""
        if self._thread.is_alive():
            self._hand_over()
            self._batches.put(None)
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _is_full(self, time_s: float, pose: Pose | None) -> bool:
        """Say whether a second is over, or the picture has another size."""
        if not self._batch.frames:
            return False
        other_size = pose is not None and self._size_px not in (None, pose.size_px)
        return other_size or time_s - self._batch.frames[0].time_s >= WRITE_EVERY_S

    def _hand_over(self) -> None:
        self._batches.put(self._batch)
        self._batch = _Batch()

    def _write(self) -> None:
        connection: sqlite3.Connection | None = None
        try:
            while self._take():
                connection = self._write_waiting(connection)
            connection = self._write_waiting(connection)
        finally:
            if connection is not None:
                connection.close()

    def _take(self) -> bool:
        """Take all that has come, once there is something; say whether more is to come.

        Where nothing comes for a second, an empty batch says that the session still runs.
        """
        batch: _Batch | None
        try:
            batch = self._batches.get(timeout=WRITE_EVERY_S)
        except queue.Empty:
            if self._waiting:
                return True
            batch = _Batch()
        while batch is not None:
            self._waiting.append(batch)
            try:
                batch = self._batches.get_nowait()
            except queue.Empty:
                return True
        return False

    def _write_waiting(self, connection: sqlite3.Connection | None) -> sqlite3.Connection | None:
        """Write what waits, in its order; return the connection, None where it is of no use."""
        try:
            if self._waiting and connection is None:
                connection = connect(self._folder)
            while self._waiting and connection is not None:
                self._write_first(connection)
        except StabielError as error:
            self._trouble = error
        except sqlite3.Error as error:
            self._trouble = in_words(self._folder.database, error)
        else:
            self._trouble = None
            return connection
        if connection is not None:
            connection.close()
        return None

    def _write_first(self, connection: sqlite3.Connection) -> None:
        begun = self._begun
        with transaction(connection):
            number = begun if isinstance(begun, int) else insert_session(connection, begun)
            _write_batch(connection, number, self._written, self._waiting[0])
        self._begun = number
        self._written += 1
        self._waiting.popleft()


def insert_session(connection: sqlite3.Connection, about: About) -> int:
    """Begin a session in the records and return its number."""
    rule = {
        "exercise": about.exercise.model_dump(mode="json"),
        "shared": about.book.shared.model_dump(mode="json"),
    }
    cursor = connection.execute(
        "INSERT INTO sessions (exercise, language, model, source_kind, source_name, "
        "began_at, rule, written_s, dose) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            about.exercise.id, about.language, about.model, about.source_kind,
            about.source_name, about.began_at.isoformat(timespec="seconds"),
            json.dumps(rule, ensure_ascii=False), time.time(), about.dose,
        ),
    )  # fmt: skip
    assert cursor.lastrowid is not None  # SQLite gives every row one
    return cursor.lastrowid


def _write_batch(
    connection: sqlite3.Connection, session_id: int, number: int, batch: _Batch
) -> None:
    if batch.frames:
        chunk = pack(batch.frames)
        connection.execute(
            "INSERT INTO landmarks VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                session_id, number, chunk.width_px, chunk.height_px, chunk.times, chunk.points,
                chunk.outlines, chunk.light,
            ),
        )  # fmt: skip
    for line in batch.spoken:
        connection.execute("INSERT INTO spoken VALUES (?, ?, ?, ?)", (session_id, *line))
    write_events(connection, session_id, batch.events)
    write_cues(connection, session_id, batch.cues)
    now_s = time.time()
    if batch.session is not None:
        write_session(connection, session_id, batch.session, now_s)
        return
    # Another program that saw the clock jump, or this computer asleep, may have taken the session
    # for broken off and finished it.
    connection.execute(
        "UPDATE sessions SET written_s = ?, finished_s = NULL WHERE id = ?", (now_s, session_id)
    )
