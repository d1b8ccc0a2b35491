"""A movement that stands still short of its target. In: its phases. Out: `Stalled`.

It is reported at the top, while the person can still correct it, and only if it is sure. It decides
nothing: whether the movement counts is known when it is over.
"""

from stabiel.anatomy import Evidence
from stabiel.coach.events import Event, Phase, Stalled
from stabiel.coach.faults.watch import FaultWatch
from stabiel.coach.movement_sureness import MovementSureness
from stabiel.coach.phases import MovementTracker
from stabiel.coach.sureness import SURE


class StallWatch:
    """The stalls of one side.

    Attributes:
        fault: what the stall in progress will be called if it stays; None without one.
    """

    def __init__(
        self, tracker: MovementTracker, faults: FaultWatch, sureness: MovementSureness
    ) -> None:
        self._tracker = tracker
        self._faults = faults
        self._sureness = sureness
        self.fault: str | None = None

    def update(self, time_s: float, *, doubtful: bool, at_rest: Evidence) -> list[Event]:
        """Take one frame and return a stall that begins in it.

        Args:
            time_s: the frame's time stamp.
            doubtful: the limb is not surely visible, so a stall is not either.
            at_rest: how the limb's place at rest is known.
        """
        if self._tracker.phase is not Phase.OUT:
            self.fault = None
            return []
        value = None if doubtful else self._tracker.stalled_value()
        if value is None:
            return []
        name = self._faults.of_peak(value, at_rest=at_rest)
        if name is None or name == self.fault:
            return []
        start = self._tracker.own_start
        if start is None or self._sureness.of_stall(start, value, name) < SURE:
            return []
        self.fault = name
        return [Stalled(time_s, name)]

    def forget(self) -> None:
        """Forget the stall: the movement is over."""
        self.fault = None
