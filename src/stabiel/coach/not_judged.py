"""What could not be judged. In: stretches of time with a reason. Out: their sums.

"Not judged" is a result of its own: a fault that nobody could see is never reported as absent.
"""

from stabiel.anatomy import Reason


class NotJudged:
    """Adds up for how long something could not be judged, and why."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[str, Reason], float] = {}

    def add(self, what: str, reason: Reason, seconds: float) -> None:
        """Add a stretch of time."""
        key = (what, reason)
        self._seconds[key] = self._seconds.get(key, 0.0) + seconds

    def listed(self, at_least_s: float = 0.2) -> list[tuple[str, Reason, float]]:
        """Return (what, reason, seconds), without stretches too short to matter."""
        return [
            (what, reason, seconds)
            for (what, reason), seconds in self._seconds.items()
            if seconds >= at_least_s
        ]
