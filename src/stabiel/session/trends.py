"""Sessions of one exercise over weeks. In: sessions with their dates. Out: their summaries.

Medians summarize each session, so that one badly visible movement does not make a good or a bad
day. Nothing here scores a person: it reports what was measured.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from stabiel.coach.events import Hold, Repetition
from stabiel.session.session import Session


@dataclass(frozen=True, slots=True)
class Past:
    """One session of an exercise, summarized.

    Attributes:
        start, peak: medians of the followed measure in its own unit, over the repetitions that
            counted: the person's range. None if nothing counted.
        out_s, return_s: medians of the durations of the ways out and back, in seconds.
        attempts: without the doubtful ones.
        faults: how many movements or holds had each fault, including the reasons of attempts.
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

    @property
    def good_share(self) -> float | None:
        """The share of good repetitions among those that counted, None if none counted."""
        return self.good / self.repetitions if self.repetitions else None


def past_of(session_id: int, began_at: datetime, session: Session, follows: str) -> Past:
    """Return the summary of a session.

    Args:
        session_id: its number in the store.
        began_at: when it began.
        session: what was done.
        follows: the measure that the exercise follows.
    """
    attempts = [each for each in session.attempts if not each.doubtful]
    done: list[Repetition | Hold] = [*session.repetitions, *session.holds]
    faults = Counter(fault for each in done for fault in dict.fromkeys(each.faults))
    faults.update(each.reason for each in attempts)
    return Past(
        id=session_id,
        began_at=began_at,
        repetitions=len(session.repetitions),
        good=session.good_repetitions,
        attempts=len(attempts),
        holds=len(session.holds),
        hold_s=float(session.hold_s),
        start=_median(session.repetitions, f"start_{follows}"),
        peak=_median(session.repetitions, f"peak_{follows}"),
        out_s=_median(session.repetitions, "out_s"),
        return_s=_median(session.repetitions, "return_s"),
        faults=dict(faults),
    )


@dataclass(frozen=True, slots=True)
class Week:
    """All sessions of an exercise in a week, summarized in the same way.

    Attributes:
        monday: the first day, in the local time of this computer.
        start, peak, out_s, return_s: medians over the sessions that have them.
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

    @property
    def good_share(self) -> float | None:
        """The share of good repetitions among those that counted, None if none counted."""
        return self.good / self.repetitions if self.repetitions else None


def weeks(past: Iterable[Past]) -> list[Week]:
    """Return the sessions of one exercise by week, oldest first, without empty weeks."""
    by_monday: dict[date, list[Past]] = {}
    for each in past:
        day = each.began_at.astimezone().date()
        by_monday.setdefault(day - timedelta(days=day.weekday()), []).append(each)
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
        start=_middle(each.start for each in past),
        peak=_middle(each.peak for each in past),
        out_s=_middle(each.out_s for each in past),
        return_s=_middle(each.return_s for each in past),
        faults=dict(faults),
    )


def _middle(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _median(repetitions: Iterable[Repetition], name: str) -> float | None:
    values = [each.metrics[name] for each in repetitions if name in each.metrics]
    return median(values) if values else None
