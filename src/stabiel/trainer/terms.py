"""The terms that all parts of a session share. In: nothing. Out: plain values.

It imports nothing of the program, so that a window can open before anything else is loaded.
"""

from enum import StrEnum


class Stage(StrEnum):
    """Where in the session the person is."""

    SET_UP = "set_up"
    READY = "ready"
    WORK = "work"
    REST = "rest"
    LEAVING = "leaving"
    ENDED = "ended"
    ASKING = "asking"


class Command(StrEnum):
    """What the user can ask for with a key or a button."""

    PAUSE = "pause"
    SKIP = "skip"
    AGAIN = "again"
    MUTE = "mute"
    QUIT = "quit"
    HURTS = "hurts"
    # Answers to a question, by their numbers.
    ANSWER_0 = "answer_0"
    ANSWER_1 = "answer_1"
    ANSWER_2 = "answer_2"
    ANSWER_3 = "answer_3"
    ANSWER_4 = "answer_4"
    ANSWER_5 = "answer_5"
    ANSWER_6 = "answer_6"
    ANSWER_7 = "answer_7"
    ANSWER_8 = "answer_8"
    ANSWER_9 = "answer_9"
    ANSWER_10 = "answer_10"

    @property
    def number(self) -> int | None:
        """The number of an answer, None for any other command."""
        head, _, number = self.value.partition("_")
        return int(number) if head == "answer" else None


class Sight(StrEnum):
    """The state of the camera's picture."""

    FINE = "fine"
    LOST = "lost"
    BLACK = "black"
    FROZEN = "frozen"


class Strictness(StrEnum):
    """How many faults are spoken of. All faults are recorded in any case."""

    GENTLE = "gentle"
    NORMAL = "normal"
    STRICT = "strict"
