"""One exercise of a session without a plan. In: frames. Out: judgments, and what is kept.

It is recognized after its first movements, so it begins with frames that were seen before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stabiel.coach.coach import START, Moment
from stabiel.coach.events import Event, Hold, Repetition
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded
from stabiel.session.pipeline import Judge, Judgment
from stabiel.session.session import Source
from stabiel.trainer.ports import Camera, ExerciseKeeper
from stabiel.trainer.summary import ExerciseSummary


@dataclass(slots=True)
class FreeExercise:
    """The exercise that is done in a free session. Its time begins with its first frame.

    Attributes:
        begins_s: the camera's time of its first frame, seconds.
        acted_s: the camera's time at which something last counted or was held.
        frames: how many frames it has.
    """

    exercise: Exercise
    judge: Judge
    keeper: ExerciseKeeper
    summary: ExerciseSummary
    begins_s: float
    acted_s: float
    last_s: float = 0.0
    frames: int = 0
    moment: Moment = START
    said_s: int = 0
    held_before_s: float = field(init=False)

    def __post_init__(self) -> None:
        self.held_before_s = self.summary.held_s

    def take(self, found: Recorded) -> Judgment:
        """Judge a frame and store it."""
        time_s = round(found.time_s - self.begins_s, 6)
        pose = None if found.pose is None else replace(found.pose, time_s=time_s)
        judgment = self.judge.update(time_s, pose, found.light)
        self.keeper.add(time_s, pose, found.light, judgment)
        self.last_s, self.frames = time_s, self.frames + 1
        self.moment = judgment.moment
        self.note(judgment.events)
        if judgment.moment.hold_s > 0.0 or any(_counts(each) for each in judgment.events):
            self.acted_s = found.time_s
        return judgment

    def note(self, events: Sequence[Event]) -> None:
        """Add what happened to the summary."""
        self.summary.note(events)
        self.summary.held_s += sum(e.in_zone_s for e in events if isinstance(e, Hold))

    def source(self, camera: Camera, size_px: tuple[int, int]) -> Source:
        """Return where its frames came from, and how many there were."""
        step_s = self.last_s / (self.frames - 1) if self.frames > 1 else 0.0
        duration_s = self.last_s + (step_s or 1.0 / camera.rate_hz)
        rate_hz = self.frames / duration_s
        return Source(camera.kind, camera.name, duration_s, rate_hz, *size_px)


def _counts(event: Event) -> bool:
    return isinstance(event, Repetition | Hold)
