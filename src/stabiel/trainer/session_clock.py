"""The time of a session. In: the camera's time and pauses. Out: both times of this moment.

Speech and screen follow the camera's time. What the person has to do (a hold, a rest, a start
posture) follows the time without the pauses.
"""

# After a gap this long the computer has been asleep; loading a model takes less.
ASLEEP_S = 10.0


class SessionClock:
    """Holds the time, and for how long the session was paused.

    Attributes:
        now_s: the camera's time, seconds.
        time_s: the same without the pauses; it stands still during a pause.
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
        """Take the camera's time, which never runs back; return whether the computer slept.

        Nobody heard or did anything while it slept, so that time counts as a pause. A sleep during
        a pause is part of that pause.
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
        """Stop the time."""
        self._paused_at_s = self.now_s

    def resume(self) -> None:
        """Let the time go on, if it is stopped."""
        if self._paused_at_s is not None:
            self._paused_s += self.now_s - self._paused_at_s
            self._paused_at_s = None
            self.time_s = self.now_s - self._paused_s
