"""The first visit. In: the records and the settings. Out: whether it is due, and what it needs.

It is offered once to each person, as long as nothing of that person is kept.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from stabiel.exercises.plan_steps import minutes_of, plan_steps
from stabiel.exercises.short_session import short_plan
from stabiel.report.wellbeing_in_words import advice_in_words
from stabiel.session.pain_rule import advice_before
from stabiel.session.wellbeing import MOST_PAIN, WellbeingAnswer
from stabiel.store.by_hand import readable_notes
from stabiel.store.plans import accepted_doses
from stabiel.store.wellbeing import WellbeingRecords
from stabiel.web.api.inputs import Here, Lang, RequestBody, json_of
from stabiel.web.page_texts import page_texts
from stabiel.web.web_errors import WebError

router = APIRouter()


class PainNow(RequestBody):
    """The pain before the first session, 0 to 10."""

    pain: Annotated[int, Field(ge=0, le=MOST_PAIN)]


@router.get("/api/welcome")
def welcome(context: Here) -> dict[str, Any]:
    """Return whether the first visit is due, and the short session, None if there is none."""
    library = context.library
    short = short_plan(library.followed, library.book)
    with context.store() as store:
        is_new = not context.settings.load().welcomed and not store.sessions()
        doses = accepted_doses(store, library)
    steps = [] if short is None else plan_steps(short, library.book.exercises, doses)
    return {
        "due": is_new and not any(readable_notes(context.folder)),
        "short": None if short is None else {"id": short.id, "minutes": minutes_of(steps)},
    }


@router.post("/api/welcome/pain")
def pain_now(
    context: Here, language: Lang, told: Annotated[PainNow, Depends(json_of(PainNow))]
) -> dict[str, Any]:
    """Keep the pain before the first session, which then does not ask; return the advice."""
    answer = WellbeingAnswer("before", told.pain)
    with WellbeingRecords(context.folder) as records:
        earlier = records.lately_before(context.now())
        if earlier is None:
            records.add(answer, context.now())
        else:
            records.change(earlier.id, answer)
    advice = advice_before(told.pain)
    return {
        "advice": None
        if advice is None
        else {"zone": advice.zone.value, "text": advice_in_words(advice, language)},
    }


@router.get("/api/welcome/hear.wav")
def hear(request: Request, language: Lang) -> Response:
    """Return the question of the sound check in this computer's voice."""
    voice = getattr(request.app.state, "voice", None)
    wave = None if voice is None else voice(language).wave(page_texts(language)["welcome"]["hear"])
    if wave is None:
        raise WebError("not_found", "This computer has no voice for the language.")
    return Response(wave, media_type="audio/wav")
