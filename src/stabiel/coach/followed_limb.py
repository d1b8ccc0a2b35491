"""The limb that is followed. In: readings of a body. Out: its value, and how it is known.

The far limb lies behind the near one in the picture, or is hidden, while it rests. Where it is
then is not guessed: it borrows the near limb's value only while that limb rests in the start
posture, where the far one is too.
"""

from stabiel.anatomy import Evidence, Reason, Side
from stabiel.body.body import Body
from stabiel.body.measures import MEASURES, NotVisible, Reading, Value
from stabiel.coach.own_start import OwnStartBody
from stabiel.coach.phases import MovementTracker
from stabiel.coach.readings import Readings
from stabiel.coach.start_posture import StartPosture
from stabiel.exercises.model import MovementRule

# How a limb is known that has no value, by the reason for that.
_WITHOUT_VALUE = {
    Reason.OUT_OF_PICTURE: Evidence.OUT_OF_PICTURE,
    Reason.SUDDEN_JUMP: Evidence.LEAPING,
}
# How a resting far limb is known that takes the near limb's value.
_BORROWED = {
    Reason.COPIES_NEAR_LIMB: Evidence.NEAR_SIDE,
    Reason.HIDDEN: Evidence.GUESSED,
}


class FollowedLimb:
    """The limb that one track follows. Holds how it is known.

    Attributes:
        evidence: how its place is known in this frame.
        at_rest: how its place at rest is known: `SEEN` for a limb that is nearer to the camera,
            else `NEAR_SIDE`, because the near limb hides where its way begins and ends.
    """

    def __init__(
        self,
        rule: MovementRule,
        *,
        side: Side | None,
        tracker: MovementTracker,
        posture: StartPosture,
        own: OwnStartBody,
    ) -> None:
        self._rule = rule
        self._side = side
        self._tracker = tracker
        self._posture = posture
        self._own = own
        self.evidence = Evidence.HIDDEN
        self.at_rest = Evidence.SEEN

    def value(self, seen: Readings, *, borrow: bool = True) -> float | None:
        """Return the value to follow in its unit, None if there is none in this frame.

        `borrow`: a far limb that is hidden at rest may borrow the near one's value.
        """
        body = seen.body
        self.evidence = Evidence.HIDDEN
        if body is None or body.view not in self._rule.views:
            return None
        reading = seen.read(self._rule.follows)
        near = self._side in (None, body.near)
        self.at_rest = Evidence.SEEN if near else Evidence.NEAR_SIDE
        if not self._own.look(body):
            return None
        # The far side is never seen so surely that this could be asked of it.
        surely = not near or body.surely_sees(MEASURES[self._rule.follows].limb)
        if isinstance(reading, Value):
            self.evidence = Evidence.SEEN if surely else Evidence.DOUBTFUL
            return reading.value
        hidden = Evidence.HIDDEN if surely else Evidence.DOUBTFUL
        self.evidence = _WITHOUT_VALUE.get(reading.reason, hidden)
        return self._borrowed(reading, seen) if borrow else None

    def _borrowed(self, reading: NotVisible, seen: Readings) -> float | None:
        """Return the near limb's value for a limb that visibly must rest beside it."""
        moving = self._tracker.moving
        known = _BORROWED.get(reading.reason)
        # A hidden limb that was on its way need not be where the near one is.
        unsure = known is None or (known is Evidence.GUESSED and moving)
        if unsure or not self._posture.is_there(seen, moving=moving):
            return None
        near: Reading = seen.read(self._rule.follows, "near")
        # The near limb may be on its way already; the far one need not be.
        if not isinstance(near, Value) or self._tracker.would_leave(near.value):
            return None
        self.evidence = known or Evidence.HIDDEN
        return near.value

    def why_not(self, body: Body | None, seen: Readings) -> Reason:
        """Return why there is no value in this frame."""
        if body is None:
            return Reason.NOBODY
        if body.is_other:
            return Reason.OTHER_BODY
        if body.view not in self._rule.views:
            return Reason.WRONG_VIEW
        reading = seen.read(self._rule.follows)
        return Reason.HIDDEN if isinstance(reading, Value) else reading.reason
