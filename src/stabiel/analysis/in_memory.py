"""A video judged without a folder of results. In: a path. Out: the session and its landmarks.

It finds the poses by the same segments as `stabiel.analysis.analysis` and judges them by the same
steps, so the same video gives the same session. It draws nothing and writes nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from stabiel.analysis.estimating import NamedEstimator
from stabiel.analysis.segments import SegmentWork, cut
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.pose import PoseEstimator
from stabiel.pose.pose_log import PoseLog
from stabiel.pose.recording import Recorded
from stabiel.session.named_exercise import with_exercise_shown
from stabiel.session.replay import replay
from stabiel.session.session import Session, Source
from stabiel.video.reader import VideoFile
from stabiel.wording.language import Language


def judge_video(
    video: Path,
    *,
    exercise: Exercise,
    book: ExerciseBook,
    language: Language,
    model: str,
    new_estimator: Callable[[], PoseEstimator],
    progress: Callable[[float, int], None] | None,
    cores: int,
    every_frame: bool = False,
) -> tuple[Session, PoseLog]:
    """Judge one video and return its session and the poses found in it.

    Args:
        video: the file.
        exercise: what was done in the video.
        book: what exercises share.
        language: of the cues.
        model: the estimator's name, for the record.
        new_estimator: makes a fresh estimator; called in several threads.
        progress: called in this thread with the seconds of video done and the frames so far.
        cores: how many threads search for poses; a short video needs one.
        every_frame: look at each frame, not only at those that the motion asks for.

    Raises:
        VideoError: the video cannot be read whole.
        ResourceError: the estimator failed.
    """
    poses = PoseLog()
    with VideoFile(video) as opened:
        next(iter(opened))  # only then the size and the first time stamp are known
        work = SegmentWork(
            video,
            opened.zero_s,
            cut(opened.duration_s if opened.can_jump else None),
            lambda: NamedEstimator(new_estimator(), video),
            cores=cores,
            every_frame=every_frame,
            progress=progress,
        )
        source = Source("file", video.name, 0.0, opened.rate_hz, opened.width_px, opened.height_px)
        with work:
            frames = _noted(work, poses)
            done = replay(exercise, book, language, frames, source=source, model=model)
    session = replace(done.session, source=done.session.source.repaired(work.repairs, len(poses)))
    return with_exercise_shown(session, exercise, book, poses.frames), poses


def _noted(work: SegmentWork, poses: PoseLog) -> Iterator[Recorded]:
    """Give every frame in order of time, and note it."""
    for _, results in work:
        for found in results:
            poses.add(*found)
            yield found
