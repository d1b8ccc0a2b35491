"""All exercises and programmes: those of the program, the user's own, and a file that is named.

In: the data folder, and the name of an exercise or of its file. Out: a `Library`. This is the only
place where they are put together; every command and the app use it. A file of the user that is
wrong stops nothing: it is left out, and the library has its mistakes.
"""

import threading
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from stabiel.errors import ExerciseError, ResourceError, UsageError, unknown_name
from stabiel.exercises.attachments import attached
from stabiel.exercises.based_on import BASED_ON, MOST_STEPS, Bases, is_based_on, is_id, root_of
from stabiel.exercises.files import (
    ExerciseBook,
    Located,
    book_in,
    exercise_of,
    load_book,
    read_yaml,
)
from stabiel.exercises.model import Exercise
from stabiel.exercises.own_files import ENDINGS, OwnFile, OwnKind, changes_in, read_own
from stabiel.exercises.programme import Programme
from stabiel.exercises.programme_files import load_programmes, programme_of
from stabiel.system.resources import example_path, exercises_folder

EXERCISES, PROGRAMMES = "exercises", "programmes"


@dataclass(frozen=True, slots=True)
class Library:
    """What there is to do.

    Attributes:
        book: all exercises, those of the program first.
        programmes: by id, those of the program first.
        own: the files in the data folder, in order, with those that are not in use.
        folders: the folder of the file of each exercise that is not the program's, by its id.
        roots: the exercise of the program that an own one is based on, by its id.
        bases: the files of all exercises, on which others may be based, by id.
    """

    book: ExerciseBook
    programmes: dict[str, Programme]
    own: tuple[OwnFile, ...]
    folders: dict[str, Path]
    roots: dict[str, str]
    bases: dict[str, Located]

    def get(self, exercise_id: str) -> Exercise:
        """Return an exercise by its id.

        Raises:
            UsageError: there is no such exercise.
            ExerciseError: its file is wrong.
        """
        self._complain_about(exercise_id, "exercise")
        return self.book.get(exercise_id)

    def programme(self, programme_id: str) -> Programme:
        """Return a programme by its id.

        Raises:
            UsageError: there is no such programme.
            ExerciseError: its file is wrong.
        """
        self._complain_about(programme_id, "programme")
        if programme_id not in self.programmes:
            raise UsageError(unknown_name("programme", programme_id, self.programmes))
        return self.programmes[programme_id]

    def book_for(self, exercise: Exercise) -> ExerciseBook:
        """Return the exercises of the program and this one: what a session of it is judged by.

        A session in which nothing counted is compared with the other exercises of the program. It
        must not depend on what else the user wrote.
        """
        shipped = {
            name: each for name, each in self.book.exercises.items() if self.is_shipped(name)
        }
        return ExerciseBook(self.book.shared, shipped | {exercise.id: exercise})

    def is_shipped(self, exercise_id: str) -> bool:
        """Return whether an exercise comes with the program."""
        return exercise_id in self.book.exercises and exercise_id not in self.folders

    def clip(self, exercise_id: str) -> Path | None:
        """Return the video that shows an exercise, None if there is none.

        An exercise that is based on another one and has no clip shows that of the other one.
        """
        if exercise_id not in self.folders:
            return _sample(exercise_id)
        exercise, folder = self.book.get(exercise_id), self.folders[exercise_id]
        own = attached(exercise.clip, folder)
        if own is None and exercise.picture is None and exercise_id in self.roots:
            return _sample(self.roots[exercise_id])
        return own

    def picture(self, exercise_id: str) -> Path | None:
        """Return the picture that shows an exercise, None if there is none."""
        if exercise_id not in self.folders:
            return None
        return attached(self.book.get(exercise_id).picture, self.folders[exercise_id])

    def _complain_about(self, name: str, kind: OwnKind) -> None:
        for file in self.own:
            if file.id == name and file.kind == kind and file.mistakes:
                raise ExerciseError(file.mistakes)


def read_library(data: Path | None = None) -> Library:
    """Read the exercises and programmes of the program, and the user's own.

    Args:
        data: the data folder, with the user's own in `exercises` and `programmes`; it need not
            exist. None for those of the program alone.

    Raises:
        ExerciseError: a file of the program itself is wrong; one of the user never is an error.
    """
    shipped = _shipped()
    if data is None:
        return shipped
    library, exercises = _with_own_exercises(shipped, data / EXERCISES)
    library, programmes = _with_own_programmes(library, data / PROGRAMMES)
    return replace(library, own=(*exercises, *programmes))


def with_file(library: Library, file: Path, *, replacing: bool = False) -> tuple[Library, Exercise]:
    """Return a library with the exercise of a file, and this exercise.

    Args:
        library: all other exercises; the file may be based on one of them, or on a file beside it.
        file: an exercise file.
        replacing: whether it may take the place of an exercise with the same id. That is for
            trials: what is kept must never be the work of two rules with one name.

    Raises:
        ExerciseError: the file is wrong, or another exercise has its id.
    """
    located = read_yaml(file)
    bases = {**_beside(located, file, library.bases), **library.bases, file.stem: located}
    exercise = exercise_of(located, library.book.shared, file.stem, bases=bases, folder=file.parent)
    same = library.book.exercises.get(exercise.id)
    if same == exercise:
        return library, same
    if not replacing:
        taken = _taken(exercise.id, library)
        if taken is not None:
            raise ExerciseError([located.mistake(("id",), taken)])
    return _added(library, {exercise.id: exercise}, file.parent, bases), exercise


