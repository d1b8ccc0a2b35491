"""The errors of stabiel. In: what went wrong. Out: one sentence that a user can act on.

Every message names the file or device, the place in it if there is one, and the remedy.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

# A video with nobody to judge is not an error, but not a success either.
NOBODY_EXIT_CODE = 4


def nobody_in(video: Path) -> str:
    """Return the sentence for a video in which nobody was found."""
    return (
        f"{video}: nobody was found in this video; make sure that the whole body is in the picture "
        "and well lit."
    )


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return a question that offers up to three similar names, None if no name is similar.

    Args:
        word: what was written.
        known: all names that exist.

    Returns:
        for example "did you mean 'bridging'?"
    """
    by_letters = {name.casefold(): name for name in known}
    similar = [f"'{by_letters[name]}'" for name in get_close_matches(word.casefold(), by_letters)]
    if not similar:
        return None
    *first, last = similar
    return f"did you mean {', '.join(first)}{' or ' if first else ''}{last}?"


def unknown_name(kind: str, word: str, known: Iterable[str]) -> str:
    """Return the sentence for a name that does not exist, with what to write instead.

    Args:
        kind: what should have that name, such as "exercise".
        word: what was written.
        known: all names that exist; they are listed only if none is similar.
    """
    names = list(known)
    remedy = did_you_mean(word, names) or f"choose one of: {', '.join(names)}."
    return f"There is no {kind} '{word}'; {remedy}"


class StabielError(Exception):
    """Anything that stops the work for a reason that the user can understand."""

    exit_code = 2


class UsageError(StabielError):
    """The command was given something that it cannot work with (exit code 2)."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file.

    Attributes:
        file: its path or name, for the message.
        line, column: from 1, None if the mistake has no place.
        words: the key and what is wrong with it, such as "dose.repetitions: expected a whole
            number".
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
    """A result cannot be written to the requested place."""


class VideoError(StabielError):
    """A video cannot be read (exit code 3)."""

    exit_code = 3


class StoreError(StabielError):
    """The records cannot be read (exit code 3)."""

    exit_code = 3


class CameraError(StabielError):
    """A camera cannot be opened or gives no picture (exit code 3)."""

    exit_code = 3
