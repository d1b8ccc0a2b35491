"""Runs the clips of a batch on this computer. In: tasks. Out: their outcomes, as they finish.

Each worker is a process that does one clip after the other. So the packages are imported once per
worker, and memory grows with the number of workers, not of clips. If a worker dies, another one
begins its clip again; a clip that ends two workers is given up.
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
# A worker stops at its next frame, within a second; one that does not is killed.
_STOP_S = 5.0


@dataclass(frozen=True, slots=True)
class TaskUpdate:
    """How far a worker is with a task.

    Attributes:
        task: the number of the task.
        share: the part of the clip that is done, 0 to 1; None if its length is unknown.
        outcome: None until the task is done.
    """

    task: int
    share: float | None = None
    outcome: Outcome | None = None


class Workers:
    """Processes that perform tasks; a context manager that ends them at once.

    Args:
        count: the number of processes.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._all: dict[Connection, _Worker] = {}

    def perform(self, tasks: Sequence[Task]) -> Iterator[TaskUpdate]:
        """Perform tasks in order and yield updates; in the end every task has an outcome."""
        waiting, tries = deque(range(len(tasks))), [0] * len(tasks)
        while waiting or any(worker.task is not None for worker in self._all.values()):
            while waiting and (worker := self._free()) is not None:
                number = waiting.popleft()
                tries[number] += 1
                worker.begin(number, tasks[number])
                yield TaskUpdate(number, 0.0)
            for worker in self._ready():
                lost = worker.task
                try:
                    yield worker.receive()
                except (EOFError, OSError):
                    del self._all[worker.connection]
                    worker.stop()
                    if lost is None:
                        continue
                    if tries[lost] < _TRIES:
                        waiting.appendleft(lost)
                    else:
                        yield TaskUpdate(lost, outcome=_crashed(tasks[lost]))

    def _ready(self) -> "list[_Worker]":
        """Wait until workers send something or die, and return them."""
        ready = wait(list(self._all))
        return [worker for connection, worker in self._all.items() if connection in ready]

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
    """A process, and the number of its task."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.task: int | None = None

    def begin(self, number: int, task: Task) -> None:
        self.task = number
        with contextlib.suppress(OSError):  # `receive` notices a dead process
            self.connection.send(task)

    def receive(self) -> TaskUpdate:
        """Return its next update.

        Raises:
            EOFError, OSError: the process died.
        """
        update: float | Outcome | None = self.connection.recv()
        number = -1 if self.task is None else self.task
        if isinstance(update, Outcome):
            self.task = None
            return TaskUpdate(number, outcome=update)
        return TaskUpdate(number, update)

    def stop(self) -> None:
        """End the process: without a connection it ends by itself; if it hangs, it is killed.

        One without a task is killed at once: it holds nothing, and unloading takes it 0.2 s.
        """
        self.connection.close()
        if self.task is None:
            self.process.kill()
        self.process.join(_STOP_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _work(connection: Connection) -> None:
    """Perform tasks until the other end is closed; only the parent handles Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Loading the landmarker takes a second, and the parent does not need it.
    from stabiel.batch.worker import work  # noqa: PLC0415

    work(connection)


def _crashed(task: Task) -> Outcome:
    why = (
        f"{task.video}: analyzing it ended the worker process; try it alone with: stabiel --debug "
        "analyze"
    )
    return failed(CRASHED_EXIT_CODE, why)
