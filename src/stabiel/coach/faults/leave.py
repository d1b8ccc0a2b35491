"""A held posture was left and found again. In: how somebody is away. Out: begun and ended.

Someone who does not come back is done, which is not a fault: then it is withdrawn.
"""

from stabiel.coach.faults.watcher import FaultChange, FaultWatcher, WatchedFrame
from stabiel.exercises.model import LeaveFault


class LeaveWatcher(FaultWatcher):
    """One leave fault over time. Holds when the posture was left."""

    def __init__(self, rule: LeaveFault) -> None:
        self._rule = rule
        self._onset_s: float | None = None

    def watch(self, name: str, frame: WatchedFrame) -> FaultChange | None:
        """Take one frame and return whether the fault begins or ends."""
        away = frame.away
        if away is None:
            onset_s, self._onset_s = self._onset_s, None
            return None if onset_s is None else FaultChange(onset_s, ended=True)
        long_enough = frame.time_s - away.since_s >= self._rule.left_for_s
        if self._onset_s is not None or not away.gone or not long_enough:
            return None
        self._onset_s = away.since_s
        return FaultChange(away.since_s, ended=False)

    def close(self) -> FaultChange | None:
        """Withdraw the fault: the hold ended while they were away."""
        onset_s, self._onset_s = self._onset_s, None
        return None if onset_s is None else FaultChange(onset_s, ended=True, withdrawn=True)
