"""How to look while the computer keeps up. In: what frames took. Out: a model, one or two looking.

One landmarker looks, with the model that is wanted. If it does not keep up with the camera, and
there is more than one core, two look in turn (`stabiel.pose.in_turn`). If that gives too little, or
comes too late, one looks again: so what the browser and the voice need is measured by what is left.
If one is too slow, the next lighter model takes its place. That makes way for the better one again,
with a new exercise, once the better one would keep up. All of it is measured on the frames of this
session; nothing reads a clock.
"""

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median, quantiles

from stabiel.system.resources import LIGHTER, ModelName

LEAST_RATE_HZ = 15.0
# So many that another program, while it starts, does not cost the better model.
FRAMES = 60
# Two are worth it from this much more frames on.
WORTH_IT = 1.2
# Two are one too many if one would be done in this share of the time from frame to frame.
ONE_IS_ENOUGH = 0.8
# From the camera to the screen in 95 of 100 frames, and what drawing takes of it: 4 ms in the
# window, and half a refresh (8 ms at 60 Hz) on a page.
MOST_DELAY_S, DRAWING_S = 0.12, 0.01
# What did not work is tried again after this time, then after twice the time, and so on.
AGAIN_AFTER_S = 60.0
# The better model returns if it would take no more than this share of what is too slow.
ROOM = 0.95
# A longer time between two frames is a pause.
PAUSE_S = 0.5


@dataclass(frozen=True, slots=True)
class Gear:
    """How to look: with which model, and one landmarker or two in turn."""

    model: ModelName
    landmarkers: int = 1


@dataclass(frozen=True, slots=True)
class FrameTime:
    """What one frame took.

    Attributes:
        time_s: the frame's own time.
        look_s: how long the look took, in seconds.
        work_s: how long the session was busy with it; with two in turn, what it waited.
        delay_s: from the frame's time until it was judged.
    """

    time_s: float
    look_s: float
    work_s: float
    delay_s: float = 0.0


class Pace:
    """Chooses the gear. Holds the last frames in this one, and what was learned of others.

    Args:
        model: the wanted one.
        cores: how many this program may use.
        keeps_model: never take another model.
        landmarkers: always so many, with the wanted model, as a benchmark needs it.

    Attributes:
        gear: how to look now.
    """

    def __init__(
        self,
        model: ModelName,
        *,
        cores: int = 1,
        keeps_model: bool = False,
        landmarkers: int | None = None,
    ) -> None:
        self.gear = Gear(model, landmarkers or 1)
        self._cores, self._keeps_model = cores, keeps_model
        self._fixed = landmarkers is not None
        self._frames: deque[FrameTime] = deque(maxlen=FRAMES)
        self._rate_hz = 0.0
        # The time of all frames so far, in which each exercise begins where the last one ended.
        self._now_s = 0.0
        self._last_s: float | None = None
        self._two, self._better = _Attempts(), _Attempts()
        # With one landmarker, before there were two: frames per second.
        self._one_held_hz = 0.0
        # The heavier models in the order in which they were left, with the seconds a frame took,
        # and how many times as long that is as with the next lighter one, once that is known.
        self._left: list[_LeftModel] = []

    def note(self, frame: FrameTime, rate_hz: float) -> bool:
        """Take one frame, and what the camera delivers; return whether `gear` has changed."""
        self._frames.append(frame)
        self._rate_hz = rate_hz
        # A new exercise begins its time from zero.
        self._now_s += max(
            0.0, frame.time_s - (frame.time_s if self._last_s is None else self._last_s)
        )
        self._last_s = frame.time_s
        if len(self._frames) < FRAMES or self._fixed:
            return False
        if self.gear.landmarkers == 1:
            self._compare_models()
            return self._note_one()
        return self._note_two()

    def _note_one(self) -> bool:
        work_s = median(each.work_s for each in self._frames)
        held_hz = min(self._rate_hz, 1 / max(work_s, 1e-6))
        two_hz = min(self._rate_hz, 2 / max(work_s, 1e-6))
        if self._cores > 1 and two_hz >= WORTH_IT * held_hz and self._two.due(self._now_s):
            self._one_held_hz = held_hz
            return self._take(Gear(self.gear.model, 2))
        lighter = None if self._keeps_model else LIGHTER.get(self.gear.model)
        if work_s > 1 / LEAST_RATE_HZ and lighter is not None:
            self._left.append(_LeftModel(self.gear.model, work_s))
            self._better.failed(self._now_s)
            return self._take(Gear(lighter))
        return False

    def _note_two(self) -> bool:
        look_s = median(each.look_s for each in self._frames)
        if look_s < ONE_IS_ENOUGH / self._rate_hz:
            return self._take(Gear(self.gear.model))
        late_s = quantiles((each.delay_s for each in self._frames), n=20)[-1]
        too_late = late_s > MOST_DELAY_S - DRAWING_S
        least_hz = max(LEAST_RATE_HZ, (1 + WORTH_IT) / 2 * self._one_held_hz)
        if too_late or self._rate_now_hz() < least_hz:
            self._two.failed(self._now_s)
            return self._take(Gear(self.gear.model))
        return False

    def _rate_now_hz(self) -> float:
        times_s = [each.time_s for each in self._frames]
        steps_s = [after - before for before, after in pairwise(times_s)]
        steps_s = [each for each in steps_s if 0 < each < PAUSE_S] or [PAUSE_S]
        return 1 / fmean(steps_s)

    def _compare_models(self) -> None:
        """Learn how many times as long the heavier model took, at the same load."""
        if self._left and self._left[-1].ratio is None:
            work_s = median(each.work_s for each in self._frames)
            self._left[-1].ratio = self._left[-1].work_s / max(work_s, 1e-6)

    def begin_exercise(self) -> bool:
        """Return whether a better model has become the gear, for an exercise that begins.

        Each model finds a body a little differently, so it never returns within an exercise.
        """
        full = len(self._frames) == FRAMES and self.gear.landmarkers == 1
        if not full or not self._left or not self._better.due(self._now_s):
            return False
        ratio = self._left[-1].ratio
        work_s = median(each.work_s for each in self._frames)
        if ratio is None or ratio * work_s > ROOM / LEAST_RATE_HZ:
            return False
        return self._take(Gear(self._left.pop().model))

    def _take(self, gear: Gear) -> bool:
        self.gear = gear
        self._frames.clear()
        return True


@dataclass(slots=True)
class _LeftModel:
    """A model that was too slow.

    Attributes:
        work_s: how long a frame took.
        ratio: how many times as long that is as with the next lighter one; None until measured.
    """

    model: ModelName
    work_s: float
    ratio: float | None = None


class _Attempts:
    """When to try again what did not work. Holds how often it did not."""

    def __init__(self) -> None:
        self._times, self._failed_s = 0, 0.0

    def failed(self, now_s: float) -> None:
        self._times, self._failed_s = self._times + 1, now_s

    def due(self, now_s: float) -> bool:
        return self._times == 0 or now_s - self._failed_s >= AGAIN_AFTER_S * 2 ** (self._times - 1)
