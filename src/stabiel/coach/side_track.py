"""One side of an exercise, whether it is repeated or held. In: bodies. Out: readings."""

from stabiel.anatomy import Side, SideName
from stabiel.body.body import Body
from stabiel.coach.faults.watch import FaultWatch
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.readings import Readings
from stabiel.exercises.checks import Checks
from stabiel.exercises.model import Exercise, Posture


class SideTrack:
    """One side of an exercise, or both together. Holds its own start and its faults.

    Attributes:
        side: the limb that is followed; None for the near one, whichever side that is.
        name: the side in the result.
        value: of the followed measure in this frame, None if it is not visible.
    """

    def __init__(
        self,
        exercise: Exercise,
        posture: Posture,
        checks: Checks,
        *,
        side: Side | None,
        not_judged: NotJudged,
    ) -> None:
        self._exercise = exercise
        self._posture = posture
        self._checks = checks
        self._not_judged = not_judged
        self.side: Side | None = side
        self.name: SideName = side or ("unknown" if exercise.sides == "either" else "both")
        self._watch = FaultWatch(exercise, self.name, not_judged)
        self._start: Body | None = None
        self._asked: tuple[Body | None, Body | None] | None = None
        self.value: float | None = None

    @property
    def start_body(self) -> Body | None:
        """The body in its own start posture, None before that was seen."""
        return self._start

    def readings(self, body: Body | None) -> Readings:
        """Return what can be read of a body on this side, against its own start."""
        asked = (body, self._start)
        # Several callers ask in one frame: what is computed once is kept for the others.
        if self._asked is None or any(a is not b for a, b in zip(asked, self._asked, strict=True)):
            own = None if body is None else body.with_start(self._start)
            self._asked, self._seen = asked, Readings(own, self.side, self._checks)
        return self._seen
