"""Sessions for other programs. In: kept sessions. Out: CSV, XLSX, Parquet, TRC or JSON files.

`kept` reads them from the records, `tables` builds tidy tables, `wellbeing` adds how the person
feels, `spreadsheet` and `trc` format them, `files` writes everything. `calendar` makes a file of a
plan for the person's own calendar.
"""

from stabiel.export.files import FORMATS, Format, export_sessions, note_tables
from stabiel.export.kept import record_of
from stabiel.export.spreadsheet import CsvForm, csv_form
from stabiel.export.tables import Record
from stabiel.export.wellbeing import wellbeing_tables

__all__ = [
    "FORMATS",
    "CsvForm",
    "Format",
    "Record",
    "csv_form",
    "export_sessions",
    "note_tables",
    "record_of",
    "wellbeing_tables",
]
