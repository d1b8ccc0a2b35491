"""A plan as a file for the person's own calendar. In: a plan, times of day. Out: iCalendar bytes.

RFC 5545, with a reminder at each time. The times have no time zone, so a calendar takes them as
times of wherever the person is. Nothing is sent: the person opens the file.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, vRecur

from stabiel.errors import UsageError
from stabiel.exercises.plan import DAYS, TrainingPlan
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import plural
from stabiel.wording.language import Language

# The last session of a day that has several; the rest are spread evenly before it.
LAST_TIME = time(20, 0)
# RFC 5545 names a day by the first two letters.
_LETTERS = 2


def times_between(first: time, count: int) -> list[time]:
    """Return the times of the sessions of a day: evenly from the first to 20:00.

    Args:
        first: of the first session. After 20:00 the others are at 20:00 or later too: an hour
            apart, as far as the day has them.
        count: how many sessions a day has, at least one.
    """
    if count == 1:
        return [first]
    begin = datetime.combine(date.min, first)
    end = datetime.combine(date.min, LAST_TIME)
    latest = datetime.combine(date.min, time(23, 59))
    end = max(end, min(latest, begin + timedelta(hours=count - 1)))
    step = (end - begin) / (count - 1)
    # Whole minutes: a calendar shows no seconds.
    found = [begin + step * index for index in range(count)]
    return [each.time().replace(second=0, microsecond=0) for each in found]


def plan_calendar(
    plan: TrainingPlan,
    minutes: int,
    language: Language,
    at: Sequence[time],
    now: datetime,
) -> bytes:
    """Return the calendar of a plan: a weekly event for each time of day.

    The same plan and place in the day have the same identity each time, so a calendar that reads
    the file again replaces its events.

    Args:
        plan: what to do, on which days, from when until when.
        minutes: how long a session takes.
        language: of the texts.
        at: the times of day, in order.
        now: the events begin today, or when the plan begins.

    Raises:
        UsageError: the plan asks for no day from now on.
    """
    first = next_day(plan, now.date())
    if first is None:
        raise UsageError(
            f"The plan '{plan.id}' asks for no day from {now.date().isoformat()} on; give it a "
            "later last day first."
        )
    calendar = Calendar()
    calendar.add("prodid", "-//stabiel//plan//")
    calendar.add("version", "2.0")
    title = text("calendar", "title", language, plan=plan.title.in_language(language))
    for number, when in enumerate(at, 1):
        words = title
        if len(at) > 1:
            words = text("calendar", "title_of", language, title=title, number=number, all=len(at))
        event = Event()
        event.add("uid", f"{plan.id}-{number}@stabiel")
        event.add("dtstamp", now)
        event.add("summary", words)
        event.add("description", _description(plan, minutes, language))
        event.add("dtstart", datetime.combine(first, when))
        event.add("duration", timedelta(minutes=minutes))
        event.add("rrule", _rule(plan))
        event.add_component(_reminder(words))
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _reminder(words: str) -> Alarm:
    """Return a reminder at the time itself: it is the one that the person chose."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(0))
    return alarm


def _description(plan: TrainingPlan, minutes: int, language: Language) -> str:
    lines = [plural("calendar", "words", minutes, language, minutes=minutes)]
    if plan.stop is not None:
        lines.append(plan.stop)
    return "\n".join(lines)


def _rule(plan: TrainingPlan) -> vRecur:
    rule: dict[str, object] = {"freq": "weekly", "byday": [_letters(day) for day in plan.days]}
    if plan.last_day is not None:
        # Local like the start, as RFC 5545 asks.
        rule["until"] = datetime.combine(plan.last_day, time(23, 59, 59))
    return vRecur(rule)


def _letters(day: str) -> str:
    return day[:_LETTERS].upper()


def next_day(plan: TrainingPlan, today: date) -> date | None:
    """Return the first day from today on that a plan asks for, None if it is over."""
    begin = today if plan.first_day is None else max(today, plan.first_day)
    week = (begin + timedelta(days=index) for index in range(len(DAYS)))
    return next((day for day in week if plan.is_on(day)), None)
