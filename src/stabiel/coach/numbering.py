"""Numbers what was done. In: events in order of time. Out: the same events with their numbers.

The faults of a movement or hold come just before it among the events, and belong to it. Everything
that ends gets an identity; only what counts gets a number that is spoken and shown.
"""

from dataclasses import replace

from stabiel.coach.events import Attempt, Event, FaultEnded, Hold, Repetition


class Numbering:
    """Gives repetitions, holds and attempts, and their faults, their numbers. Holds the last ones.

    Attributes:
        counted: repetitions and holds so far.
    """

    def __init__(self) -> None:
        self.counted = 0
        self._movements = 0

    def number(self, events: list[Event]) -> list[Event]:
        """Return the events of one frame with their numbers, in the same order."""
        numbered: list[Event] = []
        faults: list[FaultEnded] = []
        for event in events:
            if isinstance(event, FaultEnded):
                faults.append(event)
                continue
            if isinstance(event, Repetition | Hold | Attempt):
                numbered += self._belonging(faults, event)
            else:
                numbered += [*faults, event]
            faults = []
        return [*numbered, *faults]

    def _belonging(
        self, faults: list[FaultEnded], done: Repetition | Hold | Attempt
    ) -> list[Event]:
        """Return a movement or hold after its faults, all with the numbers."""
        self._movements += 1
        movement = self._movements
        if isinstance(done, Attempt):
            belonging = [replace(fault, movement=movement) for fault in faults]
            return [*belonging, replace(done, movement=movement)]
        self.counted += 1
        number = self.counted
        belonging = [replace(each, movement=movement, repetition=number) for each in faults]
        return [*belonging, replace(done, movement=movement, number=number)]
