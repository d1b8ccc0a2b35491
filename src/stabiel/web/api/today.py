"""Today. In: the plan and the records. Out: the next exercises, and how long they take."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from stabiel.errors import Mistake
from stabiel.exercises.library import Library
from stabiel.exercises.plan_steps import entry_in_words, minutes_of, way_in_words
from stabiel.exercises.programme import Step
from stabiel.store import Kept, Store
from stabiel.store.plans import accepted_doses
from stabiel.store.weeks import suggestion_for
from stabiel.trainer.plan import plan_of
from stabiel.web.api.inputs import Here, Lang
from stabiel.web.context import Context
from stabiel.wording.catalogue import text
from stabiel.wording.language import Language
from stabiel.wording.mistakes import mistake_in_words

router = APIRouter()


@router.get("/api/today")
def today(context: Here, language: Lang) -> dict[str, Any]:
    """Return the plan, the current position in it, and suggestions from recent sessions."""
    library = context.library
    plan, book = library.followed, library.book
    with context.store() as store:
        kept = [each for each in store.sessions() if each.state == "finished"]
        doses = accepted_doses(store, library)
        steps = plan_of(book, doses, followed=plan).steps
        place = store.place(plan.id) % len(steps)
        suggestions = _suggestions(library, store, kept, language)
    return {
        "programme": {"id": plan.id, "name": plan.title.in_language(language)},
        "place": place,
        "minutes": minutes_of(steps[place:]),
        "due": plan.is_on(context.now().date()),
        "days": plan.days,
        "times_a_day": plan.times_a_day,
        "stop": plan.stop,
        "trouble": next((_trouble(each, language) for each in library.plan_mistakes), None),
        "done_today": _done_today(context, kept),
        "last": max((each.began_at for each in kept), default=None),
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
                "way": ", ".join(way_in_words(entry[0], language)),
                "remark": entry[0].remark,
                "minutes": minutes_of(entry),
                "first_step": first,
                "steps": count,
                "state": state,
            }
        )
        first += count
    return found


def _trouble(mistake: Mistake, language: Language) -> str:
    """Return what is wrong with the file of the chosen plan, with its name and line."""
    file, words = Path(mistake.file).name, mistake_in_words(mistake.words, language)
    if mistake.line is None:
        return f"{file}: {words}"
    return f"{file}, {text('plan_print', 'line', language, line=mistake.line)}: {words}"


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


def _done_today(context: Context, kept: Sequence[Kept]) -> list[str]:
    """Return the exercises that were done today, by this computer's time zone."""
    day = context.now().date()
    zone = context.now().tzinfo
    done = (each for each in kept if each.began_at.astimezone(zone).date() == day)
    return list(
        dict.fromkeys(each.exercise for each in done if each.repetitions or each.hold_s > 0)
    )
