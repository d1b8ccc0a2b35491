"""Reads exercise files. In: YAML. Out: `ExerciseBook`, or every mistake with its place.

A mistake is one line, `file:line:column: key: what was expected`. All mistakes of a file are
reported at once. `stabiel.exercises.yaml_data` reads the YAML itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from stabiel.errors import ExerciseError, Mistake
from stabiel.exercises.attachments import attachment_mistakes
from stabiel.exercises.based_on import Bases, whole
from stabiel.exercises.book import ExerciseBook
from stabiel.exercises.measure_settings import expected_settings
from stabiel.exercises.model import FAULT_KINDS, Exercise, Posture, Shared
from stabiel.exercises.values import ATTITUDES
from stabiel.exercises.yaml_data import (
    MAX_BYTES,
    MAX_DEPTH,
    FilePath,
    Located,
    parse_yaml,
    read_yaml,
)
from stabiel.system.resources import exercises_folder

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "SHARED_FILE",
    "ExerciseBook",
    "FilePath",
    "KnownNames",
    "Located",
    "book_in",
    "exercise_of",
    "known_names",
    "load_book",
    "load_exercise",
    "load_shared",
    "parse_yaml",
    "read_yaml",
    "shipped_book",
    "validated",
]

SHARED_FILE = Path("shared", "postures.yaml")

_ModelT = TypeVar("_ModelT", bound=BaseModel)
_EXPECTED = {
    "missing": "a value, this key is required",
    "extra_forbidden": "no such key here",
    "string_type": "a text",
    "float_type": "a number",
    "float_parsing": "a number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "string_pattern_mismatch": "lower-case letters and digits, joined by - or _",
    "finite_number": "a finite number",
    "too_short": "more items",
    "too_long": "fewer items",
    "string_too_short": "a text that is not empty",
    "string_too_long": "a shorter text",
}
# What a required key asks for, if its name alone does not tell.
_REQUIRED: dict[str | int, str] = {"attitude": f"one of {', '.join(ATTITUDES)}"}


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that an exercise file may use, by kind."""

    checks: Mapping[str, Any]
    postures: Mapping[str, Any]
    reminders: Mapping[str, Any]


def load_book(folder: Path | None = None) -> ExerciseBook:
    """Read all exercises of a folder. The default is the folder of the program itself.

    Raises:
        ExerciseError: a file is wrong; the message holds every mistake of every file.
    """
    return (shipped_book() if folder is None else book_in(folder))[0]


def shipped_book() -> tuple[ExerciseBook, dict[str, Located]]:
    """Return the exercises of the program itself, as `book_in` does; they are read once.

    Raises:
        ExerciseError: a file is wrong; the message holds every mistake of every file.
    """
    book, files = _read_once(exercises_folder())
    return ExerciseBook(book.shared, dict(book.exercises)), dict(files)


@cache
def _read_once(folder: Path) -> tuple[ExerciseBook, dict[str, Located]]:
    # A command needs them twice or three times, and reading takes a tenth of a second.
    return book_in(folder)


def book_in(folder: Path) -> tuple[ExerciseBook, dict[str, Located]]:
    """Read all exercises of a folder; return them and their files, by id.

    Raises:
        ExerciseError: a file is wrong; the message holds every mistake of every file.
    """
    shared = load_shared(folder / SHARED_FILE)
    files: dict[str, Located] = {}
    exercises: dict[str, Exercise] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            files[path.stem] = read_yaml(path)
        except ExerciseError as error:
            mistakes += error.mistakes
    for stem, located in files.items():
        try:
            exercise = exercise_of(located, shared, stem, bases=files, folder=folder)
        except ExerciseError as error:
            mistakes += error.mistakes
        else:
            exercises[exercise.id] = exercise
    if mistakes:
        raise ExerciseError(mistakes)
    return ExerciseBook(shared, exercises), files


def load_shared(path: Path) -> Shared:
    """Read the shared postures, checks and reminders.

    Raises:
        ExerciseError: the file is wrong; it holds all mistakes.
    """
    located = read_yaml(path)
    shared = validated(Shared, located)
    mistakes = [
        located.mistake(("postures", name, key, index), _one_of(shared.checks))
        for name, posture in shared.postures.items()
        for key, index, check in _named_checks(posture)
        if check not in shared.checks
    ]
    if mistakes:
        raise ExerciseError(mistakes)
    return shared


def load_exercise(path: Path, shared: Shared) -> Exercise:
    """Read one exercise file.

    Raises:
        ExerciseError: the file is wrong; it holds all mistakes.
    """
    return exercise_of(read_yaml(path), shared, path.stem)


