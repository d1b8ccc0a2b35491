"""Chooses what to say. In: events and the set-up in the order of time. Out: `Cue`s, one at a time.

Danger comes before set-up, form, count and praise; the same cue not again within 5 s, any cue not
within 2.5 s of the last; a fault that goes on is left alone after three cues. It only chooses:
who speaks or shows the cue is not its business.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from stabiel import texts
from stabiel.events import (
    Attempt,
    Event,
    FaultBegan,
    Repetition,
    SightLost,
    Stalled,
    StartSeen,
)
from stabiel.exercise import AttemptFault, Exercise, Language
from stabiel.exercise_files import ExerciseBook
from stabiel.setup import Item

SAME_CUE_S = 5.0
ANY_CUE_S = 2.5
SETUP_WAIT_S = 1.0
SETUP_AGAIN_S = 6.0
MOST_OF_ONE_FAULT = 3


class Priority(IntEnum):
    """What goes first; lower is more urgent."""

    DANGER = 0
    SETUP = 1
    FORM = 2
    COUNT = 3
    PRAISE = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """Something said at a moment."""

    time_s: float
    id: str
    text: str
    priority: Priority


class CueChooser:
    """Picks the cue of a frame. Holds what was said when, and what is still to be praised."""

    def __init__(self, exercise: Exercise, book: ExerciseBook, language: Language) -> None:
        self._exercise = exercise
        self._checks = book.shared.checks
        self._language = language
        self._last_s = float("-inf")
        self._said_s: dict[str, float] = {}
        self._times: Counter[str] = Counter()
        self._to_mend: set[str] = set()
        self._wrong: str | None = None
        self._wrong_since_s = 0.0

    def choose(self, time_s: float, events: Iterable[Event], setup: list[Item]) -> Cue | None:
        """Return the cue for this frame, or None."""
        wishes = [wish for event in events for wish in self._from_event(time_s, event)]
        wishes += self._from_setup(time_s, setup)
        for cue in sorted(wishes, key=lambda wish: wish.priority):
            if self._may_say(cue):
                self._note(cue)
                return cue
        return None

    def _from_event(self, time_s: float, event: Event) -> list[Cue]:
        if isinstance(event, FaultBegan | Stalled):
            name = event.id if isinstance(event, FaultBegan) else event.fault
            fault = self._exercise.faults[name]
            urgent = Priority.DANGER if fault.severity == "danger" else Priority.FORM
            return [Cue(time_s, name, fault.say.in_language(self._language), urgent)]
        if isinstance(event, Attempt):
            return [Cue(time_s, "not_counted", self._not_counted(event.reason), Priority.FORM)]
        if isinstance(event, Repetition):
            return self._from_repetition(time_s, event)
        if isinstance(event, StartSeen):
            return [self._own(time_s, "begin", Priority.SETUP)]
        if isinstance(event, SightLost):
            self._wrong = None
        return []

    def _from_repetition(self, time_s: float, event: Repetition) -> list[Cue]:
        word = texts.number_word(event.number, self._language)
        cues = [Cue(time_s, "count", f"{word}.", Priority.COUNT)]
        mended = self._to_mend - set(event.faults)
        if mended:
            self._to_mend -= mended
            better = texts.text("cue", "better", self._language)
            cues = [Cue(time_s, "count", f"{word}. {better}", Priority.COUNT)]
        return cues

    def _from_setup(self, time_s: float, setup: list[Item]) -> list[Cue]:
        """Say the first thing to mend, once it has been wrong for a moment."""
        wrong = next((item.id for item in setup if not item.ok), None)
        if wrong != self._wrong:
            self._wrong, self._wrong_since_s = wrong, time_s
        if wrong is None or time_s - self._wrong_since_s < SETUP_WAIT_S:
            return []
        if time_s - self._said_s.get(wrong, float("-inf")) < SETUP_AGAIN_S:
            return []
        if wrong in self._checks:
            words = self._checks[wrong].say.in_language(self._language)
            return [Cue(time_s, wrong, words, Priority.SETUP)]
        return [self._own(time_s, wrong, Priority.SETUP)]

    def _own(self, time_s: float, key: str, priority: Priority) -> Cue:
        return Cue(time_s, key, texts.text("cue", key, self._language), priority)

    def _not_counted(self, reason: str) -> str:
        fault = self._exercise.faults.get(reason)
        if isinstance(fault, AttemptFault):
            return fault.not_counted.in_language(self._language)
        return self._checks[reason].say.in_language(self._language)

    def _may_say(self, cue: Cue) -> bool:
        if cue.priority is Priority.DANGER:
            return cue.time_s - self._said_s.get(cue.id, float("-inf")) >= SAME_CUE_S
        if cue.priority is Priority.FORM and self._times[cue.id] >= MOST_OF_ONE_FAULT:
            return False
        again = cue.id == "count" or (
            cue.time_s - self._said_s.get(cue.id, float("-inf")) >= SAME_CUE_S
        )
        return again and cue.time_s - self._last_s >= ANY_CUE_S

    def _note(self, cue: Cue) -> None:
        self._last_s = self._said_s[cue.id] = cue.time_s
        self._times[cue.id] += 1
        if cue.priority is Priority.FORM and cue.id != "not_counted":
            self._to_mend.add(cue.id)
