"""Two landmarkers that look at the frames in turn. In: frames in order. Out: `Pose`, in order.

One landmarker uses one core. While it looks at a frame, the other one looks at the next, each in a
thread of its own: MediaPipe computes without Python's lock. The number of a look decides who looks,
not who is free, so the same frames give the same poses however long each takes.
"""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from stabiel.pose.pose import Pose, PoseEstimator
from stabiel.pose.visibility_smoothing import RawVisibility, SmoothedVisibility
from stabiel.pose.zigzag import Zigzag
from stabiel.system.cores import let_others_go_first
from stabiel.video.frame import Frame

LANDMARKERS = 2


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look found, and how many seconds it took."""

    pose: Pose | None
    took_s: float


@dataclass(frozen=True, slots=True)
class _Look:
    """A look that has begun, at the frame of this time, and whose turn it is."""

    time_s: float
    turn: int
    found: Future[_Found]


class _Looker:
    """One landmarker in its own thread. Its visibilities are those that the model gave."""

    def __init__(
        self, new_estimator: Callable[[], PoseEstimator], clock: Callable[[], float]
    ) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="look")
        self._clock = clock
        self._raw = RawVisibility()
        # Two that work all the time would leave nothing to the browser, the drawing and the voice.
        # MediaPipe's own threads begin with the landmarker, and inherit it.
        self._thread.submit(let_others_go_first)
        self._estimator = self._thread.submit(new_estimator)

    def wait(self) -> None:
        """Wait until the landmarker is there.

        Raises:
            ResourceError: it cannot be made.
        """
        self._estimator.result()

    def look(self, frame: Frame) -> Future[_Found]:
        """Begin to look at a frame."""
        return self._thread.submit(self._look, frame)

    def _look(self, frame: Frame) -> _Found:
        began_s = self._clock()
        pose = self._raw.of(self._estimator.result().find(frame))
        return _Found(pose, self._clock() - began_s)

    def close(self) -> None:
        """Drop the looks that have not begun, wait for the one that has, and free everything."""
        self._thread.shutdown(cancel_futures=True)
        if not self._estimator.cancelled() and self._estimator.exception() is None:
            self._estimator.result().close()


class InTurn:
    """A `PoseEstimator` with two landmarkers. Holds the looks that have begun.

    A look at a frame begins with `begin`, or with `find` if it was not begun. Poses are found in
    the order of the frames. A frame that `find` passed over is dropped.

    The joined poses are as those of one landmarker: visibilities are smoothed over all of them, and
    what the two differ by is taken out (`stabiel.pose.zigzag`).

    Args:
        new_estimator: makes a landmarker; called in two threads.
        clock: seconds, to measure a look.

    Raises:
        ResourceError: a landmarker cannot be made.

    Attributes:
        took_s: how many seconds the last look that was found took.
    """

    def __init__(
        self,
        new_estimator: Callable[[], PoseEstimator],
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._lookers = [_Looker(new_estimator, clock) for _ in range(LANDMARKERS)]
        self._begun: deque[_Look] = deque()
        self._number = 0
        self._last_s = float("-inf")
        self._smoothed, self._zigzag = SmoothedVisibility(), Zigzag()
        self.took_s = 0.0
        try:
            for looker in self._lookers:
                looker.wait()
        except BaseException:
            self.close()
            raise

    def begin(self, frame: Frame) -> None:
        """Begin to look at a frame, unless one at this time or later has begun; returns at once."""
        if frame.time_s > self._last_s:
            self._begin(frame)

    def _begin(self, frame: Frame) -> None:
        self._last_s = max(self._last_s, frame.time_s)
        turn = self._number % LANDMARKERS
        self._number += 1
        self._begun.append(_Look(frame.time_s, turn, self._lookers[turn].look(frame)))

    def is_ready(self, time_s: float) -> bool:
        """Return whether the look at the frame of this time has begun, and is over."""
        return any(each.time_s == time_s and each.found.done() for each in self._begun)

    def find(self, frame: Frame) -> Pose | None:
        """Return the pose in this frame, or None if nobody is found; waits for it.

        Raises:
            RuntimeError, ValueError: the landmarker failed at this frame.
        """
        while self._begun and self._begun[0].time_s < frame.time_s:
            # It is over or will be: whether a landmarker saw a frame must not hang on its speed.
            self._begun.popleft()
        if not self._begun or self._begun[0].time_s != frame.time_s:
            self._begin(frame)
            self._begun.rotate(1)
        look = self._begun.popleft()
        found = look.found.result()
        self.took_s = found.took_s
        return self._zigzag.out_of(self._smoothed.of(found.pose), look.turn)

    def close(self) -> None:
        """Free both landmarkers, once they have finished the looks that they are at."""
        self._begun.clear()
        with ExitStack() as closing:
            for looker in self._lookers:
                closing.callback(looker.close)
