"""Runs the clips of a batch on a dask cluster. In: tasks. Out: their outcomes, as they arrive.

A worker that sees the same folders as this computer reads and writes there. Any other worker gets
the video sent, and its results are sent back. The workers share a long video: they find the poses
of its parts, and one of them does the rest. If a worker dies, others do its tasks, and results
that have arrived here are never asked for again. Needs the extra `stabiel[cluster]`.
"""

import contextlib
import gc
import queue
import secrets
import time
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from stabiel import __version__
from stabiel.analysis.segments import SegmentPoses
from stabiel.batch.on_worker import ClusterResult, ClusterTask, find_part, run_on_worker
from stabiel.batch.plan import PartPlan, plan_of
from stabiel.batch.task import DONE, Outcome, Task, digest, failed
from stabiel.batch.workers import CRASHED_EXIT_CODE, TaskUpdate
from stabiel.errors import OutputError, UsageError
from stabiel.system.atomic import write_whole

if TYPE_CHECKING:
    from types import TracebackType

    from distributed import Future

CONNECT_S = 10.0
# How long a batch waits for a worker if none is left.
ALONE_S = 60.0
# A video passes through the memory of the scheduler; a larger one belongs on a shared path.
MOST_BYTES = 1 << 30
_LOOK_S = 1.0
# Tasks for each thread of the cluster: the next one is already there when the first is done.
_AHEAD = 2


