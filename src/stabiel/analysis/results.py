"""A folder of results, whole or not there. In: the folder. Out: files that appear all at once.

They are made in a folder of their own, which only their owner can read, and take their places when
all are there. Whatever stops the program before leaves what was there as it was: no half result,
and none that is half of one analysis and half of another.
"""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from stabiel.errors import OutputError
from stabiel.system.atomic import UNFINISHED

FILM, SESSION = "annotated.mp4", "session.json"
LANDMARKS, REPORT = "landmarks.npz", "report.html"


def _remove(left_behind: Path) -> None:
    """Remove a folder or a file of results that were never finished, if that can be done."""
    if left_behind.is_dir() and not left_behind.is_symlink():
        shutil.rmtree(left_behind, ignore_errors=True)
    else:
        with suppress(OSError):
            left_behind.unlink()


class Results:
    """The results of one analysis, which take their places when they are finished.

    Args:
        folder: where they go; made when the first is begun.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new: Path | None = None
        self._made: list[Path] = []

    def begin(self) -> Path:
        """Return the folder to make them in.

        Raises:
            OutputError: nothing can be written there.
        """
        folder = self._folder
        self._made = [each for each in (folder, *folder.parents) if not each.exists()]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for left_behind in folder.glob(f"{UNFINISHED}*"):  # by a program that was killed
                _remove(left_behind)
            self._new = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
        except OSError as error:
            raise OutputError(
                f"{folder}: the results cannot be written here ({error.strerror}); "
                "choose another folder with --out."
            ) from error
        return self._new

    def finish(self, *names: str) -> None:
        """Put the files in their places, in the place of those that were there.

        Args:
            names: the last one stands for the whole: while it is there, all are of one analysis.

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
        """Leave nothing unfinished behind, nor a folder that was made for it and stayed empty."""
        if self._new is not None:
            shutil.rmtree(self._new, ignore_errors=True)
        with suppress(OSError):
            for folder in self._made:
                folder.rmdir()
