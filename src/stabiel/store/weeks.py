"""The weeks of each exercise, and the suggested dose. In: the records. Out: `ExerciseProgress`.

The programme's rule suggests another dose. A suggestion changes nothing until it is accepted, and a
declined one returns only after as many good sessions as it took the first time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.exercises.programme import PastSession, Programme, suggested_repetitions
from stabiel.session.trends import Past, Week, past_of, weeks
from stabiel.store.listing import Kept
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
    """One exercise over the weeks, the oldest first."""

    exercise: Exercise
    weeks: list[Week]
    suggestion: Suggestion | None


def progress_in(
    store: Store, book: ExerciseBook, programme: Programme, exercise_id: str | None = None
) -> list[ExerciseProgress]:
    """Return the progress of every exercise that was done, in the order of the book.

    Args:
        store: the records.
        book: the exercises; sessions of an exercise that no longer exists are left out.
        programme: its rule suggests another dose.
        exercise_id: only this exercise; None for all.
    """
    done: dict[str, list[tuple[Kept, Past]]] = {}
    for kept in store.sessions():
        wanted = exercise_id in (None, kept.exercise)
        if kept.state == "finished" and wanted and kept.exercise in book.exercises:
            follows = book.get(kept.exercise).follows
            past = past_of(kept.id, kept.began_at, store.load(kept.id), follows)
            done.setdefault(kept.exercise, []).append((kept, past))
    found = []
    for exercise in book.exercises.values():
        both = sorted(done.get(exercise.id, []), key=lambda each: each[0].began_at)
        if both:
            suggestion = suggestion_for(store, programme, exercise, [kept for kept, _ in both])
            found.append(ExerciseProgress(exercise, weeks(past for _, past in both), suggestion))
    return found


def suggestion_for(
    store: Store, programme: Programme, exercise: Exercise, sessions: Sequence[Kept]
) -> Suggestion | None:
    """Return the dose that the programme suggests, None if it suggests none.

    Args:
        store: the records, for the earlier answers.
        programme: its rule suggests the dose; an exercise outside it gets none.
        exercise: the exercise.
        sessions: all finished sessions of this exercise, the oldest first.
    """
    if exercise.id not in {each.exercise for each in programme.exercises}:
        return None
    first = programme.dose_of(exercise.id).repetitions
    if first is None:
        return None
    answer = store.answers().get(exercise.id)
    before = store.doses().get(exercise.id, first)
    since_s = 0.0 if answer is None else answer.answered_s
    past = [
        PastSession(
            each.dose, 2 if exercise.sides == "each" else 1, each.repetitions, each.good_repetitions
        )
        for each in sessions
        if each.dose is not None and each.began_at.timestamp() >= since_s
    ]
    suggested = suggested_repetitions(programme.progression, before, past)
    if suggested is None:
        return None
    return Suggestion(before, suggested, programme.progression.sessions)
