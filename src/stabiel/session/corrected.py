"""A session as the person corrects it. In: a judged session, corrections. Out: both totals.

The judgment stays as it is. What was added by hand counts as done, but was not judged: it is in no
share of good repetitions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from stabiel.coach.events import Attempt, FaultEnded, Hold, Repetition
from stabiel.session.corrections import (
    CountChange,
    KeptCorrection,
    OtherExercise,
    RepetitionChange,
    WrongFault,
)
from stabiel.session.session import Session

# How far apart the middles of an event may be in two judgments. A change of the rules has moved one
# end of a movement by up to 0.9 s so far (CHANGELOG), its middle by half of that. Movements of one
# side follow each other after 1.7 s at least: the fastest exercise calls less than 0.85 s for
# either way too fast. Within half of that no event is mistaken for its neighbor.
TOLERANCE_S = 0.8

CorrectedEvent = Repetition | Attempt | Hold | FaultEnded


class CorrectionState(StrEnum):
    """What became of a correction.

    It applies, the judgment says the same, a later correction about the same event replaces it, or
    it points at nothing any more.
    """

    APPLIES = "applies"
    AGREES = "agrees"
    REPLACED = "replaced"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Totals:
    """What was done in a session.

    Attributes:
        repetitions: all that count.
        good_repetitions: those that were judged to be without a fault.
        unrated_repetitions: those that nobody judged, since the person added them. The share of
            good ones is `good_repetitions / (repetitions - unrated_repetitions)`.
        attempts: movements that did not count, without doubtful ones.
        holds: their number.
        hold_s: seconds in the zone.
    """

    repetitions: int
    good_repetitions: int
    unrated_repetitions: int
    attempts: int
    holds: int
    hold_s: float


@dataclass(frozen=True, slots=True)
class PlacedCorrection:
    """A correction, what became of it, and the event that it is about, None without one."""

    kept: KeptCorrection
    state: CorrectionState
    event: CorrectedEvent | None


@dataclass(frozen=True, slots=True)
class CorrectedSession:
    """A session with what the person says about it.

    Attributes:
        session: as it was judged.
        judged: its totals.
        totals: the same after all corrections.
        exercise: the id of the exercise that it was.
        added, removed: repetitions or holds that the person put beside and took off.
        wrong_faults: faults that were not right.
        placed: all corrections, in the order in which they were made.
    """

    session: Session
    judged: Totals
    totals: Totals
    exercise: str
    added: int
    removed: int
    wrong_faults: int
    placed: tuple[PlacedCorrection, ...]

    @property
    def changed(self) -> bool:
        """Whether any correction applies."""
        return any(each.state is CorrectionState.APPLIES for each in self.placed)

    @property
    def lost(self) -> int:
        """The number of corrections that point at nothing any more."""
        return sum(each.state is CorrectionState.LOST for each in self.placed)


def corrected(session: Session, corrections: Iterable[KeptCorrection]) -> CorrectedSession:
    """Return a session with the corrections beside its judgment.

    Args:
        session: as it was judged, with the identities of its events.
        corrections: in the order in which they were made; of two about the same event the last one
            holds.
    """
    placed = _last_holds([_placed(each, session) for each in corrections])
    applying = [each for each in placed if each.state is CorrectionState.APPLIES]
    turned = {
        each.event.movement: each.kept.said.counts
        for each in applying
        if isinstance(each.kept.said, CountChange) and each.event is not None
    }
    wrong = [each.event for each in applying if isinstance(each.event, FaultEnded)]
    change = sum(
        each.kept.said.change for each in applying if isinstance(each.kept.said, RepetitionChange)
    )
    exercise = next(
        (
            each.kept.said.exercise
            for each in reversed(applying)
            if isinstance(each.kept.said, OtherExercise)
        ),
        session.exercise,
    )
    counted = [each for each in session.repetitions if turned.get(each.movement, True)]
    holds = [each for each in session.holds if turned.get(each.movement, True)]
    more = sum(turned.get(each.movement, False) for each in session.attempts)
    off = len(session.repetitions) - len(counted)
    repetitions = max(0, len(counted) + more + change)
    unrated = (
        repetitions if exercise != session.exercise else min(repetitions, more + max(0, change))
    )
    good = sum(not _standing_faults(each, session, wrong) for each in counted)
    missed = [
        each
        for each in session.attempts
        if not each.doubtful and not turned.get(each.movement, False)
    ]
    return CorrectedSession(
        session=session,
        judged=judged_totals(session),
        totals=Totals(
            repetitions=repetitions,
            good_repetitions=min(good, repetitions - unrated),
            unrated_repetitions=unrated,
            attempts=len(missed) + off,
            holds=len(holds),
            hold_s=float(sum(each.in_zone_s for each in holds)),
        ),
        exercise=exercise,
        added=more + max(0, change),
        removed=off + len(session.holds) - len(holds) + max(0, -change),
        wrong_faults=len(wrong),
        placed=tuple(placed),
    )


def judged_totals(session: Session) -> Totals:
    """Return the totals of a session as it was judged."""
    return Totals(
        repetitions=len(session.repetitions),
        good_repetitions=session.good_repetitions,
        unrated_repetitions=0,
        attempts=len(session.attempts) - session.doubtful_attempts,
        holds=len(session.holds),
        hold_s=float(session.hold_s),
    )


def event_of(said: CountChange | WrongFault, session: Session) -> CorrectedEvent | None:
    """Return the event of a session that a correction is about, None if there is none.

    An attempt may be a repetition in another judgment and the other way round, so either is found.
    """
    if isinstance(said, WrongFault):
        return _nearest(said, [each for each in session.faults if each.id == said.fault])
    if said.what == "hold":
        return _nearest(said, session.holds)
    return _nearest(said, [*session.repetitions, *session.attempts])


def span_of(event: CorrectedEvent) -> tuple[float, float]:
    """Return the beginning and end of an event, seconds since the first frame."""
    return event.start_s, event.time_s if isinstance(event, FaultEnded) else event.end_s


def _placed(kept: KeptCorrection, session: Session) -> PlacedCorrection:
    said = kept.said
    if isinstance(said, RepetitionChange):
        return PlacedCorrection(kept, CorrectionState.APPLIES, None)
    if isinstance(said, OtherExercise):
        same = said.exercise == session.exercise
        state = CorrectionState.AGREES if same else CorrectionState.APPLIES
        return PlacedCorrection(kept, state, None)
    event = event_of(said, session)
    if event is None:
        return PlacedCorrection(kept, CorrectionState.LOST, None)
    agrees = isinstance(said, CountChange) and said.counts is not isinstance(event, Attempt)
    state = CorrectionState.AGREES if agrees else CorrectionState.APPLIES
    return PlacedCorrection(kept, state, event)


def _last_holds(placed: Sequence[PlacedCorrection]) -> list[PlacedCorrection]:
    """Return the corrections; of several about one event only the last is not replaced."""
    last = {_key(each.event): each for each in placed if each.event is not None}
    return [
        each
        if each.event is None or last[_key(each.event)] is each
        else replace(each, state=CorrectionState.REPLACED)
        for each in placed
    ]


def _key(event: CorrectedEvent) -> tuple[object, ...]:
    # The identity of a fault is that of its movement, so its own id and time are needed too.
    return (type(event), getattr(event, "id", None), event.side, event.start_s, event.time_s)


def _standing_faults(
    repetition: Repetition, session: Session, wrong: Sequence[FaultEnded]
) -> list[str]:
    """Return the faults of a repetition without those of which no occurrence was right."""
    own = [each for each in session.faults_of(repetition) if not each.doubtful]
    wrongly = {each.id for each in wrong if each in own}
    standing = {each.id for each in own if each not in wrong}
    return [each for each in repetition.faults if each not in wrongly or each in standing]


def _nearest(
    said: CountChange | WrongFault, events: Sequence[CorrectedEvent]
) -> CorrectedEvent | None:
    middle = (said.start_s + said.end_s) / 2
    same = [each for each in events if _is_same(said, each)]
    return min(same, key=lambda each: abs(sum(span_of(each)) / 2 - middle), default=None)


def _is_same(said: CountChange | WrongFault, event: CorrectedEvent) -> bool:
    """Return whether an event is the one that is meant: its side fits, and its middle does."""
    if event.side != said.side and not {event.side, said.side} & {"both", "unknown"}:
        return False
    start_s, end_s = span_of(event)
    middle, other = (said.start_s + said.end_s) / 2, (start_s + end_s) / 2
    # A long hold or fault may end at quite another time, and is still the same.
    within = start_s <= middle <= end_s and said.start_s <= other <= said.end_s
    return within or abs(middle - other) <= TOLERANCE_S
