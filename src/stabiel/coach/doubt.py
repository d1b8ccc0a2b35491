"""Whether something rests on doubtful evidence. In: frames, sure or not. Out: which prevails.

Seconds are compared, not frames, so that it is the same at any frame rate.
"""


class Doubt:
    """Adds up for how long something was seen surely and unsurely. Holds both sums."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Start over."""
        self._last_s: float | None = None
        self._sure_s = self._doubtful_s = 0.0
        self._last_doubtful = False

    def add(self, time_s: float, doubtful: bool) -> None:
        """Take one frame; the time since the last one counts as this one."""
        step_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s, self._last_doubtful = time_s, doubtful
        if doubtful:
            self._doubtful_s += step_s
        else:
            self._sure_s += step_s

    @property
    def prevails(self) -> bool:
        """Whether it was seen unsurely for longer than surely."""
        if self._sure_s == self._doubtful_s:
            return self._last_doubtful
        return self._doubtful_s > self._sure_s

    @property
    def seen_share(self) -> float:
        """The share of the time in which it was seen surely, 0 to 1."""
        lasted_s = self._sure_s + self._doubtful_s
        return self._sure_s / lasted_s if lasted_s > 0 else float(not self._last_doubtful)

    @property
    def any(self) -> bool:
        """Whether any of it was seen unsurely."""
        return self._doubtful_s > 0.0 or self._last_doubtful
