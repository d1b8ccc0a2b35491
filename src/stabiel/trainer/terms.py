"""The words that all of a session's parts share. In: nothing. Out: plain values.

It imports nothing of the program, so that a window can be there before anything else is loaded.
"""

from enum import StrEnum


class Stage(StrEnum):
    """Where in the session this is."""

    SET_UP = "set_up"
    READY = "ready"
    WORK = "work"
    REST = "rest"
    LEAVING = "leaving"
    ENDED = "ended"


class Command(StrEnum):
    """What somebody who can reach a key may ask."""

    PAUSE = "pause"
    SKIP = "skip"
    AGAIN = "again"
    MUTE = "mute"
    QUIT = "quit"


class Sight(StrEnum):
    """How the camera's picture is."""

    FINE = "fine"
    LOST = "lost"
    BLACK = "black"
    FROZEN = "frozen"


class Strictness(StrEnum):
    """How many faults are spoken of; all are recorded whatever this is."""

    GENTLE = "gentle"
    NORMAL = "normal"
    STRICT = "strict"
