"""Simulates a batch on a cluster. In: measured times of tasks. Out: how busy the workers are.

The order is that of the program: the largest video first, two videos ahead for each worker, parts
and rests as `stabiel.batch.plan` has them. A worker takes the ready task with the highest priority,
of equals the one that was sent first. Nothing is random, so the same times give the same shares.
"""

import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from stabiel.batch.plan import PartPlan, plan_for

AHEAD = 2
# A rest that borrows idle cores takes them after everything else.
_BORROWED = -2


@dataclass(frozen=True, slots=True)
class VideoTimes:
    """The seconds that a video takes.

    Attributes:
        parts_s: to find the poses of each of its parts.
        judging_s: to read, judge and report; one core does it.
        drawing_s: to draw and encode the annotated video; several cores can share it.
    """

    parts_s: tuple[float, ...]
    judging_s: float = 0.0
    drawing_s: float = 0.0

    @property
    def whole_s(self) -> float:
        """All of it."""
        return sum(self.parts_s) + self.judging_s + self.drawing_s


@dataclass(frozen=True, slots=True)
class Utilization:
    """How well workers were used.

    Attributes:
        took_s: from the first task sent until the last was done.
        busy: the share of the workers' time in which they did tasks, loading the program included.
        work: the share without loading.
    """

    took_s: float
    busy: float
    work: float


@dataclass(order=True, slots=True)
class _Unit:
    rank: tuple[int, int]
    seconds: float = field(compare=False)
    video: int = field(compare=False)
    part: bool = field(compare=False, default=False)


class _Batch:
    """What is sent, and what is ready."""

    def __init__(
        self, videos: Sequence[VideoTimes], workers: int, *, shared: bool, one_computer: bool
    ) -> None:
        self._videos, self._workers = videos, workers
        self._shared, self._one_computer = shared, one_computer
        self._waiting = deque(sorted(range(len(videos)), key=lambda each: -videos[each].whole_s))
        self._order = count()
        self._plans: dict[int, PartPlan] = {}
        # How many units of each video that was sent are not done.
        self._open: dict[int, int] = {}
        self.ready: list[_Unit] = []

    def send(self) -> None:
        """Send videos as far ahead as the program does."""
        while self._waiting and len(self._open) < AHEAD * self._workers:
            number = self._waiting.popleft()
            video = self._videos[number]
            parts = len(video.parts_s) if self._shared else 1
            plan = plan_for(parts, len(self._waiting), len(self._videos), self._workers)
            self._open[number] = 0
            if plan is None:
                self._add(number, 0, video.whole_s)
                continue
            self._plans[number] = plan
            for seconds in video.parts_s:
                self._add(number, 0, seconds, part=True)

    def finish(self, unit: _Unit) -> None:
        """Note that a unit is done; the rest of a video is ready when all its parts are."""
        self._open[unit.video] -= 1
        if self._open[unit.video]:
            return
        if unit.part:
            self._add_rest(unit.video, self._plans[unit.video])
        else:
            del self._open[unit.video]

    def _add_rest(self, number: int, plan: PartPlan) -> None:
        video = self._videos[number]
        cores = plan.cores if self._one_computer else 1
        drawing_s = video.drawing_s / cores
        self._add(number, -1 if plan.last else 1, video.judging_s + drawing_s)
        for _ in range(cores - 1):
            self._add(number, _BORROWED, drawing_s)

    def _add(self, number: int, priority: int, seconds: float, *, part: bool = False) -> None:
        self._open[number] += 1
        heapq.heappush(self.ready, _Unit((-priority, next(self._order)), seconds, number, part))


def simulated(
    videos: Sequence[VideoTimes],
    workers: int,
    *,
    start_s: float = 0.0,
    gap_s: float = 0.0,
    shared: bool = True,
    one_computer: bool = True,
) -> Utilization:
    """Return how busy the workers would be.

    Args:
        videos: their times.
        workers: how many, each with one thread.
        start_s: to load the program, before the first task of each worker.
        gap_s: between two tasks of a worker.
        shared: whether workers share long videos.
        one_computer: whether the workers are on one computer, whose idle cores the last rests use.
    """
    batch = _Batch(videos, workers, shared=shared, one_computer=one_computer)
    running: list[tuple[float, int, _Unit]] = []
    free, cold, now_s, done_s, loading_s = list(range(workers)), set(range(workers)), 0.0, 0.0, 0.0
    while True:
        batch.send()
        while batch.ready and free:
            unit, worker = heapq.heappop(batch.ready), heapq.heappop(free)
            ends_s = now_s + gap_s + unit.seconds
            if worker in cold:
                cold.remove(worker)
                ends_s, loading_s = ends_s + start_s, loading_s + start_s
            done_s += unit.seconds
            heapq.heappush(running, (ends_s, worker, unit))
        if not running:
            break
        now_s, worker, unit = heapq.heappop(running)
        heapq.heappush(free, worker)
        batch.finish(unit)
    paid_s = workers * now_s
    return Utilization(now_s, (done_s + loading_s) / paid_s, done_s / paid_s)
