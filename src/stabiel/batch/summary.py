"""What came of a batch. In: outcomes. Out: `summary.csv`, a table, and the sentence below it."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from stabiel.batch.clips import Clip
from stabiel.batch.task import Outcome
from stabiel.errors import OutputError
from stabiel.system.atomic import write_whole

SUMMARY = "summary.csv"
# A longer table is read in the file.
MOST_ROWS = 40
COUNTS = ("repetitions", "good_repetitions", "attempts", "holds", "hold_s", "judged_share")
COLUMNS = (
    "path", "results", "state", "exit_code", *COUNTS, "faults", "duration_s", "took_s",
    "done_before", "why",
)  # fmt: skip

DoneClip = Sequence[tuple[Clip, Outcome]]


def write_summary(done: DoneClip, path: Path) -> None:
    """Write one row for each clip.

    Raises:
        OutputError: it cannot be written.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    writer.writerows(_row(clip, outcome) for clip, outcome in done)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, table.getvalue().encode())
    except OSError as error:
        raise OutputError(f"{path}: the summary cannot be written ({error}).") from error


def _row(clip: Clip, outcome: Outcome) -> list[object]:
    return [
        clip.video,
        clip.out,
        outcome.state,
        outcome.code,
        *(outcome.summary.get(name, "") for name in COUNTS),
        _faults(outcome),
        outcome.duration_s,
        outcome.took_s,
        "yes" if outcome.before else "no",
        outcome.why,
    ]


def _faults(outcome: Outcome) -> str:
    return " ".join(f"{name}:{count}" for name, count in sorted(outcome.faults.items()))


def rows(done: DoneClip) -> list[list[str]]:
    """Return the table, with its head; of a long one those that were not judged."""
    shown = [each for each in done if len(done) <= MOST_ROWS or each[1].state != "judged"]
    head = ["clip", "state", "repetitions", "good", "attempts", "holds", "faults"]
    names = ("repetitions", "good_repetitions", "attempts", "holds")
    body = [
        [
            str(clip.video),
            outcome.state + (" before" if outcome.before else ""),
            *(f"{outcome.summary[name]:g}" if outcome.summary else "-" for name in names),
            _faults(outcome) or "-",
        ]
        for clip, outcome in shown
    ]
    return [head, *body] if body else []


def in_words(done: DoneClip) -> str:
    """Return the counts of a whole batch in one sentence."""
    states = Counter(outcome.state for _, outcome in done)
    before = sum(outcome.before for _, outcome in done)
    named = {
        "judged": states["judged"],
        "with nobody in the picture": states["nobody"],
        "failed": states["failed"],
        "done before": before,
    }
    parts = [f"{count} {name}" for name, count in named.items() if count]
    sums = {
        name: sum(outcome.summary.get(name, 0) for _, outcome in done)
        for name in ("repetitions", "attempts", "holds")
    }
    counted = ", ".join(f"{name} {count:g}" for name, count in sums.items())
    return f"{len(done)} {'clip' if len(done) == 1 else 'clips'}: {', '.join(parts)}; {counted}."
