"""The records: what was done, on this computer alone. In: sessions as they run. Out: sessions.

`Store` opens the records, `Keeper` writes one session while it runs, `NotKept` writes nothing.
"""

from stabiel.store.folder import DataFolder, default_folder
from stabiel.store.keeper import About, Keeper, NotKept, SessionKeeper
from stabiel.store.store import Kept, Store

__all__ = [
    "About",
    "DataFolder",
    "Keeper",
    "Kept",
    "NotKept",
    "SessionKeeper",
    "Store",
    "default_folder",
]
