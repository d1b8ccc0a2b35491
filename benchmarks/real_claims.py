"""Compares what sessions claim with what was seen by eye. In: labels, sessions. Out: verdicts.

A claim is a fault or an attempt of a session. A label says whether one claim is true, or names a
plain fault that was missed. They belong together if the exercise, the recording and the id are the
same and their times overlap; a label without times is about the whole recording. A claim without a
label is neither right nor wrong: it is *unlabeled*, and nobody has looked at it yet.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stabiel.session.session import Session

Labeled = Literal["true", "false", "unsure"]
Verdict = Labeled | Literal["unlabeled"]
VERDICTS: dict[str, Labeled] = {"true": "true", "false": "false", "unsure": "unsure"}
# A claim is about one moment, even if it has no length.
INSTANT_S = 1e-3


@dataclass(frozen=True)
class Row:
    """One line of `truth.csv`: a recording, judged as one exercise, and what should come out.

    Attributes:
        kind: `reps` repetitions, `holds_s` seconds in the zone, `zero` nothing.
        tolerance: how far from `expected` is still right, in the same unit.
    """

    exercise: str
    recording: str
    expected: float
    kind: str
    tolerance: float
    remark: str

    @property
    def done(self) -> bool:
        """Whether the recording shows the exercise."""
        return self.expected > 0

    def result(self, session: Session) -> float:
        """Return what a session says: seconds in the zone, or repetitions.

        It adds the number of holds to the repetitions of a row that expects nothing at all.
        """
        if self.kind == "holds_s":
            return session.hold_s
        return len(session.repetitions) + (len(session.holds) if self.kind == "zero" else 0)

    def allows(self, result: float) -> bool:
        """Return whether a result is within the tolerance."""
        return abs(result - self.expected) <= self.tolerance + 1e-9


@dataclass(frozen=True)
class Label:
    """One line of `faults.csv`; the times are None if it is about the whole recording."""

    exercise: str
    recording: str
    kind: str
    id: str
    start_s: float | None
    end_s: float | None
    verdict: Labeled
    remark: str

    @property
    def is_there(self) -> bool:
        """Whether the fault or attempt was plainly there to be found."""
        return self.verdict == "true"


@dataclass(frozen=True)
class Claim:
    """A fault or an attempt of a session, as it concerns the labels."""

    exercise: str
    recording: str
    kind: Literal["fault", "attempt"]
    id: str
    start_s: float
    end_s: float
    doubtful: bool


def rows_of(path: Path) -> list[Row]:
    """Read `truth.csv`."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                each["exercise"], each["recording"], float(each["expected"] or 0), each["kind"],
                float(each["tolerance"] or 0), each["remark"],
            )
            for each in csv.DictReader(file)
        ]  # fmt: skip


def labels_of(path: Path) -> list[Label]:
    """Read `faults.csv`.

    Raises:
        ValueError: a verdict is not one of the three.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return [_label(each) for each in csv.DictReader(file)]


def _label(each: dict[str, str]) -> Label:
    verdict = VERDICTS.get(each["verdict"])
    if verdict is None:
        raise ValueError(f"{each['recording']} {each['id']}: verdict {each['verdict']}")
    times = [float(each[key]) if each[key] else None for key in ("start_s", "end_s")]
    return Label(
        each["exercise"], each["recording"], each["kind"], each["id"], times[0], times[1],
        verdict, each["remark"],
    )  # fmt: skip


def claims_of(exercise: str, recording: str, session: Session) -> list[Claim]:
    """Return the faults and attempts of a session."""
    faults = [
        Claim(exercise, recording, "fault", each.id, each.start_s, each.time_s, each.doubtful)
        for each in session.faults
    ]
    return faults + [
        Claim(exercise, recording, "attempt", each.reason, each.start_s, each.end_s, each.doubtful)
        for each in session.attempts
    ]


def shared_s(claim: Claim, label: Label) -> float:
    """Return for how long a claim and a label are about the same thing, 0 if they are not."""
    mine = (claim.exercise, claim.recording, claim.id)
    if mine != (label.exercise, label.recording, label.id):
        return 0.0
    if label.start_s is None or label.end_s is None:
        return INSTANT_S
    end_s = max(claim.end_s, claim.start_s + INSTANT_S)
    return max(0.0, min(end_s, label.end_s) - max(claim.start_s, label.start_s))


def verdict_on(claim: Claim, labels: Sequence[Label]) -> Verdict:
    """Return the verdict of the label that shares most time with a claim."""
    best = max(labels, key=lambda label: shared_s(claim, label), default=None)
    return best.verdict if best is not None and shared_s(claim, best) > 0 else "unlabeled"


def missed(labels: Iterable[Label], claims: Sequence[Claim]) -> list[Label]:
    """Return the labels of what was plainly there and that no claim found.

    Of labels without times there must be as many claims as labels.
    """
    found: list[Label] = []
    used: dict[tuple[str, str, str], int] = {}
    for label in labels:
        if not label.is_there:
            continue
        matching = sum(shared_s(claim, label) > 0 for claim in claims)
        if label.start_s is None:
            key = (label.exercise, label.recording, label.id)
            used[key] = used.get(key, 0) + 1
            matching -= used[key] - 1
        if matching <= 0:
            found.append(label)
    return found
