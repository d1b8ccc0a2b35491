"""A session in words. In: a session and its exercise. Out: the headline, and what to work on."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from stabiel.body.measures import MEASURES
from stabiel.coach.events import Attempt, Hold, Metrics, Repetition
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import AttemptFault, Exercise, TempoFault
from stabiel.session.session import Session
from stabiel.wording.catalogue import group, month_name, text
from stabiel.wording.formatting import plural, with_unit
from stabiel.wording.language import Language

MOST_POINTS = 3
DoneMovement = Repetition | Attempt | Hold


class Names:
    """The words for ids, in one language."""

    def __init__(self, exercise: Exercise, book: ExerciseBook, language: Language) -> None:
        self.exercise = exercise
        self._book = book
        self.language = language
        self.is_hold = exercise.hold is not None

    def fault(self, fault_id: str) -> str:
        """Return the short name of a fault, or of the check that an attempt broke."""
        fault = self.exercise.faults.get(fault_id)
        if fault is not None:
            return fault.name.in_language(self.language)
        return self.mend(fault_id).rstrip(".")

    def mend(self, fault_id: str) -> str:
        """Return what to do about a fault, or about the check that an attempt broke."""
        found = self.exercise.faults.get(fault_id) or self._book.shared.checks.get(fault_id)
        # An old session may name one that its exercise has no more.
        return fault_id if found is None else found.say.in_language(self.language)

    def measure(self, name: str) -> str:
        """Return what a measure is called."""
        return group("measure", self.language).get(name, name)

    @property
    def peak(self) -> str:
        """What the followed measure reaches: its highest point, or its lowest if it falls."""
        movement = self.exercise.movement
        falls = movement is not None and movement.target.at_most is not None
        if falls:
            return text("report", "lowest_value", self.language)
        return text("report", "peak_value", self.language)

    def side(self, name: str) -> str:
        """Return a side in words."""
        return text("side", name, self.language)

    def what(self, name: str) -> str:
        """Return what an entry of `not_judged` is called."""
        if name in self.exercise.faults:
            return self.fault(name)
        return group("what", self.language).get(name, name)

    def day(self, when: datetime) -> str:
        """Return a date as it is read, in the time of this computer."""
        local = when.astimezone()
        return f"{local.day} {month_name(local.month, self.language)} {local.year}"


def in_order(session: Session) -> list[DoneMovement]:
    """Return repetitions, attempts and holds in the order of time."""
    done: list[DoneMovement] = [*session.repetitions, *session.attempts, *session.holds]
    return sorted(done, key=lambda each: each.start_s)


def faults_of(done: DoneMovement) -> tuple[str, ...]:
    """Return what was wrong with a movement or a hold; of an attempt, why it did not count."""
    return (done.reason,) if isinstance(done, Attempt) else done.faults


def headline(session: Session, names: Names) -> str:
    """Return the session in one or two sentences."""
    done: list[Repetition | Hold] = [*session.repetitions, *session.holds]
    counts = Counter(fault for each in done for fault in each.faults)
    points = ", ".join(
        f"{names.fault(name).lower()} ({count}×)" for name, count in counts.most_common(MOST_POINTS)
    )
    words = [_done_in_words(session, names)]
    if done and points:
        words.append(text("report", "headline_work_on", names.language, points=points))
    if session.attempts:
        reasons = Counter(attempt.reason for attempt in session.attempts)
        listed = ", ".join(names.fault(name).lower() for name, _ in reasons.most_common())
        count = len(session.attempts)
        words.append(
            plural(
                "report", "headline_attempts", count, names.language, attempts=count, points=listed
            )
        )
    return " ".join(words)


def _done_in_words(session: Session, names: Names) -> str:
    if session.holds:
        seconds, language = round(session.hold_s), names.language
        return plural("report", "headline_held", seconds, language, seconds=seconds)
    if names.is_hold:
        return text("report", "headline_no_hold", names.language)
    if not session.repetitions:
        return text("report", "headline_none", names.language)
    good, every = session.good_repetitions, len(session.repetitions)
    return text("report", "headline_good", names.language, good=good, all=every)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a point to work on was seen.

    Attributes:
        done: the movement or hold in which it was.
        start_s: when it began.
        duration_s: how long it went on.
        words: which movement, as "repetition 4".
        measured: what was measured against what is asked, empty where only seen.
        shortfall: how bad it was among others of its kind; more is worse.
    """

    done: DoneMovement
    start_s: float
    duration_s: float
    words: str
    measured: str
    shortfall: float


