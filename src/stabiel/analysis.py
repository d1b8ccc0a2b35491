"""A video file through the whole flow. In: a path. Out: a folder with the results.

Reading and writing run beside the landmarker in threads of their own, with short queues between
them, so memory does not grow with the video and the landmarker seldom waits. Order and results
do not depend on how the threads run.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stabiel.body import Body
from stabiel.coach import Moment
from stabiel.cues import Priority
from stabiel.errors import OutputError, ResourceError
from stabiel.exercise import Exercise, Language
from stabiel.exercise_files import ExerciseBook
from stabiel.film import Film
from stabiel.frames import Frame, VideoFile
from stabiel.judge import Judge, Judgement
from stabiel.light import brightness
from stabiel.overlay import Caption, Overlay, shown_size
from stabiel.pose import Pose, PoseEstimator
from stabiel.recording import PoseLog
from stabiel.report import Material, write_report
from stabiel.report.pictures import KeyMoments
from stabiel.results import Results
from stabiel.session import Session, Source
from stabiel.store import Keeper, NotKept

CUE_SHOWN_S = 2.5
FILM, SESSION = "annotated.mp4", "session.json"
LANDMARKS, REPORT = "landmarks.npz", "report.html"
_QUEUE_FRAMES = 4
_END = None

Progress = Callable[[float, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What to analyse, and how.

    Attributes:
        out: the folder for this video's results.
        model: the estimator's name, for the record.
    """

    video: Path
    out: Path
    exercise: Exercise
    book: ExerciseBook
    language: Language
    model: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an analysis gave.

    Attributes:
        nobody: no person was found in any frame.
    """

    session: Session
    report: Path
    nobody: bool


@dataclass(frozen=True, slots=True)
class _Drawing:
    frame: Frame
    body: Body | None
    moment: Moment
    caption: Caption


def analyse(
    job: Job,
    estimator: PoseEstimator,
    progress: Progress | None = None,
    keeper: Keeper | None = None,
) -> Analysis:
    """Judge one video and write its results.

    Args:
        job: what to analyse.
        estimator: a fresh one for this video.
        progress: called for each frame with the seconds of video done and the frames so far.
        keeper: keeps the session in the records too, where that is wanted.

    Raises:
        VideoError: the video cannot be read whole.
        OutputError: the results cannot be written, or not kept in the records.
        ResourceError: the estimator failed.
    """
    results = Results(job.out)
    try:
        with VideoFile(job.video) as video:
            return _analyse(
                job, video, results, estimator, progress=progress, keeper=keeper or NotKept()
            )
    finally:
        results.close()


def _analyse(
    job: Job,
    video: VideoFile,
    results: Results,
    estimator: PoseEstimator,
    *,
    progress: Progress | None,
    keeper: Keeper,
) -> Analysis:
    judge = Judge(job.exercise, job.book, job.language)
    poses, captions = PoseLog(), _Captions()
    pictures = KeyMoments(job.exercise, job.language)
    count, last_s = 0, 0.0
    with _read_ahead(video) as frames:
        first = next(frames)
        new = results.begin()
        height, width = first.image.shape[:2]
        rate_hz = video.rate_hz
        overlay = Overlay(job.exercise, job.language, shown_size(width, height))
        with _write_behind(new / FILM, overlay, rate_hz) as draw:
            for frame in _with_first(first, frames):
                pose = _found(estimator, frame, job.video)
                light = brightness(frame.image)
                poses.add(frame.time_s, pose, light)
                judgement = judge.update(frame.time_s, pose, light)
                keeper.add(frame.time_s, pose, judgement, light)
                pictures.note(frame.image, judgement)
                caption = captions.at(frame.time_s, judgement)
                draw(_Drawing(frame, judgement.body, judgement.moment, caption))
                count, last_s = count + 1, frame.time_s
                if progress is not None:
                    progress(last_s, count)
    source = Source("file", job.video.name, 0.0, rate_hz, video.width_px, video.height_px)
    session = judge.finish(source.counted(count, last_s), job.model)
    pictures.close(session)
    material = Material(
        session=session,
        exercise=job.exercise,
        book=job.book,
        trace=judge.trace,
        stills=pictures.of,
        began_at=video.recorded_at,
        video=FILM,
    )
    try:
        session.save(new / SESSION)
        poses.save(new / LANDMARKS)
        write_report(new / REPORT, material)
    except OSError as error:
        raise OutputError(f"{job.out}: the results cannot be written ({error}).") from error
    results.finish(REPORT, FILM, LANDMARKS, SESSION)
    keeper.finish(session)
    return Analysis(session, job.out / REPORT, nobody=not judge.people_seen)


def _found(estimator: PoseEstimator, frame: Frame, video: Path) -> Pose | None:
    """Return the pose in a frame. A frame that was lost would be counted over: it ends all.

    A video can be analysed again; a live session cannot, and goes on (`stabiel.live.training`).
    """
    try:
        return estimator.find(frame)
    except (RuntimeError, ValueError) as error:
        raise ResourceError(
            f"{video}: the pose model failed at {frame.time_s:.1f} s ({error}); "
            "analyse it again, or install stabiel again."
        ) from error


def _with_first(first: Frame, rest: Iterator[Frame]) -> Iterator[Frame]:
    yield first
    yield from rest


class _Captions:
    """Which cue is on the screen: the last one, for as long as it takes to read."""

    def __init__(self) -> None:
        self._shown = Caption()
        self._until_s = 0.0

    def at(self, time_s: float, judgement: Judgement) -> Caption:
        if judgement.cue is not None:
            mends = judgement.cue.priority in (Priority.DANGER, Priority.FORM)
            self._shown = Caption(judgement.cue.text, mends)
            self._until_s = time_s + CUE_SHOWN_S
        return self._shown if time_s < self._until_s else Caption()


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


@contextmanager
def _write_behind(
    path: Path, overlay: Overlay, rate_hz: float
) -> Iterator[Callable[[_Drawing], None]]:
    """Draw and encode in a thread, a few frames behind; an error there is raised here."""
    behind: queue.Queue[_Drawing | None] = queue.Queue(_QUEUE_FRAMES)
    errors: list[BaseException] = []
    with Film(path, overlay.size_px, rate_hz) as film:

        def write() -> None:
            while (item := behind.get()) is not None:
                if errors:
                    continue
                try:
                    image = overlay.draw(item.frame.image, item.body, item.moment, item.caption)
                    film.write(image, item.frame.time_s)
                except BaseException as error:  # noqa: BLE001 - or the queue is never emptied
                    errors.append(error)

        def draw(item: _Drawing) -> None:
            if errors:
                raise errors[0]
            behind.put(item)

        thread = threading.Thread(target=write, name="write video", daemon=True)
        thread.start()
        try:
            yield draw
        finally:
            behind.put(None)
            thread.join()
        if errors:
            raise errors[0]
