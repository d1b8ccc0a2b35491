"""A session as a row of a list, with the workout that it belongs to. In: `Kept`. Out: JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from stabiel.exercises.files import ExerciseBook
from stabiel.session.days import DoneWorkout
from stabiel.store import Kept, Store
from stabiel.store.plans import PlanFolder
from stabiel.store.workouts import done_workouts
from stabiel.web.context import Context
from stabiel.wording.language import Language


def session_row(
    kept: Kept,
    why_nothing: str | None,
    context: Context,
    language: Language,
    book: ExerciseBook,
) -> dict[str, Any]:
    """Return a session as lists have it.

    Args:
        kept: the session.
        why_nothing: why nothing of it counted, in words; None if something did or nobody asked.
        context: the app.
        language: of the words.
        book: all exercises; the app would look for changed files at every row.
    """
    return {
        "id": kept.id,
        "exercise": kept.exercise,
        "name": book.name_of(kept.exercise, language),
        "pictured": kept.exercise in book.exercises,
        "began_at": kept.began_at,
        "duration_s": kept.duration_s,
        "state": kept.state,
        "repetitions": kept.repetitions,
        "good": kept.good_repetitions,
        "attempts": kept.attempts,
        "holds": kept.holds,
        "hold_s": kept.hold_s,
        "ending": kept.ending,
        "why_nothing": why_nothing,
        "has_video": context.folder.video(kept.id).is_file(),
        "source_name": kept.source_name,
        "is_video": kept.is_video,
        "of_person": kept.of_person,
    }


def workouts_by_session(store: Store, kept: Sequence[Kept]) -> dict[int, DoneWorkout]:
    """Return the workout of each live session; analyzed videos belong to none."""
    live = [each for each in kept if not each.is_video]
    return {
        one.session: each
        for each in done_workouts(store.folder, live)
        for one in each.exercises
        if one.session is not None
    }


def plan_names(
    plans: Iterable[str | None], context: Context, language: Language
) -> dict[str | None, str | None]:
    """Return the title of each plan once, as `plan_name` does: it may read a file."""
    return {plan: plan_name(plan, context, language) for plan in set(plans)}


def plan_name(plan: str | None, context: Context, language: Language) -> str | None:
    """Return the title of a plan, its id if it no longer exists, None for a single exercise."""
    library = context.library
    if plan is None:
        return None
    if plan == library.followed.id:
        return library.followed.title.in_language(language)
    for each in PlanFolder(context.folder).listed(library):
        if each.id == plan and each.read is not None:
            return each.read.plan.title.in_language(language)
    return plan
