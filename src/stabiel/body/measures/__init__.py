"""The measures an exercise file can name. In: a `Body`. Out: a value with a unit, or why not.

`MEASURES` is the whole list. Angles are in degrees, distances in torso lengths (tl). The side is
the one that is judged. Some measures decide by numbers that are in the shared exercise file
(`SETTINGS`): `bound_measures` gives the list with these numbers.
"""

from collections.abc import Mapping

from stabiel.anatomy import Side
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures.free_leg import FREE_LEG
from stabiel.body.measures.joints import JOINTS
from stabiel.body.measures.kneeling import KNEELING
from stabiel.body.measures.lifted_leg import LIFTED_LEG
from stabiel.body.measures.lying import LYING
from stabiel.body.measures.measure import Measure, MeasureSetting, NotVisible, Reading, Value
from stabiel.body.measures.rotation import TURNS
from stabiel.body.measures.standing import STANDING

__all__ = [
    "MEASURES",
    "SETTINGS",
    "Measure",
    "MeasureSetting",
    "NotVisible",
    "Reading",
    "Value",
    "bound_measures",
    "read",
]

MEASURES: dict[str, Measure] = JOINTS | LYING | KNEELING | STANDING | TURNS | FREE_LEG | LIFTED_LEG


def _settings() -> dict[str, dict[str, MeasureSetting]]:
    found: dict[str, dict[str, MeasureSetting]] = {}
    for measure in MEASURES.values():
        for setting in measure.settings:
            found.setdefault(setting.group, {})[setting.name] = setting
    return found


# All settings, by group and name.
SETTINGS: dict[str, dict[str, MeasureSetting]] = _settings()


def bound_measures(values: Mapping[str, Mapping[str, float]]) -> dict[str, Measure]:
    """Return all measures with the values of their settings.

    Args:
        values: of all settings, by group and name, each in its unit.

    Raises:
        KeyError: the value of a setting is missing.
    """
    return {name: measure.bound(values) for name, measure in MEASURES.items()}


def read(name: str, body: Body, side: Side, measures: Mapping[str, Measure] = MEASURES) -> Reading:
    """Return the measure `name` of this body, of the given side.

    Args:
        name: of the measure.
        body: to be measured.
        side: the side that is judged.
        measures: where the name is looked up. A measure with settings must be bound
            (`bound_measures`).

    Raises:
        KeyError: there is no such measure.
        TypeError: it has settings, and is not bound.
    """
    try:
        return Value(measures[name].compute(body, side))
    except UnseenError as unseen:
        return NotVisible(unseen.reason)
