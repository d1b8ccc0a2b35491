"""The exercise format as JSON schemas, so that editors complete and check a file as it is written.

In: the format's classes and what exercises share. Out: plain data. The program itself does not
read the schemas: `stabiel.exercise_files` checks more and names the places.
"""

import json
from typing import Any

from stabiel.exercise import SHARED_KIND, Exercise, Shared

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def exercise_schema(shared: Shared) -> dict[str, Any]:
    """Return the schema of an exercise file; it knows the checks and postures that there are."""
    schema = Exercise.model_json_schema()
    return {"$schema": _DIALECT, **_completed(schema, shared)}


def shared_schema(shared: Shared) -> dict[str, Any]:
    """Return the schema of the shared file."""
    schema = Shared.model_json_schema()
    return {"$schema": _DIALECT, **_completed(schema, shared)}


def as_text(schema: dict[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _completed(part: Any, shared: Shared) -> Any:
    """Put the names that there are where one is asked for, and leave out what editors repeat."""
    if isinstance(part, list):
        return [_completed(each, shared) for each in part]
    if not isinstance(part, dict):
        return part
    kind = part.get(SHARED_KIND)
    if kind is not None:
        return {"type": "string", "enum": list(getattr(shared, kind))}
    return {
        key: _completed(value, shared)
        for key, value in part.items()
        if not (key == "title" and isinstance(value, str))
    }
