"""The database file. In: a data folder. Out: connections that do each other no harm.

Write-ahead logging lets programs read while one writes; each write is a transaction of its own,
so a program that is killed leaves the last whole one. What is deleted is overwritten.
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

# How long one program waits while another writes; a write takes milliseconds.
BUSY_S = 10.0

# How long until it is tried again what SQLite does not wait for by itself.
_AGAIN_S = 0.01


def connect(folder: DataFolder) -> sqlite3.Connection:
    """Open the records of a folder, made where they are not there yet.

    Raises:
        StoreError: the file is damaged, not stabiel's, or of a newer version.
        OutputError: it cannot be made or written.
    """
    folder.make()
    path = folder.database
    folder.make_private(path)
    with sentences(path):
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
        try:
            # Committed means written to the disk, so that an empty battery loses no more than a
            # killed program does.
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
    """Turn write-ahead logging on; of a new file, that several programs open at once, in turn.

    The first one to do so needs the file to itself, and where another is about to write, SQLite
    refuses at once instead of waiting: two that hold on to what they read would wait for ever.
    """
    until = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not _busy(error) or time.monotonic() > until:
                raise
        time.sleep(_AGAIN_S)


@contextmanager
def transaction(
    connection: sqlite3.Connection, kind: Literal["IMMEDIATE", "DEFERRED"] = "IMMEDIATE"
) -> Iterator[None]:
    """Write all of the block or nothing of it; what a deferred one reads is of one moment."""
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
    """Turn what SQLite raises in the block into a sentence that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise in_words(path, error) from error
    except UnicodeDecodeError as error:  # of SQLite's own message, which quotes a damaged page
        raise _damaged(path, "text that is none") from error


def _damaged(path: Path, what: str) -> StoreError:
    return StoreError(
        f"{path}: this file is damaged or no database ({what}); put it elsewhere, or name "
        "another folder with --data."
    )


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _busy(error: sqlite3.Error) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def in_words(path: Path, error: sqlite3.Error) -> StabielError:
    """Return what SQLite raised as a sentence with its remedy."""
    code = _code(error)
    if code == sqlite3.SQLITE_FULL:
        return OutputError(
            f"{path}: the disk is full, so no more is kept; what was kept before is safe. "
            "Make room, or name another folder with --data."
        )
    if _busy(error):
        return OutputError(
            f"{path}: another program has held these records for {BUSY_S:.0f} s; close it."
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return _damaged(path, str(error))
    return OutputError(
        f"{path}: the records cannot be read or written ({error}); name another folder with --data."
    )
