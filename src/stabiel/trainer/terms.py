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


class Command(StrEnum):
    """What the user can ask for with a key or a button."""

    PAUSE = "pause"
    SKIP = "skip"
    AGAIN = "again"
    MUTE = "mute"
    QUIT = "quit"


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
