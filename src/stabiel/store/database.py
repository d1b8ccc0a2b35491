"""The database file. In: a data folder. Out: connections that do not disturb each other.

Write-ahead logging lets programs read while one writes. Each write is one transaction, so a killed
program leaves the last complete one. Deleted data is overwritten.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from stabiel.errors import OutputError, StabielError, StoreError
from stabiel.store.folder import DataFolder
from stabiel.store.schema import is_newest, upgrade

# How long a program waits while another one writes; a write takes milliseconds.
BUSY_S = 10.0

# How long to wait before a retry if SQLite does not wait by itself.
_RETRY_S = 0.01


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
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
        try:
            # A commit is written to the disk, so that an empty battery loses no more than a killed
            # program does.
            _write_ahead(connection)
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


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn write-ahead logging on, one program after the other if several open a new file.

    The first program needs the file to itself. If another one is about to write, SQLite refuses at
    once instead of waiting: two programs that both hold a read lock would wait forever. So this
    retries for `BUSY_S`.
    """
    until = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not _busy(error) or time.monotonic() > until:
                raise
        time.sleep(_RETRY_S)


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


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _busy(error: sqlite3.Error) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def in_words(path: Path, error: sqlite3.Error) -> StabielError:
    """Return an error of SQLite as a sentence with its remedy."""
    code = _code(error)
    if code == sqlite3.SQLITE_FULL:
        return OutputError(
            f"{path}: the disk is full, so nothing more is kept; what was kept before is safe. "
            "Free some space, or choose another folder with --data."
        )
    if _busy(error):
        return OutputError(
            f"{path}: another program has locked these records for {BUSY_S:.0f} s; close it."
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return _damaged(path, str(error))
    return OutputError(
        f"{path}: the records cannot be read or written ({error}); choose another folder with "
        "--data."
    )
