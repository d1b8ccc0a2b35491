"""Teaching an exercise. In: a video or a kept session, and a wish. Out: an exercise file.

A demonstration has a number while the app runs. What is learned from it is a text, which the page
keeps like any own exercise (`stabiel.web.api.author`).
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from stabiel.system.resources import MODEL_NAMES
from stabiel.tuning.chart import picture_of
from stabiel.tuning.teaching.lesson import Lesson, tried
from stabiel.tuning.teaching.teach import teach
from stabiel.tuning.teaching.wish import TeachingError, Wish, free_id
from stabiel.web.api.inputs import Here, Lang, Number, RequestBody, json_of
from stabiel.web.api.video_body import check_video, received_video
from stabiel.web.context import Context
from stabiel.web.demonstrations import ShownVideo
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language, Text

router = APIRouter()

# Ten minutes of a phone; what is looked at is shorter (`LONGEST_S`).
MOST_BYTES = 500_000_000
MOST_NUMBERS = 200


class WishBody(RequestBody):
    """What the user says about a demonstration."""

    nl: Annotated[str, Field(min_length=1, max_length=100)]
    en: Annotated[str, Field(min_length=1, max_length=100)]
    instruction: Annotated[str, Field(max_length=400)] = ""
    repetitions: Annotated[int, Field(ge=1, le=100)] | None = None
    hold: bool = False
    not_counted: Annotated[list[int], Field(max_length=MOST_NUMBERS, default_factory=list)]
    faults: Annotated[list[str], Field(max_length=MOST_NUMBERS)] | None = None
    sides: Literal["both", "each", "either"] | None = None
    from_s: Annotated[float, Field(ge=0)] = 0.0
    until_s: Annotated[float, Field(ge=0)] = 1e6


@router.post("/api/teach", status_code=201)
async def begin(request: Request, context: Here) -> dict[str, int]:
    """Receive a video of a demonstration and begin to look at it."""
    check_video(request, MOST_BYTES)
    async with received_video(request, context, MOST_BYTES) as folder:
        model = context.settings.load().model
        return {"id": context.demonstrations.of_video(folder, model, context.heavy_work)}


@router.post("/api/teach/session/{number}", status_code=201)
def begin_session(
    number: Number,
    context: Here,
    from_s: Annotated[float, Query(ge=0.0)] = 0.0,
    until_s: Annotated[float, Query(ge=0.0)] = 1e6,
) -> dict[str, int]:
    """Take a kept session, or a part of it, as a demonstration."""
    with context.store() as store:
        session = store.load(number)
        frames = [each for each in store.frames(number) if from_s <= each.time_s <= until_s]
    if not frames:
        raise WebError("bad_request", "The session has nothing between these times.")
    # Records may come from a model that this version does not have.
    known = (each for each in MODEL_NAMES if each == session.model)
    model = next(known, context.settings.load().model)
    return {"id": context.demonstrations.of_frames(frames, model)}


@router.get("/api/teach/{number}")
def state(number: Number, context: Here) -> dict[str, Any]:
    """Return how far a demonstration was looked at."""
    shown = context.demonstrations.get(number)
    found: dict[str, Any] = {"state": shown.state, "share": shown.share}
    if shown.error is not None:
        found["error"] = {"id": shown.error[0], "text": shown.error[1]}
    return found


@router.post("/api/teach/{number}/lesson")
def learn(
    number: Number,
    context: Here,
    language: Lang,
    body: Annotated[WishBody, Depends(json_of(WishBody))],
) -> dict[str, Any]:
    """Learn the exercise of a demonstration, or of a part of it.

    Returns:
        what was learned, or `refused`: why nothing was, in the user's language.
    """
    shown = _ready(context, number)
    library = context.library
    taken = {*library.book.exercises, *library.programmes, *(each.id for each in library.own)}
    try:
        wish = _wish(body, free_id(body.en, body.nl, taken))
        with context.heavy_work():
            part = shown.between(body.from_s, body.until_s)
            lesson = teach(part, wish, library.book, model=shown.model, language=language)
    except TeachingError as error:
        shown.lesson = None
        return {"refused": error.in_language(language), "reason": error.reason}
    shown.lesson, shown.part = lesson, part
    return _lesson_json(lesson, language) | {"duration_s": shown.frames[-1].time_s}


@router.get("/api/teach/{number}/signals.png")
def signals(number: Number, context: Here) -> Response:
    """Return every signal of the demonstration, with the limits that were learned."""
    shown = _ready(context, number)
    lesson = shown.lesson
    if lesson is None:
        raise WebError("not_found", "Nothing was learned from this demonstration yet.")
    with context.heavy_work():
        name = lesson.exercise.id
        trial = tried(lesson.exercise, context.book, shown.part, model=shown.model, name=name)
        return Response(picture_of(trial), media_type="image/png")


@router.delete("/api/teach/{number}", status_code=204)
def remove(number: Number, context: Here) -> None:
    """Forget a demonstration. What was kept from it stays."""
    context.demonstrations.remove(number)


def _ready(context: Context, number: int) -> ShownVideo:
    shown = context.demonstrations.get(number)
    if shown.state != "ready":
        raise WebError("running", "This demonstration is not looked at to its end yet.")
    return shown


def _wish(body: WishBody, exercise_id: str) -> Wish:
    instruction = body.instruction.strip()
    return Wish(
        id=exercise_id,
        name=_text(body.nl, body.en),
        repetitions=body.repetitions,
        hold=body.hold,
        not_counted=frozenset(body.not_counted),
        sides=body.sides,
        faults=None if body.faults is None else frozenset(body.faults),
        instruction=_text(instruction, instruction) if instruction else None,
    )


def _text(nl: str, en: str) -> Text:
    try:
        return Text(nl=nl.strip(), en=en.strip())
    except ValueError:
        raise WebError("bad_request", "A text has characters that cannot be shown.") from None


def _lesson_json(lesson: Lesson, language: Language) -> dict[str, Any]:
    exercise = lesson.exercise
    return {
        "id": exercise.id,
        "text": lesson.text,
        "instruction": exercise.instruction.in_language(language),
        "hold": exercise.hold is not None,
        "repetitions": [
            {
                "number": each.number,
                "start_s": each.start_s,
                "target_s": each.target_s,
                "end_s": each.end_s,
                "counts": each.counts,
            }
            for each in lesson.repetitions
        ],
        "remarks": [each.in_language(language) for each in lesson.remarks],
        "faults": [
            {
                "id": each.id,
                "name": each.name.in_language(language),
                "say": each.say.in_language(language),
                "chosen": each.id in exercise.faults,
            }
            for each in lesson.offered
        ],
    }
