"""Training without a camera. In: a note. Out: all notes, the newest day first."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from stabiel.errors import UsageError
from stabiel.report.note_in_words import amount_in_words
from stabiel.store.by_hand import (
    HandNote,
    KeptNote,
    add_note,
    change_note,
    readable_notes,
    remove_note,
)
from stabiel.web.api.inputs import Here, Lang, Number, RequestBody, json_of
from stabiel.web.context import Context
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language

router = APIRouter()


class NoteBody(RequestBody):
    """The request to keep a note."""

    note: HandNote


@router.get("/api/by-hand")
def noted(context: Here, language: Lang) -> list[dict[str, Any]]:
    """Return all notes that can be read, the newest day first."""
    found, _ = readable_notes(context.folder)
    return [note_json(each, context, language) for each in found]


@router.get("/api/by-hand/damaged")
def damaged(context: Here) -> list[int]:
    """Return the numbers of the notes that cannot be read, which can only be removed."""
    _, numbers = readable_notes(context.folder)
    return numbers


@router.post("/api/by-hand", status_code=201)
def add(
    context: Here, language: Lang, asked: Annotated[NoteBody, Depends(json_of(NoteBody))]
) -> dict[str, Any]:
    """Keep a note of an exercise that exists."""
    context.exercise(asked.note.exercise)  # fails if there is none
    return note_json(add_note(context.folder, asked.note, context.now()), context, language)


@router.put("/api/by-hand/{number}", status_code=204)
def change(
    number: Number, context: Here, asked: Annotated[NoteBody, Depends(json_of(NoteBody))]
) -> None:
    """Replace a note; its exercise may no longer exist."""
    if all(each.id != number for each in readable_notes(context.folder)[0]):
        raise WebError("not_found", f"There is no note {number}.")
    change_note(context.folder, number, asked.note, context.now())


@router.delete("/api/by-hand/{number}", status_code=204)
def remove(number: Number, context: Here) -> None:
    """Remove a note permanently."""
    try:
        remove_note(context.folder, number)
    except UsageError as error:
        raise WebError("not_found", str(error)) from error


def note_json(kept: KeptNote, context: Context, language: Language) -> dict[str, Any]:
    """Return a note with its words, for a list."""
    return {
        "id": kept.id,
        "name": context.name_of(kept.note.exercise, language),
        "pictured": kept.note.exercise in context.book.exercises,
        "words": amount_in_words(kept.note, language),
        **kept.note.model_dump(mode="json"),
    }
