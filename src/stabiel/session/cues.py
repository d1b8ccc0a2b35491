"""Chooses what to say. In: events and the set-up, in time order. Out: `Cue`s, one at a time.

Danger comes before set-up, form, count and hint. The same cue is not repeated within 5 s, and no
cue comes within 2.5 s of the last. A fault that continues is left alone after three cues, and a
doubtful one is never spoken of. A hint says once what would make the seconds of a hold count
(`stabiel.session.hints`). This module only chooses: it never speaks or shows a cue.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from stabiel.anatomy import Reason, Side
from stabiel.coach.coach import Moment
from stabiel.coach.events import (
    Attempt,
    Event,
    FaultBegan,
    Repetition,
    SightLost,
    Stalled,
    StartSeen,
)
from stabiel.coach.lasting import Lasting
from stabiel.coach.setup import Item
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.session.hints import HintWatch
from stabiel.wording import catalogue as texts
from stabiel.wording.language import Language

SAME_CUE_S = 5.0
ANY_CUE_S = 2.5
SETUP_WAIT_S = 1.0
SETUP_AGAIN_S = 6.0
MOST_OF_ONE_FAULT = 3
# A cue about the last moment may still be said; later it would seem to be about something else.
WAITS_S = 1.0
COUNT = "count"
NOT_COUNTED = "not_counted"
# Somebody who walks past is gone by then.
OTHER_BODY = Reason.OTHER_BODY.value
OTHER_FOR_S = 2.0
OTHER_AGAIN_S = 20.0
# Somebody else is in the picture as well; the one who is followed is on this side of them.
TWO_PEOPLE = {"left": "two_people_left", "right": "two_people_right"}


class Priority(IntEnum):
    """The urgency of a cue; lower is more urgent.

    The records keep these numbers. A hint is about a hold and a count about repetitions, so that
    the two never meet.
    """

    DANGER = 0
    SETUP = 1
    FORM = 2
    COUNT = 3
    HINT = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue and the moment it is said.

    Attributes:
        time_s: of the frame in which it is said.
        id: of the fault, of the set-up item, or for a hint of the check that is open; `count`,
            `begin` and `not_counted` are the same for all exercises.
        text: its words.
        priority: its urgency.
    """

    time_s: float
    id: str
    text: str
    priority: Priority


