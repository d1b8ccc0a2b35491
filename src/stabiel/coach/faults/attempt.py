"""Why a movement does not count. In: its peak, or the check that it missed. Out: whether it is why.

It looks at completed movements only, and at those that stall short of the target.
"""

from stabiel.anatomy import Evidence
from stabiel.coach.faults.watcher import FaultWatcher
from stabiel.exercises.model import AttemptFault


class AttemptWatcher(FaultWatcher):
    """One fault that stands for a missed target."""

    looks_at_frames = False

    def __init__(self, rule: AttemptFault) -> None:
        self._miss = rule.attempt

    def explains_peak(self, peak: float, *, at_rest: Evidence) -> bool:
        """Return whether a movement with this peak, short of the target, is this fault.

        A rule for the near limb says nothing about a limb that is hidden at rest.
        """
        if self._miss.peak_between is None or (
            self._miss.of == "near" and at_rest is not Evidence.SEEN
        ):
            return False
        low, high = self._miss.peak_between
        return low <= peak <= high

    def explains_check(self, check: str) -> bool:
        """Return whether a movement that did not meet this target check is this fault."""
        return self._miss.unmet == check
