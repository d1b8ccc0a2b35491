"""Finds the poses of one part of a long video. In: a task, a part's number. Out: its poses.

So several computers share one video. The parts are the segments into which every analysis cuts a
long video. The analysis takes their poses instead of finding them; they are the same to the last
bit.
"""

from collections.abc import Callable

from stabiel.analysis.estimating import NamedEstimator
from stabiel.analysis.segments import SegmentPoses, SegmentReader, cut, poses_of_segment
from stabiel.batch.task import Task, book_with, book_with_all
from stabiel.errors import StabielError
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.outline_on_demand import landmarker_of_any
from stabiel.pose.pose import PoseEstimator
from stabiel.system.resources import ModelName
from stabiel.video.reader import VideoFile


def landmarker_of(task: Task) -> Callable[[ModelName], PoseEstimator]:
    """Return what makes a new landmarker for the exercises of a task.

    Raises:
        UsageError: there is no such exercise.
    """
    if task.find:
        known = book_with_all(task.rules)
        any_outline = any(known.needs_outline(known.get(each)) for each in task.find)
        return lambda model: landmarker_of_any(model, outline=any_outline)
    book = book_with(task.rule)
    outline = book.needs_outline(book.get(task.exercise))
    return lambda model: Landmarker(model, outline=outline)


def poses_of_part(task: Task, number: int) -> SegmentPoses | None:
    """Find the poses of one segment of a task's video.

    Returns:
        None if that failed: the analysis searches this segment again, and reports the error.
    """
    try:
        landmarker = landmarker_of(task)
        with VideoFile(task.video) as video:
            segment = cut(video.duration_s if video.can_jump else None)[number]
            next(iter(video))  # only then the first time stamp is known
            zero_s = video.zero_s
        return poses_of_segment(
            SegmentReader(task.video, segment, zero_s if segment.begin_s else None),
            lambda: NamedEstimator(landmarker(task.model), task.video),
            every_frame=task.every_frame,
        )
    except (StabielError, LookupError, StopIteration):
        return None
