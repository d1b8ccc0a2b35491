"""What the time of a session was spent on. In: one kind of time a frame. Out: sums by kind.

Every moment has exactly one kind, so the sums of a session are its duration, and nothing is ever
silently nothing: what did not count has its reason here.
"""

from dataclasses import dataclass
from enum import StrEnum


class TimeKind(StrEnum):
    """What a moment of a session was.

    `SET_UP`: the start is not there yet; `why` is the set-up item or the check that is open,
    `START_HELD` or `START_VALUE`. `WAITING`: at rest in the start posture; before a hold, `why` is
    the check that leads into its posture. `MOVING`: on the way out or back; `off_by` is how far the
    value is from its goal. `AT_TARGET`. `IN_ZONE`: the seconds of a hold. `NEAR_ZONE`: in the
    posture of a hold but out of its zone; `why` is the check that is broken. `NOT_JUDGED`: `why` is
    the reason. `NOBODY`: nobody is seen.
    """

    SET_UP = "set_up"
    WAITING = "waiting"
    MOVING = "moving"
    AT_TARGET = "at_target"
    IN_ZONE = "in_zone"
    NEAR_ZONE = "near_zone"
    NOT_JUDGED = "not_judged"
    NOBODY = "nobody"


# What is open in the set-up if all its items are right: the start posture is not held still for
# long enough yet, or the followed value is not one that a start can have.
START_HELD = "start_held"
START_VALUE = "start_value"
# The kinds of time in which something could have counted.
COULD_COUNT = frozenset({TimeKind.WAITING, TimeKind.MOVING, TimeKind.AT_TARGET, TimeKind.IN_ZONE})


@dataclass(frozen=True, slots=True)
class TimeUse:
    """What one moment was.

    Attributes:
        kind: of time.
        why: the set-up item, check or reason that belongs to the kind; None if it has none.
        off_by: how far the check `why` is from holding, or the followed value from its goal, in the
            unit of the measure, above 0; None if there is nothing to be off by, or it is not
            visible.
    """

    kind: TimeKind
    why: str | None = None
    off_by: float | None = None


NOBODY = TimeUse(TimeKind.NOBODY)


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """The sum of the moments with the same kind and the same `why`.

    Attributes:
        kind, why: as in `TimeUse`.
        seconds: their sum.
        off_by: the mean of theirs over time, of `MOVING` the least; None if none had one.
    """

    kind: TimeKind
    why: str | None
    seconds: float
    off_by: float | None = None


class TimeAccount:
    """Adds up what time was spent on. Holds the sums, and what the last moment was."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[TimeKind, str | None], float] = {}
        self._off: dict[tuple[TimeKind, str | None], tuple[float, float]] = {}
        self._last: TimeUse | None = None

    def add(self, use: TimeUse, seconds: float) -> None:
        """Add a stretch of time."""
        self._last = use
        key = (use.kind, use.why)
        self._seconds[key] = self._seconds.get(key, 0.0) + seconds
        if use.off_by is None:
            return
        if use.kind is TimeKind.MOVING:
            # The mean of a way says nothing; how near it came to the goal does.
            least, _ = self._off.get(key, (use.off_by, 1.0))
            self._off[key] = (min(least, use.off_by), 1.0)
        else:
            off, over_s = self._off.get(key, (0.0, 0.0))
            self._off[key] = (off + use.off_by * seconds, over_s + seconds)

    def spent(self, duration_s: float) -> tuple[TimeSpent, ...]:
        """Return the sums, in the order in which they began; together they are the duration.

        Args:
            duration_s: of the source. The last frame lasts until its end, and is not yet added.
        """
        seconds = dict(self._seconds)
        last = self._last or NOBODY
        key = (last.kind, last.why)
        rest_s = max(0.0, duration_s - sum(seconds.values()))
        seconds[key] = seconds.get(key, 0.0) + rest_s
        return tuple(
            TimeSpent(kind, why, spent_s, self._mean_off(kind, why))
            for (kind, why), spent_s in seconds.items()
            if spent_s > 0.0
        )

    def _mean_off(self, kind: TimeKind, why: str | None) -> float | None:
        off, over_s = self._off.get((kind, why), (0.0, 0.0))
        return off / over_s if over_s > 0.0 else None
