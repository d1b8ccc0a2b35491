"""Takes over an exercise and changes some of it. In: a file that says `based_on`. Out: the whole.

A key that is given replaces the one that is taken over. Keys with keys are changed one by one,
lists are replaced whole, and a key with nothing (`null`) is taken away. Faults are switched off by
their names (`without`). The whole is then checked as if it had been written out.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stabiel.errors import ExerciseError, Mistake, did_you_mean
from stabiel.exercises.yaml_data import Located, read_yaml

# Not `off`: other readers of YAML take that word for a truth value.
BASED_ON, WITHOUT = "based_on", "without"
# An exercise with a lower target for one person, based on one with other texts, and so on. More
# steps than these nobody can follow.
MOST_STEPS = 8
# What every file says for itself: the id names the file.
_OF_ITS_OWN = ("id",)
_ID = re.compile(r"[a-z0-9_-]{1,60}")

# The files of the exercises that others may be based on, by their ids.
Bases = Mapping[str, Located]


def is_based_on(located: Located) -> bool:
    """Return whether a file takes over another exercise."""
    return isinstance(located.data, dict) and BASED_ON in located.data


def is_id(value: object) -> bool:
    """Return whether a value can be the id of an exercise; such a one has no part of a path."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def whole(located: Located, bases: Bases) -> Located:
    """Return a file with all that it takes over; a file that takes nothing over is returned as is.

    Args:
        located: the contents of the file.
        bases: the files of all exercises that there are.

    Raises:
        ExerciseError: there is no such exercise, exercises are based on each other in a circle, or
            a fault that is switched off does not exist.
    """
    files = list(_chain(located, bases))
    base = files.pop()
    while files:
        base = _changed(base, files.pop())
    return base


def root_of(located: Located, bases: Bases) -> str | None:
    """Return the id of the exercise at the end of the chain, None if there is no whole chain."""
    try:
        *_, last = _chain(located, bases)
    except ExerciseError:
        return None
    return _name(last)


def files_beside(located: Located, file: Path, bases: Bases) -> dict[str, Located]:
    """Return the files in the folder of a file that it is based on, by id.

    One that cannot be read is left out, so that the file is based on nothing that exists.
    """
    found: dict[str, Located] = {}
    each = located
    while is_based_on(each) and len(found) <= MOST_STEPS:
        base_id = each.data[BASED_ON]
        if base_id in (file.stem, *found) or not is_id(base_id) or base_id in bases:
            break
        try:
            each = found[base_id] = read_yaml(file.with_name(f"{base_id}.yaml"))
        except ExerciseError:
            break
    return found


def _chain(located: Located, bases: Bases) -> Iterator[Located]:
    """Yield a file, the one that it is based on, and so on to one that stands alone."""
    names = [_name(located)]
    each = located
    yield each
    while is_based_on(each):
        base_id = each.data[BASED_ON]
        base = None
        if is_id(base_id):
            circle = " -> ".join([*names, base_id])
            if base_id in names:
                words = f"an exercise that is not based on this one ({circle})"
                raise ExerciseError([located.mistake((BASED_ON,), words)])
            if len(names) > MOST_STEPS:
                words = f"at most {MOST_STEPS} exercises that are based on each other ({circle})"
                raise ExerciseError([located.mistake((BASED_ON,), words)])
            base = bases.get(base_id)
        if base is None:
            raise ExerciseError([_unknown(located, each, bases)])
        names.append(str(base_id))
        each = base
        yield each


def _unknown(located: Located, at_odds: Located, bases: Bases) -> Mistake:
    """Return the mistake of a file whose base, or the base of whose base, does not exist."""
    base_id = at_odds.data[BASED_ON]
    similar = did_you_mean(base_id, bases) if isinstance(base_id, str) else None
    remedy = similar or "see: stabiel exercises list"
    words = f"the id of an exercise; {remedy}"
    if at_odds is not located:
        words = f"an exercise without mistakes; '{_name(at_odds)}' is based on none that exists"
    return located.mistake((BASED_ON,), words)


def _name(located: Located) -> str:
    name = located.data.get("id") if isinstance(located.data, dict) else None
    return name if isinstance(name, str) else "this file"


def _changed(base: Located, own: Located) -> Located:
    """Return a base as a file changes it, with the places of that file."""
    base_id = own.data[BASED_ON]
    taken = {key: value for key, value in base.data.items() if key not in _OF_ITS_OWN}
    faults = taken.get("faults")
    given = {key: value for key, value in own.data.items() if key not in (BASED_ON, WITHOUT)}
    off = own.data.get(WITHOUT, [])
    if not isinstance(off, list):
        raise ExerciseError([own.mistake((WITHOUT,), "a list")])
    known = faults if isinstance(faults, dict) else {}
    changed = given.get("faults")
    mistakes = []
    for index, name in enumerate(off):
        if not isinstance(name, str) or name not in known:
            words = f"one of the faults of '{base_id}': {', '.join(known)}"
            mistakes.append(own.mistake((WITHOUT, index), words))
        elif isinstance(changed, dict) and name in changed:
            words = "a fault that this file does not change under faults"
            mistakes.append(own.mistake((WITHOUT, index), words))
    if mistakes:
        raise ExerciseError(mistakes)
    kept = {name: fault for name, fault in known.items() if name not in off}
    data = merged({**taken, "faults": kept}, given)
    return own.with_data(data, taken_from=str(base_id))


def merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return keys changed by others: keys with keys one by one, all else whole, null takes away."""
    result = dict(base)
    for key, value in own.items():
        before = result.get(key)
        if value is None and key in result:
            del result[key]
        elif isinstance(value, dict) and isinstance(before, dict):
            result[key] = merged(before, value)
        else:
            result[key] = value
    return result
