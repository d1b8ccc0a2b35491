"""The limb that is followed. In: readings of a body. Out: its value, or why there is none.

The far limb lies behind the near one in the picture, or is hidden, while it rests. Where it is
then is not guessed: it borrows the near limb's value only while that limb rests in the start
posture, where the far one is too.
"""

from stabiel.anatomy import Reason, Side
from stabiel.body.body import Body
from stabiel.body.measures import MEASURES, NotVisible, Value
from stabiel.coach.own_start import OwnStartBody
from stabiel.coach.phases import MovementTracker
from stabiel.coach.readings import Readings
from stabiel.coach.start_posture import StartPosture
from stabiel.exercises.checks import Checks
from stabiel.exercises.model import MovementRule

_BEHIND = NotVisible(Reason.COPIES_NEAR_LIMB)
_UNSEEN = NotVisible(Reason.HIDDEN)


class FollowedLimb:
    """The limb that one track follows. Holds how it is visible.

    Attributes:
        hidden_at_rest: the limb is the far one. Its way is not visible whole: the near limb hides
            where it begins and ends.
        assumed: in this frame the limb is taken to rest, although it is not visible.
    """

    def __init__(
        self,
        rule: MovementRule,
        checks: Checks,
        *,
        side: Side | None,
        tracker: MovementTracker,
        posture: StartPosture,
        own: OwnStartBody,
    ) -> None:
        self._rule = rule
        self._checks = checks
        self._side = side
        self._tracker = tracker
        self._posture = posture
        self._own = own
        self.hidden_at_rest = False
        self.assumed = False

    def value(self, seen: Readings, *, borrow: bool = True) -> float | None:
        """Return the value to follow in its unit, None if there is none in this frame.

        `borrow`: a far limb that is hidden at rest may borrow the near one's value.
        """
        body, moving = seen.body, self._tracker.moving
        if body is None or body.view not in self._rule.views:
            return None
        reading = seen.read(self._rule.follows)
        self.hidden_at_rest = self._side not in (None, body.near)
        if not self._own.look(body):
            return None
        self.assumed = reading == _UNSEEN and not moving
        hidden = reading == _BEHIND or self.assumed
        if borrow and hidden and self._posture.is_there(seen, moving=moving):
            reading = seen.read(self._rule.follows, "near")
            # The near limb may be on its way already; the far one need not be.
            if isinstance(reading, Value) and self._tracker.would_leave(reading.value):
                return None
        return reading.value if isinstance(reading, Value) else None

    def surely_seen(self, body: Body | None) -> bool:
        """Return whether the limb is visible and not only guessed; always true for a far one."""
        if body is None or self._side not in (None, body.near):
            return True
        return body.surely_sees(MEASURES[self._rule.follows].limb)

    def why_not(self, body: Body | None) -> Reason:
        """Return why there is no value in this frame."""
        if body is None:
            return Reason.NOBODY
        if body.view not in self._rule.views:
            return Reason.WRONG_VIEW
        reading = Readings(body, self._side, self._checks).read(self._rule.follows)
        return Reason.HIDDEN if isinstance(reading, Value) else reading.reason
