"""A folder of results, complete or not there. In: the folder. Out: files that appear all at once.

The files are written to a temporary folder that only their owner can read, and are moved into place
when all of them are there. Whatever stops the program before that leaves the earlier results as
they were: never half a result, and never a mixture of two analyses.
"""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from stabiel.errors import OutputError
from stabiel.system.atomic import UNFINISHED

ANNOTATED_VIDEO, SESSION = "annotated.mp4", "session.json"
LANDMARKS, TRACE, REPORT = "landmarks.npz", "trace.npz", "report.html"
# Of a search: what was found, and its page.
FOUND, FOUND_PAGE = "found.json", "index.html"
# The whole exercise, if it is not one of the program.
EXERCISE = "exercise.yaml"


def _remove(left_behind: Path) -> None:
    """Remove a folder or a file of results that were never finished, if possible."""
    if left_behind.is_dir() and not left_behind.is_symlink():
        shutil.rmtree(left_behind, ignore_errors=True)
    else:
        with suppress(OSError):
            left_behind.unlink()


class Results:
    """The results of one analysis, which move into place when they are finished.

    Args:
        folder: where they go; created by `begin`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new: Path | None = None
        self._made: list[Path] = []

    def begin(self) -> Path:
        """Return the temporary folder to write them to.

        Raises:
            OutputError: nothing can be written there.
        """
        folder = self._folder
        self._made = [each for each in (folder, *folder.parents) if not each.exists()]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for left_behind in folder.glob(f"{UNFINISHED}*"):  # by a killed program
                _remove(left_behind)
            self._new = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
        except OSError as error:
            raise OutputError(
                f"{folder}: the results cannot be written here ({error.strerror}); "
                "choose another folder with --out."
            ) from error
        return self._new

    def finish(self, *names: str) -> None:
        """Move the files into place, replacing earlier ones.

        Args:
            names: the last one marks the whole: while it exists, all files are of one analysis.

        Raises:
            OutputError: one cannot be moved.
        """
        assert self._new is not None
        try:
            (self._folder / names[-1]).unlink(missing_ok=True)
            for name in names:
                (self._new / name).replace(self._folder / name)
        except OSError as error:
            raise OutputError(
                f"{self._folder}: the results cannot be written ({error})."
            ) from error

    def close(self) -> None:
        """Remove everything unfinished, and the folders that were made for it and stayed empty."""
        if self._new is not None:
            shutil.rmtree(self._new, ignore_errors=True)
        with suppress(OSError):
            for folder in self._made:
                folder.rmdir()
