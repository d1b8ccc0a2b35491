"""Today. In: the programme and the records. Out: the next exercises, and how long they take."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from fastapi import APIRouter

from stabiel.exercises.programme import Step, dose_in_words
from stabiel.store import Kept, Store
from stabiel.store.weeks import suggestion_for
from stabiel.trainer.plan import plan_of
from stabiel.web.api.inputs import Here, Lang
from stabiel.web.context import Context
from stabiel.wording.language import Language

router = APIRouter()

# The pace of the sample clips: a repetition and the pause after it take 4.0 to 5.7 seconds.
REPETITION_S = 5.0


@router.get("/api/today")
def today(context: Here, language: Lang) -> dict[str, Any]:
    """Return the programme, the current position in it, and suggestions from recent sessions."""
    programme = context.programme
    with context.store() as store:
        kept = [each for each in store.sessions() if each.state == "finished"]
        doses = store.doses()
        steps = plan_of(
            context.book, doses, programme=programme.id, programmes=context.programmes
        ).steps
        place = store.place(programme.id) % len(steps)
        suggestions = _suggestions(context, store, kept, language)
    return {
        "programme": {"id": programme.id, "name": programme.name.in_language(language)},
        "place": place,
        "minutes": max(1, round(sum(map(_seconds, steps[place:])) / 60)),
        "done_today": _done_today(context, kept),
        "last": max((each.began_at for each in kept), default=None),
        "exercises": _exercises(context, steps, place, doses, language),
        "suggestions": suggestions,
    }


def _exercises(
    context: Context, steps: Sequence[Step], place: int, doses: dict[str, int], language: Language
) -> list[dict[str, Any]]:
    found = []
    first = 0
    for exercise_id, of_it in groupby(steps, key=lambda step: step.exercise):
        exercise, count = context.book.get(exercise_id), len(list(of_it))
        dose = context.programme.dose_of(exercise_id)
        if dose.repetitions is not None:
            dose = dose.model_copy(update={"repetitions": doses.get(exercise_id, dose.repetitions)})
        state = "later" if first > place else "next" if place < first + count else "done"
        found.append(
            {
                "id": exercise_id,
                "name": exercise.name.in_language(language),
                "dose": dose_in_words(exercise, dose, language),
                "first_step": first,
                "steps": count,
                "state": state,
            }
        )
        first += count
    return found


def _suggestions(
    context: Context, store: Store, kept: Sequence[Kept], language: Language
) -> list[dict[str, Any]]:
    found = []
    for exercise in context.book.exercises.values():
        sessions = sorted(
            (each for each in kept if each.exercise == exercise.id), key=lambda each: each.began_at
        )
        suggestion = suggestion_for(store, context.programme, exercise, sessions)
        if suggestion is not None:
            found.append(
                {
                    "exercise": exercise.id,
                    "name": exercise.name.in_language(language),
                    "before": suggestion.before,
                    "suggested": suggestion.suggested,
                    "sessions": suggestion.sessions,
                }
            )
    return found


def _done_today(context: Context, kept: Sequence[Kept]) -> list[str]:
    """Return the exercises that were done today, by this computer's time zone."""
    day = context.now().date()
    zone = context.now().tzinfo
    done = (each for each in kept if each.began_at.astimezone(zone).date() == day)
    return list(
        dict.fromkeys(each.exercise for each in done if each.repetitions or each.hold_s > 0)
    )


def _seconds(step: Step) -> float:
    work_s = (step.repetitions or 0) * REPETITION_S if step.hold_s is None else step.hold_s
    return work_s + step.rest_s
