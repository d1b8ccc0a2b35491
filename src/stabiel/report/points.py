"""What to work on. In: a session and its labels. Out: at most three, the most important first."""

from dataclasses import dataclass

from stabiel.coach.events import Attempt, FaultEnded, Metrics, Repetition
from stabiel.exercises.model import FaultBase, LeastTime
from stabiel.report.importance import most_important_first
from stabiel.report.labels import (
    Labels,
    MovementOrHold,
    faults_of,
    in_time_order,
    is_doubtful,
    movement_label,
)
from stabiel.session.session import Session
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import with_unit
from stabiel.wording.language import Language

MOST_POINTS = 3


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a point to work on was detected.

    Attributes:
        done: the movement or hold in which it occurred; None if nothing came of it.
        start_s: when it began.
        duration_s: how long it went on.
        words: which movement, as "repetition 4".
        measured: the value against the target, empty if there is no value.
        shortfall: how far it missed, comparable within one point; more is worse.
    """

    done: MovementOrHold | None
    start_s: float
    duration_s: float
    words: str
    measured: str
    shortfall: float


@dataclass(frozen=True, slots=True)
class PointToWorkOn:
    """Something to work on: its name, the correction, and when it occurred."""

    fault: str
    name: str
    correction: str
    occurrences: list[Occurrence]

    @property
    def worst(self) -> Occurrence:
        """The occurrence that missed by most."""
        return max(self.occurrences, key=lambda each: each.shortfall)


def points_to_work_on(session: Session, labels: Labels, goal: float | None) -> list[PointToWorkOn]:
    """Return at most three points, the most important first (`stabiel.report.importance`).

    A doubtful attempt is no point to work on. If nothing counted, the faults of which no movement
    or hold came are points too: they kept it from counting.

    Args:
        session: what was done.
        labels: the words for ids.
        goal: what the followed measure had to reach, None if unknown.
    """
    found = _by_fault(session)
    points = []
    for fault in faults_to_work_on(session, labels)[:MOST_POINTS]:
        occurrences = [
            _alone(each, labels.language)
            if isinstance(each, FaultEnded)
            else _occurrence(fault, each, session, labels, goal)
            for each in found[fault]
        ]
        points.append(
            PointToWorkOn(fault, labels.fault(fault), labels.correction(fault), occurrences)
        )
    return points


def faults_to_work_on(session: Session, labels: Labels) -> list[str]:
    """Return the ids of all points, those that have no place in the report too, in its order."""
    counts = {fault: len(each) for fault, each in _by_fault(session).items()}
    return most_important_first(counts, labels.exercise)


def _by_fault(session: Session) -> dict[str, list[MovementOrHold | FaultEnded]]:
    """Return what had each fault; only if nothing counted, the faults of nothing as well."""
    found: dict[str, list[MovementOrHold | FaultEnded]] = {}
    for done in in_time_order(session):
        if not is_doubtful(done):
            for fault in dict.fromkeys(faults_of(done)):
                found.setdefault(fault, []).append(done)
    if not (session.repetitions or session.holds):
        for mark in _of_nothing(session):
            found.setdefault(mark.id, []).append(mark)
    return found


def _of_nothing(session: Session) -> list[FaultEnded]:
    """Return the faults that were seen well and belong to no movement or hold."""
    of_something = [mark for done in in_time_order(session) for mark in session.faults_of(done)]
    return [mark for mark in session.faults if not mark.doubtful and mark not in of_something]


def _alone(mark: FaultEnded, language: Language) -> Occurrence:
    words = text("report", "which_none", language)
    duration_s = mark.time_s - mark.start_s
    measured = _for_seconds(duration_s, language)
    return Occurrence(None, mark.start_s, duration_s, words, measured, duration_s)


def _for_seconds(duration_s: float, language: Language) -> str:
    seconds = with_unit("_s", duration_s, language)
    return text("report", "for_seconds", language, seconds=seconds)


def _occurrence(
    fault: str, done: MovementOrHold, session: Session, labels: Labels, goal: float | None
) -> Occurrence:
    marks = [mark for mark in session.faults_of(done) if mark.id == fault]
    start_s = marks[0].start_s if marks else done.start_s
    duration_s = sum(mark.time_s - mark.start_s for mark in marks)
    words = movement_label(done, session, labels.language)
    measured, shortfall = "", duration_s
    rule: FaultBase | None = labels.exercise.faults.get(fault)
    least = None if rule is None else rule.least_time
    missed = rule is not None and rule.why_not_counted is not None
    if least is not None and isinstance(done, Repetition):
        measured, shortfall = _too_fast(least, done.metrics, labels.language)
    elif missed and isinstance(done, Attempt) and goal is not None:
        measured, shortfall = _missed(done.metrics, goal, labels)
    elif duration_s:
        measured = _for_seconds(duration_s, labels.language)
    return Occurrence(done, start_s, duration_s, words, measured, shortfall)


def _too_fast(least: LeastTime, metrics: Metrics, language: Language) -> tuple[str, float]:
    seconds = min(metrics[f"{way}_s"] for way in least.ways)
    measured = text(
        "report",
        "in_seconds",
        language,
        seconds=with_unit("_s", seconds, language),
        least=with_unit("_s", least.seconds, language),
    )
    return measured, least.seconds - seconds


def _missed(metrics: Metrics, goal: float, labels: Labels) -> tuple[str, float]:
    """Return how far it got, and by how much it fell short; empty if it missed another check."""
    follows = labels.exercise.follows
    peak = metrics[f"peak_{follows}"]
    movement = labels.exercise.movement
    upwards = movement is None or movement.target.upwards
    short = goal - peak if upwards else peak - goal
    if short <= 0:
        return "", 0.0
    measured = text(
        "report",
        "reached",
        labels.language,
        measure=labels.measure(follows),
        value=with_unit(follows, peak, labels.language),
        goal=with_unit(follows, goal, labels.language),
    )
    # In degrees or torso lengths; within one point all are of one measure.
    return measured, short
