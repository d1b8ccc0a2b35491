"""A session, frame by frame: pose, judge, trainer, voice, records. In: frames. Out: what to show.

The same steps whether a camera gives the frames or a test does. It knows no window and starts no
thread; whoever calls it decides how frames come.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from stabiel.body.body import Body
from stabiel.errors import ResourceError, StabielError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.pose import PoseEstimator
from stabiel.session.pipeline import Judge, Judgment
from stabiel.session.session import Session, Source
from stabiel.system.resources import LIGHTER, ModelName
from stabiel.trainer.pace import Pace
from stabiel.trainer.ports import (
    Camera,
    Estimators,
    ExerciseKeeper,
    Recorder,
    Recorders,
    SessionRecords,
    Voice,
)
from stabiel.trainer.scene import (
    ExerciseBegan,
    ExerciseEnded,
    Milestone,
    Scene,
    SessionEnded,
    StepEnded,
    Turn,
)
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Command, Sight
from stabiel.trainer.trainer import Trainer
from stabiel.video.brightness import brightness
from stabiel.video.frame import Frame
from stabiel.wording.language import Language

# An estimator that fails on so many frames in a row, each time a fresh one, will not get better.
MOST_FAILURES = 5


@dataclass(frozen=True, slots=True)
class ShownFrame:
    """What one frame gave, to be shown.

    Attributes:
        frame: the newest there is.
        body: in that frame.
        judgment: of it; None where nothing was judged.
        line: that began to be said.
    """

    frame: Frame
    body: Body | None
    scene: Scene
    judgment: Judgment | None
    line: Line | None


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What a session works with.

    Attributes:
        estimators: makes an estimator for an exercise, a fresh one for each.
        programme: whose place is kept, None for a single exercise.
        recorder: records the camera's picture too; None if it is not to be kept.
        work_s: seconds of work so far, to see whether the computer keeps up.
    """

    book: ExerciseBook
    language: Language
    camera: Camera
    estimators: Estimators
    voice: Voice
    records: SessionRecords
    model: ModelName = "full"
    programme: str | None = None
    recorder: Recorders | None = None
    work_s: Callable[[], float] = time.perf_counter


@dataclass(slots=True)
class _Doing:
    """One exercise while it is judged; its time begins with its first frame."""

    exercise: Exercise
    judge: Judge
    estimator: PoseEstimator
    keeper: ExerciseKeeper
    recorder: Recorder | None
    began_s: float | None = None
    last_s: float = 0.0
    frames: int = 0
    failures: int = 0
    size_px: tuple[int, int] = (0, 0)

    def time_s(self, time_s: float) -> float:
        return time_s - (self.began_s or 0.0)


