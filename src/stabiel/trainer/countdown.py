"""The seconds of one hold. In: how long the zone has been held so far. Out: what to count aloud.

If the person leaves the posture for so long that the coach begins a new hold, the count goes on
where it was: the step asks for seconds in the zone, not for seconds without a break.
"""

# Counted aloud when they are reached: the first part in tens, the last five each.
SPOKEN_S = (20, 10, 5, 4, 3, 2, 1)
# A second this close to the whole dose is not spoken: "Hold, ten seconds" is not followed by
# "ten to go".
NOT_WITHIN_S = 3.0
STANDS_STILL_S = 0.3


class Countdown:
    """Counts a hold down. Holds the seconds of earlier holds, and the seconds still to be spoken.

    Attributes:
        dose_s: seconds to hold.
    """

    def __init__(self, dose_s: float) -> None:
        self.dose_s = dose_s
        self._before_s = 0.0
        self._current_s = 0.0
        self._grew_s = float("-inf")
        self._spoken = [second for second in SPOKEN_S if second <= dose_s - NOT_WITHIN_S]

    def update(self, time_s: float, held_s: float) -> int | None:
        """Take the coach's seconds of the current hold; return a second to say, or None."""
        if held_s > self._current_s:
            self._grew_s = time_s
        elif held_s < self._current_s:
            self._before_s += self._current_s
        self._current_s = held_s
        reached = [second for second in self._spoken if second >= self.left_s]
        if not reached:
            return None
        self._spoken = [second for second in self._spoken if second < self.left_s]
        return min(reached) if self.left_s > 0 else None

    @property
    def held_s(self) -> float:
        """Seconds in the zone so far, at most the dose."""
        return min(self._before_s + self._current_s, self.dose_s)

    @property
    def left_s(self) -> float:
        """Seconds still to hold."""
        return self.dose_s - self.held_s

    @property
    def over(self) -> bool:
        """Whether the dose is reached."""
        return self.left_s <= 0

    def stands_still(self, time_s: float) -> bool:
        """Return whether the count waits, because the zone was left."""
        return time_s - self._grew_s > STANDS_STILL_S
