"""A worker process of a batch. In: tasks from a connection. Out: progress and outcomes."""

import contextlib
import time
from multiprocessing.connection import Connection
from pathlib import Path

from stabiel.batch.perform import perform
from stabiel.batch.task import Task
from stabiel.errors import StabielError
from stabiel.system.native import share_memory_between_threads
from stabiel.video.reader import VideoFile

_REPORT_S = 0.2


class _Stopped(BaseException):
    """The batch has ended: leave the clip as if it was never begun."""


def work(connection: Connection) -> None:
    """Perform tasks until the other end of the connection is closed."""
    share_memory_between_threads()
    with contextlib.suppress(EOFError, OSError, _Stopped):
        while True:
            task: Task = connection.recv()
            connection.send(perform(task, _Reporter(connection, task.video)))


class _Reporter:
    """Reports how far a clip is, a few times a second; stops it if the batch has ended."""

    def __init__(self, connection: Connection, video: Path) -> None:
        self._connection = connection
        self._reported_s = 0.0
        try:
            with VideoFile(video) as opened:
                self._duration_s = opened.duration_s
        except StabielError:
            self._duration_s = None

    def __call__(self, done_s: float, frames: int) -> None:
        if time.monotonic() - self._reported_s < _REPORT_S:
            return
        self._reported_s = time.monotonic()
        try:
            if self._connection.poll():
                self._connection.recv()  # during a clip the only message is the end of the batch
            self._connection.send(min(1.0, done_s / self._duration_s) if self._duration_s else None)
        except (EOFError, OSError) as error:
            raise _Stopped from error
