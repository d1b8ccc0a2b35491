"""Runs a video file through the whole pipeline. In: a path. Out: a folder with the results.

A short video is done in one pass: reading and drawing run beside the landmarker in their own
threads, with short queues between them. A longer video is searched and drawn in segments on all
cores (`stabiel.analysis.segments`). In both cases memory does not grow with the video, and the
results do not depend on how the threads run.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from stabiel.analysis.annotate import CueCaptions, DrawnFrame, DrawnSegments, drawing_behind
from stabiel.analysis.estimating import NamedEstimator, poses_of
from stabiel.analysis.read_ahead import read_ahead
from stabiel.analysis.results import ANNOTATED_VIDEO, LANDMARKS, REPORT, SESSION, TRACE, Results
from stabiel.analysis.segments import (
    ProgressCallback,
    Segment,
    SegmentPoses,
    SegmentReader,
    SegmentWork,
    cut,
)
from stabiel.drawing.overlay import Overlay, shown_size
from stabiel.errors import OutputError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.pose import PoseEstimator
from stabiel.pose.pose_log import PoseLog
from stabiel.pose.recording import Recorded
from stabiel.report import Material, write_report
from stabiel.report.labels import Labels
from stabiel.report.pictures import KeyMoments, Stills, pictured_movements
from stabiel.report.points import points_to_work_on
from stabiel.session.named_exercise import with_exercise_shown
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from stabiel.session.trace_file import save_trace
from stabiel.store import About, Keeper, NotKept
from stabiel.system.cores import usable_cores
from stabiel.video.frame import Frame, Image
from stabiel.video.reader import VideoFile
from stabiel.video.timestamps import TimeRepair
from stabiel.video.writer import VideoWriter
from stabiel.wording.language import Language

NewEstimator = Callable[[], PoseEstimator]


@dataclass(frozen=True, slots=True)
class Job:
    """What to analyze, and how.

    Attributes:
        out: the folder for the results of this video.
        model: the estimator's name, which the session records.
        annotate: whether to write the annotated video.
        every: use one frame in this many.
        every_frame: look at each of them, not only at those that the motion asks for.
        begins_s: when its first frame is in the video; 0 if it is all of the video.
        recording: the video that the report links to if no annotated one is written, as seen from
            `out`; None to link to none.
    """

    video: Path
    out: Path
    exercise: Exercise
    book: ExerciseBook
    language: Language
    model: str
    annotate: bool = True
    every: int = 1
    every_frame: bool = False
    begins_s: float = 0.0
    recording: str | None = None

    def about(self, recorded_at: datetime, name: str | None = None) -> About:
        """Return the head of its session in the records.

        Args:
            recorded_at: when the video was recorded, with the offset from UTC.
            name: the video's name in the records; the name of its file if None.
        """
        return About(
            exercise=self.exercise,
            book=self.book,
            language=self.language,
            model=self.model,
            source_kind="file",
            source_name=self.video.name if name is None else name,
            began_at=recorded_at,
            dose=self.exercise.dose.repetitions,
        )


@dataclass(frozen=True, slots=True)
class Analysis:
    """The result of an analysis.

    Attributes:
        session: what was done in the video.
        report: the path of the report.
        nobody: whether no person was found in any frame.
    """

    session: Session
    report: Path
    nobody: bool


def analyze(
    job: Job,
    estimator: PoseEstimator,
    progress: ProgressCallback | None = None,
    keeper: Keeper | None = None,
) -> Analysis:
    """Judge one video in one pass and write its results.

    Args:
        job: what to analyze.
        estimator: a new one, which has seen no other frames.
        progress: called for each frame with the seconds of video done and the frames so far.
        keeper: also keeps the session in the records; None keeps it nowhere else.

    Raises:
        VideoError: the video cannot be read whole.
        OutputError: the results cannot be written, or cannot be kept in the records.
        ResourceError: the estimator failed.
    """
    with closing(Judging(job, keeper)) as judging, VideoFile(job.video, every=job.every) as video:
        return _in_one_pass(judging, video, estimator, progress)


def analyze_on_cores(
    job: Job,
    new_estimator: NewEstimator,
    progress: ProgressCallback | None = None,
    keeper: Keeper | None = None,
    *,
    cores: int | None = None,
    known: Sequence[SegmentPoses | None] = (),
) -> Analysis:
    """Judge one video on several cores and write its results; a short video in one pass.

    The same video gives the same results on any number of cores.

    Args:
        job, keeper: as for `analyze`.
        new_estimator: makes a new estimator; called in several threads.
        progress: called several times a second with the seconds of video done and the frames so
            far.
        cores: how many to use; if None, all that this process may use.
        known: as for `SegmentWork`; nothing is known of a short video.

    Raises:
        VideoError, OutputError, ResourceError: as for `analyze`.
    """
    with closing(Judging(job, keeper)) as judging, VideoFile(job.video, every=job.every) as video:
        cores = usable_cores() if cores is None else cores
        segments = cut(video.duration_s if video.can_jump else None)
        if len(segments) > 1:
            return _in_segments(
                judging, video, segments, new_estimator, progress, cores=cores, known=known
            )
        with closing(new_estimator()) as estimator:
            return _in_one_pass(judging, video, estimator, progress)


class Judging:
    """Judges frame by frame, in order, and keeps what the results need.

    Attributes:
        results: the folder that the results go to in the end.
        repairs: how many frames needed each repair of their time.
    """

    def __init__(self, job: Job, keeper: Keeper | None) -> None:
        self.job = job
        self.results = Results(job.out)
        self._keeper = keeper or NotKept()
        self._captions = CueCaptions()
        self._last_s, self._count = 0.0, 0
        self.repairs: Counter[TimeRepair] = Counter()
        self.judge = Judge(job.exercise, job.book, job.language, job.model)
        self.poses = PoseLog()
        self.moments = KeyMoments(job.exercise, job.language)

    def add(self, found: Recorded, image: Image | None = None) -> DrawnFrame:
        """Judge one frame; its image is needed only for the pictures of the report."""
        self.poses.add(*found)
        judgment = self.judge.update(*found)
        self._keeper.add(found.time_s, found.pose, judgment, found.light)
        self.moments.note(image, judgment)
        self._last_s, self._count = found.time_s, self._count + 1
        return self._captions.drawn(found.time_s, judgment)

    def finish(self, video: VideoFile) -> Session:
        """Judge what was still going on at the end, and return the session."""
        size_px = (video.width_px, video.height_px)
        source = Source(
            "file", video.path.name, 0.0, video.rate_hz, *size_px, begins_s=self.job.begins_s
        )
        source = source.counted(self._count, self._last_s).repaired(self.repairs, self._count)
        session = self.judge.finish(source, self.job.model)
        session = with_exercise_shown(session, self.job.exercise, self.job.book, self.poses.frames)
        self.moments.close(session)
        return session

    def keep(self, session: Session) -> None:
        """Also keep the session in the records, once its results are in place."""
        self._keeper.finish(session)

    def close(self) -> None:
        """Remove everything unfinished."""
        self.results.close()


def _in_one_pass(
    judging: Judging, video: VideoFile, estimator: PoseEstimator, progress: ProgressCallback | None
) -> Analysis:
    job, count = judging.job, 0
    named = NamedEstimator(estimator, job.video)
    with read_ahead(video) as frames:
        first = next(frames)
        new = judging.results.begin()
        path = new / ANNOTATED_VIDEO if job.annotate else None
        with drawing_behind(path, _overlay_of(job, first), video.rate_hz) as draw:
            for each in poses_of(chain((first,), frames), named, every_frame=job.every_frame):
                draw(each.frame.image, judging.add(each.found, each.frame.image))
                if each.frame.repair is not None:
                    judging.repairs[each.frame.repair] += 1
                count += 1
                if progress is not None:
                    progress(each.frame.time_s, count)
    session = judging.finish(video)
    return write_results(judging, video, new, session, judging.moments.of)


def _in_segments(
    judging: Judging,
    video: VideoFile,
    segments: list[Segment],
    new_estimator: NewEstimator,
    progress: ProgressCallback | None,
    *,
    cores: int,
    known: Sequence[SegmentPoses | None],
) -> Analysis:
    job = judging.job
    first = next(iter(video))
    new = judging.results.begin()
    with (
        SegmentWork(
            job.video,
            video.zero_s,
            segments,
            lambda: NamedEstimator(new_estimator(), job.video),
            cores=cores,
            every=job.every,
            every_frame=job.every_frame,
            progress=progress,
            known=known,
        ) as work,
        _drawing_segments(job, new / ANNOTATED_VIDEO, first, video.rate_hz, work) as draw,
    ):
        for segment, results in work:
            draw(segment, [judging.add(found) for found in results])
    judging.repairs = work.repairs
    session = judging.finish(video)
    return write_results(judging, video, new, session, stills_of(judging, video, session))


@contextmanager
def _drawing_segments(
    job: Job, path: Path, first: Frame, rate_hz: float, work: SegmentWork
) -> Iterator[Callable[[SegmentReader, list[DrawnFrame]], None]]:
    if not job.annotate:
        yield lambda segment, frames: None
        return
    with VideoWriter(path, _overlay_of(job, first).size_px, rate_hz) as annotated:
        segments = DrawnSegments(
            annotated, lambda: _overlay_of(job, first), rate_hz, work.pool, work.stopped
        )
        yield segments.draw
        segments.finish()


def stills_of(judging: Judging, video: VideoFile, session: Session) -> dict[int, Stills]:
    """Return the stills that the report shows, with their pictures read from the video."""
    job = judging.job
    labels = Labels(job.exercise, job.book, job.language)
    points = points_to_work_on(session, labels, judging.judge.trace.goal)
    stills = judging.moments.of
    wanted = [each for each in pictured_movements(session, job.exercise, points) if each in stills]
    images = video.images_at(
        (still.time_s for each in wanted for still in stills[each].values()),
        jump=not judging.repairs,
    )
    return {each: judging.moments.drawn(stills[each], images) for each in wanted}


def write_results(
    judging: Judging, video: VideoFile, new: Path, session: Session, stills: dict[int, Stills]
) -> Analysis:
    """Write all results into the new folder, and move them into place.

    Raises:
        OutputError: they cannot be written, or cannot be stored in the records.
    """
    job = judging.job
    material = Material(
        session=session,
        exercise=job.exercise,
        book=job.book,
        trace=judging.judge.trace,
        stills=stills,
        began_at=video.recorded_at,
        video=ANNOTATED_VIDEO if job.annotate else job.recording,
        dose=job.exercise.dose,
    )
    try:
        session.save(new / SESSION)
        judging.poses.save(new / LANDMARKS)
        save_trace(new / TRACE, judging.judge.trace, session)
        write_report(new / REPORT, material)
        if not job.annotate:  # one that exists is from another analysis
            (job.out / ANNOTATED_VIDEO).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{job.out}: the results cannot be written ({error}).") from error
    drawn = [ANNOTATED_VIDEO] if job.annotate else []
    judging.results.finish(REPORT, *drawn, TRACE, LANDMARKS, SESSION)
    judging.keep(session)
    return Analysis(session, job.out / REPORT, nobody=not judging.judge.people_seen)


def _overlay_of(job: Job, frame: Frame) -> Overlay:
    height, width = frame.image.shape[:2]
    return Overlay(job.exercise, job.language, shown_size(width, height))
