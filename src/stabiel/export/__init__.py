"""Sessions for other programs. In: kept sessions. Out: CSV, Parquet, TRC or JSON files.

`kept` reads them from the records, `tables` builds tidy tables, `wellbeing` adds how the person
feels, `trc` formats landmarks, `files` writes everything. `calendar` makes a file of a plan for the
person's own calendar.
"""

from stabiel.export.files import FORMATS, Format, export_notes, export_sessions
from stabiel.export.kept import record_of
from stabiel.export.tables import Record
from stabiel.export.wellbeing import wellbeing_tables

__all__ = [
    "FORMATS",
    "Format",
    "Record",
    "export_notes",
    "export_sessions",
    "record_of",
    "wellbeing_tables",
]
