"""The records: what was done, kept only on this computer. In: sessions as they run. Out: sessions.

`Store` opens the records, `SessionKeeper` writes one session while it runs, and `NotKept` writes
nothing.
"""

from stabiel.store.about import About
from stabiel.store.folder import DataFolder, default_folder
from stabiel.store.keeper import Keeper, NotKept, SessionKeeper
from stabiel.store.listing import Kept
from stabiel.store.persons import Person, Persons
from stabiel.store.store import Store

__all__ = [
    "About",
    "DataFolder",
    "Keeper",
    "Kept",
    "NotKept",
    "Person",
    "Persons",
    "SessionKeeper",
    "Store",
    "default_folder",
]