@dataclass(frozen=True, slots=True)
class WorkPoint:
    """Something to work on: what, what to do about it, and where it was."""

    fault: str
    name: str
    mend: str
    occurrences: list[Occurrence]

    @property
    def worst(self) -> Occurrence:
        """The time at which it was worst."""
        return max(self.occurrences, key=lambda each: each.shortfall)


def points_to_work_on(session: Session, names: Names, goal: float | None) -> list[WorkPoint]:
    """Return at most three points, the most urgent first: danger, then the most frequent.

    Args:
        session: what was done.
        names: the words.
        goal: what the followed measure had to reach, where that is known.
    """
    found: dict[str, list[Occurrence]] = {}
    for done in in_order(session):
        for fault in dict.fromkeys(faults_of(done)):
            found.setdefault(fault, []).append(_occurrence(fault, done, session, names, goal))

    def urgency(fault: str) -> tuple[bool, int]:
        rule = names.exercise.faults.get(fault)
        return rule is None or rule.severity != "danger", -len(found[fault])

    ordered = sorted(found, key=urgency)[:MOST_POINTS]
    return [WorkPoint(each, names.fault(each), names.mend(each), found[each]) for each in ordered]


def which(done: DoneMovement, session: Session, language: Language) -> str:
    """Return which movement or hold this is; an attempt is named after the repetition before."""
    if isinstance(done, Hold):
        return text("report", "which_hold", language, number=done.number)
    if isinstance(done, Repetition):
        return text("report", "which_repetition", language, number=done.number)
    before = [each.number for each in session.repetitions if each.start_s < done.start_s]
    if not before:
        return text("report", "which_first_attempt", language)
    return text("report", "which_attempt", language, number=max(before))


def _occurrence(
    fault: str, done: DoneMovement, session: Session, names: Names, goal: float | None
) -> Occurrence:
    marks = [
        mark
        for mark in session.faults
        if mark.id == fault and mark.time_s >= done.start_s and mark.start_s <= done.end_s
    ]
    start_s = marks[0].start_s if marks else done.start_s
    duration_s = sum(mark.time_s - mark.start_s for mark in marks)
    words = which(done, session, names.language)
    measured, shortfall = "", duration_s
    rule = names.exercise.faults.get(fault)
    if isinstance(rule, TempoFault) and isinstance(done, Repetition):
        measured, shortfall = _too_fast(rule, done.metrics, names.language)
    elif isinstance(rule, AttemptFault) and isinstance(done, Attempt) and goal is not None:
        measured, shortfall = _missed(done.metrics, goal, names)
    elif duration_s:
        seconds = with_unit("_s", duration_s, names.language)
        measured = text("report", "for_seconds", names.language, seconds=seconds)
    return Occurrence(done, start_s, duration_s, words, measured, shortfall)


def _too_fast(rule: TempoFault, metrics: Metrics, language: Language) -> tuple[str, float]:
    keys = {"out": ["out_s"], "return": ["return_s"], "either": ["out_s", "return_s"]}[rule.phase]
    seconds = min(metrics[key] for key in keys)
    measured = text(
        "report",
        "in_seconds",
        language,
        seconds=with_unit("_s", seconds, language),
        least=with_unit("_s", rule.shorter_than_s, language),
    )
    return measured, rule.shorter_than_s - seconds


def _missed(metrics: Metrics, goal: float, names: Names) -> tuple[str, float]:
    """Say how far it got; nothing where another check than the value was what it missed."""
    follows = names.exercise.follows
    peak = metrics[f"peak_{follows}"]
    movement = names.exercise.movement
    upwards = movement is None or movement.target.at_least is not None
    short = goal - peak if upwards else peak - goal
    if short <= 0:
        return "", 0.0
    measured = text(
        "report",
        "reached",
        names.language,
        measure=names.measure(follows),
        value=with_unit(follows, peak, names.language),
        goal=with_unit(follows, goal, names.language),
    )
    # In degrees or torso lengths; within one point all are of one measure.
    return measured, short


def unit_in_words(measure: str, language: Language) -> str:
    """Return the unit of a measure."""
    return text("report", f"unit_{MEASURES[measure].unit}", language)
