"""Native libraries: their log and their memory. In: this process. Out: no log, freed memory."""

import ctypes
import os
import sys
from contextlib import suppress


def silence_native_log() -> None:
    """Keep the native log of the landmarker off the terminal, since users cannot act on it.

    The native code writes to file descriptor 2 directly. Python's own errors still go to the
    terminal.
    """
    sys.stderr.flush()
    errors = os.fdopen(os.dup(2), "w", buffering=1, encoding=sys.stderr.encoding, errors="replace")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - needs the descriptor
        os.dup2(nowhere.fileno(), 2)
    sys.stderr = errors


def give_back_memory() -> None:
    """Return freed memory to the system if the C library keeps it (glibc on Linux).

    Every landmarker has its own threads, and glibc keeps the memory that each of them freed for
    later use. Fourteen landmarkers one after the other grew from 226 to 299 MB (`lite`); with this
    they stay between 186 and 199 MB.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # another C library has no such function
            ctypes.CDLL(None).malloc_trim(0)
