"""The days of a month or week, from the records. In: records, a plan, two days. Out: `DaysKept`."""

from dataclasses import dataclass
from datetime import date, timedelta

from stabiel.exercises.plan import TrainingPlan
from stabiel.session.days import TrainingDay, days_of, monday_of
from stabiel.store.corrections import as_corrected, corrected_sessions
from stabiel.store.listing import FIRST, UNANSWERED, Kept, between
from stabiel.store.store import Store
from stabiel.store.workouts import (
    done_exercises,
    done_workouts,
    planned_days,
    since_day,
    unanswered,
)


@dataclass(frozen=True, slots=True)
class DaysKept:
    """Days in order, and what they come to.

    Attributes:
        sessions: finished sessions that count, by number: at least those that the days refer to.
        videos: analyzed videos of which nobody has said whether they show the person.
        since: the day of the first workout; None if there is none.
    """

    days: list[TrainingDay]
    sessions: dict[int, Kept]
    videos: list[Kept]
    since: date | None

    @property
    def planned(self) -> int:
        """How many days the plan asks for, those to come included."""
        return sum(each.planned > 0 for each in self.days)

    def planned_until(self, today: date) -> int:
        """Return how many days the plan asked for until a day, that day included."""
        return sum(each.planned > 0 for each in self.days if each.day <= today)

    @property
    def done(self) -> int:
        """How many planned days were done."""
        return sum(each.state == "done" and each.planned > 0 for each in self.days)

    @property
    def partly(self) -> int:
        """How many planned days were done in part."""
        return sum(each.state == "partly" for each in self.days)

    @property
    def extra(self) -> int:
        """How many days were done without being planned."""
        return sum(each.state == "done" and not each.planned for each in self.days)

    @property
    def minutes(self) -> float:
        """How long all workouts took, rests included."""
        return sum(each.minutes for each in self.days)


def days_in(store: Store, plan: TrainingPlan, first: date, last: date, today: date) -> DaysKept:
    """Return the days from the first to the last, both included.

    The plan of today is the measure of the past too; before its first day, or before the first
    workout if it has none, nothing was planned.

    Raises:
        StoreError, OutputError: the records cannot be read.
    """
    near = store.sessions(between(first, last))
    kept = as_corrected(near, corrected_sessions(store, [each.id for each in near]))
    workouts = done_workouts(store.folder, kept)
    began = _first_day(store)
    since = since_day(plan, began, today)
    days = days_of(first, last, workouts, planned_days(plan), today=today, since=since)
    sessions = {each.id: each for each in kept if each.state == "finished" and each.counts}
    return DaysKept(days, sessions, unanswered(store.sessions(UNANSWERED)), began)


def week_of(day: date) -> tuple[date, date]:
    """Return the Monday and the Sunday of the week of a day."""
    monday = monday_of(day)
    return monday, monday + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of a day."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first, following - timedelta(days=1)


def _first_day(store: Store) -> date | None:
    """Return the day of the first workout, None if there is none."""
    done = done_exercises(store.folder, store.sessions(FIRST))
    return min(each.began_at for each in done).date() if done else None
