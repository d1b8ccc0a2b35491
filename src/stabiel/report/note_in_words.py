"""A note of training without a camera in words. In: a note. Out: how much was done."""

from stabiel.store.by_hand import HandNote
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import plural, short_number
from stabiel.wording.language import Language


def amount_in_words(note: HandNote, language: Language) -> str:
    """Return how much was done: "3 × 10 keer, 5 minuten"."""
    parts = []
    if note.repetitions is not None:
        count = note.repetitions
        parts.append(_sets(note, plural("by_hand", "repetitions", count, language, count=count)))
    if note.seconds is not None:
        parts.append(_sets(note, text("by_hand", "seconds", language, count=note.seconds)))
    if note.minutes is not None:
        count_words = short_number(note.minutes, language)
        parts.append(plural("by_hand", "minutes", note.minutes, language, count=count_words))
    return ", ".join(parts)


def _sets(note: HandNote, words: str) -> str:
    return words if note.sets == 1 else f"{note.sets} × {words}"
