"""Whether the person is still at it. In: bodies while an exercise goes on. Out: since when not.

Who stands up has left, and so has who is not in the picture. An exercise that is done upright is
left only out of the picture.
"""

from stabiel.body.body import Body
from stabiel.body.measures import Value, read
from stabiel.coach.coach import Moment
from stabiel.coach.events import Phase

# The trunk from the picture's vertical. Lying 60 to 90 and on hands and knees 70 to 90; standing,
# sitting upright and walking off stay under 25.
UPRIGHT_DEG = 35.0
LYING_DEG = 50.0
UP_FOR_S = 3.0
AWAY_FOR_S = 6.0


class Presence:
    """Follows one exercise. Holds how the person's trunk was at work, and since when they left."""

    def __init__(self) -> None:
        self._low = False
        self._up_since_s: float | None = None
        self._away_since_s: float | None = None

    def update(self, time_s: float, body: Body | None, moment: Moment) -> None:
        """Take one frame."""
        self._away_since_s = None if body is not None else _first(self._away_since_s, time_s)
        if body is None:
            return
        lean = read("trunk_lean_deg", body, body.near)
        if not isinstance(lean, Value):
            return
        if moment.phase is not Phase.WAITING and lean.value >= LYING_DEG:
            self._low = True
        up = self._low and moment.phase is Phase.WAITING and lean.value < UPRIGHT_DEG
        self._up_since_s = _first(self._up_since_s, time_s) if up else None

    def has_left(self, time_s: float) -> bool:
        """Say whether the person got up or walked away, for long enough to ask."""
        up = self._up_since_s is not None and time_s - self._up_since_s >= UP_FOR_S
        away = self._away_since_s is not None and time_s - self._away_since_s >= AWAY_FOR_S
        return up or away

    @property
    def is_back(self) -> bool:
        """Whether somebody is there, and not upright."""
        return self._up_since_s is None and self._away_since_s is None


def _first(since_s: float | None, time_s: float) -> float:
    return time_s if since_s is None else since_s
