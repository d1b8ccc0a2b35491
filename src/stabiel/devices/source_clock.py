"""The times of a source, repaired. In: its own times, and when pictures came. Out: usable times.

A camera's clock may stand still, start again or leap. A clip that is played from an address may
have no times at all. The same times in always give the same times out.
"""

# A clock that falls further behind than this was stopped or is wrong.
LATE_S = 1.0
LEAST_STEP_S = 0.001
# No camera and no clip shows one picture for longer; such a step is a fault of its clock.
LONGEST_STEP_S = 2.0


class SourceClock:
    """Puts the times of a camera with a clock of its own on this computer's clock.

    The picture with the shortest way determines the offset between the clocks. A clock that does
    not advance is not believed: the picture's time is then when it came.
    """

    def __init__(self) -> None:
        self._origin_s: float | None = None
        self._offset_s = 0.0
        self._stamp_s = float("-inf")
        self._last_s = -LEAST_STEP_S

    def time_s(self, stamp_s: float, came_s: float) -> float:
        """Return the time of a picture in seconds since the first one; it always advances.

        Args:
            stamp_s: by the camera's clock.
            came_s: by this computer's clock.
        """
        if self._origin_s is None:
            self._origin_s, self._offset_s = came_s, came_s - stamp_s
        stands = stamp_s <= self._stamp_s
        self._stamp_s = stamp_s
        self._offset_s = min(self._offset_s, came_s - stamp_s)
        if stands or came_s - (stamp_s + self._offset_s) > LATE_S:
            self._offset_s = came_s - stamp_s
        time_s = stamp_s + self._offset_s - self._origin_s
        self._last_s = max(time_s, self._last_s + LEAST_STEP_S)
        return self._last_s

    def now_s(self, clock_s: float) -> float:
        """Return the time now by this computer's clock. No later picture gets an earlier time."""
        if self._origin_s is not None:
            self._last_s = max(self._last_s, clock_s - self._origin_s)
        return max(0.0, self._last_s)

    def age_s(self, time_s: float, clock_s: float) -> float:
        """Return how long ago a time of this clock was, by this computer's clock; sets nothing."""
        return 0.0 if self._origin_s is None else max(0.0, clock_s - self._origin_s - time_s)


class PlayedClock:
    """The position of a clip that is played. A clock that stands, goes back or leaps is replaced.

    Args:
        rate_hz: the frames per second that the clip declares.
    """

    def __init__(self, rate_hz: float) -> None:
        self._step_s = 1.0 / rate_hz
        self._position_s: float | None = None
        self._time_s = 0.0

    def time_s(self, position_s: float) -> float:
        """Return the time of the next frame in seconds since the first one.

        Args:
            position_s: as the clip tells it.
        """
        if self._position_s is not None:
            step_s = position_s - self._position_s
            self._time_s += step_s if 0.0 < step_s <= LONGEST_STEP_S else self._step_s
        self._position_s = position_s
        return self._time_s
