"""Days: workouts are grouped, and each day is planned, done, partly done, a rest or empty."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from stabiel.session.days import DoneExercise, PlannedDays, TrainingDay, days_of, workouts_of

# A Monday.
MONDAY = date(2026, 3, 2)
TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
BRIDGE = DoneExercise(1, "bridging", TEN, 120.0, 10)


def done(number: int, minutes: float, exercise: str = "bridging", **options) -> DoneExercise:
    began_at = TEN + timedelta(minutes=minutes)
    return replace(BRIDGE, session=number, exercise=exercise, began_at=began_at, **options)


def planned(times_a_day: int = 1, weekdays: tuple[int, ...] = (0, 2, 4)) -> PlannedDays:
    asked = {"bridging": 1, "leg-lift": 1}
    return PlannedDays("mine", asked, times_a_day, lambda day: day.weekday() in weekdays)


def week(exercises: list[DoneExercise], plan: PlannedDays, today: date, **options) -> list[str]:
    return [each.state for each in days(exercises, plan, today, **options)]


def days(
    exercises: list[DoneExercise], plan: PlannedDays, today: date, since: date = MONDAY
) -> list[TrainingDay]:
    last = MONDAY + timedelta(days=6)
    return days_of(MONDAY, last, workouts_of(exercises), plan, today=today, since=since)


def test_older_sessions_within_half_an_hour_of_the_end_before_are_one_workout():
    # The first ends after 2 minutes: 32 minutes after its start is still the same workout.
    found = workouts_of([done(1, 0), done(2, 32), done(3, 64.1), done(4, 65)])

    assert [[one.session for one in each.exercises] for each in found] == [[1, 2], [3, 4]]
    assert [each.key for each in found] == ["session-1", "session-3"]
    assert [each.minutes for each in found] == [34, 2.9]


def test_midnight_ends_an_older_workout():
    found = workouts_of([done(1, 13 * 60 + 55), done(2, 14 * 60 + 1)])

    assert [each.day.day for each in found] == [2, 3]


def test_a_known_workout_holds_its_exercises_however_long_the_pause():
    exercises = [done(1, 0, workout="a", plan="mine"), done(2, 90, workout="a", plan="mine")]

    (found,) = workouts_of([*exercises])
    assert (found.key, found.plan, found.minutes) == ("a", "mine", 92)


def test_a_note_by_hand_stands_alone_and_its_minutes_count():
    midnight = TEN.replace(hour=0)
    note = DoneExercise(None, "bridging", midnight, 600.0, 1)

    first, second = workouts_of([note, replace(note, duration_s=0.0)])
    assert (first.minutes, second.minutes) == (10, None)
    assert week([note], planned(), MONDAY)[0] == "partly"


def test_each_state():
    both = [done(1, 0), done(2, 3, "leg-lift")]
    wednesday = MONDAY + timedelta(days=2)

    assert week(both, planned(), wednesday) == [
        "done", "rest", "planned", "rest", "planned", "rest", "rest",
    ]  # fmt: skip
    # A planned day that passed is empty, and never called missed.
    assert week([], planned(), MONDAY + timedelta(days=3))[:3] == ["empty", "rest", "empty"]


def test_a_part_is_a_part():
    (monday, *_) = days([done(1, 0)], planned(), MONDAY)

    assert (monday.state, monday.share, monday.minutes) == ("partly", 0.5, 2)


def test_what_was_skipped_or_stopped_is_not_done():
    nothing = done(2, 3, "leg-lift", counted=0, ending="skipped")
    some = done(2, 3, "leg-lift", counted=3, ending="stopped")

    assert week([nothing], planned(), MONDAY)[0] == "planned"
    assert week([done(1, 0, ending="done"), nothing], planned(), MONDAY)[0] == "partly"
    assert week([done(1, 0, ending="done"), some], planned(), MONDAY)[0] == "partly"


def test_twice_a_day_takes_two():
    once = [done(1, 0), done(2, 3, "leg-lift")]
    twice = [*once, done(3, 300), done(4, 303, "leg-lift")]

    assert week(once, planned(2), MONDAY)[0] == "partly"
    assert week(twice, planned(2), MONDAY)[0] == "done"
    # The same exercise four times is not the whole plan.
    assert (
        week([done(number, 5 * number) for number in range(4)], planned(2), MONDAY)[0] == "partly"
    )


def test_a_day_that_was_not_planned_and_done_is_done():
    tuesday = [done(1, 24 * 60)]

    (_, found, *_) = days(tuesday, planned(), MONDAY + timedelta(days=1))
    assert (found.state, found.planned, found.share) == ("done", 0, None)


def test_before_the_first_day_nothing_was_planned():
    assert week([], planned(), MONDAY + timedelta(days=6), since=MONDAY + timedelta(days=4)) == [
        "rest", "rest", "rest", "rest", "empty", "rest", "rest",
    ]  # fmt: skip


def test_another_plan_that_was_run_to_its_end_is_a_done_day():
    other = {"workout": "b", "plan": "older"}
    whole = [done(1, 0, **other, ending="done")]
    cut = [*whole, done(2, 3, counted=2, ending="stopped", **other)]

    assert week(whole, planned(), MONDAY)[0] == "done"
    assert week(cut, planned(), MONDAY)[0] == "partly"
