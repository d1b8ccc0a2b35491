"""Some weeks on one page, for a physiotherapist. In: plain values, by day. Out: words.

`PeriodMaterial` is what the page is made of, and knows no store; `PeriodContent` is what it says.
Everything on it is counted or measured: it judges nobody and advises nothing about a treatment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Literal

from stabiel.wording.catalogue import month_name, text
from stabiel.wording.formatting import NOTHING, number, plural, with_unit
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
    """

    name: str
    follows: str
    held: bool
    asked: float
    done: float
    first: WeekOfExercise
    last: WeekOfExercise


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


PeriodDayState = Literal["done", "partly", "open", "extra", "rest", "outside"]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day in the calendar: planned and done, partly, not done, or done without a plan."""

    day: date
    state: PeriodDayState


@dataclass(frozen=True, slots=True)
class PeriodContent:
    """Everything that the page of a period says.

    Attributes:
        about: the line above the headline.
        headline: planned and done, pain, what got better: in at most three sentences.
        numbers: large, each with its label.
        weeks: the calendar, seven days each, from Monday.
        pain_words: why the headline does not compare the pain; empty if it does.
        headers, rows: of the table of exercises.
        remarks: the newest first.
    """

    language: Language
    about: str
    author: str
    headline: str
    numbers: list[tuple[str, str]]
    weeks: list[list[CalendarDay]]
    pains: list[PainReading]
    pain_words: str
    headers: list[str]
    rows: list[list[str]]
    points: list[PeriodPoint]
    remarks: list[str]
    not_judged: str


def period_content(material: PeriodMaterial) -> PeriodContent:
    """Return everything that the page of a period says."""
    m, language = material, material.language
    title, period = text("period", "title", language), _period(m)
    pain = _pain_in_words(m)
    done = _days_in_words(m)
    better = _better_in_words(m)
    return PeriodContent(
        language=language,
        about=" · ".join(each for each in (title, m.person, m.plan, period) if each),
        author=text("report", "prescribed_by", language, name=m.author) if m.author else "",
        headline=" ".join(each for each in (done, pain, better) if each),
        numbers=_numbers(m),
        weeks=_calendar(m),
        pains=[each for each in m.pains if each.before is not None or each.after is not None],
        pain_words="" if pain else text("period", "no_pain", language),
        headers=_headers(language),
        rows=[_row(each, language) for each in m.exercises],
        points=sorted(m.points, key=lambda each: -each.count)[:MOST_POINTS],
        remarks=[f"{_day(day, language)}: {words}" for day, words in reversed(m.remarks)],
        not_judged=_not_judged(m),
    )


def _day(day: date, language: Language) -> str:
    return f"{day.day} {month_name(day.month, language)}"


def _period(m: PeriodMaterial) -> str:
    first, last = _day(m.first, m.language), f"{_day(m.last, m.language)} {m.last.year}"
    return text("period", "from_to", m.language, first=first, last=last)


def planned_and_done(days: Sequence[PeriodDay]) -> tuple[int, int, int]:
    """Return how many days were planned, and of those how many were done wholly and partly."""
    planned = [each for each in days if each.planned]
    return len(planned), sum(each.done for each in planned), sum(each.partly for each in planned)


def _days_in_words(m: PeriodMaterial) -> str:
    planned, done, partly = planned_and_done(m.days)
    if planned == 0:
        count = sum(each.done or each.partly for each in m.days)
        return plural("period", "without_plan", count, m.language, count=count)
    if partly:
        return text(
            "period", "days_and_partly", m.language, done=done, planned=planned, partly=partly
        )
    return text("period", "days", m.language, done=done, planned=planned)


def mean_pain(m: PeriodMaterial) -> tuple[float | None, float | None]:
    """Return the mean pain before exercise in the first and in the last week of the period."""
    known = [(each.day, each.before) for each in m.pains if each.before is not None]
    first = [pain for day, pain in known if day < m.first + WEEK]
    last = [pain for day, pain in known if day > m.last - WEEK]
    return fmean(first) if first else None, fmean(last) if last else None


def _pain_in_words(m: PeriodMaterial) -> str:
    first, last = mean_pain(m)
    if first is None or last is None:
        return ""
    before, now = number(first, 1, m.language), number(last, 1, m.language)
    return text("period", "pain", m.language, first=before, last=now)


def _better_in_words(m: PeriodMaterial) -> str:
    """Return which exercise gained the largest share of good repetitions, empty if none did."""
    gains = [(gain, each) for each in m.exercises if (gain := _gain(each)) > 0]
    if not gains:
        return ""
    _, best = max(gains, key=lambda each: each[0])
    first, last = _percent(best.first.good_share), _percent(best.last.good_share)
    return text("period", "better", m.language, exercise=best.name, first=first, last=last)


def _gain(each: ExerciseInPeriod) -> int:
    """Return by how many percent points the share of good repetitions rose, as it is shown."""
    first, last = each.first.good_share, each.last.good_share
    return 0 if first is None or last is None else round(100 * last) - round(100 * first)


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{round(100 * share)} %"


def _numbers(m: PeriodMaterial) -> list[tuple[str, str]]:
    planned, done, _ = planned_and_done(m.days)
    minutes = round(sum(each.minutes for each in m.days))
    trained = sum(each.done or each.partly for each in m.days)
    found = [(str(minutes), plural("period", "minutes", minutes, m.language))]
    if planned:
        of_asked = text("report", "of_asked", m.language, done=done, asked=planned)
        return [(of_asked, text("period", "planned_days", m.language)), *found]
    return [(str(trained), plural("period", "trained_days", trained, m.language)), *found]


def _calendar(m: PeriodMaterial) -> list[list[CalendarDay]]:
    known = {each.day: each for each in m.days}
    monday = m.first - timedelta(days=m.first.weekday())
    weeks = []
    while monday <= m.last:
        days = [monday + timedelta(days=n) for n in range(7)]
        weeks.append([CalendarDay(day, _state(day, known.get(day), m)) for day in days])
        monday += WEEK
    return weeks


def _state(day: date, known: PeriodDay | None, m: PeriodMaterial) -> PeriodDayState:
    if not m.first <= day <= m.last:
        return "outside"
    if known is None:
        return "rest"
    if not known.planned:
        return "extra" if known.done or known.partly else "rest"
    if known.done:
        return "done"
    return "partly" if known.partly else "open"


def _headers(language: Language) -> list[str]:
    return [
        text("period", "exercise", language),
        text("period", "done", language),
        text("period", "good_first", language),
        text("period", "good_last", language),
        text("period", "range_first", language),
        text("period", "range_last", language),
    ]


def _row(each: ExerciseInPeriod, language: Language) -> list[str]:
    done, asked = (number(value, 0, language) for value in (each.done, each.asked))
    said = text("report", "of_asked", language, done=done, asked=asked) if each.asked else done
    ranges = [
        f"{with_unit(each.follows, week.start, language)} {NOTHING} "
        f"{with_unit(each.follows, week.peak, language)}"
        if week.start is not None and week.peak is not None
        else NOTHING
        for week in (each.first, each.last)
    ]
    shares = [_percent(week.good_share) for week in (each.first, each.last)]
    return [each.name, f"{said} s" if each.held else said, *shares, *ranges]


def _not_judged(m: PeriodMaterial) -> str:
    return "; ".join(
        f"{each.exercise}: {each.what}, {each.why} ({number(each.seconds, 0, m.language)} s)"
        for each in sorted(m.not_judged, key=lambda each: -each.seconds)
    )
