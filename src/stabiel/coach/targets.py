"""What is to be reached in a frame. In: the rule of an exercise, readings. Out: `Target`s.

They are numbers in the unit of a measure; a drawing makes lines of them. Nothing is counted here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from stabiel.anatomy import Side
from stabiel.body.body import Body
from stabiel.body.measures import Measure
from stabiel.coach.events import Attempt, Event
from stabiel.coach.readings import Readings
from stabiel.exercises.checks import Checks
from stabiel.exercises.model import Check, HoldRule, MovementRule

# A missed target stays marked for as long as its words stay on the screen: the time to read them.
MISSED_SHOWN_S = 2.5


@dataclass(frozen=True, slots=True)
class Target:
    """A value that a measure should have.

    Attributes:
        name: of the measure.
        measure: with its settings, so that it can be read on a body that has moved on.
        side: of the body, on which it is read.
        value: in this frame, in the unit of the measure.
        limit: the value to reach, of a range the nearer end.
        upwards: it is reached from below.
        follows: it is the measure that the exercise follows.
    """

    name: str
    measure: Measure
    side: Side
    value: float
    limit: float
    upwards: bool
    follows: bool = False

    @property
    def reached(self) -> bool:
        """Whether the value is one that is asked for."""
        return self.value >= self.limit if self.upwards else self.value <= self.limit

    @property
    def goal(self) -> float:
        """The nearest value that is asked for: the present one if it is reached."""
        return self.value if self.reached else self.limit

    def on(self, body: Body, side: Side) -> "Target":
        """Return the same target on another body or side.

        Raises:
            UnseenError: the measure is not visible there.
        """
        value = self.measure.compute(body, side)
        return replace(self, side=side, value=value)


def movement_targets(
    rule: MovementRule, goal: float, checks: Checks, seen: Readings
) -> tuple[Target, ...]:
    """Return what a movement should reach, all at once; only what is visible.

    Args:
        rule: of the movement.
        goal: the value of the followed measure that counts for this person.
        checks: all that the rule may name.
        seen: the readings of the frame, on the followed side.
    """
    if seen.body is None or (value := seen.value(rule.follows)) is None:
        return ()
    followed = Target(
        rule.follows,
        checks.measures[rule.follows],
        seen.side_of("working"),
        value,
        goal,
        rule.target.upwards,
        follows=True,
    )
    return (followed, *_of_checks(rule.target.checks, checks, seen, None))


def hold_targets(rule: HoldRule, checks: Checks, seen: Readings) -> tuple[Target, ...]:
    """Return the zone of a hold, as far as it is visible.

    Args:
        rule: of the hold.
        checks: all that the rule may name.
        seen: the readings of the frame, on the followed side.
    """
    if seen.body is None:
        return ()
    return tuple(_of_checks((*rule.zone, *rule.if_seen), checks, seen, rule.follows))


def _of_checks(
    names: Iterable[str], checks: Checks, seen: Readings, follows: str | None
) -> Iterator[Target]:
    for name in names:
        check = checks[name]
        value = seen.value(check.measure, check.of)
        if value is None:
            continue
        limit, upwards = _nearest_end(check, value)
        yield Target(
            check.measure,
            checks.measures[check.measure],
            seen.side_of(check.of),
            value,
            limit,
            upwards,
            follows=check.measure == follows and check.of != "support",
        )


def _nearest_end(check: Check, value: float) -> tuple[float, bool]:
    """Return the limit of a check that is broken, or would be first, and if it is a lower one."""
    low, high = check.at_least, check.at_most
    if high is None or (low is not None and value - low < high - value):
        assert low is not None  # a check has at least one of them
        return low, True
    return high, False


class MissedTarget:
    """Keeps an attempt for as long as its words are shown. Holds the last one."""

    def __init__(self) -> None:
        self._last: Attempt | None = None

    def update(self, time_s: float, events: Iterable[Event]) -> Attempt | None:
        """Take the events of a frame; return the attempt that is still shown, None without one."""
        for event in events:
            if isinstance(event, Attempt) and not event.doubtful:
                self._last = event
        if self._last is not None and time_s - self._last.time_s >= MISSED_SHOWN_S:
            self._last = None
        return self._last
