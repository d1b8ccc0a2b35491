"""The landmarker's native log, which no user can act on. In: a process. Out: a quiet terminal."""

import os
import sys


def silence_native_log() -> None:
    """Keep it off the terminal.

    It writes to file descriptor 2 itself; Python's own errors go on to where they went.
    """
    sys.stderr.flush()
    errors = os.fdopen(os.dup(2), "w", buffering=1, encoding=sys.stderr.encoding, errors="replace")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - the descriptor is what is wanted
        os.dup2(nowhere.fileno(), 2)
    sys.stderr = errors
