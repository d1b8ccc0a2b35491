"""Exercises. In: an id, or a YAML file to check. Out: texts, a sample video, a drawing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse

from stabiel.drawing.placement import placement, placement_words, without_words
from stabiel.drawing.placement_svg import DARK, LIGHT, placement_svg
from stabiel.errors import ExerciseError, Mistake
from stabiel.exercises.files import ExerciseBook, exercise_of, parse_yaml
from stabiel.exercises.library import EXERCISES, Library
from stabiel.exercises.model import Exercise
from stabiel.exercises.pictures import PicturePhase, has_two_pictures, rendered_picture
from stabiel.exercises.programme import Programme, dose_in_words
from stabiel.exercises.programme_files import is_programme, programme_of
from stabiel.report.exercise_picture import exercise_picture
from stabiel.tuning.promises import broken_promises
from stabiel.web.api.inputs import Here, Id, Lang, read_body
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language
from stabiel.wording.mistakes import mistake_in_words

router = APIRouter()

YAML_BYTES = 100_000
YAML_KINDS = ("text/yaml", "application/yaml", "application/octet-stream")
MOST_MISTAKES = 100
PICTURE_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
PNG = b"\x89PNG"


@router.get("/api/exercises")
def listed(context: Here, language: Lang) -> list[dict[str, Any]]:
    """Return all exercises."""
    library = context.library
    return [
        {
            "id": each.id,
            "name": each.name.in_language(language),
            "dose": dose_in_words(each, each.dose, language),
            "kind": kind_of(each),
            "sides": each.sides != "both",
            "first_dose": each.dose.model_dump(exclude_defaults=True),
            "own": not library.is_shipped(each.id),
            "two_pictures": has_two_pictures(library, each.id),
        }
        for each in library.book.exercises.values()
    ]


@router.post("/api/exercises/check")
async def check(request: Request, context: Here, language: Lang) -> dict[str, Any]:
    """Check an exercise file or a programme; return its mistakes with their lines."""
    raw = await read_body(request, YAML_KINDS, YAML_BYTES)

    def work() -> dict[str, Any]:
        with context.heavy_work():
            return checked(raw, context.library, context.folder.shared / EXERCISES, language)

    return await run_in_threadpool(work)


@router.get("/api/exercises/{exercise_id}")
def one(exercise_id: Id, context: Here, language: Lang) -> dict[str, Any]:
    """Return the leaflet's text on an exercise, and what the program judges."""
    exercise, book = context.exercise(exercise_id), context.book
    reminders = [book.shared.reminders[name].in_language(language) for name in exercise.reminders]
    return {
        "id": exercise.id,
        "name": exercise.name.in_language(language),
        "instruction": exercise.instruction.in_language(language),
        "posture": book.posture(exercise).say.in_language(language),
        "placement": placement_words(exercise, language),
        "reminders": reminders,
        "dose": dose_in_words(exercise, exercise.dose, language),
        "sides": exercise.sides != "both",
        "faults": [
            {
                "id": fault_id,
                "name": fault.name.in_language(language),
                "say": fault.say.in_language(language),
            }
            for fault_id, fault in exercise.faults.items()
        ],
        "judged": _judged(exercise, book, language),
        "only_reminded": reminders,
    }


@router.get("/api/exercises/{exercise_id}/clip.mp4")
def clip(exercise_id: Id, context: Here) -> FileResponse:
    """Return the sample video."""
    path = context.library.clip(context.exercise(exercise_id).id)
    if path is None:
        raise WebError("not_found", "This exercise has no sample video.")
    return FileResponse(path, media_type=f"video/{path.suffix[1:]}")


@router.get("/api/exercises/{exercise_id}/picture")
def picture(
    exercise_id: Id,
    context: Here,
    language: Lang,
    phase: Annotated[PicturePhase, Query()] = "target",
) -> Response:
    """Return a picture of an exercise, at its start or at its target.

    It is that of an own exercise as it is, the rendered one, or one that is made.
    """
    library, name = context.library, context.exercise(exercise_id).id
    path = library.picture(name) or rendered_picture(library, name, phase)
    if path is not None:
        return FileResponse(path, media_type=PICTURE_TYPES[path.suffix])
    with context.heavy_work():
        made = exercise_picture(name, library, language)
    return Response(made, media_type=PICTURE_TYPES[".png" if made[:4] == PNG else ".jpg"])


@router.get("/api/exercises/{exercise_id}/placement.svg")
def drawing(
    exercise_id: Id,
    context: Here,
    language: Lang,
    dark: Annotated[bool, Query()] = False,
    words: Annotated[bool, Query()] = True,
) -> Response:
    """Return a drawing of mat and camera, with or without what it says."""
    exercise = context.exercise(exercise_id)
    drawn = placement(exercise, context.book.posture(exercise), language)
    drawn = drawn if words else without_words(drawn)
    return Response(placement_svg(drawn, DARK if dark else LIGHT), media_type="image/svg+xml")


def kind_of(exercise: Exercise) -> str:
    """Return `repetitions` or `hold`."""
    return "repetitions" if exercise.movement is not None else "hold"


def checked(raw: bytes, library: Library, folder: Path, language: Language) -> dict[str, Any]:
    """Return the kind of a file, its id, name and mistakes. The file itself is unnamed.

    Args:
        raw: the contents of the file.
        library: the exercises that it may name or be based on.
        folder: where its clip and picture would be.
        language: of the name.
    """
    kind = "exercise"
    found: Exercise | Programme
    advice: Sequence[Mistake] = ()
    try:
        located = parse_yaml(raw, "file")
        if is_programme(located):
            kind = "programme"
            found = programme_of(located, library.book)
        else:
            found = exercise_of(located, library.book.shared, bases=library.bases, folder=folder)
            advice = broken_promises(found, located)
    except ExerciseError as error:
        mistakes = [mistake_of(each, language) for each in error.mistakes[:MOST_MISTAKES]]
        return {
            "ok": False,
            "kind": kind,
            "id": None,
            "name": None,
            "mistakes": mistakes,
            "advice": [],
        }
    return {
        "ok": True,
        "kind": kind,
        "id": found.id,
        "name": found.name.in_language(language),
        "mistakes": [],
        "advice": [mistake_of(each, language) for each in advice[:MOST_MISTAKES]],
    }


def mistake_of(mistake: Mistake, language: Language) -> dict[str, Any]:
    """Return a mistake for a page: its line, and what was expected there."""
    return {"line": mistake.line, "text": mistake_in_words(mistake.words, language)}


def _judged(exercise: Exercise, book: ExerciseBook, language: Language) -> list[str]:
    """Return what is judged: the faults, and the posture that must stay."""
    kept = [] if exercise.movement is None else exercise.movement.throughout
    words = [fault.name.in_language(language) for fault in exercise.faults.values()]
    words += [book.checks_of(exercise)[name].say.in_language(language).rstrip(".") for name in kept]
    return list(dict.fromkeys(words))
