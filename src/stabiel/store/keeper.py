"""Writes a session while it runs. In: frames as they are judged. Out: rows, once a second.

A separate thread writes, so that no frame waits for the disk. Whatever stops the program, at most
the last unwritten second and the second being written are lost. If nothing arrives, in a pause, it
records each second that the session still runs. While the records cannot be written, because the
disk is full or another program has locked them, new data waits in memory (23 KB per second at 25
frames per second) and is written as soon as possible.
"""

import queue
import sqlite3
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from stabiel.coach.events import Event
from stabiel.errors import StabielError
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded
from stabiel.session.cues import Cue
from stabiel.session.days import Ending
from stabiel.session.pipeline import Judgment
from stabiel.session.session import Session
from stabiel.session.trace import ValueTrace
from stabiel.store.about import About, insert_session
from stabiel.store.database import connect, in_words, transaction
from stabiel.store.folder import DataFolder
from stabiel.store.landmarks import pack
from stabiel.store.rows import write_cues, write_events, write_session
from stabiel.store.traces import write_trace
from stabiel.store.workouts import keep_ending

WRITE_EVERY_S = 1.0


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
            pose: as the landmarker found it, before any plausibility check; None if nobody was
                found.
            judgment: the judgment of the frame.
            light: the brightness of the picture, 0 to 1; None if it was not measured.
        """

    def said(self, time_s: float, line_id: str, text: str) -> None:
        """Keep a line that was spoken."""

    def finish(self, session: Session) -> None:
        """Keep the session as it was finally judged.

        Raises:
            OutputError: it cannot be written.
        """


class NotKept:
    """A keeper that keeps nothing."""

    def add(
        self,
        time_s: float,
        pose: Pose | None,
        judgment: Judgment,
        light: float | None = None,
    ) -> None:
        """Ignore the frame."""

    def said(self, time_s: float, line_id: str, text: str) -> None:
        """Ignore the line."""

    def finish(self, session: Session) -> None:
        """Ignore the session."""


@dataclass(slots=True)
class _Batch:
    """The content of one transaction."""

    frames: list[Recorded] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    spoken: list[tuple[float, str, str]] = field(default_factory=list)
    session: Session | None = None
    trace: ValueTrace | None = None
    ending: Ending | None = None


class SessionKeeper:
    """Keeps a session in the records. A context manager: without `finish`, the data so far is kept.

    Such a session counts as broken off, and the records judge it again when they are next read.

    Args:
        folder: the folder of the records.
        begun: the session's number in the records, or what is known of a session that has not begun
            there; the first write then begins it.
    """

    def __init__(self, folder: DataFolder, begun: "int | About") -> None:
        self._folder = folder
        self._begun = begun
        self._batch = _Batch()
        self._trace = ValueTrace()
        self._size_px: tuple[int, int] | None = None
        self._batches: queue.SimpleQueue[_Batch | None] = queue.SimpleQueue()
        self._waiting: deque[_Batch] = deque()
        self._written = 0
        self._trouble: StabielError | None = None
        self._thread = threading.Thread(target=self._write, name="keep session", daemon=True)
        self._thread.start()

    @property
    def begun(self) -> bool:
        """Whether the session is in the records, and so has a number."""
        return isinstance(self._begun, int)

    @property
    def session_id(self) -> int:
        """The session's number in the records; it must have begun there."""
        assert isinstance(self._begun, int)
        return self._begun

    @property
    def trouble(self) -> StabielError | None:
        """The reason that the records cannot be written at the moment, None if they can."""
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
        self._trace.add(judgment.moment, judgment.body, judgment.events)
        self._batch.events += judgment.events
        if judgment.cue is not None:
            self._batch.cues.append(judgment.cue)

    def add_recorded(self, frame: Recorded) -> None:
        """Keep one frame of a session that was judged before; `finish` brings the rest of it."""
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
        """The path for the session's video; reading it creates the folder."""
        return self._folder.room_for_video(self.session_id)

    def finish(
        self, session: Session, trace: ValueTrace | None = None, ending: Ending | None = None
    ) -> None:
        """Keep the session as it was finally judged.

        Args:
            session: the judgment.
            trace: of a session that was judged before; None for one whose frames were judged here.
            ending: how a live session ended; None for a video.

        Raises:
            OutputError, StoreError: as for `write_again`.
        """
        if trace is None:
            trace = self._trace
            trace.close(session.holds)
        self._batch.session, self._batch.trace, self._batch.ending = session, trace, ending
        self.close()
        self.write_again()

    def write_again(self) -> None:
        """Write what is still waiting after the end.

        Raises:
            OutputError, StoreError: it still cannot be written, and keeps waiting.
        """
        if self._waiting:
            connection = self._write_waiting(None)
            if connection is not None:
                connection.close()
        if self._trouble is not None:
            raise self._trouble

    def close(self) -> None:
        """Write what arrived so far, and stop the thread."""
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
        """Return whether a second is over or the picture has another size."""
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
        """Wait for batches and take all of them; return whether more will come.

        If nothing arrives for a second, an empty batch records that the session still runs.
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
        """Write what waits, in order; return the connection, None if it is unusable."""
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


def _write_batch(
    connection: sqlite3.Connection, session_id: int, number: int, batch: _Batch
) -> None:
    if batch.frames:
        chunk = pack(batch.frames)
        connection.execute(
            "INSERT INTO landmarks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                session_id, number, chunk.width_px, chunk.height_px, chunk.times, chunk.points,
                chunk.outlines, chunk.light, chunk.colors, chunk.other_at, chunk.filled_in,
            ),
        )  # fmt: skip
    for line in batch.spoken:
        connection.execute("INSERT INTO spoken VALUES (?, ?, ?, ?)", (session_id, *line))
    write_events(connection, session_id, batch.events)
    write_cues(connection, session_id, batch.cues)
    now_s = time.time()
    if batch.session is not None:
        write_session(connection, session_id, batch.session, now_s)
        if batch.trace:
            write_trace(connection, session_id, batch.trace, batch.session)
        if batch.ending is not None:
            keep_ending(connection, session_id, batch.ending)
        return
    # If the clock jumped or the computer slept, another program may have treated the session as
    # broken off and finished it. So this marks it as running again.
    connection.execute(
        "UPDATE sessions SET written_s = ?, finished_s = NULL WHERE id = ?", (now_s, session_id)
    )
