"""Counts and judges one exercise. In: bodies in the order of time. Out: events.

Everything it knows about the exercise is in the exercise's file. It has no camera, no clock and no
I/O, so the same bodies give the same events: live, from a file, or replayed. One track judges each
side. If the sides count for themselves, `WorkingSide` finds out which limb works and `HoldingSide`
which side holds; `Coverage` adds up what could be judged.
"""

from dataclasses import dataclass, replace

from stabiel.anatomy import SIDES, Evidence, Reason, Side, SideName
from stabiel.body.body import Body
from stabiel.coach.coverage import Coverage
from stabiel.coach.events import Attempt, Event, Phase, SightLost, StartSeen
from stabiel.coach.holding_side import HoldingSide
from stabiel.coach.holds import HoldTrack
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.numbering import Numbering
from stabiel.coach.readings import Readings
from stabiel.coach.repetitions import MovementTrack
from stabiel.coach.setup import PLACE, SetUp
from stabiel.coach.side_names import SideNames
from stabiel.coach.targets import MissedTarget, Target
from stabiel.coach.time_spent import NOBODY, START_HELD, TimeKind, TimeSpent, TimeUse
from stabiel.coach.tolerances import AWAY_S, GAP_S
from stabiel.coach.use_of_time import of_movement, of_set_up, of_start_value, unseen
from stabiel.coach.working_side import WorkingSide
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise


