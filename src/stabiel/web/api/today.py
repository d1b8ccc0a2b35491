"""Today. In: the plan and the records. Out: the next exercises, and how long they take."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from stabiel.errors import Mistake
from stabiel.exercises.library import Library
from stabiel.exercises.pictures import has_two_pictures
from stabiel.exercises.plan_steps import entry_in_words, minutes_of, way_in_words
from stabiel.exercises.programme import Step
from stabiel.store import Kept, Store
from stabiel.store.by_hand import readable_notes
from stabiel.store.corrections import (
    as_corrected,
    corrected_sessions,
    sessions_of_another_exercise,
)
from stabiel.store.plans import accepted_doses
from stabiel.store.weeks import suggestion_for
from stabiel.trainer.plan import plan_of
from stabiel.web.api.by_hand import note_json
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
        finished = [each for each in store.sessions() if each.state == "finished" and each.counts]
        said = corrected_sessions(store)
        kept = as_corrected(finished, said)
        doses = accepted_doses(store, library)
        steps = plan_of(book, doses, followed=plan).steps
        place = store.place(plan.id) % len(steps)
        others = sessions_of_another_exercise(said)
        judged = [each for each in kept if each.id not in others]
        suggestions = _suggestions(library, store, judged, language)
    day = context.now().date()
    by_hand = [each for each in readable_notes(context.folder)[0] if each.note.day == day]
    done = _done_today(context, kept)
    return {
        "programme": {"id": plan.id, "name": plan.title.in_language(language)},
        "place": place,
        "minutes": minutes_of(steps[place:]),
        "due": plan.is_on(context.now().date()),
        "days": plan.days,
        "times_a_day": plan.times_a_day,
        "stop": plan.stop,
        "trouble": next((_trouble(each, language) for each in library.plan_mistakes), None),
        "done_today": list(dict.fromkeys([*done, *(each.note.exercise for each in by_hand)])),
        "last": max((each.began_at for each in kept if not each.is_left_out), default=None),
        "by_hand": [note_json(each, context, language) for each in by_hand],
        "exercises": _exercises(library, steps, place, kept, language),
        "suggestions": suggestions,
    }


def _exercises(
    library: Library, steps: Sequence[Step], place: int, kept: Sequence[Kept], language: Language
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    first = 0
    for _, of_it in groupby(steps, key=lambda step: step.entry):
        entry = list(of_it)
        exercise, count = library.book.get(entry[0].exercise), len(entry)
        state = "later" if first > place else "next" if place < first + count else "done"
        found.append(
            {
                "id": exercise.id,
                "name": exercise.name.in_language(language),
                "two_pictures": has_two_pictures(library, exercise.id),
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
    _mark_skipped(found, kept)
    return found


def _mark_skipped(exercises: Sequence[dict[str, Any]], kept: Sequence[Kept]) -> None:
    """Mark the exercises before the current position of which nothing counted.

    Each is matched with the newest sessions of its exercise; a plan may have an exercise twice.
    """
    newest = sorted(kept, key=lambda each: (each.began_at, each.id), reverse=True)
    for each in reversed(exercises):
        if each["state"] != "done":
            continue
        session = next((one for one in newest if one.exercise == each["id"]), None)
        if session is None or not session.has_counted:
            each["state"] = "skipped"
        if session is not None:
            newest.remove(session)


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
    """Return the exercises that were done today, by this computer's time zone, as corrected."""
    day = context.now().date()
    zone = context.now().tzinfo
    done = (each for each in kept if each.began_at.astimezone(zone).date() == day)
    return list(dict.fromkeys(each.exercise for each in done if each.has_counted))
