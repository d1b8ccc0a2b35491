"""What could be judged, and for how long. In: stretches of time. Out: seconds, and reasons.

Nothing counts without a start posture. The first one is awaited, which is the set-up and no loss;
but if something was done meanwhile, or the wait was long, that time was not judged after all.
"""

from stabiel.anatomy import Reason, Side
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.tolerances import SET_UP_S

# What `not_judged` calls the counting itself, in the session's contract.
REPETITIONS = "repetitions"


class Coverage:
    """Adds up what was judged. Holds how long the first start has been awaited.

    Attributes:
        judged_s: seconds in which something could be followed.
        not_judged: what could not, and why.
    """

    def __init__(self) -> None:
        self.judged_s = 0.0
        self.not_judged = NotJudged()
        self._waited_s = 0.0
        self._moved_before = False

    def judged(self, seconds: float) -> None:
        """Add a stretch that was judged."""
        self.judged_s += seconds

    def awaited(self, seconds: float, *, moved: bool) -> None:
        """Add a stretch before the first start; `moved`: something was done in it."""
        self.judged_s += seconds
        self._waited_s += seconds
        self._moved_before |= moved

    def missed(self, reason: Reason, seconds: float) -> None:
        """Add a stretch in which no movement or hold could be followed."""
        self.not_judged.add(REPETITIONS, reason, seconds)

    def missed_side(self, side: Side, reason: Reason, seconds: float) -> None:
        """Add a stretch in which one side could not be followed, although the other could."""
        self.not_judged.add(f"{side}_side", reason, seconds)

    def start_seen(self) -> None:
        """Note the first start: a wait in which things may have been done was not judged."""
        if self._moved_before or self._waited_s >= SET_UP_S:
            self.start_missed()

    def start_missed(self) -> None:
        """Note that the wait for the first start was not judged: nothing counts without one."""
        self.judged_s -= self._waited_s
        self.missed(Reason.NO_START, self._waited_s)
        self._waited_s = 0.0
