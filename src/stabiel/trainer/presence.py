"""Whether the person is still there. In: the bodies of one exercise. Out: left, or back.

Somebody who stands up has left, and so has somebody who is out of the picture. An exercise that is
done upright is left only out of the picture.
"""

from stabiel.body.body import Body
from stabiel.body.measures import Value, read
from stabiel.coach.coach import Moment
from stabiel.coach.events import Phase
from stabiel.coach.lasting import Lasting
from stabiel.exercises.values import UPRIGHT, Attitude

# Angle between the trunk and the picture's vertical. Lying it is 60 to 90 degrees, on hands and
# knees 70 to 90; standing, sitting upright and walking off it stays under 25.
UPRIGHT_DEG = 35.0
LYING_DEG = 50.0
UP_FOR_S = 3.0
AWAY_FOR_S = 6.0


class Presence:
    """Follows one exercise. Holds since when the person is up or away.

    `attitude` is that of the exercise's start posture.

    Attributes:
        has_left: the person has been up or away for long enough to ask.
    """

    def __init__(self, attitude: Attitude) -> None:
        self._upright = attitude in UPRIGHT
        self._up = Lasting(UP_FOR_S)
        self._away = Lasting(AWAY_FOR_S)
        self.start_over()

    def start_over(self) -> None:
        """Begin again with somebody who is there."""
        # The person has been down to exercise; before that they have not got up.
        self._low = False
        self._up.interrupt()
        self._away.interrupt()
        self.has_left = False

    def update(self, time_s: float, body: Body | None, moment: Moment) -> None:
        """Take one frame."""
        away = self._away.update(time_s, body is None)
        up = self._up.update(time_s, self._is_up(body, moment))
        self.has_left = up or away

    def _is_up(self, body: Body | None, moment: Moment) -> bool:
        """Return whether the person is up; if the frame does not show it, as the last one did."""
        lean = None if body is None else read("trunk_lean_deg", body, body.near)
        if not isinstance(lean, Value):
            return self._up.since_s is not None
        if moment.phase is not Phase.WAITING and lean.value >= LYING_DEG:
            self._low = not self._upright
        return self._low and moment.phase is Phase.WAITING and lean.value < UPRIGHT_DEG

    @property
    def is_back(self) -> bool:
        """Whether somebody is there, and not upright."""
        return self._up.since_s is None and self._away.since_s is None
