"""Sessions for other programs. In: kept sessions. Out: CSV, XLSX, Parquet, TRC or JSON files.

`kept` reads them from the records, `tables` builds tidy tables, `spreadsheet` and `trc` format
them, `files` writes everything.
"""

from stabiel.export.files import FORMATS, Format, export_sessions
from stabiel.export.kept import record_of
from stabiel.export.spreadsheet import CsvForm, csv_form
from stabiel.export.tables import Record

__all__ = [
    "FORMATS",
    "CsvForm",
    "Format",
    "Record",
    "csv_form",
    "export_sessions",
    "record_of",
]
