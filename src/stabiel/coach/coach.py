"""Counts and judges one exercise. In: bodies in the order of time. Out: events.

Everything it knows of the exercise stands in the exercise's file; it has no camera, no clock and
no I/O, so the same bodies give the same events, live, from a file, or replayed. One track judges
each side; where sides count apart, the limb that leaves its start first is the working one, and
the other rests until it is back.
"""

from dataclasses import dataclass, replace

from stabiel.anatomy import SIDES, Reason, Side, SideName
from stabiel.body.body import Body
from stabiel.coach.events import (
    Event,
    FaultEnded,
    Hold,
    Phase,
    Repetition,
    SightLost,
    StartSeen,
)
from stabiel.coach.holds import HoldTrack
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.readings import Readings
from stabiel.coach.repetitions import MovementTrack
from stabiel.coach.setup import SetUp
from stabiel.coach.tolerances import AWAY_S, GAP_S, SET_UP_S, TAKES_OVER, UNSEEN_S
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise


@dataclass(frozen=True, slots=True)
class Moment:
    """How things stand in one frame, for whoever shows it.

    Attributes:
        phase: where in the repetition or hold this is.
        side: the working side, None where both work or none does.
        repetitions: counted so far, holds included.
        hold_s: seconds in the zone of the hold that goes on.
        value: of the followed measure in its unit, None where not visible.
        goal: the value to reach, None before the start posture was seen.
        faults: ids of the faults at this moment.
        new_peak: this frame is the best of the movement so far.
    """

    time_s: float
    phase: Phase
    side: Side | None
    repetitions: int
    hold_s: float
    value: float | None
    goal: float | None
    faults: tuple[str, ...]
    new_peak: bool


START = Moment(0.0, Phase.WAITING, None, 0, 0.0, None, None, (), False)


