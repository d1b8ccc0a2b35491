"""Sessions for other programs. In: kept sessions. Out: CSV, Parquet, TRC or JSON files.

`tables` makes tidy tables, `files` writes them.
"""

from stabiel.export.files import FORMATS, Format, export_sessions
from stabiel.export.tables import Record

__all__ = ["FORMATS", "Format", "Record", "export_sessions"]
