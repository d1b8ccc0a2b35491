"""Finds the poses of one video on all cores. In: a path. Out: the pose of every frame, in order.

Finding the poses is nearly all of the work. Each look needs the one before it, since the
landmarker follows the body (which frames are looked at is for `stabiel.analysis.sampler` to say).
So the video is cut into segments. Each is read from a moment before its beginning, until its
landmarker follows the body as the landmarker of the segment before it does. Judging is quick and
exact, and runs over the joined poses. The cuts depend on the video, not on the computer: on one
core or on many, the same video gives the same poses to the last bit.

Threads are enough: decoding and finding poses release Python's lock, and a thread does not load the
program into memory a second time.
"""

import math
import queue
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from stabiel.analysis.estimating import poses_of
from stabiel.errors import VideoError
from stabiel.pose.pose import PoseEstimator
from stabiel.pose.recording import Recorded
from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile
from stabiel.video.timestamps import TimeRepair

# After this warm-up the landmarks of a segment differ from those of one pass by no more than at any
# later moment: measured on 41 starts in ten sample clips, the 99th percentile of the differences in
# six angles is 9.2 degrees in the first half second, 1.8 in the second, and 1.1 to 1.8 in all later
# ones. The median falls from 0.5 to 0.1, and to 0.06 after three seconds.
WARM_UP_S = 1.0
# Longer segments cost fewer warm-ups, shorter ones keep more cores busy. What is found ahead waits
# in memory until it is judged and drawn.
SEGMENT_S, LONGEST_SEGMENT_S = 30.0, 60.0
ENOUGH_SEGMENTS = 8
# A shorter video is one segment: it is done soon enough.
LEAST_CUT_S = 40.0
# Every sixteenth pixel of every sixteenth row shows whether two segments saw the same picture.
_SAMPLE_STEP = 16
_WAIT_S = 0.1

