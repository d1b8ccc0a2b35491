"""The folder with everything that stabiel keeps. In: a folder. Out: paths, private to their owner.

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

# For the owner only: this is health data. On Windows the user's folder is private already, and
# these modes do nothing.
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
DATABASE = "stabiel.sqlite3"
_LAST_END = "last-end.txt"
PERSON = "person.json"
PERSONS = "persons"
_DATABASE_FILES = (
    DATABASE,
    f"{DATABASE}-wal",
    f"{DATABASE}-shm",
    f"{DATABASE}-journal",
    _LAST_END,
    PERSON,
)
_OWN_FILES = {
    "reports": (".html", ".pdf"), "videos": (".mp4", ".mp4.part"), "searches": (".json",),
}  # fmt: skip
# Damaged settings are set aside under a number.
_PLANS = "plans"
_ACCESS = "access"
_SETTINGS_FILES = re.compile(r"settings(\.damaged-\d+)?\.json|settings\.json\.part")
# Everything in a folder with such a name was put there by stabiel, whatever its own name.
_RANDOM_NAME = re.compile(r"[0-9a-f]{32}")
_MAKING = threading.Lock()


def default_folder() -> Path:
    """Return the data folder of the current user."""
    return user_data_path("stabiel", appauthor=False)


class DataFolder:
    """The data folder of one person; it does not have to exist yet.

    Args:
        path: the folder.
        shared: the folder with the exercises and programmes that all persons of this computer
            have in common; None if it is the same folder, which it is for the first person.
    """

    def __init__(self, path: Path, shared: Path | None = None) -> None:
        self.path = path
        self.shared = path if shared is None else shared

    @property
    def person(self) -> Path:
        """The path of the person's name and color, whether or not the file exists."""
        return self.path / PERSON

    @property
    def database(self) -> Path:
        """The path of the database."""
        return self.path / DATABASE

    @property
    def settings(self) -> Path:
        """The path of the app's settings, whether or not the file exists."""
        return self.path / "settings.json"

    @property
    def last_end(self) -> Path:
        """The path of the note on how the last live session ended, whether or not it exists."""
        return self.path / _LAST_END

    def damaged_settings(self) -> Path:
        """Return a free path for settings that cannot be read and are set aside."""
        number = 1
        while (path := self.path / f"settings.damaged-{number}.json").exists():
            number += 1
        return path

    @property
    def uploads(self) -> Path:
        """The folder for uploaded videos, whether or not it exists."""
        return self.path / "uploads"

    def make_for_upload(self, *names: str) -> Path:
        """Create a private folder inside the folder for uploads and return its path.

        Raises:
            OutputError: it cannot be created.
        """
        folder = self._folder("uploads")
        for name in names:
            folder /= name
            self._make(folder)
        return folder

    @property
    def access(self) -> Path:
        """The folder with what opens the app to a browser or a phone, whether or not it exists."""
        return self.path / _ACCESS

    def make_access(self) -> Path:
        """Create that folder and return its path.

        Raises:
            OutputError: it cannot be created.
        """
        return self._folder(_ACCESS)

    def make_own(self, name: str) -> Path:
        """Create a folder of this name and return its path.

        The user's own exercises and programmes stay there if the records are erased.

        Raises:
            OutputError: it cannot be created.
        """
        return self._folder(name)

    def report(self, session_id: int, ending: str = "html") -> Path:
        """Return the path for the report of a session, and create its folder."""
        return self._folder("reports") / f"{session_id}.{ending}"

    def video(self, session_id: int) -> Path:
        """Return the path of the video of a session, whether or not it exists."""
        return self.path / "videos" / f"{session_id}.mp4"

    def make(self) -> None:
        """Create the folder, for its owner only.

        Raises:
            OutputError: it cannot be created, or it is that of a person who was removed.
        """
        if _was_removed(self):
            raise OutputError(
                f"{self.path}: this person was removed meanwhile; nothing more is kept."
            )
        self._make(self.path)

    def make_private(self, path: Path) -> None:
        """Make sure that a file exists and that only its owner can read it.

        An existing file is not opened. Closing it would release every lock that this process holds
        on it, and those locks tell SQLite that the records are in use. For the same reason only one
        thread at a time creates the file.

        Raises:
            OutputError: the file cannot be created or changed.
        """
        try:
            with _MAKING:
                if not path.is_file():
                    os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
            path.chmod(PRIVATE_FILE)
        except OSError as error:
            raise OutputError(f"{path}: the records cannot be kept here ({error}).") from error

    def room_for_video(self, session_id: int) -> Path:
        """Return the path for the video of a session, and create its folder."""
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
        """Return the files of one session outside the database."""
        return [path for path in self._own() if path.name.split(".")[0] == str(session_id)]

    def files(self) -> list[Path]:
        """Return every file that stabiel keeps here."""
        named = [self.path / name for name in _DATABASE_FILES]
        return [
            *(path for path in named if path.exists()),
            *self._settings(),
            *self._own(),
            # Plans may hold the name of a person.
            *_files_in(self.path / _PLANS, "*.yaml"),
            # The passes of browsers, and the certificates for phones.
            *_files_in(self.access, "*.json", "*.pem"),
            *(path for path in self._uploaded() if not path.is_dir()),
        ]

    def erase(self) -> list[Path]:
        """Remove everything that stabiel keeps here and return the removed files.

        The folder itself is removed too, unless something else is in it.

        Raises:
            OutputError: a file cannot be removed.
        """
        removed = self.files()
        folders = [path for path in self._uploaded() if path.is_dir()]
        for path in removed:
            _remove(path)
        # The lock of a killed program, where the file system has no locks of its own.
        folders += [self.path / f"{DATABASE}.lock"]
        own = [self.path / name for name in (*_OWN_FILES, _PLANS, _ACCESS)]
        folders += [self.uploads, *own, self.path]
        for folder in folders:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        return removed

    def _settings(self) -> Iterator[Path]:
        for path in sorted(self.path.iterdir()) if self.path.is_dir() else ():
            if _SETTINGS_FILES.fullmatch(path.name):
                yield path

    def _uploaded(self) -> Iterator[Path]:
        """Yield all files and folders of uploads, the content of a folder before the folder."""
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
                raise OutputError(
                    f"{folder}: this is a file; choose a folder with --data."
                ) from None
        except OSError as error:
            raise OutputError(
                f"{folder}: the folder cannot be created ({error.strerror}); "
                "choose another with --data."
            ) from error


def _files_in(folder: Path, *patterns: str) -> list[Path]:
    return [path for each in patterns for path in sorted(folder.glob(each)) if path.is_file()]


def _was_removed(folder: DataFolder) -> bool:
    """Return whether a folder is that of a person who is gone, which a program still names.

    `Persons` makes the folder of a new person, so one that is missing below the records of the
    others was removed; to make it again would bring back what was erased.
    """
    if folder.path.parent.name != PERSONS or folder.path.exists():
        return False
    root = DataFolder(folder.path.parent.parent)
    return folder.shared == root.path or root.database.exists() or root.person.exists()


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
            f"{path}: the file cannot be removed ({error.strerror}); close the "
            "program that uses it."
        ) from error
