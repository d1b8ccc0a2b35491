"""Reads and writes plan files. In: YAML or JSON, and the exercises that exist. Out: plans.

Mistakes are reported as for exercise files: one line each, with its place, all at once. A programme
is read as a plan too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from stabiel.errors import ExerciseError, Mistake, did_you_mean
from stabiel.exercises.based_on import BASED_ON, Bases, is_id
from stabiel.exercises.files import ExerciseBook, FilePath, Located, exercise_of, validated
from stabiel.exercises.model import Exercise
from stabiel.exercises.plan import TrainingPlan, plan_data, plan_from
from stabiel.exercises.plan_steps import MOST_MINUTES, plan_minutes
from stabiel.exercises.programme_files import is_programme, programme_of
from stabiel.exercises.yaml_data import read_yaml
from stabiel.system.resources import exercises_folder

PLANS = "plans"
_WIDTH = 100
# The order in which they are offered.
_PRESETS = {"leaflet": 0, "twelve-minutes": 1, "only-stretches": 2, "after-a-bad-day": 3}
# A plan is one file: what lies beside the file of an exercise cannot travel in it.
_LEFT_BEHIND = ("clip", "picture")


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan that is right, with the exercises inside it.

    Attributes:
        exercises: those inside the plan that do not exist elsewhere, by id.
        files: the files of the exercises inside the plan, by id.
    """

    plan: TrainingPlan
    exercises: dict[str, Exercise]
    files: dict[str, Located]


def read_plan_file(path: Path) -> Located:
    """Read the file of a plan as plain data with places.

    Raises:
        ExerciseError: it is a link, cannot be read, is too large or too deep, or is not YAML.
    """
    if path.is_symlink():
        words = "this is a link; name the file itself."
        raise ExerciseError([Mistake(str(path), words)])
    return read_yaml(path, dates=True)


def plan_of_file(
    located: Located, book: ExerciseBook, bases: Bases, stem: str | None = None
) -> ReadPlan:
    """Return the plan of a file that has been read.

    Args:
        located: the contents of the file; those of a programme are taken for a plan.
        book: the exercises that exist.
        bases: the files of these exercises, on which those inside the plan may be based.
        stem: the file's name without its ending, which must be the id; None if it has no name.

    Raises:
        ExerciseError: the file is wrong; it holds all mistakes.
    """
    if _is_a_programme(located):
        return ReadPlan(plan_from(programme_of(located, book, stem)), {}, {})
    plan = validated(TrainingPlan, located)
    inside, files, mistakes = _own_exercises(located, book, bases)
    known = {**book.exercises, **inside}
    wrong = {*plan.exercises} - {*inside}
    mistakes += [
        located.mistake(where, expected) for where, expected in _at_odds(plan, known, wrong)
    ]
    if plan.id in known:
        mistakes.append(located.mistake(("id",), "a name that no exercise has"))
    if stem not in (None, plan.id):
        mistakes.append(located.mistake(("id",), f"the name of the file, {stem}"))
    if mistakes:
        raise ExerciseError(mistakes)
    new = {name: each for name, each in inside.items() if name not in book.exercises}
    return ReadPlan(plan, new, files)


def plan_presets(book: ExerciseBook, folder: Path | None = None) -> list[TrainingPlan]:
    """Return the plans to begin from that come with the program.

    Raises:
        ExerciseError: a file is wrong; the message holds every mistake of every file.
    """
    folder = folder or exercises_folder() / PLANS
    paths = sorted(folder.glob("*.yaml"), key=lambda path: _PRESETS.get(path.stem, len(_PRESETS)))
    return [plan_of_file(read_plan_file(path), book, {}, path.stem).plan for path in paths]


def plan_yaml(plan: TrainingPlan) -> str:
    """Return a plan as the text of its file."""
    # None: what holds only plain values stands on one line, as in the files of the program.
    text: str = yaml.safe_dump(
        plan_data(plan), sort_keys=False, allow_unicode=True, width=_WIDTH, default_flow_style=None
    )
    return text


