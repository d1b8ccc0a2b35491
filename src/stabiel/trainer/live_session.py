"""A session, frame by frame: pose, judge, trainer, voice, records. In: frames. Out: what to show.

The steps are the same whether a camera delivers the frames or a test does. It knows no window and
starts no thread; the caller decides how frames come.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stabiel.body.body import Body
from stabiel.errors import StabielError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded
from stabiel.session.days import Ending
from stabiel.session.pipeline import Judge, Judgment
from stabiel.session.session import Session
from stabiel.system.resources import ModelName
from stabiel.trainer.judged_exercise import JudgedExercise
from stabiel.trainer.looks import Looks
from stabiel.trainer.other_exercise import OtherExerciseWatch
from stabiel.trainer.ports import (
    Camera,
    Estimators,
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
from stabiel.video.frame import Frame
from stabiel.wording.language import Language


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
        cores: how many may be used; None finds out.
        landmarkers: one, or two in turn, and always with `model`, as a benchmark needs it; None as
            the computer keeps up.
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
    cores: int | None = None
    landmarkers: Literal[1, 2] | None = None

    def looks(self, *, keeps_model: bool = False) -> Looks:
        """Return what finds the poses of a session, with the model that is wanted."""
        return Looks(
            self.estimators,
            self.camera,
            self.model,
            work_s=self.work_s,
            cores=self.cores,
            keeps_model=keeps_model,
            landmarkers=self.landmarkers,
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
        self._looks = parts.looks()
        self._models: list[ModelName] = []
        self._current: JudgedExercise | None = None
        self._frame: Frame | None = None
        self._voice_was_missed = False
        self._records_were_missed = False
        self._was_slow_in_dark = False
        self._lighter_was_shown = self._better_was_shown = False
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

    @property
    def ahead(self) -> int:
        """How many frames may be looked at before the one that is due."""
        return self._looks.ahead

    def expect(self, frame: Frame, sight: Sight) -> None:
        """Begin to look at a frame of a later step, if it is to be judged as things are now."""
        if self._current is not None and self._judges(sight):
            self._looks.begin(self._current.own_frame(frame))

    def is_ready(self, frame: Frame) -> bool:
        """Return whether the look at a frame has begun, and is over."""
        current = self._current
        return current is not None and self._looks.is_ready(current.own_time_s(frame.time_s))

    def _judges(self, sight: Sight) -> bool:
        return self._trainer.judging and sight is Sight.FINE

    def _judge(self, frame: Frame, sight: Sight) -> Judgment | None:
        current = self._current
        if current is None or not self._judges(sight):
            return None
        # The landmarkers and the judge know only the time of their own exercise.
        own = current.own_frame(frame)
        looked = self._looks.find(own)
        if looked is None:
            return None
        judgment = current.take(own, looked.pose)
        other = current.others.update(Recorded(own.time_s, looked.pose), judgment)
        if other is not None:
            self._trainer.notify("other_exercise", self._parts.book.get(other), current.exercise)
        if self._looks.judged(own, frame.time_s):
            self._models.append(self._looks.model)
            # Shown once, and never said: the person can do nothing about it.
            if not self._lighter_was_shown:
                self._trainer.remark("lighter_model")
            self._lighter_was_shown = True
        return judgment

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
        if self._looks.open(exercise) and not self._better_was_shown:
            self._better_was_shown = True
            self._trainer.remark("better_model")
        model = self._looks.model
        self._models = [model]
        keeper = parts.records.begin(exercise, model)
        self._current = JudgedExercise(
            exercise,
            Judge(exercise, parts.book, parts.language, model),
            keeper,
            self._recorder(keeper.video),
            OtherExerciseWatch(exercise, parts.book, model),
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
        self._looks.close()
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
