"""The queue of videos to analyze, one at a time. In: uploads. Out: the progress of each analysis.

A thread supervises the running analysis, which has its own process. A cancelled analysis leaves
nothing behind: no session, no file.
"""

import itertools
import logging
import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Literal

from stabiel.errors import StabielError
from stabiel.store import DataFolder, Store
from stabiel.web.jobs import (
    Advanced,
    AnalysisJob,
    Failed,
    JobDone,
    JobMessage,
    Keeping,
    SearchDone,
    TrialDone,
)
from stabiel.web.web_errors import WebError

MOST_WAITING = 10
# The list keeps this many finished analyses, the most recent ones.
MOST_FINISHED = 50
STOP_S = 10.0

AnalysisState = Literal["waiting", "running", "done", "failed", "cancelled"]
AnalysisProcess = Callable[[AnalysisJob, Connection, Connection], None]
# How an analysis ended; None if it was cancelled.
AnalysisEnding = JobDone | SearchDone | TrialDone | Failed | None

_log = logging.getLogger(__name__)
_spawn = multiprocessing.get_context("spawn")


@dataclass(slots=True)
class _Entry:
    """One analysis. Its attributes change only under the lock.

    Attributes:
        found: what a search found, as its page shows it.
        picture: the signals of a trial that is done.
        settled: the outcome is known, so it can no longer be cancelled.
        over: set once nothing of it remains but its state.
    """

    number: int
    job: AnalysisJob
    state: AnalysisState = "waiting"
    share: float | None = None
    session: int | None = None
    found: dict[str, Any] | None = None
    error: Failed | None = None
    picture: bytes | None = None
    process: SpawnProcess | None = None
    settled: bool = False
    over: threading.Event = field(default_factory=threading.Event)


