"""The steps of a session in order. In: steps, the exercises. Out: the current step, the next.

It does not know how far a step is; that is `stabiel.trainer.step_progress`.
"""

from collections.abc import Sequence

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.exercises.programme import Step
from stabiel.trainer.terms import Strictness


class StepSequence:
    """Holds the steps and the index of the current one.

    Attributes:
        index: of the current step, from 0.
    """

    def __init__(self, steps: Sequence[Step], book: ExerciseBook, first: int) -> None:
        self._steps = list(steps)
        self._book = book
        self.index = first

    @property
    def current(self) -> Step:
        """The current step."""
        return self._steps[self.index]

    @property
    def previous(self) -> Step:
        """The step before the current one. The first step has none."""
        return self._steps[self.index - 1]

    @property
    def following(self) -> Step | None:
        """The step after the current one; None after the last."""
        return None if self.is_last else self._steps[self.index + 1]

    @property
    def is_last(self) -> bool:
        """Whether no step follows."""
        return self.index + 1 == len(self._steps)

    @property
    def has_others(self) -> bool:
        """Whether there is more than one exercise."""
        return len({step.exercise for step in self._steps}) > 1

    @property
    def exercise(self) -> Exercise:
        """The exercise of the current step."""
        return self.exercise_of(self.current)

    def exercise_of(self, step: Step) -> Exercise:
        """Return the exercise of a step."""
        return self._book.get(step.exercise)

    @property
    def camera_moves(self) -> bool:
        """Whether the current step needs another camera position than the one before."""
        return self.exercise_of(self.previous).camera != self.exercise.camera

    def strictness(self, usual: Strictness) -> Strictness:
        """Return how many faults are mentioned in the current step: as planned, or as usual."""
        return usual if self.current.strictness is None else Strictness(self.current.strictness)

    @property
    def exercise_ends(self) -> bool:
        """Whether the current step is the last one of its entry in the plan."""
        following = self.following
        if following is None or following.exercise != self.current.exercise:
            return True
        return following.entry != self.current.entry
