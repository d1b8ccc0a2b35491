"""The gate before an exercise. In: judgments while the start is awaited. Out: directions to say.

One at a time: first the camera and the place, then the posture; who was just told how to lie gets
the time for it.
"""

from stabiel.coach.events import MOVING, Phase, SetUpChanged
from stabiel.coach.setup import DISTANCE, PERSON, VIEW, SetUp
from stabiel.drawing.placement import Drawing, placement
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.session.cues import SETUP_AGAIN_S, Priority
from stabiel.session.pipeline import Judgment
from stabiel.trainer.scene import Wanted
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.words import TrainerWords

# Who is nowhere to be seen may still be on their way to the mat.
NOBODY_FOR_S = 60.0


class SetupGate:
    """What one exercise asks for before it begins. Holds what is right yet, and what was said."""

    def __init__(
        self, exercise: Exercise, book: ExerciseBook, words: TrainerWords, *, time_s: float
    ) -> None:
        self._exercise = exercise
        self._checks = book.shared.checks
        self._posture = book.posture(exercise)
        self._words = words
        items = SetUp(exercise, self._posture, self._checks).items
        self._right = {item.id: item.ok for item in items}
        self._drawing = placement(exercise, self._posture, words.language)
        self._posture_line = words.posture(self._posture)
        self._posture_is_said = False
        self._posture_heard_s: float | None = None
        self._nobody_since_s: float | None = time_s

    def note(self, time_s: float, judgment: Judgment) -> None:
        """Take one frame."""
        for event in judgment.events:
            if isinstance(event, SetUpChanged):
                self._right[event.id] = event.ok
        if judgment.body is not None:
            self._nobody_since_s = None
        elif self._nobody_since_s is None:
            self._nobody_since_s = time_s

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
        return Line(cue.id, cue.text, waits_s=SETUP_AGAIN_S, mends=True)

    def hear(self, time_s: float, line: Line) -> None:
        """Note that a line begins to be spoken."""
        if line.id == self._posture_line.id:
            self._posture_heard_s = time_s

    @property
    def _place_is_right(self) -> bool:
        return all(right for item, right in self._right.items() if item not in self._checks)

    def in_posture(self, judgment: Judgment) -> bool:
        """Say whether this is the start posture."""
        if self._exercise.movement is not None:
            return judgment.moment.phase is Phase.START
        needs = self._posture.needs
        return judgment.body is not None and all(self._right[name] for name in needs)

    def has_begun(self, judgment: Judgment) -> bool:
        """Say whether the person does not wait to be told."""
        moment = judgment.moment
        return moment.hold_s > 0 if self._exercise.hold is not None else moment.phase in MOVING

    def nobody_comes(self, time_s: float) -> bool:
        """Say whether nobody was seen for so long that they may have gone."""
        return self._nobody_since_s is not None and time_s - self._nobody_since_s > NOBODY_FOR_S

    @property
    def lines(self) -> tuple[str, ...]:
        """The ids of all that this gate may say."""
        return (self._posture_line.id, *self._right)

    def drawing(self) -> Drawing | None:
        """Return where the camera stands, while that may be what is wrong."""
        right = all(self._right[item] for item in (PERSON, VIEW, DISTANCE))
        return None if right else self._drawing

    def wanted(self) -> tuple[Wanted, ...]:
        """Return all items with their state, in the order in which they are mended."""
        return tuple(
            Wanted(
                item, self._words.wanted(item, self._checks.get(item)), right, item in self._checks
            )
            for item, right in self._right.items()
        )
