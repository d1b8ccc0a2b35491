"""Sessions of one exercise over weeks. In: sessions with their dates. Out: what changed, plainly.

Each session is summed up by medians, so that one movement that was seen badly does not make a
good or a bad day. Nothing here scores a person; it says what was measured.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from stabiel.events import Attempt, Hold, Repetition
from stabiel.session import Session


@dataclass(frozen=True, slots=True)
class Past:
    """One session of an exercise, summed up.

    Attributes:
        start, peak: medians of the followed measure in its own unit, over what counted: the own
            range. None where nothing counted.
        out_s, return_s: medians of both ways, seconds.
        faults: how many movements or holds had each, attempts by their reason included.
    """

    id: int
    began_at: datetime
    repetitions: int
    good: int
    attempts: int
    holds: int
    hold_s: float
    start: float | None
    peak: float | None
    out_s: float | None
    return_s: float | None
    faults: dict[str, int]

    @property
    def good_share(self) -> float | None:
        """Good repetitions of all that counted, None where none did."""
        return self.good / self.repetitions if self.repetitions else None


def past_of(session_id: int, began_at: datetime, session: Session, follows: str) -> Past:
    """Return a session summed up.

    Args:
        session_id: its number in the records.
        began_at: when it began.
        session: what was done.
        follows: the measure whose course tells the exercise.
    """
    moves: list[Repetition | Attempt] = [*session.repetitions, *session.attempts]
    done: list[Repetition | Hold] = [*session.repetitions, *session.holds]
    faults = Counter(fault for each in done for fault in dict.fromkeys(each.faults))
    faults.update(each.reason for each in moves if isinstance(each, Attempt))
    return Past(
        id=session_id,
        began_at=began_at,
        repetitions=len(session.repetitions),
        good=session.good_repetitions,
        attempts=len(session.attempts),
        holds=len(session.holds),
        hold_s=float(session.hold_s),
        start=_median(session.repetitions, f"start_{follows}"),
        peak=_median(session.repetitions, f"peak_{follows}"),
        out_s=_median(session.repetitions, "out_s"),
        return_s=_median(session.repetitions, "return_s"),
        faults=dict(faults),
    )


def _median(repetitions: Iterable[Repetition], name: str) -> float | None:
    values = [each.metrics[name] for each in repetitions if name in each.metrics]
    return median(values) if values else None
