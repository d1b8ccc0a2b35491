"""What all stages share. In: the parts of the current step. Out: the base class and its moves.

A stage speaks and shows; it never changes to another stage by itself. It returns a `Move`, and the
trainer makes it.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar

from stabiel.exercises.programme import Step
from stabiel.session.pipeline import Judgment
from stabiel.trainer.announcer import Announcer
from stabiel.trainer.exercise_run import ExerciseRun
from stabiel.trainer.scene import Ring
from stabiel.trainer.session_clock import SessionClock
from stabiel.trainer.step_progress import StepProgress
from stabiel.trainer.terms import Stage
from stabiel.trainer.words import TrainerWords

# The large number, the text beside it, and the ring.
Count = tuple[str, str, Ring | None]


class Move(Enum):
    """What the trainer does next."""

    SET_UP = auto()
    READY = auto()
    WORK = auto()
    WORK_AT_ONCE = auto()  # this very frame belongs to the work
    ASK_TO_STOP = auto()
    RETURN = auto()
    END_STEP = auto()
    NEXT_STEP = auto()
    STOP = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class StageContext:
    """What a stage works with.

    Attributes:
        step: the current step.
        run: the current exercise.
        progress: how far the step is.
        clock: the time with and without the pauses.
    """

    step: Step
    run: ExerciseRun
    progress: StepProgress
    clock: SessionClock
    announcer: Announcer
    words: TrainerWords

    def step_count(self) -> Count:
        """Return the number and the ring of the step."""
        return *self.progress.number(), self.progress.ring(self.clock.time_s)


class SessionStage:
    """One stage. By itself it waits, says nothing and shows no number."""

    stage: ClassVar[Stage]

    def __init__(self, context: StageContext) -> None:
        """Begin now."""
        self.context = context
        self._since_s = context.clock.time_s

    @property
    def elapsed_s(self) -> float:
        """Seconds in this stage, without the pauses."""
        return self.context.clock.time_s - self._since_s

    def wait(self) -> Move | None:
        """Let time pass; return the move that is due, None to stay."""
        return None

    def judge(self, judgment: Judgment) -> Move | None:
        """Take one frame; return the move that follows from it, None to stay."""
        return None

    def why_waiting(self) -> str | None:
        """Return what would make the clock of a hold run again, None if it does not wait."""
        return None

    def count(self) -> Count:
        """Return what is shown large."""
        return "", "", None
