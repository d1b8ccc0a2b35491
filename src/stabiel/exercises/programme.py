"""The contents of a programme file, and one step of a session. In: data. Out: `Programme`.

A programme is a list of exercises with their doses, done one after the other in a session. The
suggestion for the next dose is computed here from plain values; the steps of a session are those of
a plan (`stabiel.exercises.plan_steps`). This module keeps nothing, reads no clock, and never
changes a dose by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from stabiel.anatomy import SideName
from stabiel.exercises.model import (
    Dose,
    Exercise,
    FileModel,
    Name,
    Seconds,
    is_known,
    one_of_known,
)
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import plural, short_number
from stabiel.wording.language import Language, Text

ExerciseName = Annotated[Name, is_known("exercises"), one_of_known("exercises")]
MOST_REPETITIONS = 100
# The pace of the sample clips: a repetition and the pause after it take 4.0 to 5.7 seconds.
REPETITION_S = 5.0


class Prescription(FileModel):
    """One exercise of a programme, and the dose to begin with."""

    exercise: ExerciseName
    dose: Dose


class Progression(FileModel):
    """When repetitions are added: `add` after `sessions` good sessions in a row, up to `up_to`.

    A session is good if at least `good_share` of the requested repetitions were good.
    """

    good_share: Annotated[float, Field(gt=0, le=1)]
    sessions: Annotated[int, Field(ge=1, le=20)]
    add: Annotated[int, Field(ge=1, le=20)]
    up_to: Annotated[int, Field(ge=1, le=MOST_REPETITIONS)]


class Programme(FileModel):
    """The plan of a session: exercises in order, the rest between them, and how doses grow."""

    id: Name
    name: Text
    exercises: Annotated[list[Prescription], Field(min_length=1)]
    rest_s: Seconds
    progression: Progression


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a session: one set of an exercise, on one side.

    Attributes:
        exercise: the id.
        side: the side whose turn it is, even if the picture does not show which side works; "both"
            if the exercise has no sides.
        set_number: counts from 1; a stretch that is done twice has two sets, each with its sides.
        sets: how many sets of this exercise there are.
        repetitions: how many to do in this step, None for a hold.
        hold_s: seconds to hold in this step, None for repetitions.
        rest_s: seconds to rest after the step; 0 between the sides of a set, because one side rests
            while the other works, and 0 after the last step.
        entry: the index of the entry of a plan or programme that it belongs to.
        remark: shown; empty for none.
        say: spoken before the first step of its entry; empty for nothing.
        strictness: how many faults are mentioned; None for the user's setting.
        repetition_s: how long a repetition and the pause after it take.
        out_s, return_s: how long each way should take; None for what the exercise asks.
    """

    exercise: str
    side: SideName
    set_number: int
    sets: int
    repetitions: int | None
    hold_s: float | None
    rest_s: float
    entry: int = 0
    remark: str = ""
    say: str = ""
    strictness: Literal["gentle", "normal", "strict"] | None = None
    repetition_s: float = REPETITION_S
    out_s: float | None = None
    return_s: float | None = None


@dataclass(frozen=True, slots=True)
class PastSession:
    """How one exercise went in an earlier session.

    Attributes:
        dose: requested repetitions per side.
        sides: how many sides had that dose: 1 if the exercise has no sides, else 2.
        repetitions: counted repetitions of all sides together.
        good: how many of these were without a fault.
    """

    dose: int
    sides: int
    repetitions: int
    good: int

    @property
    def good_share(self) -> float:
        """Good repetitions as a share of those requested, or of those done if more; 0 to 1."""
        return self.good / max(self.dose * self.sides, self.repetitions, 1)


def dose_in_words(exercise: Exercise, dose: Dose, language: Language) -> str:
    """Return a dose in words, for example "2 × 30 s each side"."""
    times = f"{dose.times} × " if dose.times > 1 else ""
    if dose.hold_s is not None:
        seconds = short_number(dose.hold_s, language)
        words = plural("programme", "hold", dose.hold_s, language, seconds=seconds)
    else:
        count = dose.repetitions or 0
        words = plural("programme", "repetitions", count, language, repetitions=count)
    sides = "" if exercise.sides == "both" else text("programme", "each_side", language)
    return f"{times}{words}{sides}"


def suggested_repetitions(
    progression: Progression, repetitions: int, past: Sequence[PastSession]
) -> int | None:
    """Return the repetitions to suggest for the next session, None if nothing should change.

    Only sessions at the present dose show whether it has become easy, so the count of good
    sessions starts from zero after each increase.

    Args:
        progression: the rule.
        repetitions: the present dose per side.
        past: earlier sessions of this exercise, the newest last.
    """
    newest = past[-progression.sessions :]
    if len(newest) < progression.sessions or repetitions >= progression.up_to:
        return None
    if any(each.dose != repetitions for each in newest):
        return None
    if any(each.good_share < progression.good_share for each in newest):
        return None
    return min(repetitions + progression.add, progression.up_to)