@dataclass(frozen=True, slots=True)
class Moment:
    """How things stand in one frame, for a display.

    Attributes:
        phase: the phase of the repetition or hold.
        side: the working side, None if both work or none does.
        repetitions: counted so far, holds included.
        hold_s: seconds in the zone of the hold in progress.
        value: of the followed measure in its unit, None if it is not visible.
        goal: the value to reach, None before the start posture was seen.
        faults: ids of the faults at this moment.
        new_peak: this frame is the best of the movement so far.
        use: what the time of this frame is spent on.
        evidence: how the place of the followed limb is known.
        targets: what is to be reached; none out of the start posture.
        missed: the last attempt, for as long as its words are shown.
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
    use: TimeUse = NOBODY
    evidence: Evidence = Evidence.HIDDEN
    targets: tuple[Target, ...] = ()
    missed: Attempt | None = None


START = Moment(0.0, Phase.WAITING, None, 0, 0.0, None, None, (), False)


class Coach:
    """Judges one exercise for one person. Holds a track for each side, the set-up and the count.

    Attributes:
        setup: the set-up items; `setup.open` until the first start was accepted.
        moment: how things stand after the last frame.
        body: of the last frame as it was judged: with its own start, its limbs named as at rest.
    """

    def __init__(self, exercise: Exercise, book: ExerciseBook) -> None:
        self._checks = book.checks_of(exercise)
        self._posture = book.posture(exercise)
        self._coverage = Coverage(held=exercise.hold is not None)
        self.setup = SetUp(exercise, book.posture(exercise), self._checks)
        self._movements, self._holds = _tracks(exercise, book, self._coverage.not_judged)
        self._sides = WorkingSide(self._movements)
        self._holding = HoldingSide(self._holds)
        # If one side works, left and right may change names. If both do, they are judged as one.
        self._names = SideNames() if exercise.sides != "both" else None
        self._numbering = Numbering()
        self._missed = MissedTarget()
        self.body: Body | None = None
        self.moment = START
        self._last_s: float | None = None
        # What the display and the time account of this frame are about.
        if self._movements:
            self._shown = self._movements[0]
        else:
            self._held = self._holds[0]
        self._followed = False
        # The start is known; it is forgotten again if the person leaves or is lost.
        self._ready = False

    @property
    def not_judged(self) -> NotJudged:
        """What could not be judged so far."""
        return self._coverage.not_judged

    @property
    def begun(self) -> bool:
        """Whether the start posture was taken and is not lost again."""
        return self._ready

    @property
    def judged_s(self) -> float:
        """Seconds in which something could have counted, with the short ways in and out of it."""
        return self._coverage.judged_s

    def update(self, time_s: float, body: Body | None, light: float | None = None) -> list[Event]:
        """Take one frame and return what happened.

        Args:
            time_s: the frame's time stamp, seconds; never less than the one before.
            body: None if nobody is seen.
            light: of the picture, 0 to 1; None if it was not measured.
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
        if body is not None and self._names is not None:
            body = self._names.keep(body, in_progress=self._in_progress)
        if self._movements:
            events += self._update_movements(time_s, body, step_s)
        else:
            events += self._update_holds(time_s, body, step_s)
        if self.setup.open:
            events += self.setup.update(time_s, body, Readings(body, None, self._checks), light)
        self._spend(self._time_use(body), step_s)
        shown = self._shown if self._movements else self._holding.shown
        self.body = None if body is None else body.with_start(shown.start_body)
        events = self._number(events)
        if (missed := self._missed.update(time_s, events)) is not None:
            self.moment = replace(self.moment, missed=missed)
        return events

    def spent(self, duration_s: float) -> tuple[TimeSpent, ...]:
        """Return what the time was spent on; the sums are the duration of the source, seconds."""
        return self._coverage.spent(duration_s)

    @property
    def _in_progress(self) -> bool:
        """Whether a movement or hold is going on."""
        moving = any(track.moving for track in self._movements)
        return moving or any(track.active for track in self._holds)

    def readings(self, body: Body | None) -> dict[SideName, Readings]:
        """Return what can be read of a body on each side that is judged."""
        tracks: list[MovementTrack | HoldTrack] = [*self._movements, *self._holds]
        return {track.name: track.readings(body) for track in tracks}

    def close(self) -> list[Event]:
        """End the session and what is in progress; an open movement does not count."""
        if self._movements and self.setup.open:
            self._coverage.start_missed()
        return self._number(self._lose(self._last_s or 0.0, Reason.NOT_FINISHED))

    def _skip(self, last_s: float, gap_s: float) -> list[Event]:
        """Note that no picture came for a while: nobody saw what happened in it.

        A hold goes on after a short gap, as it does after a short way out of the zone.
        """
        self._coverage.missed(Reason.NO_PICTURE, gap_s)
        self._coverage.spend(unseen(Reason.NO_PICTURE), gap_s)
        if self._movements or gap_s > AWAY_S:
            return self._lose(last_s, Reason.NO_PICTURE)
        return []

    def _update_movements(self, time_s: float, body: Body | None, step_s: float) -> list[Event]:
        events: list[Event] = []
        for track in self._movements:
            if not track.stays(time_s, body):
                events += self._lose(time_s)
                break
        events += self._sides.follow(time_s, body, step_s)
        working = self._sides.track
        events += self._lost_sight(time_s)
        shown = working or self._sides.in_order(body)[0]
        doubtful = not self.setup.open and self._sides.rests_doubtfully(body)
        followed = [track.value is not None and not doubtful for track in self._movements]
        self._shown, self._followed = shown, any(followed)
        self._note_judged(followed, body, step_s)
        if working is None:
            self._note_sides(shown, any(followed), body, step_s)
        if not self._ready and shown.start_seen and shown.own_start is not None:
            if self.setup.open:
                self._coverage.start_seen()
            self._ready = True
            self.setup.done(time_s)
            events.append(StartSeen(time_s, shown.own_start))
        self.moment = Moment(
            time_s=time_s,
            phase=shown.phase,
            side=shown.side if working is not None else None,
            repetitions=self._numbering.counted,
            hold_s=0.0,
            value=shown.value,
            goal=shown.goal,
            faults=shown.faults,
            new_peak=shown.new_peak,
            targets=shown.targets(body),
        )
        return events

    def _update_holds(self, time_s: float, body: Body | None, step_s: float) -> list[Event]:
        events = self._holding.follow(time_s, body, step_s)
        holding, shown = self._holding.track, self._holding.shown
        self._held = self._holding.timed
        self._note_judged([shown.decided], body, step_s)
        if not self._ready and holding is not None:
            self._ready = True
            self.setup.done(time_s)
        self.moment = Moment(
            time_s=time_s,
            phase=shown.phase,
            side=shown.side if holding is not None else None,
            repetitions=self._numbering.counted,
            hold_s=shown.in_zone_s,
            value=shown.value,
            goal=None,
            faults=shown.faults,
            new_peak=shown.in_zone and shown.in_zone_s == 0.0,
            targets=shown.targets(body),
        )
        return events

    def _note_judged(self, followed: list[bool], body: Body | None, step_s: float) -> None:
        """Add up for how long something could be followed, else why not.

        Nothing counts without a start. The first one is awaited, which is the set-up; a start
        that was lost is missed.
        """
        tracks = self._movements or self._holds
        if not any(followed):
            self._coverage.missed(tracks[0].why_not_followed(body), step_s)
        elif self._movements and self.setup.open:
            moved = any(track.at_target for track in self._movements)
            self._coverage.awaited(step_s, moved=moved)
        elif self._movements and not self._ready:
            self._coverage.missed(Reason.NO_START, step_s)

    def _time_use(self, body: Body | None) -> TimeUse:
        """Return what this frame is spent on."""
        if body is not None and body.is_other:
            return unseen(Reason.OTHER_BODY)
        if self._holds:
            return self._hold_use(body)
        shown = self._shown
        if not self._ready:
            use = of_set_up(self.setup, self._posture, body, shown.readings(body))
            if use.why == START_HELD and shown.beyond_start:
                return of_start_value(shown.beyond_start)
            return use
        if body is None or not self._followed:
            return unseen(shown.why_not_followed(body))
        if shown.phase is Phase.WAITING:
            return of_set_up(self.setup, self._posture, body, shown.readings(body))
        return of_movement(shown.phase, shown.value, shown.goal)

    def _hold_use(self, body: Body | None) -> TimeUse:
        use = self._held.use
        if self.setup.open and use.kind in (TimeKind.NOBODY, TimeKind.NOT_JUDGED):
            place = of_set_up(self.setup, self._posture, body, self._held.readings(body))
            return place if place.why in PLACE else use
        return use

    def _spend(self, use: TimeUse, step_s: float) -> None:
        wobbles = bool(self._holds) and self._held.wobbles
        self._coverage.spend(use, step_s, wobbles=wobbles)
        self.moment = replace(self.moment, use=use, evidence=self._evidence())

    def _evidence(self) -> Evidence:
        """Return how the place of the followed limb is known in this frame."""
        return self._shown.evidence if self._movements else self._held.evidence

    def _note_sides(
        self, shown: MovementTrack, any_followed: bool, body: Body | None, step_s: float
    ) -> None:
        """Note the sides that nobody can see while no limb works."""
        for track in self._movements:
            if track.side is None:
                continue
            if track.evidence is Evidence.GUESSED:
                self._coverage.missed_side(track.side, Reason.HIDDEN, step_s)
            elif track is shown and track.value is None and any_followed:
                # Only the far limb is followed, which is not the one that is seen best.
                self._coverage.missed_side(track.side, track.why_not_followed(body), step_s)

    def _lost_sight(self, time_s: float) -> list[Event]:
        """Report it if all starts are forgotten again."""
        if self._ready and not any(track.start_seen for track in self._movements):
            self._ready = False
            return [SightLost(time_s)]
        return []

    def _lose(self, time_s: float, unseen: Reason | None = None) -> list[Event]:
        """Forget the starts and what is in progress; faults seen in it stand.

        `unseen` is why a movement in progress could not be followed to its end.
        """
        events: list[Event] = []
        self._sides.forget()
        self._holding.forget()
        for track in self._movements:
            events += track.lose(time_s, unseen)
        for hold in self._holds:
            events += hold.lose(time_s)
        return [*events, *self._lost_sight(time_s)]

    def _number(self, events: list[Event]) -> list[Event]:
        if not events:
            return events
        numbered = self._numbering.number(events)
        self.moment = replace(self.moment, repetitions=self._numbering.counted)
        return numbered


def _tracks(
    exercise: Exercise, book: ExerciseBook, not_judged: NotJudged
) -> tuple[list[MovementTrack], list[HoldTrack]]:
    """Return the tracks of all sides that count separately: of movements, or of holds."""
    sides: tuple[Side | None, ...] = SIDES if exercise.sides == "each" else (None,)
    posture, checks = book.posture(exercise), book.checks_of(exercise)
    movement, hold = exercise.movement, exercise.hold
    movements = [
        MovementTrack(exercise, movement, posture, checks, side=side, not_judged=not_judged)
        for side in sides
        if movement is not None
    ]
    holds = [
        HoldTrack(exercise, hold, posture, checks, side=side, not_judged=not_judged)
        for side in sides
        if hold is not None
    ]
    return movements, holds
