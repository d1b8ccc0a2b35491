"""Finds the exercises in a video and judges each. In: a path. Out: a folder for each, and a page.

The poses are found once, by the segments of `stabiel.analysis.segments`. All exercises look at
them, and what is found is judged as a session of its own, from the same poses. Its times are those
of the video, so that every link of its report leads to the right moment.
"""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from stabiel.analysis.analysis import Job, Judging, stills_of, write_results
from stabiel.analysis.estimating import NamedEstimator
from stabiel.analysis.found_results import folders_of, make_room, write_found, write_text
from stabiel.analysis.found_video import DrawnPart, draw_part, draw_whole, named
from stabiel.analysis.results import ANNOTATED_VIDEO, EXERCISE
from stabiel.analysis.segments import (
    ProgressCallback,
    SegmentPoses,
    SegmentReader,
    SegmentWork,
    cut,
)
from stabiel.drawing.overlay import Overlay, shown_size
from stabiel.exercises.as_yaml import exercise_yaml
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.pose import PoseEstimator
from stabiel.pose.pose_log import PoseLog
from stabiel.pose.recording import Recorded
from stabiel.report.found_page import FoundMaterial, FoundSession
from stabiel.session.find import find_exercises
from stabiel.session.found import ExerciseSegment
from stabiel.session.replay import replay
from stabiel.session.session import Session
from stabiel.session.sightings import Lookout
from stabiel.store import Store
from stabiel.store.searches import keep_search
from stabiel.video.reader import VideoFile
from stabiel.video.timestamps import TimeRepair
from stabiel.wording.language import Language


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for in a video, and how.

    Attributes:
        out: the folder for all results of this video.
        exercises: those that it may show.
        book_of: returns the book that a session of an exercise is judged by.
        own: the ids of the exercises that are not the program's; their files are written too.
        book: the postures and checks that all of them share.
        model: the estimator's name, which the sessions record.
        every: use one frame in this many.
        every_frame: look at each of them, not only at those that the motion asks for.
        name: of the video in the records; that of its file if None.
        annotate: whether to write the annotated video of the whole recording.
        keep_video: whether the records keep the annotated video of each session.
        home: where the video and `out` are for whoever opens the pages, if the results go there
            from here; None if they stay.
    """

    video: Path
    out: Path
    exercises: Sequence[Exercise]
    book: ExerciseBook
    book_of: Callable[[Exercise], ExerciseBook]
    language: Language
    model: str
    own: frozenset[str] = frozenset()
    every: int = 1
    every_frame: bool = False
    name: str | None = None
    annotate: bool = False
    keep_video: bool = False
    home: tuple[Path, Path] | None = None

    @property
    def needs_outline(self) -> bool:
        """Whether one of the exercises needs the line of the back."""
        return any(self.book.needs_outline(each) for each in self.exercises)

    def job(self, segment: ExerciseSegment, folder: Path, begins_s: float) -> Job:
        """Return the analysis of one segment."""
        exercise = next(each for each in self.exercises if each.id == segment.exercise)
        return Job(
            self.video,
            folder,
            exercise,
            self.book_of(exercise),
            self.language,
            self.model,
            annotate=False,
            every=self.every,
            begins_s=begins_s,
            recording=f"../{ANNOTATED_VIDEO}" if self.annotate else self.way_to_video(folder),
        )

    @property
    def draws(self) -> bool:
        """Whether an annotated video is written, of the whole recording or of its parts."""
        return self.annotate or self.keep_video

    def way_to_video(self, folder: Path) -> str | None:
        """Return the video as seen from a folder of the results; None if there is no way to it."""
        video, out = self.home or (self.video, self.out)
        try:
            here = (out / folder.relative_to(self.out)).absolute()
            return Path(os.path.relpath(video.absolute(), here)).as_posix()
        except ValueError:  # they are on different drives
            return None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found in a video.

    Attributes:
        material: what the page is made of: the segments, their sessions, and what is none.
        page: the path of the page with the whole recording.
        stored: the numbers of the sessions in the records; empty if nobody asked to store them.
    """

    material: FoundMaterial
    page: Path
    stored: tuple[int, ...] = ()


@dataclass
class _Recording:
    """The poses of a video, in order of time."""

    video: VideoFile
    log: PoseLog = field(default_factory=PoseLog)
    repairs: Counter[TimeRepair] = field(default_factory=Counter)
    readers: list[SegmentReader] = field(default_factory=list)
    size_px: tuple[int, int] = (0, 0)

    def part(self, segment: ExerciseSegment) -> list[Recorded]:
        """Return the frames of a segment, as they are read again from the file.

        So a replay of the segment is identical.
        """
        return [*self.log.frames(segment.from_s, segment.until_s)]


