"""A held value swings to and fro. In: readings in order of time. Out: begun and ended.

One wobble, the way into the posture and getting up are not a swing.
"""

from collections import deque
from operator import itemgetter

from stabiel.anatomy import Reason
from stabiel.body.measures import Reading, Value
from stabiel.coach.events import Phase
from stabiel.coach.faults.span import FaultSpan
from stabiel.coach.faults.watcher import FaultChange, FaultWatcher, WatchedFrame
from stabiel.coach.lasting import SLACK_S
from stabiel.coach.noise import noise_of
from stabiel.coach.recent import Sample
from stabiel.exercises.model import BounceFault

# Up, down and up again: one wobble has two turns, a bounce more.
LEAST_TURNS = 3
# A bounce is over without a turn for this many half periods: the next one is known after two.
NO_TURN_FOR = 3.0


class BounceWatcher(FaultWatcher):
    """One bounce fault: a held value swings to and fro, peak to peak, within a band of rates.

    A turn is an extreme to which the value went by `by` and from which it came back by as much. So
    the first value is not a turn, nor is the beginning of the way into the posture. Three or more
    turns that follow each other at half a period's time, for long enough, are a bounce.
    """

    def __init__(self, rule: BounceFault) -> None:
        self._rule = rule
        slow_hz, fast_hz = rule.bounces.between_hz
        # Room for extremes between two frames, at either end of the band.
        self._half_s = (0.5 * 0.5 / fast_hz, 1.25 * 0.5 / slow_hz)
        # Between frames that are further apart than the turns of the fastest swing, it is not seen.
        self._seen_every_s = 0.5 / fast_hz
        self._samples: deque[Sample] = deque()
        self._span = FaultSpan(rule.for_s, noise_of(rule.measure))
        self._forget_turns()

    def _forget_turns(self) -> None:
        self._lowest = (0.0, float("inf"))
        self._highest = (0.0, float("-inf"))
        # The last extreme, once it is known which way the value goes.
        self._extreme = (0.0, 0.0)
        self._rising: bool | None = None
        self._turns = 0
        self._first_s = self._last_s = 0.0
        # The value at the last turn, and all swings from turn to turn, added up.
        self._turned_at = self._swings = 0.0

    def watch(self, name: str, frame: WatchedFrame) -> FaultChange | None:
        """Take one frame and return whether the fault begins or ends."""
        if frame.phase is not Phase.HOLD or self._has_gone(frame):
            return self.close()
        reading = frame.reading(name, self._rule)
        if isinstance(reading, Value) and frame.step_s > self._seen_every_s:
            frame.not_judged.add(name, Reason.FEW_PICTURES, frame.step_s)
        doubtful = isinstance(reading, Value) and frame.doubts(self._rule)
        return self.update(frame.time_s, frame.phase, reading, doubtful=doubtful)

    def _has_gone(self, frame: WatchedFrame) -> bool:
        """Return whether they are out of the zone for longer than any swing takes them.

        Someone who lets go and finds the posture again turns twice, which is not a bounce.
        """
        return frame.away is not None and frame.time_s - frame.away.since_s > self._half_s[1]

    def update(
        self, time_s: float, phase: Phase, reading: Reading | None, *, doubtful: bool = False
    ) -> FaultChange | None:
        """Take one frame; `reading` is None if the fault cannot occur in it.

        `doubtful`: the reading rests on landmarks that are found, but seen unsurely.
        """
        if reading is None or phase is not Phase.HOLD:
            return self.close()
        if isinstance(reading, Value):
            self._note(time_s, reading.value)
            if self._turns > 1:
                swing = self._swings / (self._turns - 1)
                self._span.beyond.add(time_s, swing - self._rule.bounces.by, doubtful)
        if self._span.onset_s is not None:
            over = time_s - self._last_s > NO_TURN_FOR * self._half_period_s()
            return self.close() if over else self._span.go_on()
        if self._turns < LEAST_TURNS or time_s - self._first_s < self._rule.for_s:
            return None
        # Getting up turns the value once more too, but then there is no value for a next turn.
        if self._turns == LEAST_TURNS and time_s - self._last_s < self._half_period_s():
            return None
        return self._span.begin(self._first_s)

    def close(self) -> FaultChange | None:
        """End the fault, because it stopped or the hold is over."""
        self._samples.clear()
        self._forget_turns()
        return self._span.end()

    def _note(self, time_s: float, value: float) -> None:
        """Follow the middle one of the last values, unless it stands alone.

        They are from a shorter time than any swing takes to go there and back, so a value between
        two others that are far from it on the same side is not a swing.
        """
        samples = self._samples
        samples.append((time_s, value))
        while time_s - samples[0][0] > self._half_s[0] + SLACK_S:
            samples.popleft()
        middle = samples[(len(samples) - 1) // 2]
        if not self._stands_alone(samples[0][1], middle[1], samples[-1][1]):
            self._follow(*middle)

    def _stands_alone(self, before: float, middle: float, after: float) -> bool:
        by = self._rule.bounces.by
        return (
            min(middle - before, middle - after) >= by
            or max(middle - before, middle - after) <= -by
        )

    def _follow(self, time_s: float, value: float) -> None:
        """Note a turn once the value has come back by the swing from its extreme."""
        if self._rising is None:
            self._find_way((time_s, value))
            return
        at_s, extreme = self._extreme
        further = value > extreme if self._rising else value < extreme
        if further:
            self._extreme = (time_s, value)
        elif abs(value - extreme) >= self._rule.bounces.by:
            self._note_turn(at_s, extreme)
            self._rising = not self._rising
            self._extreme = (time_s, value)

    def _find_way(self, sample: tuple[float, float]) -> None:
        """Find out which way the value goes, once it has gone that way by the swing."""
        self._lowest = min(self._lowest, sample, key=itemgetter(1))
        self._highest = max(self._highest, sample, key=itemgetter(1))
        if self._highest[1] - self._lowest[1] >= self._rule.bounces.by:
            self._rising = self._highest is sample
            self._extreme = sample

    def _half_period_s(self) -> float:
        """Return the mean time from turn to turn, at worst the longest of the band."""
        if self._turns < LEAST_TURNS:
            return self._half_s[1]
        return (self._last_s - self._first_s) / (self._turns - 1)

    def _note_turn(self, at_s: float, value: float) -> None:
        shortest, longest = self._half_s
        if self._turns == 0 or not shortest <= at_s - self._last_s <= longest:
            self._turns, self._first_s, self._swings = 0, at_s, 0.0
            if self._span.onset_s is None:
                self._span.beyond.clear()
        else:
            self._swings += abs(value - self._turned_at)
        self._turns += 1
        self._last_s, self._turned_at = at_s, value
