"""The clips of a batch on this computer. In: tasks. Out: their outcomes, as they come.

Each worker is a process that does one clip after the other, so what it imports is loaded once, and
memory grows with the workers, not with the clips. The clip of a worker that dies is begun anew by
another; one that ends two of them is given up.
"""

import contextlib
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

from stabiel.batch.task import Outcome, Task, failed

CRASHED_EXIT_CODE = 3
_TRIES = 2
# A worker that is told to stop is at its next frame within a second; one that is not, is killed.
_STOP_S = 5.0


@dataclass(frozen=True, slots=True)
class News:
    """How far a worker is with a clip.

    Attributes:
        task: its number.
        share: of the clip, 0 to 1; None where its length is not known.
        outcome: where it is done.
    """

    task: int
    share: float | None = None
    outcome: Outcome | None = None


class Workers:
    """Some processes that perform tasks; a context manager that ends them at once.

    Args:
        count: how many.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._all: dict[Connection, _Worker] = {}

    def perform(self, tasks: Sequence[Task]) -> Iterator[News]:
        """Perform tasks in their order; every task has an outcome in the end."""
        waiting, tries = deque(range(len(tasks))), [0] * len(tasks)
        while waiting or any(worker.task is not None for worker in self._all.values()):
            while waiting and (worker := self._free()) is not None:
                number = waiting.popleft()
                tries[number] += 1
                worker.begin(number, tasks[number])
                yield News(number, 0.0)
            for worker in self._with_news():
                lost = worker.task
                try:
                    yield worker.news()
                except (EOFError, OSError):
                    del self._all[worker.connection]
                    worker.stop()
                    if lost is None:
                        continue
                    if tries[lost] < _TRIES:
                        waiting.appendleft(lost)
                    else:
                        yield News(lost, outcome=_crashed(tasks[lost]))

    def _with_news(self) -> "list[_Worker]":
        """Wait until a worker says something, or dies."""
        heard = wait(list(self._all))
        return [worker for connection, worker in self._all.items() if connection in heard]

    def _free(self) -> "_Worker | None":
        for worker in self._all.values():
            if worker.task is None:
                return worker
        if len(self._all) == self._count:
            return None
        worker = _Worker()
        self._all[worker.connection] = worker
        return worker

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._all.values():
            worker.connection.close()
        for worker in self._all.values():
            worker.stop()


class _Worker:
    """A process, and the task it is on."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.task: int | None = None

    def begin(self, number: int, task: Task) -> None:
        self.task = number
        with contextlib.suppress(OSError):  # one that is dead is noticed when it is listened to
            self.connection.send(task)

    def news(self) -> News:
        """Return what it says.

        Raises:
            EOFError, OSError: it died.
        """
        said: float | Outcome | None = self.connection.recv()
        number = -1 if self.task is None else self.task
        if isinstance(said, Outcome):
            self.task = None
            return News(number, outcome=said)
        return News(number, said)

    def stop(self) -> None:
        """End the process; its connection is closed, so it ends by itself unless it hangs."""
        self.connection.close()
        self.process.join(_STOP_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _work(connection: Connection) -> None:
    """Perform what comes, until the other end is closed; the batch's Ctrl-C is the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Only there: what loads the landmarker takes a second, and the parent needs none of it.
    from stabiel.batch.worker import work  # noqa: PLC0415

    work(connection)


def _crashed(task: Task) -> Outcome:
    why = (
        f"{task.video}: analyzing it ended its program; try it alone with: stabiel --debug analyze"
    )
    return failed(CRASHED_EXIT_CODE, why)
