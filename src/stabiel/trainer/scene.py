"""What the trainer shows, takes and reports. In: nothing. Out: plain values.

A scene says what is to be seen, in words and numbers; how it is drawn is the business of a window
or a page.
"""

from dataclasses import dataclass

from stabiel.anatomy import Side
from stabiel.coach.coach import Moment
from stabiel.drawing.placement import Drawing
from stabiel.exercises.model import Exercise
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Stage


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring that fills.

    Attributes:
        share: how much of it is full, 0 to 1.
        waits: it stands still because what it counts is not going on.
    """

    share: float
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that the set-up asks for, of place or posture, and whether it is there."""

    id: str
    words: str
    ok: bool
    of_posture: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is to be seen in one frame, apart from the picture itself.

    Attributes:
        exercise: the one at hand.
        title: its name.
        side: the side at hand, None where there is none.
        side_word: LINKS or RECHTS, empty where there is none.
        number: the big number: the count, or seconds still to go.
        beside: what stands beside the number ("/ 10", "s").
        ring: the way to the target, the hold, the start posture, or the rest.
        cue: what is being said, None while nothing is.
        mends: the cue asks to change something.
        note: a small remark that stays a while: why one did not count, a camera in trouble.
        doing: the stage in a word, or the instruction.
        next_up: what comes after this.
        wanted: the set-up's items, while it is open.
        place: where the camera stands, while that may be what is wrong.
        summary: three lines at the end.
        moment: how the judged body stands, for the drawing; None while nothing is judged.
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
    mends: bool = False
    note: str | None = None
    doing: str = ""
    next_up: str | None = None
    wanted: tuple[Wanted, ...] = ()
    place: Drawing | None = None
    summary: tuple[str, ...] = ()
    moment: Moment | None = None
    paused: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class ExerciseBegan:
    """From the next frame on this exercise is to be judged."""

    exercise: Exercise


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step is over.

    Attributes:
        next_index: of the step to go on with, 0 where this was the last.
        complete: its dose was reached.
    """

    next_index: int
    complete: bool


@dataclass(frozen=True, slots=True)
class ExerciseEnded:
    """What was judged of this exercise is to be kept."""

    exercise: Exercise


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """Everything is over."""


Milestone = ExerciseBegan | StepEnded | ExerciseEnded | SessionEnded


@dataclass(frozen=True, slots=True)
class Turn:
    """What the trainer does in one frame.

    Attributes:
        say: a line to begin now, None where there is none or where it is muted.
        show: what is to be seen.
        milestones: what the session's keeper and judge must know, in order.
    """

    say: Line | None
    show: Scene
    milestones: tuple[Milestone, ...]
