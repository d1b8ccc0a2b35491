"""Files that appear whole or not at all. In: a path and bytes. Out: the file."""

import os
import tempfile
from pathlib import Path

UNFINISHED = ".unfinished-"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, for its owner only, in the place of what had its name: a file, or a link.

    Raises:
        OSError: it cannot be written; what was there is as it was.
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
