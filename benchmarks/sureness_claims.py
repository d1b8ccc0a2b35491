"""What a session claims, how sure it is, and whether it is right. In: sessions, truth. Out: claims.

A claim is a count, an attempt or a fault. The truth of a rendered clip knows all of them; of real
people only what somebody looked at is known (`benchmarks.real_claims`). What is *there* is what a
claim should find: it is found as surely as the surest claim that finds it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks.real_claims import Claim as Spoken
from benchmarks.real_claims import Label, Row, shared_s, verdict_on
from benchmarks.scoring import movements
from stabiel.coach.events import Attempt, FaultEnded
from stabiel.coach.sureness import SURE
from stabiel.exercises.model import Exercise
from stabiel.session.session import Session

Kind = Literal["count", "attempt", "fault"]
# A fault that is claimed a little before or after its true time is the same one.
AROUND_S = 0.5
NEVER = -1.0


@dataclass(frozen=True)
class Claimed:
    """A claim with its sureness.

    Attributes:
        source: where it comes from, such as "real heavy".
        where: the clip or recording, and when, for a list.
        sure: how sure it is, 0 to 1; `NEVER` if it is doubtful for another reason.
        right: whether it is true, None if nobody knows.
    """

    source: str
    kind: Kind
    id: str
    where: str
    sure: float
    right: bool | None


@dataclass(frozen=True)
class There:
    """A fault or attempt that was plainly there.

    Attributes:
        sure: of the surest claim that finds it, `NEVER` without one.
    """

    source: str
    id: str
    where: str
    sure: float


Found = tuple[list[Claimed], list[There]]


def of_clip(
    source: str, name: str, truth: dict[str, Any], session: Session, exercise: Exercise
) -> Found:
    """Return the claims about a rendered clip, and what was there that its view shows."""
    labels = _labels(name, truth, exercise.id)
    view = truth["clip"]["camera"]["view"]
    shown = {name for name, fault in exercise.faults.items() if view in map(str, fault.views)}
    claims = [
        Claimed(source, kind, spoken.id, _where(spoken), sure, _overlaps(spoken, labels))
        for kind, spoken, sure in _spoken(session, name)
    ]
    there = _there(source, [each for each in labels if each.id in shown], session, name)
    true = [(each["start_s"], each["end_s"]) for each in movements(truth)]
    return claims + _counts(source, name, session, true), there


def of_row(source: str, row: Row, labels: Sequence[Label], session: Session) -> Found:
    """Return the claims about a recording of a real person, and what was there by eye.

    The counts of a row that is right are right; those of a row that expects nothing are wrong.
    """
    mine = [e for e in labels if (e.exercise, e.recording) == (row.exercise, row.recording)]
    verdicts = {"true": True, "false": False}
    claims = [
        Claimed(
            source, kind, spoken.id, _where(spoken), sure, verdicts.get(verdict_on(spoken, mine))
        )
        for kind, spoken, sure in _spoken(session, row.recording)
    ]
    right = False if not row.done else True if row.allows(row.result(session)) else None
    counts = [
        Claimed(source, "count", row.exercise, row.recording, each.sure or 0.0, right)
        for each in (*session.repetitions, *session.holds)
    ]
    there = [label for label in mine if label.is_there]
    return claims + counts, _there(source, there, session, row.recording)


def _spoken(session: Session, name: str) -> list[tuple[Kind, Spoken, float]]:
    """Return the faults and attempts of a session as they concern labels, with how sure each is."""
    listed: list[tuple[Kind, Spoken, float]] = []
    for fault in session.faults:
        spoken = Spoken(
            session.exercise, name, "fault", fault.id, fault.start_s, fault.time_s, fault.doubtful
        )
        listed.append(("fault", spoken, _sure(fault)))
    for each in session.attempts:
        spoken = Spoken(
            session.exercise, name, "attempt", each.reason, each.start_s, each.end_s, each.doubtful
        )
        listed.append(("attempt", spoken, _sure(each)))
    return listed


def _sure(claim: FaultEnded | Attempt) -> float:
    """Return how sure a claim is; one that is doubtful although it is sure was seen unsurely."""
    sure = claim.sure or 0.0
    return NEVER if claim.doubtful and sure >= SURE else sure


def _where(claim: Spoken) -> str:
    return f"{claim.recording} as {claim.exercise}, {claim.start_s:.1f} to {claim.end_s:.1f} s"


def _labels(name: str, truth: dict[str, Any], exercise: str) -> list[Label]:
    faults = [("fault", each["id"], each) for each in truth["faults"]]
    attempts = [("attempt", each["reason"], each) for each in truth["attempts"]]
    return [
        Label(
            exercise, name, kind, what,
            each["start_s"] - AROUND_S, each["end_s"] + AROUND_S, "true", "",
        )
        for kind, what, each in (*faults, *attempts)
    ]  # fmt: skip


def _overlaps(claim: Spoken, labels: Iterable[Label]) -> bool:
    return any(shared_s(claim, label) > 0 for label in labels)


def _there(source: str, labels: Iterable[Label], session: Session, name: str) -> list[There]:
    """Return what was there; of labels without times each needs a claim of its own."""
    spoken = _spoken(session, name)
    used: dict[str, int] = {}
    found = []
    for label in labels:
        sures = sorted(
            (sure for _, each, sure in spoken if shared_s(each, label) > 0), reverse=True
        )
        index = 0
        if label.start_s is None:
            index = used.get(label.id, 0)
            used[label.id] = index + 1
        sure = sures[index] if index < len(sures) else NEVER
        when = "" if label.start_s is None else f", {label.start_s:.1f} s"
        found.append(There(source, label.id, f"{name} as {label.exercise}{when}", sure))
    return found


def _counts(
    source: str, name: str, session: Session, true: Sequence[tuple[float, float]]
) -> list[Claimed]:
    """Return the counts of a clip; each true movement makes one count right."""
    left = list(true)
    counts = []
    for each in (*session.repetitions, *session.holds):
        mine = [span for span in left if span[0] < each.end_s and each.start_s < span[1]]
        if mine:
            left.remove(mine[0])
        where = f"{name}, {each.start_s:.1f} s"
        counts.append(
            Claimed(source, "count", session.exercise, where, each.sure or 0.0, bool(mine))
        )
    return counts
