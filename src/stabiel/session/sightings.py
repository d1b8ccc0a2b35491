"""What the coaches of many exercises see in one recording. In: frames. Out: `Sightings`.

Each frame is read once, and every coach judges the same body. Nobody is followed here: a recording
may show one person after another. Their sessions are judged apart, each from its own frames, so it
is noted when somebody else is seen.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from stabiel.anatomy import Part
from stabiel.body.body import REST_S, STILL_TL, Body, BodyReader
from stabiel.coach.coach import Coach
from stabiel.coach.events import MOVING, Attempt, Event, Hold, Phase, Repetition
from stabiel.coach.time_spent import TimeKind
from stabiel.coach.tolerances import GAP_S, GRACE_S
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.exercises.values import Attitude
from stabiel.pose.followed_person import LOOK_FOR_S, FollowedPerson
from stabiel.pose.plausibility import PoseGuard
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded
from stabiel.pose.visibility import on_one_scale
from stabiel.session.lookalike import HELD_S, START_POSTURES, STARTED, STEP_S
from stabiel.session.start_gate import FrameReadings, StartGate
from stabiel.session.stillness import MOVING_PARTS, STEADY_S, STEADY_TL, Stillness

# A movement takes 10 s at most (`stabiel.session.course.SLOWEST_S`), so one that goes on for longer
# was left; and someone who waits for longer takes the start posture again.
RENEW_S = 12.0

Interval = tuple[float, float]


class SightingKind(StrEnum):
    """What was seen: `REST` is a hold that is merely the start posture of other exercises."""

    REPETITION = "repetition"
    HOLD = "hold"
    REST = "rest"
    ATTEMPT = "attempt"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something that one coach counted, or an attempt that it did not count.

    Attributes:
        exercise: the id of the coach's exercise.
        start_s, end_s: in seconds since the first frame of the recording.
        held_s: the seconds of a hold that are in its zone, of others their length.
        sure: how sure it is, 0 to 1.
        doubtful: whether it is an attempt that is not sure enough to be called one.
    """

    exercise: str
    kind: SightingKind
    start_s: float
    end_s: float
    held_s: float
    sure: float
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Sightings:
    """All that the coaches saw in a recording.

    Attributes:
        exercises: the ids of those that looked, in the order of the book.
        duration_s: the time of the last frame.
        listed: the sightings, in order of their start.
        seen: when somebody was seen.
        ready: when each exercise could have begun or was going on, by its id.
        asked_s: how long a start posture is to be held if it is an exercise, by its id.
        asks: for how many things at once each exercise asks (`things_asked`), by its id.
        attitudes: how the body is held in the start posture of each exercise, by its id.
        in_zone: when each start posture was held as it is asked, by its id.
        still: when somebody did not move the near arm, leg or trunk for a second.
        steady: when the near knee stayed in place for 3 s (`stabiel.session.stillness`).
        changes: since when somebody else is seen than before, each in seconds.
    """

    exercises: tuple[str, ...]
    duration_s: float
    listed: tuple[Sighting, ...]
    seen: tuple[Interval, ...]
    ready: dict[str, tuple[Interval, ...]]
    asked_s: dict[str, float]
    asks: dict[str, int]
    attitudes: dict[str, Attitude]
    in_zone: dict[str, tuple[Interval, ...]]
    still: tuple[Interval, ...]
    steady: tuple[Interval, ...]
    changes: tuple[float, ...] = ()


class Lookout:
    """Shows one recording to the coaches of many exercises.

    Args:
        exercises: those that it may show.
        book: the checks and postures that they share.
        model: the model that found the poses (`stabiel.pose.visibility`).
    """

    def __init__(self, exercises: Iterable[Exercise], book: ExerciseBook, model: str) -> None:
        shown = [*exercises]
        self._coaches = {each.id: Watch(each, book) for each in shown}
        self._asked_s = {
            each.id: each.dose.hold_s or HELD_S for each in shown if each.id in START_POSTURES
        }
        self._asks = {each.id: things_asked(each, book) for each in shown}
        self._attitudes = {each.id: book.posture(each).attitude for each in shown}
        self._model = model
        self._guard = PoseGuard()
        self._reader = BodyReader()
        self._stillness = Stillness(MOVING_PARTS, REST_S, STILL_TL)
        self._steadiness = Stillness((Part.KNEE,), STEADY_S, STEADY_TL)
        self._people = _People()
        self._last_s: float | None = None
        self._found: list[Sighting] = []
        self._seen = _Spans()
        self._still = _Spans()
        self._steady = _Spans()
        self._ready = {name: _Spans() for name in self._coaches}
        self._in_zone = {name: _Spans(GRACE_S) for name in self._asked_s}

    def add(self, frame: Recorded) -> None:
        """Show one frame; one less than `STEP_S` after the one before is left out."""
        last_s = self._last_s
        # Time stamps are rounded: frames of 25 Hz are 0.04 s apart, give or take a microsecond.
        if last_s is not None and frame.time_s - last_s < STEP_S - 1e-4:
            return
        self._last_s = frame.time_s
        body = None
        if frame.pose is not None:
            pose = self._guard.check(on_one_scale(frame.pose, self._model))
            self._people.note(pose)
            body = self._reader.read(pose)
        self._seen.note(frame.time_s, holds=body is not None)
        self._still.note(frame.time_s, holds=self._stillness.update(frame.time_s, body))
        self._steady.note(frame.time_s, holds=self._steadiness.update(frame.time_s, body))
        seen = None if body is None else FrameReadings(body)
        for name, watch in self._coaches.items():
            shut = watch.gate.is_shut(frame.time_s, seen, watch.coach)
            if not shut:
                self._note(name, watch.update(frame.time_s, body, frame.light))
            kind = TimeKind.NOBODY if shut else watch.coach.moment.use.kind
            self._ready[name].note(frame.time_s, holds=kind in STARTED)
            if name in self._in_zone:
                self._in_zone[name].note(frame.time_s, holds=kind is TimeKind.IN_ZONE)

    def finish(self) -> Sightings:
        """Close what is going on, and return all that was seen."""
        for name, watch in self._coaches.items():
            self._note(name, watch.coach.close())
        return self._sightings(self._found)

    @property
    def count(self) -> int:
        """How many things were seen so far."""
        return len(self._found)

    def so_far(self) -> Sightings:
        """Return all that was seen until now, with the holds that go on."""
        return self._sightings([*self._found, *self._going_on()])

    def _going_on(self) -> Iterator[Sighting]:
        now_s = self._last_s or 0.0
        for name, watch in self._coaches.items():
            moment = watch.coach.moment
            if moment.phase is Phase.HOLD and moment.hold_s > 0.0 and name not in START_POSTURES:
                start_s = now_s - moment.hold_s
                yield Sighting(name, SightingKind.HOLD, start_s, now_s, moment.hold_s, 1.0)

    def _sightings(self, found: list[Sighting]) -> Sightings:
        return Sightings(
            exercises=tuple(self._coaches),
            duration_s=self._last_s or 0.0,
            listed=tuple(sorted(found, key=lambda each: (each.start_s, each.end_s))),
            seen=self._seen.listed(),
            ready={name: spans.listed() for name, spans in self._ready.items()},
            asked_s=self._asked_s,
            asks=self._asks,
            attitudes=self._attitudes,
            in_zone={name: spans.listed() for name, spans in self._in_zone.items()},
            still=self._still.listed(),
            steady=self._steady.listed(),
            changes=tuple(self._people.changes),
        )

    def _note(self, exercise: str, events: Iterable[Event]) -> None:
        self._found += [
            sighting for event in events if (sighting := _sighting(exercise, event)) is not None
        ]


