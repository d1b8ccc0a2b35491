"""The other side of a batch's worker: a process that does tasks. In: a connection. Out: news."""

import contextlib
import time
from multiprocessing.connection import Connection
from pathlib import Path

from stabiel.batch.perform import perform
from stabiel.batch.task import Task
from stabiel.errors import StabielError
from stabiel.video.reader import VideoFile

_NEWS_S = 0.2


class _Stopped(BaseException):
    """The batch has ended: leave the clip as one that was never begun."""


def work(connection: Connection) -> None:
    """Perform what comes, until the other end is closed."""
    with contextlib.suppress(EOFError, OSError, _Stopped):
        while True:
            task: Task = connection.recv()
            connection.send(perform(task, _Telling(connection, task.video)))


class _Telling:
    """Tells how far a clip is, a few times a second; stops it when nobody listens any more."""

    def __init__(self, connection: Connection, video: Path) -> None:
        self._connection = connection
        self._told_s = 0.0
        try:
            with VideoFile(video) as opened:
                self._duration_s = opened.duration_s
        except StabielError:
            self._duration_s = None

    def __call__(self, done_s: float, frames: int) -> None:
        if time.monotonic() - self._told_s < _NEWS_S:
            return
        self._told_s = time.monotonic()
        try:
            if self._connection.poll():
                self._connection.recv()  # nothing is said while a clip is done but that it is over
            self._connection.send(min(1.0, done_s / self._duration_s) if self._duration_s else None)
        except (EOFError, OSError) as error:
            raise _Stopped from error
