"""Corrections of a session. In: what the person says. Out: the totals beside the judged ones."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends

from stabiel.coach.events import Attempt, FaultEnded, Hold, Repetition
from stabiel.errors import UsageError
from stabiel.report.corrected_in_words import correction_in_words, totals_in_words
from stabiel.report.labels import Labels
from stabiel.session.corrected import CorrectedEvent, PlacedCorrection
from stabiel.session.corrections import Correction, OtherExercise
from stabiel.session.session import Session
from stabiel.store import Store
from stabiel.store.corrections import add_correction, corrected_session, remove_correction
from stabiel.web.api.inputs import Here, Lang, Number, RequestBody, json_of
from stabiel.web.api.sessions import finished
from stabiel.web.context import Context
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language

router = APIRouter()


class CorrectionBody(RequestBody):
    """The request to keep a correction."""

    correction: Correction


@router.get("/api/sessions/{number}/corrections")
def corrections(number: Number, context: Here, language: Lang) -> dict[str, Any]:
    """Return the corrections of a session, with its totals before and after them."""
    with context.store() as store:
        finished(store, number)
        return _found(store, number, context, language)


@router.post("/api/sessions/{number}/corrections", status_code=201)
def add(
    number: Number,
    context: Here,
    language: Lang,
    asked: Annotated[CorrectionBody, Depends(json_of(CorrectionBody))],
) -> dict[str, Any]:
    """Keep a correction, and return the totals as they are then."""
    said = asked.correction
    if isinstance(said, OtherExercise):
        context.exercise(said.exercise)  # fails if there is none
    with context.store() as store:
        finished(store, number)
        add_correction(store, number, said, context.now())
        return _found(store, number, context, language)


@router.delete("/api/sessions/{number}/corrections/{correction}")
def undo(number: Number, correction: Number, context: Here, language: Lang) -> dict[str, Any]:
    """Undo a correction, and return the totals as they are then."""
    with context.store() as store:
        finished(store, number)
        try:
            remove_correction(context.folder, correction, number)
        except UsageError as error:
            raise WebError("not_found", str(error)) from error
        return _found(store, number, context, language)


def _found(store: Store, number: int, context: Context, language: Language) -> dict[str, Any]:
    session, book = store.load(number), store.rule(number)
    found = corrected_session(store, number, session)
    labels = Labels(book.get(session.exercise), book, language)

    def name_of(exercise_id: str) -> str:
        return context.name_of(exercise_id, language)

    return {
        "judged": asdict(found.judged),
        "corrected": asdict(found.totals),
        "changed": found.changed,
        "words": totals_in_words(found, language, name_of),
        "sides": ["both"] if labels.exercise.sides == "both" else ["left", "right"],
        "exercise": found.exercise,
        "corrections": [
            {
                "id": each.kept.id,
                "kind": each.kept.said.kind,
                "state": each.state.value,
                "words": correction_in_words(each, labels, name_of),
                "event": _place(each, session),
            }
            for each in found.placed
        ],
    }


def _place(placed: PlacedCorrection, session: Session) -> dict[str, Any] | None:
    """Return which event of `session.json` a correction is about: its kind and its place there."""
    event = placed.event
    if event is None:
        return None
    what, events = _list_of(event, session)
    return {"what": what, "index": next(n for n, each in enumerate(events) if each is event)}


def _list_of(event: CorrectedEvent, session: Session) -> tuple[str, tuple[CorrectedEvent, ...]]:
    if isinstance(event, Repetition):
        return "repetition", session.repetitions
    if isinstance(event, Attempt):
        return "attempt", session.attempts
    if isinstance(event, Hold):
        return "hold", session.holds
    assert isinstance(event, FaultEnded)  # there is no other event
    return "fault", session.faults
