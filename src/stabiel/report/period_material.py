"""What the page of some weeks is made of. In: the records, a plan, two days. Out: `PeriodMaterial`.

All totals are as the person corrected them. The plan of today is the measure of the past too, as in
the calendar (`stabiel.store.days`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from stabiel.errors import UsageError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.library import Library
from stabiel.exercises.plan_steps import plan_steps
from stabiel.report.importance import most_important_first
from stabiel.report.labels import Labels
from stabiel.report.period import (
    WEEK,
    ExerciseInPeriod,
    PainReading,
    PeriodDay,
    PeriodMaterial,
    PeriodPoint,
    UnjudgedInPeriod,
    WeekOfExercise,
    most_frequent,
)
from stabiel.report.point_picture import picture_of_point
from stabiel.report.wellbeing_in_words import wellbeing_sentence
from stabiel.session.corrected import CorrectedSession, CorrectionState
from stabiel.session.corrections import WrongFault
from stabiel.session.trends import Past, Week, weeks
from stabiel.session.wellbeing import WorkoutWellbeing
from stabiel.store import Kept, Store
from stabiel.store.by_hand import KeptNote, readable_notes
from stabiel.store.corrections import as_corrected, corrected_sessions
from stabiel.store.days import DaysKept, days_in
from stabiel.store.movements import not_judged_in
from stabiel.store.plans import accepted_doses
from stabiel.store.weeks import sessions_by_exercise
from stabiel.store.wellbeing import KeptWellbeing, WellbeingRecords, workout_wellbeing
from stabiel.wording.catalogue import group
from stabiel.wording.language import Language

MOST_WEEKS = 52
# What could not be judged for less than this is not worth a line, in seconds.
LEAST_S = 5.0


class NothingKeptError(UsageError):
    """Nothing was done in the period."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a page: the first and the last, both included.

    Raises:
        UsageError: the last is before the first, or they are more than a year apart.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise UsageError(f"The period ends on {self.last}, before it begins on {self.first}.")
        if self.last - self.first >= MOST_WEEKS * WEEK:
            raise UsageError(f"A period is at most {MOST_WEEKS} weeks; choose a shorter one.")

    def __contains__(self, day: date) -> bool:
        """Return whether a day belongs to it."""
        return self.first <= day <= self.last


def weeks_until(count: int, last: date) -> Period:
    """Return the period of so many weeks of seven days that ends on a day.

    Raises:
        UsageError: it is less than one week or more than a year.
    """
    if not 1 <= count <= MOST_WEEKS:
        raise UsageError(f"A period is 1 to {MOST_WEEKS} weeks, as in 4w; not {count}.")
    first = date.fromordinal(max(1, last.toordinal() - 7 * count + 1))
    return Period(first, last)


def period_material(
    store: Store,
    library: Library,
    period: Period,
    today: date,
    language: Language,
    *,
    person: str | None = None,
) -> PeriodMaterial:
    """Return what the page of a period is made of.

    Args:
        store: the records.
        library: the exercises, and the plan that is followed.
        period: the days; those after today are not planned yet.
        today: the day of now.
        language: of the page.
        person: the name to write on it; None for the name in the plan, if it has one.

    Raises:
        UsageError: nothing is kept of these days.
        StoreError, OutputError: the records cannot be read.
    """
    plan = library.followed
    kept_days = days_in(store, plan, period.first, period.last, today)
    notes, damaged = readable_notes(store.folder)
    notes = [each for each in notes if each.note.day in period]
    with WellbeingRecords(store.folder) as records:
        felt = _workouts_felt(records.with_sessions(), period)
    if not (notes or felt or any(day.workouts for day in kept_days.days)):
        raise NothingKeptError(
            f"Nothing is kept from {period.first} to {period.last}; choose another period."
        )
    said = corrected_sessions(store)
    kept = [each for each in as_corrected(store.sessions(), said) if _is_in(each, period)]
    done = sessions_by_exercise(store, library.book)
    # An exercise that no longer exists is there by the rule of its sessions.
    books = dict.fromkeys(library.book.exercises, library.book)
    books |= {name: each.book for name, each in done.items()}
    pasts = {
        name: inside
        for name, each in done.items()
        if (inside := [past for one, past in each.sessions if _is_in(one, period)])
    }
    numbers = {each.id for each in kept}
    sessions = sum(each.planned for each in kept_days.days if each.day <= today)
    return PeriodMaterial(
        language=language,
        first=period.first,
        last=period.last,
        plan=plan.title.in_language(language),
        person=person or plan.person,
        author=plan.author,
        days=_days(kept_days, today),
        pains=[_pain(day, one) for day, one in felt if _says_pain(one)],
        hurt=sum(one.during is not None for _, one in felt),
        efforts=Counter(
            one.after.effort for _, one in felt if one.after is not None and one.after.effort
        ),
        exercises=_exercises(
            books,
            language,
            _asked(library, accepted_doses(store, library), sessions),
            _done(books, kept, notes),
            {name: weeks(each, period.first) for name, each in pasts.items()},
        ),
        points=_points(store, books, pasts, said, language),
        remarks=_remarks(felt, notes, language),
        not_judged=_not_judged(store, books, kept, language),
        corrections=sum(
            placed.state is CorrectionState.APPLIES
            for number, one in said.items()
            if number in numbers
            for placed in one.placed
        ),
        by_hand=len(notes),
        videos=sum(each.began_at.astimezone().date() in period for each in kept_days.videos),
        damaged=len(damaged),
    )


