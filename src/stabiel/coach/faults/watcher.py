"""What all kinds of faults have in common. In: a frame, or a completed movement. Out: changes.

A kind of fault is one class in one file of this package, listed in the table of
`stabiel.coach.faults.watch`. It answers the questions below that concern it; to the others it has
the answer of the base class, "nothing". It counts nothing and speaks no events: `FaultWatch` does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from stabiel.anatomy import Evidence, Reason
from stabiel.body.measures import MEASURES, NotVisible, Reading
from stabiel.coach.events import Phase
from stabiel.coach.movement_summary import CompletedMovement
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.readings import Readings
from stabiel.exercises.model import BounceFault, LimitFault


@dataclass(frozen=True, slots=True)
class FaultChange:
    """A fault began (`ended` False) or ended, with the time at which it had begun.

    `withdrawn`: it did not count after all, and leaves no trace. `sure`: how sure it is, 0 to 1.
    `doubtful`: it is not sure enough. A doubtful fault begins again when it becomes sure.
    """

    onset_s: float
    ended: bool
    withdrawn: bool = False
    doubtful: bool = False
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Away:
    """How somebody is out of the zone of a hold that is in progress.

    Attributes:
        since_s: when they left the zone.
        gone: this frame shows that they are not near the zone either.
        by: how far they are from being near it, in units of the noise.
    """

    since_s: float
    gone: bool
    by: float = 0.0


@dataclass(frozen=True, slots=True)
class WatchedFrame:
    """One frame, as the faults look at it.

    Attributes:
        value: of the followed measure in its unit, None if it is not visible.
        step_s: the time since the frame before, which counts as not judged if nothing is seen.
        away: out of the zone of the hold in progress, None without one or in the zone.
        evidence: how the place of the followed limb is known.
    """

    time_s: float
    phase: Phase
    seen: Readings
    value: float | None
    step_s: float
    not_judged: NotJudged
    away: Away | None = None
    evidence: Evidence = Evidence.SEEN

    def doubts(self, rule: LimitFault | BounceFault) -> bool:
        """Return whether what a fault looks at is found in this frame, but seen unsurely.

        That is only asked of the near side: the far one is never seen as surely.
        """
        body = self.seen.body
        return (
            body is not None
            and self.seen.is_near(rule.of)
            and not body.surely_sees(MEASURES[rule.measure].limb)
        )

    def reading(
        self,
        name: str,
        rule: LimitFault | BounceFault,
        only_if: Iterable[str] = (),
    ) -> Reading | None:
        """Return what a fault looks at, and note what is not visible.

        Args:
            name: of the fault.
            rule: which measure, of which limb, from which views.
            only_if: the checks without which it cannot.

        Returns:
            None if the fault cannot occur in this frame.
        """
        seen = self.seen
        if any(seen.breaks(check) for check in only_if):
            return None
        if seen.body is not None and seen.body.view not in rule.views:
            reading: Reading = NotVisible(Reason.WRONG_VIEW)
        else:
            conditions = map(seen.read_check, only_if)
            unseen = (each for each in conditions if isinstance(each, NotVisible))
            reading = next(unseen, None) or seen.read(rule.measure, rule.of)
        if isinstance(reading, NotVisible):
            self.not_judged.add(name, reading.reason, self.step_s)
        return reading


@dataclass(frozen=True, slots=True)
class Timing:
    """What the times of a completed movement say about a fault.

    Attributes:
        start_s, end_s: the part of the movement that was wrong; None if nothing was.
        not_judged: why its times say nothing, or not all; None if they do.
        sure: how sure it is that it was wrong, 0 to 1.
    """

    start_s: float | None = None
    end_s: float | None = None
    not_judged: Reason | None = None
    sure: float = 0.0


class FaultWatcher:
    """One fault of one side over time.

    Attributes:
        looks_at_frames: whether it takes every frame, or completed movements only.
    """

    looks_at_frames: ClassVar[bool] = True

    def watch(self, name: str, frame: WatchedFrame) -> FaultChange | None:
        """Take one frame and return whether the fault begins or ends."""
        return None

    def close(self) -> FaultChange | None:
        """End the fault if it is in progress: the movement or hold is over."""
        return None

    def timing(self, movement: CompletedMovement, *, at_rest: Evidence) -> Timing:
        """Return what the times of a movement that counts say about the fault.

        `at_rest`: how the limb's place at both ends of its way is known.
        """
        return Timing()

    def explains_peak(self, peak: float, *, at_rest: Evidence) -> bool:
        """Return whether a movement with this peak, short of the target, is this fault."""
        return False

    def explains_check(self, check: str) -> bool:
        """Return whether a movement that did not meet this target check is this fault."""
        return False
