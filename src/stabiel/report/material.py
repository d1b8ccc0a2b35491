"""What a report is made of. In: a judged session and all that belongs to it. Out: `Material`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Dose, Exercise
from stabiel.report.labels import MovementOrHold
from stabiel.report.pictures import Stills
from stabiel.session.corrected import CorrectedSession
from stabiel.session.session import Session
from stabiel.session.trace import ValueTrace
from stabiel.session.trends import Past
from stabiel.session.wellbeing import WorkoutWellbeing


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that a report is made of.

    Attributes:
        session: what was done.
        exercise: the rule it was judged by.
        book: the shared checks, for the names of reasons.
        trace: the followed measure over time.
        stills: the key moments with their pictures, by the identity of the movement or hold.
        began_at: when it began, None if unknown.
        video: name of the annotated video beside the report, None if there is none.
        earlier: sessions of the same exercise before this one, newest last.
        this: the summary of this session.
        spoken: what a trainer said, with its times, if that is more than the cues.
        person: the name to write on the report, None to write none.
        corrected: the session with what the person says of it, None if that is nothing.
        felt: what the person said about how they feel; empty without an answer.
        dose: what was asked for, per side; None if nothing was.
        author: who prescribed it, None if nobody did or it is not known.
    """

    session: Session
    exercise: Exercise
    book: ExerciseBook
    trace: ValueTrace
    stills: dict[int, Stills] = field(default_factory=dict)
    began_at: datetime | None = None
    video: str | None = None
    earlier: Sequence[Past] = ()
    this: Past | None = None
    spoken: Sequence[tuple[float, str]] = ()
    person: str | None = None
    corrected: CorrectedSession | None = None
    felt: WorkoutWellbeing = field(default_factory=WorkoutWellbeing)
    dose: Dose | None = None
    author: str | None = None

    def stills_of(self, done: MovementOrHold) -> Stills:
        """Return the key moments of a movement or hold, empty if it has no pictures."""
        return {} if done.movement is None else self.stills.get(done.movement, {})
