"""The summary of a batch as a file. In: outcomes. Out: `summary.csv` or `summary.xlsx`."""

from collections.abc import Sequence
from pathlib import Path

from stabiel.batch.clips import Clip
from stabiel.batch.task import Outcome
from stabiel.coach.time_spent import TimeKind
from stabiel.errors import OutputError
from stabiel.export.spreadsheet import PLAIN, CsvForm, as_csv, write_xlsx
from stabiel.session.tables import Table, TableValue
from stabiel.system.atomic import write_whole

SUMMARY = "summary.csv"
COUNTS = (
    "repetitions", "good_repetitions", "attempts", "doubtful_attempts", "holds", "hold_s",
    "judged_share",
)  # fmt: skip
TIMES = tuple(f"{kind.value}_s" for kind in TimeKind)
COLUMNS = (
    "path", "results", "state", "exit_code", *COUNTS, "faults", *TIMES, "duration_s", "took_s",
    "done_before", "why", "looks_like",
)  # fmt: skip

DoneClips = Sequence[tuple[Clip, Outcome]]


def write_summary(done: DoneClips, path: Path, form: CsvForm = PLAIN) -> None:
    """Write one row for each clip.

    Args:
        done: the clips with their outcomes.
        path: of the file, which ends in .csv or .xlsx.
        form: of a CSV file.

    Raises:
        OutputError: it cannot be written.
    """
    rows = [_row(clip, outcome) for clip, outcome in done]
    write_table(
        {name: [row[number] for row in rows] for number, name in enumerate(COLUMNS)}, path, form
    )


def write_table(table: Table, path: Path, form: CsvForm = PLAIN) -> None:
    """Write a summary.

    Args:
        table: the columns by name.
        path: of the file, which ends in .csv or .xlsx.
        form: of a CSV file.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".xlsx":
            write_xlsx([("summary", table)], path)
        else:
            write_whole(path, as_csv(table, form))
    except OSError as error:
        raise OutputError(f"{path}: the summary cannot be written ({error}).") from error


def _row(clip: Clip, outcome: Outcome) -> list[TableValue]:
    return [
        str(clip.video),
        str(clip.out),
        outcome.state,
        outcome.code,
        *(outcome.summary.get(name, "") for name in COUNTS),
        _faults(outcome),
        *(outcome.time_s.get(kind.value, "") for kind in TimeKind),
        outcome.duration_s,
        outcome.took_s,
        "yes" if outcome.before else "no",
        outcome.why,
        outcome.looks_like,
    ]


def _faults(outcome: Outcome) -> str:
    return " ".join(f"{name}:{count}" for name, count in sorted(outcome.faults.items()))
