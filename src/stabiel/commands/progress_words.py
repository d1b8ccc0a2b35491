"""What the weeks of an exercise show when compared. In: its progress. Out: short lines."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from stabiel.session.comparisons import Fatigue, SideTotals
    from stabiel.store.weeks import ExerciseProgress
    from stabiel.wording.language import Language


def comparisons_in_words(
    each: "ExerciseProgress", fault_name: "Callable[[str], str]", language: "Language"
) -> list[str]:
    """Return a line for each comparison that can be made, and one for those that cannot.

    Args:
        each: an exercise with at least one week.
        fault_name: returns the short name of a fault.
        language: of the lines.
    """
    from stabiel.wording.catalogue import text
    from stabiel.wording.formatting import with_unit

    compared, newest, follows = each.compared, each.weeks[-1], each.exercise.follows
    lines = []
    if compared.range_at_first is not None:
        lines.append(
            text(
                "progress",
                "range_now",
                language,
                now=with_unit(follows, compared.range_now, language),
                first=with_unit(follows, compared.range_at_first, language),
            )
        )
    if len(newest.sides) > 1:
        held = each.exercise.hold is not None
        left, right = (_side(newest.sides[side], held, language) for side in ("left", "right"))
        lines.append(text("progress", "sides_now", language, left=left, right=right))
    if newest.fatigue is not None:
        lines.append(_fatigue(newest.fatigue, follows, language))
    if compared.gone:
        names = ", ".join(map(fault_name, compared.gone))
        lines.append(text("progress", "gone", language, points=names))
    if compared.new:
        names = ", ".join(map(fault_name, compared.new))
        lines.append(text("progress", "new", language, points=names))
    if compared.unsaid:
        words = {
            "range": text("progress", "unsaid_range", language),
            "faults": text("progress", "unsaid_faults", language),
            "fatigue": text("progress", "unsaid_fatigue", language),
            "sides": text("progress", "unsaid_sides", language),
        }
        what = ", ".join(words[name] for name in compared.unsaid)
        lines.append(text("progress", "unsaid", language, what=what))
    return [f"  {line}" for line in lines]


def _side(totals: "SideTotals", held: bool, language: "Language") -> str:
    from stabiel.wording.catalogue import text

    if held:
        return f"{totals.hold_s:.0f} s"
    return text("progress", "good_of", language, good=totals.good, all=totals.repetitions)


def _fatigue(fatigue: "Fatigue", follows: str, language: "Language") -> str:
    from stabiel.wording.catalogue import text
    from stabiel.wording.formatting import with_unit

    return text(
        "progress",
        "fatigue",
        language,
        range_last=with_unit(follows, fatigue.range_last, language),
        range_first=with_unit(follows, fatigue.range_first, language),
        tempo_last=with_unit("_s", fatigue.tempo_last_s, language),
        tempo_first=with_unit("_s", fatigue.tempo_first_s, language),
    )
