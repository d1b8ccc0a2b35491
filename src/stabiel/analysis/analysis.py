"""A video file through the whole flow. In: a path. Out: a folder with the results.

A short video is done in one pass: reading and drawing run beside the landmarker in threads of
their own, with short queues between them. A longer one is searched and drawn in pieces on all cores
(`stabiel.analysis.segments`). Either way memory does not grow with the video, and results do not
depend on how the threads run.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stabiel.analysis.annotate import CueCaptions, DrawnFrame, DrawnSegments, drawing_behind
from stabiel.analysis.results import FILM, LANDMARKS, REPORT, SESSION, Results
from stabiel.analysis.segments import Segment, SegmentPart, SegmentWork, cut
from stabiel.drawing.overlay import Overlay, shown_size
from stabiel.errors import OutputError, ResourceError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.pose import Pose, PoseEstimator
from stabiel.pose.recording import PoseLog, Recorded
from stabiel.report import Material, write_report
from stabiel.report.labels import Labels
from stabiel.report.pictures import KeyMoments, Stills, pictured_starts
from stabiel.report.points import points_to_work_on
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from stabiel.store import About, Keeper, NotKept
from stabiel.system.cores import usable_cores
from stabiel.video.brightness import brightness
from stabiel.video.frame import Frame, Image
from stabiel.video.reader import VideoFile
from stabiel.video.writer import VideoWriter
from stabiel.wording.language import Language

_QUEUE_FRAMES = 4
_END = None

Progress = Callable[[float, int], None]
NewEstimator = Callable[[], PoseEstimator]


@dataclass(frozen=True, slots=True)
class Job:
    """What to analyze, and how.

    Attributes:
        out: the folder for this video's results.
        model: the estimator's name, for the record.
        film: whether the annotated video is wanted.
        every: one frame in so many is looked at.
    """

    video: Path
    out: Path
    exercise: Exercise
    book: ExerciseBook
    language: Language
    model: str
    film: bool = True
    every: int = 1

    def about(self, recorded_at: datetime, name: str | None = None) -> About:
        """Return what the records say of its session.

        `name` is what the video is called there, that of its file unless given.
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
    """What an analysis gave.

    Attributes:
        nobody: no person was found in any frame.
    """

    session: Session
    report: Path
    nobody: bool


def analyze(
    job: Job,
    estimator: PoseEstimator,
    progress: Progress | None = None,
    keeper: Keeper | None = None,
) -> Analysis:
    """Judge one video in one pass and write its results.

    Args:
        job: what to analyze.
        estimator: a fresh one for this video.
        progress: called for each frame with the seconds of video done and the frames so far.
        keeper: keeps the session in the records too, where that is wanted.

    Raises:
        VideoError: the video cannot be read whole.
        OutputError: the results cannot be written, or not kept in the records.
        ResourceError: the estimator failed.
    """
    with closing(_Judging(job, keeper)) as judging, _opened(job) as video:
        return _in_one_pass(judging, video, estimator, progress)


def analyze_on_cores(
    job: Job,
    new_estimator: NewEstimator,
    progress: Progress | None = None,
    keeper: Keeper | None = None,
    *,
    cores: int | None = None,
) -> Analysis:
    """Judge one video on some cores and write its results; a short one in one pass.

    The same video gives the same results on any number of cores.

    Args:
        job, keeper: as `analyze`.
        new_estimator: makes a fresh estimator; called in several threads.
        progress: called now and then with the seconds of video done and the frames so far.
        cores: how many to use; all that this process may use unless given.

    Raises:
        VideoError, OutputError, ResourceError: as `analyze`.
    """
    with closing(_Judging(job, keeper)) as judging, _opened(job) as video:
        cores = usable_cores() if cores is None else cores
        pieces = cut(video.duration_s if video.can_jump else None)
        if len(pieces) > 1:
            return _in_pieces(judging, video, pieces, new_estimator, progress, cores=cores)
        with closing(new_estimator()) as estimator:
            return _in_one_pass(judging, video, estimator, progress)


