"""The weeks of each exercise, and the suggested dose. In: the records. Out: `ExerciseProgress`.

The plan's rule suggests another dose. A suggestion changes nothing until it is accepted, and a
declined one returns only after as many good sessions as it took the first time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.exercises.plan import TrainingPlan
from stabiel.exercises.programme import PastSession, suggested_repetitions
from stabiel.session.comparisons import WeeksCompared, weeks_compared
from stabiel.session.trends import Past, Week, weeks
from stabiel.store.corrections import (
    as_corrected,
    corrected_sessions,
    sessions_of_another_exercise,
)
from stabiel.store.listing import Kept
from stabiel.store.past_rules import past_rules
from stabiel.store.plans import PlanFolder
from stabiel.store.store import Store
from stabiel.store.summaries import pasts_of


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
        compared: the weeks against each other.
    """

    exercise: Exercise
    book: ExerciseBook
    exists: bool
    weeks: list[Week]
    compared: WeeksCompared
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class ExerciseSessions:
    """The sessions of one exercise with their summaries, the oldest first.

    Attributes:
        book: the exercise with all that it shares with others.
        exists: whether the exercise is still there.
    """

    book: ExerciseBook
    exists: bool
    sessions: list[tuple[Kept, Past]]


def progress_in(
    store: Store, book: ExerciseBook, plan: TrainingPlan, exercise_id: str | None = None
) -> list[ExerciseProgress]:
    """Return the progress of every exercise that was done, in the order of the book.

    Analyzed videos count only if the person said that it is them. A session of which the person
    says that it was another exercise is left out, since it was judged by the wrong rule. Exercises
    that no longer exist come last, by the rule of their newest session.

    Args:
        store: the records.
        book: the exercises that exist.
        plan: its rule suggests another dose.
        exercise_id: only this exercise; None for all.
    """
    found = []
    for name, each in sessions_by_exercise(store, book, exercise_id).items():
        exercise = each.book.get(name)
        by_week = weeks(past for _, past in each.sessions)
        compared = weeks_compared(
            by_week, moves=exercise.hold is None, two_sides=exercise.sides == "each"
        )
        suggestion = suggestion_for(store, plan, exercise, [kept for kept, _ in each.sessions])
        found.append(
            ExerciseProgress(exercise, each.book, each.exists, by_week, compared, suggestion)
        )
    return found


def sessions_by_exercise(
    store: Store, book: ExerciseBook, exercise_id: str | None = None
) -> dict[str, ExerciseSessions]:
    """Return the sessions that progress is made of; arguments and order as for `progress_in`."""
    done: dict[str, list[Kept]] = {}
    said = corrected_sessions(store)
    others = sessions_of_another_exercise(said)
    sessions = [
        each
        for each in as_corrected(store.sessions(), said)
        if each.state == "finished"
        and exercise_id in (None, each.exercise)
        and each.counts
        and not each.is_left_out
        and each.id not in others
    ]
    gone = past_rules(store, sessions, book)
    books = {**dict.fromkeys(book.exercises, book), **gone}
    for kept in sorted(sessions, key=lambda each: each.began_at):
        if kept.exercise in books:
            done.setdefault(kept.exercise, []).append(kept)
    follows = {name: rule.get(name).follows for name, rule in books.items() if name in done}
    past = pasts_of(
        store.folder, [(each, follows[each.exercise]) for each in chain(*done.values())]
    )
    by_number = {each.id: each for each in past}
    return {
        name: ExerciseSessions(
            rule, name not in gone, [(each, by_number[each.id]) for each in done[name]]
        )
        for name, rule in books.items()
        if name in done
    }


def suggestion_for(
    store: Store, plan: TrainingPlan, exercise: Exercise, sessions: Sequence[Kept]
) -> Suggestion | None:
    """Return the dose that the plan suggests, None if it suggests none.

    Args:
        store: the records, for the earlier answers.
        plan: its rule suggests the dose. An exercise outside it gets none, nor does one that it
            has with different doses. What was done or answered before the plan does not count.
        exercise: the exercise.
        sessions: all finished sessions of this exercise that count, the oldest first.
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
