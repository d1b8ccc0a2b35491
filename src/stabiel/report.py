"""The report: one HTML file that needs nothing else. In: a session. Out: `report.html`.

It shows words first, then the session in time, pictures, the curve, the table, and what was not
judged. Names from files and exercises are escaped; the page's policy forbids all requests.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from stabiel.curve import HEIGHT, LEFT, RIGHT, WIDTH, Axis, clock, draw_curve, movements
from stabiel.events import Attempt, Repetition
from stabiel.exercise import Exercise, Language
from stabiel.exercise_files import ExerciseBook
from stabiel.judge import Trace
from stabiel.session import Session
from stabiel.texts import group, text

MOST_POINTS_NAMED = 3


def write_report(
    path: Path,
    session: Session,
    *,
    exercise: Exercise,
    book: ExerciseBook,
    trace: Trace,
    pictures: Mapping[int, bytes],
) -> None:
    """Write the report of one session.

    Args:
        path: of the HTML file.
        session: what was done.
        exercise: the exercise, for its names.
        book: the shared checks, for the names of reasons.
        trace: the followed measure over time.
        pictures: JPEG data of the top of repetitions, by number.
    """
    names = Names(exercise, book, session.language)
    environment = Environment(
        loader=PackageLoader("stabiel", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    axis = Axis(session.source.duration_s)
    page = environment.get_template("report.html.j2").render(
        language=session.language,
        t=group("report", session.language),
        session=session,
        exercise_name=exercise.name.in_language(session.language),
        headline=headline(session, names),
        measure=names.measure(exercise.movement.follows),
        rows=[_row(movement, exercise, names) for movement in _in_order(session)],
        strip=movements(session, axis),
        strip_faults=[(axis.x(fault.start_s), names.fault(fault.id)) for fault in session.faults],
        ticks=axis.ticks(),
        curve=draw_curve(session, exercise, trace),
        box={"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": RIGHT},
        pictures={number: b64encode(data).decode() for number, data in pictures.items()},
        cues=[(clock(cue.time_s), cue.text) for cue in session.cues],
        not_judged=_not_judged(session, names),
        never_judged=[
            book.shared.reminders[name].in_language(session.language) for name in exercise.reminders
        ],
        how=_how(session),
        duration=clock(session.source.duration_s),
    )
    path.write_text(page, encoding="utf-8")


class Names:
    """The words for ids, in one language."""

    def __init__(self, exercise: Exercise, book: ExerciseBook, language: Language) -> None:
        self._exercise = exercise
        self._book = book
        self.language = language

    def fault(self, fault_id: str) -> str:
        """Return the short name of a fault, or of the check that an attempt broke."""
        fault = self._exercise.faults.get(fault_id)
        found = self._book.shared.checks[fault_id].say if fault is None else fault.name
        return found.in_language(self.language).rstrip(".")

    def measure(self, name: str) -> str:
        """Return what a measure is called."""
        return group("measure", self.language).get(name, name)

    def what(self, name: str) -> str:
        """Return what an entry of `not_judged` is called."""
        if name in self._exercise.faults:
            return self.fault(name)
        return text("what", name, self.language)


def headline(session: Session, names: Names) -> str:
    """Return the session in one or two sentences."""
    counts = Counter(fault for each in session.repetitions for fault in each.faults)
    points = ", ".join(
        f"{names.fault(name).lower()} ({count}×)"
        for name, count in counts.most_common(MOST_POINTS_NAMED)
    )
    good, every = session.good_repetitions, len(session.repetitions)
    if every == 0:
        words = text("report", "headline_none", names.language)
    elif not points:
        words = text("report", "headline_all_good", names.language, good=good, all=every)
    else:
        words = text(
            "report", "headline_work_on", names.language, good=good, all=every, points=points
        )
    if not session.attempts:
        return words
    reasons = Counter(attempt.reason for attempt in session.attempts)
    listed = ", ".join(names.fault(name).lower() for name, _ in reasons.most_common())
    missed = text(
        "report",
        "headline_attempts",
        names.language,
        attempts=len(session.attempts),
        points=listed,
    )
    return f"{words} {missed}"


def _in_order(session: Session) -> list[Repetition | Attempt]:
    every: list[Repetition | Attempt] = [*session.repetitions, *session.attempts]
    return sorted(every, key=lambda movement: movement.start_s)


def _row(movement: Repetition | Attempt, exercise: Exercise, names: Names) -> dict[str, Any]:
    follows = exercise.movement.follows
    metrics = movement.metrics
    counted = isinstance(movement, Repetition)
    faults = movement.faults if isinstance(movement, Repetition) else (movement.reason,)
    return {
        "number": str(movement.number) if isinstance(movement, Repetition) else "–",
        "counted": counted,
        "good": counted and not faults,
        "time": clock(movement.start_s),
        "start": metrics.get(f"start_{follows}"),
        "peak": metrics.get(f"peak_{follows}"),
        "lift": metrics.get("peak_pelvis_lift_tl"),
        "out_s": metrics["out_s"],
        "hold_s": metrics["hold_s"],
        "return_s": metrics["return_s"],
        "faults": [names.fault(fault) for fault in faults],
    }


def _not_judged(session: Session, names: Names) -> list[tuple[str, str, str]]:
    reasons = group("reason", session.language)
    return [
        (names.what(what), reasons[reason.value], f"{seconds:.1f}")
        for what, reason, seconds in session.not_judged
    ]


def _how(session: Session) -> str:
    return text(
        "report",
        "how_text",
        session.language,
        model=session.model,
        view=text("view", session.view, session.language),
        judged=round(100 * session.judged_share),
    )
