"""Leads a session. In: the time, judgments, commands. Out: what to say, to show and to keep.

It knows no camera, clock, voice or window: the same inputs give the same session. It goes from the
set-up over the start posture, the work and the rest to the next step; who gets up is asked whether
to stop.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from stabiel.coach.coach import START
from stabiel.coach.events import Attempt, Phase
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.exercises.programme import Step
from stabiel.session.pipeline import Judgment
from stabiel.trainer.captions import Captions
from stabiel.trainer.fault_feedback import FaultFeedback
from stabiel.trainer.presence import Presence
from stabiel.trainer.scene import (
    ExerciseBegan,
    ExerciseEnded,
    Milestone,
    Ring,
    Scene,
    SessionEnded,
    StepEnded,
    Turn,
)
from stabiel.trainer.session_clock import SessionClock
from stabiel.trainer.setup_gate import SetupGate
from stabiel.trainer.speech_queue import Line, SpeechQueue
from stabiel.trainer.step_progress import StepProgress, side_of, with_dose, work_for
from stabiel.trainer.summary import ExerciseSummary, summary
from stabiel.trainer.terms import Command, Sight, Stage, Strictness
from stabiel.trainer.words import TrainerWords
from stabiel.wording.language import Language

START_HELD_S = 2.0
# A start posture that is gone for less was not left.
START_LEFT_S = 0.5
STOP_AFTER_S = 10.0
LOST_POSTURE_S = 8.0
END_SHOWN_S = 8.0


class Trainer:
    """Leads one person through the steps of a session. Holds where they are in it.

    Args:
        steps: what to do, at least one step.
        book: the exercises.
        language: of all that is said and shown.
        strictness: how many faults are spoken of.
        first: the index of the step to begin with, where an earlier session was left.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        book: ExerciseBook,
        language: Language,
        *,
        strictness: Strictness = Strictness.NORMAL,
        first: int = 0,
    ) -> None:
        self._steps = list(steps)
        self._book = book
        self._words = TrainerWords(book, language)
        self._strictness = strictness
        self._queue = SpeechQueue()
        self._tallies: dict[str, ExerciseSummary] = {}
        self._milestones: list[Milestone] = []
        self._index = first
        self._clock = SessionClock()
        self._captions = Captions()
        self._muted = False
        self._sight = Sight.FINE
        self._summary: tuple[str, ...] = ()
        self._stage: Stage | None = None
        self._judged = False

    @property
    def exercise(self) -> Exercise:
        """The exercise at hand."""
        return self._book.get(self._step.exercise)

    @property
    def judging(self) -> bool:
        """Whether frames are to be judged now."""
        return self._judged and not self._clock.paused

    def update(
        self,
        time_s: float,
        judgment: Judgment | None = None,
        *,
        commands: Sequence[Command] = (),
        sight: Sight = Sight.FINE,
    ) -> Turn:
        """Take one frame, or a moment without one, and return what to do.

        Args:
            time_s: the camera's time; it never runs back.
            judgment: of the frame at this time; None where there was no frame or no judging.
            commands: what was asked for since the last time.
            sight: how the camera's picture is.
        """
        if self._stage is None:
            self._clock.begin(time_s)
            self._begin_step(welcome=True)
        elif self._clock.advance(time_s):
            self._wake()
        for command in commands:
            self._obey(command)
        self._look(sight)
        if not self._clock.paused:
            self._go_on(judgment)
        line = self._queue.next(time_s)
        if line is not None:
            self._gate.hear(self._time_s, line)
            self._captions.show(time_s, line)
        milestones, self._milestones = tuple(self._milestones), []
        return Turn(None if self._muted else line, self._scene(judgment), milestones)

    def notify(self, key: str) -> None:
        """Say one of the trainer's own lines, for a reason that is not the session's."""
        self._say(replace(self._words.line(key), stays=True))

    def remark(self, key: str) -> None:
        """Show one of the screen's texts for a while."""
        self._captions.remark(self._clock.now_s, self._words.shown(key))

    # The steps of a session

    @property
    def _step(self) -> Step:
        return self._steps[self._index]

    @property
    def _time_s(self) -> float:
        """The time without the pauses."""
        return self._clock.time_s

    @property
    def _tally(self) -> ExerciseSummary:
        return self._tallies.setdefault(self._step.exercise, ExerciseSummary(self.exercise))

    def _say(self, line: Line) -> None:
        self._queue.add(self._clock.now_s, line)

    def _enter(self, stage: Stage) -> None:
        self._stage, self._since_s = stage, self._time_s
        self._wrong_since_s: float | None = None
        self._begin_said = False

    @property
    def _stage_s(self) -> float:
        return self._time_s - self._since_s

    def _begin_step(self, *, welcome: bool = False) -> None:
        """Say what comes, and open the gate before it."""
        exercise = self.exercise
        if not self._judged:
            key = "welcome" if welcome else "next_exercise"
            if welcome and self._index:
                key = "welcome_back"
            self._say(self._words.line(key, exercise=self._words.inline(exercise)))
            self._begin_exercise(exercise, place=welcome or self._camera_moves())
        elif (side := side_of(self._step)) not in (None, side_of(self._steps[self._index - 1])):
            self._say(self._words.line("other_side", side=self._words.side(side or "left")))
        else:
            self._say(self._words.line("once_more"))
        self._begin_work_anew()

    def _camera_moves(self) -> bool:
        before = self._book.get(self._steps[self._index - 1].exercise)
        return before.camera != self.exercise.camera

    def _begin_exercise(self, exercise: Exercise, *, place: bool) -> None:
        if place:
            self._say(self._words.place(exercise))
        self._milestones.append(ExerciseBegan(with_dose(exercise, self._step)))
        self._judged, self._first_set = True, True
        self._moment = START
        self._spent_s = 0.0
        self._gate = SetupGate(exercise, self._book, self._words, time_s=self._time_s)
        self._faults = FaultFeedback(exercise, self._words, self._strictness)
        self._presence = Presence()
        self._lost_since_s: float | None = None

    def _begin_work_anew(self) -> None:
        exercise = self.exercise
        self._work: StepProgress = work_for(
            self._step, exercise, self._words, spent_s=self._spent_s
        )
        # A posture that is held needs no start posture the second time.
        later_hold = exercise.hold is not None and not self._first_set
        self._enter(Stage.WORK if later_hold else Stage.SET_UP)

    def _go_on(self, judgment: Judgment | None) -> None:
        if self._stage is Stage.REST and self._stage_s >= self._step.rest_s:
            self._next_step()
        elif self._stage is Stage.LEAVING and self._stage_s >= STOP_AFTER_S:
            self._stop()
        elif self._stage is Stage.ENDED and self._stage_s >= END_SHOWN_S:
            self._milestones.append(SessionEnded())
        if judgment is None or not self._judged:
            return
        self._moment = judgment.moment
        self._tally.note(judgment.events)
        if self._stage is Stage.SET_UP:
            self._set_up(judgment)
        elif self._stage is Stage.READY:
            self._ready(judgment)
        elif self._stage is Stage.WORK:
            self._do_work(judgment)
        elif self._stage is Stage.LEAVING:
            self._await_return(judgment)

    # Before the start

    def _set_up(self, judgment: Judgment) -> None:
        self._gate.note(self._time_s, judgment)
        if self._gate.has_begun(judgment):
            self._begin_unasked(judgment)
        elif self._gate.in_posture(judgment):
            self._enter(Stage.READY)
            self._queue.drop("place", *self._gate.lines)
            if self._first_set:
                for praise in self._words.ready(self.exercise):
                    self._say(praise)
        elif self._gate.nobody_comes(self._time_s):
            self._ask_to_stop()
        else:
            line = self._gate.direction(self._time_s, judgment)
            if line is not None:
                self._say(line)

    def _ready(self, judgment: Judgment) -> None:
        """Wait until the start posture has been held, then say that it may begin."""
        self._gate.note(self._time_s, judgment)
        if self._gate.has_begun(judgment):
            self._begin_unasked(judgment)
        elif self._gate.in_posture(judgment):
            self._wrong_since_s = None
            self._say_begin()
        elif self._wrong_since_s is None:
            self._wrong_since_s = self._time_s
        elif self._time_s - self._wrong_since_s >= START_LEFT_S:
            self._queue.drop()
            self._enter(Stage.SET_UP)

    def _say_begin(self) -> None:
        if self._stage_s >= START_HELD_S and not self._begin_said:
            self._begin_said = True
            if self._first_set:
                for line in self._words.what_to_do(self.exercise):
                    self._say(line)
            self._say(self._work.first_line())
        elif self._begin_said and not self._queue.waiting:
            self._enter(Stage.WORK)

    def _begin_unasked(self, judgment: Judgment) -> None:
        """Who begins before they are told to has begun."""
        self._queue.drop()
        self._enter(Stage.WORK)
        self._do_work(judgment)

    # The work

    def _do_work(self, judgment: Judgment) -> None:
        for line in self._work.update(self._time_s, judgment):
            self._say(line)
        for event in judgment.events:
            if isinstance(event, Attempt):
                why = self._words.why_not(self.exercise, event.reason)
                self._captions.remark(self._clock.now_s, why)
        if self._work.over:
            self._end_step(complete=True)
            return
        # A hold of before that is only now being left has no faults any more.
        fault = self._faults.line(self._time_s, judgment) if self._work.begun else None
        if fault is not None:
            self._say(fault)
        self._help_back(judgment)
        self._presence.update(self._time_s, judgment.body, judgment.moment)
        if self._presence.has_left(self._time_s):
            self._ask_to_stop()

    def _help_back(self, judgment: Judgment) -> None:
        """Say the start posture again where it was lost and is not found."""
        lost = judgment.moment.phase is Phase.WAITING and judgment.body is not None
        if not lost or self._work.held_s:
            self._lost_since_s = None
        elif self._lost_since_s is None:
            self._lost_since_s = self._time_s
        elif self._time_s - self._lost_since_s >= LOST_POSTURE_S:
            self._lost_since_s = None
            held = self.exercise.hold is not None
            self._say(self._work.first_line() if held else self._words.way_back(self.exercise))

    def _end_step(self, *, complete: bool) -> None:
        self._queue.drop()
        self._tally.held_s += self._work.held_s
        self._spent_s, self._first_set = self._moment.hold_s, False
        if complete:
            self._say(self._work.last_line())
        last = self._index + 1 == len(self._steps)
        self._milestones.append(StepEnded(0 if last else self._index + 1, complete))
        if last or self._steps[self._index + 1].exercise != self._step.exercise:
            self._end_exercise()
        if last:
            self._end()
        elif complete and self._step.rest_s:
            self._say(self._words.line("rest"))
            self._enter(Stage.REST)
        else:
            self._next_step()

    def _end_exercise(self) -> None:
        if self._judged:
            self._judged = False
            self._milestones.append(ExerciseEnded(self.exercise))

    def _next_step(self) -> None:
        self._index += 1
        self._begin_step()

    # The end

    def _ask_to_stop(self) -> None:
        self._queue.drop()
        self._say(self._words.line("stop"))
        self._enter(Stage.LEAVING)

    def _await_return(self, judgment: Judgment) -> None:
        self._presence.update(self._time_s, judgment.body, judgment.moment)
        if judgment.body is not None and self._presence.is_back:
            self._return()

    def _return(self) -> None:
        self._presence = Presence()
        self._say(self._words.line("go_on"))
        self._enter(Stage.WORK if self._work.begun else Stage.SET_UP)

    def _stop(self) -> None:
        """End before the steps are done."""
        self._queue.drop()
        if self._judged:
            self._tally.held_s += self._work.held_s
        self._end_exercise()
        self._end(early=True)

    def _end(self, *, early: bool = False) -> None:
        self._say(self._words.line("end_early" if early else "end"))
        upcoming = self._index if early else 0
        next_time = self._words.name(self._book.get(self._steps[upcoming].exercise))
        self._summary = summary(self._tallies.values(), next_time, self._words)
        self._enter(Stage.ENDED)

    # Commands and the camera

    def _obey(self, command: Command) -> None:
        if command is Command.MUTE:
            self._muted = not self._muted
        elif command is Command.QUIT:
            if self._stage is Stage.ENDED:
                self._milestones.append(SessionEnded())
            else:
                self._clock.resume()
                self._stop()
        elif self._stage is Stage.ENDED:
            return
        elif command is Command.PAUSE and not self._clock.paused:
            self._clock.pause()
            self._queue.drop()
            self._say(self._words.line("paused"))
        elif self._clock.paused:
            self._clock.resume()
            self._say(self._words.line("go_on"))
        elif self._stage is Stage.LEAVING:
            self._return()
        elif command is Command.SKIP:
            self._skip()
        elif command is Command.AGAIN:
            self._again()

    def _wake(self) -> None:
        """Go on after the computer slept, which the clock took for a pause."""
        if self._stage is not Stage.ENDED:
            self._queue.drop()
            self._say(self._words.line("stop" if self._stage is Stage.LEAVING else "fine"))

    def _skip(self) -> None:
        if self._stage is Stage.REST:
            self._next_step()
            return
        self._end_step(complete=False)

    def _again(self) -> None:
        """Do this step from its start; in a rest, the one before it."""
        self._queue.drop()
        self._say(self._words.line("again"))
        if not self._judged:
            self._begin_exercise(self.exercise, place=False)
        self._spent_s = self._moment.hold_s
        self._begin_work_anew()

    def _look(self, sight: Sight) -> None:
        if sight is not self._sight:
            self._sight = sight
            self._say(self._words.line(sight.value))

    # What is to be seen

    def _scene(self, judgment: Judgment | None) -> Scene:
        stage = self._stage or Stage.SET_UP
        number, beside, ring = self._count(stage)
        line = self._captions.line(self._clock.now_s)
        setting_up = stage is Stage.SET_UP and self._first_set
        return Scene(
            stage=stage,
            exercise=self.exercise,
            title=self._words.name(self.exercise),
            side=side_of(self._step),
            side_word=self._words.side_shown(side_of(self._step)),
            number=number,
            beside=beside,
            ring=ring,
            cue=None if line is None else line.text,
            mends=line is not None and line.mends,
            note=self._remark(),
            doing=self._words.shown("paused" if self._clock.paused else stage.value),
            next_up=self._next_up(stage),
            wanted=self._gate.wanted() if setting_up else (),
            place=self._gate.drawing() if setting_up else None,
            summary=self._summary,
            moment=None if judgment is None or not self._judged else judgment.moment,
            paused=self._clock.paused,
            muted=self._muted,
        )

    def _count(self, stage: Stage) -> tuple[str, str, Ring | None]:
        """Return the big number, what stands beside it, and the ring."""
        if stage is Stage.REST:
            left_s = max(0.0, self._step.rest_s - self._stage_s)
            return (
                str(math.ceil(left_s)),
                self._words.shown("seconds"),
                Ring(1.0 - left_s / self._step.rest_s),
            )
        if stage is Stage.READY:
            return *self._work.number(), Ring(min(1.0, self._stage_s / START_HELD_S))
        if stage in (Stage.WORK, Stage.LEAVING):
            return *self._work.number(), self._work.ring(self._time_s)
        return "", "", None

    def _remark(self) -> str | None:
        if self._sight is not Sight.FINE:
            return self._words.line(self._sight.value).text
        return self._captions.note(self._clock.now_s)

    def _next_up(self, stage: Stage) -> str | None:
        if stage is Stage.ENDED or self._index + 1 == len(self._steps):
            return None
        following = self._steps[self._index + 1]
        what = self._words.name(self._book.get(following.exercise))
        if following.exercise == self._step.exercise:
            what = self._words.side_shown(side_of(following)) or self._words.line("once_more").text
        return self._words.shown("next_up", what=what.rstrip("."))
