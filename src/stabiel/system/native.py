"""Native libraries: their log and their memory. In: this process. Out: no log, freed memory."""

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

# The number of this setting in malloc.h of glibc.
_M_ARENA_MAX = -8


def silence_native_log() -> None:
    """Keep the native log of the landmarker off the terminal for good.

    Users cannot act on that log. The native code writes to file descriptor 2 directly. Python's own
    errors still go to the terminal. This is for a program; a library uses `native_log_silenced`.
    """
    _SILENCE.begin()


def take_output() -> TextIO:
    """Return standard output for the answers of this process, and hide it from native libraries.

    They print to file descriptor 1, which leads nowhere from now on.
    """
    answers = os.fdopen(os.dup(1), "w")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - its descriptor is needed
        os.dup2(nowhere.fileno(), 1)
    return answers


@contextmanager
def native_log_silenced() -> Iterator[None]:
    """Keep the native log of the landmarker off the terminal while the block runs.

    Blocks may be nested and may run in several threads: the first one that begins redirects file
    descriptor 2, the last one that ends restores it. Meanwhile `sys.stderr` still goes where it
    went. A process has only one descriptor 2: other native code, and Python streams that write to
    it but are not `sys.stderr`, are silent too, in all threads.
    """
    _SILENCE.begin()
    try:
        yield
    finally:
        _SILENCE.end()


class _Silence:
    """Counts the blocks that want silence, and knows what to restore after the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks = 0
        # Where errors went before, on a descriptor of its own. It stays open and is used again:
        # libraries that are imported in a block keep the `sys.stderr` that they find.
        self._errors: TextIO | None = None
        self._before: TextIO | None = None
        self._silent = False

    def begin(self) -> None:
        """Begin a block; the first one redirects descriptor 2."""
        with self._lock:
            if not self._blocks:
                self._silent = self._redirect()
            self._blocks += 1

    def end(self) -> None:
        """End a block; the last one restores descriptor 2."""
        with self._lock:
            self._blocks -= 1
            if not self._blocks and self._silent:
                self._restore()

    def _redirect(self) -> bool:
        """Lead descriptor 2 to nowhere; return whether it was open."""
        stderr = sys.stderr if _writes_to_descriptor_2(sys.stderr) else None
        if stderr is not None:
            stderr.flush()
        try:
            if self._errors is None:
                self._errors = _copy_of_descriptor_2(stderr)
            else:
                os.dup2(2, self._errors.fileno(), inheritable=False)
        except OSError:
            return False
        if stderr is not None:
            sys.stderr = self._errors
        self._before = stderr
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - needs the descriptor
            os.dup2(nowhere.fileno(), 2)
        return True

    def _restore(self) -> None:
        assert self._errors is not None
        self._errors.flush()
        os.dup2(self._errors.fileno(), 2)
        # Unless somebody has replaced it in the meantime.
        if self._before is not None and sys.stderr is self._errors:
            sys.stderr = self._before


_SILENCE = _Silence()


def _copy_of_descriptor_2(like: TextIO | None) -> TextIO:
    """Return a new stream that goes where descriptor 2 goes now."""
    return os.fdopen(
        os.dup(2),
        "w",
        buffering=1,
        encoding="utf-8" if like is None else like.encoding,
        errors="replace",
        closefd=False,
    )


def _writes_to_descriptor_2(stream: TextIO | None) -> bool:
    """Return whether a stream is the terminal's own, not one of a notebook or a test."""
    try:
        return stream is not None and stream.fileno() == 2
    except (AttributeError, OSError, ValueError):  # it has no descriptor, or is closed
        return False


def share_memory_between_threads() -> None:
    """Let all threads of a program take memory from two pools (glibc on Linux), not from one each.

    Each thread keeps what it has freed for itself, and every segment of a video has new ones. The
    analysis of twelve minutes (`lite`) took 613 to 629 MB, and takes 513, in 1.01 times the
    processor time. To be called before the threads begin.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # another C library has no such function
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def give_back_memory() -> None:
    """Return freed memory to the system if the C library keeps it (glibc on Linux).

    Every landmarker has its own threads, and glibc keeps the memory that each of them freed for
    later use. Fourteen landmarkers one after the other grew from 226 to 299 MB (`lite`); with this
    they stay between 186 and 199 MB.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # another C library has no such function
            ctypes.CDLL(None).malloc_trim(0)
