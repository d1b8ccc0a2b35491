"""Set-up: camera, place and posture, one by one. In: judgments. Out: directions."""

from stabiel.session.pipeline import Judgment
from stabiel.trainer.stages.stage import Move, SessionStage
from stabiel.trainer.terms import Stage


class SetUpStage(SessionStage):
    """Directs the person into the start posture."""

    stage = Stage.SET_UP

    def judge(self, judgment: Judgment) -> Move | None:
        """Give the next direction, unless the person is ready, has begun, or does not come."""
        setup, announcer = self.context.run.setup, self.context.announcer
        time_s = self.context.clock.time_s
        setup.note(time_s, judgment)
        if setup.has_begun(judgment):
            announcer.drop_of_stage()
            return Move.WORK_AT_ONCE
        if setup.in_posture(judgment):
            announcer.drop("place", *setup.line_ids)
            run = self.context.run
            if run.first_set:
                announcer.say(*self.context.words.ready(run.exercise, brief=run.brief))
            return Move.READY
        if setup.nobody_comes:
            return Move.ASK_TO_STOP
        line = setup.direction(time_s, judgment)
        if line is not None:
            announcer.say(line)
        elif self.context.run.is_silent(time_s):
            announcer.say(self.context.words.way_back(self.context.run.exercise))
        return None
