"""Sessions of one exercise over weeks. In: sessions with their dates. Out: their summaries.

Medians summarize each session, so that one badly visible movement does not make a good or a bad
day. Nothing here scores a person: it reports what was measured.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Protocol

from stabiel.anatomy import Side
from stabiel.coach.events import Attempt, Hold, Repetition
from stabiel.session.comparisons import Fatigue, SideTotals, fatigue_of, middle, sides_of
from stabiel.session.days import monday_of


class DoneMovements(Protocol):
    """What is summarized of a session: a `Session`, or only its movements."""

    @property
    def repetitions(self) -> Sequence[Repetition]:
        """Those that counted, in the order of time."""

    @property
    def attempts(self) -> Sequence[Attempt]:
        """Movements that did not count."""

    @property
    def holds(self) -> Sequence[Hold]:
        """Postures that were held."""


@dataclass(frozen=True, slots=True)
class Past:
    """One session of an exercise, summarized.

    Attributes:
        start, peak: medians of the followed measure in its own unit, over the repetitions that
            counted: the person's range. None if nothing counted.
        out_s, return_s: medians of the durations of the ways out and back, in seconds.
        attempts: without the doubtful ones.
        faults: how many movements or holds had each fault, including the reasons of attempts.
        sides: what each side did; empty if the exercise has no sides.
        fatigue: the ends of its sets; None if they were too short.
    """

    id: int
    began_at: datetime
    repetitions: int
    good: int
    attempts: int
    holds: int
    hold_s: float
    start: float | None
    peak: float | None
    out_s: float | None
    return_s: float | None
    faults: dict[str, int]
    sides: dict[Side, SideTotals] = field(default_factory=dict)
    fatigue: Fatigue | None = None

    @property
    def good_share(self) -> float | None:
        """The share of good repetitions among those that counted, None if none counted."""
        return self.good / self.repetitions if self.repetitions else None


def past_of(
    session_id: int,
    began_at: datetime,
    session: DoneMovements,
    follows: str,
    dose: int | None = None,
) -> Past:
    """Return the summary of a session.

    Args:
        session_id: its number in the store.
        began_at: when it began.
        session: what was done.
        follows: the measure that the exercise follows.
        dose: the repetitions asked for in a set; None if that is not known.
    """
    attempts = [each for each in session.attempts if not each.doubtful]
    done: list[Repetition | Hold] = [*session.repetitions, *session.holds]
    faults = Counter(fault for each in done for fault in dict.fromkeys(each.faults))
    faults.update(each.reason for each in attempts)
    return Past(
        id=session_id,
        began_at=began_at,
        repetitions=len(session.repetitions),
        good=sum(each.good for each in session.repetitions),
        attempts=len(attempts),
        holds=len(session.holds),
        hold_s=float(sum(each.in_zone_s for each in session.holds)),
        start=_median(session.repetitions, f"start_{follows}"),
        peak=_median(session.repetitions, f"peak_{follows}"),
        out_s=_median(session.repetitions, "out_s"),
        return_s=_median(session.repetitions, "return_s"),
        faults=dict(faults),
        sides=sides_of(session.repetitions, session.holds, follows),
        fatigue=fatigue_of(session.repetitions, follows, dose),
    )


@dataclass(frozen=True, slots=True)
class Week:
    """All sessions of an exercise in a week, summarized in the same way.

    Attributes:
        monday: the first day, in the local time of this computer; Monday for calendar weeks.
        start, peak, out_s, return_s: medians over the sessions that have them.
        movements: repetitions, attempts and holds.
        sides, fatigue: summed, or medians over the sessions that have them.
    """

    monday: date
    sessions: int
    repetitions: int
    good: int
    hold_s: float
    start: float | None
    peak: float | None
    out_s: float | None
    return_s: float | None
    faults: dict[str, int]
    movements: int = 0
    sides: dict[Side, SideTotals] = field(default_factory=dict)
    fatigue: Fatigue | None = None

    @property
    def good_share(self) -> float | None:
        """The share of good repetitions among those that counted, None if none counted."""
        return self.good / self.repetitions if self.repetitions else None

    @property
    def range(self) -> float | None:
        """The way from start to peak, in the unit of the followed measure."""
        return None if self.start is None or self.peak is None else abs(self.peak - self.start)


def weeks(past: Iterable[Past], first: date | None = None) -> list[Week]:
    """Return the sessions of one exercise by week, oldest first, without empty weeks.

    Args:
        past: the sessions.
        first: the day from which seven days are counted each; None for calendar weeks.
    """
    by_monday: dict[date, list[Past]] = {}
    for each in past:
        day = each.began_at.astimezone().date()
        begin = monday_of(day) if first is None else day - (day - first) % timedelta(days=7)
        by_monday.setdefault(begin, []).append(each)
    return [_week(monday, by_monday[monday]) for monday in sorted(by_monday)]


def _week(monday: date, past: list[Past]) -> Week:
    faults: Counter[str] = Counter()
    for each in past:
        faults.update(each.faults)
    return Week(
        monday=monday,
        sessions=len(past),
        repetitions=sum(each.repetitions for each in past),
        good=sum(each.good for each in past),
        hold_s=sum(each.hold_s for each in past),
        start=middle(each.start for each in past),
        peak=middle(each.peak for each in past),
        out_s=middle(each.out_s for each in past),
        return_s=middle(each.return_s for each in past),
        faults=dict(faults),
        movements=sum(each.repetitions + each.attempts + each.holds for each in past),
        sides=_sides(past),
        fatigue=_fatigue([each.fatigue for each in past if each.fatigue is not None]),
    )


def _sides(past: list[Past]) -> dict[Side, SideTotals]:
    found: dict[Side, SideTotals] = {}
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        own = [each.sides[side] for each in past if side in each.sides]
        if own:
            found[side] = SideTotals(
                sum(each.repetitions for each in own),
                sum(each.good for each in own),
                sum(each.hold_s for each in own),
                middle(each.range for each in own),
            )
    return found


def _fatigue(found: list[Fatigue]) -> Fatigue | None:
    if not found:
        return None
    return Fatigue(
        sum(each.sets for each in found),
        middle(each.range_first for each in found),
        middle(each.range_last for each in found),
        middle(each.tempo_first_s for each in found),
        middle(each.tempo_last_s for each in found),
    )


def _median(repetitions: Iterable[Repetition], name: str) -> float | None:
    values = [each.metrics[name] for each in repetitions if name in each.metrics]
    return median(values) if values else None
