"""A held posture was left and found again. In: how somebody is away. Out: begun and ended.

Someone who does not come back is done, which is not a fault: then it is withdrawn.
"""

from stabiel.anatomy import Reason
from stabiel.coach.faults.span import FaultSpan
from stabiel.coach.faults.watcher import FaultChange, FaultWatcher, WatchedFrame
from stabiel.exercises.model import LeaveFault


class LeaveWatcher(FaultWatcher):
    """One leave fault over time. Holds when the posture was left, and how far."""

    def __init__(self, rule: LeaveFault) -> None:
        self._rule = rule
        # How far away somebody is comes in units of the noise.
        self._span = FaultSpan(rule.left_for_s, 1.0)

    def watch(self, name: str, frame: WatchedFrame) -> FaultChange | None:
        """Take one frame and return whether the fault begins or ends."""
        away = frame.away
        if away is None:
            return self._span.end()
        body = frame.seen.body
        if body is not None and body.view not in self._rule.views:
            frame.not_judged.add(name, Reason.WRONG_VIEW, frame.step_s)
            return self._span.go_on()
        if away.gone:
            self._span.beyond.add(frame.time_s, away.by)
        long_enough = frame.time_s - away.since_s >= self._rule.left_for_s
        if self._span.onset_s is not None or not away.gone or not long_enough:
            return self._span.go_on()
        return self._span.begin(away.since_s)

    def close(self) -> FaultChange | None:
        """Withdraw the fault: the hold ended while they were away."""
        return self._span.end(withdrawn=True)
