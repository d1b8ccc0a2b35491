"""Writes files that appear complete or not at all. In: a path and bytes. Out: the file."""

import os
import tempfile
from pathlib import Path

UNFINISHED = ".unfinished-"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file for its owner only; it replaces a file or a link of the same name.

    Raises:
        OSError: it cannot be written; the earlier file is unchanged.
    """
    descriptor, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
