"""Looks at the right frames of a video. In: frames and a way to look. Out: every frame, in order.

Somebody who rests is looked at seven times a second, somebody who moves twelve times, and what is
sudden frame by frame. If anything moved since the last look of a rest, one is taken half way
between the two. The frames that nobody looked at are filled in along straight lines
(`stabiel.pose.between`).

The looks go forward wherever they can, and in small steps while the body moves: the landmarker
finds it where it was at the look before, and what it finds leans towards that. In a lowering that
takes 0.4 s (25 frames per second, `full`), the hip was off by 1.4 degrees (nine of ten looks) if
every second frame was looked at, 2.6 with every third and 4.5 with every fifth; looks back and
forth over 0.2 s were off by 8 and hid that it was too fast.

Which frames are looked at follows from their times and from what was seen: the same frames give
the same looks on every computer. `python -m benchmarks.right_frames` measures the limits below.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from stabiel.pose.between import filled_in, moved_tl
from stabiel.pose.recording import Recorded

# No limb goes there and back in less than 0.54 s (`stabiel.coach.tolerances.FASTEST_WAY_S`), so at
# least two looks fall into every movement that begins at rest.
GAP_S = 0.15
# While something moves. At the top of a movement of 60 degrees that takes 0.8 s, the straight line
# between two looks misses 0.4 degrees. With 0.1 s a bridge that just reaches its target was lost
# (one of the 25 rows of real people), with 0.08 none.
SHORT_GAP_S = 0.08
# Between two looks that are closer than this none is needed: that is 22 to 44 a second.
LEAST_GAP_S = 0.045
# What moved by less in `GAP_S` rests. In torso lengths; as the noise of the landmarker.
QUIET_TL = 0.05
# What moved by more from one look to the next is looked at between them, however short that is.
SUDDEN_TL = 0.2
# Frame times are rounded to milliseconds.
_SLACK_S = 0.002


class HasTime(Protocol):
    """A frame that may be looked at."""

    @property
    def time_s(self) -> float:
        """The frame's own time stamp, seconds."""


F = TypeVar("F", bound=HasTime)


@dataclass(frozen=True, slots=True)
class SampledFrame(Generic[F]):
    """A frame with what was seen in it.

    Attributes:
        found: the pose, from a look or filled in.
        looked: whether it was looked at.
    """

    frame: F
    found: Recorded
    looked: bool


def sampled(frames: Iterable[F], look: Callable[[F], Recorded]) -> Iterator[SampledFrame[F]]:
    """Yield every frame with its pose, looking at as few as the motion allows.

    Frames of up to `GAP_S` wait in memory.

    Args:
        frames: in order of their times.
        look: finds the pose of one frame. It is not always called in order of time: a look in the
            middle follows the one at the end.
    """
    window = _Window(look)
    for frame in frames:
        if window.must_end_before(frame):
            yield from window.settle()
        window.add(frame)
    yield from window.settle()


class _Window(Generic[F]):
    """The frames since the last look. Holds the looks of the last moment, which say how long."""

    def __init__(self, look: Callable[[F], Recorded]) -> None:
        self._look = look
        self._frames: list[F] = []
        # By the number of the frame in this window; -1 is the look before it.
        self._looks: dict[int, Recorded] = {}
        self._recent: deque[Recorded] = deque()
        self._gap_s = SHORT_GAP_S

    def add(self, frame: F) -> None:
        """Add the next frame."""
        self._frames.append(frame)

    def must_end_before(self, frame: F) -> bool:
        """Return whether the newest frame must be looked at because this one is too late."""
        if not self._frames:
            return False
        last = self._looks.get(-1)
        return last is None or frame.time_s - last.time_s > self._gap_s + _SLACK_S

    def settle(self) -> Iterator[SampledFrame[F]]:
        """Look at the newest frame, and before it as far as needed; yield all of the window."""
        if not self._frames:
            return
        end, looks = len(self._frames) - 1, self._looks
        looks[end] = self._look(self._frames[end])
        if -1 in looks:
            self._look_between(-1, end)
            if len(looks) > 2:
                # Now from the look just before it, not from far away.
                looks[end] = self._look(self._frames[end])
        numbers = sorted(looks)
        for first, last in pairwise(numbers):
            for number in range(first + 1, last):
                frame = self._frames[number]
                found = filled_in(looks[first], looks[last], frame.time_s)
                yield SampledFrame(frame, found, looked=False)
            yield SampledFrame(self._frames[last], looks[last], looked=True)
        if len(numbers) == 1:
            yield SampledFrame(self._frames[end], looks[end], looked=True)
        self._recent.extend(looks[number] for number in numbers if number >= 0)
        self._gap_s = SHORT_GAP_S if self._is_moving() else GAP_S
        self._frames, self._looks = [], {-1: looks[end]}

    def _is_moving(self) -> bool:
        """Return whether the body is elsewhere than at any look of the last moment."""
        now = self._recent[-1]
        while now.time_s - self._recent[0].time_s > GAP_S + _SLACK_S:
            self._recent.popleft()
        return any(_moved(each, now) >= QUIET_TL for each in self._recent)

    def _look_between(self, low: int, high: int) -> None:
        """Look between two looks until the frames that are left follow from their neighbors.

        Args:
            low, high: the numbers of the looks.
        """
        before, after = self._looks[low], self._looks[high]
        middle = self._middle(low, high)
        is_short = after.time_s - before.time_s <= SHORT_GAP_S + _SLACK_S
        limit_tl = SUDDEN_TL if is_short else QUIET_TL
        if middle is None or _moved(before, after) < limit_tl:
            return
        self._looks[middle] = self._look(self._frames[middle])
        self._look_between(low, middle)
        self._look_between(middle, high)

    def _middle(self, low: int, high: int) -> int | None:
        """Return the frame that is nearest to the middle in time, None if both are too close."""
        first_s, last_s = self._looks[low].time_s, self._looks[high].time_s
        if high - low < 2 or last_s - first_s < LEAST_GAP_S:
            return None
        middle_s = (first_s + last_s) / 2
        return min(
            range(low + 1, high), key=lambda number: abs(self._frames[number].time_s - middle_s)
        )


def _moved(before: Recorded, after: Recorded) -> float:
    """Return how far the body moved, in torso lengths; infinitely if it came or went."""
    if before.pose is None or after.pose is None:
        return 0.0 if before.pose is after.pose else float("inf")
    return moved_tl(before.pose, after.pose)
