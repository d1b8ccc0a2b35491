"""The time of a session. In: the camera's time and pauses. Out: both times of this moment.

What is spoken and shown follows the camera's time; what is asked of the person (a hold, a rest, a
start posture) follows the time without the pauses.
"""

# Nothing comes for so long from a computer that sleeps; a model that is loaded takes less.
ASLEEP_S = 10.0


class SessionClock:
    """Holds what time it is, and for how long the session was paused.

    Attributes:
        now_s: the camera's time.
        time_s: the same without the pauses; in a pause it stands still.
    """

    def __init__(self) -> None:
        self.now_s = self.time_s = 0.0
        self._paused_s = 0.0
        self._paused_at_s: float | None = None

    @property
    def paused(self) -> bool:
        """Whether the session is paused now."""
        return self._paused_at_s is not None

    def advance(self, now_s: float) -> bool:
        """Take the camera's time, which never runs back; say whether the computer slept.

        Nobody heard or did anything in that time, so it is taken for a pause; one that fell into
        a pause is a part of it.
        """
        slept_s = now_s - self.now_s
        slept = not self.paused and slept_s >= ASLEEP_S
        if slept:
            self._paused_s += slept_s
        self.now_s = now_s
        if not self.paused:
            self.time_s = now_s - self._paused_s
        return slept

    def begin(self, now_s: float) -> None:
        """Take the camera's time at which the session begins."""
        self.now_s = self.time_s = now_s

    def pause(self) -> None:
        """Let the time stand still."""
        self._paused_at_s = self.now_s

    def resume(self) -> None:
        """Let the time go on, where it stands still."""
        if self._paused_at_s is not None:
            self._paused_s += self.now_s - self._paused_at_s
            self._paused_at_s = None
            self.time_s = self.now_s - self._paused_s