class Coach:
    """Judges one exercise for one person. Holds a track for each side, the set-up and the count."""

    def __init__(self, exercise: Exercise, book: ExerciseBook) -> None:
        self._exercise = exercise
        self._checks = book.shared.checks
        posture = book.posture(exercise)
        self.setup = SetUp(exercise, posture, self._checks)
        self.not_judged = NotJudged()
        sides: tuple[Side | None, ...] = SIDES if exercise.sides == "each" else (None,)
        self._movements: list[MovementTrack] = []
        self._holds: list[HoldTrack] = []
        for side in sides:
            if exercise.movement is not None:
                track = MovementTrack(
                    exercise,
                    exercise.movement,
                    posture,
                    self._checks,
                    side=side,
                    not_judged=self.not_judged,
                )
                self._movements.append(track)
            elif exercise.hold is not None:
                hold = HoldTrack(
                    exercise,
                    exercise.hold,
                    posture,
                    self._checks,
                    side=side,
                    not_judged=self.not_judged,
                )
                self._holds.append(hold)
        self.repetitions = 0
        self.judged_s = 0.0
        self.moment = START
        self._last_s: float | None = None
        self._ready = False
        self._was_ready = False
        self._waited_s = 0.0
        self._moved_before = False
        self._working: MovementTrack | None = None

    def update(self, time_s: float, body: Body | None, light: float | None = None) -> list[Event]:
        """Take one frame's body, or None where nobody is seen, and return what happened.

        `light` is the picture's, 0 to 1, None where it was not measured.
        """
        last_s = time_s if self._last_s is None else self._last_s
        self._last_s = time_s
        step_s = time_s - last_s
        events: list[Event] = []
        if step_s > GAP_S:
            events += self._skip(last_s, step_s)
            step_s = 0.0
        if body is not None and body.pose.cut:
            events += self._lose(time_s, Reason.OTHER_BODY)
        if self._movements:
            events += self._update_movements(time_s, body, step_s)
        else:
            events += self._update_holds(time_s, body, step_s)
        if not self._ready:
            events += self.setup.update(time_s, body, Readings(body, None, self._checks), light)
        return self._number(events)

    def readings(self, body: Body | None) -> dict[SideName, Readings]:
        """Return what can be read of a body on each side that is judged."""
        tracks: list[MovementTrack | HoldTrack] = [*self._movements, *self._holds]
        return {track.name: track.readings(body) for track in tracks}

    def close(self) -> list[Event]:
        """End the session: what goes on ends here; a movement left open is not counted."""
        if self._movements and not self._was_ready:
            self._note_waited()
        return self._number(self._lose(self._last_s or 0.0, Reason.NOT_FINISHED))

    def _skip(self, last_s: float, gap_s: float) -> list[Event]:
        """Note that no picture came for a while: what happened in it was not seen.

        A hold goes on after a short one, as after a short way out of the zone.
        """
        self.not_judged.add("repetitions", Reason.NO_PICTURE, gap_s)
        if self._movements or gap_s > AWAY_S:
            return self._lose(last_s, Reason.NO_PICTURE)
        return []

    def _note_waited(self) -> None:
        """Note the time before the start posture was seen: nothing counts without one."""
        self.judged_s -= self._waited_s
        self.not_judged.add("repetitions", Reason.NO_START, self._waited_s)
        self._waited_s = 0.0

    def _update_movements(self, time_s: float, body: Body | None, step_s: float) -> list[Event]:
        events: list[Event] = []
        for track in self._movements:
            if not track.stays(time_s, body):
                events += self._lose(time_s)
                break
        events += self._follow(time_s, body, step_s)
        working = self._working
        events += self._lost_sight(time_s)
        shown = working or self._seen_best(body)
        guessed = self._only_guessed(body)
        followed = [track.value is not None and not guessed for track in self._movements]
        self._note_judged(followed, body, step_s)
        for track in self._movements:
            if track.side is None or working is not None:
                continue
            if track.assumed:
                self.not_judged.add(f"{track.side}_side", Reason.HIDDEN, step_s)
            elif track is shown and track.value is None and any(followed):
                # The far limb alone is followed, which is not the one that is seen best.
                self.not_judged.add(f"{track.side}_side", track.why_not_followed(body), step_s)
        if not self._ready and shown.start_seen and shown.own_start is not None:
            if not self._was_ready and (self._moved_before or self._waited_s >= SET_UP_S):
                self._note_waited()
            self._ready = self._was_ready = True
            self.setup.done(time_s)
            events.append(StartSeen(time_s, shown.own_start))
        self.moment = Moment(
            time_s=time_s,
            phase=shown.phase,
            side=shown.side if working is not None else None,
            repetitions=self.repetitions,
            hold_s=0.0,
            value=shown.value,
            goal=shown.goal,
            faults=shown.faults,
            new_peak=shown.new_peak,
        )
        return events

    def _only_guessed(self, body: Body | None) -> bool:
        """Say whether a limb that seems to rest is not surely seen to: it may be moving."""
        if not self._was_ready or self._working is not None:
            return False
        return not all(track.surely_seen(body) for track in self._movements)

    def _follow(self, time_s: float, body: Body | None, step_s: float) -> list[Event]:
        """Judge the side that works; the other one is only followed, in case it is the one."""
        events: list[Event] = []
        for track in self._in_order(body):
            if self._working not in (None, track):
                track.shadow(time_s, body)
                continue
            gone = track.peak_way if track.moving else None
            events += track.update(time_s, body, step_s)
            self._working = track if track.moving else None
            if gone is not None and not track.moving:
                self._drop_what_moved_along(track, gone)
        working = self._working
        if working is not None and self._goes_on(working, time_s):
            working.drop(counted=True)
            self._working = working = None
        if working is not None and body is not None:
            near = self._seen_best(body)
            if near is not working and _is_rather(near, working):
                working.drop(counted=True)
                self._working = working = near
        if working is not None and working.phase is Phase.OUT:
            rival = max(self._movements, key=lambda track: track.way if track.moving else 0.0)
            if rival is not working and rival.way > working.way + TAKES_OVER:
                self._working = rival
                working.drop()
        return events

    def _goes_on(self, working: MovementTrack, time_s: float) -> bool:
        """Say whether this is the movement that was counted a moment ago, of either limb.

        One that was not seen to begin, when the last one was not seen to end: in the picture left
        and right have changed names.
        """
        return working.came_into_sight and any(
            track.broke_off_s is not None and time_s - track.broke_off_s <= UNSEEN_S
            for track in self._movements
        )

    def _drop_what_moved_along(self, done: MovementTrack, gone: float) -> None:
        """Take back what the other limb did meanwhile: less of it, or the same at the same time."""
        for track in self._movements:
            if track is not done and track.moving and (gone >= 1.0 or track.peak_way < gone):
                track.drop()

    def _update_holds(self, time_s: float, body: Body | None, step_s: float) -> list[Event]:
        events: list[Event] = []
        holding = next((track for track in self._holds if track.active), None)
        for track in self._holds:
            if holding is not None and track is not holding:
                continue
            events += track.update(time_s, body, step_s)
            if track.active:
                holding = track
        shown = holding or self._holds[0]
        self._note_judged([shown.decided], body, step_s)
        if not self._ready and holding is not None:
            self._ready = True
            self.setup.done(time_s)
        self.moment = Moment(
            time_s=time_s,
            phase=shown.phase,
            side=shown.side if holding is not None else None,
            repetitions=self.repetitions,
            hold_s=shown.in_zone_s,
            value=shown.value,
            goal=None,
            faults=shown.faults,
            new_peak=shown.in_zone and shown.in_zone_s == 0.0,
        )
        return events

    def _in_order(self, body: Body | None) -> list[MovementTrack]:
        """Return the tracks, the near side first: it is seen better."""
        if body is None:
            return self._movements
        return sorted(self._movements, key=lambda track: track.side not in (None, body.near))

    def _seen_best(self, body: Body | None) -> MovementTrack:
        return self._in_order(body)[0]

    def _note_judged(self, followed: list[bool], body: Body | None, step_s: float) -> None:
        """Add up for how long something could be followed, else why not.

        Without a start nothing counts. The first one is waited for, which is the set-up; one that
        was lost is missed.
        """
        tracks = self._movements or self._holds
        if not any(followed):
            self.not_judged.add("repetitions", tracks[0].why_not_followed(body), step_s)
        elif self._was_ready and all(track.phase is Phase.WAITING for track in self._movements):
            self.not_judged.add("repetitions", Reason.NO_START, step_s)
        else:
            self.judged_s += step_s
            if not self._was_ready:
                self._waited_s += step_s
                self._moved_before |= any(track.at_target for track in self._movements)

    def _lost_sight(self, time_s: float) -> list[Event]:
        """Say so where all starts are forgotten again."""
        if self._ready and not any(track.start_seen for track in self._movements):
            self._ready = False
            return [SightLost(time_s)]
        return []

    def _lose(self, time_s: float, unseen: Reason | None = None) -> list[Event]:
        """Forget the starts and what goes on; faults seen in it stand.

        `unseen` says why a movement in progress could not be followed to its end.
        """
        events: list[Event] = []
        self._working = None
        for track in self._movements:
            events += track.lose(time_s, unseen)
        for hold in self._holds:
            events += hold.lose(time_s)
        return [*events, *self._lost_sight(time_s)]

    def _number(self, events: list[Event]) -> list[Event]:
        """Number what counts, and with it the faults before it that belong to it."""
        numbered_events: list[Event] = []
        pending: list[FaultEnded] = []
        for event in events:
            if isinstance(event, FaultEnded):
                pending.append(event)
                continue
            if isinstance(event, Repetition | Hold):
                self.repetitions += 1
                numbered_events += [
                    replace(fault, repetition=self.repetitions) for fault in pending
                ]
                numbered_events.append(replace(event, number=self.repetitions))
            else:
                numbered_events += [*pending, event]
            pending = []
        self.moment = replace(self.moment, repetitions=self.repetitions)
        return [*numbered_events, *pending]


def _is_rather(near: MovementTrack, working: MovementTrack) -> bool:
    """Say whether it is the near limb that works.

    Both cannot work at once, and a far one is often found all at once where there is none.
    """
    return near.peak_way >= 1.0 and not near.jumped and working.jumped
