"""The summary of a batch of searches. In: what was found in each video. Out: a table as a file.

Each exercise that was found is a row of its own; a video in which none was found has one as well.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stabiel.batch.clips import Clip
from stabiel.batch.summary import COUNTS, TIMES, write_table
from stabiel.coach.time_spent import TimeKind
from stabiel.export.spreadsheet import PLAIN, CsvForm
from stabiel.report.found_page import FoundMaterial, found_headline, found_rows
from stabiel.session.session import Session
from stabiel.session.tables import TableValue

FOUND_COLUMNS = (
    "path", "results", "state", "exit_code", "found", "start_s", "end_s", "perhaps", *COUNTS,
    "faults", *TIMES, "duration_s", "why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchedClip:
    """A video that was searched.

    Attributes:
        material: what was found; None if the video cannot be judged.
        why: a sentence if it cannot be judged, or if nobody is in it.
    """

    clip: Clip
    code: int
    material: FoundMaterial | None = None
    why: str = ""


def write_found_summary(done: Sequence[SearchedClip], path: Path, form: CsvForm = PLAIN) -> None:
    """Write one row for each exercise that was found.

    Args:
        done: the videos, in order.
        path: of the file, which ends in .csv or .xlsx.
        form: of a CSV file.

    Raises:
        OutputError: it cannot be written.
    """
    rows = [row for each in done for row in _rows(each)]
    write_table({name: [row.get(name, "") for row in rows] for name in FOUND_COLUMNS}, path, form)


def _rows(done: SearchedClip) -> list[dict[str, TableValue]]:
    """Return the rows of one video; what a row has no value for is left out."""
    material = done.material
    state = "judged" if not done.code else "failed" if material is None else "nobody"
    head: dict[str, TableValue] = {
        "path": str(done.clip.video),
        "results": str(done.clip.out),
        "state": state,
        "exit_code": done.code,
        "why": done.why,
    }
    if material is None:
        return [head]
    head["duration_s"] = round(material.found.duration_s, 3)
    if not material.found.segments:
        return [head | {"why": done.why or found_headline(material)}]
    return [
        head
        | {
            "results": str(done.clip.out / row.folder),
            "found": segment.exercise,
            "start_s": round(segment.start_s, 3),
            "end_s": round(segment.end_s, 3),
            "perhaps": " ".join(segment.rivals),
        }
        | _counts(each.session)
        for row, segment, each in zip(
            found_rows(material), material.found.segments, material.sessions, strict=True
        )
    ]


def _counts(session: Session) -> dict[str, TableValue]:
    summary = session.to_json()["summary"]
    faults = Counter(fault.id for fault in session.faults if not fault.doubtful)
    return {
        **{name: summary.get(name, "") for name in COUNTS},
        "faults": " ".join(f"{name}:{count}" for name, count in sorted(faults.items())),
        **{
            f"{kind.value}_s": round(sum(e.seconds for e in session.time if e.kind is kind), 3)
            for kind in TimeKind
        },
    }
