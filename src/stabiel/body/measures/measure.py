"""The types of a measure and of its readings. In: nothing. Out: the types."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from stabiel.anatomy import Part, Reason, Side
from stabiel.body.body import Body

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
class Measure:
    """A named measure.

    Attributes:
        compute: gives the value for one side of a body, or raises `UnseenError`.
        unit: of the value.
        meaning: what it is, in a few words.
        limb: the body parts it looks at, in order, for a drawing.
        from_own_start: it means nothing without the own start. Until that is known it only gives
            roughly where the limb is, and the body must be observed at rest.
        needs_outline: it looks at the silhouette, which the landmarker must be asked for.
    """

    compute: Callable[[Body, Side], float]
    unit: Unit
    meaning: str
    limb: tuple[Part, ...] = ()
    from_own_start: bool = False
    needs_outline: bool = False
