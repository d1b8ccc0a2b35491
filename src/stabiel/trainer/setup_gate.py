"""The gate before an exercise. In: judgments while the start is awaited. Out: directions to say.

One direction at a time: first the camera and the place, then the posture. Somebody who has just
heard how to lie gets the time for it. Which items are right is the coach's to know
(`stabiel.coach.setup`): the gate reads it from the judgment.
"""

from stabiel.coach.events import MOVING, Phase
from stabiel.coach.lasting import Lasting
from stabiel.coach.setup import DISTANCE, LIGHT, PERSON, VIEW, Item, SetUp
from stabiel.drawing.placement import Drawing, placement
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.session.cues import SETUP_AGAIN_S, Priority
from stabiel.session.pipeline import Judgment
from stabiel.trainer.scene import Wanted
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Sight
from stabiel.trainer.words import TrainerWords

# Somebody who is not in the picture may still be on the way to the mat.
NOBODY_FOR_S = 60.0


class SetupGate:
    """What one exercise asks for before it begins. Holds what was said, and since when nobody came.

    Attributes:
        nobody_comes: nobody has been in the picture for so long that they may have gone.
    """

    def __init__(
        self, exercise: Exercise, book: ExerciseBook, words: TrainerWords, *, time_s: float
    ) -> None:
        self._exercise = exercise
        self._checks = book.checks_of(exercise)
        self._posture = book.posture(exercise)
        self._words = words
        # Until the first judgment: what is asked for, and nothing of it right.
        self._items = tuple(SetUp(exercise, self._posture, self._checks).items)
        self._drawing = placement(exercise, self._posture, words.language)
        self._posture_line = words.posture(self._posture)
        self._posture_is_said = False
        self._posture_heard_s: float | None = None
        self._heard_s: dict[str, float] = {}
        self._nobody = Lasting(NOBODY_FOR_S, longer=True)
        self.nobody_comes = self._nobody.update(time_s, True)

    def note(self, time_s: float, judgment: Judgment) -> None:
        """Take one frame."""
        self._items = judgment.setup
        self.nobody_comes = self._nobody.update(time_s, judgment.body is None)

    def direction(self, time_s: float, judgment: Judgment) -> Line | None:
        """Return what to say in this frame, or None."""
        if self._place_is_right and not self._posture_is_said:
            self._posture_is_said = True
            return self._posture_line
        cue = judgment.cue
        if cue is None or cue.priority is not Priority.SETUP or cue.id not in self._right:
            return None
        if cue.id in self._checks:
            heard_s = self._posture_heard_s
            if heard_s is None or time_s - heard_s < SETUP_AGAIN_S:
                return None
        # A direction may have waited for its turn; its time runs from when it was heard.
        if time_s - self._heard_s.get(cue.text, float("-inf")) < SETUP_AGAIN_S:
            return None
        return Line(cue.id, cue.text, waits_s=SETUP_AGAIN_S, corrective=True)

    def hear(self, time_s: float, line: Line) -> None:
        """Note that a line begins to be spoken."""
        self._heard_s[line.text] = time_s
        if line.id == self._posture_line.id:
            self._posture_heard_s = time_s

    @property
    def _right(self) -> dict[str, bool]:
        return {item.id: item.ok for item in self._items}

    @property
    def _place_is_right(self) -> bool:
        return all(item.ok for item in self._items if item.id not in self._checks)

    def in_posture(self, judgment: Judgment) -> bool:
        """Return whether this is the start posture."""
        if self._exercise.movement is not None:
            return judgment.moment.phase is Phase.START
        right = self._right
        return judgment.body is not None and all(right[name] for name in self._posture.needs)

    def has_begun(self, judgment: Judgment) -> bool:
        """Return whether the person has begun without waiting for the word."""
        moment = judgment.moment
        return moment.hold_s > 0 if self._exercise.hold is not None else moment.phase in MOVING

    @property
    def line_ids(self) -> tuple[str, ...]:
        """The ids of all lines that this gate can give."""
        return (self._posture_line.id, *self._right)

    def drawing(self) -> Drawing | None:
        """Return where the camera stands, while its position may be wrong."""
        right = self._right
        return None if right[PERSON] and right[VIEW] and right[DISTANCE] else self._drawing

    def wanted(self, sight: Sight) -> tuple[Wanted, ...]:
        """Return all items with their state, in the order in which they are put right.

        Without a picture nothing is known of them; a black one lacks light, and that is all.
        """
        if sight is not Sight.FINE:
            dark = (Wanted(LIGHT, self._words.wanted(LIGHT, None), ok=False, of_posture=False),)
            return dark if sight is Sight.BLACK else ()
        return tuple(
            Wanted(
                item.id,
                self._words.wanted(item.id, self._checks.get(item.id)),
                item.ok,
                item.id in self._checks,
            )
            # In the dark nobody is found, so the lamp comes first.
            for item in sorted(self._items, key=lambda each: not _is_dark(each))
        )


def _is_dark(item: Item) -> bool:
    return item.id == LIGHT and item.direction is not None
