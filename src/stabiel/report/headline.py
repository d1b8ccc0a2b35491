"""A session in one or two sentences. In: a session and its labels. Out: the headline.

If nothing counted it says why, and what to change. What is doubtful is left out.
"""

from collections import Counter

from stabiel.coach.events import Hold, Repetition
from stabiel.report.labels import Labels
from stabiel.report.nothing_in_words import why_nothing_counted
from stabiel.session.session import Session
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import plural

MOST_POINTS = 3


def headline(session: Session, labels: Labels) -> str:
    """Return the session in one or two sentences."""
    nothing = why_nothing_counted(session, labels)
    if nothing is not None:
        return nothing
    done: list[Repetition | Hold] = [*session.repetitions, *session.holds]
    counts = Counter(fault for each in done for fault in each.faults)
    points = ", ".join(
        f"{labels.fault(name).lower()} ({count}×)"
        for name, count in counts.most_common(MOST_POINTS)
    )
    words = [_done_in_words(session, labels)]
    if done and points:
        words.append(text("report", "headline_work_on", labels.language, points=points))
    reasons = Counter(attempt.reason for attempt in session.attempts if not attempt.doubtful)
    if reasons:
        listed = ", ".join(labels.fault(name).lower() for name, _ in reasons.most_common())
        count = reasons.total()
        words.append(
            plural(
                "report", "headline_attempts", count, labels.language, attempts=count, points=listed
            )
        )
    return " ".join(words)


def _done_in_words(session: Session, labels: Labels) -> str:
    if session.holds:
        seconds, language = round(session.hold_s), labels.language
        return plural("report", "headline_held", seconds, language, seconds=seconds)
    good, every = session.good_repetitions, len(session.repetitions)
    return text("report", "headline_good", labels.language, good=good, all=every)
