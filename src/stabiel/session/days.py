"""Days of training: planned and done. In: what was done, the planned days. Out: `TrainingDay`s.

Pure: it reads no clock and no records. A day that was planned and on which nothing was done is
simply empty; nothing here scores a person.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

# How an exercise of a live session ended: all its steps were done, the session was stopped during
# it, or at least one step of it was skipped.
Ending = Literal["done", "stopped", "skipped"]
# "planned" is today or later; "empty" is a planned day in the past without anything done.
DayState = Literal["done", "partly", "planned", "rest", "empty"]
# Older sessions have no workout: what begins this soon after the end of the one before belongs to
# it. Longer than any rest of a plan, shorter than the time between two workouts of a day.
SAME_WORKOUT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class DoneExercise:
    """One exercise that was done, or skipped.

    Attributes:
        session: the number in the records; None for a note by hand.
        began_at: in the local time of this computer; for a note by hand, midnight of its day.
        duration_s: how long it took; 0 if that is not known.
        counted: repetitions that counted, or holds; for a note by hand 1.
        ending: None in older sessions, in analyzed videos, and in notes by hand.
        workout: the id of the run of a plan or an exercise; None if it is not known.
        plan: the id of the plan of that run; None if there is none, or it is not known.
    """

    session: int | None
    exercise: str
    began_at: datetime
    duration_s: float
    counted: int
    ending: Ending | None = None
    workout: str | None = None
    plan: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether something counted and nothing of it was left out, as far as is known."""
        return self.counted > 0 and self.ending in ("done", None)

    @property
    def ended_at(self) -> datetime:
        """When it ended."""
        return self.began_at + timedelta(seconds=self.duration_s)


@dataclass(frozen=True, slots=True)
class DoneWorkout:
    """The exercises of one run, in order.

    Attributes:
        key: the id of the workout; of an older one, made of the number of its first session.
        minutes: from its first moment to its last, rests included; None if that is not known.
    """

    key: str
    plan: str | None
    exercises: tuple[DoneExercise, ...]
    minutes: float | None

    @property
    def day(self) -> date:
        """The day on which it began."""
        return self.exercises[0].began_at.date()

    @property
    def counted(self) -> bool:
        """Whether anything of it counted."""
        return any(each.counted for each in self.exercises)


@dataclass(frozen=True, slots=True)
class PlannedDays:
    """What a plan asks for, as far as days need it.

    Attributes:
        plan: its id.
        exercises: how many times each exercise is asked for in one session.
        times_a_day: how many sessions a day.
        is_on: returns whether the plan asks for a session on a day.
    """

    plan: str
    exercises: Mapping[str, int]
    times_a_day: int
    is_on: Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class TrainingDay:
    """One day.

    Attributes:
        planned: how many sessions the plan asks for on this day; 0 if none.
        share: how much of the plan was done: exercises that were done whole among those asked
            for, 0 to 1; None on a day without a plan.
    """

    day: date
    state: DayState
    planned: int
    share: float | None
    minutes: float
    workouts: tuple[DoneWorkout, ...]


def workouts_of(done: Iterable[DoneExercise]) -> list[DoneWorkout]:
    """Return the workouts, oldest first.

    What has a workout belongs to it. The rest is grouped by time: within `SAME_WORKOUT` of the end
    of the one before, on the same day. A note by hand is a workout of its own.
    """
    known: dict[str, list[DoneExercise]] = {}
    last: DoneExercise | None = None
    key = ""
    for each in sorted(done, key=lambda one: (one.began_at, one.session or 0)):
        if each.workout is not None:
            known.setdefault(each.workout, []).append(each)
            continue
        if each.session is None:
            known[f"hand-{len(known)}-{each.began_at.date()}"] = [each]
            continue
        if last is None or not _follows(last, each):
            key = f"session-{each.session}"
        known.setdefault(key, []).append(each)
        last = each
    found = [_workout(name, exercises) for name, exercises in known.items()]
    return sorted(found, key=lambda one: one.exercises[0].began_at)


def days_of(
    first: date,
    last: date,
    workouts: Sequence[DoneWorkout],
    planned: PlannedDays,
    *,
    today: date,
    since: date,
) -> list[TrainingDay]:
    """Return each day from the first to the last, both included.

    Args:
        first, last: the days to return.
        workouts: what was done, other days included.
        planned: what the plan asks for.
        today: the day of now, in the same time zone as the workouts.
        since: the day on which the person began; before it nothing was planned.
    """
    by_day: dict[date, list[DoneWorkout]] = {}
    for each in workouts:
        by_day.setdefault(each.day, []).append(each)
    count = (last - first).days + 1
    return [
        _day(first + timedelta(days=index), by_day, planned, today=today, since=since)
        for index in range(count)
    ]


def monday_of(day: date) -> date:
    """Return the first day of the week of a day."""
    return day - timedelta(days=day.weekday())


def _follows(before: DoneExercise, each: DoneExercise) -> bool:
    soon = each.began_at - before.ended_at <= SAME_WORKOUT
    return soon and each.began_at.date() == before.began_at.date()


def _workout(key: str, exercises: list[DoneExercise]) -> DoneWorkout:
    length = max(each.ended_at for each in exercises) - exercises[0].began_at
    minutes = length.total_seconds() / 60
    plan = next((each.plan for each in exercises if each.plan is not None), None)
    return DoneWorkout(key, plan, tuple(exercises), minutes if minutes > 0 else None)


def _day(
    day: date,
    by_day: Mapping[date, list[DoneWorkout]],
    planned: PlannedDays,
    *,
    today: date,
    since: date,
) -> TrainingDay:
    workouts = tuple(by_day.get(day, ()))
    sessions = planned.times_a_day if day >= since and planned.is_on(day) else 0
    share = _share(workouts, planned, sessions) if sessions else None
    if any(each.counted for each in workouts):
        done = share is None or share >= 1 or _ran_other_plan(workouts, planned)
        state: DayState = "done" if done else "partly"
    elif sessions:
        state = "planned" if day >= today else "empty"
    else:
        state = "rest"
    minutes = sum(each.minutes or 0.0 for each in workouts if each.counted)
    return TrainingDay(day, state, sessions, share, minutes, workouts)


def _share(workouts: Iterable[DoneWorkout], planned: PlannedDays, sessions: int) -> float:
    """Return how many of the exercises that a day asks for were done whole, 0 to 1."""
    whole: dict[str, int] = {}
    for workout in workouts:
        for each in workout.exercises:
            whole[each.exercise] = whole.get(each.exercise, 0) + each.is_whole
    asked = {name: times * sessions for name, times in planned.exercises.items()}
    done = sum(min(times, whole.get(name, 0)) for name, times in asked.items())
    return done / max(1, sum(asked.values()))


def _ran_other_plan(workouts: Iterable[DoneWorkout], planned: PlannedDays) -> bool:
    """Return whether another plan was done to its end: what it asked for is not known any more."""
    return any(
        each.plan not in (None, planned.plan) and all(one.is_whole for one in each.exercises)
        for each in workouts
    )
