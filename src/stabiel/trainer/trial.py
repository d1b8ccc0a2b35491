"""The trial of one bridge on a first visit. In: the exercises. Out: its step, records of nothing.

It is led and judged like any other bridge, but nothing of it is kept: it is no workout.
"""

from dataclasses import replace
from pathlib import Path

from stabiel.exercises.book import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.exercises.programme import Step
from stabiel.pose.pose import Pose
from stabiel.session.days import Ending
from stabiel.session.pipeline import Judgment
from stabiel.session.session import Session
from stabiel.trainer.plan import plan_of
from stabiel.trainer.speech_queue import Line

TRIAL = "bridging"


def trial_book(book: ExerciseBook) -> ExerciseBook:
    """Return the exercises; the one of the trial has no reminders, which come with the training."""
    brief = book.get(TRIAL).model_copy(update={"reminders": []})
    return ExerciseBook(book.shared, {**book.exercises, TRIAL: brief})


def trial_steps(book: ExerciseBook) -> list[Step]:
    """Return the one step of the trial: a single bridge."""
    (step, *_) = plan_of(book, {}, exercise=TRIAL).steps
    return [replace(step, repetitions=1, sets=1, rest_s=0.0)]


class UnkeptExercise:
    """Takes what is judged and keeps nothing of it."""

    session_id: int | None = None
    person_seen = False
    in_trouble = False
    video: Path | None = None

    def add(
        self, time_s: float, pose: Pose | None, light: float | None, judgment: Judgment
    ) -> None:
        """Take one frame."""

    def said(self, time_s: float, line: Line) -> None:
        """Take a line that was spoken."""

    def finish(self, session: Session, ending: Ending) -> None:
        """Take the final result."""


class UnkeptRecords:
    """Records in which nothing is written."""

    def begin(self, exercise: Exercise, model: str) -> UnkeptExercise:
        """Begin an exercise of which nothing is kept."""
        return UnkeptExercise()

    def keep_place(self, programme: str, index: int) -> None:
        """Keep no place."""

    def close(self) -> None:
        """Do nothing: there is nothing to write."""
