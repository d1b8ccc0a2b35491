"""One video on all cores. In: a path. Out: the pose of every frame, in order.

Finding the pose is nearly all of the work, and each frame needs the one before it, since the
landmarker follows the body. So the video is cut into pieces; each is read from a moment before it,
until its landmarker follows the body as the one of the piece before does. Judging, which is quick
and exact, goes over the joined poses. The cuts are the video's own, not the computer's: on one core
or on many, the same video gives the same poses to the last bit.

Threads are enough: decoding and finding leave Python's lock to others, and a thread costs no
second program in memory.
"""

import math
import queue
import threading
import zlib
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from stabiel.errors import VideoError
from stabiel.pose.pose import PoseEstimator
from stabiel.pose.recording import Recorded
from stabiel.video.brightness import brightness
from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile

# From here on the landmarks of a piece differ from those of one pass by no more than at any later
# moment: measured on 41 starts in ten sample clips, the 99th percentile of the differences in six
# angles is 9.2 degrees in the first half second, 1.8 in the second, and 1.1 to 1.8 in all later
# ones. The median falls from 0.5 to 0.1, and to 0.06 after three seconds.
WARM_UP_S = 1.0
# Longer pieces cost fewer warm-ups, shorter ones keep more cores busy; and what is found ahead
# waits in memory until it is judged and drawn.
PIECE_S, LONGEST_PIECE_S = 30.0, 60.0
ENOUGH_PIECES = 8
# A shorter video is one piece: it is done soon enough.
LEAST_CUT_S = 40.0
# Every sixteenth pixel of every sixteenth row tells whether two pieces saw the same picture.
_SIGN_STEP = 16
_WAIT_S = 0.1


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a video: the frames from `begin_s` on, before `end_s`."""

    begin_s: float
    end_s: float


def cut(duration_s: float | None) -> list[Segment]:
    """Return the pieces of a video of this length, the same on every computer.

    They are an even number, so that two cores are busy until the end. A short video, and one of
    unknown length, is one piece.
    """
    if duration_s is None or duration_s < LEAST_CUT_S:
        return cut_into(0.0, 1)
    piece_s = min(max(PIECE_S, duration_s / ENOUGH_PIECES), LONGEST_PIECE_S)
    return cut_into(duration_s, 2 * max(1, round(duration_s / (2 * piece_s))))


def cut_into(duration_s: float, count: int) -> list[Segment]:
    """Return so many pieces of a video of this length, each as much work as the others."""
    # The first needs no warm-up, so it can be longer.
    step_s = (duration_s - WARM_UP_S) / count
    begins = [0.0, *(WARM_UP_S + step_s * number for number in range(1, count))]
    return [Segment(*ends) for ends in zip(begins, [*begins[1:], math.inf], strict=True)]


@dataclass(frozen=True, slots=True)
class SegmentPart:
    """A piece as it can be read from its file.

    Attributes:
        zero_s: `VideoFile.zero_s` of the file, to jump to the piece; None where its file has to
            be decoded from its beginning instead.
        every: one frame in so many is looked at.
    """

    video: Path
    piece: Segment
    zero_s: float | None
    every: int = 1

    def frames(self) -> Generator[Frame, None, None]:
        """Give the frames of the warm-up and of the piece.

        Raises:
            VideoError: as `VideoFile`.
        """
        with VideoFile(self.video, every=self.every) as opened:
            for frame in opened.frames(self.piece.begin_s - WARM_UP_S, self.zero_s):
                if frame.time_s >= self.piece.end_s:
                    return
                yield frame


_Sign = tuple[float, int]


@dataclass(slots=True)
class _Search:
    """The search for the poses of one part, which goes on in a thread.

    Attributes:
        found: what was found so far, then None.
        first: the first of it, where that was taken already.
        head, tail: signs of the frames of its warm-up, and of that of the next piece.
        done_s, frames: how far it is.
    """

    part: SegmentPart
    found: "queue.SimpleQueue[Recorded | None]" = field(default_factory=queue.SimpleQueue)
    head: list[_Sign] = field(default_factory=list)
    tail: list[_Sign] = field(default_factory=list)
    first: Recorded | None = None
    done_s: float = 0.0
    frames: int = 0
    future: "Future[None] | None" = None

    def run(self, new_estimator: Callable[[], PoseEstimator], stopped: threading.Event) -> None:
        """Search until the part ends; whatever happens, None comes last."""
        piece = self.part.piece
        try:
            with (
                closing(new_estimator()) as estimator,
                closing(self.part.frames()) as frames,
            ):
                for frame in frames:
                    if stopped.is_set():
                        return
                    pose = estimator.find(frame)
                    if frame.time_s < piece.begin_s:
                        self.head.append(_sign(frame))
                        continue
                    if frame.time_s >= piece.end_s - WARM_UP_S:
                        self.tail.append(_sign(frame))
                    self.found.put(Recorded(frame.time_s, pose, brightness(frame.image)))
                    self.done_s, self.frames = frame.time_s - piece.begin_s, self.frames + 1
        finally:
            self.found.put(None)


class SegmentWork:
    """Finds the poses of a video's pieces on all cores; a context manager that stops its threads.

    Args:
        video: the file.
        zero_s: `VideoFile.zero_s` of it.
        pieces: see `cut`.
        new_estimator: makes a fresh one, for each piece in the thread that searches it.
        cores: how many threads work.
        every: one frame in so many is looked at.
        progress: called with seconds of video done and frames so far, in the thread that reads.
    """

    def __init__(
        self,
        video: Path,
        zero_s: float,
        pieces: list[Segment],
        new_estimator: Callable[[], PoseEstimator],
        *,
        cores: int,
        every: int = 1,
        progress: Callable[[float, int], None] | None = None,
    ) -> None:
        self._waiting = [
            _Search(SegmentPart(video, piece, zero_s if piece.begin_s else None, every))
            for piece in pieces
        ]
        self._begun: list[_Search] = []
        self._new_estimator = new_estimator
        self._cores = cores
        self._progress = progress
        self.stopped = threading.Event()
        self.pool = ThreadPoolExecutor(cores, "piece")

    def __iter__(self) -> Iterator[tuple[SegmentPart, Iterator[Recorded]]]:
        """Give each part with what is found in it, in order; take all of one before the next.

        Raises:
            VideoError: as `VideoFile`, when what comes before is taken.
        """
        before: _Search | None = None
        for number in range(len(self._waiting)):
            self._begin(number + 1 + self._cores)
            search = self._begun[number]
            if before is not None and not self._continues(search, before):
                search = self._anew(number)
            yield search.part, self._results(search)
            before = search

    def _continues(self, search: _Search, before: _Search) -> bool:
        """Say whether a jump led to the very frames with which the piece before ended."""
        try:
            search.first = self._next(search)
        except VideoError:
            return False
        return bool(search.head) and search.head == before.tail

    def _begin(self, until: int) -> None:
        """Begin the searches up to a number, so that no thread waits and no result lies long."""
        for search in self._waiting[len(self._begun) : until]:
            self._begun.append(search)
            search.future = self.pool.submit(search.run, self._new_estimator, self.stopped)

    def _anew(self, number: int) -> _Search:
        """Search a piece once more, decoding from the file's beginning.

        The jump into it did not show the same pictures at the same times as reading on did.
        """
        part = self._begun[number].part
        search = self._begun[number] = _Search(replace(part, zero_s=None))
        search.future = self.pool.submit(search.run, self._new_estimator, self.stopped)
        return search

    def _results(self, search: _Search) -> Iterator[Recorded]:
        found = search.first or self._next(search)
        while found is not None:
            yield found
            found = self._next(search)

    def _next(self, search: _Search) -> Recorded | None:
        """Wait for what is found next; where the search failed, fail as it did."""
        while True:
            try:
                found = search.found.get(timeout=_WAIT_S)
            except queue.Empty:
                self._report()
                continue
            self._report()
            if found is None:
                search.found.put(None)  # who asks once more is told the same
                if search.future is not None:
                    search.future.result()
            return found

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


def _sign(frame: Frame) -> _Sign:
    sample = frame.image[::_SIGN_STEP, ::_SIGN_STEP]
    return frame.time_s, zlib.crc32(sample.tobytes())
