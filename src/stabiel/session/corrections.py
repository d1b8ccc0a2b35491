"""What the person says about a judgment. In: plain data. Out: corrections, checked.

A correction changes no judgment: it stands beside it (`stabiel.session.corrected`). It names an
event by its kind, its side and its times, so that it still finds that event in another judgment of
the same landmarks. Times are seconds since the first frame.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from stabiel.anatomy import SideName
from stabiel.session.session import LARGEST_NUMBER

TimeS = Annotated[float, Field(ge=0, le=LARGEST_NUMBER)]
# An id; nothing in it is ever used as a path.
NameId = Annotated[str, Field(min_length=1, max_length=100)]


class CorrectionBase(BaseModel):
    """Base of all corrections: unknown keys and values of another type are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class RepetitionChange(CorrectionBase):
    """One repetition more or fewer than was counted, perhaps with its moment."""

    kind: Literal["repetitions"] = "repetitions"
    change: Literal[1, -1]
    side: SideName
    time_s: TimeS | None = None


class CountChange(CorrectionBase):
    """This attempt did count, or this repetition or hold did not."""

    kind: Literal["counts"] = "counts"
    what: Literal["repetition", "attempt", "hold"]
    side: SideName
    start_s: TimeS
    end_s: TimeS
    counts: bool


class WrongFault(CorrectionBase):
    """This fault was not right."""

    kind: Literal["fault_wrong"] = "fault_wrong"
    fault: NameId
    side: SideName
    start_s: TimeS
    end_s: TimeS


class OtherExercise(CorrectionBase):
    """The whole session was another exercise."""

    kind: Literal["exercise"] = "exercise"
    exercise: NameId


Correction = Annotated[
    RepetitionChange | CountChange | WrongFault | OtherExercise, Field(discriminator="kind")
]


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """A correction in the records.

    Attributes:
        id: its number in the records.
        said: what the person says.
        at: when, with the offset from UTC.
    """

    id: int
    said: RepetitionChange | CountChange | WrongFault | OtherExercise
    at: datetime
