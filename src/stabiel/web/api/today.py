"""Today. In: the plan and the records. Out: the next exercises, and how long they take."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from fastapi import APIRouter

from stabiel.exercises.library import Library
from stabiel.exercises.plan_steps import entry_in_words, minutes_of
from stabiel.exercises.programme import Step
from stabiel.session.corrected import CorrectedSession
from stabiel.store import Kept, Store
from stabiel.store.by_hand import notes
from stabiel.store.corrections import corrected_sessions, sessions_of_another_exercise
from stabiel.store.plans import accepted_doses
from stabiel.store.weeks import suggestion_for
from stabiel.trainer.plan import plan_of
from stabiel.web.api.by_hand import note_json
from stabiel.web.api.inputs import Here, Lang
from stabiel.web.context import Context
from stabiel.wording.language import Language

router = APIRouter()


@router.get("/api/today")
def today(context: Here, language: Lang) -> dict[str, Any]:
    """Return the plan, the current position in it, and suggestions from recent sessions."""
    library = context.library
    plan, book = library.followed, library.book
    with context.store() as store:
        kept = [each for each in store.sessions() if each.state == "finished"]
        said = corrected_sessions(store)
        doses = accepted_doses(store, library)
        steps = plan_of(book, doses, followed=plan).steps
        place = store.place(plan.id) % len(steps)
        others = sessions_of_another_exercise(said)
        judged = [each for each in kept if each.id not in others]
        suggestions = _suggestions(library, store, judged, language)
    day = context.now().date()
    by_hand = [each for each in notes(context.folder) if each.note.day == day]
    done = _done_today(context, kept, said)
    return {
        "programme": {"id": plan.id, "name": plan.title.in_language(language)},
        "place": place,
        "minutes": minutes_of(steps[place:]),
        "due": plan.is_on(context.now().date()),
        "days": plan.days,
        "times_a_day": plan.times_a_day,
        "stop": plan.stop,
        "trouble": next((str(each) for each in library.plan_mistakes), None),
        "done_today": list(dict.fromkeys([*done, *(each.note.exercise for each in by_hand)])),
        "last": max((each.began_at for each in kept), default=None),
        "by_hand": [note_json(each, context, language) for each in by_hand],
        "exercises": _exercises(library, steps, place, language),
        "suggestions": suggestions,
    }


def _exercises(
    library: Library, steps: Sequence[Step], place: int, language: Language
) -> list[dict[str, Any]]:
    found = []
    first = 0
    for _, of_it in groupby(steps, key=lambda step: step.entry):
        entry = list(of_it)
        exercise, count = library.book.get(entry[0].exercise), len(entry)
        state = "later" if first > place else "next" if place < first + count else "done"
        found.append(
            {
                "id": exercise.id,
                "name": exercise.name.in_language(language),
                "dose": entry_in_words(entry, exercise, language),
                "remark": entry[0].remark,
                "first_step": first,
                "steps": count,
                "state": state,
            }
        )
        first += count
    return found


def _suggestions(
    library: Library, store: Store, kept: Sequence[Kept], language: Language
) -> list[dict[str, Any]]:
    found = []
    for exercise in library.book.exercises.values():
        sessions = sorted(
            (each for each in kept if each.exercise == exercise.id), key=lambda each: each.began_at
        )
        suggestion = suggestion_for(store, library.followed, exercise, sessions)
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


def _done_today(
    context: Context, kept: Sequence[Kept], said: Mapping[int, CorrectedSession]
) -> list[str]:
    """Return the exercises that were done today, by this computer's time zone, as corrected."""
    day = context.now().date()
    zone = context.now().tzinfo
    found: dict[str, None] = {}
    for each in kept:
        if each.began_at.astimezone(zone).date() != day:
            continue
        corrected = said.get(each.id)
        if corrected is None:
            exercise, done = each.exercise, each.repetitions or each.hold_s
        else:
            exercise = corrected.exercise
            done = corrected.totals.repetitions or corrected.totals.hold_s
        if done > 0:
            found[exercise] = None
    return list(found)
