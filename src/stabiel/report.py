"""The report: one HTML file that needs nothing else. In: a session. Out: `report.html`.

It shows words first, then the session in time, pictures, the curve, the table, and what was not
judged. Names from files and exercises are escaped; the page's policy forbids all requests.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from stabiel.curve import HEIGHT, LEFT, RIGHT, WIDTH, Axis, clock, draw_curve, movements
from stabiel.events import Attempt, Hold, Repetition
from stabiel.exercise import Exercise, Language
from stabiel.exercise_files import ExerciseBook
from stabiel.judge import Trace
from stabiel.measuring import MEASURES
from stabiel.placement import placement
from stabiel.placement_svg import REPORT, placement_svg
from stabiel.session import Session
from stabiel.setup import VIEW
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
    heads, rows = table(session, exercise, names)
    page = environment.get_template("report.html.j2").render(
        language=session.language,
        t=group("report", session.language),
        session=session,
        exercise_name=exercise.name.in_language(session.language),
        headline=headline(session, names),
        is_hold=names.is_hold,
        measure=names.measure(exercise.follows),
        unit=text("report", f"unit_{MEASURES[exercise.follows].unit}", session.language),
        heads=heads,
        rows=rows,
        strip=movements(session, axis),
        strip_faults=[(axis.x(fault.start_s), names.fault(fault.id)) for fault in session.faults],
        ticks=axis.ticks(),
        curve=draw_curve(session, exercise, trace),
        degrees="°" if MEASURES[exercise.follows].unit == "deg" else "",
        box={"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": RIGHT},
        pictures={number: b64encode(data).decode() for number, data in pictures.items()},
        cues=[(clock(cue.time_s), cue.text) for cue in session.cues],
        not_judged=_not_judged(session, names),
        never_judged=[
            book.shared.reminders[name].in_language(session.language) for name in exercise.reminders
        ],
        how=_how(session),
        duration=clock(session.source.duration_s),
        placement=_placement(session, exercise, book),
    )
    path.write_text(page, encoding="utf-8")


class Names:
    """The words for ids, in one language."""

    def __init__(self, exercise: Exercise, book: ExerciseBook, language: Language) -> None:
        self._exercise = exercise
        self._book = book
        self.language = language
        self.is_hold = exercise.hold is not None

    def fault(self, fault_id: str) -> str:
        """Return the short name of a fault, or of the check that an attempt broke."""
        fault = self._exercise.faults.get(fault_id)
        found = self._book.shared.checks[fault_id].say if fault is None else fault.name
        return found.in_language(self.language).rstrip(".")

    def measure(self, name: str) -> str:
        """Return what a measure is called."""
        return group("measure", self.language).get(name, name)

    def side(self, name: str) -> str:
        """Return a side in words."""
        return text("side", name, self.language)

    def what(self, name: str) -> str:
        """Return what an entry of `not_judged` is called."""
        if name in self._exercise.faults:
            return self.fault(name)
        return text("what", name, self.language)


def headline(session: Session, names: Names) -> str:
    """Return the session in one or two sentences."""
    done: list[Repetition | Hold] = [*session.repetitions, *session.holds]
    counts = Counter(fault for each in done for fault in each.faults)
    points = ", ".join(
        f"{names.fault(name).lower()} ({count}×)"
        for name, count in counts.most_common(MOST_POINTS_NAMED)
    )
    words = [_done_in_words(session, names)]
    if done and points:
        words.append(text("report", "headline_work_on", names.language, points=points))
    if session.attempts:
        reasons = Counter(attempt.reason for attempt in session.attempts)
        listed = ", ".join(names.fault(name).lower() for name, _ in reasons.most_common())
        count = len(session.attempts)
        words.append(
            text("report", "headline_attempts", names.language, attempts=count, points=listed)
        )
    return " ".join(words)


def _done_in_words(session: Session, names: Names) -> str:
    if session.holds:
        seconds = f"{session.hold_s:.0f}"
        return text("report", "headline_held", names.language, seconds=seconds)
    if names.is_hold:
        return text("report", "headline_no_hold", names.language)
    if not session.repetitions:
        return text("report", "headline_none", names.language)
    good, every = session.good_repetitions, len(session.repetitions)
    return text("report", "headline_good", names.language, good=good, all=every)


@dataclass(frozen=True, slots=True)
class Row:
    """One movement in the table: its cells, whether it counted, and what to say of it."""

    cells: list[str]
    counted: bool
    faults: list[str]


def table(session: Session, exercise: Exercise, names: Names) -> tuple[list[str], list[Row]]:
    """Return the heads and the rows of the table, one row a movement in the order of time."""
    heads = group("report", session.language)
    both: list[Repetition | Attempt] = [*session.repetitions, *session.attempts]
    moves = sorted(both, key=lambda move: move.start_s)
    common = [heads["number"], heads["side"], heads["time"]]
    if exercise.hold is not None:
        return [*common, heads["held"]], [_held_row(move, names) for move in session.holds]
    follows = exercise.follows
    columns = (
        (f"start_{follows}", heads["start_value"]),
        (f"peak_{follows}", heads["peak_value"]),
        *(
            (f"peak_{name}", names.measure(name).capitalize())
            for name in _extra_measures(session, follows)
        ),
        ("out_s", heads["out"]),
        ("hold_s", heads["held"]),
        ("return_s", heads["back"]),
    )
    rows = []
    for move in moves:
        counted = isinstance(move, Repetition)
        faults = move.faults if isinstance(move, Repetition) else (move.reason,)
        number = str(move.number) if isinstance(move, Repetition) else "–"
        cells = [number, names.side(move.side), clock(move.start_s)]
        cells += [with_unit(key, move.metrics.get(key)) for key, _ in columns]
        rows.append(Row(cells, counted, [names.fault(fault) for fault in faults]))
    return [*common, *(head for _, head in columns)], rows


def _held_row(held: Hold, names: Names) -> Row:
    cells = [
        str(held.number),
        names.side(held.side),
        clock(held.start_s),
        f"{held.in_zone_s:.1f} s",
    ]
    return Row(cells, held.complete, [names.fault(fault) for fault in held.faults])


def _extra_measures(session: Session, follows: str) -> list[str]:
    """Return the measures that were noted at the peak, besides the followed one."""
    keys = {key for move in session.repetitions for key in move.metrics}
    peaks = {key.removeprefix("peak_") for key in keys if key.startswith("peak_")}
    return sorted(peaks - {follows})


def with_unit(name: str, value: float | None) -> str:
    """Return a value as it is read, with the unit that its name ends in."""
    if value is None:
        return "–"
    if name.endswith("_deg"):
        return f"{value:.0f}°"
    return f"{value:.2f} tl" if name.endswith("_tl") else f"{value:.1f} s"


def _not_judged(session: Session, names: Names) -> list[tuple[str, str, str]]:
    reasons = group("reason", session.language)
    return [
        (names.what(what), reasons[reason.value], f"{seconds:.1f}")
        for what, reason, seconds in session.not_judged
    ]


def _placement(session: Session, exercise: Exercise, book: ExerciseBook) -> str | None:
    """Return the drawing of the camera's place where it stood wrong, else None."""
    stood_wrong = any(item.id == VIEW and item.direction is not None for item in session.setup)
    if not stood_wrong:
        return None
    drawing = placement(exercise, book.posture(exercise), session.language)
    return placement_svg(drawing, REPORT)


def _how(session: Session) -> str:
    return text(
        "report",
        "how_text",
        session.language,
        model=session.model,
        view=text("view", session.view, session.language),
        judged=round(100 * session.judged_share),
    )
