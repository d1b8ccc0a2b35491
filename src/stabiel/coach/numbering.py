"""Numbers what counts. In: events in order of time. Out: the same events with their numbers.

The faults of a movement or hold come just before it among the events, and belong to it.
"""

from dataclasses import replace

from stabiel.coach.events import Event, FaultEnded, Hold, Repetition


class Numbering:
    """Gives repetitions and holds, and their faults, a number. Holds the last one.

    Attributes:
        counted: repetitions and holds so far.
    """

    def __init__(self) -> None:
        self.counted = 0

    def number(self, events: list[Event]) -> list[Event]:
        """Return the events of one frame with their numbers, in the same order."""
        numbered: list[Event] = []
        faults: list[FaultEnded] = []
        for event in events:
            if isinstance(event, FaultEnded):
                faults.append(event)
                continue
            if isinstance(event, Repetition | Hold):
                self.counted += 1
                numbered += [replace(fault, repetition=self.counted) for fault in faults]
                numbered.append(replace(event, number=self.counted))
            else:
                numbered += [*faults, event]
            faults = []
        return [*numbered, *faults]
