"""Questions before and after a workout, one by one. In: the time and answers. Out: cards.

A card asks something or shows advice, and leads to the next one. Nobody has to get up to answer: a
card that waits for too long goes on by itself. Time is that of the frames.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from stabiel.trainer.scene import Question
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Command
from stabiel.wording.catalogue import text
from stabiel.wording.language import Language

# Long enough to walk to the keyboard, short enough to lie and wait for.
ASKS_S = 20.0
# The longest advice has 25 words, and slow readers read 150 words per minute.
READS_S = 10.0


@dataclass(frozen=True, slots=True)
class Card:
    """Something to ask, or advice to read.

    Attributes:
        question: what is shown.
        then: takes the answer, None if it was skipped; returns the next card, None after the last.
        lasts_s: how long it waits, seconds.
        say: what is spoken as it appears.
        waits: the key of the text that says what happens without an answer.
    """

    question: Question
    then: Callable[[int | None], "Card | None"]
    lasts_s: float = ASKS_S
    say: Line | None = None
    waits: str = "waits"


class Interview:
    """Shows one card at a time. Holds the current one, and since when it waits.

    Args:
        first: the first card; None if there is nothing to ask.
        language: of the words about waiting.

    Attributes:
        stopped: the user ended it before its last card.
    """

    def __init__(self, first: Card | None, language: Language) -> None:
        self._card = first
        self._language: Language = language
        self._time_s: float | None = None
        self._waited_s = 0.0
        self._paused = False
        self._unsaid = first is not None
        self.stopped = False

    @property
    def over(self) -> bool:
        """Whether there is nothing left to ask."""
        return self._card is None or self.stopped

    def update(self, time_s: float, commands: Sequence[Command] = ()) -> None:
        """Let time pass, and take answers.

        Args:
            time_s: the camera's time, seconds; it never runs back.
            commands: numbers answer, `SKIP` skips, `PAUSE` stops the waiting, and `QUIT` ends it.
                A number that is no answer changes nothing.
        """
        if self._time_s is not None and not self._paused:
            self._waited_s += time_s - self._time_s
        self._time_s = time_s
        for command in commands:
            self._obey(command)
        if self._card is not None and self._waited_s >= self._card.lasts_s:
            self._go_on(None)

    def line(self) -> Line | None:
        """Return what to say about a card that is new, once."""
        unsaid, self._unsaid = self._unsaid, False
        return self._card.say if unsaid and self._card is not None else None

    def question(self) -> Question | None:
        """Return what to show now, None at the end."""
        if self._card is None:
            return None
        left_s = math.ceil(max(0.0, self._card.lasts_s - self._waited_s))
        question = self._card.question
        if not question.choices:
            return question
        waits = text("pain", self._card.waits, self._language, seconds=left_s)
        return replace(question, waits=waits)

    @property
    def paused(self) -> bool:
        """Whether the waiting stands still."""
        return self._paused

    def _obey(self, command: Command) -> None:
        if self.over or self._card is None:
            return
        if command is Command.QUIT:
            self.stopped = True
        elif command is Command.PAUSE:
            self._paused = not self._paused
        elif command is Command.SKIP:
            self._go_on(None)
        elif command.number in [each.number for each in self._card.question.choices]:
            self._go_on(command.number)

    def _go_on(self, answer: int | None) -> None:
        assert self._card is not None
        self._card = self._card.then(answer)
        self._waited_s, self._paused = 0.0, False
        self._unsaid = self._card is not None