class LiveSession:
    """One session. Holds the exercise that is judged, and the model that is used.

    Attributes:
        sessions: what was judged of each exercise that is over.
        kept: number in the records and exercise of those in which somebody was seen.
        over: the trainer has ended it.
    """

    def __init__(self, trainer: Trainer, tools: SessionParts) -> None:
        self._trainer = trainer
        self._tools = tools
        self._model: ModelName = tools.model
        self._models: list[ModelName] = []
        self._doing: _Doing | None = None
        self._pace = Pace()
        self._frame: Frame | None = None
        self._voice_was_missed = False
        self._records_were_missed = False
        self._video_error: StabielError | None = None
        self.sessions: list[Session] = []
        self.kept: list[tuple[int, str]] = []
        self.over = False

    def step(
        self,
        frame: Frame | None,
        *,
        now_s: float,
        commands: Sequence[Command] = (),
        sight: Sight = Sight.FINE,
    ) -> ShownFrame | None:
        """Take a frame, or a moment without one; return what to show, None before the first.

        Raises:
            ResourceError: the pose model fails and fails.
        """
        if frame is None and self._frame is None:
            return None
        self._complain()
        time_s = now_s if frame is None else frame.time_s
        if self._frame is None:
            # Before the first frame, so that it is judged as all others are.
            self._carry_out(self._trainer.update(time_s), time_s)
        judgment = None
        if frame is not None:
            self._frame = frame
            judgment = self._judge(frame, sight)
        turn = self._trainer.update(time_s, judgment, commands=commands, sight=sight)
        self._carry_out(turn, time_s)
        assert self._frame is not None
        body = None if judgment is None else judgment.body
        return ShownFrame(self._frame, body, turn.show, judgment, turn.say)

    def _judge(self, frame: Frame, sight: Sight) -> Judgment | None:
        doing = self._doing
        if doing is None or not self._trainer.judging or sight is not Sight.FINE:
            return None
        began_s = self._tools.work_s()
        if doing.began_s is None:
            doing.began_s = frame.time_s
            doing.size_px = frame.image.shape[1], frame.image.shape[0]
        time_s = doing.time_s(frame.time_s)
        # The estimator and the judge know the time of their own exercise only.
        own = frame if time_s == frame.time_s else replace(frame, time_s=time_s)
        try:
            pose = doing.estimator.find(own)
        except (RuntimeError, ValueError) as error:
            self._begin_estimator_anew(doing, error)
            return None
        doing.failures = 0
        light = brightness(frame.image)
        judgment = doing.judge.update(time_s, pose, light)
        doing.keeper.add(time_s, pose, light, judgment)
        if doing.recorder is not None:
            doing.recorder.add(own)
        doing.frames, doing.last_s = doing.frames + 1, time_s
        self._pace.note(self._tools.work_s() - began_s)
        if self._pace.is_too_slow and self._model in LIGHTER:
            self._take_lighter(doing)
        return judgment

    def _begin_estimator_anew(self, doing: _Doing, error: Exception) -> None:
        """Put a fresh estimator in the place of one that failed: this frame is lost, no more.

        Raises:
            ResourceError: fresh ones fail too.
        """
        doing.failures += 1
        if doing.failures > MOST_FAILURES:
            raise ResourceError(
                f"The pose model failed {doing.failures} times in a row ({error}); "
                "start again, or install stabiel again."
            ) from error
        with suppress(RuntimeError, ValueError):
            doing.estimator.close()
        doing.estimator = self._tools.estimators(doing.exercise, self._model)

    def _take_lighter(self, doing: _Doing) -> None:
        """Go on with a lighter model, and say so."""
        self._model = LIGHTER[self._model]
        self._models.append(self._model)
        self._pace.reset()
        doing.estimator.close()
        doing.estimator = self._tools.estimators(doing.exercise, self._model)
        self._trainer.notify("lighter_model")

    def _complain(self) -> None:
        if not self._tools.voice.speaks and not self._voice_was_missed:
            self._voice_was_missed = True
            self._trainer.remark("no_voice")
        in_trouble = self._doing is not None and self._doing.keeper.in_trouble
        if in_trouble and not self._records_were_missed:
            self._records_were_missed = True
            self._trainer.notify("not_kept")

    def _carry_out(self, turn: Turn, time_s: float) -> None:
        if turn.say is not None:
            self._tools.voice.say(turn.say)
        # What is said as an exercise ends belongs to it, and so does what begins one.
        milestones = list(turn.milestones)
        while self._doing is None and milestones:
            self._note(milestones.pop(0))
        if turn.say is not None and self._doing is not None:
            self._doing.keeper.said(self._doing.time_s(time_s), turn.say)
        for milestone in milestones:
            self._note(milestone)

    def _note(self, milestone: Milestone) -> None:
        if isinstance(milestone, ExerciseBegan):
            self._begin(milestone.exercise)
        elif isinstance(milestone, ExerciseEnded):
            self._finish()
        elif isinstance(milestone, StepEnded) and self._tools.programme is not None:
            self._tools.records.keep_place(self._tools.programme, milestone.next_index)
        elif isinstance(milestone, SessionEnded):
            self.over = True

    def _begin(self, exercise: Exercise) -> None:
        tools = self._tools
        self._models = [self._model]
        keeper = tools.records.begin(exercise, self._model)
        self._doing = _Doing(
            exercise,
            Judge(exercise, tools.book, tools.language),
            tools.estimators(exercise, self._model),
            keeper,
            self._recorder(keeper.video),
        )

    def _recorder(self, video: Path | None) -> Recorder | None:
        if video is None or self._tools.recorder is None:
            return None
        return self._tools.recorder(video, self._tools.camera.rate_hz)

    def _finish(self) -> None:
        """Keep what was judged of the exercise at hand."""
        doing, self._doing = self._doing, None
        if doing is None:
            return
        doing.estimator.close()
        step_s = doing.last_s / (doing.frames - 1) if doing.frames > 1 else 0.0
        duration_s = doing.last_s + (step_s or 1.0 / self._tools.camera.rate_hz)
        source = Source(
            kind=self._tools.camera.kind,
            name=self._tools.camera.name,
            duration_s=duration_s,
            frame_rate_hz=doing.frames / duration_s,
            width_px=doing.size_px[0],
            height_px=doing.size_px[1],
        )
        session = doing.judge.finish(source, ", then ".join(self._models))
        self.sessions.append(session)
        doing.keeper.finish(session)
        number = doing.keeper.session_id
        if doing.keeper.is_worth_it and number is not None:
            self.kept.append((number, doing.exercise.id))
        if doing.recorder is not None:
            try:
                doing.recorder.close()
            except StabielError as error:
                self._video_error = error

    def close(self) -> None:
        """End the session wherever it is, and keep what was done.

        Raises:
            StabielError: something of it cannot be kept.
        """
        self._finish()
        self._tools.records.close()
        if self._video_error is not None:
            raise self._video_error
