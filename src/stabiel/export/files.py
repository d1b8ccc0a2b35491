"""Writes exports. In: kept sessions and a format. Out: files in a folder, and their paths."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Literal, get_args

from stabiel.errors import OutputError, UsageError
from stabiel.export.corrections import correction_rows
from stabiel.export.spreadsheet import PLAIN, CsvForm, as_csv, write_xlsx
from stabiel.export.tables import Record, tables_of
from stabiel.export.trc import as_trc
from stabiel.session.tables import Table, TableRow, columns_of
from stabiel.store.by_hand import KeptNote

Format = Literal["csv", "xlsx", "parquet", "trc", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
# The name of the file with what was noted by hand.
BY_HAND = "by_hand"


WORKBOOK = "stabiel.xlsx"


def export_sessions(
    records: Sequence[Record],
    kind: Format,
    folder: Path,
    form: CsvForm = PLAIN,
    *,
    more: Sequence[tuple[str, Table]] = (),
    series: bool = True,
) -> list[Path]:
    """Write sessions for another program.

    CSV and Parquet give one file per table, TRC and JSON one per session. XLSX gives one workbook
    with a sheet per table, without the landmarks: they are for programs, and half an hour of them
    is more than a sheet can hold.

    Args:
        records: the sessions.
        kind: the format.
        folder: for the files; it is created.
        form: of CSV files.
        more: other tables with their names, as those of `wellbeing_tables` and `note_tables`. TRC
            has no place for them, and an empty one is left out of JSON.
        series: whether to write the measures and landmarks of each frame too, as CSV or Parquet.

    Returns:
        the paths of the files.

    Raises:
        OutputError: a file cannot be written.
        UsageError: the format needs a package that is not installed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tables = tables_of(records, series=series)
        if kind == "csv":
            named = chain(tables, more)
            return [_write_csv(folder, name, table, form) for name, table in named]
        if kind == "xlsx":
            write_xlsx(chain(_readable_tables(records), more), folder / WORKBOOK)
            return [folder / WORKBOOK]
        if kind == "parquet":
            return [_write_parquet(folder, *named) for named in chain(tables, more)]
        write = _write_trc if kind == "trc" else _write_json
        written = [write(folder, record) for record in records]
        rows = more if kind == "json" else ()
        return [
            *written,
            *(_write_rows(folder, *named) for named in rows if any(named[1].values())),
        ]
    except OSError as error:
        raise OutputError(
            f"{folder}: the export cannot be written ({error}); choose another with --out."
        ) from error


def note_tables(notes: Sequence[KeptNote]) -> list[tuple[str, Table]]:
    """Return what was noted by hand as a table with its name; none without notes."""
    if not notes:
        return []
    rows: list[TableRow] = [
        {"note": each.id, **each.note.model_dump(mode="json"), "noted_at": each.at.isoformat()}
        for each in notes
    ]
    return [(BY_HAND, columns_of(rows, ()))]


def as_json(record: Record) -> dict[str, object]:
    """Return a session in the format of `session.json`, with its number, date and corrections.

    `session` is as it was judged; `corrected` has the totals after the corrections.
    """
    found = record.corrected
    return {
        "id": record.id,
        "began_at": record.began_at.isoformat(),
        "ending": record.ending,
        "workout": record.workout,
        "of_person": record.of_person,
        "search": None if record.place is None else asdict(record.place),
        "session": record.session.to_json(),
        "corrections": [
            {name: value for name, value in row.items() if name != "session"}
            for row in correction_rows(record.id, found)
        ],
        "corrected": {"exercise": found.exercise, **asdict(found.totals)},
    }


def _readable_tables(records: Sequence[Record]) -> Iterator[tuple[str, Table]]:
    for name, table in tables_of(records):
        if not name.startswith("landmarks-"):
            yield name, table


def _write_csv(folder: Path, name: str, table: Table, form: CsvForm) -> Path:
    path = folder / f"{name}.csv"
    path.write_bytes(as_csv(table, form))
    return path


def _write_parquet(folder: Path, name: str, table: Table) -> Path:
    try:
        # It is large and few users need it, so it comes only with the extra `parquet`.
        from pyarrow import parquet
        from pyarrow import table as arrow_table
    except ImportError as error:
        raise UsageError(
            "Parquet needs the package pyarrow; install it with: pip install 'stabiel[parquet]'."
        ) from error
    path = folder / f"{name}.parquet"
    parquet.write_table(arrow_table(table), path)
    return path


def _write_trc(folder: Path, record: Record) -> Path:
    path = folder / f"{record.id}-{record.session.exercise}.trc"
    text = as_trc(path.name, record.read_frames(), record.session.source.frame_rate_hz)
    path.write_text(text, encoding="utf-8")
    return path


def _write_json(folder: Path, record: Record) -> Path:
    path = folder / f"{record.id}-{record.session.exercise}.json"
    text = json.dumps(as_json(record), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _write_rows(folder: Path, name: str, table: Table) -> Path:
    path = folder / f"{name}.json"
    rows = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
