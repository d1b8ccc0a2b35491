"""The section `measures` of the shared file. In: plain data. Out: the value of every setting.

Which settings there are, and their bounds, is declared with the measures themselves
(`stabiel.body.measures.SETTINGS`). The file gives every value: nothing is filled in, so that every
number that decides can be read there.
"""

from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema, create_model

from stabiel.body.measures import SETTINGS, MeasureSetting
from stabiel.errors import did_you_mean
from stabiel.exercises.values import FileModel

UNITS = {"deg": "degrees", "tl": "tl"}


def _model() -> type[FileModel]:
    """Return the section as a model: a key for each group, and in it one for each setting."""
    groups: dict[str, Any] = {
        group: (
            create_model(
                group,
                __base__=FileModel,
                **{name: (_number(setting), ...) for name, setting in settings.items()},  # type: ignore[call-overload]
            ),
            ...,
        )
        for group, settings in SETTINGS.items()
    }
    return create_model("MeasureSettings", __base__=FileModel, **groups)


def _number(setting: MeasureSetting) -> Any:
    return Annotated[float, Field(ge=setting.least, le=setting.most)]


_SECTION = _model()


def _checked(data: Any) -> dict[str, dict[str, float]]:
    return _SECTION.model_validate(data).model_dump()


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "additionalProperties": False,
        "properties": properties,
        "required": [*properties],
        "type": "object",
    }


def _schema() -> dict[str, Any]:
    """Return the section as a JSON schema; an editor shows what each setting decides."""
    return _object(
        {
            group: _object(
                {
                    name: {
                        "description": f"{UNITS[setting.unit]}: {setting.meaning}",
                        "maximum": setting.most,
                        "minimum": setting.least,
                        "type": "number",
                    }
                    for name, setting in settings.items()
                }
            )
            for group, settings in SETTINGS.items()
        }
    )


# Values by group and name, each in the unit of its setting.
MeasureSettings = Annotated[
    dict[str, dict[str, float]], PlainValidator(_checked), WithJsonSchema(_schema())
]


def expected_settings(path: tuple[str | int, ...], kind: str) -> str | None:
    """Return what was expected at a place in the section, None if the general words are enough.

    Args:
        path: the keys below `measures` that lead to the mistake.
        kind: pydantic's name of the mistake.
    """
    if kind not in ("missing", "extra_forbidden"):
        return None
    known = SETTINGS.get(str(path[0]), {}) if len(path) > 1 else SETTINGS
    if kind == "extra_forbidden":
        similar = did_you_mean(str(path[-1]), known)
        what = "a measure with settings" if len(path) == 1 else f"a setting of {path[0]}"
        return f"{what}; {similar}" if similar else f"{what}: {', '.join(known)}"
    if len(path) > 1:
        setting = SETTINGS[str(path[0])][str(path[1])]
        return f"{_bounds(setting)}; this key is required"
    names = ", ".join(SETTINGS[str(path[0])]) if path else ", ".join(SETTINGS)
    return f"values for {names}; this key is required"


def _bounds(setting: MeasureSetting) -> str:
    return f"a number from {setting.least:g} to {setting.most:g} ({UNITS[setting.unit]})"
