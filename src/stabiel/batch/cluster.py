"""The clips of a batch on a dask cluster. In: tasks. Out: their outcomes, as they come.

A worker that sees the same folders as this computer reads and writes there; to any other the video
is sent, and its results are sent back. A worker that dies is made up for by the others, and what
has landed here is never asked for again. Needs the extra `stabiel[cluster]`.
"""

import contextlib
import queue
import secrets
import tempfile
import time
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from stabiel import __version__
from stabiel.analysis.results import FILM
from stabiel.batch.task import DONE, RESULTS, Outcome, Task, digest, failed
from stabiel.batch.workers import CRASHED_EXIT_CODE, News
from stabiel.errors import OutputError, UsageError
from stabiel.system.atomic import write_whole

if TYPE_CHECKING:
    from types import TracebackType

    from distributed import Future

CONNECT_S = 10.0
# How long a batch waits for a worker when there is none left.
ALONE_S = 60.0
# A video goes through the scheduler, in its memory; larger ones belong on a shared path.
MOST_BYTES = 1 << 30
_LOOK_S = 1.0
# Tasks for each thread of the cluster: the next one is there when the first is done.
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class ClusterTask:
    """A task for another computer.

    Attributes:
        digest: of the video, as this computer sees it.
        probe: a file beside the results, and what stands in it: who can read it sees this folder.
        video: the video itself, for who cannot see it.
    """

    task: Task
    digest: str | None
    probe: tuple[Path, str]
    video: bytes | None = None


@dataclass(frozen=True, slots=True)
class Landing:
    """What comes back.

    Attributes:
        outcome: None where the worker does not see the video.
        files: the results by name; empty where they were written on the shared path.
    """

    outcome: Outcome | None
    files: dict[str, bytes]


def fulfill(order: ClusterTask) -> Landing:
    """Do a task on a worker."""
    from stabiel.batch.perform import perform  # loads the landmarker, which only workers need

    task = order.task
    path, token = order.probe
    seen = order.digest is None or digest(task.video) == order.digest
    if seen and _read(path) == token.encode():
        return Landing(perform(task), {})
    if not seen and order.video is None:
        return Landing(None, {})
    with tempfile.TemporaryDirectory(prefix="stabiel-") as folder:
        out = Path(folder, "results")
        video = task.video
        if not seen:
            video = Path(folder, task.video.name)
            video.write_bytes(order.video or b"")
        outcome = perform(replace(task, video=video, out=out))
        outcome = replace(outcome, why=outcome.why.replace(str(video), str(task.video)))
        names = (*RESULTS, FILM, DONE)
        return Landing(
            outcome, {name: (out / name).read_bytes() for name in names if (out / name).exists()}
        )


class Cluster:
    """A dask cluster; a context manager that takes back what it was asked for and is not done.

    Args:
        address: of the scheduler, such as `tcp://host:8786`.

    Raises:
        UsageError: the extra is missing, nobody answers, or a worker has another stabiel.
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
        try:
            self._client: Client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"{address}: no scheduler answers there; start one with: dask scheduler"
            ) from error
        self._flying: dict[Future[Landing], int] = {}
        self._back: queue.SimpleQueue[Future[Landing]] = queue.SimpleQueue()
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

    def perform(self, tasks: Sequence[Task], out: Path) -> Iterator[News]:
        """Perform tasks; every task has an outcome in the end.

        Args:
            tasks: with absolute paths.
            out: the folder that all results are in.

        Raises:
            OutputError: nothing can be written in `out`, or there is no worker left.
        """
        with _probe(out) as probe:
            waiting = deque(
                (number, ClusterTask(task, digest(task.video), probe))
                for number, task in enumerate(tasks)
            )
            last_s = time.monotonic()
            while waiting or self._flying:
                threads = sum(self._client.nthreads().values())
                last_s = time.monotonic() if threads else last_s
                if time.monotonic() - last_s > ALONE_S:
                    raise OutputError(
                        f"{self._address}: there is no worker left; the same command goes on where "
                        "this one stopped."
                    )
                while waiting and len(self._flying) < _AHEAD * threads:
                    number, order = waiting.popleft()
                    self._submit(number, order)
                    yield News(number, 0.0)
                for future in self._arrived():
                    number = self._flying.pop(future)
                    try:
                        outcome = self._landed(tasks[number], future)
                        if outcome is None:
                            waiting.appendleft((number, _with_video(tasks[number], probe)))
                            continue
                    except OutputError as error:
                        outcome = failed(error.exit_code, str(error))
                    yield News(number, outcome=outcome)

    def _submit(self, number: int, order: ClusterTask) -> None:
        with warnings.catch_warnings():
            # dask would have large data scattered first; but what is scattered dies with its worker
            warnings.filterwarnings("ignore", "Sending large graph")
            future = self._client.submit(fulfill, order, pure=False)
        self._flying[future] = number
        future.add_done_callback(self._back.put)

    def _arrived(self) -> "list[Future[Landing]]":
        """Wait a moment for what comes back."""
        arrived = []
        with contextlib.suppress(queue.Empty):
            arrived.append(self._back.get(timeout=_LOOK_S))
            while True:
                arrived.append(self._back.get_nowait())
        return arrived

    def _landed(self, task: Task, future: "Future[Landing]") -> Outcome | None:
        """Write what came back; None where the worker needs the video."""
        error = future.exception()
        if error is not None:
            return failed(
                CRASHED_EXIT_CODE,
                f"{task.video}: analyzing it ended its worker ({error}); try it alone here.",
            )
        landing: Landing = future.result()
        future.release()
        if landing.files:
            _land(landing.files, task.out)
        return landing.outcome

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        if self._flying:
            self._client.cancel(list(self._flying), force=True)
        self._client.close()


def _version() -> str:
    return __version__


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _with_video(task: Task, probe: tuple[Path, str]) -> ClusterTask:
    """Return an order that brings its video along.

    Raises:
        OutputError: it cannot be read, or is too large for that.
    """
    try:
        size = task.video.stat().st_size
        if size <= MOST_BYTES:
            return ClusterTask(task, digest(task.video), probe, task.video.read_bytes())
    except OSError as error:
        raise OutputError(f"{task.video}: it cannot be sent ({error}).") from error
    raise OutputError(
        f"{task.video}: it is too large to be sent ({size >> 20} MB); put it on a path that the "
        "workers see."
    )


def _land(files: dict[str, bytes], out: Path) -> None:
    """Write results that came back; the file that says they are whole is the last one."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in sorted(files, key=lambda name: name == DONE):
            write_whole(out / name, files[name])
    except OSError as error:
        raise OutputError(f"{out}: the results cannot be written ({error}).") from error


@contextlib.contextmanager
def _probe(out: Path) -> Iterator[tuple[Path, str]]:
    """Put a file into the folder of results for a while, by which a worker knows that folder."""
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
