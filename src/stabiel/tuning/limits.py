"""Moves the limit of an exercise's target. In: an exercise, a value. Out: the changed exercise.

Whatever is tied to the limit moves by as much: the limits in other views, and the ranges of peaks
that miss the target. All else stays, so that a replay shows what the limit alone would change.
"""

import re
from typing import Any

import yaml

from stabiel.exercises.based_on import BASED_ON
from stabiel.exercises.model import Exercise, MovementRule
from stabiel.wording.formatting import short_number
from stabiel.wording.language import LANGUAGES

# An id has at most 60 characters; the number that is added needs a few.
_MOST_BASE = 45
# Values are written to as many decimals as files have.
_DECIMALS = 3


def with_limit(exercise: Exercise, limit: float) -> Exercise:
    """Return a movement with another limit of its target.

    Args:
        exercise: an exercise with a movement.
        limit: the value to reach, in the unit of the followed measure.

    Raises:
        ValueError: the exercise is held, so that it has no such limit.
    """
    movement = _movement_of(exercise)
    changes = limit_changes(exercise, limit)
    target = movement.target.model_copy(update=changes["movement"]["target"])
    faults: dict[str, Any] = dict(exercise.faults)
    for name, change in changes.get("faults", {}).items():
        low, high = change["attempt"]["peak_between"]
        attempt = faults[name].attempt.model_copy(update={"peak_between": (low, high)})
        faults[name] = faults[name].model_copy(update={"attempt": attempt})
    changed = movement.model_copy(update={"target": target})
    return exercise.model_copy(update={"movement": changed, "faults": faults})


def limit_changes(exercise: Exercise, limit: float) -> dict[str, Any]:
    """Return what another limit changes, as the keys of an exercise file.

    Raises:
        ValueError: the exercise is held.
    """
    target = _movement_of(exercise).target
    by = limit - target.limit
    aim: dict[str, Any] = {"at_least" if target.upwards else "at_most": _round(limit)}
    if target.in_view:
        aim["in_view"] = {view.value: _round(value + by) for view, value in target.in_view.items()}
    ranges = {
        name: {"attempt": {"peak_between": [_round(end + by) for end in fault.peak_range]}}
        for name, fault in exercise.faults.items()
        if fault.peak_range and target.limit in fault.peak_range
    }
    return {"movement": {"target": aim}} | ({"faults": ranges} if ranges else {})


def limit_file(exercise: Exercise, limit: float) -> str:
    """Return the text of an exercise file that takes the exercise over with another limit.

    Raises:
        ValueError: the exercise is held.
    """
    digits = re.sub(r"\D+", "-", f"{_round(limit):g}").strip("-")
    base = exercise.id[:_MOST_BASE].rstrip("-_")
    names = {
        each: f"{exercise.name.in_language(each)} ({short_number(_round(limit), each)})"
        for each in LANGUAGES
    }
    data = {"id": f"{base}-{digits}", BASED_ON: exercise.id, "name": names}
    changes = limit_changes(exercise, limit)
    text: str = yaml.safe_dump(
        data | changes, sort_keys=False, allow_unicode=True, default_flow_style=None
    )
    return text


def _movement_of(exercise: Exercise) -> MovementRule:
    if exercise.movement is None:
        raise ValueError(f"The exercise '{exercise.id}' is held: it has no limit to reach.")
    return exercise.movement


def _round(value: float) -> float:
    return round(value, _DECIMALS)
