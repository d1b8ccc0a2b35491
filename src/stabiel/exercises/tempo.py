"""The rule of an exercise at the tempo of a plan. In: an exercise, seconds. Out: the changed rule.

A plan says how long the ways of a repetition should take. The faults of the exercise that are about
these ways get their limit from it; an exercise without such a fault gets one.
"""

from typing import Any

from stabiel.exercises.fault_rules import TempoFault, WayName
from stabiel.exercises.model import Exercise
from stabiel.wording.catalogue import in_both
from stabiel.wording.language import Text

WAYS: tuple[WayName, ...] = ("out", "return")
# What a way is read as, as a share of the time it took: a soft one of 1.5 s is read as 0.87 s
# (exercises/bridging.yaml), and the exercises say "too fast" below 0.57 to 0.67 of the 1.5 s that
# they ask for. So nobody who keeps the tempo is told to slow down.
READ_SHARE = 0.58
_DECIMALS = 2


def with_tempo(exercise: Exercise, out_s: float | None, return_s: float | None) -> Exercise:
    """Return an exercise whose ways are judged by the tempo of a plan.

    A way that the plan says nothing about is judged as before. A fault of both ways becomes one of
    the other way only, because each way then has a limit of its own.

    Args:
        exercise: the rule as it is written; one that is held has no ways and stays as it is.
        out_s, return_s: how long each way should take, seconds; None if the plan does not say.
    """
    asked = dict(zip(WAYS, (out_s, return_s), strict=True))
    limits = {
        way: round(READ_SHARE * seconds, _DECIMALS)
        for way, seconds in asked.items()
        if seconds is not None
    }
    if exercise.movement is None or not limits:
        return exercise
    faults: dict[str, Any] = {}
    for name, fault in exercise.faults.items():
        kept = fault.at_tempo(limits)
        if kept is not None:
            faults[name] = kept
    times = [each.least_time for each in faults.values()]
    judged = {each.ways[0] for each in times if each is not None and len(each.ways) == 1}
    for way, limit in limits.items():
        if way not in judged:
            faults[planned_id(way)] = _planned(way, limit)
    return exercise.model_copy(update={"faults": faults})


def planned_id(way: WayName) -> str:
    """Return the id of the fault that a plan adds for a way."""
    return f"planned_tempo_{way}"


def fault_words(exercise: Exercise, fault_id: str) -> tuple[Text, Text] | None:
    """Return the name of a fault and what corrects it, also of a fault that a plan added.

    None if the exercise has no such fault (any more).
    """
    fault = exercise.faults.get(fault_id)
    if fault is not None:
        return fault.name, fault.say
    for way in WAYS:
        if fault_id == planned_id(way):
            return in_both("tempo", f"{way}_name"), in_both("tempo", f"{way}_say")
    return None


def _planned(way: WayName, limit_s: float) -> TempoFault:
    return TempoFault(
        name=in_both("tempo", f"{way}_name"),
        say=in_both("tempo", f"{way}_say"),
        phase=way,
        shorter_than_s=limit_s,
    )
