"""A session, frame by frame: pose, judge, trainer, voice, records. In: frames. Out: what to show.

The steps are the same whether a camera delivers the frames or a test does. It knows no window and
starts no thread; the caller decides how frames come.
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
from stabiel.pose.pose import Pose, PoseEstimator
from stabiel.pose.recording import Recorded
from stabiel.session.days import Ending
from stabiel.session.pipeline import Judge, Judgment
from stabiel.session.session import Session, Source
from stabiel.system.resources import LIGHTER, ModelName
from stabiel.trainer.other_exercise import OtherExerciseWatch
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

# A fresh estimator is made for each failed frame. After this many in a row, another will not help.
MOST_FAILURES = 5


@dataclass(frozen=True, slots=True)
class ShownFrame:
    """The result of one frame, to be shown.

    Attributes:
        frame: the newest frame.
        body: the body in that frame; None if nothing was judged or nobody detected.
        judgment: of that frame; None if nothing was judged.
        line: the line that began to be spoken.
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
        estimators: makes an estimator for an exercise, a fresh one on each call.
        programme: the programme whose position is stored; None for a single exercise.
        recorder: makes a recorder of the camera's picture; None if no video is wanted.
        work_s: seconds of work so far, to notice if the computer does not keep up.
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
class _JudgedExercise:
    """One exercise while it is judged. Its time begins with its first frame.

    Attributes:
        began_s: the camera's time of its first frame, seconds.
        last_s: its own time of its newest frame, seconds.
        failures: how many times in a row the estimator failed.
        size_px: (width, height) of its frames.
    """

    exercise: Exercise
    judge: Judge
    estimator: PoseEstimator
    keeper: ExerciseKeeper
    recorder: Recorder | None
    others: OtherExerciseWatch
    began_s: float | None = None
    last_s: float = 0.0
    frames: int = 0
    failures: int = 0
    size_px: tuple[int, int] = (0, 0)

    def own_frame(self, frame: Frame) -> Frame:
        """Return a frame with the exercise's own time; the first frame begins that time."""
        if self.began_s is None:
            self.began_s = frame.time_s
            self.size_px = frame.image.shape[1], frame.image.shape[0]
        time_s = self.own_time_s(frame.time_s)
        return frame if time_s == frame.time_s else replace(frame, time_s=time_s)

    def own_time_s(self, time_s: float) -> float:
        return time_s - (self.began_s or 0.0)

    def take(self, own: Frame, pose: Pose | None) -> Judgment:
        """Judge a frame and store it."""
        self.failures = 0
        light = brightness(own.image)
        judgment = self.judge.update(own.time_s, pose, light)
        self.keeper.add(own.time_s, pose, light, judgment)
        if self.recorder is not None:
            self.recorder.add(own)
        self.frames, self.last_s = self.frames + 1, own.time_s
        return judgment

    def source(self, camera: Camera) -> Source:
        """Return where its frames came from, and how many there were."""
        step_s = self.last_s / (self.frames - 1) if self.frames > 1 else 0.0
        duration_s = self.last_s + (step_s or 1.0 / camera.rate_hz)
        return Source(
            kind=camera.kind,
            name=camera.name,
            duration_s=duration_s,
            frame_rate_hz=self.frames / duration_s,
            width_px=self.size_px[0],
            height_px=self.size_px[1],
        )


