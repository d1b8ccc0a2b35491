"""Builds what is to be seen. In: the state of a session. Out: a `Scene`."""

from dataclasses import dataclass, replace

from stabiel.anatomy import Side
from stabiel.coach.coach import START, Moment
from stabiel.exercises.model import Exercise
from stabiel.exercises.plan_steps import entry_in_words
from stabiel.trainer.announcer import Announcer
from stabiel.trainer.scene import Scene
from stabiel.trainer.session_clock import SessionClock
from stabiel.trainer.stages.stage import SessionStage
from stabiel.trainer.step_progress import side_of
from stabiel.trainer.steps import StepSequence
from stabiel.trainer.terms import Sight, Stage
from stabiel.trainer.words import TrainerWords


@dataclass(frozen=True, slots=True)
class SceneBuilder:
    """Looks at a session and changes nothing of it."""

    steps: StepSequence
    words: TrainerWords
    clock: SessionClock
    announcer: Announcer

    def scene(
        self,
        stage: SessionStage,
        *,
        moment: Moment | None,
        sight: Sight,
        summary: tuple[str, ...],
        muted: bool,
    ) -> Scene:
        """Return the scene of this moment.

        Args:
            stage: the current stage.
            moment: how the judged body stands; None if nothing is judged.
            sight: the state of the camera's picture.
            summary: the lines at the end of the session; empty before.
            muted: nothing is spoken aloud.
        """
        number, beside, ring = stage.count()
        line = self.announcer.shown_line
        run = stage.context.run
        setting_up = stage.stage is Stage.SET_UP and run.first_set
        paused = self.clock.paused
        side = side_of(self.steps.current)
        doing = stage.stage in (Stage.READY, Stage.WORK, Stage.LEAVING)
        done, to_do = stage.context.progress.marks() if doing else ((), 0)
        return Scene(
            stage=stage.stage,
            exercise=self.steps.exercise,
            title=self.words.name(self.steps.exercise),
            side=side,
            side_word=self.words.side_shown(side),
            number=number,
            beside=beside,
            ring=ring,
            cue=None if line is None else line.text,
            corrective=line is not None and line.corrective,
            note=self._remark(sight) or self._why_waiting(stage) or self._of_plan(stage.stage),
            doing=self.words.shown("paused" if paused else stage.stage.value),
            next_up=self._next_up(stage.stage),
            next_exercise=self._next_exercise(),
            next_side=None if self.steps.following is None else side_of(self.steps.following),
            next_dose=self._next_dose(),
            done=done,
            to_do=to_do,
            wanted=run.setup.wanted(sight) if setting_up else (),
            place=run.setup.drawing() if setting_up and sight is Sight.FINE else None,
            summary=summary,
            moment=self._drawn(moment, side, stage.stage),
            sight=sight,
            paused=paused,
            muted=muted,
        )

    def _drawn(self, moment: Moment | None, side: Side | None, stage: Stage) -> Moment | None:
        """Return what is drawn: at rest the side that is asked for, a miss as long as its words.

        A limb that does what was asked of the other one is not drawn as right; a fault always is.
        """
        if moment is None:
            return None
        missed = self.announcer.missed if stage is Stage.WORK else None
        other = moment.side is not None and side is not None and moment.side != side
        if other and not moment.faults:
            moment = replace(START, time_s=moment.time_s, repetitions=moment.repetitions)
        return replace(moment, side=moment.side or side, missed=missed)

    def _remark(self, sight: Sight) -> str | None:
        """Return the camera's trouble while it lasts, else the newest remark."""
        if sight is not Sight.FINE:
            return self.words.line(sight.value).text
        return self.announcer.shown_remark

    def _why_waiting(self, stage: SessionStage) -> str | None:
        """Return why the clock waits, unless the spoken line says so already."""
        why, line = stage.why_waiting(), self.announcer.shown_line
        return None if line is not None and line.text == why else why

    def _of_plan(self, stage: Stage) -> str | None:
        """Return what the plan says of the step that is being done: a remark, tempo, strictness."""
        if stage not in (Stage.SET_UP, Stage.READY, Stage.WORK):
            return None
        step = self.steps.current
        return " · ".join(filter(None, [step.remark, self.words.way(step)])) or None

    def upcoming(self, stage: SessionStage) -> str:
        """Return the name of the exercise with which a session that stops now goes on."""
        following = self.steps.following if stage.stage is Stage.REST else None
        return self.words.name(self.steps.exercise_of(following or self.steps.current))

    def _next_exercise(self) -> Exercise | None:
        following = self.steps.following
        return None if following is None else self.steps.exercise_of(following)

    def _next_dose(self) -> str:
        following = self.steps.following
        if following is None:
            return ""
        exercise = self.steps.exercise_of(following)
        return entry_in_words([replace(following, sets=1)], exercise, self.words.language)

    def _next_up(self, stage: Stage) -> str | None:
        following = self.steps.following
        if stage is Stage.ENDED or following is None:
            return None
        what = self.words.name(self.steps.exercise_of(following))
        if not self.steps.exercise_ends:
            what = self.words.side_shown(side_of(following)) or self.words.line("once_more").text
        return self.words.shown("next_up", what=what.rstrip("."))
