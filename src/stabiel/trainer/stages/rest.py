"""Rest: the time between two steps. In: time. Out: the seconds that are left."""

import math

from stabiel.trainer.scene import Ring
from stabiel.trainer.stages.stage import Count, Move, SessionStage
from stabiel.trainer.terms import Stage


class RestStage(SessionStage):
    """Waits until the rest of the step that has ended is over."""

    stage = Stage.REST

    def wait(self) -> Move | None:
        """Go on when the rest is over."""
        return Move.NEXT_STEP if self.elapsed_s >= self.context.step.rest_s else None

    def count(self) -> Count:
        """Return the seconds that are left, and the ring of the rest."""
        rest_s = self.context.step.rest_s
        left_s = max(0.0, rest_s - self.elapsed_s)
        unit = self.context.words.shown("seconds")
        return str(math.ceil(left_s)), unit, Ring(1.0 - left_s / rest_s)
