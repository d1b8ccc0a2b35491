"""The steps of a plan's session, and how long they take. In: a plan, exercises. Out: `Step`s.

It reads no clock and keeps nothing.
"""

from collections.abc import Mapping, Sequence

from stabiel.anatomy import SIDES, SideName
from stabiel.errors import UsageError
from stabiel.exercises.model import Dose, Exercise
from stabiel.exercises.plan import PlanStep, Tempo, TrainingPlan
from stabiel.exercises.programme import (
    MOST_REPETITIONS,
    REPETITION_S,
    Step,
    dose_in_words,
)
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import plural, short_number
from stabiel.wording.language import Language

# What is left of the usual pace (`REPETITION_S`) without its two ways: the time at the target and
# at the start. The ways take about 1.5 s each in the clips.
PAUSES_S, WAY_S = 2.0, 1.5
# Longer than any session with a physiotherapist; a plan beyond it has a typing mistake.
MOST_MINUTES = 240


def plan_steps(
    plan: TrainingPlan,
    exercises: Mapping[str, Exercise],
    accepted: Mapping[str, int] | None = None,
) -> list[Step]:
    """Return the steps of a session in order.

    Args:
        plan: what to do.
        exercises: all exercises by id, for their sides.
        accepted: repetitions that the user accepted in place of the plan's, by exercise. Those of
            exercises that the plan does not have, or that are held, change nothing.

    Raises:
        UsageError: an accepted dose is out of range.
    """
    accepted = accepted or {}
    turns = [
        (entry, set_number, side)
        for entry, each in enumerate(plan.steps)
        for set_number in range(1, each.dose.times * each.sets + 1)
        for side in _sides_of(each, exercises[each.exercise])
    ]
    steps: list[Step] = []
    for index, (entry, set_number, side) in enumerate(turns):
        each = plan.steps[entry]
        following = turns[index + 1] if index + 1 < len(turns) else None
        same_set = following is not None and following[:2] == (entry, set_number)
        rest_s = plan.rest_s if each.rest_s is None else each.rest_s
        repetitions = each.dose.repetitions
        if repetitions is not None:
            repetitions = _in_range(each.exercise, accepted.get(each.exercise, repetitions))
        steps.append(
            Step(
                exercise=each.exercise,
                side=side,
                set_number=set_number,
                sets=each.dose.times * each.sets,
                repetitions=repetitions,
                hold_s=each.dose.hold_s,
                rest_s=0.0 if following is None or same_set else rest_s,
                entry=entry,
                remark=each.remark or "",
                say=each.say or "",
                strictness=each.strictness,
                repetition_s=repetition_s(each.tempo),
                out_s=None if each.tempo is None else each.tempo.out_s,
                return_s=None if each.tempo is None else each.tempo.return_s,
            )
        )
    return steps


def repetition_s(tempo: Tempo | None) -> float:
    """Return how long a repetition and the pause after it take at a tempo, in seconds."""
    if tempo is None:
        return REPETITION_S
    ways = (tempo.out_s, tempo.return_s)
    return PAUSES_S + sum(WAY_S if way is None else way for way in ways)


def step_s(step: Step) -> float:
    """Return how long a step and the rest after it take, in seconds."""
    if step.hold_s is not None:
        return step.hold_s + step.rest_s
    return (step.repetitions or 0) * step.repetition_s + step.rest_s


def minutes_of(steps: Sequence[Step]) -> int:
    """Return how long steps take, in whole minutes, at least one."""
    return max(1, round(sum(map(step_s, steps)) / 60))


def plan_minutes(plan: TrainingPlan, exercises: Mapping[str, Exercise]) -> int:
    """Return how long one session of a plan takes, in whole minutes."""
    return minutes_of(plan_steps(plan, exercises))


def entry_in_words(steps: Sequence[Step], exercise: Exercise, language: Language) -> str:
    """Return the dose of an entry in words, for example "2 × 8 times, left".

    Args:
        steps: all steps of the entry.
        exercise: what is done.
        language: of the words.
    """
    first = steps[0]
    dose = Dose(repetitions=first.repetitions, hold_s=first.hold_s, times=1)
    sides = {step.side for step in steps}
    words = dose_in_words(exercise.model_copy(update={"sides": "both"}), dose, language)
    times = f"{first.sets} × " if first.sets > 1 else ""
    if exercise.sides == "both":
        return f"{times}{words}"
    if len(sides) > 1:
        side = text("programme", "each_side", language)
    elif first.side == "left":
        side = text("programme", "left_side", language)
    else:
        side = text("programme", "right_side", language)
    return f"{times}{words}{side}"


def tempo_in_words(step: Step, language: Language) -> list[str]:
    """Return the tempo that a plan asks for, for example "out 3 seconds"."""
    parts = []
    for key, seconds in (("out", step.out_s), ("back", step.return_s)):
        if seconds is not None:
            words = short_number(seconds, language)
            parts.append(plural("plan_print", key, seconds, language, seconds=words))
    return parts


def way_in_words(step: Step, language: Language) -> list[str]:
    """Return the tempo and the strictness that a plan asks for, for example "few cues"."""
    parts = tempo_in_words(step, language)
    if step.strictness is not None:
        parts.append(text("strictness", step.strictness, language))
    return parts


def _sides_of(step: PlanStep, exercise: Exercise) -> tuple[SideName, ...]:
    if exercise.sides == "both":
        return ("both",)
    return SIDES if step.side is None else (step.side,)


def _in_range(name: str, repetitions: int) -> int:
    if not 1 <= repetitions <= MOST_REPETITIONS:
        raise UsageError(
            f"A dose of {repetitions} repetitions of '{name}' is out of range: choose 1 to "
            f"{MOST_REPETITIONS}."
        )
    return repetitions