def exercise_of(
    located: Located,
    shared: Shared,
    stem: str | None = None,
    *,
    bases: Bases | None = None,
    folder: Path | None = None,
) -> Exercise:
    """Return the exercise of a file that has been read.

    Args:
        located: the contents of the file.
        shared: the checks, postures and reminders that the file may name beside its own.
        stem: the file's name without its ending, which must be the id; None if it has no name.
        bases: the files of the exercises that it may be based on, by id.
        folder: where its clip and picture are; None if they cannot be looked for.

    Raises:
        ExerciseError: the file is wrong; it holds all mistakes.
    """
    located = whole(located, {} if bases is None else bases)
    exercise = validated(Exercise, located, known_names(located.data, shared))
    mistakes = [located.mistake(where, expected) for where, expected in _at_odds(exercise, shared)]
    if folder is not None:
        mistakes += [
            located.mistake((key,), say) for key, say in attachment_mistakes(exercise, folder)
        ]
    if stem not in (None, exercise.id):
        mistakes.append(located.mistake(("id",), f"the name of the file, {stem}"))
    if mistakes:
        raise ExerciseError(mistakes)
    return exercise


def known_names(data: Any, shared: Shared) -> KnownNames:
    """Return the names that an exercise may use: the shared ones, and those of its own file.

    Args:
        data: the plain data of the exercise, which need not be valid.
        shared: what it shares with others.
    """

    def own(key: str) -> dict[str, Any]:
        found = data.get(key) if isinstance(data, dict) else None
        return found if isinstance(found, dict) else {}

    return KnownNames(
        {**shared.checks, **own("checks")},
        {**shared.postures, **own("postures")},
        shared.reminders,
    )


def _at_odds(exercise: Exercise, shared: Shared) -> Iterator[tuple[FilePath, str]]:
    """Yield the place of every rule that contradicts another part of the exercise."""
    for kind, own, others in (
        ("checks", exercise.checks, shared.checks),
        ("postures", exercise.postures, shared.postures),
    ):
        yield from (
            ((kind, name), f"a name of its own; the shared file has {kind} '{name}' already")
            for name in own
            if name in others
        )
    yield from (
        (("checks", name), "a name that none of the faults has")
        for name in exercise.checks
        if name in exercise.faults
    )
    for name, posture in exercise.postures.items():
        known = {**shared.checks, **exercise.checks}
        for key, index, check in _named_checks(posture):
            if check not in known:
                yield ("postures", name, key, index), _one_of(known)
    if exercise.movement is None:
        return
    limit = exercise.movement.target.limit
    for name, fault in exercise.faults.items():
        if fault.peak_range is not None and limit not in fault.peak_range:
            where = ("faults", name, "attempt", "peak_between")
            yield where, f"a range that ends at the target, {limit:g}"


def _named_checks(posture: Posture) -> Iterator[tuple[str, int, str]]:
    """Yield every check that a posture names, with its key and its position there."""
    for key in ("needs", "keeps", "wishes"):
        for index, check in enumerate(getattr(posture, key)):
            yield key, index, check


def _one_of(known: dict[str, Any]) -> str:
    return f"one of {', '.join(known)}"


def validated(model: type[_ModelT], located: Located, known: object = None) -> _ModelT:
    """Return the data of a file as a model.

    Args:
        model: the class of what the file should hold.
        located: the contents of the file, with places.
        known: an object with the names that the file may use, by kind
            (`stabiel.exercises.values.is_known`).

    Raises:
        ExerciseError: the data does not fit the class; it holds all mistakes.
    """
    try:
        return model.model_validate(located.data, context=known)
    except ValidationError as error:
        mistakes = [
            _mistake(located, _yaml_path(item["loc"]), item["type"], item["msg"])
            for item in error.errors(include_url=False, include_input=False)
        ]
        raise ExerciseError(mistakes) from error


def _yaml_path(location: tuple[str | int, ...]) -> FilePath:
    """Leave out what pydantic adds to the path: the kind of fault, and the marks of keys."""
    path = [part for part in location if part != "[key]"]
    if len(path) > 2 and path[0] == "faults" and path[2] in FAULT_KINDS:
        del path[2]
    return tuple(path)


def _mistake(located: Located, where: FilePath, kind: str, message: str) -> Mistake:
    return located.mistake(where, _expected(where, kind, message))


def _expected(where: FilePath, kind: str, message: str) -> str:
    if where[:1] == ("measures",):
        expected = expected_settings(where[1:], kind)
        if expected is not None:
            return expected
    if kind == "missing" and where[-1] in _REQUIRED:
        return f"{_REQUIRED[where[-1]]}; this key is required"
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    for start in ("Value error, ", "Input should be "):
        message = message.removeprefix(start)
    return message
