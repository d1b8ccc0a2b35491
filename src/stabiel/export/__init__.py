"""Sessions for other programs. In: kept sessions. Out: CSV, Parquet, TRC or JSON files.

`kept` reads them from the records, `tables` builds tidy tables, `trc` formats landmarks, `files`
writes everything. `calendar` makes a file of a plan for the person's own calendar.
"""

from stabiel.export.files import FORMATS, Format, export_sessions
from stabiel.export.kept import record_of
from stabiel.export.tables import Record

__all__ = ["FORMATS", "Format", "Record", "export_sessions", "record_of"]
