"""One exercise while it is judged. In: judgments. Out: what its stages share.

It lasts over all steps of the exercise that follow each other; each stage lasts for a part of one.
"""

from dataclasses import dataclass, field

from stabiel.coach.coach import START, Moment
from stabiel.coach.lasting import Lasting
from stabiel.exercises.model import Exercise
from stabiel.session.pipeline import Judgment
from stabiel.trainer.fault_feedback import FaultFeedback
from stabiel.trainer.presence import Presence
from stabiel.trainer.setup_gate import SetupGate
from stabiel.trainer.summary import ExerciseSummary

# How long the start posture may be lost before the trainer describes it again.
LOST_POSTURE_S = 8.0


def _lost_posture() -> Lasting:
    return Lasting(LOST_POSTURE_S)


@dataclass(slots=True)
class ExerciseRun:
    """The state of one exercise.

    Attributes:
        summary: what was done of it, earlier runs of this session included.
        presence: whether the person is still there.
        posture_lost: the start posture is lost and not found again.
        first_set: no step of it is over yet.
        spent_s: seconds of a hold that belong to a step that is over.
        moment: the newest state of the coach.
        fresh: no frame of it can have been judged yet.
    """

    exercise: Exercise
    setup: SetupGate
    feedback: FaultFeedback
    summary: ExerciseSummary
    presence: Presence
    posture_lost: Lasting = field(default_factory=_lost_posture)
    first_set: bool = True
    spent_s: float = 0.0
    moment: Moment = START
    fresh: bool = True

    def note(self, judgment: Judgment) -> None:
        """Take one frame."""
        self.moment = judgment.moment
        self.summary.note(judgment.events)
