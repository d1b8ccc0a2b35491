"""The folder with all that stabiel keeps. In: a folder. Out: paths, private to their owner.

Erasing removes what stabiel itself wrote and nothing else, so a folder that was named by mistake
loses nothing.
"""

import os
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_data_path

from stabiel.errors import OutputError
from stabiel.system.atomic import UNFINISHED

# Only the owner: what somebody's back can do is nobody else's business. On Windows the folder of
# the user is private already, and these numbers do nothing.
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
DATABASE = "stabiel.sqlite3"
_DATABASE_FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal")
_OWN_FILES = {"reports": (".html", ".pdf"), "videos": (".mp4", ".mp4.part")}
# Damaged settings are put aside under a number.
_SETTINGS_FILES = re.compile(r"settings(\.damaged-\d+)?\.json|settings\.json\.part")
# What is in a folder of such a name was put there by stabiel, whatever it is called.
_RANDOM_NAME = re.compile(r"[0-9a-f]{32}")
_MAKING = threading.Lock()


def default_folder() -> Path:
    """Return the folder for data of the user of this computer."""
    return user_data_path("stabiel", appauthor=False)


class DataFolder:
    """The data folder, which need not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def database(self) -> Path:
        """The database."""
        return self.path / DATABASE

    @property
    def settings(self) -> Path:
        """The settings of the app, whether or not there are any."""
        return self.path / "settings.json"

    def damaged_settings(self) -> Path:
        """Return where settings that cannot be read are put aside: a name that is free."""
        number = 1
        while (path := self.path / f"settings.damaged-{number}.json").exists():
            number += 1
        return path

    @property
    def uploads(self) -> Path:
        """The folder for what is brought in to be analyzed, whether or not it is there."""
        return self.path / "uploads"

    def make_for_upload(self, *names: str) -> Path:
        """Make a folder within that for uploads, private as they all are, and return it.

        Raises:
            OutputError: it cannot be made.
        """
        folder = self._folder("uploads")
        for name in names:
            folder /= name
            self._make(folder)
        return folder

    def report(self, session_id: int, ending: str = "html") -> Path:
        """Return where the report of a session goes; its folder exists then."""
        return self._folder("reports") / f"{session_id}.{ending}"

    def video(self, session_id: int) -> Path:
        """Return where the video of a session goes, whether or not there is one."""
        return self.path / "videos" / f"{session_id}.mp4"

    def make(self) -> None:
        """Make the folder, for its owner only.

        Raises:
            OutputError: it cannot be made.
        """
        self._make(self.path)

    def make_private(self, path: Path) -> None:
        """Make sure that a file is there and that only its owner can read it.

        A file that is there is not opened: closing it would free every lock that this process has
        on it, by which SQLite knows that the records are in use. So they are made in turn, too.
        """
        try:
            with _MAKING:
                if not path.is_file():
                    os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
            path.chmod(PRIVATE_FILE)
        except OSError as error:
            raise OutputError(f"{path}: the records cannot be kept here ({error}).") from error

    def room_for_video(self, session_id: int) -> Path:
        """Return where the video of a session goes; its folder exists then."""
        self._folder("videos")
        return self.video(session_id)

    def keep_video(self, session_id: int, video: Path) -> None:
        """Copy a video into the records.

        Raises:
            OutputError: it cannot be copied.
        """
        path = self.room_for_video(session_id)
        self.make_private(path)
        try:
            shutil.copyfile(video, path)
        except OSError as error:
            _remove(path)
            raise OutputError(f"{path}: the video cannot be kept ({error}).") from error

    def files_of(self, session_id: int) -> list[Path]:
        """Return the files of one session beside the database."""
        return [path for path in self._own() if path.name.split(".")[0] == str(session_id)]

    def files(self) -> list[Path]:
        """Return every file that stabiel keeps here."""
        named = [self.path / name for name in _DATABASE_FILES]
        return [
            *(path for path in named if path.exists()),
            *self._settings(),
            *self._own(),
            *(path for path in self._uploaded() if not path.is_dir()),
        ]

    def erase(self) -> list[Path]:
        """Remove all that stabiel keeps here and return what was removed.

        The folder itself goes too, unless something else is in it.

        Raises:
            OutputError: a file cannot be removed.
        """
        removed = self.files()
        folders = [path for path in self._uploaded() if path.is_dir()]
        for path in removed:
            _remove(path)
        folders += [self.uploads, *(self.path / name for name in _OWN_FILES), self.path]
        for folder in folders:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        return removed

    def _settings(self) -> Iterator[Path]:
        for path in sorted(self.path.iterdir()) if self.path.is_dir() else ():
            if _SETTINGS_FILES.fullmatch(path.name):
                yield path

    def _uploaded(self) -> Iterator[Path]:
        """Yield all files and folders of uploads, what is inside a folder before the folder."""
        for folder in sorted(self.uploads.iterdir()) if self.uploads.is_dir() else ():
            if _RANDOM_NAME.fullmatch(folder.name) and folder.is_dir():
                yield from sorted(folder.rglob("*"), reverse=True)
                yield folder

    def _own(self) -> Iterator[Path]:
        for name, endings in _OWN_FILES.items():
            folder = self.path / name
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                number, _, ending = path.name.partition(".")
                own = number.isdecimal() and f".{ending}" in endings
                if own or path.name.startswith(UNFINISHED):
                    yield path

    def _folder(self, name: str) -> Path:
        self.make()
        folder = self.path / name
        self._make(folder)
        return folder

    def _make(self, folder: Path) -> None:
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            if not folder.is_dir():
                folder.mkdir(mode=PRIVATE_FOLDER)
        except FileExistsError:
            if not folder.is_dir():
                raise OutputError(f"{folder}: this is a file; name a folder with --data.") from None
        except OSError as error:
            raise OutputError(
                f"{folder}: the folder cannot be made ({error.strerror}); "
                "choose another with --data."
            ) from error


def remove_files(paths: list[Path]) -> None:
    """Remove files.

    Raises:
        OutputError: one cannot be removed.
    """
    for path in paths:
        _remove(path)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path}: the file cannot be removed ({error.strerror}); close what uses it."
        ) from error