def _opened(job: Job) -> VideoFile:
    return VideoFile(job.video, every=job.every)


class _Judging:
    """Judges frame by frame, in order, and keeps what that gave.

    Attributes:
        results: where it goes in the end.
    """

    def __init__(self, job: Job, keeper: Keeper | None) -> None:
        self.job = job
        self.results = Results(job.out)
        self._keeper = keeper or NotKept()
        self._captions = CueCaptions()
        self._last_s, self._count = 0.0, 0
        self.judge = Judge(job.exercise, job.book, job.language)
        self.poses = PoseLog()
        self.moments = KeyMoments(job.exercise, job.language)

    def add(self, found: Recorded, image: Image | None = None) -> DrawnFrame:
        """Judge one frame; its image is needed for the report's pictures alone."""
        self.poses.add(*found)
        judgment = self.judge.update(*found)
        self._keeper.add(found.time_s, found.pose, judgment, found.light)
        self.moments.note(image, judgment)
        self._last_s, self._count = found.time_s, self._count + 1
        caption = self._captions.at(found.time_s, judgment)
        return DrawnFrame(found.time_s, judgment.body, judgment.moment, caption)

    def finish(self, video: VideoFile) -> Session:
        """Close what is still open and return the session."""
        source = Source(
            "file", video.path.name, 0.0, video.rate_hz, video.width_px, video.height_px
        )
        session = self.judge.finish(source.counted(self._count, self._last_s), self.job.model)
        self.moments.close(session)
        return session

    def keep(self, session: Session) -> None:
        """Keep the session in the records too, once its results are in their places."""
        self._keeper.finish(session)

    def close(self) -> None:
        """Leave nothing unfinished behind."""
        self.results.close()


def _in_one_pass(
    judging: _Judging, video: VideoFile, estimator: PoseEstimator, progress: Progress | None
) -> Analysis:
    job, count = judging.job, 0
    with _read_ahead(video) as frames:
        first = next(frames)
        new = judging.results.begin()
        with _drawing(job, new, _overlay_of(job, first), video.rate_hz) as draw:
            for frame in _with_first(first, frames):
                pose = _found(estimator, frame, job.video)
                found = Recorded(frame.time_s, pose, brightness(frame.image))
                draw(frame.image, judging.add(found, frame.image))
                count += 1
                if progress is not None:
                    progress(frame.time_s, count)
    session = judging.finish(video)
    return _write_results(judging, video, new, session, judging.moments.of)


@contextmanager
def _drawing(
    job: Job, new: Path, overlay: Overlay, rate_hz: float
) -> Iterator[Callable[[Image, DrawnFrame], None]]:
    if not job.film:
        yield lambda image, shown: None
        return
    with drawing_behind(new / FILM, overlay, rate_hz) as draw:
        yield draw


def _in_pieces(
    judging: _Judging,
    video: VideoFile,
    pieces: list[Segment],
    new_estimator: NewEstimator,
    progress: Progress | None,
    *,
    cores: int,
) -> Analysis:
    job = judging.job
    first = next(iter(video))
    new = judging.results.begin()
    with (
        SegmentWork(
            job.video,
            video.zero_s,
            pieces,
            lambda: _Named(new_estimator(), job.video),
            cores=cores,
            every=job.every,
            progress=progress,
        ) as work,
        _drawing_pieces(job, new / FILM, first, video.rate_hz, work) as draw,
    ):
        for part, results in work:
            draw(part, [judging.add(found) for found in results])
    session = judging.finish(video)
    return _write_results(judging, video, new, session, _stills(judging, video, session))


@contextmanager
def _drawing_pieces(
    job: Job, path: Path, first: Frame, rate_hz: float, work: SegmentWork
) -> Iterator[Callable[[SegmentPart, list[DrawnFrame]], None]]:
    if not job.film:
        yield lambda part, frames: None
        return
    with VideoWriter(path, _overlay_of(job, first).size_px, rate_hz) as film:
        pieces = DrawnSegments(
            film, lambda: _overlay_of(job, first), rate_hz, work.pool, work.stopped
        )
        yield pieces.draw
        pieces.finish()


