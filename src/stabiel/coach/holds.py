"""Judges a posture that is held, on one side. In: readings in order of time. Out: events.

Only seconds in the zone count. Someone who leaves the zone for a moment continues where they were.
Someone who leaves the posture and finds it again has left it, and someone who does not come back
is done. If a body leaps out of the posture, nobody saw it leave.
"""

from collections.abc import Callable

from stabiel.anatomy import Evidence, Reason, Side
from stabiel.body.body import REST_S, Body, StillBody
from stabiel.coach.events import Event, FaultEnded, Phase, counted_faults
from stabiel.coach.events import Hold as Held
from stabiel.coach.faults.watcher import Away
from stabiel.coach.jumps import JumpWatch
from stabiel.coach.lasting import Lasting
from stabiel.coach.noise import noise_of, room_within
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.readings import Readings
from stabiel.coach.side_track import SideTrack
from stabiel.coach.sureness import Exceedance
from stabiel.coach.targets import Target, hold_targets
from stabiel.coach.time_spent import NOBODY, TimeUse
from stabiel.coach.tolerances import ARRIVES_S, AWAY_S, GAP_S, GRACE_S, LEAST_S, STAYS_S, SWAYS_S
from stabiel.coach.use_of_time import of_hold, unseen
from stabiel.exercises.checks import Checks
from stabiel.exercises.model import Exercise, HoldRule, Limb, Posture

_NEAR: Limb = "near"


