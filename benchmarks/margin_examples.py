"""Finds right and wrong examples of every limit. In: a trial, what is known of it. Out: examples.

An example is one number: of a fault, the furthest value that lasted as long as the fault must last,
so the fault begins exactly if that number is beyond the limit. Of a target, it is the best value
that lasted long enough to be reached.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np

from benchmarks.margin_bounds import Bound, conditions, limb_of, same_fault
from benchmarks.real_claims import Label, Row, claims_of, verdict_on
from benchmarks.scoring import movements
from stabiel.coach.events import Repetition
from stabiel.coach.lasting import SLACK_S
from stabiel.coach.tolerances import FORGIVEN_GAP_S
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise, Limb, LimitFault
from stabiel.geometry import FloatArray
from stabiel.session.session import Session
from stabiel.tuning.signals import Trial

# A posture changes for a moment before and after a fault.
AROUND_FAULT_S = 0.5
# What is left of a hold between two faults is an example if it is at least this long.
LEAST_PART_S = 1.0
# How long before a movement somebody is at rest.
REST_S = 1.0
HOLD_RESTS_S = 1.2
# A recording of which so much is a hold, by eye, is a hold from its beginning to its end.
WHOLE_SHARE = 0.8


@dataclass(frozen=True)
class Stretch:
    """A stretch of time of which it is known what was done.

    Attributes:
        kind: `done` a repetition or hold; `attempt`; `labeled` only what `wrong` and `fine` say.
        side: "left", "right", or "both"; None if it is not known.
        wrong: the faults that are there: id, from and to when. Of an attempt, the reason.
        unknown: ids that nobody can tell; the stretch is no example of them.
        fine: ids that are known not to be there; of `done`, all others are fine too.
        rest: from and to when the person was in the start posture before it, None if not known.
    """

    kind: Literal["done", "attempt", "labeled"]
    start_s: float
    end_s: float
    side: str | None
    wrong: tuple[tuple[str, float, float], ...] = ()
    unknown: frozenset[str] = frozenset()
    fine: frozenset[str] = frozenset()
    rest: tuple[float, float] | None = None

    def has(self, ids: Iterable[str]) -> bool:
        """Return whether one of these faults is there."""
        return any(name in set(ids) for name, _, _ in self.wrong)


@dataclass(frozen=True)
class Known:
    """What is known of one recording, and who it is."""

    body: str
    source: str
    stretches: list[Stretch] = field(default_factory=list)


@dataclass(frozen=True)
class Example:
    """One right or wrong value of one limit."""

    bound: Bound
    right: bool
    value: float
    body: str
    source: str
    view: str


def known_of_clip(truth: dict[str, Any], source: str) -> Known:
    """Return what the truth record of a rendered clip says."""
    stretches = []
    for done in movements(truth):
        wrong = tuple(
            (each["id"], each["start_s"], each["end_s"])
            for each in truth["faults"]
            if each["repetition"] == done["number"]
        )
        # A clip with a hold begins with a second in its start posture.
        rest_end_s = done["start_s"] if truth["repetitions"] else HOLD_RESTS_S
        stretches.append(
            Stretch(
                "done", done["start_s"], done["end_s"], done["side"], wrong,
                rest=(rest_end_s - REST_S, rest_end_s),
            )
        )  # fmt: skip
    for each in truth["attempts"]:
        wrong = ((each["reason"], each["start_s"], each["end_s"]),)
        stretches.append(Stretch("attempt", each["start_s"], each["end_s"], each["side"], wrong))
    return Known(truth["clip"]["body"], source, stretches)


def known_of_row(
    row: Row, labels: Sequence[Label], session: Session, end_s: float, source: str
) -> Known:
    """Return what is known of a recording of a real person.

    What was done is what the session counts, if the recording shows the exercise. A fault in it
    that is claimed without a label is not known. A hold that fills the recording by eye is one
    whether it was counted or not, and without what would have kept it from counting.
    """
    mine = [e for e in labels if (e.exercise, e.recording) == (row.exercise, row.recording)]
    claims = claims_of(row.exercise, row.recording, session)
    stretches = []
    for start_s, until_s, side, rest, counted in _done(row, session, end_s):
        unsure = {each.id for each in mine if _touches(each, start_s, until_s)}
        if counted:
            unsure |= {
                each.id
                for each in claims
                if each.start_s < until_s
                and each.end_s > start_s
                and verdict_on(each, mine) == "unlabeled"
            }
        stretches.append(
            Stretch("done", start_s, until_s, side, unknown=frozenset(unsure), rest=rest)
        )
    for label in mine:
        if label.start_s is not None and label.end_s is not None and label.verdict != "unsure":
            stretches.append(_labeled(label, label.start_s, label.end_s, session))
    return Known("-".join(row.recording.split("-")[:2]), source, stretches)


_Done = tuple[float, float, str, tuple[float, float] | None, bool]


def _done(row: Row, session: Session, end_s: float) -> list[_Done]:
    """Return from and to when something was done, the side, the rest, and whether it counted."""
    if row.kind == "holds_s" and row.expected >= WHOLE_SHARE * end_s:
        return [(0.0, end_s, "both", None, False)]
    if not row.done:
        return []
    done: list[_Done] = [
        (e.start_s, e.end_s, e.side, (max(0.0, e.start_s - REST_S), e.start_s), True)
        for e in session.repetitions
    ]
    return done + [(e.start_s, e.end_s, e.side, None, True) for e in session.holds]


def _touches(label: Label, start_s: float, end_s: float) -> bool:
    """Return whether a label leaves it open, or says, that a fault is in a stretch."""
    if label.verdict == "false":
        return False
    if label.start_s is None or label.end_s is None:
        return True
    return label.start_s < end_s and label.end_s > start_s


def _labeled(label: Label, start_s: float, end_s: float, session: Session) -> Stretch:
    sides = [(e.side, e.start_s, e.end_s) for e in session.repetitions]
    sides += [(e.side, e.start_s, e.end_s) for e in session.attempts]
    sides += [(e.side, e.start_s, e.end_s) for e in session.holds]
    side = next((name for name, first, last in sides if first < end_s and last > start_s), None)
    attempt = label.kind == "attempt"
    if label.verdict == "true":
        wrong = ((label.id, start_s, end_s),)
        return Stretch("attempt" if attempt else "labeled", start_s, end_s, side, wrong)
    # An attempt that was none reached the target: a straight bridge that was told to go higher.
    return Stretch("labeled", start_s, end_s, side, fine=frozenset({label.id}))


def examples(
    bounds: Iterable[Bound], trial: Trial, known: Known, book: ExerciseBook
) -> list[Example]:
    """Return the right and wrong examples of some limits in one recording."""
    found = []
    for bound in bounds:
        if not _shows(bound, trial):
            continue
        for window in _windows(bound, known.stretches, trial.exercise):
            value = _value(bound, trial, book, window)
            if value is not None:
                found.append(
                    Example(
                        bound, window.right, value, known.body, known.source, trial.session.view
                    )
                )  # fmt: skip
    return found


def _shows(bound: Bound, trial: Trial) -> bool:
    """Return whether a limit holds for the view, and whether that view shows a fault."""
    if bound.views and trial.session.view not in bound.views:
        return False
    fault = trial.exercise.faults.get(bound.name)
    return fault is None or trial.session.view in {str(view) for view in fault.views}


class Window(NamedTuple):
    """Where one example of a limit is, and whether it is a right one."""

    right: bool
    start_s: float
    end_s: float
    side: str | None


def _windows(bound: Bound, stretches: Sequence[Stretch], exercise: Exercise) -> list[Window]:
    """Return whether a limit is right or wrong, from and to when, and on which side."""
    ids = same_fault(bound, exercise)
    found: list[Window] = []
    for each in stretches:
        found += [
            Window(False, start_s, end_s, each.side)
            for name, start_s, end_s in each.wrong
            if name in ids
        ]
        if each.fine & ids:
            found.append(Window(True, each.start_s, each.end_s, each.side))
        if each.kind == "done" and not each.unknown & ids:
            parts = _right_parts(bound, each, ids, exercise)
            found += [Window(True, *part, each.side) for part in parts]
        if bound.role == "try" and each.kind == "attempt" and each.has({bound.name}):
            found.append(Window(True, each.start_s, each.end_s, each.side))
    return found


def _right_parts(
    bound: Bound, each: Stretch, ids: set[str], exercise: Exercise
) -> list[tuple[float, float]]:
    whole = [(each.start_s, each.end_s)]
    held = exercise.hold is not None
    if bound.role == "rest":
        return [] if each.rest is None else [each.rest]
    if bound.role == "keep":
        left = {name for name, fault in exercise.faults.items() if fault.kind == "leave"}
        return _without(whole, [w for w in each.wrong if w[0] in left])
    if bound.role in ("zone", "fault") and held:
        return _without(whole, each.wrong)
    if bound.role in ("reach", "fault", "tempo"):
        return [] if each.has(ids) else whole
    return []


def _without(
    parts: list[tuple[float, float]], faults: Iterable[tuple[str, float, float]]
) -> list[tuple[float, float]]:
    """Return what is left of some parts without the time around some faults."""
    for _, start_s, end_s in faults:
        off_s, on_s = start_s - AROUND_FAULT_S, end_s + AROUND_FAULT_S
        parts = [
            piece
            for first, last in parts
            for piece in ((first, min(last, off_s)), (max(first, on_s), last))
        ]
    return [(first, last) for first, last in parts if last - first >= LEAST_PART_S]


def _value(bound: Bound, trial: Trial, book: ExerciseBook, window: Window) -> float | None:
    if bound.role == "own":
        return None
    if bound.role == "tempo":
        return _took_s(bound, trial.session.repetitions, window)
    times, values = _series(bound.measure, bound.limb, trial, window.side)
    if values is None:
        return None
    inside = (times >= window.start_s) & (times <= window.end_s)
    rule = trial.exercise.faults.get(bound.name)
    if isinstance(rule, LimitFault):
        phases = np.array([phase in rule.during for phase in trial.phases])
        # What was not judged at all is looked at as a whole.
        inside = inside & phases if np.any(inside & phases) else inside
        for check in conditions(bound, trial.exercise, book):
            _, conditional = _series(check.measure, check.of, trial, window.side)
            if conditional is not None:
                inside &= np.array([not np.isnan(v) and check.holds(v) for v in conditional])
    seen = inside & ~np.isnan(values)
    if bound.role == "rest":
        return float(np.median(values[seen])) if np.any(seen) else None
    worst = bound.wrong_above == (bound.role not in ("reach", "try"))
    return lasting(times[seen], values[seen], bound.for_s, highest=worst)


def _took_s(bound: Bound, repetitions: Iterable[Repetition], window: Window) -> float | None:
    """Return how long a way of a repetition took; None if the judge did not time it."""

    def shared_s(each: Repetition) -> float:
        return min(window.end_s, each.end_s) - max(window.start_s, each.start_s)

    best = max(repetitions, key=shared_s, default=None)
    took_s = None if best is None or shared_s(best) <= 0 else best.metrics.get(bound.measure)
    if best is None or took_s is None:
        return None
    # A way that was not seen whole has a time, but is never called too fast.
    declined = took_s < bound.value and bound.name not in best.faults
    return None if declined else took_s


def _series(
    measure: str, limb: Limb, trial: Trial, side: str | None
) -> tuple[FloatArray, FloatArray | None]:
    """Return times and values of a measure; no values if it is not known which side they are of."""
    key = measure, limb_of(limb, trial.exercise)
    by_side: dict[Any, list[float]] = trial.values.get(key) or {}
    chosen = by_side.get(side) if side in by_side else None
    if chosen is None and len(by_side) == 1:
        (chosen,) = by_side.values()
    times = np.array(trial.times_s)
    return times, None if chosen is None else np.array(chosen)


def lasting(times: FloatArray, values: FloatArray, for_s: float, *, highest: bool) -> float | None:
    """Return the furthest level that values stay beyond for a while.

    Args:
        times: n rising times in seconds.
        values: n values, none of them NaN.
        for_s: how long they must stay there.
        highest: True for the highest level, False for the lowest.

    Returns:
        The level in the unit of the values; None if they do not last that long without a gap.
    """
    signed = values if highest else -values
    best = None
    for first in range(len(times)):
        last = int(np.searchsorted(times, times[first] + for_s - SLACK_S))
        if last >= len(times):
            break
        if np.max(np.diff(times[first : last + 1]), initial=0.0) > FORGIVEN_GAP_S:
            continue
        level = float(np.min(signed[first : last + 1]))
        best = level if best is None else max(best, level)
    return best if best is None or highest else -best