class AnalysisQueue:
    """The analyses of this run of the app. Safe to use from several threads.

    Args:
        folder: the data folder for the sessions.
        target: the function that carries out a job in its own process.
        most_waiting: how many may wait, including uploads in progress.
    """

    def __init__(
        self, folder: DataFolder, target: AnalysisProcess, *, most_waiting: int = MOST_WAITING
    ) -> None:
        self._folder = folder
        self._most_waiting = most_waiting
        self._target = target
        self._numbers = itertools.count(1)
        self._entries: dict[int, _Entry] = {}
        self._arriving = 0
        self._closed = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place in the queue while a video is uploaded.

        Raises:
            WebError: too many are waiting already (`limit`).
        """
        with self._changed:
            waiting = sum(each.state == "waiting" for each in self._entries.values())
            if waiting + self._arriving >= self._most_waiting:
                raise WebError(
                    "limit", f"{self._most_waiting} videos are waiting already; try again later."
                )
            self._arriving += 1
        try:
            yield
        finally:
            with self._changed:
                self._arriving -= 1

    def add(self, job: AnalysisJob) -> int:
        """Queue an analysis and return its number. Its folder is removed once it is over."""
        with self._changed:
            entry = _Entry(next(self._numbers), job)
            self._entries[entry.number] = entry
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="analyze videos", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()
        return entry.number

    @property
    def is_working(self) -> bool:
        """Whether a video is arriving, waits or is being analyzed."""
        with self._changed:
            return self._arriving > 0 or any(
                not each.over.is_set() for each in self._entries.values()
            )

    def listed(self) -> list[dict[str, object]]:
        """Return the progress of every analysis, oldest first."""
        with self._changed:
            return [_as_json(each) for each in self._entries.values()]

    def picture(self, number: int) -> bytes:
        """Return the picture of a trial that is done.

        Raises:
            WebError: no such trial is done (`not_found`).
        """
        with self._changed:
            entry = self._entries.get(number)
            if entry is None or entry.picture is None:
                raise WebError("not_found", f"There is no picture of a trial {number}.")
            return entry.picture

    @property
    def arriving(self) -> bool:
        """Whether a video is being uploaded right now."""
        return self._arriving > 0

    def remove(self, number: int) -> None:
        """Cancel an analysis if it is waiting or running, and remove it from the list.

        Raises:
            WebError: no analysis has this number (`not_found`).
        """
        with self._changed:
            entry = self._entries.get(number)
            if entry is None:
                raise WebError("not_found", f"There is no analysis {number}.")
            self._cancel(entry)
        entry.over.wait(STOP_S)
        with self._changed:
            self._entries.pop(number, None)

    def clear(self) -> None:
        """Cancel all analyses and empty the list."""
        for number in [*self._entries]:
            try:
                self.remove(number)
            except WebError:  # another thread removed it first
                continue

    def close(self) -> None:
        """Cancel all analyses and stop the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.clear()
        if self._thread is not None:
            self._thread.join(STOP_S)

    def _cancel(self, entry: _Entry) -> None:
        if entry.state == "waiting":
            shutil.rmtree(entry.job.folder, ignore_errors=True)
            self._end(entry, None)
        elif entry.state == "running" and not entry.settled:
            entry.settled = True
            if entry.process is not None:
                _kill(entry.process)

    def _work(self) -> None:
        while (entry := self._next()) is not None:
            ending: AnalysisEnding = _unexpected(entry)
            try:
                ending = self._run(entry)
            except Exception as error:  # noqa: BLE001 - one failure must not stop the queue
                _log.error("An analysis failed", exc_info=error)
            shutil.rmtree(entry.job.folder, ignore_errors=True)
            with self._changed:
                self._end(entry, ending)

    def _next(self) -> _Entry | None:
        """Wait for the next analysis and mark it running; return None when the app ends."""
        with self._changed:
            while not self._closed:
                for entry in self._entries.values():
                    if entry.state == "waiting":
                        entry.state = "running"
                        return entry
                self._changed.wait()
        return None

    def _run(self, entry: _Entry) -> AnalysisEnding:
        """Run a job in its own process; remove everything if it does not complete."""
        messages, theirs = _spawn.Pipe(duplex=False)
        their_life, life = _spawn.Pipe(duplex=False)
        process = _spawn.Process(
            target=self._target, args=(entry.job, theirs, their_life), name="analyze a video"
        )
        with messages, life:
            with theirs, their_life, self._changed:
                if entry.settled:
                    return None
                process.start()
                entry.process = process
            last, keeping = self._follow(entry, messages)
            process.join()
        with self._changed:
            cancelled, entry.settled, entry.process = entry.settled, True, None
        if isinstance(last, JobDone | SearchDone | TrialDone) and not cancelled:
            return last
        for session in keeping:
            self._discard(session)
        if cancelled:
            return None
        return last if isinstance(last, Failed) else _unexpected(entry)

    def _follow(self, entry: _Entry, messages: Connection) -> tuple[AnalysisEnding, list[int]]:
        """Read the messages of the process until it ends.

        Returns:
            How it ended, and the numbers of the sessions that it began to keep.
        """
        last: AnalysisEnding = None
        keeping: list[int] = []
        while True:
            try:
                message: JobMessage = messages.recv()
            except (EOFError, OSError):
                return last, keeping
            if isinstance(message, Advanced):
                with self._changed:
                    entry.share = message.share
            elif isinstance(message, Keeping):
                keeping.append(message.session)
            else:
                last = message

    def _discard(self, session: int) -> None:
        try:
            with Store(self._folder) as store:
                store.discard(session)
        except StabielError as error:
            _log.error(
                "Session %d of a cancelled analysis could not be removed: %s", session, error
            )

    def _end(self, entry: _Entry, ending: AnalysisEnding) -> None:
        entry.state = "cancelled" if ending is None else "failed"
        if isinstance(ending, JobDone):
            entry.state, entry.share, entry.session = "done", 1.0, ending.session
        elif isinstance(ending, SearchDone):
            entry.state, entry.share, entry.found = "done", 1.0, ending.found
        elif isinstance(ending, TrialDone):
            entry.state, entry.share, entry.picture = "done", 1.0, ending.picture
        elif isinstance(ending, Failed):
            entry.error = ending
        entry.over.set()
        over = [each.number for each in self._entries.values() if each.over.is_set()]
        for number in over[:-MOST_FINISHED]:
            del self._entries[number]


def _as_json(entry: _Entry) -> dict[str, object]:
    error = entry.error
    return {
        "id": entry.number,
        "name": entry.job.label,
        "exercise": entry.job.exercise,
        "state": entry.state,
        "share": entry.share,
        "session": entry.session,
        "trial": entry.job.trial,
        "find": entry.job.find,
        "found": entry.found,
        "error": None if error is None else {"id": error.id, "text": error.text},
    }


def _unexpected(entry: _Entry) -> Failed:
    return Failed(
        "internal", f"{entry.job.label}: the analysis of this video stopped before it was finished."
    )


def _kill(process: SpawnProcess) -> None:
    """Kill a process and all its child processes."""
    if hasattr(os, "killpg") and process.pid is not None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:  # it has no group of its own yet, or has ended already
            process.kill()
        return
    process.kill()
