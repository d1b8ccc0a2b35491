"""The last seconds of a signal. In: a value a frame. Out: what the last seconds were like."""

from collections import deque
from statistics import median

Sample = tuple[float, float]


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
        """Return the values of the last seconds."""
        last_s = self.samples[-1][0]
        return [value for time_s, value in self.samples if last_s - time_s <= seconds]


class MedianOfThree:
    """A signal without single bad frames. Holds its last three values."""

    def __init__(self) -> None:
        self._values: deque[float] = deque(maxlen=3)

    def add(self, value: float) -> float:
        """Take one value and return the median of the last three."""
        self._values.append(value)
        return median(self._values)

    @property
    def value(self) -> float | None:
        """The median of the last three values, None before the first."""
        return median(self._values) if self._values else None

    def clear(self) -> None:
        """Forget the last values."""
        self._values.clear()
