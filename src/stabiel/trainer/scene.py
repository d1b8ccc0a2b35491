"""What the trainer shows and reports. In: nothing. Out: plain values.

A scene gives what is to be seen in words and numbers; a window or a page decides how to draw it.
"""

from dataclasses import dataclass
from typing import Literal

from stabiel.anatomy import Side
from stabiel.coach.coach import Moment
from stabiel.drawing.placement import Drawing
from stabiel.exercises.model import Exercise
from stabiel.session.days import Ending
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Sight, Stage


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring that fills.

    Attributes:
        share: how much of it is full, 0 to 1.
        waits: it stands still, because what it counts is interrupted.
    """

    share: float
    waits: bool = False


@dataclass(frozen=True, slots=True)
class RepetitionMark:
    """One movement of a step that is over.

    Attributes:
        outcome: it counted and was good, it counted with a fault, or it did not count.
        why: what to do better next time, in words; empty if it was good.
    """

    outcome: Literal["good", "not_good", "not_counted"]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that the set-up asks for.

    Attributes:
        id: of the set-up item (`stabiel.coach.setup`).
        words: what it asks for.
        ok: whether it is right.
        of_posture: it belongs to the posture, not to the place.
    """

    id: str
    words: str
    ok: bool
    of_posture: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: its number on the keyboard, and its words."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask, or advice to read.

    Attributes:
        id: what it is about: "pain", "effort", "stop" or "advice".
        text: the question, or the advice.
        choices: the answers; none if there is only something to read.
        hint: which keys answer it.
        waits: how long it still waits for an answer, in words.
        zone: "green", "amber" or "red" of the advice; None for a question.
    """

    id: str
    text: str
    choices: tuple[Choice, ...]
    hint: str
    waits: str = ""
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything to be seen in one frame, apart from the picture itself.

    Attributes:
        exercise: the current exercise.
        title: its name.
        side: the current side; None if the step has no single side.
        side_word: LINKS or RECHTS; empty if the step has no single side.
        number: the large number: the count, or the seconds that are left.
        beside: the text beside the number ("/ 10", "s").
        ring: the way to the target, the hold, the start posture, or the rest.
        cue: what is being said; None while nothing is.
        corrective: the cue asks the person to correct something.
        note: a remark: for a while why a movement did not count, and as long as it lasts a camera
            in trouble, or what would make the clock of a hold run again.
        doing: the stage in a word.
        next_up: what comes after this step.
        next_exercise: the exercise of the step after this one; None after the last step.
        next_side: the side of that step; None if it has no single side.
        next_dose: how much of it is to be done, and on which side; empty after the last step.
        done: the movements of this step so far, in order; none for a hold.
        to_do: how many repetitions are still to be done; 0 for a hold.
        wanted: the set-up items, during the set-up.
        place: where the camera stands, while its position may be wrong.
        summary: the lines at the end.
        moment: the state of the judged body, for the drawing; None while nothing is judged.
        sight: the state of the camera's picture.
        question: what is asked before and after a workout; None during it.
    """

    stage: Stage
    exercise: Exercise
    title: str
    side: Side | None = None
    side_word: str = ""
    number: str = ""
    beside: str = ""
    ring: Ring | None = None
    cue: str | None = None
    corrective: bool = False
    note: str | None = None
    doing: str = ""
    next_up: str | None = None
    next_exercise: Exercise | None = None
    next_side: Side | None = None
    next_dose: str = ""
    done: tuple[RepetitionMark, ...] = ()
    to_do: int = 0
    wanted: tuple[Wanted, ...] = ()
    place: Drawing | None = None
    summary: tuple[str, ...] = ()
    moment: Moment | None = None
    sight: Sight = Sight.FINE
    paused: bool = False
    muted: bool = False
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class ExerciseBegan:
    """This exercise is to be judged from the next frame on."""

    exercise: Exercise


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step is over.

    Attributes:
        next_index: of the step to continue with; 0 after the last step.
        complete: the dose was reached.
    """

    next_index: int
    complete: bool


@dataclass(frozen=True, slots=True)
class ExerciseEnded:
    """The result of this exercise is to be stored, with how it ended."""

    exercise: Exercise
    ending: Ending


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The session is over."""


Milestone = ExerciseBegan | StepEnded | ExerciseEnded | SessionEnded


@dataclass(frozen=True, slots=True)
class Turn:
    """What the trainer does in one frame.

    Attributes:
        say: the line to begin now; None if there is none, or if speech is muted.
        show: what is to be seen.
        milestones: what began or ended, in order, for the judge and the records.
    """

    say: Line | None
    show: Scene
    milestones: tuple[Milestone, ...]
