"""Which check keeps somebody out of the zone of a hold. In: what time is spent on. Out: a hint.

Somebody in the posture of a hold whose seconds do not count hears once what would make them count.
A hint claims no fault, and it is not given if a fault has just said the same.
"""

from collections.abc import Collection, Mapping

from stabiel.coach.lasting import SLACK_S, Lasting
from stabiel.coach.time_spent import TimeKind, TimeUse
from stabiel.exercises.model import Check, Exercise
from stabiel.wording.language import Language

# The voice says after five seconds what time is lost on: long enough to get into the zone alone.
HINT_AFTER_S = 5.0
# Somebody who touches the zone for a moment is not in it yet.
WOBBLE_S = 1.0
# For so long a cue about the same thing is still in the ear.
SAME_THING_S = 10.0


class HintWatch:
    """Watches one exercise. Holds how long each check has been open, and what was said when.

    Args:
        exercise: what is done.
        checks: all checks by name.
        language: of the words.
    """

    def __init__(self, exercise: Exercise, checks: Mapping[str, Check], language: Language) -> None:
        self._exercise = exercise
        self._checks = checks
        self._language: Language = language
        self._open: dict[str, Lasting] = {}
        self._now: str | None = None
        self._said_s: dict[str, float] = {}
        self._given: set[str] = set()

    def update(self, time_s: float, use: TimeUse) -> None:
        """Take what one frame is spent on."""
        near = use.kind is TimeKind.NEAR_ZONE and use.why in self._checks
        self._now = use.why if near else None
        if self._now is not None and self._now not in self._open:
            self._open[self._now] = Lasting(HINT_AFTER_S, forgives_s=WOBBLE_S, slack_s=SLACK_S)
        for name, lasting in self._open.items():
            lasting.update(time_s, None)
            if name == self._now:
                lasting.update(time_s, True)

    def open_check(self, time_s: float, for_s: float) -> str | None:
        """Return the check that is open in this frame and has been for so long, else None."""
        if self._now is None:
            return None
        lasted_s = self._open[self._now].lasted_s(time_s)
        return self._now if lasted_s >= for_s - SLACK_S else None

    def due(self, time_s: float, faults: Collection[str]) -> str | None:
        """Return the check to give a hint for in this frame, else None.

        Args:
            time_s: of the frame.
            faults: ids of the faults at this moment.
        """
        check = self.open_check(time_s, HINT_AFTER_S)
        if check is None or check in self._given:
            return None
        same = [self.words(check), *self._faults_about(check)]
        if any(time_s - self._said_s.get(each, float("-inf")) < SAME_THING_S for each in same):
            return None
        # A fault that lasts and was said has had its turn; one that nobody has heard of has not.
        heard = [each for each in same if each in faults and each in self._said_s]
        return None if heard else check

    def words(self, check: str) -> str:
        """Return what would make the seconds count."""
        return self._checks[check].say.in_language(self._language)

    def hear(self, time_s: float, cue: str, text: str) -> None:
        """Note that something is said: the id of a cue, and its words."""
        self._said_s[cue] = self._said_s[text] = time_s

    def give(self, time_s: float, check: str) -> None:
        """Note that the hint for this check is said; it is given once."""
        self._given.add(check)
        self.hear(time_s, check, self.words(check))

    def given_s(self, text: str) -> float | None:
        """Return when a hint with these words was last in the ear, None if none was given."""
        words = {self.words(check) for check in self._given}
        return self._said_s[text] if text in words else None

    def _faults_about(self, check: str) -> list[str]:
        """Return the faults that are about the same measure, or say the same."""
        measure, words = self._checks[check].measure, self.words(check)
        return [
            name
            for name, fault in self._exercise.faults.items()
            if fault.say.in_language(self._language) == words
            or (fault.signal(self._exercise.follows) or (None,))[0] == measure
        ]
