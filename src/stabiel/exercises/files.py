"""Reads exercise files. In: YAML. Out: `ExerciseBook`, or every mistake with its place.

A mistake is one line, `file:line:column: key: what was expected`. All mistakes of a file are
reported at once. `stabiel.exercises.yaml_data` reads the YAML itself.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from stabiel.body.measures import MEASURES, bound_measures
from stabiel.errors import ExerciseError, Mistake, UsageError, unknown_name
from stabiel.exercises.checks import Checks
from stabiel.exercises.measure_settings import expected_settings
from stabiel.exercises.model import FAULT_KINDS, Check, Exercise, Posture, Shared
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
    "Located",
    "exercise_of",
    "load_book",
    "load_exercise",
    "load_shared",
    "parse_yaml",
    "read_yaml",
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


class ExerciseBook:
    """All exercises of a folder, and what they share.

    Attributes:
        checks: the shared checks, with the measures as the shared file sets them.
    """

    def __init__(self, shared: Shared, exercises: dict[str, Exercise]) -> None:
        self.shared = shared
        self.checks = Checks(shared.checks, bound_measures(shared.measures))
        self.exercises = exercises

    def get(self, exercise_id: str) -> Exercise:
        """Return one exercise.

        Raises:
            UsageError: there is no exercise with that id.
        """
        if exercise_id not in self.exercises:
            raise UsageError(unknown_name("exercise", exercise_id, self.exercises))
        return self.exercises[exercise_id]

    def __getitem__(self, exercise_id: str) -> Exercise:
        return self.get(exercise_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self.exercises)

    def __len__(self) -> int:
        return len(self.exercises)

    def __repr__(self) -> str:
        return f"<ExerciseBook: {', '.join(self.exercises)}>"

    def posture(self, exercise: Exercise) -> Posture:
        """Return the start posture of an exercise."""
        return self.shared.postures[exercise.start.posture]

    def check(self, name: str) -> Check:
        """Return a shared check by its name."""
        return self.checks[name]

    def measures(self, exercise: Exercise) -> set[str]:
        """Return the names of all measures that are needed to judge an exercise."""
        posture = self.posture(exercise)
        checks = [*posture.needs, *posture.keeps, *posture.wishes, *exercise.checks]
        signals = (fault.signal(exercise.follows) for fault in exercise.faults.values())
        found = {exercise.follows, *(signal[0] for signal in signals if signal is not None)}
        return found | {self.check(name).measure for name in checks}

    def needs_outline(self, exercise: Exercise) -> bool:
        """Return whether the landmarker must find the silhouette too."""
        return any(MEASURES[name].needs_outline for name in self.measures(exercise))


def load_book(folder: Path | None = None) -> ExerciseBook:
    """Read all exercises of a folder. The default is the folder of the program itself.

    Raises:
        ExerciseError: a file is wrong; the message holds every mistake of every file.
    """
    folder = folder or exercises_folder()
    shared = load_shared(folder / SHARED_FILE)
    exercises: dict[str, Exercise] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            exercise = load_exercise(path, shared)
        except ExerciseError as error:
            mistakes += error.mistakes
        else:
            exercises[exercise.id] = exercise
    if mistakes:
        raise ExerciseError(mistakes)
    return ExerciseBook(shared, exercises)


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
        for key in ("needs", "keeps", "wishes")
        for index, check in enumerate(getattr(posture, key))
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


def exercise_of(located: Located, shared: Shared, stem: str | None = None) -> Exercise:
    """Return the exercise of a file that has been read.

    Args:
        located: the contents of the file.
        shared: the checks, postures and reminders that the file may name.
        stem: the file's name without its ending, which must be the id; None if it has no name.

    Raises:
        ExerciseError: the file is wrong; it holds all mistakes.
    """
    exercise = validated(Exercise, located, shared)
    mistakes = [located.mistake(where, expected) for where, expected in _at_odds(exercise)]
    if stem not in (None, exercise.id):
        mistakes.append(located.mistake(("id",), f"the name of the file, {stem}"))
    if mistakes:
        raise ExerciseError(mistakes)
    return exercise


def _at_odds(exercise: Exercise) -> Iterator[tuple[FilePath, str]]:
    """Yield the place of every rule that contradicts another part of the exercise."""
    if exercise.movement is None:
        return
    limit = exercise.movement.target.limit
    for name, fault in exercise.faults.items():
        if fault.peak_range is not None and limit not in fault.peak_range:
            where = ("faults", name, "attempt", "peak_between")
            yield where, f"a range that ends at the target, {limit:g}"


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
