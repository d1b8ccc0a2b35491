"""Which faults belong to which movement. In: a session's events without identities. Out: with them.

The coach gives every repetition, attempt and hold an identity, and its faults the same one
(`stabiel.coach.events`). Neither `session.json` nor the store keeps it, so it is derived here for a
session that is read, and nowhere else. Nothing here judges.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from stabiel.coach.events import Attempt, FaultEnded, Hold, Repetition

Done = Repetition | Attempt | Hold


@dataclass(frozen=True, slots=True)
class Events:
    """The events of a session that have an identity."""

    repetitions: tuple[Repetition, ...]
    attempts: tuple[Attempt, ...]
    holds: tuple[Hold, ...]
    faults: tuple[FaultEnded, ...]


def identified(events: Events) -> Events:
    """Return the events with their identities.

    Movements and holds are numbered in the order in which they ended, as the coach does. A fault
    belongs to the repetition or hold that it names. One that names none belongs to the first
    attempt that it shares time with, or to nothing.
    """
    done: list[Done] = [*events.repetitions, *events.attempts, *events.holds]
    in_order = sorted(range(len(done)), key=lambda index: done[index].time_s)
    movement = {index: place for place, index in enumerate(in_order, 1)}
    numbered: list[Done] = [
        replace(each, movement=movement[index]) for index, each in enumerate(done)
    ]
    repetitions = tuple(each for each in numbered if isinstance(each, Repetition))
    attempts = tuple(each for each in numbered if isinstance(each, Attempt))
    holds = tuple(each for each in numbered if isinstance(each, Hold))
    counts: list[Repetition | Hold] = [*repetitions, *holds]
    counted = {each.number: each.movement for each in counts}
    faults = tuple(
        replace(fault, movement=_attempt_of(fault, attempts))
        if fault.repetition is None
        else replace(fault, movement=counted.get(fault.repetition))
        for fault in events.faults
    )
    return Events(repetitions, attempts, holds, faults)


def _attempt_of(fault: FaultEnded, attempts: Iterable[Attempt]) -> int | None:
    for attempt in attempts:
        if fault.time_s >= attempt.start_s and fault.start_s <= attempt.end_s:
            return attempt.movement
    return None
