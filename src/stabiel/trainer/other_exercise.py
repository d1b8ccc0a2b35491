"""Another exercise than the one that the plan asks for. In: poses. Out: its id, once.

Somebody who does the wrong exercise of a plan waits in vain for it to count. As long as nothing of
the step counts, all other exercises look too; once it counts, none of them need to.
"""

from stabiel.coach.events import Hold, Repetition
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded
from stabiel.session.lookalike import START_POSTURES
from stabiel.session.pipeline import Judgment
from stabiel.session.recognition import Recognizer

# So long before the others look: who has just heard what to do is still on the way to it.
WAITS_S = 5.0


class OtherExerciseWatch:
    """Watches one exercise of a session. Holds whether it counts, and whether something was said.

    Args:
        exercise: what should be done.
        book: all exercises.
        model: the model that finds the poses.
    """

    def __init__(self, exercise: Exercise, book: ExerciseBook, model: str) -> None:
        self._exercise, self._book, self._model = exercise, book, model
        # A start posture is done while resting as well, and that is no mistake.
        self._over = exercise.id in START_POSTURES
        self._recognizer: Recognizer | None = None

    def update(self, frame: Recorded, judgment: Judgment) -> str | None:
        """Take one frame of the exercise; return the id of another one that is done instead, once.

        Args:
            frame: with the time of the exercise.
            judgment: of this frame, as the exercise of the plan.
        """
        counts = any(isinstance(each, Repetition | Hold) for each in judgment.events)
        self._over = self._over or counts or judgment.moment.hold_s > 0.0
        if self._over or frame.time_s < WAITS_S:
            return None
        if self._recognizer is None:
            exercises = self._book.exercises.values()
            self._recognizer = Recognizer(exercises, self._book, self._model)
        clear = self._recognizer.update(frame)
        if clear is None or clear.exercise == self._exercise.id:
            return None
        self._over, self._recognizer = True, None
        return clear.exercise
