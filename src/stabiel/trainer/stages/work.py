"""Work: repetitions are counted, holds are counted down. In: judgments. Out: counts and faults."""

from stabiel.coach.events import Attempt, Phase
from stabiel.session.pipeline import Judgment
from stabiel.trainer.stages.stage import Count, Move, SessionStage
from stabiel.trainer.terms import Stage


class WorkStage(SessionStage):
    """Counts the step until its dose is reached or the person leaves."""

    stage = Stage.WORK

    def judge(self, judgment: Judgment) -> Move | None:
        """Say what the frame calls for."""
        run, progress, announcer = self.context.run, self.context.progress, self.context.announcer
        time_s = self.context.clock.time_s
        announcer.say(*progress.update(time_s, judgment))
        self._remark_attempts(judgment)
        if progress.over:
            return Move.END_STEP
        # A hold of an earlier step that is only being left now has no more faults.
        fault = run.feedback.line(time_s, judgment) if progress.begun else None
        if fault is not None:
            announcer.say(fault)
        self._help_back(judgment)
        run.presence.update(time_s, judgment.body, judgment.moment)
        return Move.ASK_TO_STOP if run.presence.has_left else None

    def _remark_attempts(self, judgment: Judgment) -> None:
        """Show why a movement did not count."""
        for event in judgment.events:
            if isinstance(event, Attempt):
                why = self.context.words.why_not(self.context.run.exercise, event.reason)
                self.context.announcer.remark(why)

    def _help_back(self, judgment: Judgment) -> None:
        """Describe the start posture again if it is lost and not found again."""
        run, progress = self.context.run, self.context.progress
        lost = judgment.moment.phase is Phase.WAITING and judgment.body is not None
        if run.posture_lost.update(self.context.clock.time_s, lost and not progress.held_s):
            run.posture_lost.interrupt()
            held = run.exercise.hold is not None
            self.context.announcer.say(
                progress.first_line() if held else self.context.words.way_back(run.exercise)
            )

    def count(self) -> Count:
        """Return the number and the ring of the step."""
        return self.context.step_count()
