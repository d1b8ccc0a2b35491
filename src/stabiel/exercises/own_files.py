"""The user's own files. In: a folder. Out: what is in each file, or why it cannot be used."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stabiel.errors import ExerciseError, Mistake
from stabiel.exercises.yaml_data import Located, read_yaml

MOST_FILES = 200
ENDINGS = (".yaml", ".yml")

OwnKind = Literal["exercise", "programme"]


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of the user in the data folder.

    Attributes:
        id: the file's name without its ending.
        mistakes: why it is not in use; empty if it is.
    """

    path: Path
    kind: OwnKind
    id: str
    mistakes: tuple[Mistake, ...] = ()


def read_own(folder: Path, kind: OwnKind) -> tuple[dict[Path, Located], list[OwnFile]]:
    """Return the files of a folder that are YAML, by path, and those that are not."""
    read: dict[Path, Located] = {}
    files: list[OwnFile] = []

    def refused(path: Path, words: str) -> None:
        files.append(OwnFile(path, kind, path.stem, (Mistake(str(path), words),)))

    try:
        paths = sorted(each for each in folder.iterdir() if each.suffix in ENDINGS)
    except FileNotFoundError:
        return read, files
    except OSError as error:
        refused(folder, f"the folder cannot be read ({error.strerror}).")
        return read, files
    for number, path in enumerate(paths):
        if number >= MOST_FILES:
            refused(path, f"it is not read, because a folder holds at most {MOST_FILES} files.")
        elif path.suffix != ENDINGS[0]:
            refused(path, f"its name must end in {ENDINGS[0]}: rename it.")
        elif path.is_symlink():
            refused(path, "this is a link; put the file itself into the folder.")
        else:
            try:
                read[path] = read_yaml(path)
            except ExerciseError as error:
                files.append(OwnFile(path, kind, path.stem, error.mistakes))
    return read, files


def changes_in(folder: Path) -> list[tuple[str, int, int]]:
    """Return the name, the size and the time of the last change of every file in a folder."""
    try:
        with os.scandir(folder) as entries:
            files = [(each.name, each.stat(follow_symlinks=False)) for each in entries]
    except OSError:
        return []
    return sorted((name, found.st_size, found.st_mtime_ns) for name, found in files)
