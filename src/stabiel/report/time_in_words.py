"""What the time went on, in words. In: sums of time and labels. Out: lines of text.

A check is called by what to do about it, with how far it was from right: "tuck your chin slightly
(3 degrees too much)".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from stabiel.body.measures import MEASURES
from stabiel.coach.setup import set_up_item
from stabiel.coach.time_spent import TimeKind, TimeSpent
from stabiel.report.labels import Labels
from stabiel.wording.catalogue import group, text
from stabiel.wording.formatting import TORSO_CM, number, plural

# Shorter sums, and those beyond so many rows, are one row together.
LEAST_S, MOST_ROWS = 0.5, 8
# The kinds of time whose words name what belongs to them.
_WITH_REASON = frozenset({
    TimeKind.SET_UP, TimeKind.WAITING, TimeKind.NEAR_ZONE, TimeKind.NOT_JUDGED,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One row of where the time went: seconds, in tenths and as shown, and on what."""

    tenths: int
    seconds: str
    words: str


def time_rows(spent: Sequence[TimeSpent], labels: Labels) -> list[TimeRow]:
    """Return where the time of a session went, the most first, what is left last.

    What has the same words is one row. The seconds shown are rounded together, so that they add up
    to the duration of the session.
    """
    reached = any(each.kind is TimeKind.AT_TARGET for each in spent)
    sums: dict[str, float] = {}
    for each in spent:  # two checks may ask for the same
        if each.kind is TimeKind.MOVING and reached:
            # Once at the target, the least distance from it says nothing any more.
            words = spent_in_words(replace(each, off_by=None), labels)
        else:
            words = spent_in_words(each, labels)
        sums[words] = sums.get(words, 0.0) + each.seconds
    ordered = sorted(sums.items(), key=lambda each: -each[1])
    lines = [(seconds, words) for words, seconds in ordered if seconds >= LEAST_S][:MOST_ROWS]
    if len(ordered) > len(lines):
        lines = lines[: MOST_ROWS - 1]
        rest_s = sum(seconds for _, seconds in ordered[len(lines) :])
        lines.append((rest_s, text("time", "rest", labels.language)))
    ends = [0, *(round(10 * end_s) for end_s in accumulate(seconds for seconds, _ in lines))]
    return [
        TimeRow(end - begin, number((end - begin) / 10, 1, labels.language), words)
        for (begin, end), (_, words) in zip(pairwise(ends), lines, strict=True)
        if end > begin
    ]


def spent_in_words(spent: TimeSpent, labels: Labels) -> str:
    """Return what a sum of time was spent on, without its seconds."""
    language, kind = labels.language, spent.kind
    if kind is TimeKind.MOVING and spent.off_by is not None:
        off = distance_in_words(labels.exercise.follows, spent.off_by, labels)
        return text("time", "moving_short", language, off=off)
    if kind not in _WITH_REASON:
        return text("time", kind.value, language)
    if spent.why is None:
        return text("time", f"{kind.value}_alone", language)
    if kind is TimeKind.NOT_JUDGED:
        what = group("reason", language).get(spent.why, spent.why)
    else:
        # Before the start somebody may be far from the posture: only what to do helps.
        near = kind is TimeKind.NEAR_ZONE
        what = what_to_do(spent.why, spent.off_by if near else None, labels)
    return text("time", kind.value, language, what=what)


def what_to_do(why: str, off_by: float | None, labels: Labels) -> str:
    """Return what to do about a set-up item, a check, or a fault, to go on within a sentence.

    Args:
        why: its id; of a set-up item also one of its directions.
        off_by: how far a check is from holding, in the unit of its measure; None if unknown.
        labels: the words for ids.
    """
    remedies = group("remedy", labels.language)
    item = set_up_item(why) or why
    if item in remedies:
        return remedies[item]
    what = within_sentence(labels.correction(why))
    check = labels.check(why)
    if check is None or off_by is None:
        return what
    off = distance_in_words(check.measure, off_by, labels)
    limits = (check.at_least is not None, check.at_most is not None)
    key = {(True, False): "off_below", (False, True): "off_above"}.get(limits, "off_either")
    return text("time", key, labels.language, what=what, off=off)


def distance_in_words(measure: str, off_by: float, labels: Labels) -> str:
    """Return a difference of a measure's values: whole degrees, or torso lengths in cm; never 0."""
    if MEASURES[measure].unit == "deg":
        degrees = max(1, round(off_by))
        return plural("time", "degrees", degrees, labels.language, count=degrees)
    centimeters = max(1, round(TORSO_CM * off_by))
    return plural("time", "centimeters", centimeters, labels.language, count=centimeters)


def within_sentence(sentence: str) -> str:
    """Return a short sentence without its capital and its full stop."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")
