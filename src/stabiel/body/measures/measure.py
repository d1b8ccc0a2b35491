"""What a measure is, and what reading one gives. In: nothing. Out: the types."""

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
        limb: the body parts it looks at, in order, for whoever draws it.
        from_own_start: it is nothing without the own start: until that is known it only says
            roughly where the limb is, and the body must be seen at rest.
        needs_outline: it looks at the silhouette, so the landmarker must be asked for that.
    """

    compute: Callable[[Body, Side], float]
    unit: Unit
    meaning: str
    limb: tuple[Part, ...] = ()
    from_own_start: bool = False
    needs_outline: bool = False
