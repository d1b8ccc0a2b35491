"""Opens the database file in a way that works on its file system. In: its path. Out: a connection.

| the file system | locks | journal |
|---|---|---|
| of this computer | its own | write-ahead log |
| of a network | its own | rollback journal |
| without locks | a folder beside the file | rollback journal |

"WAL does not work over a network filesystem", since all programs must share memory
(https://sqlite.org/wal.html). Where it cannot be used for another reason, such as no shared memory,
the rollback journal takes its place as well. Where nothing can be locked, SQLite's `unix-dotfile`
creates a folder as a lock (https://sqlite.org/vfs.html).
"""

import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from stabiel.store.file_system import age_s, can_lock, is_on_network

# How long a program waits while another one writes; a write takes milliseconds.
BUSY_S = 10.0
# How long to wait before a retry if SQLite does not wait by itself.
_RETRY_S = 0.01
# A lock that is a folder survives a killed program. It is dated anew with every lock that is
# taken, and none is held for longer than a few seconds.
_STALE_S = 60.0
# What a file system without shared memory, or without some kind of lock, answers to a WAL.
_NO_LOG = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL)


def error_code(error: sqlite3.Error) -> int:
    """Return the primary code of an error of SQLite, 0 if it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_busy(error: sqlite3.Error) -> bool:
    """Return whether another program has the lock."""
    return error_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def open_database(path: Path) -> sqlite3.Connection:
    """Open a database file that exists, with the journal that its file system allows.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    locks = can_lock(path.parent)
    if not locks:
        _remove_stale_lock(path)
    if locks and not is_on_network(path.parent):
        with suppress(_NoLogError):
            return _opened(path, "WAL", locks=locks)
    with suppress(_NoLogError):
        return _opened(path, "TRUNCATE", locks=locks)
    _end_log(path, locks=locks)
    return _opened(path, "TRUNCATE", locks=locks)


class _NoLogError(sqlite3.OperationalError):
    """The file system has not what a write-ahead log needs."""


def _opened(path: Path, mode: str, *, locks: bool) -> sqlite3.Connection:
    """Open the file with a journal mode.

    Raises:
        _NoLogError: the file has a write-ahead log, or shall have one, which cannot be used here.
    """
    connection = _connected(path, locks=locks)
    try:
        found = _patiently(connection, f"PRAGMA journal_mode = {mode}")
        # The first access shows whether the log can be used.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if found != mode.lower():
            raise _NoLogError(f"the journal is {found}")
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError) and error_code(error) in _NO_LOG:
            raise _NoLogError(str(error)) from error
        raise
    return connection


def _end_log(path: Path, *, locks: bool) -> None:
    """Write what is in the write-ahead log into the file itself, and end the log.

    A program that has the file to itself needs no shared memory for that.
    """
    connection = _connected(path, locks=locks)
    with closing(connection):
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        _patiently(connection, "PRAGMA journal_mode = TRUNCATE")


def _connected(path: Path, *, locks: bool) -> sqlite3.Connection:
    if locks:
        return sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    address = f"{path.resolve().as_uri()}?vfs=unix-dotfile"
    return sqlite3.connect(address, uri=True, timeout=BUSY_S, isolation_level=None)


def _patiently(connection: sqlite3.Connection, pragma: str) -> str:
    """Set the journal, one program after the other if several open a file; return what it is.

    The first program needs the file to itself. If another one is about to write, SQLite refuses at
    once instead of waiting: two programs that both hold a read lock would wait forever. So this
    retries for `BUSY_S`.
    """
    until = time.monotonic() + BUSY_S
    while True:
        try:
            return str(connection.execute(pragma).fetchone()[0])
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > until:
                raise
        time.sleep(_RETRY_S)


def _remove_stale_lock(path: Path) -> None:
    """Remove the lock of a program that was killed while it had it."""
    lock = path.resolve().with_name(f"{path.name}.lock")
    age = age_s(lock)
    if age is not None and age > _STALE_S:
        with suppress(OSError):
            lock.rmdir()
