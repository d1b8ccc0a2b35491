"""Which faults are spoken of, and in which words. In: judgments. Out: lines.

The strictness changes what is said, never what is recorded: the cues of a session are those that
`stabiel.session.cues` chose.
"""

from collections import Counter

from stabiel.coach.events import FaultBegan, Stalled
from stabiel.exercises.model import Exercise
from stabiel.session.cues import MOST_OF_ONE_FAULT, NOT_COUNTED, SAME_CUE_S, Cue, Priority
from stabiel.session.pipeline import Judgment
from stabiel.trainer.speech_queue import FORM_WAITS_S, Line
from stabiel.trainer.terms import Strictness
from stabiel.trainer.words import TrainerWords

# Nobody listens to the same words a third time: from then on they are others.
OTHER_WORDS_AT = 3


class FaultFeedback:
    """Speaks of the faults of one exercise. Holds how often and when each was said."""

    def __init__(self, exercise: Exercise, words: TrainerWords, strictness: Strictness) -> None:
        self._exercise = exercise
        self._words = words
        self._strictness = strictness
        self._said_s: dict[str, float] = {}
        self._times: Counter[str] = Counter()

    def line(self, time_s: float, judgment: Judgment) -> Line | None:
        """Return what to say about a fault in this frame, or None."""
        cue = judgment.cue
        if cue is None or cue.priority not in (Priority.DANGER, Priority.FORM):
            return self._repeated(time_s, judgment)
        text = cue.text
        if cue.priority is Priority.FORM and cue.id != NOT_COUNTED:
            if self._strictness is Strictness.GENTLE and self._times[cue.id]:
                return None
            if self._times[cue.id] + 1 == OTHER_WORDS_AT:
                point = self._words.fault(self._exercise, cue.id)
                text = self._words.line("other_words", point=point).text
        self._note(time_s, cue.id)
        return _line_of(cue, text)

    def _repeated(self, time_s: float, judgment: Judgment) -> Line | None:
        """Return a fault whose cue is not chosen any more; only a strict trainer says it."""
        if self._strictness is not Strictness.STRICT:
            return None
        for event in judgment.events:
            name = event.id if isinstance(event, FaultBegan) and not event.doubtful else ""
            name = event.fault if isinstance(event, Stalled) else name
            if self._times[name] < MOST_OF_ONE_FAULT:
                continue
            if time_s - self._said_s[name] < SAME_CUE_S:
                continue
            self._note(time_s, name)
            text = self._exercise.faults[name].say.in_language(self._words.language)
            return Line(name, text, Priority.FORM, FORM_WAITS_S, corrective=True)
        return None

    def _note(self, time_s: float, name: str) -> None:
        self._said_s[name] = time_s
        self._times[name] += 1


def _line_of(cue: Cue, text: str) -> Line:
    return Line(cue.id, text, cue.priority, FORM_WAITS_S, corrective=True)