def _is_in(kept: Kept, period: Period) -> bool:
    counts = kept.state == "finished" and kept.counts and not kept.is_left_out
    return counts and kept.began_at.astimezone().date() in period


def _days(kept: DaysKept, today: date) -> list[PeriodDay]:
    return [
        PeriodDay(
            each.day,
            planned=each.planned > 0 and each.day <= today,
            done=each.state == "done",
            partly=each.state == "partly",
            minutes=each.minutes,
        )
        for each in kept.days
    ]


def _workouts_felt(
    answers: Sequence[tuple[KeptWellbeing, list[int]]], period: Period
) -> list[tuple[date, WorkoutWellbeing]]:
    """Return what was said around each workout, with its day, in order.

    Answers belong together if they have the same workout, or the same sessions.
    """
    found: dict[object, list[KeptWellbeing]] = {}
    for kept, sessions in answers:
        key = kept.workout or tuple(sessions) or kept.id
        found.setdefault(key, []).append(kept)
    dated = [(each[0].at.date(), workout_wellbeing(each)) for each in found.values()]
    return [(day, one) for day, one in dated if day in period]


def _says_pain(felt: WorkoutWellbeing) -> bool:
    return any(one is not None and one.pain is not None for one in (felt.before, felt.after))


def _pain(day: date, felt: WorkoutWellbeing) -> PainReading:
    before, after = (None if one is None else one.pain for one in (felt.before, felt.after))
    return PainReading(day, before, after)


def _exercises(
    books: Mapping[str, ExerciseBook],
    language: Language,
    asked: Mapping[str, float],
    done: Mapping[str, float],
    by_week: Mapping[str, Sequence[Week]],
) -> list[ExerciseInPeriod]:
    """Return those of the plan in its order, done or not, and then the others that were done."""
    others = [each for each in books if each in done]
    found = []
    for name in dict.fromkeys([*asked, *others]):
        exercise = books[name].get(name)
        own = by_week.get(name, ())
        found.append(
            ExerciseInPeriod(
                name=exercise.name.in_language(language),
                follows=exercise.follows,
                held=exercise.hold is not None,
                asked=asked.get(name, 0.0),
                done=done.get(name, 0.0),
                first=_week(own[0]) if own else WeekOfExercise(),
                last=_week(own[-1]) if own else WeekOfExercise(),
                weeks=len(own),
            )
        )
    return found


def _week(week: Week) -> WeekOfExercise:
    return WeekOfExercise(week.good_share, week.start, week.peak)


def _asked(library: Library, accepted: Mapping[str, int], sessions: int) -> dict[str, float]:
    """Return the dose of so many sessions of the plan, by exercise in its order.

    Repetitions or seconds, both sides together.
    """
    asked: dict[str, float] = {}
    for step in plan_steps(library.followed, library.book.exercises, accepted):
        dose = step.hold_s if step.repetitions is None else step.repetitions
        asked[step.exercise] = asked.get(step.exercise, 0.0) + sessions * (dose or 0.0)
    return asked


