"""How the person feels. In: answers. Out: what is kept, the words of the pain-monitoring model.

Red flags are asked about before the first session; a yes refers, and the person decides.
"""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from stabiel.report.wellbeing_in_words import advice_in_words
from stabiel.session.pain_rule import advice_after
from stabiel.session.red_flags import (
    RED_FLAGS,
    RedFlagAnswers,
    advice_key,
    red_flags_due,
)
from stabiel.session.wellbeing import (
    MOST_PAIN,
    MOST_REMARK,
    Effort,
    WellbeingAnswer,
    WellbeingMoment,
)
from stabiel.store.wellbeing import (
    NEAR,
    KeptWellbeing,
    WellbeingRecords,
    workout_wellbeing,
)
from stabiel.web.api.inputs import Here, Lang, Number, RequestBody, json_of
from stabiel.web.api.sessions import finished
from stabiel.web.context import Context
from stabiel.web.web_errors import WebError
from stabiel.wording.catalogue import group
from stabiel.wording.language import Language

router = APIRouter()

SessionNumber = Annotated[int | None, Query(ge=1, le=2**53)]


class Told(RequestBody):
    """What the person says; everything but the moment may be skipped.

    Attributes:
        session: one of the workout's sessions; None for now.
    """

    moment: WellbeingMoment
    pain: Annotated[int, Field(ge=0, le=MOST_PAIN)] | None = None
    effort: Effort | None = None
    remark: Annotated[str, Field(max_length=MOST_REMARK)] = ""
    session: Annotated[int, Field(ge=1, le=2**53)] | None = None

    def answer(self) -> WellbeingAnswer:
        """Return it as it is kept."""
        return WellbeingAnswer(self.moment, self.pain, self.effort, self.remark.strip())


class ToldRedFlags(RequestBody):
    """The red flags that were answered with yes, and whether the person continues anyway."""

    yes: Annotated[list[Literal[RED_FLAGS]], Field(max_length=len(RED_FLAGS))]  # type: ignore[valid-type]
    went_on: bool | None = None


@router.get("/api/wellbeing")
def listed(context: Here, language: Lang, session: SessionNumber = None) -> dict[str, Any]:
    """Return the answers of the workout of a session with advice, or all answers without it."""
    with WellbeingRecords(context.folder) as records:
        if session is None:
            return {"answers": [_as_json(each) for each in records.all()], "advice": None}
        return _around(records, session, language)


@router.post("/api/wellbeing", status_code=201)
def add(
    context: Here, language: Lang, told: Annotated[Told, Depends(json_of(Told))]
) -> dict[str, Any]:
    """Keep an answer; return the answers of its workout with advice."""
    answer = told.answer()
    if answer.is_empty:
        raise WebError("bad_request", "Nothing was answered, so nothing is saved.")
    at, workout = context.now(), None
    if told.session is not None:
        at, workout = _place_of(context, told.session)
    with WellbeingRecords(context.folder) as records:
        number = records.add(answer, at, workout)
        if told.session is not None:
            return _around(records, told.session, language)
        return {"answers": [_as_json(records.get(number))], "advice": None}


@router.put("/api/wellbeing/{number}")
def change(
    number: Number,
    context: Here,
    language: Lang,
    told: Annotated[Told, Depends(json_of(Told))],
) -> dict[str, Any]:
    """Replace what was said in an answer; return the answers of its workout with advice."""
    with WellbeingRecords(context.folder) as records:
        _known(records, number)
        records.change(number, told.answer())
        if told.session is not None:
            return _around(records, told.session, language)
        return {"answers": [_as_json(records.get(number))], "advice": None}


@router.delete("/api/wellbeing/{number}", status_code=204)
def delete(number: Number, context: Here) -> None:
    """Remove an answer permanently."""
    with WellbeingRecords(context.folder) as records:
        _known(records, number)
        records.delete(number)


@router.get("/api/red-flags")
def red_flags(context: Here, language: Lang) -> dict[str, Any]:
    """Return whether to ask about red flags now, and the questions."""
    words = group("red_flag", language)
    asks = context.settings.load().questions
    with WellbeingRecords(context.folder) as records:
        kept = records.red_flags()
        last = kept[-1] if kept else None
        due = asks and red_flags_due(context.now(), last, records.last_session_at())
    return {
        "due": due,
        "title": words["title"],
        "intro": words["intro"],
        "questions": [{"id": each, "text": words[each]} for each in RED_FLAGS],
        "last": None
        if last is None
        else {"at": last.at, "yes": list(last.yes), "went_on": last.went_on},
    }


@router.post("/api/red-flags")
def answer_red_flags(
    context: Here, language: Lang, told: Annotated[ToldRedFlags, Depends(json_of(ToldRedFlags))]
) -> dict[str, Any]:
    """Keep the answers of today; return the advice, None without a yes."""
    yes = tuple(each for each in RED_FLAGS if each in told.yes)
    with WellbeingRecords(context.folder) as records:
        records.keep_red_flags(RedFlagAnswers(context.now(), yes, told.went_on if yes else None))
    key = advice_key(yes)
    words = group("red_flag", language)
    return {"advice": None if key is None else {"id": key, "text": words[key]}}


def _around(records: WellbeingRecords, session: int, language: Language) -> dict[str, Any]:
    kept = records.of_session(session)
    advice = advice_after(workout_wellbeing(kept))
    return {
        "answers": [_as_json(each) for each in kept],
        "advice": None
        if advice is None
        else {"zone": advice.zone.value, "text": advice_in_words(advice, language)},
    }


def _place_of(context: Context, session: int) -> tuple[datetime, str | None]:
    """Return the time and the workout of an answer about a session.

    Without a workout it is found by its time, so an answer that comes much later gets the time at
    which the session ended.
    """
    now = context.now()
    with context.store() as store:
        kept = finished(store, session)
    with WellbeingRecords(context.folder) as records:
        workout = records.workout_of(session)
    ended = kept.began_at + timedelta(seconds=kept.duration_s or 0.0)
    late = workout is None and not timedelta(0) <= now - ended <= NEAR
    return (ended + timedelta(seconds=1) if late else now), workout


def _known(records: WellbeingRecords, number: int) -> KeptWellbeing:
    found = next((each for each in records.all() if each.id == number), None)
    if found is None:
        raise WebError("not_found", "There is no such answer.")
    return found


def _as_json(kept: KeptWellbeing) -> dict[str, Any]:
    return {
        "id": kept.id,
        "workout": kept.workout,
        "at": kept.at,
        "moment": kept.answer.moment,
        "pain": kept.answer.pain,
        "effort": kept.answer.effort,
        "remark": kept.answer.remark,
    }
