"""What a worker of a cluster does. In: a task, perhaps with its video. Out: an outcome and results.

The computer that hands out the tasks imports this module as well, so it loads no landmarker.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stabiel.analysis.segments import SegmentPoses
from stabiel.batch.task import Outcome, Task, digest
from stabiel.system.cores import usable_cores


@dataclass(frozen=True, slots=True)
class ClusterTask:
    """A task for another computer.

    Attributes:
        digest: of the video, as this computer sees it; None if it cannot be read.
        probe: a file beside the results, and its content. A worker that can read it sees this
            folder.
        video: the bytes of the video, for a worker that does not see the file.
    """

    task: Task
    digest: str | None
    probe: tuple[Path, str]
    video: bytes | None = None


@dataclass(frozen=True, slots=True)
class ClusterResult:
    """What a worker sends back.

    Attributes:
        outcome: None if the worker does not see the video and needs it sent.
        files: the results by their path in the folder of results; empty if they were written on
            the shared path.
    """

    outcome: Outcome | None
    files: dict[str, bytes]


def find_part(sent: ClusterTask, number: int) -> SegmentPoses | None:
    """Find the poses of one part of a video, None if this worker cannot; this runs on a worker."""
    from stabiel.batch.parts import poses_of_part

    return poses_of_part(sent.task, number) if _sees_video(sent) else None


def _sees_video(sent: ClusterTask) -> bool:
    return sent.digest is None or digest(sent.task.video) == sent.digest


def run_on_worker(sent: ClusterTask, known: Sequence[SegmentPoses | None] = ()) -> ClusterResult:
    """Perform a task; this runs on a worker.

    Args:
        sent: the task.
        known: the poses of the parts of its video, if others found them.
    """
    from stabiel.batch.perform import perform  # loads the landmarker, which only workers need

    task = replace(sent.task, cores=min(sent.task.cores, usable_cores()))
    path, token = sent.probe
    seen = _sees_video(sent)
    if seen and _read(path) == token.encode():
        return ClusterResult(perform(task, known=known), {})
    if not seen and sent.video is None:
        return ClusterResult(None, {})
    with tempfile.TemporaryDirectory(prefix="stabiel-") as folder:
        out = Path(folder, "results")
        video = task.video
        if not seen:
            video = Path(folder, task.video.name)
            video.write_bytes(sent.video or b"")
        home = task.video, task.out
        outcome = perform(replace(task, video=video, out=out, home=home), known=known)
        outcome = replace(outcome, why=outcome.why.replace(str(video), str(task.video)))
        files = {
            path.relative_to(out).as_posix(): path.read_bytes()
            for path in sorted(out.rglob("*"))
            if path.is_file()
        }
        return ClusterResult(outcome, files)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
