"""The end: the summary is on the screen. In: time. Out: the moment to close."""

from stabiel.trainer.stages.stage import Move, SessionStage
from stabiel.trainer.terms import Stage

END_SHOWN_S = 8.0


class EndedStage(SessionStage):
    """Shows the summary for a while."""

    stage = Stage.ENDED

    def wait(self) -> Move | None:
        """Close when the summary has been shown for long enough."""
        return Move.CLOSE if self.elapsed_s >= END_SHOWN_S else None
