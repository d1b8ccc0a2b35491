"""Work: repetitions are counted, holds are counted down. In: judgments. Out: counts and faults."""

from stabiel.coach.coach import Moment
from stabiel.coach.events import MOVING, Attempt, Phase
from stabiel.coach.time_spent import TimeKind
from stabiel.session.cues import Priority
from stabiel.session.pipeline import Judgment
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.stages.stage import Count, Move, SessionStage
from stabiel.trainer.terms import Stage

# The reason why a clock waits is shown from then on; until then it is a wobble.
WHY_AFTER_S = 1.0


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
        if progress.takes_faults:
            announcer.say(*self._corrections(judgment))
        self._help_back(judgment)
        self._break_silence(judgment)
        run.presence.update(time_s, judgment.body, judgment.moment)
        return Move.ASK_TO_STOP if run.presence.has_left else None

    def _remark_attempts(self, judgment: Judgment) -> None:
        """Show why a movement did not count; its mark goes once the target is reached."""
        words, announcer = self.context.words, self.context.announcer
        if is_at_the_target(judgment.moment):
            announcer.forget_missed()
        for event in judgment.events:
            if isinstance(event, Attempt) and event.doubtful:
                announcer.remark(words.perhaps())
            elif isinstance(event, Attempt):
                announcer.remark(
                    words.why_not(self.context.run.exercise, event.reason), missed=event
                )

    def _corrections(self, judgment: Judgment) -> list[Line]:
        """Return what to say about a fault, else what would make the seconds of a hold count."""
        run, time_s = self.context.run, self.context.clock.time_s
        fault = run.feedback.line(time_s, judgment)
        if fault is not None:
            return [fault]
        check = run.hints.due(time_s, judgment.moment.faults)
        if check is None:
            return []
        # It is offered again in the next frame, so it does not wait: a person who is back in the
        # zone hears the seconds, and not how to get there.
        return [Line(check, run.hints.words(check), Priority.HINT, waits_s=0.0, corrective=True)]

    def why_waiting(self) -> str | None:
        """Return what would make the clock of a hold run again, None if it does not wait."""
        hints = self.context.run.hints
        check = hints.open_check(self.context.clock.time_s, WHY_AFTER_S)
        if check is None or not self.context.progress.takes_faults:
            return None
        return hints.words(check)

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

    def _break_silence(self, judgment: Judgment) -> None:
        """Encourage somebody who waits, or is out of the zone of a hold, and hears nothing."""
        run, words, progress = self.context.run, self.context.words, self.context.progress
        if judgment.body is None or not run.is_silent(self.context.clock.time_s):
            return
        if progress.on_other_side:
            self.context.announcer.say(progress.side_line())
        elif not progress.takes_faults and run.exercise.hold is not None:
            self.context.announcer.say(words.line("leave_first"))
        elif run.exercise.hold is not None:
            if judgment.moment.use.kind is not TimeKind.IN_ZONE:
                self.context.announcer.say(words.line("ease_back"))
        else:
            stays_out = judgment.moment.phase in MOVING
            line = words.line("come_back") if stays_out else words.line("begin_again")
            self.context.announcer.say(line)

    def count(self) -> Count:
        """Return the number and the ring of the step."""
        return self.context.step_count()


def is_at_the_target(moment: Moment) -> bool:
    """Return whether all that the target asks for is there at once, as far as it is visible."""
    return moment.phase is Phase.TARGET and all(each.reached for each in moment.targets)
