"""A session in one or two sentences. In: a session and its labels. Out: the headline.

If nothing counted it says why, and what to change; if it looks like another exercise, it says that
first. What is doubtful is left out. Points to work on are those of the report, in its order; of
others it says how many there are.
"""

from collections import Counter

from stabiel.coach.events import Hold, Repetition
from stabiel.report.labels import Labels
from stabiel.report.nothing_in_words import looks_more_like, why_nothing_counted
from stabiel.report.points import MOST_POINTS, faults_to_work_on
from stabiel.session.session import Session
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import plural
from stabiel.wording.language import Language


def headline(session: Session, labels: Labels) -> str:
    """Return the session in one or two sentences."""
    nothing = why_nothing_counted(session, labels)
    if nothing is not None:
        return nothing
    # What the report shows as a point is named here, so that the two never disagree.
    shown = faults_to_work_on(session, labels)[:MOST_POINTS]
    other = looks_more_like(session, labels)
    words = [*([] if other is None else [other]), _done_in_words(session, labels)]
    done: list[Repetition | Hold] = [*session.repetitions, *session.holds]
    counts = Counter(fault for each in done for fault in dict.fromkeys(each.faults))
    named = [f"{labels.fault(each).lower()} ({counts[each]}×)" for each in shown if counts[each]]
    if named:
        points = and_more(named, len(counts) - len(named), labels.language)
        words.append(text("report", "headline_work_on", labels.language, points=points))
    missed = Counter(attempt.reason for attempt in session.attempts if not attempt.doubtful)
    if missed:
        words.append(_missed_in_words(missed, shown, labels))
    return " ".join(words)


def and_more(named: list[str], more: int, language: Language) -> str:
    """Return names with commas, and how many more there are."""
    listed = ", ".join(named)
    if not more:
        return listed
    return plural("report", "and_more", more, language, listed=listed, count=more)


def _missed_in_words(missed: Counter[str], shown: list[str], labels: Labels) -> str:
    count = missed.total()
    named = [labels.fault(each).lower() for each in shown if each in missed]
    if not named:
        return plural("report", "headline_attempts_alone", count, labels.language, attempts=count)
    points = and_more(named, len(missed) - len(named), labels.language)
    return plural(
        "report", "headline_attempts", count, labels.language, attempts=count, points=points
    )


def _done_in_words(session: Session, labels: Labels) -> str:
    if session.holds:
        seconds, language = round(session.hold_s), labels.language
        return plural("report", "headline_held", seconds, language, seconds=seconds)
    good, every = session.good_repetitions, len(session.repetitions)
    return text("report", "headline_good", labels.language, good=good, all=every)
