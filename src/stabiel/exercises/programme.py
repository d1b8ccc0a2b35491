"""What a programme file says, and what follows from it. In: plain data. Out: `Programme`, steps.

A programme is a list of exercises with their dose, done one after the other in a session. The
steps of a session and the suggestion of a next dose are computed here from plain values: it keeps
nothing, knows no clock, and never changes a dose by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from stabiel.anatomy import SIDES, SideName
from stabiel.errors import UsageError
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


class Prescription(FileModel):
    """One exercise of a programme, and how much of it to begin with."""

    exercise: ExerciseName
    dose: Dose


class Progression(FileModel):
    """When repetitions are added: `add` after `sessions` in a row that were good, up to `up_to`.

    A session is good where at least `good_share` of the repetitions asked for were good.
    """

    good_share: Annotated[float, Field(gt=0, le=1)]
    sessions: Annotated[int, Field(ge=1, le=20)]
    add: Annotated[int, Field(ge=1, le=20)]
    up_to: Annotated[int, Field(ge=1, le=MOST_REPETITIONS)]


class Programme(FileModel):
    """A session: exercises in order, the rest between them, and how the doses grow."""

    id: Name
    name: Text
    exercises: Annotated[list[Prescription], Field(min_length=1)]
    rest_s: Seconds
    progression: Progression

    def dose_of(self, exercise_id: str) -> Dose:
        """Return the dose that an exercise begins with.

        Raises:
            UsageError: the programme does not have this exercise.
        """
        for each in self.exercises:
            if each.exercise == exercise_id:
                return each.dose
        raise UsageError(f"The programme '{self.id}' has no exercise '{exercise_id}'.")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do in a session.

    Attributes:
        exercise: the id.
        side: whose turn it is, also where the picture does not tell which side works; "both"
            where the exercise has no sides.
        set_number: from 1 on; a stretch of "twice" has two sets, each with its sides.
        sets: how many sets of this exercise there are.
        repetitions: to do in this step, None for a hold.
        hold_s: seconds to hold in this step, None for repetitions.
        rest_s: seconds to rest after it; 0 between the sides of a set, where one rests while the
            other works, and after the last step.
    """

    exercise: str
    side: SideName
    set_number: int
    sets: int
    repetitions: int | None
    hold_s: float | None
    rest_s: float


@dataclass(frozen=True, slots=True)
class PastSession:
    """What was done of one exercise in an earlier session.

    Attributes:
        dose: repetitions asked for, a side.
        sides: how many sides had them: 1 where the exercise has no sides, else 2.
        repetitions: that were counted, of all sides.
        good: of these, the ones without a fault.
    """

    dose: int
    sides: int
    repetitions: int
    good: int

    @property
    def good_share(self) -> float:
        """Good repetitions of those asked for, or of those done where that is more; 0 to 1."""
        return self.good / max(self.dose * self.sides, self.repetitions, 1)


def session_steps(
    programme: Programme,
    exercises: Mapping[str, Exercise],
    accepted: Mapping[str, int] | None = None,
) -> list[Step]:
    """Return the steps of a session in order.

    Args:
        programme: what to do.
        exercises: all exercises by id, for their sides.
        accepted: repetitions that the person accepted in place of the programme's, by exercise.

    Raises:
        UsageError: an accepted dose is of an exercise that is not in the programme, or that is
            held and not repeated, or is no dose.
    """
    accepted = accepted or {}
    for name, repetitions in accepted.items():
        _check_accepted(programme, name, repetitions)
    turns = [
        (each, set_number, side)
        for each in programme.exercises
        for set_number in range(1, each.dose.times + 1)
        for side in _sides_of(exercises[each.exercise])
    ]
    steps: list[Step] = []
    for index, (each, set_number, side) in enumerate(turns):
        following = turns[index + 1] if index + 1 < len(turns) else None
        same_set = following is not None and following[:2] == (each, set_number)
        rest_s = 0.0 if following is None or same_set else programme.rest_s
        steps.append(
            Step(
                exercise=each.exercise,
                side=side,
                set_number=set_number,
                sets=each.dose.times,
                repetitions=accepted.get(each.exercise, each.dose.repetitions),
                hold_s=each.dose.hold_s,
                rest_s=rest_s,
            )
        )
    return steps


def dose_in_words(exercise: Exercise, dose: Dose, language: Language) -> str:
    """Return how much to do of an exercise, which tells whether each side has its own."""
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
    """Return the repetitions to suggest for the next session, None where nothing should change.

    Only sessions at the present dose tell whether it has become easy: after a raise the count
    begins anew.

    Args:
        progression: the rule.
        repetitions: the present dose, a side.
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


def _sides_of(exercise: Exercise) -> tuple[SideName, ...]:
    return ("both",) if exercise.sides == "both" else SIDES


def _check_accepted(programme: Programme, name: str, repetitions: int) -> None:
    if programme.dose_of(name).repetitions is None:
        raise UsageError(f"The exercise '{name}' is held: its dose is seconds, not repetitions.")
    if not 1 <= repetitions <= MOST_REPETITIONS:
        raise UsageError(
            f"A dose of {repetitions} repetitions of '{name}': choose 1 to {MOST_REPETITIONS}."
        )
