"""Whether an exercise can begin in a posture. In: bodies. Out: whether its coach needs to look.

Somebody who lies on the back cannot begin what is done on hands and knees, so the coach of that
exercise need not measure anything. A recording is shown to the coaches of all exercises, and most
of them need not look at most of it.
"""

from stabiel.anatomy import SIDES, Side
from stabiel.body.body import Body
from stabiel.body.measures import Value, read
from stabiel.coach.coach import Coach
from stabiel.coach.events import Phase
from stabiel.coach.noise import noise_of
from stabiel.coach.tolerances import AWAY_S
from stabiel.exercises.checks import Checks
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise

# A value that is beyond a limit by so many times its noise is not within it; by less, it may be
# (`stabiel.coach.noise`), or come to be on the way into the posture.
CLEARLY = 5.0


class FrameReadings:
    """The measures of one body, each computed once for all exercises that ask for it."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._known: dict[tuple[str, Side], float | None] = {}

    def value(self, measure: str, side: Side, checks: Checks) -> float | None:
        """Return a measure in its unit, None if it is not visible."""
        key = measure, side
        if key not in self._known:
            reading = read(measure, self.body, side, checks.measures)
            self._known[key] = reading.value if isinstance(reading, Value) else None
        return self._known[key]


class StartGate:
    """Watches one exercise. Holds since when it cannot begin."""

    def __init__(self, exercise: Exercise, book: ExerciseBook) -> None:
        self._checks = book.checks_of(exercise)
        hold = exercise.hold
        self._needs = book.posture(exercise).needs if hold is None else hold.near
        # A hold may be done by either limb; a start posture is asked of the near one.
        self._both = hold is not None
        self._since_s: float | None = None

    def is_shut(self, time_s: float, seen: FrameReadings | None, coach: Coach) -> bool:
        """Take one frame; return whether the coach need not look at it.

        It looks at what goes on, and for as long after it as somebody may come back.
        """
        going_on = (coach.begun and not self._both) or coach.moment.phase is not Phase.WAITING
        if going_on or (seen is not None and self._can_begin(seen)):
            self._since_s = None
        elif self._since_s is None:
            self._since_s = time_s
        return self._since_s is not None and time_s - self._since_s > AWAY_S

    def _can_begin(self, seen: FrameReadings) -> bool:
        sides = SIDES if self._both else (seen.body.near,)
        return not any(
            all(self._breaks(name, side, seen) for side in sides) for name in self._needs
        )

    def _breaks(self, name: str, side: Side, seen: FrameReadings) -> bool:
        """Return whether a check is clearly broken."""
        check = self._checks[name]
        value = seen.value(check.measure, side, self._checks)
        if value is None or check.holds(value):
            return False
        return check.off_by(value) > CLEARLY * noise_of(check.measure)
