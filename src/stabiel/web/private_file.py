"""Small files that only this user may read or write. In: a path. Out: what they hold, if trusted.

What opens the app is kept in them. A file that another user of the computer made, owns or could
have changed is not believed.
"""

import os
import stat
from pathlib import Path

from stabiel.errors import OutputError
from stabiel.system.atomic import write_whole

MOST_BYTES = 64_000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_private(path: Path) -> bytes | None:
    """Return the content of a file, or None if there is none that can be trusted.

    It must be a plain file, no link, of this user, closed to all others. On Windows the folder of
    the user is private by itself, and there are no such modes.
    """
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    with open(number, "rb") as file:  # noqa: PTH123 - a file descriptor
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode):
            return None
        if hasattr(os, "geteuid") and (found.st_uid != os.geteuid() or found.st_mode & _OTHERS):
            return None
        content = file.read(MOST_BYTES + 1)
    return content if len(content) <= MOST_BYTES else None


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only this user can read; it replaces whatever has its name.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        write_whole(path, content)
    except OSError as error:
        raise OutputError(
            f"{path}: this file cannot be written ({error.strerror}); free some space, or choose "
            "another folder with --data."
        ) from error