def _stills(judging: _Judging, video: VideoFile, session: Session) -> dict[float, Stills]:
    """Return the stills that the report shows, with their pictures fetched from the video."""
    job = judging.job
    labels = Labels(job.exercise, job.book, job.language)
    points = points_to_work_on(session, labels, judging.judge.trace.goal)
    stills = judging.moments.of
    wanted = [
        start_s for start_s in pictured_starts(session, job.exercise, points) if start_s in stills
    ]
    images = video.images_at(still.time_s for each in wanted for still in stills[each].values())
    return {each: judging.moments.drawn(stills[each], images) for each in wanted}


def _write_results(
    judging: _Judging, video: VideoFile, new: Path, session: Session, stills: dict[float, Stills]
) -> Analysis:
    job = judging.job
    material = Material(
        session=session,
        exercise=job.exercise,
        book=job.book,
        trace=judging.judge.trace,
        stills=stills,
        began_at=video.recorded_at,
        video=FILM if job.film else None,
    )
    try:
        session.save(new / SESSION)
        judging.poses.save(new / LANDMARKS)
        write_report(new / REPORT, material)
        if not job.film:  # one that is there is of another analysis
            (job.out / FILM).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{job.out}: the results cannot be written ({error}).") from error
    judging.results.finish(REPORT, *([FILM] if job.film else []), LANDMARKS, SESSION)
    judging.keep(session)
    return Analysis(session, job.out / REPORT, nobody=not judging.judge.people_seen)


class _Named:
    """An estimator that names its video where it fails."""

    def __init__(self, inner: PoseEstimator, video: Path) -> None:
        self._inner, self._video = inner, video

    def find(self, frame: Frame) -> Pose | None:
        return _found(self._inner, frame, self._video)

    def close(self) -> None:
        self._inner.close()


def _found(estimator: PoseEstimator, frame: Frame, video: Path) -> Pose | None:
    """Return the pose in a frame. A frame that was lost would be counted over: it ends all.

    A video can be analyzed again; a live session cannot, and goes on
    (`stabiel.trainer.live_session`).
    """
    try:
        return estimator.find(frame)
    except (RuntimeError, ValueError) as error:
        raise ResourceError(
            f"{video}: the pose model failed at {frame.time_s:.1f} s ({error}); "
            "analyze it again, or install stabiel again."
        ) from error


def _overlay_of(job: Job, frame: Frame) -> Overlay:
    height, width = frame.image.shape[:2]
    return Overlay(job.exercise, job.language, shown_size(width, height))


def _with_first(first: Frame, rest: Iterator[Frame]) -> Iterator[Frame]:
    yield first
    yield from rest


@contextmanager
def _read_ahead(video: VideoFile) -> Iterator[Iterator[Frame]]:
    """Decode in a thread, a few frames ahead; an error there is raised here."""
    ahead: queue.Queue[Frame | BaseException | None] = queue.Queue(_QUEUE_FRAMES)
    stopped = threading.Event()

    def read() -> None:
        last: BaseException | None = _END
        try:
            for frame in video:
                if not _put(ahead, frame, stopped):
                    return
        except BaseException as error:  # noqa: BLE001 - or who waits for a frame waits for ever
            last = error
        _put(ahead, last, stopped)

    def frames() -> Iterator[Frame]:
        while (item := ahead.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    thread = threading.Thread(target=read, name="read video", daemon=True)
    thread.start()
    try:
        yield frames()
    finally:
        stopped.set()
        thread.join()


def _put(
    ahead: "queue.Queue[Frame | BaseException | None]",
    item: Frame | BaseException | None,
    stopped: threading.Event,
) -> bool:
    """Put an item in the queue, unless nobody takes from it any more."""
    while not stopped.is_set():
        try:
            ahead.put(item, timeout=0.1)
        except queue.Full:
            continue
        return True
    return False
