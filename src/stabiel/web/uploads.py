"""Videos on their way in. In: the bytes of a request. Out: a private file of a random name.

No name from a request is ever a path here. Each run of the app has a folder of its own, which it
holds a lock on; what an earlier run left behind is removed when the next one starts.
"""

import asyncio
import os
import secrets
import shutil
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from anyio import to_thread

from stabiel.store import DataFolder
from stabiel.store.folder import PRIVATE_FILE
from stabiel.web.errors import WebError

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be removed: that is lock enough
    fcntl = None  # type: ignore[assignment]

MOST_BYTES = 2_000_000_000
# A connection that brings nothing for this long has stalled.
STALL_S = 60.0
# What stays free on the disk for the records and for what an analysis writes.
ROOM_BYTES = 200_000_000
_LOCK = "lock"
_BLOCK_BYTES = 1 << 20


class Uploads:
    """The folder of this run. Safe to use from several threads."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._run: Path | None = None
        self._held: BinaryIO | None = None
        self._remove_leftovers()

    def new(self) -> Path:
        """Make a private folder for one upload.

        Raises:
            OutputError: it cannot be made.
        """
        with self._lock:
            if self._run is None:
                self._run = self._folder.make_for_upload(secrets.token_hex(16))
                self._held = _lock_on(self._run / _LOCK)
            return self._folder.make_for_upload(self._run.name, secrets.token_hex(16))

    def check_room(self, size_bytes: int) -> None:
        """See whether there is room on the disk.

        Raises:
            WebError: there is not (`not_kept`).
        """
        self._folder.make()
        if shutil.disk_usage(self._folder.path).free < size_bytes + ROOM_BYTES:
            raise WebError("not_kept", "There is not enough room on the disk for this video.")

    def close(self) -> None:
        """Remove all that this run brought in; what comes after it begins anew."""
        with self._lock:
            if self._held is not None:
                self._held.close()
            if self._run is not None:
                shutil.rmtree(self._run, ignore_errors=True)
            self._run = self._held = None
            _remove_empty(self._folder.uploads)

    def _remove_leftovers(self) -> None:
        uploads = self._folder.uploads
        for lock in sorted(uploads.glob(f"{'[0-9a-f]' * 32}/{_LOCK}")):
            if _is_free(lock):
                shutil.rmtree(lock.parent, ignore_errors=True)
        _remove_empty(uploads)


async def receive(
    chunks: AsyncIterator[bytes],
    path: Path,
    *,
    most_bytes: int = MOST_BYTES,
    stall_s: float = STALL_S,
) -> int:
    """Write what arrives to a new private file and return its size; the disk holds up nobody else.

    Raises:
        WebError: it is larger than it may be (`too_large`), nothing comes any more
            (`bad_request`), or the disk is full (`not_kept`).
        ClientDisconnect: the connection was closed.
    """
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    size, waiting = 0, bytearray()
    with open(number, "wb", buffering=0) as file:  # noqa: PTH123 - it is opened

        def write(data: bytes) -> None:
            try:
                view = memoryview(data)
                while view:
                    view = view[file.write(view) :]
            except OSError as error:
                raise WebError(
                    "not_kept", f"The video cannot be written to the disk ({error.strerror})."
                ) from error

        while True:
            try:
                chunk = await asyncio.wait_for(anext(chunks), stall_s)
            except StopAsyncIteration:
                break
            except TimeoutError:
                raise WebError("bad_request", "The video stopped coming in.") from None
            size += len(chunk)
            if size > most_bytes:
                raise too_large(most_bytes)
            waiting += chunk
            if len(waiting) >= _BLOCK_BYTES:
                await to_thread.run_sync(write, bytes(waiting))
                waiting.clear()
        await to_thread.run_sync(write, bytes(waiting))
    return size


def too_large(most_bytes: int) -> WebError:
    """Return what is said to a body that is too large."""
    return WebError("too_large", f"This is more than {most_bytes:,} bytes.")


def _lock_on(path: Path) -> BinaryIO:
    held = path.open("xb")
    if fcntl is not None:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return held


def _is_free(path: Path) -> bool:
    """Say whether nobody holds a lock any more."""
    try:
        if fcntl is None:
            path.unlink()
            return True
        with path.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # rmdir takes empty ones only
        folder.rmdir()
