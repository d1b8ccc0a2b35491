"""Reads YAML as plain data with places. In: bytes or a file. Out: `Located`, or the first mistake.

YAML is data only here: it builds no objects, and its size and depth are limited. A file from a
stranger can do no harm.
"""

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import ComposerError

from stabiel.errors import ExerciseError, Mistake

MAX_BYTES = 200_000
MAX_DEPTH = 12
# YAML 1.1 reads 1:30:00... as a number in base 60, and a long one takes long to compute.
MOST_DIGITS = 40
# Of a key in a message.
MOST_SHOWN = 60
_DATE = "tag:yaml.org,2002:timestamp"
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "int", "float", "bool", "null")
)

# The keys and positions that lead to a value in a file.
FilePath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; line and column count from 1."""

    line: int
    column: int


_TOP = Place(1, 1)


class Located:
    """The plain data of a YAML file, with the place of every key and item in it.

    Attributes:
        taken_from: the id of the exercise from which values without a place were taken over, if
            the file is based on one.
    """

    def __init__(
        self,
        name: str,
        data: Any,
        places: dict[FilePath, Place],
        taken_from: str | None = None,
    ) -> None:
        self.name = name
        self.data = data
        self._places = places
        self.taken_from = taken_from

    def has(self, where: FilePath) -> bool:
        """Return whether a value stands in this file; one that was taken over does not."""
        return where in self._places

    def with_id(self, name: str) -> "Located":
        """Return keys with values with the id that their place gives them."""
        return Located(self.name, {"id": name, **self.data}, self._places)

    def with_data(self, data: Any, taken_from: str) -> "Located":
        """Return the file with more data, which was taken over and has no places here."""
        return Located(self.name, data, self._places, taken_from)

    def part(self, where: FilePath) -> "Located":
        """Return the part of the file at a place, as if it were a file of its own."""
        data = self.data
        for key in where:
            data = data[key]
        size = len(where)
        places = {
            path[size:]: place for path, place in self._places.items() if path[:size] == where
        }
        return Located(self.name, data, {(): self._nearest(where), **places})

    def _nearest(self, where: FilePath) -> Place:
        """Return a place, or the nearest one around it."""
        return next(
            self._places[where[:size]]
            for size in range(len(where), -1, -1)
            if where[:size] in self._places
        )

    def mistake(self, where: FilePath, expected: str) -> Mistake:
        """Return a mistake at its place, or at the nearest place around it."""
        place = self._nearest(where)
        if self.taken_from is not None and where not in self._places and self._holds(where):
            expected += f" (taken over from '{self.taken_from}': give it here too)"
        return _mistake(self.name, place, where, expected)

    def _holds(self, where: FilePath) -> bool:
        """Return whether there is a value at a place."""
        part = self.data
        for key in where:
            try:
                part = part[key]
            except (KeyError, IndexError, TypeError):
                return False
        return True


def read_yaml(path: Path, *, dates: bool = False) -> Located:
    """Read a YAML file as plain data with places.

    Args:
        path: of the file.
        dates: as for `parse_yaml`.

    Raises:
        ExerciseError: the file cannot be read, is too large or too deep, or is not YAML.
    """
    try:
        if path.exists() and not path.is_file():
            raise OSError(
                errno.EINVAL, "it is not a file"
            )  # reading a pipe would wait for its other end
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        words = f"the file cannot be read ({error.strerror})."
        raise ExerciseError([Mistake(str(path), words)]) from error
    return parse_yaml(raw, str(path), dates=dates)


def parse_yaml(raw: bytes, name: str, *, dates: bool = False) -> Located:
    """Return YAML as plain data with places.

    Args:
        raw: the contents of a file.
        name: the name of the file in mistakes.
        dates: whether a date may stand without quotes; it is given as its text.

    Raises:
        ExerciseError: the data is too large or too deep, or is not YAML.
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
    return Located(name, _Plain(name, places, dates=dates).build(node, ()), places)


def located_json(data: Any, name: str) -> Located:
    """Return plain data from JSON, whose mistakes all have the place of the whole.

    Raises:
        ExerciseError: the data is too deep.
    """
    level, layer = 0, [data]
    while layer:
        if level > MAX_DEPTH:
            raise ExerciseError([_mistake(name, _TOP, (), f"at most {MAX_DEPTH} levels")])
        inside = [each for each in layer if isinstance(each, dict | list)]
        layer = [
            value
            for each in inside
            for value in (each.values() if isinstance(each, dict) else each)
        ]
        level += 1
    return Located(name, data, {(): _TOP})


class _NoAliases(yaml.SafeLoader):
    """Refuses aliases, so that a file cannot grow by repeating itself."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise ComposerError(None, None, "no alias: write the value out", mark)
        return super().compose_node(parent, index)


class _Plain:
    """Builds plain data from composed nodes and notes places. Refuses tags and repeated keys."""

    def __init__(self, name: str, places: dict[FilePath, Place], *, dates: bool) -> None:
        self._name = name
        self._places = places
        self._dates = dates
        self._scalars = yaml.constructor.SafeConstructor()

    def build(self, node: yaml.Node, where: FilePath) -> Any:
        if len(where) > MAX_DEPTH:
            raise self._error(node, where, f"at most {MAX_DEPTH} levels")
        self._places.setdefault(where, _place(node))
        if self._dates and node.tag == _DATE and isinstance(node, yaml.ScalarNode):
            return str(node.value)
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
    # A key may hold anything; in a message it must not move the cursor or color the terminal.
    key = ".".join(_shown(str(part)) for part in where) or "file"
    return Mistake(name, f"{key}: expected {expected}", place.line, place.column)


def _shown(word: str) -> str:
    """Return a key for a message: printable, and no longer than the longest id."""
    printable = word if word.isprintable() else ascii(word)[1:-1]
    return printable if len(printable) <= MOST_SHOWN else f"{printable[:MOST_SHOWN]}…"


def _place(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)