class LiveSession:
    """One session. Holds the exercise that is judged, and the model that is used.

    Attributes:
        sessions: the results of the exercises that are over.
        kept: (id in the records, exercise) of those in which a person was detected.
        over: the trainer has ended the session.
    """

    def __init__(self, trainer: Trainer, parts: SessionParts) -> None:
        self._trainer = trainer
        self._parts = parts
        self._model: ModelName = parts.model
        self._models: list[ModelName] = []
        self._current: _JudgedExercise | None = None
        self._pace = Pace()
        self._frame: Frame | None = None
        self._voice_was_missed = False
        self._records_were_missed = False
        self._was_slow_in_dark = False
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
        """Take a frame, or a moment without one; return what to show, None before the first frame.

        Args:
            frame: the newest frame; None if none came.
            now_s: the camera's time now, seconds; counts if there is no frame.
            commands: what the user asked for since the last call.
            sight: the state of the camera's picture.

        Raises:
            ResourceError: the pose model fails again and again.
        """
        if frame is None and self._frame is None:
            return None
        self._report_trouble()
        time_s = now_s if frame is None else frame.time_s
        if self._frame is None:
            # Begins the exercise before the first frame, so that this frame is judged too.
            self._carry_out(self._trainer.update(time_s, commands=commands), time_s)
            commands = ()
        judgment = None
        if frame is not None:
            self._frame = frame
            judgment = self._judge(frame, sight)
        turn = self._trainer.update(time_s, judgment, commands=commands, sight=sight)
        self._carry_out(turn, time_s)
        assert self._frame is not None
        body = None if judgment is None else judgment.shown
        return ShownFrame(self._frame, body, turn.show, judgment, turn.say)

    # Judging

    def _judge(self, frame: Frame, sight: Sight) -> Judgment | None:
        current = self._current
        if current is None or not self._trainer.judging or sight is not Sight.FINE:
            return None
        began_s = self._parts.work_s()
        # The estimator and the judge know only the time of their own exercise.
        own = current.own_frame(frame)
        try:
            pose = current.estimator.find(own)
        except (RuntimeError, ValueError) as error:
            self._replace_estimator(current, error)
            return None
        judgment = current.take(own, pose)
        other = current.others.update(Recorded(own.time_s, pose), judgment)
        if other is not None:
            self._trainer.notify("other_exercise", self._parts.book.get(other), current.exercise)
        self._pace.note(self._parts.work_s() - began_s)
        if self._pace.is_too_slow and self._model in LIGHTER:
            self._take_lighter_model(current)
        return judgment

    def _replace_estimator(self, current: _JudgedExercise, error: Exception) -> None:
        """Replace an estimator that failed by a fresh one; only this frame is lost.

        Raises:
            ResourceError: fresh ones fail too.
        """
        current.failures += 1
        if current.failures > MOST_FAILURES:
            raise ResourceError(
                f"The pose model failed {current.failures} times in a row ({error}); "
                "start again, or install stabiel again."
            ) from error
        with suppress(RuntimeError, ValueError):
            current.estimator.close()
        current.estimator = self._parts.estimators(current.exercise, self._model)

    def _take_lighter_model(self, current: _JudgedExercise) -> None:
        """Go on with a lighter model, and show it: the person can do nothing about it."""
        self._model = LIGHTER[self._model]
        self._models.append(self._model)
        self._pace.reset()
        current.estimator.close()
        current.estimator = self._parts.estimators(current.exercise, self._model)
        self._trainer.remark("lighter_model")

    # What the trainer asks for

    def _report_trouble(self) -> None:
        """Show once each: no voice, records that cannot be written, a camera slow in the dark.

        Nothing of it is said: somebody who lies on a mat can do nothing about it now.
        """
        if not self._parts.voice.speaks and not self._voice_was_missed:
            self._voice_was_missed = True
            self._trainer.remark("no_voice")
        in_trouble = self._current is not None and self._current.keeper.in_trouble
        if in_trouble and not self._records_were_missed:
            self._records_were_missed = True
            self._trainer.remark("not_kept")
        if self._parts.camera.slow_in_dark and not self._was_slow_in_dark:
            self._was_slow_in_dark = True
            self._trainer.remark("slow_in_dark")

    def _carry_out(self, turn: Turn, time_s: float) -> None:
        if turn.say is not None:
            self._parts.voice.say(turn.say)
        # A line spoken as an exercise ends belongs to it, and so does the line that begins one.
        milestones = list(turn.milestones)
        while self._current is None and milestones:
            self._reach(milestones.pop(0))
        if turn.say is not None and self._current is not None:
            self._current.keeper.said(self._current.own_time_s(time_s), turn.say)
        for milestone in milestones:
            self._reach(milestone)

    def _reach(self, milestone: Milestone) -> None:
        if isinstance(milestone, ExerciseBegan):
            self._begin(milestone.exercise)
        elif isinstance(milestone, ExerciseEnded):
            self._finish(milestone.ending)
        elif isinstance(milestone, StepEnded) and self._parts.programme is not None:
            self._parts.records.keep_place(self._parts.programme, milestone.next_index)
        elif isinstance(milestone, SessionEnded):
            self.over = True

    def _begin(self, exercise: Exercise) -> None:
        parts = self._parts
        self._models = [self._model]
        keeper = parts.records.begin(exercise, self._model)
        self._current = _JudgedExercise(
            exercise,
            Judge(exercise, parts.book, parts.language, self._model),
            parts.estimators(exercise, self._model),
            keeper,
            self._recorder(keeper.video),
            OtherExerciseWatch(exercise, parts.book, self._model),
        )

    def _recorder(self, video: Path | None) -> Recorder | None:
        if video is None or self._parts.recorder is None:
            return None
        return self._parts.recorder(video, self._parts.camera.rate_hz)

    def _finish(self, ending: Ending) -> None:
        """Store the result of the current exercise, and how it ended."""
        current, self._current = self._current, None
        if current is None:
            return
        current.estimator.close()
        model = ", then ".join(self._models)
        session = current.judge.finish(current.source(self._parts.camera), model)
        self.sessions.append(session)
        current.keeper.finish(session, ending)
        number = current.keeper.session_id
        if current.keeper.person_seen and number is not None:
            self.kept.append((number, current.exercise.id))
        if current.recorder is not None:
            try:
                current.recorder.close()
            except StabielError as error:
                self._video_error = error

    def close(self) -> None:
        """End the session at any point, and store what was done.

        Raises:
            StabielError: a part of it cannot be stored.
        """
        self._finish("stopped")
        self._parts.records.close()
        if self._video_error is not None:
            raise self._video_error