class CueChooser:
    """Picks the cue of a frame. Holds what was said when, and which corrections await praise."""

    def __init__(self, exercise: Exercise, book: ExerciseBook, language: Language) -> None:
        self._exercise = exercise
        self._checks = book.checks_of(exercise)
        self._language = language
        self._last_s = float("-inf")
        self._said_s: dict[str, float] = {}
        self._times: Counter[str] = Counter()
        self._to_correct: set[str] = set()
        self._waiting: list[Cue] = []
        self._wrong: str | None = None
        self._wrong_since_s = 0.0
        self._hints = HintWatch(exercise, self._checks, language)
        self._other = Lasting(OTHER_FOR_S)
        self._two_people_said = False

    def choose(
        self,
        time_s: float,
        events: Iterable[Event],
        moment: Moment,
        to_fix: Item | None,
        followed: Side | None = None,
    ) -> Cue | None:
        """Return the cue for this frame, or None.

        Args:
            time_s: the frame's time stamp.
            events: what happened in this frame.
            moment: the current state; a fault that continues keeps its cue waiting for its turn,
                and time spent near the zone of a hold leads to a hint.
            to_fix: the set-up item to fix while the start is awaited, else None.
            followed: in the picture, the side of somebody else on which the one is who is
                followed; None if nobody else is seen. It is said once.
        """
        wishes = [wish for event in events for wish in self._from_event(time_s, event)]
        wishes += self._from_setup(time_s, to_fix)
        wishes += self._from_use(time_s, moment, to_fix)
        if followed is not None and not self._two_people_said:
            wishes.append(self._own(time_s, TWO_PEOPLE[followed], Priority.SETUP))
        waiting = [
            cue
            for cue in self._waiting
            if cue.id in moment.faults or time_s - cue.time_s <= WAITS_S
        ]
        said: Cue | None = None
        for cue in sorted([*waiting, *wishes], key=lambda wish: wish.priority):
            if said is None and self._may_say(cue, time_s):
                said = replace(cue, time_s=time_s)
                self._note(said)
            elif cue.priority in (Priority.DANGER, Priority.FORM) and cue not in waiting:
                waiting.append(cue)
        self._waiting = [cue for cue in waiting if said is None or cue.id != said.id]
        return said

    def _from_event(self, time_s: float, event: Event) -> list[Cue]:
        if isinstance(event, FaultBegan | Attempt) and event.doubtful:
            return []  # what may be wrong is never said
        if isinstance(event, FaultBegan | Stalled):
            name = event.id if isinstance(event, FaultBegan) else event.fault
            fault = self._exercise.faults[name]
            urgent = Priority.DANGER if fault.severity == "danger" else Priority.FORM
            return [Cue(time_s, name, fault.say.in_language(self._language), urgent)]
        if isinstance(event, Attempt):
            return [Cue(time_s, NOT_COUNTED, self._not_counted(event.reason), Priority.FORM)]
        if isinstance(event, Repetition):
            return self._from_repetition(time_s, event)
        if isinstance(event, StartSeen):
            return [self._own(time_s, "begin", Priority.SETUP)]
        if isinstance(event, SightLost):
            self._wrong = None
        return []

    def _from_repetition(self, time_s: float, event: Repetition) -> list[Cue]:
        word = texts.number_word(event.number, self._language)
        cues = [Cue(time_s, COUNT, f"{word}.", Priority.COUNT)]
        corrected = self._to_correct - set(event.faults)
        if corrected:
            self._to_correct -= corrected
            better = texts.text("cue", "better", self._language)
            cues = [Cue(time_s, COUNT, f"{word}. {better}", Priority.COUNT)]
        return cues

    def _from_setup(self, time_s: float, to_fix: Item | None) -> list[Cue]:
        """Return what to fix once it has been wrong for a moment, and again if nothing changes."""
        wrong = None if to_fix is None else to_fix.direction
        if wrong != self._wrong:
            self._wrong, self._wrong_since_s = wrong, time_s
        if to_fix is None or wrong is None or time_s - self._wrong_since_s < SETUP_WAIT_S:
            return []
        if wrong in self._checks:
            words = self._checks[wrong].say.in_language(self._language)
        else:
            words = texts.text("cue", wrong, self._language)
        cue = Cue(time_s, to_fix.id, words, Priority.SETUP)
        again = time_s - self._said_s.get(_key(cue), float("-inf")) >= SETUP_AGAIN_S
        return [cue] if again else []

    def _from_use(self, time_s: float, moment: Moment, to_fix: Item | None) -> list[Cue]:
        """Return what would make the seconds count, unless the set-up asks for something."""
        other = moment.use.why == Reason.OTHER_BODY
        if self._other.update(time_s, other) and self._is_due_again(OTHER_BODY, time_s):
            return [self._own(time_s, OTHER_BODY, Priority.SETUP)]
        self._hints.update(time_s, moment.use)
        check = self._hints.due(time_s, moment.faults)
        if check is None or (to_fix is not None and to_fix.direction is not None):
            return []
        return [Cue(time_s, check, self._hints.words(check), Priority.HINT)]

    def _is_due_again(self, key: str, time_s: float) -> bool:
        said_s = self._said_s.get(texts.text("cue", key, self._language), float("-inf"))
        return time_s - said_s >= OTHER_AGAIN_S

    def _own(self, time_s: float, key: str, priority: Priority) -> Cue:
        return Cue(time_s, key, texts.text("cue", key, self._language), priority)

    def _not_counted(self, reason: str) -> str:
        fault = self._exercise.faults.get(reason)
        words = None if fault is None else fault.why_not_counted
        if words is None:
            words = self._checks[reason].say
        return words.in_language(self._language)

    def _may_say(self, cue: Cue, time_s: float) -> bool:
        last_s = self._said_s.get(_key(cue), float("-inf"))
        # A fault in the words of a hint is the same cue to the person who hears it.
        hinted_s = self._hints.given_s(cue.text)
        last_s = last_s if hinted_s is None else max(last_s, hinted_s)
        long_ago = time_s - last_s >= SAME_CUE_S
        if cue.priority is Priority.DANGER:
            return long_ago
        if cue.priority is Priority.FORM and self._times[cue.id] >= MOST_OF_ONE_FAULT:
            return False
        return (long_ago or cue.id == COUNT) and time_s - self._last_s >= ANY_CUE_S

    def _note(self, cue: Cue) -> None:
        self._last_s = self._said_s[_key(cue)] = cue.time_s
        self._two_people_said |= cue.id in TWO_PEOPLE.values()
        self._times[cue.id] += 1
        if cue.priority is Priority.HINT:
            self._hints.give(cue.time_s, cue.id)
        else:
            self._hints.hear(cue.time_s, cue.id, cue.text)
        if cue.priority is Priority.FORM and cue.id != NOT_COUNTED:
            self._to_correct.add(cue.id)


def _key(cue: Cue) -> str:
    """Return what identifies a cue; one set-up item has several directions."""
    return cue.text if cue.priority is Priority.SETUP else cue.id