def search(
    wanted: Search,
    new_estimator: Callable[[], PoseEstimator],
    progress: ProgressCallback | None = None,
    *,
    cores: int,
    store: Store | None = None,
    keeping: Callable[[int], None] = lambda number: None,
    known: Sequence[SegmentPoses | None] = (),
) -> SearchResult:
    """Find the exercises of a video, judge each, and write all results.

    Args:
        wanted: what to look for.
        new_estimator: makes a new estimator; called in several threads.
        progress: called with the seconds of video done and the frames so far.
        cores: how many threads find poses.
        store: the records that keep the sessions too; None keeps them nowhere else.
        keeping: called with the number of each session that begins to be kept there.
        known: as for `SegmentWork`.

    Raises:
        VideoError: the video cannot be read whole.
        OutputError: the results cannot be written.
        ResourceError: the estimator failed.
        StoreError: the records cannot be read.
    """
    lookout = Lookout(wanted.exercises, wanted.book, wanted.model)
    with VideoFile(wanted.video, every=wanted.every) as video:
        first = next(iter(video))  # only then the size and the first time stamp are known
        recording = _Recording(video, size_px=shown_size(*first.image.shape[1::-1]))
        work = _work(wanted, video, new_estimator, progress, cores=cores, known=known)
        _find_poses(wanted, recording, lookout, work)
        found = find_exercises(lookout.finish())
        make_room(wanted.out)
        folders = folders_of(wanted.out, found)
        judged = [
            _judge(wanted, recording, segment, folder)
            for segment, folder in zip(found.segments, folders, strict=True)
        ]
        sessions = [session for session, _ in judged]
        if wanted.annotate and judged:
            draw_whole(
                wanted.out / ANNOTATED_VIDEO,
                recording.readers,
                recording.log,
                [part for _, part in judged],
                language=wanted.language,
                size_px=recording.size_px,
                rate_hz=video.rate_hz,
                cores=cores,
            )
        stored = tuple(
            _store(wanted, recording, segment, each, store=store, keeping=keeping)
            for segment, each in zip(found.segments, judged, strict=True)
            if store is not None
        )
        if store is not None and stored:
            keep_search(store.folder, wanted.name or wanted.video.name, found, stored)
        material = FoundMaterial(
            video_name=wanted.video.name,
            language=wanted.language,
            model=wanted.model,
            book=wanted.book,
            found=found,
            sessions=[
                FoundSession(session, wanted.book_of(wanted.book.get(session.exercise)), each.name)
                for session, each in zip(sessions, folders, strict=True)
            ],
            began_at=video.recorded_at,
            recording=ANNOTATED_VIDEO
            if wanted.annotate and judged
            else wanted.way_to_video(wanted.out),
            nobody=recording.log.nobody,
        )
        return SearchResult(material, write_found(wanted.out, material, recording.log), stored)


def _work(
    wanted: Search,
    video: VideoFile,
    new_estimator: Callable[[], PoseEstimator],
    progress: ProgressCallback | None,
    *,
    cores: int,
    known: Sequence[SegmentPoses | None],
) -> SegmentWork:
    return SegmentWork(
        wanted.video,
        video.zero_s,
        cut(video.duration_s if video.can_jump else None),
        lambda: NamedEstimator(new_estimator(), wanted.video),
        cores=cores,
        every=wanted.every,
        every_frame=wanted.every_frame,
        progress=progress,
        known=known,
    )


def _find_poses(wanted: Search, recording: _Recording, lookout: Lookout, work: SegmentWork) -> None:
    """Find all poses and show them to all exercises, in order of time."""
    with work:
        for reader, results in work:
            recording.readers.append(reader)
            for each in results:
                recording.log.add(*each)
                lookout.add(each)
    recording.repairs = work.repairs


def _judge(
    wanted: Search, recording: _Recording, segment: ExerciseSegment, folder: Path
) -> tuple[Session, DrawnPart]:
    """Judge one segment as a session, and write its results; return what may be drawn of it too."""
    frames = recording.part(segment)
    job = wanted.job(segment, folder, frames[0].time_s)
    with closing(Judging(job, None)) as judging:
        new = judging.results.begin()
        drawn = []
        for each in frames:
            shown = judging.add(each)
            if wanted.draws:
                drawn.append(named(shown, job.exercise, wanted.language))
        session = judging.finish(recording.video)
        # How many times had to be repaired is said of the whole recording, not of a part.
        source = session.source.repaired(recording.repairs, len(recording.log))
        session = replace(session, source=source)
        judging.repairs = recording.repairs
        stills = stills_of(judging, recording.video, session)
        write_results(judging, recording.video, new, session, stills)
    if job.exercise.id in wanted.own:
        # The results must be readable when the file of the exercise has changed or is gone.
        write_text(folder / EXERCISE, exercise_yaml(job.exercise))
    return session, DrawnPart(job.exercise, drawn)


def _store(
    wanted: Search,
    recording: _Recording,
    segment: ExerciseSegment,
    judged: tuple[Session, DrawnPart],
    *,
    store: Store,
    keeping: Callable[[int], None],
) -> int:
    """Keep a session in the records, as a recording of its own that begins at 0 s."""
    session, part = judged
    frames = recording.part(segment)
    begins_s = frames[0].time_s
    job = wanted.job(segment, wanted.out, begins_s)
    own = [_earlier(each, begins_s) for each in frames]
    source = replace(session.source, begins_s=0.0)
    done = replay(job.exercise, job.book, wanted.language, own, source=source, model=wanted.model)
    began_at = recording.video.recorded_at + timedelta(seconds=begins_s)
    with store.begin(job.about(began_at, wanted.name)) as keeper:
        keeping(keeper.session_id)
        for frame in own:
            keeper.add_recorded(frame)
        if wanted.keep_video:
            path = wanted.out / f"{keeper.session_id}.{ANNOTATED_VIDEO}"
            overlay = Overlay(job.exercise, wanted.language, recording.size_px)
            jumps = recording.video.can_jump
            draw_part(path, wanted.video, part, overlay, every=wanted.every, jumps=jumps)
            store.folder.keep_video(keeper.session_id, path)
            path.unlink()
        keeper.finish(done.session, done.trace)
        return keeper.session_id


def _earlier(frame: Recorded, by_s: float) -> Recorded:
    time_s = round(frame.time_s - by_s, 6)
    pose = None if frame.pose is None else replace(frame.pose, time_s=time_s)
    return Recorded(time_s, pose, frame.light)
