"""Ids that are in use. In: an id, and what there is. Out: what a file is asked to do about it."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal

from stabiel.exercises.plan import TrainingPlan


def taken(
    name: str,
    *,
    exercises: Collection[str],
    programmes: Collection[str],
    folders: Mapping[str, Path],
    plan: TrainingPlan | None = None,
) -> str | None:
    """Return what is expected instead of an id, None if nothing has it.

    Args:
        name: the id of an exercise, a programme or a plan.
        exercises: the ids of all exercises.
        programmes: the ids of all programmes.
        folders: the folder of the file of each exercise that does not come with stabiel.
        plan: the plan whose own exercises are among them.
    """
    if plan is not None and name in plan.exercises:
        return (
            f"a name of its own: the plan '{plan.id}' has an exercise '{name}' inside; rename this "
            "one"
        )
    if name in folders:
        path = folders[name] / f"{name}.yaml"
        return (
            f"a name of its own: {path} has the id '{name}'; change that file, or rename this one"
        )
    if name in exercises:
        return of_its_own("exercise", name)
    return of_its_own("programme", name) if name in programmes else None


def of_its_own(kind: Literal["exercise", "programme"], name: str) -> str:
    """Return what is expected instead of an id that comes with stabiel."""
    remedy = "rename the file and the id"
    if kind == "exercise":
        remedy += f", and write 'based_on: {name}' to change only some of it"
    return f"a name of its own: the {kind} '{name}' comes with stabiel; {remedy}"
