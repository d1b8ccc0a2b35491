"""Gives every frame a time. In: the frames' own times, in the order shown. Out: times that go on.

A time that is missing, repeated or wrong is estimated from its neighbors or from the frame rate. A
clock that starts again, or leaps, goes on from where it was. Good times pass through unchanged. No
frame is left out.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Generic, TypeVar

T = TypeVar("T")

# A longer gap may be a wrong time, so the next frame decides. In the dark, cameras drop to 5 frames
# per second.
DOUBTFUL_GAP_S = 0.25
# A longer gap is a clock that was set: a camera's picture is never still for so long.
LEAP_S = 10.0
# A video of few frames has long gaps. It leaps if it leaves out this many frames.
LEAP_FRAMES = 10
# So many frames in a row that fit each other show that the clock was set. B-frames whose times are
# those of another order never give more than three.
CONFIRMED_BY = 4
# More than a second of frames without a good time is spread at the frame rate, not evenly up to the
# next good time.
MOST_WAITING = 32
# A gap of fewer frames than this is no gap. And after missing times, one that is off by one frame
# is doubted: in MPEG program streams, a packet's time is found on the frame that begins in it or on
# the one before.
_NO_GAP_FRAMES, _OFF_BY_ONE_FRAMES = 1.5, (0.5, 1.5)
_GAPS, _LEAST_GAPS = 9, 3


class TimeRepair(StrEnum):
    """What was done to a frame's time.

    `ESTIMATED`: it comes from the frame rate or from its neighbors. `CLOCK_SET`: the clock started
    again or leapt at this frame, and goes on from where it was.
    """

    ESTIMATED = "estimated"
    CLOCK_SET = "clock_set"


@dataclass(frozen=True, slots=True)
class Timed(Generic[T]):
    """A frame and its time.

    Attributes:
        time_s: seconds since the first frame.
        repair: what was done to its time, None if it is the file's own.
    """

    frame: T
    time_s: float
    repair: TimeRepair | None = None


class FrameClock(Generic[T]):
    """Gives frames their times, one after the other.

    A frame whose time does not fit waits until later ones show what is wrong.

    Args:
        step_s: seconds from frame to frame, as the file declares it.
        most_waiting: so many frames wait at most; `CONFIRMED_BY` to `MOST_WAITING`.
        zero_s: the clock's time of the first frame of the file; None if the first frame to come is
            that one.
    """

    def __init__(
        self, step_s: float, *, most_waiting: int = MOST_WAITING, zero_s: float | None = None
    ) -> None:
        self._declared_s = step_s
        self._most_waiting = min(max(CONFIRMED_BY, most_waiting), MOST_WAITING)
        self._leap_s = max(LEAP_S, LEAP_FRAMES * step_s)
        self._offset_s = None if zero_s is None else -zero_s
        self._last_s: float | None = None
        self._missed = False
        self._waiting: list[tuple[T, float | None]] = []
        self._gaps: deque[float] = deque(maxlen=_GAPS)

    @property
    def zero_s(self) -> float:
        """What the clock shows at time zero; 0 before its first time."""
        return -(self._offset_s or 0.0)

    def add(self, frame: T, stamp_s: float | None) -> Iterator[Timed[T]]:
        """Yield the frames whose times are known now.

        Args:
            frame: the next one, in the order shown.
            stamp_s: its own time on the file's clock, None if it has none.
        """
        if self._waiting:
            self._waiting.append((frame, stamp_s))
            yield from self._settle()
        elif self._last_s is None:
            yield from self._begin(frame, stamp_s)
        elif stamp_s is None:
            self._missed = True
            yield self._estimated(frame)
        else:
            yield from self._stamped(frame, stamp_s)

    def finish(self) -> Iterator[Timed[T]]:
        """Yield the frames that still wait."""
        yield from self._place(self._waiting)
        self._waiting = []

    def _begin(self, frame: T, stamp_s: float | None) -> Iterator[Timed[T]]:
        if self._offset_s is None:
            self._offset_s = None if stamp_s is None else -stamp_s
            self._last_s, self._missed = 0.0, stamp_s is None
            yield Timed(frame, 0.0, TimeRepair.ESTIMATED if stamp_s is None else None)
        elif stamp_s is not None:
            yield self._on(frame, stamp_s + self._offset_s)

    def _stamped(self, frame: T, stamp_s: float) -> Iterator[Timed[T]]:
        """Take a frame with a time while none waits."""
        last_s, step_s = self._now_s, self._step_s
        if self._offset_s is None:
            self._offset_s = last_s + step_s - stamp_s
        gap_s = stamp_s + self._offset_s - last_s
        missed, self._missed = self._missed, False
        least, most = _OFF_BY_ONE_FRAMES
        if missed and least <= gap_s / step_s - 1 < most:
            yield self._estimated(frame)
        elif not 0 < gap_s <= self._doubtful_s:
            self._waiting.append((frame, stamp_s))
        else:
            if not missed:
                self._gaps.append(gap_s)
            yield self._on(frame, stamp_s + self._offset_s)

    def _settle(self) -> Iterator[Timed[T]]:
        """Decide about the frames that wait, now that there is one more."""
        *before, (_, newest_s) = self._waiting
        first_s, newest = self._fitting(before[0][1]), self._fitting(newest_s)
        run = self._run()
        if newest is not None and first_s is not None and newest > first_s:
            # The clock goes on behind the gap, so the gap is real.
            yield from self._again(1)
        elif newest is not None and self._fills(newest, len(self._waiting)):
            yield from self._spread(len(before), newest)
        elif run >= CONFIRMED_BY:
            yield from self._set_clock(run)
        elif len(self._waiting) >= self._most_waiting:
            yield from self._place(self._waiting)
            self._waiting = []

    def _fitting(self, stamp_s: float | None) -> float | None:
        """Return the time of a frame if it can follow the last one."""
        if stamp_s is None or self._offset_s is None:
            return None
        time_s = stamp_s + self._offset_s
        return time_s if 0 < time_s - self._now_s <= self._leap_s else None

    def _fills(self, time_s: float, frames: int) -> bool:
        """Return whether as many frames fill the gap up to a time."""
        return (time_s - self._now_s) / frames <= self._doubtful_s

    def _run(self) -> int:
        """Return how many of the frames that wait, counted from the last, follow each other."""
        count, after_s = 0, None
        for _, stamp_s in reversed(self._waiting):
            if stamp_s is None or (
                after_s is not None and not 0 < after_s - stamp_s <= self._leap_s
            ):
                break
            count, after_s = count + 1, stamp_s
        return count

    def _again(self, count: int) -> Iterator[Timed[T]]:
        """Place the first of the frames that wait, and take the others once more."""
        waiting, self._waiting = self._waiting, []
        yield from self._place(waiting[:count])
        for frame, stamp_s in waiting[count:]:
            yield from self.add(frame, stamp_s)

    def _spread(self, count: int, until_s: float) -> Iterator[Timed[T]]:
        """Spread the first frames that wait evenly up to the time of the one after them."""
        waiting, self._waiting = self._waiting, []
        from_s = self._now_s
        self._gaps.extend([(until_s - from_s) / (count + 1)] * count)
        for number, (frame, _) in enumerate(waiting[:count], start=1):
            time_s = from_s + (until_s - from_s) * number / (count + 1)
            yield self._on(frame, time_s, TimeRepair.ESTIMATED)
        yield self._on(waiting[count][0], until_s)

    def _set_clock(self, run: int) -> Iterator[Timed[T]]:
        """Let the clock go on with the last frames that wait, which follow each other."""
        waiting, self._waiting = self._waiting, []
        yield from self._place(waiting[:-run])
        (frame, stamp_s), *rest = waiting[-run:]
        assert stamp_s is not None
        if self._fitting(stamp_s) is None:
            self._offset_s = self._now_s + self._step_s - stamp_s
            yield self._on(frame, stamp_s + self._offset_s, TimeRepair.CLOCK_SET)
        else:
            yield from self._place([(frame, stamp_s)])
        for each, its_s in rest:
            yield from self.add(each, its_s)

    def _place(self, frames: list[tuple[T, float | None]]) -> Iterator[Timed[T]]:
        """Give frames their own times if these fit, else estimated ones."""
        for frame, stamp_s in frames:
            time_s = self._fitting(stamp_s)
            yield self._estimated(frame) if time_s is None else self._on(frame, time_s)

    def _estimated(self, frame: T) -> Timed[T]:
        return self._on(frame, self._now_s + self._step_s, TimeRepair.ESTIMATED)

    def _on(self, frame: T, time_s: float, repair: TimeRepair | None = None) -> Timed[T]:
        self._last_s = time_s
        return Timed(frame, time_s, repair)

    @property
    def _doubtful_s(self) -> float:
        """The longest gap that is believed at once."""
        return max(DOUBTFUL_GAP_S, _NO_GAP_FRAMES * self._step_s)

    @property
    def _now_s(self) -> float:
        return self._last_s or 0.0

    @property
    def _step_s(self) -> float:
        """Seconds from frame to frame: what was measured last, else what the file declares."""
        return median(self._gaps) if len(self._gaps) >= _LEAST_GAPS else self._declared_s
