"""The persons of one computer. In: a data folder. Out: who they are, and a data folder for each.

The data folder itself is that of the first person, so a second person moves nothing. Each other
person has a data folder of their own below it, `persons/ID`. There is no list: every folder holds
its own name and color (`person.json`), so a damaged file costs one name, and two programs that add
persons at once do not overwrite each other.
"""

import json
import secrets
import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from stabiel.errors import OutputError, StabielError, UsageError, unknown_name
from stabiel.store.folder import PERSONS, DataFolder
from stabiel.store.person_names import ID, checked_name, id_from, same
from stabiel.store.store import Store
from stabiel.store.uploads_in_use import ANALYZING, is_in_use
from stabiel.system.atomic import write_whole

# The id of the person whose folder is the data folder itself.
FIRST = "first"
# Each can be told from the others with protanopia, deuteranopia and tritanopia only with the name
# beside it: a color is never shown alone.
COLORS = ("green", "blue", "orange", "purple", "red", "teal", "brown", "gray")
MOST_PERSONS = 50
_MOST_BYTES = 4096
# The start of the name of a folder that is being removed; it is no id.
_REMOVED = ".removed-"
_CHANGING = threading.Lock()


class NameTakenError(UsageError):
    """Somebody has this name already."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person.

    Attributes:
        id: for commands and pages; never changes.
        name: as it was given; the empty string for a first person who never gave one.
        color: one of `COLORS`.
        readable: whether the name and color could be read; if not, the name is the id.
    """

    id: str
    name: str
    color: str
    readable: bool = True

    @property
    def label(self) -> str:
        """The name, or the id of a person without one."""
        return self.name or self.id


class _PersonFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = Field(max_length=200)
    color: str = Field(max_length=20)


