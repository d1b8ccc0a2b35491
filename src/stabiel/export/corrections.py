"""Corrections for whoever improves the rules. In: the records. Out: a row for each correction.

A row says what was judged and when, what the person says, and how the followed measure ran around
it, so that a limit can be tried against it. Times are seconds since the first frame of the session.
"""

import csv
import io
import json
import math
from bisect import bisect_left, bisect_right

from stabiel.coach.events import Attempt, FaultEnded, Hold, Repetition
from stabiel.errors import StabielError
from stabiel.session.corrected import (
    CorrectedEvent,
    CorrectedSession,
    PlacedCorrection,
    corrected,
    span_of,
)
from stabiel.session.corrections import CountChange, OtherExercise, RepetitionChange, WrongFault
from stabiel.session.tables import TableRow
from stabiel.session.trace import ValueTrace
from stabiel.store import Store
from stabiel.store.corrections import kept_corrections

# Around an event: a start and a return each take about a second, and show the rest between two.
AROUND_S = 1.0
# Around a repetition of which only the moment is known: the slowest that is asked for takes 8 s.
AROUND_MOMENT_S = 4.0
CORRECTION_COLUMNS = (
    "session", "correction", "kind", "state", "says", "judged", "fault", "side", "start_s", "end_s",
    "exercise_said", "said_at",
)  # fmt: skip
IMPROVEMENT_COLUMNS = (
    *CORRECTION_COLUMNS, "began_at", "exercise", "model", "view", "sure", "measure", "goal",
    "lowest", "highest", "times_s", "values",
)  # fmt: skip
Series = list[float | None]


def correction_rows(session_id: int, found: CorrectedSession) -> list[TableRow]:
    """Return a row for each correction of a session, in the order in which they were made."""
    return [_row(session_id, each) for each in found.placed]


def improvement_rows(store: Store) -> list[dict[str, object]]:
    """Return a row for each correction in the records, with the measure's values around it.

    Sessions that are damaged are left out. `times_s` and `values` are lists of equal length.
    """
    rows: list[dict[str, object]] = []
    for session_id, corrections in kept_corrections(store.folder).items():
        try:
            kept, session = store.kept(session_id), store.load(session_id)
            trace = store.trace(session_id, session)
            follows = store.rule(session_id).get(session.exercise).follows
        except StabielError:
            continue
        found = corrected(session, corrections)
        for row, placed in zip(correction_rows(session_id, found), found.placed, strict=True):
            rows.append(
                {
                    **row,
                    "began_at": kept.began_at.isoformat(),
                    "exercise": session.exercise,
                    "model": session.model,
                    "view": session.view,
                    "sure": None if placed.event is None else placed.event.sure,
                    "measure": follows,
                    **_course(placed, trace),
                }
            )
    return rows


def as_csv(rows: list[dict[str, object]]) -> str:
    """Return rows as CSV; times and values are separated by spaces, and "nan" was not visible."""
    text = io.StringIO()
    writer = csv.DictWriter(text, IMPROVEMENT_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue()


def as_json_lines(rows: list[dict[str, object]]) -> str:
    """Return rows as JSON, one on each line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _row(session_id: int, placed: PlacedCorrection) -> TableRow:
    said, event = placed.kept.said, placed.event
    start_s, end_s = _span(placed)
    return {
        "session": session_id,
        "correction": placed.kept.id,
        "kind": said.kind,
        "state": placed.state.value,
        "says": _says(placed),
        "judged": None if event is None else _judged(event),
        "fault": said.fault if isinstance(said, WrongFault) else None,
        "side": None if isinstance(said, OtherExercise) else said.side,
        "start_s": start_s,
        "end_s": end_s,
        "exercise_said": said.exercise if isinstance(said, OtherExercise) else None,
        "said_at": placed.kept.at.isoformat(),
    }


def _says(placed: PlacedCorrection) -> str:
    said = placed.kept.said
    if isinstance(said, RepetitionChange):
        return "one more" if said.change > 0 else "one fewer"
    if isinstance(said, CountChange):
        return "counted" if said.counts else "did not count"
    return "other exercise" if isinstance(said, OtherExercise) else "no fault"


def _judged(event: CorrectedEvent) -> str:
    """Return what was judged: a repetition with its faults, a reason, a hold, or a fault."""
    if isinstance(event, Repetition):
        return " ".join(["repetition", *event.faults])
    if isinstance(event, Attempt):
        return f"{'doubtful ' if event.doubtful else ''}attempt {event.reason}"
    if isinstance(event, Hold):
        return " ".join(["hold" if event.complete else "short hold", *event.faults])
    assert isinstance(event, FaultEnded)  # there is no other event
    return f"{'doubtful ' if event.doubtful else ''}fault {event.severity}"


def _span(placed: PlacedCorrection) -> tuple[float | None, float | None]:
    said = placed.kept.said
    if placed.event is not None:
        return span_of(placed.event)
    if isinstance(said, CountChange | WrongFault):
        return said.start_s, said.end_s
    moment_s = said.time_s if isinstance(said, RepetitionChange) else None
    return moment_s, moment_s


def _course(placed: PlacedCorrection, trace: ValueTrace | None) -> dict[str, object]:
    """Return the followed measure around a correction, in its own unit and at every frame."""
    start_s, end_s = _span(placed)
    nothing: dict[str, object] = {
        "goal": None,
        "lowest": None,
        "highest": None,
        "times_s": [],
        "values": [],
    }
    if trace is None or start_s is None or end_s is None:
        return nothing
    around_s = AROUND_MOMENT_S if placed.event is None and start_s == end_s else AROUND_S
    first = bisect_left(trace.times_s, start_s - around_s)
    last = bisect_right(trace.times_s, end_s + around_s)
    values: Series = [_plain(each) for each in trace.values[first:last]]
    goals = [each for each in trace.goals[first:last] if not math.isnan(each)]
    seen = [each for each in values if each is not None]
    return {
        "goal": _plain(goals[-1]) if goals else None,
        "lowest": min(seen, default=None),
        "highest": max(seen, default=None),
        "times_s": [round(each, 3) for each in trace.times_s[first:last]],
        "values": values,
    }


def _plain(value: float) -> float | None:
    # Landmarks are not exact to a ten-thousandth of a degree or of a torso length.
    return None if math.isnan(value) else round(value, 4)


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " ".join("nan" if each is None else f"{each:.10g}" for each in value)
    return value
