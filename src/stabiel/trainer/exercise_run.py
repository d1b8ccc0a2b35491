"""One exercise while it is judged. In: judgments. Out: what its stages share.

It lasts over all steps of the exercise that follow each other; each stage lasts for a part of one.
"""

from dataclasses import dataclass, field

from stabiel.coach.coach import START, Moment
from stabiel.coach.lasting import Lasting
from stabiel.coach.tolerances import GAP_S
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.session.cues import Priority
from stabiel.session.days import Ending
from stabiel.session.hints import HintWatch
from stabiel.session.pipeline import Judgment
from stabiel.trainer.fault_feedback import FaultFeedback
from stabiel.trainer.presence import Presence
from stabiel.trainer.setup_gate import SetupGate
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.summary import ExerciseSummary
from stabiel.trainer.terms import Strictness
from stabiel.trainer.words import TrainerWords

# How long the start posture may be lost before the trainer describes it again.
LOST_POSTURE_S = 8.0
# Nobody who waits, or does what does not count, hears nothing for longer than this.
SILENCE_S = 20.0
# Someone who has done an exercise this often has heard its instruction often enough.
KNOWN_AFTER = 2


def _lost_posture() -> Lasting:
    return Lasting(LOST_POSTURE_S)


@dataclass(slots=True)
class ExerciseRun:
    """The state of one exercise.

    Attributes:
        hints: what keeps the person out of the zone of a hold, and whether it was said.
        summary: what was done of it, earlier runs of this session included.
        presence: whether the person is still there.
        posture_lost: the start posture is lost and not found again.
        first_set: no step of it is over yet.
        skipped: a step of it ended before its dose was reached.
        spent_s: seconds of a hold that belong to a step that is over.
        moment: the newest state of the coach.
        fresh: no frame of it can have been judged yet.
        heard_s: when the last line began, None before the first.
        brief: the person knows the exercise, and needs no instruction before it.
    """

    exercise: Exercise
    setup: SetupGate
    feedback: FaultFeedback
    hints: HintWatch
    summary: ExerciseSummary
    presence: Presence
    posture_lost: Lasting = field(default_factory=_lost_posture)
    first_set: bool = True
    skipped: bool = False
    spent_s: float = 0.0
    moment: Moment = START
    fresh: bool = True
    heard_s: float | None = None
    brief: bool = False

    def end_step(self, *, complete: bool) -> None:
        """Note that a step is over, and whether its dose was reached."""
        self.spent_s, self.first_set = self.moment.hold_s, False
        self.skipped = self.skipped or not complete

    def ending(self, *, stopped: bool) -> Ending:
        """Return how the exercise ended."""
        if stopped:
            return "stopped"
        return "skipped" if self.skipped else "done"

    def note(self, time_s: float, judgment: Judgment) -> None:
        """Take one frame."""
        moment = judgment.moment
        step_s = moment.time_s - self.moment.time_s
        self.moment = moment
        self.hints.update(time_s, moment.use)
        self.summary.note(judgment.events)
        self.summary.spend(moment.use, step_s if 0.0 < step_s <= GAP_S else 0.0)

    def hear(self, time_s: float, line: Line) -> None:
        """Note that a line begins to be spoken."""
        self.heard_s = time_s
        self.setup.hear(time_s, line)
        if line.priority is Priority.HINT:
            self.hints.give(time_s, line.id)
        else:
            self.hints.hear(time_s, line.id, line.text)

    def is_silent(self, time_s: float) -> bool:
        """Return whether nothing was said for so long that somebody may feel left alone."""
        if self.heard_s is None:
            self.heard_s = time_s
        return time_s - self.heard_s >= SILENCE_S


def run_of(
    exercise: Exercise,
    book: ExerciseBook,
    words: TrainerWords,
    *,
    time_s: float,
    strictness: Strictness,
    summary: ExerciseSummary,
    done_before: int,
) -> ExerciseRun:
    """Return an exercise that begins.

    Args:
        exercise: the exercise.
        book: all exercises, for its checks and its posture.
        words: makes its lines.
        time_s: the session's time, seconds.
        strictness: how many faults are spoken of.
        summary: what was done of it before in this session.
        done_before: how many sessions of it the person has done.
    """
    return ExerciseRun(
        exercise=exercise,
        setup=SetupGate(exercise, book, words, time_s=time_s),
        feedback=FaultFeedback(exercise, words, strictness),
        hints=HintWatch(exercise, book.checks_of(exercise), words.language),
        summary=summary,
        presence=Presence(book.posture(exercise).attitude),
        brief=done_before >= KNOWN_AFTER,
    )
