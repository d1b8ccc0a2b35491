"""Why nothing counted. In: a session. Out: the main reason, or None if something counted.

If anybody was seen there always is a reason: what took the most of the time. What was tried comes
before what was only awaited. The trainer asks the same of an exercise that is not a session yet.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stabiel.anatomy import Reason
from stabiel.coach.time_spent import TimeKind, TimeSpent
from stabiel.session.session import UNKNOWN_VIEW, Session
from stabiel.video.frame import LEAST_RATE_HZ


class Cause(StrEnum):
    """The sort of reason for which nothing counted.

    `NOBODY`: nobody was seen. `FEW_FRAMES`: too few frames per second show no movement. `ATTEMPTS`:
    movements that did not count; `why` is the most frequent reason of theirs. `SHORT_HOLD`: the
    zone was reached, but for less than a hold takes. `NOT_FAR_ENOUGH`: it moved, and missed the
    target. `NOT_BACK`: it reached the target, and did not come back. `OUT_OF_ZONE`: near the zone
    of a hold; `why` is the broken check. `NOT_READY`: the start was never there; `why` is the open
    item or check. `NOT_BEGUN`: at rest at the start all the time. `NOT_JUDGED`: it could not be
    seen; `why` is the reason. `DOUBTFUL`: no movement was sure. `UNKNOWN`: an old session that does
    not tell.
    """

    NOBODY = "nobody"
    FEW_FRAMES = "few_frames"
    ATTEMPTS = "attempts"
    SHORT_HOLD = "short_hold"
    NOT_FAR_ENOUGH = "not_far_enough"
    NOT_BACK = "not_back"
    OUT_OF_ZONE = "out_of_zone"
    NOT_READY = "not_ready"
    NOT_BEGUN = "not_begun"
    NOT_JUDGED = "not_judged"
    DOUBTFUL = "doubtful"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class NothingCounted:
    """The main reason why nothing counted.

    Attributes:
        why: the check, set-up item, fault or reason that belongs to the cause, None if it has none.
        seconds: how long that was; 0 if it has no time of its own.
        off_by: how far it was from right, in the unit of its measure, None if unknown.
        count: how many attempts there were, 0 if they are not the cause.
    """

    cause: Cause
    why: str | None = None
    seconds: float = 0.0
    off_by: float | None = None
    count: int = 0


_CAUSES = {
    TimeKind.SET_UP: Cause.NOT_READY,
    TimeKind.WAITING: Cause.NOT_BEGUN,
    TimeKind.MOVING: Cause.NOT_FAR_ENOUGH,
    TimeKind.AT_TARGET: Cause.NOT_BACK,
    TimeKind.IN_ZONE: Cause.SHORT_HOLD,
    TimeKind.NEAR_ZONE: Cause.OUT_OF_ZONE,
    TimeKind.NOT_JUDGED: Cause.NOT_JUDGED,
}
_TRIED = frozenset({TimeKind.MOVING, TimeKind.AT_TARGET, TimeKind.IN_ZONE, TimeKind.NEAR_ZONE})
# Together these take at least so long if somebody tries: who moves has left the start by more than
# it varies, and a way that stops short takes half a second or more.
_LEAST_TRY_S = 0.5


def nothing_counted(session: Session) -> NothingCounted | None:
    """Return why nothing counted in a session, None if it has a repetition or a hold."""
    if session.counted:
        return None
    if session.view == UNKNOWN_VIEW:
        return NothingCounted(Cause.NOBODY)
    if 0 < session.source.frame_rate_hz < LEAST_RATE_HZ:
        return NothingCounted(Cause.FEW_FRAMES)
    reasons = Counter(each.reason for each in session.attempts if not each.doubtful)
    return main_reason(reasons, session.doubtful_attempts, session.time) or _of_old(session)


def main_reason(
    reasons: Mapping[str, int], doubtful: int, time: Iterable[TimeSpent]
) -> NothingCounted | None:
    """Return why nothing counted, None if nothing tells.

    Args:
        reasons: how many sure attempts failed for each reason.
        doubtful: how many attempts were not sure.
        time: what the time was spent on.
    """
    spent = [*time]
    seen = [each for each in spent if each.kind is not TimeKind.NOBODY]
    if spent and not seen:
        return NothingCounted(Cause.NOBODY)
    if reasons:
        # The first of those that are equally frequent.
        reason = max(reasons, key=lambda each: reasons[each])
        return NothingCounted(Cause.ATTEMPTS, reason, count=sum(reasons.values()))
    if doubtful:
        return NothingCounted(Cause.DOUBTFUL, count=doubtful)
    return _of_time(seen) if seen else None


def _of_time(seen: list[TimeSpent]) -> NothingCounted:
    tried = [spent for spent in seen if spent.kind in _TRIED]
    main = _most(tried if sum(spent.seconds for spent in tried) >= _LEAST_TRY_S else seen)
    cause = _CAUSES[main.kind]
    if cause is Cause.NOT_FAR_ENOUGH and any(each.kind is TimeKind.AT_TARGET for each in seen):
        # It was far enough at least once, and its least distance is that of the way back.
        return NothingCounted(Cause.NOT_BACK, None, main.seconds)
    return NothingCounted(cause, main.why, main.seconds, main.off_by)


def _most(spent: Iterable[TimeSpent]) -> TimeSpent:
    return max(spent, key=lambda each: each.seconds)


def _of_old(session: Session) -> NothingCounted:
    """Return the reason of a session that has no account of its time."""
    longest = max(session.not_judged, key=lambda each: each[2], default=None)
    if longest is not None and longest[1] is not Reason.NO_START:
        _, reason, seconds = longest
        return NothingCounted(Cause.NOT_JUDGED, reason.value, seconds)
    still_open = next((item.id for item in session.setup if not item.ok), None)
    if still_open is not None:
        return NothingCounted(Cause.NOT_READY, still_open)
    if longest is not None:
        return NothingCounted(Cause.NOT_JUDGED, longest[1].value, longest[2])
    return NothingCounted(Cause.UNKNOWN)