def things_asked(exercise: Exercise, book: ExerciseBook) -> int:
    """Return for how many things at once an exercise asks: its start posture, or its hold.

    The more they are, the less often all of them are there by accident.
    """
    hold = exercise.hold
    if hold is not None:
        return len(hold.near) + len(hold.zone) + len(hold.if_seen)
    return len(book.posture(exercise).needs)


def _sighting(exercise: str, event: Event) -> Sighting | None:
    """Return what an event shows; None if it is no evidence of an exercise."""
    if isinstance(event, Repetition):
        kind, held_s = SightingKind.REPETITION, event.end_s - event.start_s
    elif isinstance(event, Hold):
        kind = SightingKind.REST if exercise in START_POSTURES else SightingKind.HOLD
        held_s = event.in_zone_s
    elif isinstance(event, Attempt):
        kind, held_s = SightingKind.ATTEMPT, event.end_s - event.start_s
    else:
        return None
    sure = 1.0 if event.sure is None else event.sure
    doubtful = isinstance(event, Attempt) and event.doubtful
    return Sighting(exercise, kind, event.start_s, event.end_s, held_s, sure, doubtful)


class Watch:
    """The coach of one exercise, who begins again if nothing comes of what was begun.

    In a long recording, somebody may leave an exercise in the middle of a movement, or take its
    start posture on the way to another one. For a hold that does no harm.

    Attributes:
        coach: the present one.
        gate: whether it need not look at a frame.
    """

    def __init__(self, exercise: Exercise, book: ExerciseBook) -> None:
        self._exercise, self._book = exercise, book
        self.gate = StartGate(exercise, book)
        self.coach = Coach(exercise, book)
        self._since_s: float | None = None
        self._moved = False

    def update(self, time_s: float, body: Body | None, light: float | None) -> list[Event]:
        """Take one frame, as `Coach.update` does, and return what happened."""
        events = self.coach.update(time_s, body, light)
        moves = self.coach.moment.phase in MOVING
        if self._since_s is None or events or moves is not self._moved:
            self._since_s, self._moved = time_s, moves
        elif self._exercise.movement is not None and time_s - self._since_s >= RENEW_S:
            events = self.coach.close()
            self.coach, self._since_s = Coach(self._exercise, self._book), time_s
        return events


class _People:
    """Notes when somebody else is seen, as a session does that has begun.

    Attributes:
        changes: since when, each in seconds.
    """

    def __init__(self) -> None:
        self._person = FollowedPerson()
        self.changes: list[float] = []

    def note(self, pose: Pose) -> None:
        self._person.check(pose, begun=True)
        if self._person.is_other:
            # Somebody else is there for at least half of the moment that it takes to be sure.
            self.changes.append(pose.time_s - LOOK_FOR_S / 2)
            self._person = FollowedPerson()


class _Spans:
    """Notes from when to when something holds; a gap in the pictures ends it.

    Args:
        forgives_s: for so long it may not hold without an end.
    """

    def __init__(self, forgives_s: float = 0.0) -> None:
        self._forgives_s = forgives_s
        self._listed: list[Interval] = []
        self._open: Interval | None = None

    def note(self, time_s: float, *, holds: bool) -> None:
        if self._open is not None:
            away_s = time_s - self._open[1]
            if away_s > GAP_S or not (holds or away_s <= self._forgives_s):
                # Up to this frame, unless no picture shows it, or it was over before.
                seen = away_s <= GAP_S and not self._forgives_s
                self._listed.append((self._open[0], time_s if seen else self._open[1]))
                self._open = None
        if holds:
            self._open = (time_s if self._open is None else self._open[0], time_s)

    def listed(self) -> tuple[Interval, ...]:
        return (*self._listed, *([] if self._open is None else [self._open]))
