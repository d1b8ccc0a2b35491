"""Judges a posture that is held, on one side. In: readings in order of time. Out: events.

Only seconds in the zone count. Who leaves the zone for a moment goes on where they were; who
leaves the posture and finds it again has left it, and who does not come back is done.
"""

from collections.abc import Mapping

from stabiel.body import Body
from stabiel.events import Event, Phase, SideName
from stabiel.events import Hold as Held
from stabiel.exercise import Check, Exercise, Hold, LeaveFault
from stabiel.faults import FaultWatch, NotJudged
from stabiel.pose import Reason, Side
from stabiel.readings import Readings

# A wobble out of the zone that is this short still counts.
GRACE_S = 0.5
# Away for longer, the hold is over.
AWAY_S = 4.0
# A hold that never lasted this long was a passing by.
LEAST_S = 1.5


class HoldTrack:
    """The holds of one side. Holds the seconds in the zone, and since when it was left."""

    def __init__(
        self,
        exercise: Exercise,
        rule: Hold,
        checks: Mapping[str, Check],
        *,
        side: Side | None,
        not_judged: NotJudged,
    ) -> None:
        self._exercise = exercise
        self._rule = rule
        self._checks = checks
        self.side: Side | None = side
        self.name: SideName = side or "both"
        self._watch = FaultWatch(exercise, self.name, not_judged)
        self._leave = next(
            (
                (name, fault)
                for name, fault in exercise.faults.items()
                if isinstance(fault, LeaveFault)
            ),
            None,
        )
        self._start: Body | None = None
        self._forget()
        self.phase = Phase.WAITING
        self.value: float | None = None

    def _forget(self) -> None:
        self._first_s: float | None = None
        self._last_s = 0.0
        self._away_since_s: float | None = None
        self.in_zone_s = 0.0
        self.in_zone = False

    @property
    def faults(self) -> tuple[str, ...]:
        """Faults of this moment."""
        return self._watch.active

    @property
    def active(self) -> bool:
        """Whether a hold is going on."""
        return self._first_s is not None

    def readings(self, body: Body | None) -> Readings:
        """Return what can be read of a body on this side, against its own start."""
        return Readings(
            None if body is None else body.with_start(self._start), self.side, self._checks
        )

    def update(self, time_s: float, body: Body | None, step_s: float) -> list[Event]:
        """Take one frame and return what happened on this side."""
        seen = self.readings(body)
        self.value = None if self._view_wrong(body) else seen.value(self._rule.follows)
        if self.value is None:
            seen = Readings(None, self.side, self._checks)
        near = all(seen.holds(name) for name in self._rule.near)
        zone = near and all(seen.holds(name) for name in self._rule.zone)
        zone = zone and not any(seen.breaks(name) for name in self._rule.if_seen)
        self._count(time_s, step_s, zone, body)
        gone = self.value is not None and not near
        self.phase = self._phase(near)
        watched = self._watched_phase(near)
        events = self._watch.update(time_s, watched, seen, self.value, step_s)
        events += self._watch_leaving(time_s, gone)
        if self._away_since_s is not None and time_s - self._away_since_s > AWAY_S:
            events += self.close(time_s)
        return events

    def close(self, time_s: float) -> list[Event]:
        """End the hold that goes on, if there is one."""
        if self._leave is not None:
            self._watch.drop(self._leave[0])
        faults = self._watch.take(time_s if self._first_s is None else self._last_s)
        events: list[Event] = []
        if self._first_s is not None and self.in_zone_s >= LEAST_S:
            dose_s = self._exercise.dose.hold_s or 0.0
            kept = [fault for fault in faults if fault.start_s <= self._last_s]
            names = tuple(dict.fromkeys(fault.id for fault in kept))
            held = Held(
                time_s=time_s,
                number=0,
                side=self.name,
                start_s=self._first_s,
                end_s=self._last_s,
                in_zone_s=self.in_zone_s,
                complete=self.in_zone_s >= dose_s,
                faults=names,
            )
            events = [*kept, held]
        self._forget()
        self._start = None
        self.phase = Phase.WAITING
        return events

    def why_not_followed(self, body: Body | None) -> Reason:
        """Return why this side has no value in this frame."""
        if body is None:
            return Reason.NOBODY
        return Reason.WRONG_VIEW if self._view_wrong(body) else Reason.HIDDEN

    def _view_wrong(self, body: Body | None) -> bool:
        return body is not None and body.view not in self._rule.views

    def _count(self, time_s: float, step_s: float, zone: bool, body: Body | None) -> None:
        """Count the seconds in the zone; a wobble of less than the grace counts too."""
        was_in, self.in_zone = self.in_zone, zone
        if not zone:
            if was_in or self._away_since_s is None:
                self._away_since_s = time_s
            return
        if self._first_s is None:
            self._first_s = time_s
            self._start = None if body is None else body.with_start(None)
        elif was_in:
            self.in_zone_s += step_s
        elif self._away_since_s is not None and time_s - self._away_since_s <= GRACE_S:
            self.in_zone_s += time_s - self._last_s
        self._away_since_s = None
        self._last_s = time_s

    def _phase(self, near: bool) -> Phase:
        if self._first_s is not None:
            return Phase.HOLD if near else Phase.RETURN
        return Phase.START if near else Phase.WAITING

    def _watched_phase(self, near: bool) -> Phase:
        """Return the phase for the faults: who has left the posture makes none in it.

        Who is not seen for a moment may still be in it; what cannot be read is not judged.
        """
        there = near or self.value is None
        return Phase.HOLD if self.active and there else Phase.WAITING

    def _watch_leaving(self, time_s: float, gone: bool) -> list[Event]:
        if self._leave is None or self._first_s is None or self._away_since_s is None:
            if self._leave is not None and self.in_zone:
                self._watch.end(time_s, self._leave[0])
            return []
        name, rule = self._leave
        away_s = time_s - self._away_since_s
        if gone and away_s >= rule.left_for_s and name not in self._watch.active:
            return self._watch.begin(time_s, name, self._away_since_s)
        return []