def with_needed_exercises(
    plan: TrainingPlan, exercises: Mapping[str, Exercise], shipped: set[str]
) -> tuple[TrainingPlan, list[str]]:
    """Return a plan with all own exercises that it needs inside it, so that it can travel.

    Args:
        plan: the plan; what is inside it already stays as it is.
        exercises: all exercises by id.
        shipped: the ids of those that every stabiel has.

    Returns:
        the plan, and what it leaves behind, such as "heel-raise: clip".
    """
    inside: dict[str, dict[str, Any]] = dict(plan.exercises)
    left: list[str] = []
    needed = [step.exercise for step in plan.steps]
    # One inside may be based on an own exercise, which has to come along.
    needed += [str(data[BASED_ON]) for data in inside.values() if data.get(BASED_ON)]
    for name in dict.fromkeys(needed):
        if name in shipped or name in inside:
            continue
        data = exercises[name].model_dump(mode="json", exclude_defaults=True)
        left += [f"{name}: {key}" for key in _LEFT_BEHIND if data.pop(key, None) is not None]
        inside[name] = data
    return plan.model_copy(update={"exercises": inside}), left


def _is_a_programme(located: Located) -> bool:
    data = located.data
    return is_programme(located) and isinstance(data["exercises"], list) and "plan" not in data


def _own_exercises(
    located: Located, book: ExerciseBook, bases: Bases
) -> tuple[dict[str, Exercise], dict[str, Located], list[Mistake]]:
    """Return the exercises inside a plan, their files, and the mistakes in them."""
    inside = located.data.get("exercises") or {}
    files: dict[str, Located] = {}
    mistakes: list[Mistake] = []
    for name in inside:
        part = located.part(("exercises", name))
        own_id = part.data.get("id", name)
        if own_id != name:
            mistakes.append(located.mistake(("exercises", name, "id"), f"the key above, {name}"))
        for key in _LEFT_BEHIND:
            if key in part.data:
                where = ("exercises", name, key)
                mistakes.append(located.mistake(where, "no file: a plan travels without others"))
        files[name] = part.with_id(name)
    if mistakes:
        return {}, files, mistakes
    found: dict[str, Exercise] = {}
    # What exists is not replaced: a collision is reported below.
    known = {**files, **bases}
    for name, part in files.items():
        try:
            exercise = exercise_of(part, book.shared, bases={**known, name: part})
        except ExerciseError as error:
            mistakes += [_inside(each, name) for each in error.mistakes]
            continue
        if book.exercises.get(name, exercise) != exercise:
            words = "a name of its own: there is another exercise with this id; rename one of them"
            mistakes.append(located.mistake(("exercises", name), words))
        found[name] = exercise
    return found, files, mistakes


def _inside(mistake: Mistake, name: str) -> Mistake:
    words = mistake.words.removeprefix("file: ")
    joint = ": " if words != mistake.words else "."
    words = f"exercises.{name}{joint}{words}"
    return Mistake(mistake.file, words, mistake.line, mistake.column)


def _at_odds(
    plan: TrainingPlan, known: Mapping[str, Exercise], wrong: set[str]
) -> Iterator[tuple[FilePath, str]]:
    """Yield the place of all that contradicts the exercises or the rest of the file."""
    if plan.first_day and plan.last_day and plan.last_day < plan.first_day:
        yield ("until",), "a day that is not before from"
    whole = True
    for index, step in enumerate(plan.steps):
        if step.exercise not in known:
            whole = False
            if step.exercise not in wrong:
                yield ("steps", index, "exercise"), _one_of_exercises(step.exercise, known)
            continue
        exercise, where = known[step.exercise], ("steps", index)
        if (step.dose.repetitions is None) != (exercise.movement is None):
            held = exercise.movement is None
            words = "hold_s, it is held" if held else "repetitions, it is repeated"
            yield (*where, "dose"), words
        if step.side is not None and exercise.sides == "both":
            yield (*where, "side"), "no side, because both sides move together"
        if step.tempo is not None and exercise.movement is None:
            yield (*where, "tempo"), "no tempo, because it is held"
        if plan.progression and (step.dose.repetitions or 0) > plan.progression.up_to:
            words = f"at most progression.up_to, {plan.progression.up_to}"
            yield (*where, "dose", "repetitions"), words
    if whole and (minutes := plan_minutes(plan, known)) > MOST_MINUTES:
        yield ("steps",), f"at most {MOST_MINUTES} minutes in all, not {minutes}"


def _one_of_exercises(name: str, known: Mapping[str, Exercise]) -> str:
    similar = did_you_mean(name, known) if is_id(name) else None
    return f"one of the exercises; {similar or 'see: stabiel exercises list'}"
