"""The types of a measure, its settings and its readings. In: nothing. Out: the types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, Self

from stabiel.anatomy import Part, Reason

Unit = Literal["deg", "tl"]


@dataclass(frozen=True, slots=True)
class Value:
    """A measured value in the unit of its measure."""

    value: float


@dataclass(frozen=True, slots=True)
class NotVisible:
    """The picture does not show what the measure needs."""

    reason: Reason


Reading = Value | NotVisible


@dataclass(frozen=True, slots=True)
class MeasureSetting:
    """A number by which a measure decides. Its value is in the shared file, under `measures`.

    Attributes:
        group: the key that it is under: the measure, or what several measures share.
        name: its own key; it is also the keyword of `Measure.compute`.
        unit: of the value.
        meaning: what it decides, in a few words.
        least: the lowest value that makes sense.
        most: the highest one.
    """

    group: str
    name: str
    unit: Unit
    meaning: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure.

    Attributes:
        compute: gives the value for one side of a body, or raises `UnseenError`. A measure with
            settings also needs their values, as keywords (`bound` gives them).
        unit: of the value.
        meaning: what it is, in a few words.
        limb: the body parts it looks at, in order, for a drawing.
        from_own_start: it means nothing without the own start. Until that is known it only gives
            roughly where the limb is, and the body must be observed at rest.
        needs_outline: it looks at the silhouette, which the landmarker must be asked for.
        decides: which of several values it gives, and when, in words; empty if it decides nothing.
        settings: the numbers by which it decides.
    """

    compute: Callable[..., float]
    unit: Unit
    meaning: str
    limb: tuple[Part, ...] = ()
    from_own_start: bool = False
    needs_outline: bool = False
    decides: str = ""
    settings: tuple[MeasureSetting, ...] = ()

    def bound(self, values: Mapping[str, Mapping[str, float]]) -> Self:
        """Return this measure with the values of its settings, so that a body and a side suffice.

        Args:
            values: of all settings, by group and name, each in its unit.

        Raises:
            KeyError: the value of a setting is missing.
        """
        if not self.settings:
            return self
        given = {each.name: values[each.group][each.name] for each in self.settings}
        return replace(self, compute=partial(self.compute, **given))
