"""What was held up sinks, and stays there. In: the followed value over time. Out: begun and ended.

A slow way back sinks too, but goes on doing so: that is not a sag.
"""

from collections import deque

from stabiel.anatomy import Evidence
from stabiel.coach.events import Phase
from stabiel.coach.faults.span import FaultSpan
from stabiel.coach.faults.watcher import FaultChange, FaultWatcher, WatchedFrame
from stabiel.exercises.model import SagFault


class SagWatcher(FaultWatcher):
    """One sag fault over time. Holds the best value, and the low ones since it sank."""

    def __init__(self, rule: SagFault, upwards: bool, noise: float) -> None:
        """Start without a best value.

        Args:
            rule: the fault.
            upwards: the followed measure rises to its target.
            noise: of the followed measure, in its unit.
        """
        self._rule = rule
        self._sign = 1.0 if upwards else -1.0
        self._best = float("-inf")
        self._low: deque[tuple[float, float]] = deque()
        self._span = FaultSpan(rule.for_s, noise)

    def watch(self, name: str, frame: WatchedFrame) -> FaultChange | None:
        """Take one frame and return whether the fault begins or ends."""
        doubtful = frame.evidence is Evidence.DOUBTFUL
        return self.update(frame.time_s, frame.phase, frame.value, doubtful=doubtful)

    def update(
        self, time_s: float, phase: Phase, value: float | None, *, doubtful: bool = False
    ) -> FaultChange | None:
        """Take one frame of the followed signal; `doubtful`: the limb was seen unsurely."""
        if phase not in (Phase.TARGET, Phase.RETURN):
            return self.close()
        if value is None:
            return None
        turned = self._sign * value
        self._best = max(self._best, turned)
        if self._best - turned < self._rule.sags.by:
            return self._recovered()
        self._low.append((time_s, turned))
        self._span.beyond.add(time_s, self._best - turned - self._rule.sags.by, doubtful)
        while len(self._low) > 2 and self._low[-1][0] - self._low[1][0] >= self._rule.for_s:
            self._low.popleft()
        values = [low for _, low in self._low]
        long_enough = time_s - self._low[0][0] >= self._rule.for_s - 1e-6
        steady = max(values) - min(values) <= self._rule.sags.steady_within
        if self._span.onset_s is None and long_enough and steady:
            return self._span.begin(self._low[0][0])
        return self._span.go_on()

    def close(self) -> FaultChange | None:
        """End the fault, because the movement is over."""
        self._best = float("-inf")
        return self._recovered()

    def _recovered(self) -> FaultChange | None:
        self._low.clear()
        return self._span.end()
