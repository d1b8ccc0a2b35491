"""The summary of a batch of searches. In: outcomes. Out: a table as a file.

Each exercise that was found is a row of its own; a video in which none was found has one as well.
"""

from pathlib import Path

from stabiel.batch.clips import Clip
from stabiel.batch.summary import COUNTS, TIMES, DoneClips, write_table
from stabiel.batch.task import Outcome
from stabiel.export.spreadsheet import PLAIN, CsvForm
from stabiel.session.tables import TableValue

FOUND_COLUMNS = (
    "path", "results", "state", "exit_code", "found", "start_s", "end_s", "perhaps", *COUNTS,
    "faults", *TIMES, "duration_s", "took_s", "done_before", "why",
)  # fmt: skip


def write_found_summary(done: DoneClips, path: Path, form: CsvForm = PLAIN) -> None:
    """Write one row for each exercise that was found.

    Args:
        done: the videos with their outcomes, in order.
        path: of the file, which ends in .csv or .xlsx.
        form: of a CSV file.

    Raises:
        OutputError: it cannot be written.
    """
    rows = [row for clip, outcome in done for row in _rows(clip, outcome)]
    write_table({name: [row.get(name, "") for row in rows] for name in FOUND_COLUMNS}, path, form)


def _rows(clip: Clip, outcome: Outcome) -> list[dict[str, TableValue]]:
    """Return the rows of one video; what a row has no value for is left out."""
    head: dict[str, TableValue] = {
        "path": str(clip.video),
        "results": str(clip.out),
        "state": outcome.state,
        "exit_code": outcome.code,
        "duration_s": outcome.duration_s if outcome.state != "failed" else "",
        "took_s": outcome.took_s,
        "done_before": "yes" if outcome.before else "no",
        "why": outcome.why,
    }
    if not outcome.found:
        return [head]
    return [
        head
        | {
            "results": str(clip.out / each.folder),
            "found": each.exercise,
            "start_s": each.start_s,
            "end_s": each.end_s,
            "perhaps": each.perhaps,
            "faults": " ".join(f"{name}:{count}" for name, count in sorted(each.faults.items())),
        }
        | {name: each.summary.get(name, "") for name in COUNTS}
        | {f"{kind}_s": seconds for kind, seconds in each.time_s.items()}
        for each in outcome.found
    ]
