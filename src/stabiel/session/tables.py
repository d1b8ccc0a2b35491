"""What was done as rows of plain values. In: repetitions, attempts and holds. Out: rows, columns.

One row is one repetition, attempt or hold. The names of the columns end in the units (`_s`, `_deg`,
`_tl` for torso lengths). A value that was not measured is None. Times are seconds since the first
frame.
"""

from collections.abc import Iterable, Mapping, Sequence

from stabiel.coach.events import Attempt, Hold, Repetition

TableValue = str | int | float | bool | None
TableRow = dict[str, TableValue]
Table = dict[str, Sequence[TableValue]]

# The columns that are there even if nothing was done.
MOVEMENT_COLUMNS = (
    "number", "side", "counted", "good", "start_s", "target_s", "end_s", "faults", "reason",
    "doubtful", "sure",
)  # fmt: skip
HOLD_COLUMNS = ("number", "side", "start_s", "end_s", "in_zone_s", "complete", "faults", "sure")
DONE_COLUMNS = (
    "kind", "number", "side", "counted", "good", "start_s", "target_s", "end_s", "in_zone_s",
    "faults", "reason", "doubtful", "sure",
)  # fmt: skip
# The pandas types of columns that would get another type if cells are empty or no row is there.
DONE_TYPES = {
    "kind": "str", "number": "Int64", "side": "str", "counted": "boolean", "good": "boolean",
    "start_s": "float64", "target_s": "float64", "end_s": "float64", "in_zone_s": "float64",
    "doubtful": "boolean", "sure": "float64",
}  # fmt: skip


def columns_of(rows: Sequence[Mapping[str, TableValue]], heads: Sequence[str]) -> Table:
    """Return rows as columns: the heads first, then what only some rows have."""
    names = dict.fromkeys([*heads, *(name for row in rows for name in row)])
    return {name: [row.get(name) for row in rows] for name in names}


def movement_rows(repetitions: Iterable[Repetition], attempts: Iterable[Attempt]) -> list[TableRow]:
    """Return repetitions and attempts in order of time, each with its own measures.

    An attempt has no number and no target, but a reason.
    """
    both: list[Repetition | Attempt] = [*repetitions, *attempts]
    return [
        _repetition_row(move) if isinstance(move, Repetition) else _attempt_row(move)
        for move in sorted(both, key=lambda each: each.start_s)
    ]


def hold_rows(holds: Iterable[Hold]) -> list[TableRow]:
    """Return holds in the order given."""
    return [
        {
            "number": hold.number,
            "side": hold.side,
            "start_s": hold.start_s,
            "end_s": hold.end_s,
            "in_zone_s": hold.in_zone_s,
            "complete": hold.complete,
            "faults": " ".join(hold.faults),
            "sure": hold.sure,
        }
        for hold in holds
    ]


def done_table(
    repetitions: Iterable[Repetition], attempts: Iterable[Attempt], holds: Iterable[Hold]
) -> Table:
    """Return all that was done as one table in order of time; `kind` tells the rows apart.

    A hold counts if it is complete. It is good if it is complete and has no fault.
    """
    rows: list[TableRow] = [
        {"kind": "repetition" if row["counted"] else "attempt", **row}
        for row in movement_rows(repetitions, attempts)
    ]
    for row in hold_rows(holds):
        complete = row.pop("complete")
        good = bool(complete) and not row["faults"]
        rows.append({"kind": "hold", **row, "counted": complete, "good": good, "doubtful": False})
    rows.sort(key=_start_s)
    return columns_of(rows, DONE_COLUMNS)


def _start_s(row: TableRow) -> float:
    start_s = row["start_s"]
    assert isinstance(start_s, float | int)  # a row always has a start
    return start_s


def _repetition_row(repetition: Repetition) -> TableRow:
    return {
        "number": repetition.number,
        "side": repetition.side,
        "counted": True,
        "good": repetition.good,
        "start_s": repetition.start_s,
        "target_s": repetition.target_s,
        "end_s": repetition.end_s,
        "faults": " ".join(repetition.faults),
        "reason": None,
        "doubtful": False,
        "sure": repetition.sure,
        **repetition.metrics,
    }


def _attempt_row(attempt: Attempt) -> TableRow:
    return {
        "number": None,
        "side": attempt.side,
        "counted": False,
        "good": None,
        "start_s": attempt.start_s,
        "target_s": None,
        "end_s": attempt.end_s,
        "faults": None,
        "reason": attempt.reason,
        "doubtful": attempt.doubtful,
        "sure": attempt.sure,
        **attempt.metrics,
    }