class Cluster:
    """A dask cluster; a context manager that cancels the tasks that are not done.

    Args:
        address: of the scheduler, such as `tcp://host:8786`.

    Raises:
        UsageError: the extra is missing, no scheduler answers, or a worker has another version of
            stabiel.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise UsageError(
                "--cluster needs the package distributed; install it with: "
                "pip install 'stabiel[cluster]'"
            ) from error
        self._address = address
        # A client that found no scheduler closes itself when it is freed, under a lock that dask
        # holds while a new one starts. Freed by the thread of the new one, both would wait.
        gc.collect()
        try:
            self._client: Client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"{address}: no scheduler answers there; start one with: dask scheduler"
            ) from error
        self._sent: dict[Future[ClusterResult], int] = {}
        self._finished: queue.SimpleQueue[Future[ClusterResult]] = queue.SimpleQueue()
        try:
            self._check_workers()
        except BaseException:
            self._client.close()
            raise

    def _check_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=CONNECT_S)
        except TimeoutError as error:
            raise UsageError(
                f"{self._address}: this scheduler has no workers; start one with: "
                f"dask worker {self._address}"
            ) from error
        try:
            versions: dict[str, str] = self._client.run(_version)
        except ImportError as error:
            raise UsageError(
                f"{self._address}: a worker there has no stabiel {__version__}; install it with: "
                "pip install 'stabiel[cluster]'"
            ) from error
        for worker, version in versions.items():
            if version != __version__:
                raise UsageError(
                    f"{worker}: this worker has stabiel {version}, and this computer has "
                    f"{__version__}; install the same on both."
                )

    def perform(self, tasks: Sequence[Task], out: Path) -> Iterator[TaskUpdate]:
        """Perform tasks and yield updates; in the end every task has an outcome.

        Args:
            tasks: with absolute paths.
            out: the folder of all results.

        Raises:
            OutputError: nothing can be written in `out`, or no worker is left.
        """
        with _probe(out) as probe:
            waiting: deque[tuple[int, ClusterTask | None]] = deque(
                (number, None) for number in range(len(tasks))
            )
            last_s = time.monotonic()
            while waiting or self._sent:
                threads = sum(self._client.nthreads().values())
                last_s = time.monotonic() if threads else last_s
                if time.monotonic() - last_s > ALONE_S:
                    raise OutputError(
                        f"{self._address}: no worker is left; start workers, then run the same "
                        "command again: it continues from here."
                    )
                while waiting and len(self._sent) < _AHEAD * threads:
                    number, sent = waiting.popleft()
                    if sent is None:
                        plan = plan_of(tasks[number], len(waiting), len(tasks), threads)
                        sent = ClusterTask(tasks[number], digest(tasks[number].video), probe)
                    else:
                        plan = None  # a worker that has no video cannot share it
                    self._submit(number, sent, plan)
                    yield TaskUpdate(number, 0.0)
                for future in self._arrived():
                    number = self._sent.pop(future)
                    try:
                        outcome = self._outcome(tasks[number], future)
                        if outcome is None:
                            waiting.appendleft((number, _with_video(tasks[number], probe)))
                            continue
                    except OutputError as error:
                        outcome = failed(error.exit_code, str(error))
                    yield TaskUpdate(number, outcome=outcome)

    def _submit(self, number: int, task: ClusterTask, plan: PartPlan | None = None) -> None:
        known: list[Future[SegmentPoses | None]] = []
        priority = 0
        if plan is not None:
            # dask keeps what a task still needs, and finds it again if its worker dies
            parts = range(plan.parts)
            known = [self._client.submit(find_part, task, each, pure=False) for each in parts]
            task = replace(task, task=replace(task.task, cores=plan.cores))
            priority = -1 if plan.last else 1
        with warnings.catch_warnings():
            # dask advises to scatter large data first, but scattered data dies with its worker
            warnings.filterwarnings("ignore", "Sending large graph")
            future = self._client.submit(run_on_worker, task, known, pure=False, priority=priority)
        self._sent[future] = number
        future.add_done_callback(self._finished.put)

    def _arrived(self) -> "list[Future[ClusterResult]]":
        """Wait a moment for tasks that are done."""
        arrived = []
        with contextlib.suppress(queue.Empty):
            arrived.append(self._finished.get(timeout=_LOOK_S))
            while True:
                arrived.append(self._finished.get_nowait())
        return arrived

    def _outcome(self, task: Task, future: "Future[ClusterResult]") -> Outcome | None:
        """Write what came back and return the outcome, None if the worker needs the video."""
        error = future.exception()
        if error is not None:
            return failed(
                CRASHED_EXIT_CODE,
                f"{task.video}: analyzing it ended its worker ({error}); try it alone here.",
            )
        result: ClusterResult = future.result()
        future.release()
        if result.files:
            _write(result.files, task.out)
        return result.outcome

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        if self._sent:
            self._client.cancel(list(self._sent), force=True)
        self._client.close()


def _version() -> str:
    return __version__


def _with_video(task: Task, probe: tuple[Path, str]) -> ClusterTask:
    """Return the task together with the bytes of its video.

    Raises:
        OutputError: the video cannot be read, or is too large to be sent.
    """
    try:
        size = task.video.stat().st_size
        if size <= MOST_BYTES:
            return ClusterTask(task, digest(task.video), probe, task.video.read_bytes())
    except OSError as error:
        raise OutputError(
            f"{task.video}: the video cannot be sent to a worker ({error})."
        ) from error
    raise OutputError(
        f"{task.video}: the video is too large to be sent ({size >> 20} MB); put it on a path that "
        "the workers see."
    )


def _write(files: dict[str, bytes], out: Path) -> None:
    """Write results that came back; the last file is the one that marks them as complete."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in sorted(files, key=lambda name: name == DONE):
            (out / name).parent.mkdir(exist_ok=True)
            write_whole(out / name, files[name])
    except OSError as error:
        raise OutputError(f"{out}: the results cannot be written ({error}).") from error


@contextlib.contextmanager
def _probe(out: Path) -> Iterator[tuple[Path, str]]:
    """Put a file into the folder of results while the block runs; workers recognize it by that."""
    token = secrets.token_hex(16)
    path = out / f".stabiel-{token}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        path.write_text(token, encoding="ascii")
    except OSError as error:
        raise OutputError(f"{out}: the folder cannot be written ({error}).") from error
    try:
        yield path, token
    finally:
        path.unlink(missing_ok=True)
