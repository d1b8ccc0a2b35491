"""Tables for spreadsheets. In: tables. Out: CSV in the form that a country expects, and XLSX.

Excel reads a CSV file by the country of its computer. In the Netherlands it expects semicolons and
decimal commas, and shows `1.5` as the first of May; an XLSX file reads the same everywhere.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from stabiel.errors import UsageError
from stabiel.session.tables import Table, TableValue

SeparatorName = Literal["comma", "semicolon", "tab"]
DecimalName = Literal["point", "comma"]
SEPARATORS: dict[SeparatorName, str] = {"comma": ",", "semicolon": ";", "tab": "\t"}
DECIMALS: dict[DecimalName, str] = {"point": ".", "comma": ","}
# The most rows of a sheet, its head included (Excel's own limit).
MOST_ROWS = 1_048_576
# A spreadsheet takes a text that begins like this for a formula; the name of a video may.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Columns with a date and time, or a date, as ISO 8601 texts.
_TIMES, _DATES = frozenset({"began_at"}), frozenset({"monday"})

# When a workbook says that it was made: always the same, so that equal tables are equal files.
_CREATED = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is written. The default is the one that programs expect (RFC 4180).

    Attributes:
        separator: between the cells.
        decimal: the decimal sign.
    """

    separator: str = ","
    decimal: str = "."

    @property
    def is_for_spreadsheets(self) -> bool:
        """Whether a spreadsheet is meant to open it, by a click."""
        return self != CsvForm()


PLAIN = CsvForm()


def csv_form(separator: SeparatorName, decimal: DecimalName | None) -> CsvForm:
    """Return the form of a CSV file.

    Args:
        separator: between the cells.
        decimal: the decimal sign; None for the one that goes with the separator, which is the
            comma with a semicolon and else the point.

    Raises:
        UsageError: the separator and the decimal sign are the same.
    """
    chosen = decimal or ("comma" if separator == "semicolon" else "point")
    form = CsvForm(SEPARATORS[separator], DECIMALS[chosen])
    if form.separator == form.decimal:
        raise UsageError("With --decimal comma, cells need another one: --separator semicolon.")
    return form


def as_csv(table: Table, form: CsvForm = PLAIN) -> bytes:
    """Return a table as a CSV file.

    For a spreadsheet it begins with the mark by which Excel knows UTF-8, and a text that Excel
    would take for a formula has an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=form.separator)
    writer.writerow(table)
    rows = zip(*table.values(), strict=True)
    if not form.is_for_spreadsheets:
        writer.writerows(rows)
        return text.getvalue().encode("utf-8")
    writer.writerows([_cell(value, form) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: TableValue, form: CsvForm) -> TableValue:
    if isinstance(value, float):
        return repr(value).replace(".", form.decimal)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def write_xlsx(tables: Iterable[tuple[str, Table]], path: Path) -> None:
    """Write tables as one workbook, a sheet each, with the heads in view.

    Args:
        tables: with the names of the sheets, at most 31 letters.
        path: of the workbook, which is replaced.

    Raises:
        UsageError: a table has more rows than a sheet can hold.
        OSError: the workbook cannot be written.
    """
    import xlsxwriter  # noqa: PLC0415 - only this format needs it

    options = {
        # Rows are not kept in memory, and wait beside the workbook and nowhere else.
        "constant_memory": True,
        "tmpdir": str(path.parent),
        # The name of a video is a text, whatever it looks like.
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # A number that is none is an empty cell, as in the other formats.
        "nan_inf_to_errors": True,
    }
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"created": _CREATED})
            for name, table in tables:
                _fill(book, name, table)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] from error


def _fill(book: Any, name: str, table: Table) -> None:
    count = max((len(cells) for cells in table.values()), default=0)
    if count >= MOST_ROWS:
        raise UsageError(
            f"{name} has {count} rows, more than a sheet can hold ({MOST_ROWS}); "
            "export it with --format csv."
        )
    sheet = book.add_worksheet(name)
    formats = {
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(table):
        sheet.set_column(column, column, 20 if head in _TIMES else max(10, len(head) + 2))
    sheet.write_row(0, 0, list(table), book.add_format({"bold": True}))
    for number, row in enumerate(zip(*table.values(), strict=True), start=1):
        for column, (head, value) in enumerate(zip(table, row, strict=True)):
            found, kind = _typed(head, value)
            if found is not None:
                sheet.write(number, column, found, formats.get(kind))


def _typed(head: str, value: TableValue) -> tuple[TableValue | date, str]:
    """Return a value as Excel knows it, and the kind of cell; None for an empty cell."""
    if value is None or value == "":
        return None, ""
    if isinstance(value, str) and head in _TIMES:
        # Excel knows no time zones: this is the time on the clock where it was.
        return datetime.fromisoformat(value).replace(tzinfo=None), "time"
    if isinstance(value, str) and head in _DATES:
        return date.fromisoformat(value), "date"
    return value, ""
