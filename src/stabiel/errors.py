"""The errors of stabiel. In: what went wrong. Out: one sentence a user can act on.

Every message names the file or device, the place in it where there is one, and the remedy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Nobody to judge in the picture is no error, but no success either.
NOBODY_EXIT_CODE = 4


def nobody_in(video: Path) -> str:
    """Return the sentence for a video in which nobody was found."""
    return (
        f"{video}: nobody was found in this video; put the whole body in the picture and light "
        "on it."
    )


class StabielError(Exception):
    """Anything that stops the work for a reason the user can understand."""

    exit_code = 2


class UsageError(StabielError):
    """The command was given something it cannot work with (exit code 2)."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file.

    Attributes:
        file: its path or name, for the message.
        line, column: from 1, None where it has no place.
        words: what is wrong with what, as "dose.repetitions: expected a whole number".
    """

    file: str
    words: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = "" if self.line is None else f":{self.line}:{self.column}"
        return f"{self.file}{place}: {self.words}"


class ExerciseError(StabielError):
    """An exercise file is wrong; the message has one line for each mistake."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(dict.fromkeys(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class ResourceError(StabielError):
    """A file that belongs to the program itself is missing or damaged."""


class OutputError(StabielError):
    """A result cannot be written where it was asked for."""


class VideoError(StabielError):
    """A video cannot be read (exit code 3)."""

    exit_code = 3


class StoreError(StabielError):
    """The records cannot be read (exit code 3)."""

    exit_code = 3


class CameraError(StabielError):
    """A camera cannot be opened or gives no picture (exit code 3)."""

    exit_code = 3
