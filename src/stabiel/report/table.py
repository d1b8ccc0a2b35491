"""Every movement as a row, with its measures against the target. In: a session. Out: rows."""

from dataclasses import dataclass

from stabiel.coach.events import Attempt, Hold, Metrics, Repetition
from stabiel.report.labels import (
    Labels,
    MovementOrHold,
    faults_of,
    in_time_order,
    is_close_call,
    is_doubtful,
)
from stabiel.session.session import Session
from stabiel.wording.catalogue import group, text
from stabiel.wording.formatting import short_number, with_unit
from stabiel.wording.language import Language

# The mark of what is not sure.
DOUBTFUL = "?"


@dataclass(frozen=True, slots=True)
class ColumnHeader:
    """A column's name, and what its values are asked to be, empty if nothing."""

    name: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A value in words, and whether it misses its limit."""

    words: str
    misses: bool = False


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One movement or hold.

    Attributes:
        number: as it was counted, a dash if it did not count.
        side: empty if the exercise has no sides.
        mark: ✓ good, ▲ to work on, × not counted, ? doubtful; the remark says so in words.
        cells: its measures.
    """

    start_s: float
    number: str
    side: str
    mark: str
    remark: str
    cells: list[TableCell]

    @property
    def doubtful(self) -> bool:
        """Whether it is not sure."""
        return self.mark == DOUBTFUL


@dataclass(frozen=True, slots=True)
class _Limit:
    """What a column's values are asked to be: at least or at most a value.

    If it names a fault, only a movement judged to have that fault misses the limit: the tempo of an
    attempt, or of a limb that was hidden at rest, is shown but not judged.
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


def table(
    session: Session, labels: Labels, goal: float | None
) -> tuple[list[ColumnHeader], list[ReportRow]]:
    """Return the headers and the rows of the table, in time order.

    Args:
        session: what was done.
        labels: the words for ids.
        goal: what the followed measure had to reach, None if unknown.
    """
    columns, limits = (_hold_columns if labels.is_hold else _movement_columns)(
        session, labels, goal
    )
    words = group("report", labels.language)
    sided = labels.exercise.sides != "both"
    common = [words["number"], *([words["side"]] if sided else []), words["time"], words["remarks"]]
    rows = [
        ReportRow(
            start_s=done.start_s,
            number="–" if isinstance(done, Attempt) else str(done.number),
            side=labels.side(done.side) if sided else "",
            mark=_mark(done),
            remark=_remark(done, labels),
            cells=[_cell(key, done, limits[key], labels.language) for key, _ in columns],
        )
        for done in in_time_order(session)
    ]
    headers = [ColumnHeader(name) for name in common]
    return [*headers, *(ColumnHeader(name, limits[key].words) for key, name in columns)], rows


_Columns = tuple[list[tuple[str, str]], dict[str, _Limit]]


def _movement_columns(session: Session, labels: Labels, goal: float | None) -> _Columns:
    """Return the measures of movements with their names, and what is asked of them."""
    words = group("report", labels.language)
    follows = labels.exercise.follows
    columns = [
        (f"start_{follows}", words["start_value"]),
        (f"peak_{follows}", labels.peak),
        *(
            (f"peak_{name}", labels.measure(name).capitalize())
            for name in _extra_measures(session, follows)
        ),
        ("out_s", words["out"]),
        ("hold_s", words["held"]),
        ("return_s", words["back"]),
    ]
    return columns, {key: _limit(key, labels, goal) for key, _ in columns}


def _hold_columns(session: Session, labels: Labels, goal: float | None) -> _Columns:
    """Return the same for holds: how long each stayed in the zone."""
    asked_s = labels.exercise.dose.hold_s
    limit = _FREE
    if asked_s is not None:
        asked = f"{short_number(asked_s, labels.language)} s"
        words = text("report", "at_least", labels.language, value=asked)
        limit = _Limit(words, at_least=asked_s)
    return [("in_zone_s", text("report", "held", labels.language))], {"in_zone_s": limit}


def _metrics(done: MovementOrHold) -> Metrics:
    return {"in_zone_s": done.in_zone_s} if isinstance(done, Hold) else done.metrics


def _mark(done: MovementOrHold) -> str:
    if isinstance(done, Attempt):
        return DOUBTFUL if done.doubtful else "×"
    return "▲" if done.faults or (isinstance(done, Hold) and not done.complete) else "✓"


def _remark(done: MovementOrHold, labels: Labels) -> str:
    faults = ", ".join(labels.fault(fault) for fault in faults_of(done))
    if is_doubtful(done):
        return f"{text('report', 'perhaps', labels.language)}: {faults.lower()}"
    if isinstance(done, Attempt):
        return f"{text('report', 'not_counted', labels.language)}: {faults}"
    if isinstance(done, Hold) and not done.complete:
        short = text("report", "too_short", labels.language)
        return f"{short}, {faults.lower()}" if faults else short
    good = text("report", "good", labels.language)
    if is_close_call(done):
        return f"{text('report', 'perhaps', labels.language)}: {good}"
    return faults or good


def _cell(key: str, done: MovementOrHold, limit: _Limit, language: Language) -> TableCell:
    value = _metrics(done).get(key)
    misses = not is_doubtful(done) and limit.misses(value, faults_of(done))
    return TableCell(with_unit(key, value, language), misses)


def _limit(key: str, labels: Labels, goal: float | None) -> _Limit:
    """Return what the exercise asks of a column."""
    exercise, language = labels.exercise, labels.language
    if key == f"peak_{exercise.follows}" and exercise.movement is not None:
        target = exercise.movement.target
        value = goal if goal is not None else target.limit
        in_words = with_unit(key, value, language)
        if target.upwards:
            return _Limit(text("report", "at_least", language, value=in_words), at_least=value)
        return _Limit(text("report", "at_most", language, value=in_words), at_most=value)
    for name, fault in exercise.faults.items():
        least = fault.least_time
        if least is not None and key in (f"{way}_s" for way in least.ways):
            in_words = with_unit(key, least.seconds, language)
            asked = text("report", "at_least", language, value=in_words)
            return _Limit(asked, at_least=least.seconds, fault=name)
    return _FREE


def _extra_measures(session: Session, follows: str) -> list[str]:
    """Return the measures that were noted at the peak, other than the followed one."""
    moves: list[Repetition | Attempt] = [*session.repetitions, *session.attempts]
    keys = {key for move in moves for key in move.metrics}
    peaks = {key.removeprefix("peak_") for key in keys if key.startswith("peak_")}
    return sorted(peaks - {follows})
