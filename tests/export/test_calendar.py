"""The calendar file, read back by the library that calendars could use."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from stabiel.errors import UsageError
from stabiel.exercises.plan import plan_from
from stabiel.exercises.programme_files import load_programmes
from stabiel.export.calendar import plan_calendar, times_between
from tests.sessions import BOOK

# A Tuesday.
NOW = datetime(2026, 12, 1, 12, 0).astimezone()
BASIS = plan_from(load_programmes(BOOK)["basis"])


def plan(**changes):
    return BASIS.model_copy(update={"days": ["mon", "wed", "fri"], **changes})


def events(made, language="nl", at=(time(9),), now=NOW):
    calendar = Calendar.from_ical(plan_calendar(made, 28, language, at, now))
    assert calendar["version"] == "2.0"
    return calendar.walk("VEVENT")


def days_of(event, count=4):
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=event["dtstart"].dt)
    return [each.date() for each in rule.xafter(datetime.min, count, inc=True)]


def test_it_recurs_on_the_days_of_the_plan():
    (event,) = events(plan())

    assert event["dtstart"].dt == datetime(2026, 12, 2, 9, 0)  # no time zone: where the person is
    assert event["duration"].dt == timedelta(minutes=28)
    assert [day.strftime("%a %d") for day in days_of(event)] == [
        "Wed 02", "Fri 04", "Mon 07", "Wed 09",
    ]  # fmt: skip
    assert event["summary"] == "Oefenen: Basis"
    assert event["description"] == "Ongeveer 28 minuten. Stop als het pijn doet."


def test_it_begins_and_ends_with_the_plan():
    first, last = date(2026, 12, 12), date(2026, 12, 16)
    (event,) = events(plan(first_day=first, last_day=last))

    assert days_of(event) == [date(2026, 12, 14), last]


def test_it_reminds_at_its_time():
    (event,) = events(plan(stop="Bel bij uitstraling; stop."), "en")
    (alarm,) = event.walk("VALARM")

    assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", timedelta(0))
    assert alarm["description"] == event["summary"] == "Exercises: Basics"
    assert event["description"].endswith("\nBel bij uitstraling; stop.")


def test_several_times_a_day_are_several_events():
    found = events(plan(times_a_day=2), at=times_between(time(8, 30), 2))

    assert [each["dtstart"].dt.time() for each in found] == [time(8, 30), time(20)]
    assert [each["summary"] for each in found] == [
        "Oefenen: Basis (1 van 2)", "Oefenen: Basis (2 van 2)",
    ]  # fmt: skip
    # The same file read twice must not fill a calendar twice.
    again = events(plan(times_a_day=2), at=times_between(time(8, 30), 2))
    assert [each["uid"] for each in found] == [each["uid"] for each in again]
    assert len({each["uid"] for each in found}) == 2


@pytest.mark.parametrize(
    ("first", "count", "times"),
    [
        (time(9), 1, [time(9)]),
        (time(9), 3, [time(9), time(14, 30), time(20)]),
        (time(21), 2, [time(21), time(22)]),
        (time(23, 30), 2, [time(23, 30), time(23, 59)]),
    ],
)
def test_times_are_spread_over_the_day(first, count, times):
    assert times_between(first, count) == times


def test_a_plan_that_is_over_is_a_sentence():
    with pytest.raises(UsageError, match="asks for no day from 2026-12-01 on; give it a later"):
        events(plan(last_day=date(2026, 11, 30)))