def _done(
    books: Mapping[str, ExerciseBook], kept: Sequence[Kept], notes: Sequence[KeptNote]
) -> dict[str, float]:
    """Return what counted, in repetitions or seconds, by exercise; of a note what it says."""
    found: dict[str, float] = {}
    for each in kept:
        if each.exercise in books:
            exercise = books[each.exercise].get(each.exercise)
            amount = each.repetitions if exercise.hold is None else each.hold_s
            found[each.exercise] = found.get(each.exercise, 0.0) + amount
    for note in (each.note for each in notes):
        if note.exercise in books:
            exercise = books[note.exercise].get(note.exercise)
            amount = (note.repetitions if exercise.hold is None else note.seconds) or 0
            found[note.exercise] = found.get(note.exercise, 0.0) + note.sets * amount
    return found


def _points(
    store: Store,
    books: Mapping[str, ExerciseBook],
    pasts: Mapping[str, Sequence[Past]],
    said: Mapping[int, CorrectedSession],
    language: Language,
) -> list[PeriodPoint]:
    """Return what occurred, without what the person says was wrong; pictures of the shown ones."""
    found: list[tuple[PeriodPoint, str, list[int]]] = []
    for name, past in pasts.items():
        counts = {each.id: _faults(each, said.get(each.id)) for each in past}
        sums = sum(counts.values(), Counter[str]())
        labels = Labels(books[name].get(name), books[name], language)
        for fault in most_important_first(sums, labels.exercise):
            point = PeriodPoint(
                labels.exercise.name.in_language(language),
                labels.fault(fault),
                labels.correction(fault),
                sums[fault],
            )
            with_it = [each.id for each in past if counts[each.id][fault] > 0]
            found.append((point, fault, with_it[::-1]))
    shown = most_frequent([point for point, *_ in found])
    return [
        replace(point, jpeg=picture_of_point(store, fault, with_it, language))
        if any(point is each for each in shown)
        else point
        for point, fault, with_it in found
    ]


def _faults(past: Past, said: CorrectedSession | None) -> "Counter[str]":
    wrong = Counter(
        each.kept.said.fault
        for each in (() if said is None else said.placed)
        if each.state is CorrectionState.APPLIES and isinstance(each.kept.said, WrongFault)
    )
    return Counter(past.faults) - wrong  # nothing below 1 stays


def _remarks(
    felt: Sequence[tuple[date, WorkoutWellbeing]], notes: Sequence[KeptNote], language: Language
) -> list[tuple[date, str]]:
    """Return what the person wrote, and what was said when it hurt, the oldest first."""
    found = [
        (day, each.remark) for day, one in felt for each in (one.before, one.after)
        if each is not None and each.remark
    ]  # fmt: skip
    found += [
        (day, wellbeing_sentence(WorkoutWellbeing(during=one.during), language))
        for day, one in felt
        if one.during is not None
    ]
    found += [(each.note.day, each.note.remark) for each in notes if each.note.remark]
    return sorted(found, key=lambda each: each[0])


def _not_judged(
    store: Store, books: Mapping[str, ExerciseBook], kept: Sequence[Kept], language: Language
) -> list[UnjudgedInPeriod]:
    """Return what could not be judged and why, each exercise by itself."""
    exercises = {each.id: each.exercise for each in kept if each.exercise in books}
    sums: dict[tuple[str, str, str], float] = {}
    for session, what, why, seconds in not_judged_in(store.folder):
        if session in exercises:
            key = exercises[session], what, why
            sums[key] = sums.get(key, 0.0) + seconds
    reasons = group("reason", language)
    found = []
    for (name, what, why), seconds in sums.items():
        labels = Labels(books[name].get(name), books[name], language)
        called = labels.exercise.name.in_language(language)
        found.append(UnjudgedInPeriod(called, labels.what(what), reasons.get(why, why), seconds))
    return [each for each in found if each.seconds >= LEAST_S]