# Called with the seconds of video done and the frames so far.
ProgressCallback = Callable[[float, int], None]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a video: the frames from `begin_s` up to, but not including, `end_s`."""

    begin_s: float
    end_s: float


def cut(duration_s: float | None) -> list[Segment]:
    """Return the segments of a video, the same on every computer.

    Their number is even, so that two cores are busy until the end. A short video is one segment.

    Args:
        duration_s: the length of the video, None if it is unknown: that gives one segment.
    """
    if duration_s is None or duration_s < LEAST_CUT_S:
        return cut_into(0.0, 1)
    segment_s = min(max(SEGMENT_S, duration_s / ENOUGH_SEGMENTS), LONGEST_SEGMENT_S)
    return cut_into(duration_s, 2 * max(1, round(duration_s / (2 * segment_s))))


def cut_into(duration_s: float, count: int) -> list[Segment]:
    """Return this number of segments, each as much work as the others."""
    # The first needs no warm-up, so it can be longer.
    step_s = (duration_s - WARM_UP_S) / count
    begins = [0.0, *(WARM_UP_S + step_s * number for number in range(1, count))]
    return [Segment(*ends) for ends in zip(begins, [*begins[1:], math.inf], strict=True)]


@dataclass(frozen=True, slots=True)
class SegmentReader:
    """Reads one segment from its file, as often as needed.

    Attributes:
        zero_s: `VideoFile.zero_s` of the file, to jump to the segment; None to decode the file from
            its beginning instead.
        every: use one frame in this many.
    """

    video: Path
    segment: Segment
    zero_s: float | None
    every: int = 1

    def frames(self, *, late: bool = False) -> Generator[Frame, None, None]:
        """Yield the frames of the warm-up and of the segment.

        Args:
            late: make a picture when it is asked for.

        Raises:
            VideoError: as for `VideoFile`.
        """
        begin_s = self.segment.begin_s - WARM_UP_S
        with VideoFile(self.video, every=self.every) as opened:
            for frame in opened.frames(begin_s, self.zero_s, late=late):
                if frame.time_s >= self.segment.end_s:
                    return
                yield frame


# The time of a frame, its position in the file, and a checksum. If the clock of a file starts
# again, a time is there twice, perhaps with the same picture.
_Fingerprint = tuple[float, int | None, int]


@dataclass(frozen=True, slots=True)
class SegmentPoses:
    """The poses of one segment, found elsewhere: another process can send them.

    Attributes:
        frames: of the segment, without its warm-up.
        head, tail: the fingerprints of its warm-up, and of the next segment's warm-up.
        repairs: how many of its frames needed each repair of their time.
    """

    frames: tuple[Recorded, ...]
    head: list[_Fingerprint]
    tail: list[_Fingerprint]
    repairs: Counter[TimeRepair]


def poses_of_segment(
    reader: SegmentReader, new_estimator: Callable[[], PoseEstimator], *, every_frame: bool
) -> SegmentPoses:
    """Find the poses of one segment, to be given to a `SegmentWork` later.

    Raises:
        VideoError, ResourceError: the video or the estimator failed.
    """
    search = _Search(reader, every_frame=every_frame)
    search.run(new_estimator, threading.Event())
    frames = tuple(iter(search.found.get_nowait, None))
    return SegmentPoses(frames, search.head, search.tail, search.repairs)


@dataclass(slots=True)
class _Search:
    """The search for the poses of one segment, which runs in a thread.

    Attributes:
        found: the poses so far, then None.
        first: the first of them, if it was already taken from the queue.
        head, tail: the fingerprints of its warm-up, and of the next segment's warm-up.
        done_s, frames: how far it is.
        every_frame: look at every frame, not only at those that the motion asks for.
        repairs: how many of its frames needed each repair of their time.
    """

    reader: SegmentReader
    found: "queue.SimpleQueue[Recorded | None]" = field(default_factory=queue.SimpleQueue)
    head: list[_Fingerprint] = field(default_factory=list)
    tail: list[_Fingerprint] = field(default_factory=list)
    first: Recorded | None = None
    done_s: float = 0.0
    frames: int = 0
    repairs: Counter[TimeRepair] = field(default_factory=Counter)
    future: "Future[None] | None" = None
    every_frame: bool = False

    def take(self, known: SegmentPoses) -> None:
        """Take what was found elsewhere, instead of a search."""
        for each in known.frames:
            self.found.put(each)
        self.found.put(None)
        self.head, self.tail, self.repairs = known.head, known.tail, known.repairs
        if known.frames:
            self.done_s = known.frames[-1].time_s - self.reader.segment.begin_s
            self.frames = len(known.frames)

    def run(self, new_estimator: Callable[[], PoseEstimator], stopped: threading.Event) -> None:
        """Search until the segment ends; None always comes last, also after an error."""
        segment = self.reader.segment
        try:
            with (
                closing(new_estimator()) as estimator,
                closing(self.reader.frames(late=not self.every_frame)) as frames,
            ):
                for each in poses_of(frames, estimator, every_frame=self.every_frame):
                    if stopped.is_set():
                        return
                    frame = each.frame
                    if frame.time_s < segment.begin_s:
                        self.head.append(_fingerprint(frame))
                        continue
                    if frame.time_s >= segment.end_s - WARM_UP_S:
                        self.tail.append(_fingerprint(frame))
                    self.found.put(each.found)
                    self.done_s, self.frames = frame.time_s - segment.begin_s, self.frames + 1
                    if frame.repair is not None:
                        self.repairs[frame.repair] += 1
        finally:
            self.found.put(None)


class SegmentWork:
    """Finds the poses of a video's segments on all cores; a context manager that stops its threads.

    Args:
        video: the file.
        zero_s: its `VideoFile.zero_s`.
        segments: see `cut`.
        new_estimator: makes a new estimator; called once for each segment, in its thread.
        cores: the number of threads.
        every: use one frame in this many.
        every_frame: look at each of them, not only at those that the motion asks for.
        progress: called with the seconds of video done and the frames so far, in the thread that
            takes the results.
        known: what was found elsewhere, for each segment; None for one that is still to be
            searched. Empty if all are.
    """

    def __init__(
        self,
        video: Path,
        zero_s: float,
        segments: list[Segment],
        new_estimator: Callable[[], PoseEstimator],
        *,
        cores: int,
        every: int = 1,
        every_frame: bool = False,
        progress: ProgressCallback | None = None,
        known: Sequence[SegmentPoses | None] = (),
    ) -> None:
        self._known = list(known) if len(known) == len(segments) else [None] * len(segments)
        self._waiting = [
            _Search(
                SegmentReader(video, segment, zero_s if segment.begin_s else None, every),
                every_frame=every_frame,
            )
            for segment in segments
        ]
        self._begun: list[_Search] = []
        self._new_estimator = new_estimator
        self._cores = cores
        self._progress = progress
        self.stopped = threading.Event()
        self.pool = ThreadPoolExecutor(cores, "segment")

    def __iter__(self) -> Iterator[tuple[SegmentReader, Iterator[Recorded]]]:
        """Yield each segment with its poses, in order; take all of one before the next.

        Raises:
            VideoError: as for `VideoFile`, once everything before the error was taken.
        """
        before: _Search | None = None
        for number in range(len(self._waiting)):
            self._begin(number + 1 + self._cores)
            search = self._begun[number]
            if before is not None and not self._continues(search, before):
                search = self._search_again(number)
            yield search.reader, self._results(search)
            before = search

    def _continues(self, search: _Search, before: _Search) -> bool:
        """Return whether a jump led to the very frames with which the segment before it ended."""
        try:
            search.first = self._next(search)
        except VideoError:
            return False
        return bool(search.head) and search.head == before.tail

    def _begin(self, until: int) -> None:
        """Begin the searches up to a number, so that no thread idles and no result waits long."""
        for search in self._waiting[len(self._begun) : until]:
            known, self._known[len(self._begun)] = self._known[len(self._begun)], None
            self._begun.append(search)
            if known is not None:
                search.take(known)
                continue
            search.future = self.pool.submit(search.run, self._new_estimator, self.stopped)

    def _search_again(self, number: int) -> _Search:
        """Search a segment once more, decoding from the beginning of the file.

        The jump into it did not show the same pictures at the same times as reading on did.
        """
        reader = self._begun[number].reader
        search = self._begun[number] = _Search(
            replace(reader, zero_s=None), every_frame=self._begun[number].every_frame
        )
        search.future = self.pool.submit(search.run, self._new_estimator, self.stopped)
        return search

    def _results(self, search: _Search) -> Iterator[Recorded]:
        found = search.first or self._next(search)
        while found is not None:
            yield found
            found = self._next(search)

    def _next(self, search: _Search) -> Recorded | None:
        """Wait for the next pose; if the search failed, raise its error."""
        while True:
            try:
                found = search.found.get(timeout=_WAIT_S)
            except queue.Empty:
                self._report()
                continue
            self._report()
            if found is None:
                search.found.put(None)  # for the next call
                if search.future is not None:
                    search.future.result()
            return found

    @property
    def repairs(self) -> Counter[TimeRepair]:
        """How many frames so far needed each repair of their time."""
        return sum((search.repairs for search in self._begun), Counter())

    def _report(self) -> None:
        if self._progress is not None:
            done_s = sum(search.done_s for search in self._begun)
            self._progress(done_s, sum(search.frames for search in self._begun))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopped.set()
        self.pool.shutdown(cancel_futures=True)


def _fingerprint(frame: Frame) -> _Fingerprint:
    sample = frame.image[::_SAMPLE_STEP, ::_SAMPLE_STEP]
    return frame.time_s, frame.position, zlib.crc32(sample.tobytes())
