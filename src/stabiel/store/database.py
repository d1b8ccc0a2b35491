"""The database file. In: a data folder. Out: connections that do not disturb each other.

Write-ahead logging lets programs read while one writes, where the file system allows it
(`stabiel.store.journal`). Each write is one transaction, so a killed program leaves the last
complete one. Deleted data is overwritten.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from stabiel.errors import OutputError, StabielError, StoreError
from stabiel.store.folder import DataFolder
from stabiel.store.journal import BUSY_S, error_code, is_busy, open_database
from stabiel.store.schema import is_newest, upgrade

# The errors of a file system that refuses locks (SQLITE_IOERR_* and SQLITE_PROTOCOL).
_NO_LOCKS = (
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
    sqlite3.SQLITE_IOERR_SHMLOCK,
)


def connect(folder: DataFolder) -> sqlite3.Connection:
    """Open the records of a folder, and create them if they do not exist.

    Raises:
        StoreError: the file is damaged, does not belong to stabiel, or has a newer version.
        OutputError: the file cannot be created or written.
    """
    folder.make()
    path = folder.database
    folder.make_private(path)
    with sentences(path):
        connection = open_database(path)
        try:
            # A commit is written to the disk, so that an empty battery loses no more than a killed
            # program does.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            with transaction(connection, "DEFERRED"):
                newest = is_newest(connection, str(path))
            if not newest:
                with transaction(connection):
                    upgrade(connection, str(path))
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(
    connection: sqlite3.Connection, kind: Literal["IMMEDIATE", "DEFERRED"] = "IMMEDIATE"
) -> Iterator[None]:
    """Write all of the block or nothing; a deferred transaction reads one state of the file."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn the errors of SQLite in the block into sentences that name the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise in_words(path, error) from error
    except UnicodeDecodeError as error:  # SQLite's own message quotes a damaged page
        raise _damaged(path, "text that cannot be decoded") from error


def _damaged(path: Path, what: str) -> StoreError:
    return StoreError(
        f"{path}: this file is damaged or not a database ({what}); move it to another place, or "
        "choose another folder with --data."
    )


def in_words(path: Path, error: sqlite3.Error) -> StabielError:
    """Return an error of SQLite as a sentence with its remedy."""
    code = error_code(error)
    if code == sqlite3.SQLITE_FULL:
        return OutputError(
            f"{path}: the disk is full, so nothing more is kept; what was kept before is safe. "
            "Free some space, or choose another folder with --data."
        )
    if getattr(error, "sqlite_errorcode", 0) in _NO_LOCKS:
        return OutputError(
            f"{path}: this drive cannot lock files, as some network drives cannot, so nothing can "
            "be kept here safely; choose a folder on this computer with --data."
        )
    if is_busy(error):
        return OutputError(
            f"{path}: another program has locked these records for {BUSY_S:.0f} s; close it."
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return _damaged(path, str(error))
    return OutputError(
        f"{path}: the records cannot be read or written ({error}); choose another folder with "
        "--data."
    )
