"""What can be compared within an exercise: sides, a set's end with its start, weeks with the first.

Pure. Each comparison is None if there is too little for it, and `cannot_say` names those. The
numbers are what was measured; nothing here scores a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import Literal, Protocol

from stabiel.anatomy import Side
from stabiel.coach.events import Hold, Repetition

# A set's end is its last three repetitions, its start the first three; one alone varies too much.
AT_AN_END = 3
# The first weeks of a person: one alone may be the week in which the movement was learned.
FIRST_WEEKS = 2
# Faults come and go by chance if less is done than one usual dose of ten.
ENOUGH_DONE = 10

Unsaid = Literal["range", "faults", "fatigue", "sides"]


@dataclass(frozen=True, slots=True)
class SideTotals:
    """What one side did.

    Attributes:
        range: median of the way from start to peak, in the unit of the followed measure; None if
            nothing counted.
    """

    repetitions: int
    good: int
    hold_s: float
    range: float | None


@dataclass(frozen=True, slots=True)
class Fatigue:
    """The last three repetitions of sets against the first three, as medians over the sets.

    Attributes:
        sets: how many sets were long enough.
        range_first, range_last: the way from start to peak, in the unit of the followed measure.
        tempo_first_s, tempo_last_s: how long the ways out and back took together, seconds.
    """

    sets: int
    range_first: float | None
    range_last: float | None
    tempo_first_s: float | None
    tempo_last_s: float | None


@dataclass(frozen=True, slots=True)
class WeeksCompared:
    """The weeks of an exercise against each other.

    Attributes:
        range_at_first: median of the ranges of the first weeks; None if there are too few weeks.
        range_now: that of the newest week.
        gone, new: ids of faults that were seen before the newest weeks and not in them, and the
            other way round; the most frequent first.
        unsaid: what cannot be said yet.
    """

    range_at_first: float | None
    range_now: float | None
    gone: tuple[str, ...]
    new: tuple[str, ...]
    unsaid: tuple[Unsaid, ...]


class WeekLike(Protocol):
    """What is needed of a week to compare it."""

    @property
    def range(self) -> float | None:
        """The way from start to peak."""

    @property
    def movements(self) -> int:
        """How many movements and holds were done."""

    @property
    def faults(self) -> dict[str, int]:
        """How many movements had each fault."""

    @property
    def fatigue(self) -> Fatigue | None:
        """The ends of sets."""

    @property
    def sides(self) -> dict[Side, SideTotals]:
        """What each side did."""


def range_of(repetition: Repetition, follows: str) -> float | None:
    """Return the way from start to peak of a repetition, None if it was not measured."""
    start, peak = (repetition.metrics.get(f"{end}_{follows}") for end in ("start", "peak"))
    return None if start is None or peak is None else abs(peak - start)


def sides_of(
    repetitions: Iterable[Repetition], holds: Iterable[Hold], follows: str
) -> dict[Side, SideTotals]:
    """Return what each side did; a side that did nothing is left out."""
    moved, held = list(repetitions), list(holds)
    found: dict[Side, SideTotals] = {}
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        own = [each for each in moved if each.side == side]
        own_held = [each for each in held if each.side == side]
        if own or own_held:
            found[side] = SideTotals(
                len(own),
                sum(each.good for each in own),
                float(sum(each.in_zone_s for each in own_held)),
                middle(range_of(each, follows) for each in own),
            )
    return found


def fatigue_of(repetitions: Sequence[Repetition], follows: str, dose: int | None) -> Fatigue | None:
    """Return how the ends of the sets of a session differ from their starts.

    Args:
        repetitions: those that counted, in the order of time.
        follows: the measure that the exercise follows.
        dose: the repetitions asked for in a set; None if that is not known, then a set lasts until
            the side changes.

    Returns:
        None if no set had six repetitions.
    """
    sets = [each for each in _sets(repetitions, dose) if len(each) >= 2 * AT_AN_END]
    if not sets:
        return None
    firsts, lasts = [each[:AT_AN_END] for each in sets], [each[-AT_AN_END:] for each in sets]
    return Fatigue(
        len(sets),
        middle(middle(range_of(one, follows) for one in each) for each in firsts),
        middle(middle(range_of(one, follows) for one in each) for each in lasts),
        middle(middle(_tempo_s(one) for one in each) for each in firsts),
        middle(middle(_tempo_s(one) for one in each) for each in lasts),
    )


def weeks_compared(weeks: Sequence[WeekLike], *, moves: bool, two_sides: bool) -> WeeksCompared:
    """Compare the weeks of an exercise, oldest first.

    Args:
        weeks: with what was done in them.
        moves: whether the exercise is counted in repetitions; a hold has no range and no sets.
        two_sides: whether the exercise has a left and a right.
    """
    unsaid: list[Unsaid] = []
    ranges = [each.range for each in weeks if each.range is not None]
    enough = len(ranges) > FIRST_WEEKS
    if moves and not enough:
        unsaid.append("range")
    newest, before = weeks[-FIRST_WEEKS:], weeks[:-FIRST_WEEKS]
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    if min(_done(newest), _done(before)) >= ENOUGH_DONE:
        gone, new = _only_in(before, newest), _only_in(newest, before)
    else:
        unsaid.append("faults")
    if moves and all(each.fatigue is None for each in newest):
        unsaid.append("fatigue")
    if two_sides and any(len(each.sides) < 2 for each in weeks[-1:]):
        unsaid.append("sides")
    return WeeksCompared(
        middle(ranges[:FIRST_WEEKS]) if enough else None,
        ranges[-1] if enough else None,
        gone,
        new,
        tuple(unsaid),
    )


def middle(values: Iterable[float | None]) -> float | None:
    """Return the median of the values that are known, None if none is."""
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _sets(repetitions: Sequence[Repetition], dose: int | None) -> list[list[Repetition]]:
    """Split at each change of side, and after each full dose."""
    found = []
    for _, of_side in groupby(repetitions, key=lambda each: each.side):
        run = list(of_side)
        size = dose or len(run)
        found += [run[start : start + size] for start in range(0, len(run), size)]
    return found


def _tempo_s(repetition: Repetition) -> float | None:
    out_s, return_s = (repetition.metrics.get(name) for name in ("out_s", "return_s"))
    return None if out_s is None or return_s is None else out_s + return_s


def _done(weeks: Iterable[WeekLike]) -> int:
    return sum(each.movements for each in weeks)


def _only_in(here: Iterable[WeekLike], not_here: Iterable[WeekLike]) -> tuple[str, ...]:
    """Return the faults that were seen at least twice in some weeks and never in others."""
    counts: dict[str, int] = {}
    for each in here:
        for fault, count in each.faults.items():
            counts[fault] = counts.get(fault, 0) + count
    others = {fault for each in not_here for fault in each.faults}
    only = [fault for fault, count in counts.items() if count > 1 and fault not in others]
    return tuple(sorted(only, key=lambda fault: -counts[fault]))
