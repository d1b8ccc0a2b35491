"""A fault while it lasts. In: how far a value is beyond its limit. Out: begun, sure, ended.

A fault that begins doubtfully begins once more when it becomes sure, so that it can be spoken of.
"""

from stabiel.coach.faults.watcher import FaultChange
from stabiel.coach.sureness import Exceedance


class FaultSpan:
    """One fault over time. Holds when it began, and how sure it is.

    Attributes:
        onset_s: when the fault in progress began, None without one.
        beyond: the value beyond the limit, also before the fault begins.
    """

    def __init__(self, for_s: float, noise: float) -> None:
        """Start without a fault; the arguments are those of `Exceedance`."""
        self.beyond = Exceedance(for_s, noise)
        self.onset_s: float | None = None
        self._was_sure = False

    def begin(self, onset_s: float) -> FaultChange:
        """Begin the fault."""
        self.onset_s, self._was_sure = onset_s, not self.beyond.doubtful
        return FaultChange(
            onset_s, ended=False, doubtful=self.beyond.doubtful, sure=self.beyond.sure
        )

    def go_on(self) -> FaultChange | None:
        """Return that the fault in progress begins as a sure one, if it has just become sure."""
        if self.onset_s is None or self._was_sure or self.beyond.doubtful:
            return None
        return self.begin(self.onset_s)

    def end(self, *, withdrawn: bool = False) -> FaultChange | None:
        """End the fault in progress, if there is one, and start over."""
        onset_s, self.onset_s = self.onset_s, None
        doubtful, sure = self.beyond.doubtful, self.beyond.sure
        self.beyond.clear()
        if onset_s is None:
            return None
        return FaultChange(onset_s, ended=True, withdrawn=withdrawn, doubtful=doubtful, sure=sure)
