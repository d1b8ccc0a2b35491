"""The JSON schema: current, right about all that ships, and strict about what is not."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from stabiel.body.measures import MEASURES
from stabiel.exercises.files import SHARED_FILE, load_book, load_shared
from stabiel.exercises.programme_files import PROGRAMMES_FOLDER
from stabiel.exercises.schema import (
    as_text,
    exercise_schema,
    own_exercise_schema,
    programme_schema,
    shared_schema,
)
from stabiel.system.resources import exercises_folder

FOLDER = exercises_folder()
SHARED = load_shared(FOLDER / SHARED_FILE)
SCHEMA = exercise_schema(SHARED)
PROGRAMME_SCHEMA = programme_schema(load_book())
FILES = sorted(FOLDER.glob("*.yaml"))
PROGRAMMES = sorted((FOLDER / PROGRAMMES_FOLDER).glob("*.yaml"))
FIRST_LINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)$")
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "null": (type(None),),
    "number": (int, float), "integer": (int,), "boolean": (bool,),
}  # fmt: skip


def accepts(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    """Check a value by the part of JSON schema that is used here, as an editor does."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return accepts(root["$defs"][name], value, root)
    for key, enough in (("anyOf", any), ("oneOf", lambda found: sum(found) == 1)):
        if key in schema and not enough([accepts(each, value, root) for each in schema[key]]):
            return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        return False
    if isinstance(value, dict):
        return _accepts_object(schema, value, root)
    if isinstance(value, list):
        heads = schema.get("prefixItems", [])
        size = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 1000)
        each = [*heads, *[schema.get("items", {})] * (len(value) - len(heads))]
        return size and all(accepts(*pair, root) for pair in zip(each, value, strict=False))
    if isinstance(value, str):
        return re.search(schema.get("pattern", ""), value) is not None
    if isinstance(value, int | float):
        return _within(schema, value)
    return True


def _accepts_object(schema: dict[str, Any], value: dict[str, Any], root: dict[str, Any]) -> bool:
    properties = schema.get("properties", {})
    if not set(schema.get("required", [])) <= set(value):
        return False
    for key, inner in value.items():
        by_name = [
            each
            for pattern, each in schema.get("patternProperties", {}).items()
            if re.search(pattern, key)
        ]
        rules = [properties[key]] if key in properties else by_name
        if not rules and schema.get("additionalProperties") is False:
            return False
        if not all(accepts(rule, inner, root) for rule in rules):
            return False
    return True


def _within(schema: dict[str, Any], value: float) -> bool:
    return (
        value >= schema.get("minimum", value)
        and value <= schema.get("maximum", value)
        and value > schema.get("exclusiveMinimum", value - 1)
    )


