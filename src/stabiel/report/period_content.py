"""Some weeks on one page, for a physiotherapist. In: `PeriodMaterial`. Out: words.

Everything on it is counted or measured: it judges nobody and advises nothing about a treatment.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from stabiel.report.period import (
    WEEK,
    ExerciseInPeriod,
    PainReading,
    PeriodDay,
    PeriodMaterial,
    PeriodPoint,
    mean_pain,
    most_frequent,
    planned_and_done,
)
from stabiel.session.wellbeing import EFFORTS
from stabiel.wording.catalogue import month_name, text
from stabiel.wording.formatting import NOTHING, number, plural, with_unit
from stabiel.wording.language import Language

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
        effort: how hard the sessions were; empty if nobody said so.
        counted: what of the totals comes from the person, and what does not count.
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
    effort: str
    counted: str
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
        effort=_effort(m),
        counted=_counted(m),
        headers=_headers(language),
        rows=[_row(each, language) for each in m.exercises],
        points=most_frequent(m.points),
        remarks=[f"{_day(day, language)}: {words}" for day, words in reversed(m.remarks)],
        not_judged=_not_judged(m),
    )


def _effort(m: PeriodMaterial) -> str:
    said = [f"{m.efforts[each]}× {text('pain', each, m.language)}" for each in EFFORTS
            if m.efforts.get(each)]  # fmt: skip
    return text("period", "effort", m.language, said=", ".join(said)) if said else ""


def _counted(m: PeriodMaterial) -> str:
    said = []
    if m.corrections:
        count = m.corrections
        said.append(plural("period", "corrections", count, m.language, count=count))
    if m.by_hand:
        said.append(plural("period", "by_hand", m.by_hand, m.language, count=m.by_hand))
    if m.videos:
        said.append(plural("period", "videos", m.videos, m.language, count=m.videos))
    if m.damaged:
        said.append(plural("period", "damaged", m.damaged, m.language, count=m.damaged))
    return " ".join(said)


def _day(day: date, language: Language) -> str:
    return f"{day.day} {month_name(day.month, language)}"


def _period(m: PeriodMaterial) -> str:
    first, last = _day(m.first, m.language), f"{_day(m.last, m.language)} {m.last.year}"
    return text("period", "from_to", m.language, first=first, last=last)


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


def _pain_in_words(m: PeriodMaterial) -> str:
    first, last = mean_pain(m)
    if first is None or last is None:
        return ""
    if m.last - m.first < WEEK:
        return text("period", "pain_mean", m.language, pain=number(last, 1, m.language))
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
    return (
        0
        if each.weeks < 2 or first is None or last is None
        else round(100 * last) - round(100 * first)
    )


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{round(100 * share)} %"


def _numbers(m: PeriodMaterial) -> list[tuple[str, str]]:
    planned, done, _ = planned_and_done(m.days)
    minutes = round(sum(each.minutes for each in m.days))
    trained = sum(each.done or each.partly for each in m.days)
    found = [(str(minutes), plural("period", "minutes", minutes, m.language))]
    if m.hurt:
        found.append((str(m.hurt), plural("period", "hurt", m.hurt, m.language)))
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
    if each.weeks < 2:  # there is nothing to compare it with
        ranges[0] = shares[0] = NOTHING
    return [each.name, f"{said} s" if each.held else said, *shares, *ranges]


def _not_judged(m: PeriodMaterial) -> str:
    return "; ".join(
        f"{each.exercise}: {each.what}, {each.why} ({number(each.seconds, 0, m.language)} s)"
        for each in sorted(m.not_judged, key=lambda each: -each.seconds)
    )
