"""Ready: the start posture is held before the work. In: judgments. Out: the words to begin."""

from stabiel.coach.lasting import Lasting
from stabiel.session.pipeline import Judgment
from stabiel.trainer.scene import Ring
from stabiel.trainer.stages.stage import Count, Move, SessionStage, StageContext
from stabiel.trainer.terms import Stage

START_HELD_S = 2.0
# The posture counts as left only if it is gone for this long.
START_LEFT_S = 0.5


class ReadyStage(SessionStage):
    """Holds whether the words to begin are said, and since when the posture is gone."""

    stage = Stage.READY

    def __init__(self, context: StageContext) -> None:
        super().__init__(context)
        self._left = Lasting(START_LEFT_S)
        self._begin_said = False

    def judge(self, judgment: Judgment) -> Move | None:
        """Say that the work may begin once the posture has been held; go back if it is left."""
        setup, announcer = self.context.run.setup, self.context.announcer
        time_s = self.context.clock.time_s
        setup.note(time_s, judgment)
        if setup.has_begun(judgment):
            announcer.drop_of_stage()
            return Move.WORK_AT_ONCE
        in_posture = setup.in_posture(judgment)
        if self._left.update(time_s, not in_posture):
            announcer.drop_of_stage()
            return Move.SET_UP
        return self._begin() if in_posture else None

    def _begin(self) -> Move | None:
        """Say how to begin, and wait until it is said."""
        announcer, run = self.context.announcer, self.context.run
        if not self._begin_said and self.elapsed_s >= START_HELD_S:
            self._begin_said = True
            if run.first_set and not run.brief:
                announcer.say(*self.context.words.what_to_do(run.exercise))
            announcer.say(self.context.progress.first_line())
        elif self._begin_said and not announcer.waiting:
            return Move.WORK
        return None

    def count(self) -> Count:
        """Return the number of the step, and the ring of the start posture."""
        return *self.context.progress.number(), Ring(min(1.0, self.elapsed_s / START_HELD_S))
