"""The last seconds of a signal. In: a value a frame. Out: what the last seconds were like.

Everything is measured in seconds, so that a signal means the same at any frame rate.
"""

from collections import deque

from stabiel.coach.lasting import SLACK_S

Sample = tuple[float, float]

# Of 25 and 30 frames per second it holds three, of 240 it holds 21: a bad moment of 0.03 s changes
# nothing.
SMOOTHED_S = 0.09
# Three frames of a slower camera still show which one stands alone, if they are from so short a
# time: those of 10 per second do, also if they are uneven. Slower ones are taken as they are.
SMOOTHED_AT_MOST_S = 0.23
# The frames of the last seconds stand for them if they cover this share; else one before is needed.
COVERED = 0.8


class Recent:
    """The samples of the last seconds, and one before them. Holds (time_s, value)."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.samples: deque[Sample] = deque()

    def add(self, time_s: float, value: float) -> None:
        """Add a sample, and drop those that are too old."""
        samples = self.samples
        samples.append((time_s, value))
        while len(samples) > 2 and time_s - samples[1][0] >= self._seconds:
            samples.popleft()

    def clear(self) -> None:
        """Forget all samples."""
        self.samples.clear()

    @property
    def length_s(self) -> float:
        """The time between the first sample and the last one, seconds; 0 without samples."""
        return self.samples[-1][0] - self.samples[0][0] if self.samples else 0.0

    def last(self, seconds: float) -> list[float]:
        """Return the values of the last seconds.

        If they are from frames so far apart that they cover less, the one before belongs to them:
        a single frame does not show that anything stands still.
        """
        samples = self.samples
        first_s = samples[-1][0] - seconds - SLACK_S
        values = [value for time_s, value in samples if time_s >= first_s]
        count, held = len(values), len(samples)
        if count < held and samples[-1][0] - samples[held - count][0] < COVERED * seconds:
            values.insert(0, samples[held - count - 1][1])
        return values


class SmoothedSignal:
    """A signal without single bad frames: the median of a moment. Holds the values of it.

    Attributes:
        value: the median, None before the first value.
        middle_s: the time in the middle of the moment, to which the median belongs. How long ago
            that is changes with the frame rate.
    """

    def __init__(self) -> None:
        self._samples: deque[Sample] = deque()
        self.value: float | None = None
        self.middle_s = 0.0

    def add(self, time_s: float, value: float) -> float:
        """Take one value and return the median of this moment."""
        samples = self._samples
        samples.append((time_s, value))
        while time_s - samples[0][0] > (SMOOTHED_S if len(samples) > 3 else SMOOTHED_AT_MOST_S):
            samples.popleft()
        values = [each for _, each in samples]
        if len(values) % 2 == 0:
            # An odd number, so that it is one of them: then a moment lasts as long as it did.
            del values[0]
        middle = len(values) // 2
        self.middle_s = samples[middle - len(values)][0]
        values.sort()
        self.value = found = values[middle]
        return found

    def clear(self) -> None:
        """Forget the last values."""
        self._samples.clear()
        self.value = None
