"""Videos that wait to be analyzed, one after the other. In: uploads. Out: how far each of them is.

A thread sees to the one that runs, which has a process of its own. What is cancelled leaves
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
from typing import Literal

from stabiel.errors import StabielError
from stabiel.store import DataFolder, Store
from stabiel.web.errors import WebError
from stabiel.web.jobs import Advanced, AnalysisJob, Failed, JobDone, JobMessage, Keeping

MOST_WAITING = 10
# Of those that are over, so many of the last are still told of.
MOST_TOLD = 50
STOP_S = 10.0

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Target = Callable[[AnalysisJob, Connection, Connection], None]
# How an analysis ended; None where it was cancelled.
Ending = JobDone | Failed | None

_log = logging.getLogger(__name__)
_spawn = multiprocessing.get_context("spawn")


@dataclass(slots=True)
class _Entry:
    """One analysis; what changes of it, changes under the lock.

    Attributes:
        settled: how it ends is known, and it can be cancelled no more.
        over: nothing of it is left but its state.
    """

    number: int
    order: AnalysisJob
    state: State = "waiting"
    share: float | None = None
    session: int | None = None
    error: Failed | None = None
    process: SpawnProcess | None = None
    settled: bool = False
    over: threading.Event = field(default_factory=threading.Event)


class Analyses:
    """The analyses of this run of the app. Safe to use from several threads.

    Args:
        folder: where sessions are kept.
        target: what a process does with an order.
        most_waiting: how many may wait, uploads under way included.
    """

    def __init__(
        self, folder: DataFolder, target: Target, *, most_waiting: int = MOST_WAITING
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
    def room(self) -> Iterator[None]:
        """Hold a place in the queue for the video that is on its way.

        Raises:
            WebError: too many wait already (`limit`).
        """
        with self._changed:
            waiting = sum(each.state == "waiting" for each in self._entries.values())
            if waiting + self._arriving >= self._most_waiting:
                raise WebError(
                    "limit", f"{self._most_waiting} videos wait already; try again later."
                )
            self._arriving += 1
        try:
            yield
        finally:
            with self._changed:
                self._arriving -= 1

    def add(self, order: AnalysisJob) -> int:
        """Queue an analysis and return its number; its folder is removed when it is over."""
        with self._changed:
            entry = _Entry(next(self._numbers), order)
            self._entries[entry.number] = entry
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="analyze videos", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()
        return entry.number

    def listed(self) -> list[dict[str, object]]:
        """Return how far every analysis is, the oldest first."""
        with self._changed:
            return [_told(each) for each in self._entries.values()]

    @property
    def arriving(self) -> bool:
        """Whether a video is being brought in at this moment."""
        return self._arriving > 0

    def remove(self, number: int) -> None:
        """Cancel an analysis where it waits or runs, and forget it.

        Raises:
            WebError: there is none of this number (`not_found`).
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
        """Cancel and forget all."""
        for number in [*self._entries]:
            try:
                self.remove(number)
            except WebError:  # somebody else was quicker
                continue

    def close(self) -> None:
        """Cancel all, and end."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.clear()
        if self._thread is not None:
            self._thread.join(STOP_S)

    def _cancel(self, entry: _Entry) -> None:
        if entry.state == "waiting":
            shutil.rmtree(entry.order.folder, ignore_errors=True)
            self._end(entry, None)
        elif entry.state == "running" and not entry.settled:
            entry.settled = True
            if entry.process is not None:
                _kill(entry.process)

    def _work(self) -> None:
        while (entry := self._next()) is not None:
            ending: Ending = _unexpected(entry)
            try:
                ending = self._run(entry)
            except Exception as error:  # noqa: BLE001 - the queue goes on whatever happened to one
                _log.error("An analysis failed", exc_info=error)
            shutil.rmtree(entry.order.folder, ignore_errors=True)
            with self._changed:
                self._end(entry, ending)

    def _next(self) -> _Entry | None:
        """Wait for the next one, which runs from then on; None where the app ends."""
        with self._changed:
            while not self._closed:
                for entry in self._entries.values():
                    if entry.state == "waiting":
                        entry.state = "running"
                        return entry
                self._changed.wait()
        return None

    def _run(self, entry: _Entry) -> Ending:
        """Have a process carry out an order, and leave nothing of one that is not done."""
        messages, theirs = _spawn.Pipe(duplex=False)
        their_life, life = _spawn.Pipe(duplex=False)
        process = _spawn.Process(
            target=self._target, args=(entry.order, theirs, their_life), name="analyze a video"
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
        if isinstance(last, JobDone) and not cancelled:
            return last
        if keeping is not None:
            self._discard(keeping)
        if cancelled:
            return None
        return last if isinstance(last, Failed) else _unexpected(entry)

    def _follow(self, entry: _Entry, messages: Connection) -> tuple[Ending, int | None]:
        """Read what the process tells until it ends; return how, and the session it began."""
        last: Ending = None
        keeping: int | None = None
        while True:
            try:
                message: JobMessage = messages.recv()
            except (EOFError, OSError):
                return last, keeping
            if isinstance(message, Advanced):
                with self._changed:
                    entry.share = message.share
            elif isinstance(message, Keeping):
                keeping = message.session
            else:
                last = message

    def _discard(self, session: int) -> None:
        try:
            with Store(self._folder) as store:
                store.discard(session)
        except StabielError as error:
            _log.error("Session %d of a cancelled analysis stays: %s", session, error)

    def _end(self, entry: _Entry, ending: Ending) -> None:
        entry.state = "cancelled" if ending is None else "failed"
        if isinstance(ending, JobDone):
            entry.state, entry.share, entry.session = "done", 1.0, ending.session
        elif isinstance(ending, Failed):
            entry.error = ending
        entry.over.set()
        over = [each.number for each in self._entries.values() if each.over.is_set()]
        for number in over[:-MOST_TOLD]:
            del self._entries[number]


def _told(entry: _Entry) -> dict[str, object]:
    error = entry.error
    return {
        "id": entry.number,
        "name": entry.order.label,
        "exercise": entry.order.exercise,
        "state": entry.state,
        "share": entry.share,
        "session": entry.session,
        "error": None if error is None else {"id": error.id, "text": error.text},
    }


def _unexpected(entry: _Entry) -> Failed:
    return Failed(
        "internal", f"{entry.order.label}: the analysis of this video ended before it was done."
    )


def _kill(process: SpawnProcess) -> None:
    """End a process at once, with all that it started."""
    if hasattr(os, "killpg") and process.pid is not None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:  # not yet in a group of its own, or over already
            process.kill()
        return
    process.kill()
