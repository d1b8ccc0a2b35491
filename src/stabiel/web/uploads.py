"""Uploaded videos. In: the bytes of a request. Out: a private file with a random name.

No name from a request is ever used as a path. Each run of the app has its own folder and holds a
lock on it. When the app starts, it removes what earlier runs left behind.
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
from stabiel.store.uploads_in_use import LOCK, is_free, lock_on, locks_in
from stabiel.web.web_errors import WebError

MOST_BYTES = 2_000_000_000
# An upload that brings nothing for this long has stalled.
STALL_S = 60.0
# Disk space that stays free for the records and for the output of an analysis.
RESERVE_BYTES = 200_000_000
_BLOCK_BYTES = 1 << 20


class Uploads:
    """The upload folder of this run. Safe to use from several threads."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._run: Path | None = None
        self._held: BinaryIO | None = None
        self._remove_leftovers()

    def new(self) -> Path:
        """Create a private folder for one upload and return its path.

        Raises:
            OutputError: the folder cannot be created.
        """
        with self._lock:
            if self._run is None:
                self._run = self._folder.make_for_upload(secrets.token_hex(16))
                self._held = lock_on(self._run / LOCK)
            return self._folder.make_for_upload(self._run.name, secrets.token_hex(16))

    def check_space(self, size_bytes: int) -> None:
        """Check that the disk has space for a video.

        Raises:
            WebError: it has not (`not_kept`).
        """
        self._folder.make()
        if shutil.disk_usage(self._folder.path).free < size_bytes + RESERVE_BYTES:
            raise WebError("not_kept", "There is not enough space on the disk for this video.")

    def close(self) -> None:
        """Remove all uploads of this run. A later upload gets a new folder."""
        with self._lock:
            if self._held is not None:
                self._held.close()
            if self._run is not None:
                shutil.rmtree(self._run, ignore_errors=True)
            self._run = self._held = None
            _remove_empty(self._folder.uploads)

    def _remove_leftovers(self) -> None:
        uploads = self._folder.uploads
        for lock in locks_in(uploads):
            if is_free(lock):
                shutil.rmtree(lock.parent, ignore_errors=True)
        _remove_empty(uploads)


async def receive(
    chunks: AsyncIterator[bytes],
    path: Path,
    *,
    most_bytes: int = MOST_BYTES,
    stall_s: float = STALL_S,
) -> int:
    """Write a body to a new private file and return its size in bytes.

    A thread does the writing, so that a slow disk does not block other requests.

    Raises:
        WebError: the body is too large (`too_large`), it stops arriving (`bad_request`), or the
            disk is full (`not_kept`).
        ClientDisconnect: the connection was closed.
    """
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    size, waiting = 0, bytearray()
    with open(number, "wb", buffering=0) as file:  # noqa: PTH123 - a file descriptor

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
                raise WebError("bad_request", "The video stopped arriving.") from None
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
    """Return the error for a body that is too large."""
    return WebError("too_large", f"This is more than {most_bytes:,} bytes.")


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # rmdir removes only empty folders
        folder.rmdir()
