"""The file formats as JSON schemas, so that editors complete and check a file as it is written.

In: the formats' classes, and the names that there are. Out: plain data. The program itself does not
read the schemas: `stabiel.exercises.files` checks more and names the places.
"""

import json
from typing import Any

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import KNOWN_KIND, Exercise, Shared
from stabiel.exercises.programme import Programme

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def exercise_schema(shared: Shared) -> dict[str, Any]:
    """Return the schema of an exercise file; it knows the checks and postures that there are."""
    schema = Exercise.model_json_schema()
    return {"$schema": _DIALECT, **_completed(schema, shared)}


def shared_schema(shared: Shared) -> dict[str, Any]:
    """Return the schema of the shared file."""
    schema = Shared.model_json_schema()
    return {"$schema": _DIALECT, **_completed(schema, shared)}


def programme_schema(book: ExerciseBook) -> dict[str, Any]:
    """Return the schema of a programme file; it knows the exercises that there are."""
    schema = Programme.model_json_schema()
    return {"$schema": _DIALECT, **_completed(schema, book)}


def as_text(schema: dict[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _completed(part: Any, known: Shared | ExerciseBook) -> Any:
    """Put the names that there are where one is asked for, and leave out what editors repeat."""
    if isinstance(part, list):
        return [_completed(each, known) for each in part]
    if not isinstance(part, dict):
        return part
    kind = part.get(KNOWN_KIND)
    if kind is not None:
        return {"type": "string", "enum": list(getattr(known, kind))}
    return {
        key: _completed(value, known)
        for key, value in part.items()
        if not (key == "title" and isinstance(value, str))
    }
