"""The measures an exercise file can name. In: a `Body`. Out: a value with a unit, or why not.

`MEASURES` is the whole list. Angles are degrees, distances torso lengths (tl); the side is the
one that is judged.
"""

from stabiel.body import Body, UnseenError
from stabiel.measuring.free_leg import FREE_LEG
from stabiel.measuring.joints import JOINTS
from stabiel.measuring.kneeling import KNEELING
from stabiel.measuring.lying import LYING
from stabiel.measuring.measure import Measure, NotVisible, Reading, Value
from stabiel.measuring.standing import STANDING
from stabiel.measuring.turns import TURNS
from stabiel.pose import Side

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
