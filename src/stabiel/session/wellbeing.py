"""How the person feels around a workout. In: nothing. Out: plain values.

Pain is a number from 0 to 10, as on the numeric pain rating scale: 0 is no pain, 10 the worst
imaginable. Every answer may be skipped.
"""

from dataclasses import dataclass
from typing import Literal

WellbeingMoment = Literal["before", "during", "after"]
Effort = Literal["light", "right", "heavy"]

MOMENTS: tuple[WellbeingMoment, ...] = ("before", "during", "after")
# In the order of their numbers on the keyboard: 1, 2, 3.
EFFORTS: tuple[Effort, ...] = ("light", "right", "heavy")
MOST_PAIN = 10
# A remark is a sentence or two for a physiotherapist, not a letter.
MOST_REMARK = 500


@dataclass(frozen=True, slots=True)
class WellbeingAnswer:
    """What the person says about how they feel, at one moment.

    Attributes:
        moment: before the workout, during it (it hurts), or after it.
        pain: 0 to 10; None if it was skipped.
        effort: how hard the workout was; None if it was skipped or not asked.
        remark: in the person's own words; empty without one.
    """

    moment: WellbeingMoment
    pain: int | None = None
    effort: Effort | None = None
    remark: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything was skipped; to have said that it hurts is an answer."""
        nothing = self.pain is None and self.effort is None and not self.remark
        return nothing and self.moment != "during"


@dataclass(frozen=True, slots=True)
class WorkoutWellbeing:
    """All answers around one workout; None for a moment without one."""

    before: WellbeingAnswer | None = None
    during: WellbeingAnswer | None = None
    after: WellbeingAnswer | None = None

    @property
    def answers(self) -> list[WellbeingAnswer]:
        """The answers, in the order of their moments."""
        return [each for each in (self.before, self.during, self.after) if each is not None]
