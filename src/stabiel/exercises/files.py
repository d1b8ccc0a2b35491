"""Reads exercise files. In: YAML. Out: `ExerciseBook`, or every mistake with its place.

A mistake is one line, `file:line:column: key: what was expected`, and all mistakes of a file
are given at once. YAML here is data only: it builds no objects, and its size and depth have
limits, so a file from a stranger can do no harm.
"""

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.composer import ComposerError

from stabiel.body.measures import MEASURES
from stabiel.errors import ExerciseError, Mistake, UsageError
from stabiel.exercises.model import (
    FAULT_KINDS,
    AttemptFault,
    Check,
    Exercise,
    LimitFault,
    Measured,
    Posture,
    Shared,
)
from stabiel.system.resources import exercises_folder

MAX_BYTES = 200_000
MAX_DEPTH = 12
# A long number in sixties (1:30:00...) would take its time to work out.
MOST_DIGITS = 40
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "int", "float", "bool", "null")
)
SHARED_FILE = Path("shared", "postures.yaml")

_ModelT = TypeVar("_ModelT", bound=BaseModel)
# The keys and positions that lead to a value in a file.
FilePath = tuple[str | int, ...]
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


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; line and column count from 1."""

    line: int
    column: int


_TOP = Place(1, 1)


class Located:
    """The plain data of a YAML file, and the place of every key and item in it."""

    def __init__(self, name: str, data: Any, places: dict[FilePath, Place]) -> None:
        self.name = name
        self.data = data
        self._places = places

    def mistake(self, where: FilePath, expected: str) -> Mistake:
        """Return a mistake at its place (or the nearest one around it)."""
        place = next(
            self._places[where[:size]]
            for size in range(len(where), -1, -1)
            if where[:size] in self._places
        )
        return _mistake(self.name, place, where, expected)


class ExerciseBook:
    """All exercises of a folder, with what they share."""

    def __init__(self, shared: Shared, exercises: dict[str, Exercise]) -> None:
        self.shared = shared
        self.exercises = exercises

    def get(self, exercise_id: str) -> Exercise:
        """Return one exercise.

        Raises:
            UsageError: there is no exercise of that id.
        """
        if exercise_id not in self.exercises:
            known = ", ".join(self.exercises)
            raise UsageError(f"There is no exercise '{exercise_id}'; choose one of: {known}.")
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
        return self.shared.checks[name]

    def measures(self, exercise: Exercise) -> set[str]:
        """Return the names of all measures that judging an exercise looks at."""
        posture = self.posture(exercise)
        checks = [*posture.needs, *posture.keeps, *posture.wishes]
        if exercise.movement is not None:
            checks += [*exercise.movement.throughout, *exercise.movement.target.checks]
        if exercise.hold is not None:
            checks += [*exercise.hold.near, *exercise.hold.zone, *exercise.hold.if_seen]
        found = {exercise.follows}
        for fault in exercise.faults.values():
            if isinstance(fault, Measured):
                found.add(fault.measure)
                checks += fault.only_if if isinstance(fault, LimitFault) else []
            elif isinstance(fault, AttemptFault) and fault.attempt.unmet is not None:
                checks.append(fault.attempt.unmet)
        return found | {self.check(name).measure for name in checks}

    def needs_outline(self, exercise: Exercise) -> bool:
        """Say whether the landmarker must look for the silhouette too."""
        return any(MEASURES[name].needs_outline for name in self.measures(exercise))


def load_book(folder: Path | None = None) -> ExerciseBook:
    """Read all exercises of a folder (without one: those of the program).

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
        ExerciseError: the file is wrong, with all its mistakes.
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
        ExerciseError: the file is wrong, with all its mistakes.
    """
    return exercise_of(read_yaml(path), shared, path.stem)


def exercise_of(located: Located, shared: Shared, stem: str | None = None) -> Exercise:
    """Return the exercise of a file that was read.

    Args:
        located: what it says.
        shared: what it may name.
        stem: the file's name without ending, which must be the id; None where it has no name.

    Raises:
        ExerciseError: it is wrong, with all its mistakes.
    """
    exercise = validated(Exercise, located, shared)
    mistakes = [located.mistake(where, expected) for where, expected in _at_odds(exercise)]
    if stem not in (None, exercise.id):
        mistakes.append(located.mistake(("id",), f"the name of the file, {stem}"))
    if mistakes:
        raise ExerciseError(mistakes)
    return exercise


def _at_odds(exercise: Exercise) -> Iterator[tuple[FilePath, str]]:
    """Yield the place of every rule at odds with another part of the exercise."""
    if exercise.movement is None:
        return
    target = exercise.movement.target
    limit = target.at_least if target.at_least is not None else target.at_most
    for name, fault in exercise.faults.items():
        if not isinstance(fault, AttemptFault) or fault.attempt.peak_between is None:
            continue
        if limit not in fault.attempt.peak_between:
            where = ("faults", name, "attempt", "peak_between")
            yield where, f"a range that ends at the target, {limit:g}"


def _one_of(known: dict[str, Any]) -> str:
    return f"one of {', '.join(known)}"


def validated(model: type[_ModelT], located: Located, known: object = None) -> _ModelT:
    """Return the data of a file as a model.

    Args:
        model: what the file should say.
        located: what it says, with places.
        known: has the names that the file may use, by kind (`exercise.is_known`).

    Raises:
        ExerciseError: they do not agree, with all mistakes.
    """
    try:
        return model.model_validate(located.data, context=known)
    except ValidationError as error:
        mistakes = [
            located.mistake(_yaml_path(item["loc"]), _expected(item["type"], item["msg"]))
            for item in error.errors(include_url=False, include_input=False)
        ]
        raise ExerciseError(mistakes) from error


def _yaml_path(location: tuple[str | int, ...]) -> FilePath:
    """Leave out what pydantic adds to the path: the kind of fault, and marks for keys."""
    path = [part for part in location if part != "[key]"]
    if len(path) > 2 and path[0] == "faults" and path[2] in FAULT_KINDS:
        del path[2]
    return tuple(path)


def _expected(kind: str, message: str) -> str:
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    for start in ("Value error, ", "Input should be "):
        message = message.removeprefix(start)
    return message


def read_yaml(path: Path) -> Located:
    """Read a YAML file as plain data with places.

    Raises:
        ExerciseError: it cannot be read, is too large or too deep, or is not YAML.
    """
    try:
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is no file")  # a pipe would be waited for
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        words = f"the file cannot be read ({error.strerror})."
        raise ExerciseError([Mistake(str(path), words)]) from error
    return parse_yaml(raw, str(path))


def parse_yaml(raw: bytes, name: str) -> Located:
    """Return YAML as plain data with places.

    Args:
        raw: what a file holds.
        name: what mistakes call it.

    Raises:
        ExerciseError: it is too large or too deep, or is not YAML.
    """

    def refused(expected: str, place: Place = _TOP) -> ExerciseError:
        return ExerciseError([_mistake(name, place, (), expected)])

    if len(raw) > MAX_BYTES:
        raise refused(f"at most {MAX_BYTES} bytes")
    try:
        node = yaml.compose(raw.decode("utf-8"), Loader=_NoAliases)
    except UnicodeDecodeError as error:
        raise refused("UTF-8 text") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else _TOP
        raise refused(f"YAML ({error.problem})", place) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise refused("YAML") from error
    if node is None:
        raise refused("keys with values, not an empty file")
    places: dict[FilePath, Place] = {}
    return Located(name, _Plain(name, places).build(node, ()), places)


class _NoAliases(yaml.SafeLoader):
    """Refuses aliases: a file reads as it is written, and cannot grow by repeating itself."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise ComposerError(None, None, "no alias: write the value out", mark)
        return super().compose_node(parent, index)


