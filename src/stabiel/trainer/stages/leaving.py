"""Leaving: the person got up or went away. In: judgments and time. Out: go on, or stop."""

from stabiel.session.pipeline import Judgment
from stabiel.trainer.stages.stage import Count, Move, SessionStage
from stabiel.trainer.terms import Stage

STOP_AFTER_S = 10.0


class LeavingStage(SessionStage):
    """Waits for the person to come back. Shows the count of the work that stands still."""

    stage = Stage.LEAVING

    def wait(self) -> Move | None:
        """Stop if nobody comes back in time."""
        return Move.STOP if self.elapsed_s >= STOP_AFTER_S else None

    def judge(self, judgment: Judgment) -> Move | None:
        """Go on when somebody is there again, and not upright."""
        presence = self.context.run.presence
        presence.update(self.context.clock.time_s, judgment.body, judgment.moment)
        return Move.RETURN if judgment.body is not None and presence.is_back else None

    def count(self) -> Count:
        """Return the number and the ring of the step."""
        return self.context.step_count()