def exercise_named(
    word: str, data: Path | None, *, replacing: bool = False
) -> tuple[Library, Exercise]:
    """Return the exercise that a user names by its id or by its file, and all exercises with it.

    Args:
        word: an id, or the path of a file: a word with a folder or with the ending of a file.
        data: the data folder, as for `read_library`.
        replacing: as for `with_file`.

    Raises:
        UsageError: there is no such exercise.
        ExerciseError: its file is wrong.
    """
    library = read_library(data)
    if is_file_name(word):
        return with_file(library, Path(word), replacing=replacing)
    return library, library.get(word)


def is_file_name(word: str) -> bool:
    """Return whether a word names a file and not an id, which has no dot and no folder."""
    path = Path(word)
    return path.suffix in ENDINGS or path.name != word


def with_exercise(exercise: Exercise | None) -> ExerciseBook:
    """Return the exercises of the program and, if one is given, an own one that is whole."""
    book = load_book()
    if exercise is None:
        return book
    return ExerciseBook(book.shared, book.exercises | {exercise.id: exercise})


class LibraryReader:
    """Reads the library again when a file of the user has changed. Safe to use from threads.

    Args:
        data: the data folder.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._read: tuple[object, Library] | None = None

    def __call__(self) -> Library:
        """Return all exercises and programmes as they are now."""
        with self._lock:
            files = [*changes_in(self._data / EXERCISES), *changes_in(self._data / PROGRAMMES)]
            if self._read is None or self._read[0] != files:
                self._read = (files, read_library(self._data))
            return self._read[1]


@cache
def _shipped() -> Library:
    """Return what comes with the program; it cannot change while the program runs."""
    book, files = book_in(exercises_folder())
    return Library(book, load_programmes(book), (), {}, {}, files)


def _with_own_exercises(library: Library, folder: Path) -> tuple[Library, list[OwnFile]]:
    read, files = read_own(folder, "exercise")
    # An own file does not stand in for an exercise of the program: it is refused below.
    bases = {**{path.stem: located for path, located in read.items()}, **library.bases}
    found: dict[str, Exercise] = {}
    for path, located in read.items():
        try:
            exercise = exercise_of(
                located, library.book.shared, path.stem, bases=bases, folder=folder
            )
            taken = _taken(exercise.id, library)
            if taken is not None:
                raise ExerciseError([located.mistake(("id",), taken)])
        except ExerciseError as error:
            files.append(OwnFile(path, "exercise", path.stem, error.mistakes))
        else:
            files.append(OwnFile(path, "exercise", path.stem))
            found[exercise.id] = exercise
    library = _added(library, found, folder, bases)
    return library, sorted(files, key=lambda each: each.path.name)


def _with_own_programmes(library: Library, folder: Path) -> tuple[Library, list[OwnFile]]:
    read, files = read_own(folder, "programme")
    programmes = dict(library.programmes)
    for path, located in read.items():
        try:
            programme = programme_of(located, library.book, path.stem)
            if programme.id in library.programmes:
                words = _of_its_own("programme", programme.id)
                raise ExerciseError([located.mistake(("id",), words)])
        except ExerciseError as error:
            files.append(OwnFile(path, "programme", path.stem, error.mistakes))
        else:
            files.append(OwnFile(path, "programme", path.stem))
            programmes[programme.id] = programme
    library = replace(library, programmes=programmes)
    return library, sorted(files, key=lambda each: each.path.name)


def _beside(located: Located, file: Path, bases: Bases) -> dict[str, Located]:
    """Return the files in the folder of a file that it is based on, by id.

    One that cannot be read is left out, so that the file is based on nothing that exists.
    """
    found: dict[str, Located] = {}
    each = located
    while is_based_on(each) and len(found) <= MOST_STEPS:
        base_id = each.data[BASED_ON]
        if base_id in (file.stem, *found) or not is_id(base_id) or base_id in bases:
            break
        try:
            each = found[base_id] = read_yaml(file.with_name(f"{base_id}.yaml"))
        except ExerciseError:
            break
    return found


def _added(
    library: Library, exercises: dict[str, Exercise], folder: Path, bases: dict[str, Located]
) -> Library:
    book = ExerciseBook(library.book.shared, library.book.exercises | exercises)
    roots = {
        name: root
        for name in exercises
        if (root := root_of(bases[name], bases)) is not None and library.is_shipped(root)
    }
    return replace(
        library,
        book=book,
        folders=library.folders | dict.fromkeys(exercises, folder),
        roots=library.roots | roots,
        bases=bases,
    )


def _taken(name: str, library: Library) -> str | None:
    """Return what is expected instead of an id that another exercise or programme has."""
    if name in library.folders:
        path = library.folders[name] / f"{name}.yaml"
        return (
            f"a name of its own: {path} has the id '{name}'; change that file, or rename this one"
        )
    if name in library.book.exercises:
        return _of_its_own("exercise", name)
    return _of_its_own("programme", name) if name in library.programmes else None


def _of_its_own(kind: OwnKind, name: str) -> str:
    remedy = "rename the file and the id"
    if kind == "exercise":
        remedy += f", and write 'based_on: {name}' to change only some of it"
    return f"a name of its own: the {kind} '{name}' comes with stabiel; {remedy}"


def _sample(exercise_id: str) -> Path | None:
    try:
        return example_path(exercise_id)
    except ResourceError:
        return None
