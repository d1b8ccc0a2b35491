"""A session in one or two sentences. In: a session and its labels. Out: the headline."""

from collections import Counter

from stabiel.coach.events import Hold, Repetition
from stabiel.report.labels import Labels
from stabiel.session.session import Session
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import plural

MOST_POINTS = 3


def headline(session: Session, labels: Labels) -> str:
    """Return the session in one or two sentences."""
    done: list[Repetition | Hold] = [*session.repetitions, *session.holds]
    counts = Counter(fault for each in done for fault in each.faults)
    points = ", ".join(
        f"{labels.fault(name).lower()} ({count}×)"
        for name, count in counts.most_common(MOST_POINTS)
    )
    words = [_done_in_words(session, labels)]
    if done and points:
        words.append(text("report", "headline_work_on", labels.language, points=points))
    if session.attempts:
        reasons = Counter(attempt.reason for attempt in session.attempts)
        listed = ", ".join(labels.fault(name).lower() for name, _ in reasons.most_common())
        count = len(session.attempts)
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
    if labels.is_hold:
        return text("report", "headline_no_hold", labels.language)
    if not session.repetitions:
        return text("report", "headline_none", labels.language)
    good, every = session.good_repetitions, len(session.repetitions)
    return text("report", "headline_good", labels.language, good=good, all=every)
