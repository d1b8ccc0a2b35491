"""The measures an exercise file can name. In: a `Body`. Out: a value with a unit, or why not.

`MEASURES` is the whole list. Angles are in degrees, distances in torso lengths (tl). The side is
the one that is judged.
"""

from stabiel.anatomy import Side
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures.free_leg import FREE_LEG
from stabiel.body.measures.joints import JOINTS
from stabiel.body.measures.kneeling import KNEELING
from stabiel.body.measures.lying import LYING
from stabiel.body.measures.measure import Measure, NotVisible, Reading, Value
from stabiel.body.measures.rotation import TURNS
from stabiel.body.measures.standing import STANDING

__all__ = ["MEASURES", "Measure", "NotVisible", "Reading", "Value", "read"]

MEASURES: dict[str, Measure] = JOINTS | LYING | KNEELING | STANDING | TURNS | FREE_LEG


def read(name: str, body: Body, side: Side) -> Reading:
    """Return the measure `name` of this body, of the given side.

    Raises:
        KeyError: there is no such measure.
    """
    try:
        return Value(MEASURES[name].compute(body, side))
    except UnseenError as unseen:
        return NotVisible(unseen.reason)
