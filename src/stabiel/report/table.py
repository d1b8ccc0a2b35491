"""Every movement as a row, with its measures against the target. In: a session. Out: rows."""

from dataclasses import dataclass

from stabiel.coach.events import Attempt, Hold, Metrics, Repetition
from stabiel.exercises.model import TempoFault
from stabiel.report.words import DoneMovement, Names, faults_of, in_order
from stabiel.session.session import Session
from stabiel.wording.catalogue import group, text
from stabiel.wording.formatting import short_number, with_unit
from stabiel.wording.language import Language


@dataclass(frozen=True, slots=True)
class Head:
    """A column's name, and what is asked of its values where something is."""

    name: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A value in words, and whether it misses what is asked."""

    words: str
    misses: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One movement or hold.

    Attributes:
        number: as it was counted, a dash where it was not.
        side: empty where the exercise has no sides.
        mark: ✓ good, ▲ to work on, × not counted; the remark says so in words.
        cells: its measures.
    """

    start_s: float
    number: str
    side: str
    mark: str
    remark: str
    cells: list[TableCell]


@dataclass(frozen=True, slots=True)
class _Limit:
    """What is asked of a column: at least or at most a value, in words and as numbers.

    With a fault, only a movement that was judged to have it misses the value: the tempo of an
    attempt, or of a limb that was hidden at rest, is shown and not judged.
    """

    words: str
    at_least: float | None = None
    at_most: float | None = None
    fault: str | None = None

    def misses(self, value: float | None, faults: tuple[str, ...]) -> bool:
        if value is None or not (self.fault is None or self.fault in faults):
            return False
        low = self.at_least is not None and value < self.at_least
        return low or (self.at_most is not None and value > self.at_most)


_FREE = _Limit("")


def table(session: Session, names: Names, goal: float | None) -> tuple[list[Head], list[Row]]:
    """Return the heads and the rows of the table, in the order of time.

    Args:
        session: what was done.
        names: the words.
        goal: what the followed measure had to reach, where that is known.
    """
    columns, limits = (_hold_columns if names.is_hold else _movement_columns)(session, names, goal)
    words = group("report", names.language)
    sided = names.exercise.sides != "both"
    common = [words["number"], *([words["side"]] if sided else []), words["time"], words["remarks"]]
    rows = [
        Row(
            start_s=done.start_s,
            number="–" if isinstance(done, Attempt) else str(done.number),
            side=names.side(done.side) if sided else "",
            mark=_mark(done),
            remark=_remark(done, names),
            cells=[_cell(key, done, limits[key], names.language) for key, _ in columns],
        )
        for done in in_order(session)
    ]
    heads = [Head(name) for name in common]
    return [*heads, *(Head(name, limits[key].words) for key, name in columns)], rows


_Columns = tuple[list[tuple[str, str]], dict[str, _Limit]]


def _movement_columns(session: Session, names: Names, goal: float | None) -> _Columns:
    """Return the measures of movements with their names, and what is asked of them."""
    heads = group("report", names.language)
    follows = names.exercise.follows
    columns = [
        (f"start_{follows}", heads["start_value"]),
        (f"peak_{follows}", names.peak),
        *(
            (f"peak_{name}", names.measure(name).capitalize())
            for name in _extra_measures(session, follows)
        ),
        ("out_s", heads["out"]),
        ("hold_s", heads["held"]),
        ("return_s", heads["back"]),
    ]
    return columns, {key: _limit(key, names, goal) for key, _ in columns}


def _hold_columns(session: Session, names: Names, goal: float | None) -> _Columns:
    """Return the same for holds: how long each was in the zone."""
    asked_s = names.exercise.dose.hold_s
    limit = _FREE
    if asked_s is not None:
        asked = f"{short_number(asked_s, names.language)} s"
        words = text("report", "at_least", names.language, value=asked)
        limit = _Limit(words, at_least=asked_s)
    return [("in_zone_s", text("report", "held", names.language))], {"in_zone_s": limit}


def _metrics(done: DoneMovement) -> Metrics:
    return {"in_zone_s": done.in_zone_s} if isinstance(done, Hold) else done.metrics


def _mark(done: DoneMovement) -> str:
    if isinstance(done, Attempt):
        return "×"
    return "▲" if done.faults or (isinstance(done, Hold) and not done.complete) else "✓"


def _remark(done: DoneMovement, names: Names) -> str:
    faults = ", ".join(names.fault(fault) for fault in faults_of(done))
    if isinstance(done, Attempt):
        return f"{text('report', 'not_counted', names.language)}: {faults}"
    if isinstance(done, Hold) and not done.complete:
        short = text("report", "too_short", names.language)
        return f"{short}, {faults.lower()}" if faults else short
    return faults or text("report", "good", names.language)


def _cell(key: str, done: DoneMovement, limit: _Limit, language: Language) -> TableCell:
    value = _metrics(done).get(key)
    return TableCell(with_unit(key, value, language), limit.misses(value, faults_of(done)))


def _limit(key: str, names: Names, goal: float | None) -> _Limit:
    """Return what the exercise asks of a column."""
    exercise, language = names.exercise, names.language
    if key == f"peak_{exercise.follows}" and exercise.movement is not None:
        target = exercise.movement.target
        value = goal if goal is not None else target.at_least or target.at_most
        in_words = with_unit(key, value, language)
        if target.at_least is not None:
            return _Limit(text("report", "at_least", language, value=in_words), at_least=value)
        return _Limit(text("report", "at_most", language, value=in_words), at_most=value)
    phases = {"out_s": ("out", "either"), "return_s": ("return", "either")}.get(key, ())
    for name, fault in exercise.faults.items():
        if isinstance(fault, TempoFault) and fault.phase in phases:
            least_s = fault.shorter_than_s
            in_words = with_unit(key, least_s, language)
            asked = text("report", "at_least", language, value=in_words)
            return _Limit(asked, at_least=least_s, fault=name)
    return _FREE


def _extra_measures(session: Session, follows: str) -> list[str]:
    """Return the measures that were noted at the peak, besides the followed one."""
    moves: list[Repetition | Attempt] = [*session.repetitions, *session.attempts]
    keys = {key for move in moves for key in move.metrics}
    peaks = {key.removeprefix("peak_") for key in keys if key.startswith("peak_")}
    return sorted(peaks - {follows})
