"""Moves a limit of an exercise. In: an exercise, a limit, a value. Out: the changed exercise.

The limits are the target of a movement, the zone of a hold, and those of the faults that watch a
measure. Whatever is tied to a limit moves by as much: the limits in other views, the ranges of
peaks that miss the target, the end of a dead band, and the fault that says what a zone asks. All
else stays, so that a replay shows what the limit alone would change.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from stabiel.errors import UsageError, unknown_name
from stabiel.exercises.based_on import BASED_ON, merged
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise, Fault, HoldRule, Limb
from stabiel.wording.formatting import short_number
from stabiel.wording.language import LANGUAGES, Text

# An id has at most 60 characters; the number that is added needs a few.
_MOST_BASE = 45
# Values are written to as many decimals as files have.
_DECIMALS = 3
TARGET = "target"
_ZONES: tuple[Literal["zone", "if_seen"], ...] = ("zone", "if_seen")
_ENDS: tuple[Literal["at_least", "at_most"], ...] = ("at_least", "at_most")


@dataclass(frozen=True, slots=True)
class MovableLimit:
    """A limit of an exercise that can be moved.

    Attributes:
        id: `target`, or `zone.CHECK.at_least` and the like, or `fault.NAME`.
        kind: what is compared with it.
        name: what it is about; None for the target.
        measure, limb: what is compared with it.
        value: in the unit of the measure.
        good_above: whether larger values are the good ones.
    """

    id: str
    kind: Literal["target", "zone", "fault"]
    name: Text | None
    measure: str
    limb: Limb
    value: float
    good_above: bool


def movable_limits(exercise: Exercise, book: ExerciseBook) -> list[MovableLimit]:
    """Return the limits that can be moved: the target or the zone, and then those of faults.

    Args:
        exercise: the rule.
        book: has the checks that exercises share.
    """
    found: list[MovableLimit] = []
    if exercise.movement is not None:
        target = exercise.movement.target
        found.append(
            MovableLimit(
                TARGET, "target", None, exercise.follows, "working", target.limit, target.upwards
            )
        )
    if exercise.hold is not None:
        found += _limits_of_zone(exercise, exercise.hold, book)
    for name, fault in exercise.faults.items():
        band, signal = fault.dead_band, fault.signal(exercise.follows)
        if band is not None and signal is not None:
            found.append(
                MovableLimit(
                    f"fault.{name}", "fault", fault.name, *signal, band.limit, not band.upwards
                )
            )
    return found


def limit_named(exercise: Exercise, book: ExerciseBook, name: str | None) -> MovableLimit:
    """Return one limit by its id, or the first one.

    Raises:
        UsageError: there is no such limit.
    """
    limits = movable_limits(exercise, book)
    for each in limits:
        if name in (None, each.id):
            return each
    raise UsageError(unknown_name("limit", name or "", [each.id for each in limits]))


def with_limit(
    exercise: Exercise, book: ExerciseBook, moved: MovableLimit, value: float
) -> Exercise:
    """Return an exercise with another value of one limit.

    Raises:
        ValueError: the value contradicts another one of the exercise.
    """
    data = exercise.model_dump(mode="json", exclude_defaults=True)
    changed = merged(data, limit_changes(exercise, book, moved, value))
    return Exercise.model_validate(changed)


def limit_changes(
    exercise: Exercise, book: ExerciseBook, moved: MovableLimit, value: float
) -> dict[str, Any]:
    """Return what another value of a limit changes, as the keys of an exercise file."""
    if moved.kind == "target":
        return _target_changes(exercise, value)
    if moved.kind == "fault":
        return {"faults": _fault_changes(exercise, moved.id.partition(".")[2], value - moved.value)}
    return _zone_changes(exercise, book, moved, value)


def limit_file(exercise: Exercise, book: ExerciseBook, moved: MovableLimit, value: float) -> str:
    """Return the text of an exercise file that takes the exercise over with another limit."""
    digits = re.sub(r"\D+", "-", f"{_round(value):g}").strip("-")
    about = "" if moved.kind == "target" else f"{moved.id.split('.')[1].replace('_', '-')}-"
    base = f"{exercise.id}-{about}"[:_MOST_BASE].rstrip("-_")
    names = {}
    for each in LANGUAGES:
        what = "" if moved.name is None else f"{moved.name.in_language(each).rstrip('.')}: "
        shown = f"{what}{short_number(_round(value), each)}"
        names[each] = f"{exercise.name.in_language(each)} ({shown})"
    data = {"id": f"{base}-{digits}", BASED_ON: exercise.id, "name": names}
    changes = limit_changes(exercise, book, moved, value)
    text: str = yaml.safe_dump(
        data | changes, sort_keys=False, allow_unicode=True, default_flow_style=None
    )
    return text


def _limits_of_zone(
    exercise: Exercise, hold: HoldRule, book: ExerciseBook
) -> Iterator[MovableLimit]:
    checks = book.checks_of(exercise)
    for name in [*hold.zone, *hold.if_seen]:
        check = checks[name]
        for end in _ENDS:
            value: float | None = getattr(check, end)
            if value is not None:
                yield MovableLimit(
                    f"zone.{name}.{end}", "zone", check.say, check.measure, check.of, value,
                    end == "at_least",
                )  # fmt: skip


def _target_changes(exercise: Exercise, limit: float) -> dict[str, Any]:
    assert exercise.movement is not None  # only a movement has this limit
    target = exercise.movement.target
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


def _fault_changes(exercise: Exercise, name: str, by: float) -> dict[str, Any]:
    band = exercise.faults[name].dead_band
    assert band is not None  # only those that have one can be moved
    limit, clears, upwards = band
    keys = ("above", "clears_below") if upwards else ("below", "clears_above")
    return {name: {keys[0]: _round(limit + by), keys[1]: _round(clears + by)}}


def _zone_changes(
    exercise: Exercise, book: ExerciseBook, moved: MovableLimit, value: float
) -> dict[str, Any]:
    """Return an own check in place of the shared one, and the faults that are tied to it."""
    assert exercise.hold is not None  # only a hold has a zone
    _, name, end = moved.id.split(".")
    faults: dict[str, Any] = {}
    for each, fault in exercise.faults.items():
        if _says_the_same(fault, exercise.follows, moved):
            faults |= _fault_changes(exercise, each, value - moved.value)
    tied = {"faults": faults} if faults else {}
    if name in exercise.checks:
        return {"checks": {name: {end: _round(value)}}} | tied
    own = f"{name}_moved"
    check = book.checks_of(exercise)[name].model_dump(mode="json", exclude_defaults=True)
    zones = {
        key: [own if each == name else each for each in getattr(exercise.hold, key)]
        for key in _ZONES
        if name in getattr(exercise.hold, key)
    }
    return {"checks": {own: check | {end: _round(value)}}, "hold": zones} | tied


def _says_the_same(fault: Fault, followed: str, moved: MovableLimit) -> bool:
    """Return whether a fault says what is wrong beyond a limit of the zone."""
    band, signal = fault.dead_band, fault.signal(followed)
    if band is None or signal is None:
        return False
    measure, limb = signal
    low, high = sorted((band.limit, band.clears))
    same = measure == moved.measure and band.upwards is not moved.good_above
    return same and (limb == "support") == (moved.limb == "support") and low <= moved.value <= high


def _round(value: float) -> float:
    return round(value, _DECIMALS)
