"""What a moment was spent on. In: readings and what is followed in them. Out: `TimeUse`.

Nothing here counts or judges; it names what the tracks and the set-up have found in this frame.
"""

from collections.abc import Iterable

from stabiel.anatomy import Reason
from stabiel.body.body import Body
from stabiel.body.measures import NotVisible
from stabiel.coach.events import Phase
from stabiel.coach.readings import Readings
from stabiel.coach.setup import LIGHT, PLACE, SetUp
from stabiel.coach.time_spent import NOBODY, START_HELD, START_VALUE, TimeKind, TimeUse
from stabiel.exercises.model import HoldRule, Limb, Posture

_OF_PHASE = {
    Phase.START: TimeKind.WAITING,
    Phase.OUT: TimeKind.MOVING,
    Phase.RETURN: TimeKind.MOVING,
    Phase.TARGET: TimeKind.AT_TARGET,
}


def unseen(reason: Reason) -> TimeUse:
    """Return a moment that shows too little, and why."""
    return NOBODY if reason is Reason.NOBODY else TimeUse(TimeKind.NOT_JUDGED, reason.value)


def of_set_up(setup: SetUp, posture: Posture, body: Body | None, seen: Readings) -> TimeUse:
    """Return what is open while the start is awaited, for the first time or again.

    Args:
        setup: the set-up items; they are followed until the first start only.
        posture: the start posture.
        body: None if nobody is seen.
        seen: what can be read of it.
    """
    wrong = setup.to_mend if setup.open else None
    if body is None:
        dark = wrong is not None and wrong.id == LIGHT
        return TimeUse(TimeKind.SET_UP, LIGHT) if dark else NOBODY
    if wrong is not None and wrong.id in PLACE:
        return TimeUse(TimeKind.SET_UP, wrong.id)
    open_check = _first_open(seen, posture.needs, "near")
    return open_check or TimeUse(TimeKind.SET_UP, START_HELD)


def of_start_value(beyond: float) -> TimeUse:
    """Return a moment in the start posture whose followed value is not one of a start.

    Args:
        beyond: how far it is out of the plausible range, in the unit of the measure.
    """
    return TimeUse(TimeKind.SET_UP, START_VALUE, beyond)


def of_movement(phase: Phase, value: float | None, goal: float | None) -> TimeUse:
    """Return a moment of a movement that is followed, or at rest.

    Args:
        phase: of the movement.
        value: of the followed measure, None if it is not visible.
        goal: the value to reach, None if it is not known.
    """
    kind = _OF_PHASE[phase]
    off_by = None
    if kind is TimeKind.MOVING and value is not None and goal is not None:
        off_by = abs(goal - value)
    return TimeUse(kind, None, off_by)


def of_hold(rule: HoldRule, posture: Posture, seen: Readings, *, zone: bool, near: bool) -> TimeUse:
    """Return a moment of a hold that can be followed.

    Args:
        rule: of the hold.
        posture: its start posture.
        seen: what can be read of the body.
        zone: it is in the zone.
        near: it is in the posture of the hold, in the zone or not.
    """
    if zone:
        return TimeUse(TimeKind.IN_ZONE)
    if near:
        broken = [*rule.zone, *(name for name in rule.if_seen if seen.breaks(name))]
        return _open(seen, broken, TimeKind.NEAR_ZONE) or TimeUse(TimeKind.IN_ZONE)
    away = _open(seen, rule.near, TimeKind.SET_UP) or unseen(Reason.HIDDEN)
    if away.kind is TimeKind.SET_UP and all(seen.holds(name, "near") for name in posture.needs):
        return TimeUse(TimeKind.WAITING, away.why, away.off_by)
    return away


def _open(seen: Readings, names: Iterable[str], kind: TimeKind) -> TimeUse | None:
    """Return the first check that is visibly broken; without one, why one is not visible."""
    names = [*names]
    for name in names:
        if seen.breaks(name):
            return TimeUse(kind, name, seen.off_by(name))
    for name in names:
        reading = seen.read_check(name)
        if isinstance(reading, NotVisible):
            return unseen(reading.reason)
    return None


def _first_open(seen: Readings, names: Iterable[str], limb: Limb) -> TimeUse | None:
    """Return the first check of a posture that does not hold, visibly broken or not visible."""
    for name in names:
        if not seen.holds(name, limb):
            return TimeUse(TimeKind.SET_UP, name, seen.off_by(name, limb))
    return None