class _Plain:
    """Builds plain data from composed nodes, noting places. Refuses tags and double keys."""

    def __init__(self, name: str, places: dict[FilePath, Place]) -> None:
        self._name = name
        self._places = places
        self._scalars = yaml.constructor.SafeConstructor()

    def build(self, node: yaml.Node, where: FilePath) -> Any:
        if len(where) > MAX_DEPTH:
            raise self._error(node, where, f"at most {MAX_DEPTH} levels")
        self._places.setdefault(where, _place(node))
        if node.tag not in _PLAIN_TAGS:
            raise self._error(node, where, "a plain value; put it in quotes")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*where, index)) for index, item in enumerate(node.value)]
        if node.tag.endswith((":int", ":float")) and len(node.value) > MOST_DIGITS:
            raise self._error(node, where, f"a number of at most {MOST_DIGITS} digits")
        try:
            value = self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError, LookupError, OverflowError) as error:
            raise self._error(node, where, "a plain value; put it in quotes") from error
        return value

    def _mapping(self, node: yaml.MappingNode, where: FilePath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._error(key_node, where, "a plain key")
            key = str(key_node.value)
            if key in result:
                raise self._error(key_node, (*where, key), "each key once")
            self._places[(*where, key)] = _place(key_node)
            result[key] = self.build(value_node, (*where, key))
        return result

    def _error(self, node: yaml.Node, where: FilePath, expected: str) -> ExerciseError:
        return ExerciseError([_mistake(self._name, _place(node), where, expected)])


def _mistake(name: str, place: Place, where: FilePath, expected: str) -> Mistake:
    key = ".".join(str(part) for part in where) or "file"
    return Mistake(name, f"{key}: expected {expected}", place.line, place.column)


def _place(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)
