"""Exercises that are gone. In: the records, and the exercises that there are. Out: their rules.

An exercise inside a plan is there as long as the plan is followed, and an own file can be deleted.
What was done is still shown, by the rule that was kept with it.
"""

from collections.abc import Iterable

from stabiel.errors import StabielError
from stabiel.exercises.files import ExerciseBook
from stabiel.store.listing import Kept
from stabiel.store.store import Store


def past_rules(
    store: Store, sessions: Iterable[Kept], book: ExerciseBook
) -> dict[str, ExerciseBook]:
    """Return the rules of exercises that no longer exist, by id.

    Args:
        store: the records.
        sessions: which sessions to look at; the newest of an exercise gives its rule. A rule that
            is damaged is left out: the page of its session says what is wrong.
        book: the exercises that exist.
    """
    found: dict[str, ExerciseBook] = {}
    for kept in sorted(sessions, key=lambda each: (each.began_at, each.id), reverse=True):
        if kept.exercise in book.exercises or kept.exercise in found:
            continue
        try:
            rule = store.rule(kept.id)
        except StabielError:
            continue
        if kept.exercise in rule.exercises:
            found[kept.exercise] = rule
    return found
