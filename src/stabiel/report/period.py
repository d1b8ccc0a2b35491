"""What the page of some weeks is made of, for a physiotherapist. In: nothing. Out: plain values.

`PeriodMaterial` knows no store. Everything in it is counted or measured, or said by the person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean

from stabiel.session.wellbeing import Effort
from stabiel.wording.language import Language

WEEK = timedelta(days=7)
MOST_POINTS = 2


@dataclass(frozen=True, slots=True)
class PeriodDay:
    """One day of the period.

    Attributes:
        planned: whether the plan asked for a session.
        done: whether all of a session was done.
        partly: whether some of it was done; False if all was.
        minutes: of exercise.
    """

    day: date
    planned: bool
    done: bool = False
    partly: bool = False
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class PainReading:
    """The pain around one session, 0 to 10 (numeric rating scale); None if it was skipped."""

    day: date
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class WeekOfExercise:
    """What was measured of an exercise in one week.

    Attributes:
        good_share: 0 to 1; None if nothing counted, and for a hold.
        start, peak: the range, in the unit of the followed measure; None if it was not measured.
    """

    good_share: float | None = None
    start: float | None = None
    peak: float | None = None


@dataclass(frozen=True, slots=True)
class ExerciseInPeriod:
    """One exercise over the period.

    Attributes:
        name: in the language of the page.
        follows: the measure of its range.
        held: whether it is a hold; its dose is then in seconds, else in repetitions.
        asked: the dose of the whole period; 0 if nothing was asked.
        done: what counted of it.
        first, last: the first and the last week in which it was done.
        weeks: in how many weeks of the period; of one, nothing is compared.
    """

    name: str
    follows: str
    held: bool
    asked: float
    done: float
    first: WeekOfExercise
    last: WeekOfExercise
    weeks: int = 2


@dataclass(frozen=True, slots=True)
class PeriodPoint:
    """A point to work on, with how often it occurred and one picture (JPEG), if there is one."""

    exercise: str
    name: str
    correction: str
    count: int
    jpeg: bytes | None = None


@dataclass(frozen=True, slots=True)
class UnjudgedInPeriod:
    """What could not be judged in an exercise, why, and for how many seconds."""

    exercise: str
    what: str
    why: str
    seconds: float


@dataclass(frozen=True, slots=True)
class PeriodMaterial:
    """Everything that the page of a period is made of.

    Attributes:
        first, last: the days of the period, both included.
        plan: its title; empty if none is followed.
        person, author: for whom and by whom the plan is; None to write none.
        days: those of the period, each once, in order; a day that is missing had nothing.
        exercises: in the order of the plan.
        points: the most important first (`stabiel.report.importance`); the page shows the two most
            frequent, and of equals the more important one.
        remarks: of the person, with their days, in order.
        hurt: how many sessions were broken off because it hurt.
        efforts: how often the person said how hard a session was.
        corrections, by_hand: how many there are in the period; the totals follow them.
        videos: analyzed videos that do not count, as nobody has said whom they show.
        damaged: how many notes by hand cannot be read.
    """

    language: Language
    first: date
    last: date
    plan: str = ""
    person: str | None = None
    author: str | None = None
    days: Sequence[PeriodDay] = ()
    pains: Sequence[PainReading] = ()
    exercises: Sequence[ExerciseInPeriod] = ()
    points: Sequence[PeriodPoint] = ()
    remarks: Sequence[tuple[date, str]] = ()
    not_judged: Sequence[UnjudgedInPeriod] = ()
    hurt: int = 0
    efforts: Mapping[Effort, int] = field(default_factory=dict)
    corrections: int = 0
    by_hand: int = 0
    videos: int = 0
    damaged: int = 0


def planned_and_done(days: Sequence[PeriodDay]) -> tuple[int, int, int]:
    """Return how many days were planned, and of those how many were done wholly and partly."""
    planned = [each for each in days if each.planned]
    return len(planned), sum(each.done for each in planned), sum(each.partly for each in planned)


def mean_pain(m: PeriodMaterial) -> tuple[float | None, float | None]:
    """Return the mean pain before exercise in the first and in the last week of the period."""
    known = [(each.day, each.before) for each in m.pains if each.before is not None]
    first = [pain for day, pain in known if day < m.first + WEEK]
    last = [pain for day, pain in known if day > m.last - WEEK]
    return fmean(first) if first else None, fmean(last) if last else None


def most_frequent(points: Sequence[PeriodPoint]) -> list[PeriodPoint]:
    """Return the points that the page shows: the most frequent, of equals the first."""
    return sorted(points, key=lambda each: -each.count)[:MOST_POINTS]
