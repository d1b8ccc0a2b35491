"""The file formats as JSON schemas, so that editors complete and check a file while it is written.

In: the classes of the formats, and the names that exist. Out: plain data. The program itself does
not read the schemas: `stabiel.exercises.files` checks more and reports the place of each mistake.
"""

import json
from typing import Any

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import KNOWN_KIND, Exercise, Shared
from stabiel.exercises.plan import TrainingPlan
from stabiel.exercises.programme import Programme

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def exercise_schema(shared: Shared) -> dict[str, Any]:
    """Return the schema of an exercise file; it knows the names of the checks and postures."""
    schema = Exercise.model_json_schema()
    return {"$schema": _DIALECT, **_completed(schema, shared)}


def own_exercise_schema(book: ExerciseBook) -> dict[str, Any]:
    """Return the schema of an exercise with checks of its own, or of one based on another.

    It offers the names that exist and allows others, and it requires only the id: the rest may be
    taken over.
    """
    schema = Exercise.model_json_schema()
    schema["properties"]["based_on"] = {"enum": list(book.exercises), "type": "string"}
    schema["properties"]["without"] = {"items": {"type": "string"}, "type": "array"}
    loose = _loosened(_completed(schema, book.shared, closed=False))
    return {"$schema": _DIALECT, **loose, "required": ["id"]}


def shared_schema(shared: Shared) -> dict[str, Any]:
    """Return the schema of the shared file."""
    schema = Shared.model_json_schema()
    return {"$schema": _DIALECT, **_completed(schema, shared)}


def programme_schema(book: ExerciseBook) -> dict[str, Any]:
    """Return the schema of a programme file; it knows the names of the exercises."""
    schema = Programme.model_json_schema()
    return {"$schema": _DIALECT, **_completed(schema, book)}


def plan_schema(book: ExerciseBook) -> dict[str, Any]:
    """Return the schema of a plan file; it offers the exercises that exist and allows others.

    The exercises inside a plan are files of their own, with the schema of own exercises.
    """
    schema = TrainingPlan.model_json_schema()
    properties = schema["properties"]
    # A title may also be one text for both languages.
    properties["title"] = {"anyOf": [properties["title"], {"type": "string"}]}
    names = schema["$defs"]["PlanStep"]["properties"]
    names["exercise"] = {"anyOf": [{"enum": [*book.exercises]}, names["exercise"]]}
    return {"$schema": _DIALECT, **_completed(schema, book)}


def as_text(schema: dict[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _loosened(part: Any) -> Any:
    """Require nothing: what is left out is taken over, so it cannot tell kinds of faults apart."""
    if isinstance(part, list):
        return [_loosened(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        "anyOf" if key == "oneOf" else key: _loosened(value)
        for key, value in part.items()
        if key != "required"
    }


def _completed(part: Any, known: Shared | ExerciseBook, *, closed: bool = True) -> Any:
    """Replace each mark by the names that exist, and drop titles, which only repeat the keys.

    If names are not closed, those that exist are offered, and others are allowed.
    """
    if isinstance(part, list):
        return [_completed(each, known, closed=closed) for each in part]
    if not isinstance(part, dict):
        return part
    kind = part.get(KNOWN_KIND)
    if kind is not None:
        names = {"type": "string", "enum": list(getattr(known, kind))}
        return names if closed else {"anyOf": [names, {"type": "string"}]}
    return {
        key: _completed(value, known, closed=closed)
        for key, value in part.items()
        if not (key == "title" and isinstance(value, str))
    }
