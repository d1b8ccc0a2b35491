"""Leads a session. In: the time, judgments, commands. Out: what to say, to show and to keep.

It knows no camera, clock, voice or window: the same inputs give the same session. It goes through
the steps, and in each through the stages of `stabiel.trainer.stages`: set-up, start posture, work,
rest. A person who gets up is asked whether to stop.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.exercises.programme import Step
from stabiel.session.pipeline import Judgment
from stabiel.trainer.announcer import Announcer
from stabiel.trainer.exercise_run import ExerciseRun, run_of
from stabiel.trainer.scene import (
    ExerciseBegan,
    ExerciseEnded,
    Milestone,
    SessionEnded,
    StepEnded,
    Turn,
)
from stabiel.trainer.scene_builder import SceneBuilder
from stabiel.trainer.session_clock import SessionClock
from stabiel.trainer.stages.ended import EndedStage
from stabiel.trainer.stages.leaving import LeavingStage
from stabiel.trainer.stages.ready import ReadyStage
from stabiel.trainer.stages.rest import RestStage
from stabiel.trainer.stages.set_up import SetUpStage
from stabiel.trainer.stages.stage import Move, SessionStage, StageContext
from stabiel.trainer.stages.work import WorkStage
from stabiel.trainer.step_progress import StepProgress, progress_of, side_of, with_dose
from stabiel.trainer.steps import StepSequence
from stabiel.trainer.summary import ExerciseSummary, farewell, summary
from stabiel.trainer.terms import Command, Sight, Stage, Strictness
from stabiel.trainer.words import TrainerWords, line_about
from stabiel.wording.language import Language

# The moves that lead to another stage of the same step.
_STAGES: dict[Move, type[SessionStage]] = {
    Move.SET_UP: SetUpStage,
    Move.READY: ReadyStage,
    Move.WORK: WorkStage,
    Move.WORK_AT_ONCE: WorkStage,
}


class Trainer:
    """Leads one person through the steps of a session. Holds where they are in it.

    Args:
        steps: what to do, at least one step.
        book: the exercises.
        language: of everything that is said and shown.
        strictness: how many faults are spoken of.
        first: the index of the step to begin with, if an earlier session stopped there.
        done_before: how many sessions of each exercise the person has done, by exercise id.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        book: ExerciseBook,
        language: Language,
        *,
        strictness: Strictness = Strictness.NORMAL,
        first: int = 0,
        done_before: Mapping[str, int] | None = None,
    ) -> None:
        self._steps = StepSequence(steps, book, first)
        self._book = book
        self._words = TrainerWords(book, language)
        self._strictness = strictness
        self._done_before = {} if done_before is None else done_before
        self._clock = SessionClock()
        self._announcer = Announcer(self._clock)
        self._scenes = SceneBuilder(self._steps, self._words, self._clock, self._announcer)
        self._summaries: dict[str, ExerciseSummary] = {}
        self._summary: tuple[str, ...] = ()
        self._milestones: list[Milestone] = []
        self._muted = False
        self._sight = Sight.FINE
        self._begun = False
        self._judged = False
        # Made when the session begins.
        self._run: ExerciseRun
        self._progress: StepProgress
        self._stage: SessionStage

    @property
    def exercise(self) -> Exercise:
        """The current exercise."""
        return self._steps.exercise

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
            time_s: the camera's time, seconds; it never runs back.
            judgment: of the frame at this time; None without a frame or without judging.
            commands: what was asked for since the last call.
            sight: the state of the camera's picture.
        """
        if not self._begun:
            self._begun = True
            self._clock.begin(time_s)
            self._begin_step(welcome=True)
        elif self._clock.advance(time_s):
            self._wake()
        for command in commands:
            self._obey(command)
        self._announce_sight(sight)
        if not self._clock.paused:
            self._carry_out(self._stage.wait())
        # A frame that was judged before this exercise began belongs to another one.
        if not self._judged or self._run.fresh:
            judgment = None
        if judgment is not None and not self._clock.paused:
            self._judge(judgment)
        line = self._announcer.next()
        if line is not None:
            self._run.hear(self._clock.time_s, line)
        scene = self._scenes.scene(
            self._stage,
            moment=None if judgment is None or not self._judged else judgment.moment,
            sight=sight,
            summary=self._summary,
            muted=self._muted,
        )
        self._run.fresh = False
        milestones, self._milestones = tuple(self._milestones), []
        return Turn(None if self._muted else line, scene, milestones)

    def notify(self, key: str, *about: Exercise) -> None:
        """Say one of the trainer's own lines for a reason outside the session."""
        self._announcer.say(replace(line_about(self._words, key, *about), stays=True))

    def remark(self, key: str) -> None:
        """Show one of the screen's texts for a while."""
        self._announcer.remark(self._words.shown(key))

    # The stages

    def _judge(self, judgment: Judgment) -> None:
        self._run.note(self._clock.time_s, judgment)
        move = self._stage.judge(judgment)
        self._carry_out(move)
        if move is Move.WORK_AT_ONCE:
            self._carry_out(self._stage.judge(judgment))

    def _carry_out(self, move: Move | None) -> None:
        if move is None:
            return
        if move in _STAGES:
            self._enter(_STAGES[move])
        elif move is Move.ASK_TO_STOP:
            self._ask_to_stop()
        elif move is Move.RETURN:
            self._return()
        elif move is Move.END_STEP:
            self._end_step(complete=True)
        elif move is Move.NEXT_STEP:
            self._next_step()
        elif move is Move.STOP:
            self._stop()
        else:
            self._milestones.append(SessionEnded())

    def _enter(self, stage: type[SessionStage]) -> None:
        self._stage = stage(
            StageContext(
                step=self._steps.current,
                run=self._run,
                progress=self._progress,
                clock=self._clock,
                announcer=self._announcer,
                words=self._words,
            )
        )

    # The steps

    def _begin_step(self, *, welcome: bool = False) -> None:
        """Announce what comes, and start its set-up."""
        if not self._judged:
            key = "welcome" if welcome else "next_exercise"
            if welcome and self._steps.index:
                key = "welcome_back"
            self._announcer.say(self._words.line(key, exercise=self._words.inline(self.exercise)))
            self._begin_exercise(place=welcome or self._steps.camera_moves)
        elif (side := side_of(self._steps.current)) not in (None, side_of(self._steps.previous)):
            line = self._words.line("other_side", side=self._words.side(side or "left"))
            self._announcer.say(replace(line, of_step=True))
        else:
            self._announcer.say(self._words.line("once_more"))
        self._begin_progress()

    def _begin_exercise(self, *, place: bool) -> None:
        """Have an exercise judged from the next frame on; say first where the camera stands."""
        exercise = with_dose(self.exercise, self._steps.current)
        self._milestones.append(ExerciseBegan(exercise))
        self._judged = True
        self._run = run_of(
            exercise,
            self._book,
            self._words,
            time_s=self._clock.time_s,
            strictness=self._steps.strictness(self._strictness),
            summary=self._summaries.setdefault(exercise.id, ExerciseSummary(self.exercise)),
            done_before=self._done_before.get(exercise.id, 0),
        )
        place = place and not self._run.brief
        self._announcer.say(*self._words.beginning(exercise, self._steps.current, place=place))

    def _begin_progress(self) -> None:
        """Count the current step from zero."""
        exercise = self.exercise
        self._progress = progress_of(
            self._steps.current, exercise, self._words, spent_s=self._run.spent_s
        )
        # The second time, a held posture needs no start posture.
        later_hold = exercise.hold is not None and not self._run.first_set
        self._enter(WorkStage if later_hold else SetUpStage)

    def _end_step(self, *, complete: bool) -> None:
        run, steps = self._run, self._steps
        self._announcer.drop()
        run.summary.held_s += self._progress.held_s
        run.end_step(complete=complete)
        if complete:
            self._announcer.say(self._progress.last_line())
        self._milestones.append(StepEnded(0 if steps.is_last else steps.index + 1, complete))
        if steps.exercise_ends:
            self._end_exercise()
        if steps.is_last:
            self._end()
        elif complete and steps.current.rest_s:
            self._announcer.say(self._words.line("rest"))
            self._enter(RestStage)
        else:
            self._next_step()

    def _end_exercise(self, *, early: bool = False) -> None:
        if self._judged:
            self._judged = False
            self._milestones.append(ExerciseEnded(self.exercise, self._run.ending(stopped=early)))
            # Whoever gets up or stops does not need to hear how it would have counted.
            line = self._words.nothing_counted(self.exercise, self._run.summary.why_nothing)
            if line is not None and not early:
                self._announcer.say(line)

    def _next_step(self) -> None:
        self._steps.index += 1
        self._begin_step()

    # The end

    def _ask_to_stop(self) -> None:
        self._announcer.drop()
        self._announcer.say(self._words.line("stop"))
        self._enter(LeavingStage)

    def _return(self) -> None:
        self._run.presence.start_over()
        self._announcer.say(self._words.line("go_on"))
        self._enter(WorkStage if self._progress.begun else SetUpStage)

    def _stop(self) -> None:
        """End the session before its steps are done."""
        self._announcer.drop()
        if self._judged:
            self._run.summary.held_s += self._progress.held_s
        self._end_exercise(early=True)
        self._end(early=True)

    def _end(self, *, early: bool = False) -> None:
        done = list(self._summaries.values())
        unfinished = early and self._steps.has_others
        self._announcer.say(farewell(done, self._words, early=early, whole=self._steps.has_others))
        following = self._scenes.upcoming(self._stage) if unfinished else None
        self._summary = summary(done, following, self._words)
        self._enter(EndedStage)

    # Commands and the camera

    def _obey(self, command: Command) -> None:
        ended = self._stage.stage is Stage.ENDED
        if command is Command.MUTE:
            self._muted = not self._muted
        elif ended:
            if command is Command.QUIT:
                self._milestones.append(SessionEnded())
        elif command is Command.QUIT:
            self._clock.resume()
            self._stop()
        elif command is Command.PAUSE and not self._clock.paused:
            self._clock.pause()
            self._announcer.drop()
            self._announcer.say(self._words.line("paused"))
        elif self._clock.paused:
            self._clock.resume()
            self._announcer.say(self._words.line("go_on"))
        elif self._stage.stage is Stage.LEAVING:
            self._return()
        elif command is Command.SKIP:
            self._skip()
        elif command is Command.AGAIN:
            self._again()

    def _skip(self) -> None:
        if self._stage.stage is Stage.REST:
            self._next_step()
        else:
            self._end_step(complete=False)

    def _again(self) -> None:
        """Start this set over, without the instruction; in a rest, the one before it."""
        self._announcer.drop()
        self._announcer.say(replace(self._words.line("again"), of_step=True))
        if not self._judged:
            self._begin_exercise(place=False)
        self._run.spent_s, self._run.brief = self._run.moment.hold_s, True
        self._begin_progress()

    def _wake(self) -> None:
        """Go on after the computer slept, which the clock took for a pause."""
        if self._stage.stage is not Stage.ENDED:
            self._announcer.drop()
            key = "stop" if self._stage.stage is Stage.LEAVING else "fine"
            self._announcer.say(self._words.line(key))

    def _announce_sight(self, sight: Sight) -> None:
        """Say once that the camera is in trouble, and once that it is fine again."""
        if sight is not self._sight:
            self._sight = sight
            self._announcer.say(self._words.line(sight.value))
