"""Sessions and batches in words, for the terminal. In: sessions, outcomes, a language. Out: text.

A command that shows what somebody did speaks one language: that of `--lang`, or without that option
the language of the session. It calls faults by their names; ids are for `--json`. Commands that
manage the records or the computer, `--help` and errors are English. So is `replay`, which compares
two rules for their author, by the ids in the files.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from stabiel.coach.events import Attempt, Hold
from stabiel.report.labels import Labels, in_time_order
from stabiel.report.nothing_in_words import looks_more_like, why_nothing_counted
from stabiel.wording.catalogue import group, text
from stabiel.wording.formatting import clock, number, plural
from stabiel.wording.language import Language

if TYPE_CHECKING:
    from stabiel.batch.clips import Clip
    from stabiel.batch.task import Outcome
    from stabiel.exercises.files import ExerciseBook
    from stabiel.session.session import Session

# A longer table is easier to read in the summary file.
MOST_ROWS = 40
# The keys of the texts in heads, and of those that count something.
HEADS = ("number", "side", "from", "to")
BATCH_HEADS = (
    "clip", "state", "head_repetitions", "good", "head_attempts", "head_holds", "points",
)  # fmt: skip
FOUND_HEADS = ("clip", "state", "from", "to", "exercise")
COUNTED = ("repetitions", "attempts", "all_attempts", "holds", "faults", "clips")
# The counts of a session's summary with the key of their text.
_SUMMED = {"repetitions": "repetitions", "attempts": "all_attempts", "holds": "holds"}


def names_of(exercise_id: str, book: "ExerciseBook", language: Language) -> Labels:
    """Return the names of an exercise's faults, sides and reasons in a language.

    Raises:
        UsageError: there is no such exercise.
    """
    return Labels(book.get(exercise_id), book, language)


def summary(session: "Session", names: Labels, video_name: str) -> str:
    """Return what was counted in a video, or why nothing was, in one line.

    It begins with another exercise, if it looks more like that one.
    """
    language = names.language
    nothing = why_nothing_counted(session, names)
    if nothing is not None:
        return f"{video_name}: {nothing}"
    parts = []
    if session.holds:
        seconds = number(session.hold_s, 1, language)
        parts.append(_counted("holds", len(session.holds), language))
        parts.append(text("terminal", "in_zone", language, seconds=seconds))
    else:
        parts.append(_counted("repetitions", len(session.repetitions), language))
        missed = [attempt.reason for attempt in session.attempts if not attempt.doubtful]
        if missed:
            parts.append(_counted("attempts", len(missed), language) + _named(missed, names))
    faults = [fault.id for fault in session.faults if not fault.doubtful]
    parts.append(_counted("faults", len(faults), language) + _named(faults, names))
    other = looks_more_like(session, names)
    return f"{video_name}: {'' if other is None else f'{other} '}{', '.join(parts)}"


def _counted(key: str, count: int, language: Language) -> str:
    return plural("terminal", key, count, language, count=count)


def _named(ids: Iterable[str], names: Labels) -> str:
    """Return the names of faults or of broken checks in brackets, nothing if there are none."""
    found = ", ".join(names.fault(each).lower() for each in dict.fromkeys(ids))
    return f" ({found})" if found else ""


def movements(session: "Session", names: Labels) -> list[list[str]]:
    """Return a row for each repetition, attempt and hold, in order of time, under a head."""
    language = names.language
    words = group("terminal", language)
    rows = [[words[key] for key in HEADS] + [""]]
    for done in in_time_order(session):
        faults = () if isinstance(done, Attempt) else done.faults
        parts = [names.fault(each).lower() for each in faults]
        if isinstance(done, Attempt):
            reason = names.fault(done.reason).lower()
            if done.doubtful:
                parts = [text("terminal", "perhaps", language, why=reason)]
            else:
                parts = [text("terminal", "not_counted", language, why=reason)]
        elif isinstance(done, Hold):
            seconds = number(done.in_zone_s, 1, language)
            parts.insert(0, text("terminal", "in_zone", language, seconds=seconds))
        which = "-" if isinstance(done, Attempt) else str(done.number)
        side = names.side(done.side)
        times = [clock(done.start_s), clock(done.end_s)]
        rows.append([which, side, *times, ", ".join(parts) or words["good"]])
    return rows


def not_judged(session: "Session", names: Labels) -> list[str]:
    """Return a line for everything that could not be judged, with the reason and the seconds."""
    reasons = group("reason", names.language)
    return [
        f"{names.what(what)}: {reasons[reason]}, {number(seconds, 1, names.language)} s"
        for what, reason, seconds in session.not_judged
    ]


def batch_table(done: "Sequence[tuple[Clip, Outcome]]", names: Labels) -> list[list[str]]:
    """Return a row per clip under a head, nothing if there are no rows.

    A long table has only the clips that were not judged, those in which nothing counted, and those
    that look like another exercise. The last column of such a clip says so.
    """
    words = group("terminal", names.language)
    shown = [each for each in done if len(done) <= MOST_ROWS or each[1].why or each[1].looks_like]
    keys = ("repetitions", "good_repetitions", "attempts", "holds")
    rows = [
        [
            str(clip.video),
            _state(outcome, words),
            *(_count(outcome, key) for key in keys),
            _last_column(outcome, names) or "-",
        ]
        for clip, outcome in shown
    ]
    return [[words[key] for key in BATCH_HEADS], *rows] if rows else []


def found_table(done: "Sequence[tuple[Clip, Outcome]]", language: Language) -> list[list[str]]:
    """Return a row for each exercise that a batch of searches found, under a head.

    A video in which none was found has a row with the reason; a long table has only such videos.
    """
    words = group("terminal", language)
    long = sum(max(1, len(outcome.found)) for _, outcome in done) > MOST_ROWS
    rows = []
    for clip, outcome in done:
        start = [str(clip.video), _state(outcome, words)]
        for each in () if long else outcome.found:
            times = [clock(each.start_s), clock(each.end_s)]
            rows.append([*start, *times, f"{each.name}: {each.words}"])
        if not outcome.found:
            rows.append([*start, "-", "-", outcome.why or "-"])
    return [[words[key] for key in FOUND_HEADS], *rows] if rows else []


def _count(outcome: "Outcome", key: str) -> str:
    if not outcome.summary or (outcome.nothing_counted and not outcome.summary[key]):
        return "-"
    return f"{outcome.summary[key]:g}"


def _last_column(outcome: "Outcome", names: Labels) -> str:
    if outcome.nothing_counted:
        return outcome.why
    faults = _counted_faults(outcome, names)
    if not outcome.looks_like:
        return faults
    other = names.exercise_name(outcome.looks_like)
    return " ".join([text("report", "looks_more_like", names.language, other=other), faults])


def _state(outcome: "Outcome", words: dict[str, str]) -> str:
    nothing = outcome.nothing_counted
    state = words["state_nothing"] if nothing else words[f"state_{outcome.state}"]
    return state + " " + words["before"] if outcome.before else state


def _counted_faults(outcome: "Outcome", names: Labels) -> str:
    return ", ".join(
        f"{names.fault(each).lower()} {count}×" for each, count in sorted(outcome.faults.items())
    )


def batch_sentence(done: "Sequence[tuple[Clip, Outcome]]", language: Language) -> str:
    """Return the counts of a whole batch in one sentence."""
    words = group("terminal", language)
    states = Counter(outcome.state for _, outcome in done)
    before = sum(outcome.before for _, outcome in done)
    named = {
        words["state_judged"]: states["judged"],
        words["with_nobody"]: states["nobody"],
        words["state_failed"]: states["failed"],
        words["done_before"]: before,
    }
    parts = [f"{count} {name}" for name, count in named.items() if count]
    sums = [
        _counted(
            words_key, round(sum(outcome.summary.get(key, 0) for _, outcome in done)), language
        )
        for key, words_key in _SUMMED.items()
    ]
    clips = _counted("clips", len(done), language)
    return f"{clips}: {', '.join(parts)}; {', '.join(sums)}."
