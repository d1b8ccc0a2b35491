"""The weeks of each exercise, and the suggested dose. In: the records. Out: `ExerciseProgress`.

The plan's rule suggests another dose. A suggestion changes nothing until it is accepted, and a
declined one returns only after as many good sessions as it took the first time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.exercises.plan import TrainingPlan
from stabiel.exercises.programme import PastSession, suggested_repetitions
from stabiel.session.trends import Past, Week, past_of, weeks
from stabiel.store.listing import Kept
from stabiel.store.past_rules import past_rules
from stabiel.store.plans import PlanFolder
from stabiel.store.store import Store


@dataclass(frozen=True, slots=True)
class Suggestion:
    """More repetitions per side, and the number of good sessions that led to it.

    Attributes:
        before, suggested: repetitions per side.
        sessions: how many good sessions in a row it took.
    """

    before: int
    suggested: int
    sessions: int


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """One exercise over the weeks, the oldest first.

    Attributes:
        book: the exercise with all that it shares with others.
        exists: whether the exercise is still there.
    """

    exercise: Exercise
    book: ExerciseBook
    exists: bool
    weeks: list[Week]
    suggestion: Suggestion | None


def progress_in(
    store: Store, book: ExerciseBook, plan: TrainingPlan, exercise_id: str | None = None
) -> list[ExerciseProgress]:
    """Return the progress of every exercise that was done, in the order of the book.

    Exercises that no longer exist come last, by the rule of their newest session.

    Args:
        store: the records.
        book: the exercises that exist.
        plan: its rule suggests another dose.
        exercise_id: only this exercise; None for all.
    """
    done: dict[str, list[tuple[Kept, Past]]] = {}
    sessions = [
        kept
        for kept in store.sessions()
        if kept.state == "finished" and exercise_id in (None, kept.exercise)
    ]
    gone = past_rules(store, sessions, book)
    books = {**dict.fromkeys(book.exercises, book), **gone}
    for kept in sessions:
        if kept.exercise in books:
            follows = books[kept.exercise].get(kept.exercise).follows
            past = past_of(kept.id, kept.began_at, store.load(kept.id), follows)
            done.setdefault(kept.exercise, []).append((kept, past))
    found = []
    for name, rule in books.items():
        both = sorted(done.get(name, []), key=lambda each: each[0].began_at)
        if both:
            exercise = rule.get(name)
            suggestion = suggestion_for(store, plan, exercise, [kept for kept, _ in both])
            by_week = weeks(past for _, past in both)
            found.append(ExerciseProgress(exercise, rule, name not in gone, by_week, suggestion))
    return found


def suggestion_for(
    store: Store, plan: TrainingPlan, exercise: Exercise, sessions: Sequence[Kept]
) -> Suggestion | None:
    """Return the dose that the plan suggests, None if it suggests none.

    Args:
        store: the records, for the earlier answers.
        plan: its rule suggests the dose. An exercise outside it gets none, nor does one that it
            has with different doses. What was done or answered before the plan does not count.
        exercise: the exercise.
        sessions: all finished sessions of this exercise, the oldest first.
    """
    entry = plan.entry_of(exercise.id)
    if entry is None or entry.dose.repetitions is None or plan.progression is None:
        return None
    plan_since_s = PlanFolder(store.folder).since_s(plan.id)
    answer = store.answers().get(exercise.id)
    before = store.doses(plan_since_s).get(exercise.id, entry.dose.repetitions)
    since_s = plan_since_s if answer is None else max(plan_since_s, answer.answered_s)
    turns = entry.sets * (2 if exercise.sides == "each" and entry.side is None else 1)
    past = [
        PastSession(each.dose, turns, each.repetitions, each.good_repetitions)
        for each in sessions
        if each.dose is not None and each.began_at.timestamp() >= since_s
    ]
    suggested = suggested_repetitions(plan.progression, before, past)
    if suggested is None:
        return None
    return Suggestion(before, suggested, plan.progression.sessions)