class HoldTrack(SideTrack):
    """The holds of one side. Holds the seconds in the zone, and since when it was left."""

    def __init__(
        self,
        exercise: Exercise,
        rule: HoldRule,
        posture: Posture,
        checks: Checks,
        *,
        side: Side | None,
        not_judged: NotJudged,
    ) -> None:
        super().__init__(exercise, posture, checks, side=side, not_judged=not_judged)
        self._rule = rule
        # How far within the zone somebody is, in units of the noise.
        self._within = Exceedance(LEAST_S, 1.0)
        self._rest = StillBody()
        self._leaps = JumpWatch()
        self._leapt = False
        self._stay = StillBody()
        # The start posture was held, or the zone is near, and it is not lost again.
        self._under_way = False
        self._stays = Lasting(STAYS_S, forgives_s=SWAYS_S)
        # Somebody who is back after exactly this time continues: seen at 30 frames a second.
        self._away = Lasting(AWAY_S, longer=True)
        self.phase = Phase.WAITING
        # This frame shows whether the zone is held.
        self.decided = False
        # What this frame is spent on, and whether it may yet count as one in the zone.
        self.use = NOBODY
        self.wobbles = False
        self._forget()

    def _forget(self) -> None:
        self._first_s: float | None = None
        self._last_s = 0.0
        self._away.interrupt()
        self.in_zone_s = 0.0
        self.in_zone = False
        self._is_gone = False
        self._within.clear()
        self._rest_in_zone = StillBody()
        self._still_in_zone = False

    @property
    def faults(self) -> tuple[str, ...]:
        """Faults of this moment."""
        return self._watch.active

    @property
    def active(self) -> bool:
        """Whether a hold is going on."""
        return self._first_s is not None

    def update(self, time_s: float, body: Body | None, step_s: float) -> list[Event]:
        """Take one frame and return what happened on this side."""
        seen = self.readings(body)
        self.value = None if self._view_wrong(body) else seen.value(self._rule.follows)
        self._leapt = self._leapt_away(body, seen)
        if self._leapt:
            self.value = None
        if self.value is None:
            seen = Readings(None, self.side, self._checks, self.why_not_followed(body))
        if body is not None and not self.active:
            self._remember_rest(body, seen)
        near = all(seen.holds(name) for name in self._rule.near)
        self._under_way = near or self._goes_on(seen)
        self.decided = self._can_tell(seen)
        zone = near and all(seen.holds(name) for name in self._rule.zone)
        zone = zone and not any(seen.breaks(name) for name in self._rule.if_seen)
        began = zone and not self.active
        self._note_stillness(zone, body)
        self.use = self._time_use(body, seen, zone=zone, near=near)
        self._count(time_s, step_s, zone, body)
        if zone:
            self._within.add(time_s, min(map(self._room_of(seen), self._rule.zone)))
        self.wobbles = self.active and 0.0 < self._away.lasted_s(time_s) <= GRACE_S
        # What is not visible has not moved.
        gone = self.value is not None and any(map(seen.breaks, self._rule.near))
        self.phase = self._phase(near)
        watched = self._watched_phase(near, body)
        away = None
        if self.active and self._away.since_s is not None:
            away = Away(self._away.since_s, gone, self._off_by(seen) if gone else 0.0)
        events = self._watch.update(time_s, watched, seen, self.value, step_s, away=away)
        if began:
            events += self._watch.take(time_s)
        if not self.active:
            # Someone who never came into the zone hears why, and the record has it.
            events += [] if near or self.value is None else self._watch.take(time_s)
        elif self._is_gone:
            events += self.close(time_s)
        return events

    def targets(self, body: Body | None) -> tuple[Target, ...]:
        """Return the zone: from the start posture on, for as long as what that keeps holds."""
        if self.value is None or not self._under_way:
            return ()
        return hold_targets(self._rule, self._checks, self.readings(body))

    def close(self, time_s: float, *, cut_short: bool = False) -> list[Event]:
        """End the hold in progress, if there is one.

        `cut_short`: nobody saw it end. Then somebody who keeps still in the zone did not only pass
        through it, however short it was.
        """
        least_s = REST_S if cut_short and self.in_zone and self._still_in_zone else LEAST_S
        faults = self._watch.take(time_s)
        events: list[Event] = [fault for fault in faults if self._kept_it_out(fault)]
        if self._first_s is not None and self.in_zone_s >= least_s:
            dose_s = self._exercise.dose.hold_s or 0.0
            kept = [fault for fault in faults if self._belongs(fault)]
            held = Held(
                time_s=time_s,
                number=0,
                side=self.name,
                start_s=self._first_s,
                end_s=self._last_s,
                in_zone_s=self.in_zone_s,
                complete=self.in_zone_s >= dose_s,
                faults=counted_faults(kept),
                sure=self._within.sure,
            )
            events = [*kept, held]
        self._forget()
        self.phase = Phase.WAITING
        return events

    def _kept_it_out(self, fault: FaultEnded) -> bool:
        """Return whether a fault kept somebody out of the zone who believed to be in it.

        Someone who never came into the zone hears why, and the record has it; someone who only
        passed through it does not.
        """
        if self._first_s is None:
            return True
        lasted_s = fault.time_s - fault.start_s
        return lasted_s >= STAYS_S and self._exercise.faults[fault.id].kind != "leave"

    def _belongs(self, fault: FaultEnded) -> bool:
        """Return whether a fault was made in the hold, and not on the way out of it.

        A fault that took the person out of the zone begins when the seconds in the zone end, and
        lasts until the hold is over.
        """
        lasted_s = fault.time_s - fault.start_s
        if fault.start_s <= self._last_s:
            return True
        return fault.start_s <= self._last_s + GRACE_S and lasted_s >= AWAY_S - GRACE_S

    def lose(self, time_s: float) -> list[Event]:
        """End the hold in progress and forget the start: this may be another picture."""
        events = self.close(time_s, cut_short=True)
        self._start = None
        self._under_way = False
        self._rest = StillBody()
        return events

    def why_not_followed(self, body: Body | None) -> Reason:
        """Return why this side has no value in this frame."""
        if body is None:
            return Reason.NOBODY
        if body.is_other:
            return Reason.OTHER_BODY
        if self._view_wrong(body):
            return Reason.WRONG_VIEW
        return Reason.SUDDEN_JUMP if self._leapt else Reason.HIDDEN

    def _time_use(self, body: Body | None, seen: Readings, *, zone: bool, near: bool) -> TimeUse:
        if self.value is None:
            return unseen(self.why_not_followed(body))
        return of_hold(self._rule, self._posture, seen, zone=zone, near=near)

    @property
    def evidence(self) -> Evidence:
        """How the place of the followed limb is known in this frame."""
        if self._leapt:
            return Evidence.LEAPING
        return Evidence.HIDDEN if self.value is None else Evidence.SEEN

    def _leapt_away(self, body: Body | None, seen: Readings) -> bool:
        """Return whether the body is out of the zone by a leap: nobody saw it leave."""
        if body is None:
            self._leaps.interrupt()
            return False
        if not self._leaps.update(body):
            return False
        return not all(map(seen.holds, [*self._rule.near, *self._rule.zone]))

    def _remember_rest(self, body: Body, seen: Readings) -> None:
        """Take the start posture, if it is held still, as the person's own start."""
        in_posture = all(seen.holds(name, _NEAR) for name in self._posture.needs)
        self._under_way = self._under_way or in_posture
        if in_posture:
            self._start = self._rest.update(body) or self._start
        else:
            self._rest.interrupt()

    def _goes_on(self, seen: Readings) -> bool:
        """Return whether somebody who was in the start posture may be on the way to the zone."""
        keeps = self._posture.keeps
        return self._under_way and not any(seen.breaks(name, _NEAR) for name in keeps)

    def _off_by(self, seen: Readings) -> float:
        """Return how far somebody is from being near the zone, in units of the noise."""
        return max(
            (seen.off_by(name) or 0.0) / noise_of(self._checks[name].measure)
            for name in self._rule.near
        )

    def _room_of(self, seen: Readings) -> Callable[[str], float]:
        """Return what says how far within a check somebody is, in units of the noise."""

        def room(name: str) -> float:
            check = self._checks[name]
            value = seen.value(check.measure, check.of)
            return 0.0 if value is None else room_within(check, value)

        return room

    def _note_stillness(self, zone: bool, body: Body | None) -> None:
        """Note whether the body has kept still in the zone for the last second.

        That is the own start of somebody who came into the zone without one. The first frame in
        the zone is not: the body is still moving, and the head often comes last.
        """
        rest = None
        if not zone or body is None:
            self._rest_in_zone.interrupt()
        else:
            rest = self._rest_in_zone.update(body)
        self._still_in_zone = rest is not None
        self._start = self._start or rest

    def _can_tell(self, seen: Readings) -> bool:
        """Return whether the zone is visibly held, or one thing in it visibly is not."""
        if self.value is None:
            return False
        names = [*self._rule.near, *self._rule.zone]
        return any(map(seen.breaks, names)) or all(map(seen.holds, names))

    def _view_wrong(self, body: Body | None) -> bool:
        return body is not None and body.view not in self._rule.views

    def _count(self, time_s: float, step_s: float, zone: bool, body: Body | None) -> None:
        """Count the seconds in the zone; a wobble of less than the grace counts too."""
        was_in, self.in_zone = self.in_zone, zone
        wobbled = self._away.since_s is not None and self._away.lasted_s(time_s) <= GRACE_S
        self._is_gone = self._away.update(time_s, not zone)
        if not zone:
            return
        if self._first_s is None:
            self._first_s = time_s
        elif was_in:
            self.in_zone_s += step_s if step_s <= GAP_S else 0.0
        elif wobbled:
            self.in_zone_s += time_s - self._last_s
        self._last_s = time_s

    def _phase(self, near: bool) -> Phase:
        if self._first_s is not None:
            return Phase.HOLD if near else Phase.RETURN
        return Phase.START if near else Phase.WAITING

    def _watched_phase(self, near: bool, body: Body | None) -> Phase:
        """Return the phase for the faults: someone who has left the posture makes none in it.

        Someone who is not visible for a moment may still be in it; what cannot be read is not
        judged. Before the hold, faults count if somebody stays near the zone without getting
        there, but not on the way to it.
        """
        if self._first_s is not None:
            arrives = body is not None and body.pose.time_s - self._first_s < ARRIVES_S
            return Phase.HOLD if not arrives and (near or self.value is None) else Phase.WAITING
        if not near or body is None:
            self._stay.interrupt()
            self._stays.interrupt()
            return Phase.WAITING
        still = self._stay.update(body) is not None
        stays = self._stays.update(body.pose.time_s, True if still else None)
        return Phase.HOLD if stays else Phase.WAITING
