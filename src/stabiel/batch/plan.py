"""How the workers of a cluster share a long video. In: a task, the cluster. Out: a plan."""

import math
from dataclasses import dataclass

from stabiel.analysis.segments import cut
from stabiel.batch.task import Task
from stabiel.errors import StabielError
from stabiel.video.reader import VideoFile


@dataclass(frozen=True, slots=True)
class PartPlan:
    """How a long video is shared.

    Attributes:
        parts: how many there are.
        cores: how many cores the worker that does the rest may use, if its computer has them.
        last: whether the rest waits until no parts of other videos wait.
    """

    parts: int
    cores: int
    last: bool


def plan_of(task: Task, left: int, count: int, threads: int) -> PartPlan | None:
    """Return how the workers share the video of a task, as `plan_for` does."""
    return plan_for(_parts_of(task), left, count, threads)


def plan_for(parts: int, left: int, count: int, threads: int) -> PartPlan | None:
    """Return how the workers share a video, None if one of them does all of it.

    The rest of a video, judging and drawing, is done by one worker. The rests of the last videos
    wait for each other's parts, so that they are done at the same time and no worker is the last.

    Args:
        parts: how many the video has.
        left: how many videos begin after it.
        count: how many there are.
        threads: how many the cluster has.
    """
    if parts < 2:
        return None
    together = min(threads, count)
    # Twice the cores that are free for each, so that all are still busy when the first is done.
    cores = 2 * math.ceil(threads / count) if threads > count else 1
    return PartPlan(parts, cores, left < together)


def _parts_of(task: Task) -> int:
    if task.quick:  # how closely to look is found out first
        return 1
    try:
        with VideoFile(task.video) as video:
            return len(cut(video.duration_s if video.can_jump else None))
    except StabielError:  # its analysis reports why
        return 1
