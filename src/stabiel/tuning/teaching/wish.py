"""What is asked when an exercise is taught, and why it can fail. In: words. Out: values."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from stabiel.errors import UsageError
from stabiel.tuning.teaching.working_sides import Sides
from stabiel.wording.catalogue import text
from stabiel.wording.language import Language, Text

# As long as the id of an exercise may be.
MOST_ID = 60
# Why nothing can be learned from a demonstration; each has its sentence in the catalogue.
Refusal = Literal[
    "nobody", "two_people", "hidden", "out_of_picture", "moving_camera", "no_start", "no_movement",
    "one_repetition", "wrong_count", "no_measure", "not_told", "not_counted_alike",
    "not_counted_missing", "all_not_counted", "no_hold",
]  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What the user says about a demonstration.

    Attributes:
        id: of the exercise.
        name: of the exercise.
        repetitions: how many the demonstration has; None if that is not known.
        hold: it shows a posture that is held, not a movement.
        not_counted: the numbers, from 1, of repetitions that were not good.
        sides: whether both sides move together; None to find out.
        faults: the ids of the faults to look for; None for those that are always offered.
        instruction: how it is done; None for a text to fill in.
    """

    id: str
    name: Text
    repetitions: int | None = None
    hold: bool = False
    not_counted: frozenset[int] = frozenset()
    sides: Sides | None = None
    faults: frozenset[str] | None = None
    instruction: Text | None = None


class TeachingError(UsageError):
    """Nothing can be learned from a demonstration (exit code 2).

    Attributes:
        reason: why not.
        values: what the sentence names.
    """

    def __init__(self, reason: Refusal, **values: object) -> None:
        self.reason, self.values = reason, values
        super().__init__(self.in_language("en"))

    def in_language(self, language: Language) -> str:
        """Return the sentence in a language."""
        return text("teach_refusal", self.reason, language, **self.values)


@dataclass(frozen=True)
class LessonRemark:
    """Something that the user should know about what was learned.

    Attributes:
        key: of its sentence in the catalogue.
        values: what the sentence names.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def in_language(self, language: Language) -> str:
        """Return the sentence in a language."""
        return text("teach_remark", self.key, language, **self.values)


def id_of(name: str) -> str | None:
    """Return a name as an id: lower-case letters and digits with hyphens; None if none is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MOST_ID].strip("-")
    return found if re.match("[a-z]", found) else None


def free_id(english: str, dutch: str, taken: Collection[str]) -> str:
    """Return an id that nothing has yet, from a name; `exercise` if the names give none."""
    base = id_of(english) or id_of(dutch) or "exercise"
    tries = (f"{base[: MOST_ID - 4].rstrip('-')}-{number}" for number in range(2, 1000))
    return next(each for each in (base, *tries) if each not in taken)