class Persons:
    """The persons of a data folder. Safe to use from several threads.

    Args:
        root: the data folder that was named or is the default.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def all(self) -> list[Person]:
        """Return all persons: the first one first, the others by name. There is at least one."""
        others = sorted(map(self._read, self._others()), key=lambda each: each.label.casefold())
        if others and not self._first_exists():
            return others
        return [self._read(FIRST), *others]

    def find(self, word: str) -> Person:
        """Return the person with this name or id.

        Raises:
            UsageError: nobody has it.
        """
        known = self.all()
        for each in known:
            if each.id == word or (each.name and same(each.name, word)):
                return each
        raise UsageError(unknown_name("person", _short(word), [each.label for each in known]))

    def folder(self, person_id: str) -> DataFolder:
        """Return the data folder of a person of `all`.

        Raises:
            UsageError: nobody has this id.
        """
        if person_id not in {each.id for each in self.all()}:
            raise UsageError(f"There is no person '{_short(person_id)}'.")
        return self._folder(person_id)

    def add(self, name: str, color: str | None = None) -> Person:
        """Add a person and return it.

        In a data folder in which nothing is kept yet, this is the first person.

        Args:
            name: any letters; see `checked_name`.
            color: None for one that nobody has yet.

        Raises:
            UsageError: the name cannot be used or somebody has it, or there are too many persons.
            OutputError: the folder cannot be created.
        """
        name = checked_name(name)
        with _CHANGING:
            known = self.all()
            self._refuse_taken(name, known)
            if len(known) >= MOST_PERSONS:
                raise UsageError(f"{self.root}: {MOST_PERSONS} persons are kept here already.")
            chosen = _checked_color(color) or _free_color(known)
            if not self._others() and not self._first_exists():
                return self._write(FIRST, name, chosen)
            person = self._write(self._make_folder(name), name, chosen)
            # Another program may have added the same name meanwhile; the later id gives way.
            twins = [each.id for each in self.all() if same(each.name, name)]
            if min(twins, key=lambda each: (len(each), each)) != person.id:
                self._remove_folder(person.id)
                self._refuse_taken(name, self.all())
            return person

    def change(self, person_id: str, name: str | None, color: str | None = None) -> Person:
        """Give a person another name, another color, or both; return it. The id stays.

        Raises:
            UsageError: nobody has this id, or somebody else has the name.
            OutputError: it cannot be written.
        """
        with _CHANGING:
            known = {each.id: each for each in self.all()}
            if person_id not in known:
                raise UsageError(f"There is no person '{_short(person_id)}'.")
            before = known.pop(person_id)
            new = before.name if name is None else checked_name(name)
            self._refuse_taken(new, known.values())
            return self._write(person_id, new, _checked_color(color) or before.color)

    def remove(self, person_id: str) -> None:
        """Remove a person with everything that is kept of them; the others stay whole.

        Of the first person only what stabiel wrote is removed, as the folders of the others and the
        exercises of all are in the same folder.

        Raises:
            UsageError: nobody has this id, or a session or an analysis of this person is running.
            OutputError: something cannot be removed.
        """
        folder = self.folder(person_id)
        if _is_running(folder):
            raise UsageError(f"{folder.path}: a session is running; stop it first.")
        if is_in_use(folder):
            raise UsageError(ANALYZING.format(folder=folder.path))
        with _CHANGING:
            if person_id == FIRST:
                folder.erase()
            else:
                self._remove_folder(person_id)

    def _folder(self, person_id: str) -> DataFolder:
        if person_id == FIRST:
            return DataFolder(self.root)
        return DataFolder(self.root / PERSONS / person_id, shared=self.root)

    def _first_exists(self) -> bool:
        first = DataFolder(self.root)
        return any(path.exists() for path in (first.person, first.database, first.settings))

    def _others(self) -> list[str]:
        """Return the ids of the persons other than the first."""
        try:
            found = sorted((self.root / PERSONS).iterdir())
        except OSError:  # there are none
            return []
        return [
            path.name
            for path in found
            if ID.fullmatch(path.name)
            and path.name != FIRST
            # A link may lead to somebody else's records.
            and not path.is_symlink()
            and ((path / "person.json").is_file() or DataFolder(path).database.is_file())
        ]

    def _read(self, person_id: str) -> Person:
        path = self._folder(person_id).person
        try:
            with path.open("rb") as file:
                found = _PersonFile.model_validate_json(file.read(_MOST_BYTES))
            color = _checked_color(found.color) or COLORS[0]
            return Person(person_id, checked_name(found.name), color)
        except (OSError, ValueError, UsageError):
            if person_id == FIRST and not path.exists():
                return Person(FIRST, "", COLORS[0])
            return Person(person_id, person_id, COLORS[0], readable=False)

    def _write(self, person_id: str, name: str, color: str) -> Person:
        folder = self._folder(person_id)
        folder.make()
        data = json.dumps({"name": name, "color": color}, ensure_ascii=False) + "\n"
        try:
            write_whole(folder.person, data.encode())
        except OSError as error:
            raise OutputError(
                f"{folder.person}: the name cannot be kept ({error.strerror}); free some space, or "
                "choose another folder with --data."
            ) from error
        return Person(person_id, name, color)

    def _make_folder(self, name: str) -> str:
        """Create the folder of a new person and return the id."""
        first = DataFolder(self.root)
        parent = first.make_own(PERSONS)
        start = id_from(name)
        for number in range(1, 10 * MOST_PERSONS):
            person_id = start if number == 1 else f"{start}-{number}"
            if person_id == FIRST:
                continue
            try:
                (parent / person_id).mkdir(mode=0o700)
            except FileExistsError:
                continue
            except OSError as error:
                raise OutputError(
                    f"{parent / person_id}: the folder cannot be created ({error.strerror}); "
                    "choose another with --data."
                ) from error
            return person_id
        raise OutputError(f"{parent}: there is no room for another person; remove one.")

    def _remove_folder(self, person_id: str) -> None:
        """Remove the folder of another person than the first."""
        folder = self._folder(person_id).path
        # From this name on it is nobody's, so one that is removed in part is never shown.
        gone = folder.with_name(f"{_REMOVED}{secrets.token_hex(8)}")
        try:
            folder.rename(gone)
            shutil.rmtree(gone)
            if not any(folder.parent.iterdir()):
                folder.parent.rmdir()
        except OSError as error:
            raise OutputError(
                f"{error.filename or folder}: it cannot be removed ({error.strerror}); close the "
                "program that uses it."
            ) from error

    def _refuse_taken(self, name: str, others: Iterable[Person]) -> None:
        for each in others:
            if same(each.label, name):
                raise NameTakenError(
                    f"There is a person '{each.label}' already; choose another name, such as "
                    f"'{name} 2'."
                )
            if same(each.id, name):
                raise NameTakenError(
                    f"'{each.id}' is the id of {each.label}; choose another name, such as "
                    f"'{name} 2'."
                )


def _is_running(folder: DataFolder) -> bool:
    """Return whether a session is being kept; records that cannot be read may be removed."""
    if not folder.database.is_file():
        return False
    try:
        with Store(folder) as store:
            return store.running
    except StabielError:
        return False


def _free_color(persons: Iterable[Person]) -> str:
    used = [each.color for each in persons]
    return min(COLORS, key=lambda each: (used.count(each), COLORS.index(each)))


def _checked_color(color: str | None) -> str | None:
    if color is not None and color not in COLORS:
        raise UsageError(unknown_name("color", _short(color), COLORS))
    return color


def _short(word: str) -> str:
    """Return a word for a message: one line, and no longer than a name may be."""
    shown = "".join(each if each.isprintable() else "?" for each in word[:60])
    return shown if len(word) <= 60 else f"{shown}…"
