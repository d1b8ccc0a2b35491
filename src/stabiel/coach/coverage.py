"""What could be judged, and for how long. In: stretches of time. Out: seconds, and reasons.

Nothing counts without a start posture. The first one is awaited, which is the set-up and no loss;
but if something was done meanwhile, or the wait was long, that time was not judged after all.
"""

from stabiel.anatomy import Reason, Side
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.time_spent import COULD_COUNT, NOBODY, TimeAccount, TimeKind, TimeSpent, TimeUse
from stabiel.coach.tolerances import SET_UP_S

# What `not_judged` calls the counting itself, in the session's contract.
REPETITIONS = "repetitions"
# Time in which nothing can count, but which every exercise needs: getting there, and away again.
_BETWEEN = frozenset({TimeKind.SET_UP, TimeKind.WAITING, TimeKind.NEAR_ZONE})


class Coverage:
    """Adds up what was judged, and what all of the time was spent on.

    Attributes:
        not_judged: what could not be judged, and why.
    """

    def __init__(self, *, held: bool) -> None:
        """Start with nothing; `held`: only the seconds of a hold can count."""
        self._counts = COULD_COUNT - {TimeKind.WAITING} if held else COULD_COUNT
        self.not_judged = NotJudged()
        self._account = TimeAccount()
        self._could_s = 0.0
        self._between_s = 0.0
        self._between_now_s = 0.0
        self._last = NOBODY
        self._held_back: list[tuple[TimeUse, float]] = []
        self._waited_s = 0.0
        self._moved_before = False

    def spend(self, use: TimeUse, seconds: float, *, wobbles: bool = False) -> None:
        """Note what a stretch of time was spent on.

        `wobbles`: it is out of the zone of a hold for so short a time that it counts if the next
        stretch is in the zone again.
        """
        if wobbles:
            self._held_back.append((use, seconds))
            return
        enters = use.kind is TimeKind.IN_ZONE and self._last.kind is not TimeKind.IN_ZONE
        if enters and not self._held_back:
            # As for the seconds of a hold, the way into the zone is not in it yet.
            self._add(self._last, seconds)
            seconds = 0.0
        for before, before_s in self._held_back:
            self._add(use if use.kind is TimeKind.IN_ZONE else before, before_s)
        self._held_back.clear()
        self._add(use, seconds)
        self._last = use

    def _add(self, use: TimeUse, seconds: float) -> None:
        self._account.add(use, seconds)
        if use.kind in self._counts:
            self._could_s += seconds
        if use.kind in _BETWEEN - self._counts:
            self._between_now_s += seconds
            return
        self._between_s, self._between_now_s = self._short_ways_s, 0.0

    @property
    def _short_ways_s(self) -> float:
        """Seconds of all short ways so far; one that is still going on may yet be too long."""
        now_s = self._between_now_s
        return self._between_s + (now_s if now_s < SET_UP_S else 0.0)

    def spent(self, duration_s: float) -> tuple[TimeSpent, ...]:
        """Return what the time was spent on; the sums are the duration of the source, seconds."""
        for use, seconds in self._held_back:
            self._add(use, seconds)
        self._held_back.clear()
        return self._account.spent(duration_s)

    @property
    def judged_s(self) -> float:
        """Seconds in which something could have counted, with the short ways in and out of it.

        The ways are no loss if each takes less than the longest set-up, as long as they lead to
        more than they take.
        """
        return self._could_s + min(self._short_ways_s, self._could_s)

    def awaited(self, seconds: float, *, moved: bool) -> None:
        """Add a stretch before the first start; `moved`: something was done in it."""
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
            self._between_s = self._between_now_s = 0.0

    def start_missed(self) -> None:
        """Note that the wait for the first start was not judged: nothing counts without one."""
        self.missed(Reason.NO_START, self._waited_s)
