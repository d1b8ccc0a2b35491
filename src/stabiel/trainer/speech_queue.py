"""One line at a time: what is said next. In: lines to say, and the time. Out: one line, or none.

No voice answers here. The duration of a line is estimated from its letters, so that the same
session says the same lines at the same times on every machine.
"""

from dataclasses import dataclass

from stabiel.session.cues import Priority
from stabiel.trainer.terms import Sight

# Espeak-ng at 160 words per minute speaks the texts of this program at 13 to 17 letters per second.
LETTERS_PER_SECOND = 14.0
BREATH_S = 0.35
# A line that has waited longer no longer fits what is going on.
FORM_WAITS_S = 1.0
FLOW_WAITS_S = 30.0
# A picture that is back need not be said to be black first.
_ABOUT_PICTURE = frozenset(sight.value for sight in Sight)


@dataclass(frozen=True, slots=True)
class Line:
    """Something to say.

    Attributes:
        id: what it is about: a fault, a set-up item, or a key of `stabiel.trainer.words`.
        text: as it is spoken and shown.
        priority: the most urgent line goes first.
        waits_s: how long it may wait for its turn, seconds.
        corrective: it asks the person to correct something.
        of_step: it is about the whole step, such as its side, and is said even if the person goes
            on to the next stage of it at once.
        stays: it is not about what is going on, and is said even after a change.
    """

    id: str
    text: str
    priority: Priority = Priority.SETUP
    waits_s: float = FLOW_WAITS_S
    corrective: bool = False
    of_step: bool = False
    stays: bool = False


def spoken_s(text: str) -> float:
    """Return about how long it takes to speak a text, seconds."""
    return BREATH_S + len(text) / LETTERS_PER_SECOND


class SpeechQueue:
    """Returns lines one at a time. Holds the lines that wait, and when the last one is spoken."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, Line]] = []
        self._busy_until_s = float("-inf")

    def add(self, time_s: float, line: Line) -> None:
        """Queue a line; it replaces a waiting line about the same thing."""
        about = _ABOUT_PICTURE if line.id in _ABOUT_PICTURE else {line.id}
        self._waiting = [each for each in self._waiting if each[1].id not in about]
        self._waiting.append((time_s, line))

    def drop(self, *ids: str) -> None:
        """Discard waiting lines; without ids, all of them except those that stay."""
        self._waiting = [
            each for each in self._waiting if (each[1].id not in ids if ids else each[1].stays)
        ]

    def drop_of_stage(self) -> None:
        """Discard waiting lines about the stage; those about the step and those that stay wait."""
        self._waiting = [each for each in self._waiting if each[1].of_step or each[1].stays]

    def next(self, time_s: float) -> Line | None:
        """Return the line to begin now: the most urgent one; among equals, the one waiting longest.

        Danger does not wait for the line that is being spoken.
        """
        self._waiting = [
            (since_s, line) for since_s, line in self._waiting if time_s - since_s <= line.waits_s
        ]
        if not self._waiting:
            return None
        first = min(self._waiting, key=lambda each: each[1].priority)
        if time_s < self._busy_until_s and first[1].priority is not Priority.DANGER:
            return None
        self._waiting.remove(first)
        self._busy_until_s = time_s + spoken_s(first[1].text)
        return first[1]

    @property
    def waiting(self) -> tuple[str, ...]:
        """The ids of the lines that wait."""
        return tuple(line.id for _, line in self._waiting)
