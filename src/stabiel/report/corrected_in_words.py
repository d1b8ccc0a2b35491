"""Corrections in words. In: a corrected session, its labels. Out: totals and a line for each."""

from collections.abc import Callable

from stabiel.report.labels import Labels
from stabiel.session.corrected import CorrectedSession, CorrectionState, PlacedCorrection, span_of
from stabiel.session.corrections import CountChange, OtherExercise, RepetitionChange
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import clock, plural
from stabiel.wording.language import Language

# Returns the name of an exercise by its id.
NameOf = Callable[[str], str]


def totals_in_words(found: CorrectedSession, language: Language, name_of: NameOf) -> str:
    """Return the corrected totals, and what of them comes from the person."""
    totals = found.totals
    if found.judged.holds:
        parts = [text("correction", "held", language, seconds=round(totals.hold_s))]
    else:
        count = totals.repetitions
        parts = [plural("correction", "total", count, language, count=count)]
    if found.added:
        parts.append(plural("correction", "added", found.added, language, count=found.added))
    if found.removed:
        parts.append(plural("correction", "removed", found.removed, language, count=found.removed))
    if found.wrong_faults:
        count = found.wrong_faults
        parts.append(plural("correction", "faults", count, language, count=count))
    if found.exercise != found.session.exercise:
        name = name_of(found.exercise)
        parts.append(text("correction", "other", language, exercise=name))
    return ", ".join(parts)


def corrections_in_words(found: CorrectedSession, language: Language, name_of: NameOf) -> list[str]:
    """Return the lines that a report or the terminal shows beside the judgment, if any."""
    lines = []
    if found.changed:
        words = totals_in_words(found, language, name_of)
        lines.append(text("correction", "beside", language, words=words))
    if found.lost:
        lines.append(plural("correction", "gone", found.lost, language, count=found.lost))
    return lines


def correction_in_words(placed: PlacedCorrection, labels: Labels, name_of: NameOf) -> str:
    """Return one correction, and what became of it."""
    words, language = _said(placed, labels, name_of), labels.language
    if placed.state is CorrectionState.AGREES:
        return text("correction", "agrees", language, words=words)
    if placed.state is CorrectionState.REPLACED:
        return text("correction", "replaced", language, words=words)
    if placed.state is CorrectionState.LOST:
        return text("correction", "lost", language, words=words)
    return words


def _said(placed: PlacedCorrection, labels: Labels, name_of: NameOf) -> str:
    said, language = placed.kept.said, labels.language
    if isinstance(said, OtherExercise):
        name = name_of(said.exercise)
        return text("correction", "exercise", language, exercise=name)
    if isinstance(said, RepetitionChange):
        more, fewer = text("correction", "more", language), text("correction", "fewer", language)
        words = more if said.change > 0 else fewer
        side = labels.side(said.side) if said.side in ("left", "right") else ""
        time = "" if said.time_s is None else clock(said.time_s)
        where = ", ".join(part for part in (side, time) if part)
        return f"{words} ({where})" if where else words
    time = clock(said.start_s if placed.event is None else span_of(placed.event)[0])
    if not isinstance(said, CountChange):
        fault = labels.fault(said.fault)
        return text("correction", "not_right", language, fault=fault, time=time)
    if said.counts and said.what == "attempt":
        return text("correction", "counted", language, time=time)
    if said.counts:
        return text("correction", "still_counts", language, time=time)
    if said.what == "hold":
        return text("correction", "hold_not_counted", language, time=time)
    return text("correction", "not_counted", language, time=time)