def data_of(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


BRIDGING = data_of(FOLDER / "bridging.yaml")


def with_change(place: str, value: Any) -> dict[str, Any]:
    """Return bridging with another value at a dotted place; None takes the key away."""
    changed = copy.deepcopy(BRIDGING)
    *path, key = place.split(".")
    part = changed
    for step in path:
        part = part[step]
    if value is None:
        del part[key]
    else:
        part[key] = value
    return changed


@pytest.mark.parametrize(
    ("name", "schema", "command"),
    [
        ("schema.json", SCHEMA, "stabiel exercises schema > exercises/schema.json"),
        (
            "shared/schema.json",
            shared_schema(SHARED),
            "stabiel exercises schema --shared > exercises/shared/schema.json",
        ),
        (
            "programmes/schema.json",
            PROGRAMME_SCHEMA,
            "stabiel exercises schema --programme > exercises/programmes/schema.json",
        ),
    ],
)
def test_the_committed_schema_is_current(name: str, schema: dict[str, Any], command: str) -> None:
    committed = (FOLDER / name).read_text(encoding="utf-8")

    assert committed == as_text(schema), f"it is old; write it anew: {command}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_schema_accepts_what_ships(path: Path) -> None:
    assert accepts(SCHEMA, data_of(path), SCHEMA)


def test_the_schema_accepts_the_shared_file() -> None:
    schema = shared_schema(SHARED)

    assert accepts(schema, data_of(FOLDER / SHARED_FILE), schema)


def programme_of(**changes: Any) -> dict[str, Any]:
    """Return the data of a small programme, with other values for some keys."""
    return {
        "id": "small",
        "name": {"nl": "Klein", "en": "Small"},
        "exercises": [{"exercise": "bridging", "dose": {"repetitions": 10}}],
        "rest_s": 30,
        "progression": {"good_share": 0.9, "sessions": 2, "add": 2, "up_to": 20},
    } | changes


def test_the_schema_of_programmes_accepts_what_ships() -> None:
    for path in PROGRAMMES:
        assert accepts(PROGRAMME_SCHEMA, data_of(path), PROGRAMME_SCHEMA), path


@pytest.mark.parametrize(
    "changes",
    [
        {"exercises": []},
        {"exercises": [{"exercise": "squat", "dose": {"repetitions": 10}}]},
        {"exercises": [{"exercise": "bridging"}]},
        {"exercises": [{"exercise": "bridging", "dose": {"repetitions": 0}}]},
        {"rest_s": -1},
        {"progression": {"good_share": 90, "sessions": 2, "add": 2, "up_to": 20}},
        {"music": "soft"},
    ],
    ids=str,
)
def test_the_schema_of_programmes_refuses_what_the_program_would(changes: dict[str, Any]) -> None:
    assert accepts(PROGRAMME_SCHEMA, programme_of(), PROGRAMME_SCHEMA)
    assert not accepts(PROGRAMME_SCHEMA, programme_of(**changes), PROGRAMME_SCHEMA)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("id", "Not An Id"),
        ("camera.view", "top"),
        ("dose", None),
        ("dose.repetitions", 2.5),
        ("reminders", ["smile"]),
        ("start.posture", "head-stand"),
        ("movement.follows", "hip"),
        ("movement.start.plausible", [1, 2, 3]),
        ("movement.throughout", ["smiling"]),
        ("movement.target.from_start", "far"),
        ("movement.target.from_start", 0),
        ("movement.forever", 1),
        ("faults.overarched.measure", "arch"),
        ("faults.overarched.say", {"nl": "Lager."}),
        ("faults.overarched.during", ["now"]),
        ("faults.overarched.for_s", -1),
        ("faults.pelvis_low.attempt", {"unmet": "smiling"}),
        ("faults.pelvis_low.not_counted", None),
        ("color", "red"),
    ],
)
def test_the_schema_refuses_what_the_program_would(place: str, value: Any) -> None:
    assert accepts(SCHEMA, BRIDGING, SCHEMA)
    assert not accepts(SCHEMA, with_change(place, value), SCHEMA)


def test_an_editor_can_complete_every_name() -> None:
    measure = SCHEMA["$defs"]["MovementRule"]["properties"]["follows"]
    posture = SCHEMA["$defs"]["Start"]["properties"]["posture"]
    check = SCHEMA["$defs"]["MovementRule"]["properties"]["throughout"]["items"]
    reminder = SCHEMA["properties"]["reminders"]["items"]

    assert measure["enum"] == list(MEASURES)
    assert posture["enum"] == list(SHARED.postures)
    assert check["enum"] == list(SHARED.checks)
    assert reminder["enum"] == list(SHARED.reminders)
    exercise = PROGRAMME_SCHEMA["$defs"]["Prescription"]["properties"]["exercise"]
    assert exercise["enum"] == list(load_book().exercises)


@pytest.mark.parametrize(
    "path", [*FILES, *PROGRAMMES, FOLDER / SHARED_FILE], ids=lambda path: path.stem
)
def test_a_file_names_its_schema_for_editors(path: Path) -> None:
    found = FIRST_LINE.match(path.read_text(encoding="utf-8").splitlines()[0])

    assert found, "the first line names the schema"
    assert (path.parent / found[1]).is_file()


EXAMPLES = sorted((FOLDER.parent / "docs" / "author" / "examples").glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_schema_of_own_exercises_accepts_the_examples(path: Path) -> None:
    schema = own_exercise_schema(load_book())

    assert accepts(schema, data_of(path), schema)
    assert not accepts(schema, data_of(path) | {"color": "red"}, schema)
    assert not accepts(schema, data_of(path) | {"without": "sagging"}, schema)
