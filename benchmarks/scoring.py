"""Compares a judged session with the truth. In: a truth record, a session. Out: `Score`.

The measures are those of the repetition-counting literature (Dwibedi et al. 2020, RepNet): OBO, the
share of clips whose count is off by at most one, and MAE, the mean of |count - truth| / truth.
Faults are matched by id and repetition, if the camera view can show them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from stabiel.coach.time_spent import TimeKind
from stabiel.exercises.model import Exercise
from stabiel.session.session import Session

# A cue belongs to a fault from this long before its begin to this long after its end.
CUE_BEFORE_S = 0.5
CUE_AFTER_S = 3.0


@dataclass
class Score:
    """The figures of one clip; lists have one entry per case."""

    clip: str
    exercise: str
    true_count: int
    count: int
    peer_count: int
    attempts_right: bool
    hits: int = 0
    misses: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    false_cues: int = 0
    good_repetitions: int = 0
    cue_delays_s: list[float] = field(default_factory=list)
    hold_error_s: float | None = None
    view_right: bool = False
    not_judged_share: float = 0.0

    @property
    def count_error(self) -> float:
        """The error of the count as a share of the truth, or of one if the truth is zero."""
        return abs(self.count - self.true_count) / max(1, self.true_count)

    @property
    def judged(self) -> bool:
        """Whether this view allowed a judgment for more than half of the time."""
        return self.not_judged_share < 0.5

    @property
    def badness(self) -> float:
        """How wrong the clip is, to sort the list of the worst clips."""
        wrong = len(self.misses) + len(self.false_alarms) + (not self.attempts_right)
        return 10 * abs(self.count - self.true_count) + wrong + (self.hold_error_s or 0.0)


def score(
    clip: str, truth: dict[str, Any], session: Session, exercise: Exercise, peer_count: int
) -> Score:
    """Return the figures of one clip."""
    result = Score(
        clip=clip,
        exercise=session.exercise,
        true_count=len(movements(truth)),
        count=len(session.repetitions) + len(session.holds),
        peer_count=peer_count,
        attempts_right=_attempts(truth["attempts"])
        == _attempts(
            attempt for attempt in session.to_json()["attempts"] if not attempt["doubtful"]
        ),
        good_repetitions=sum(not repetition["faults"] for repetition in truth["repetitions"]),
        view_right=session.view == truth["clip"]["camera"]["view"],
        not_judged_share=_not_judged_share(session),
    )
    if truth["holds"] or session.to_json()["summary"]["holds"]:
        true_s = sum(hold["in_zone_s"] for hold in truth["holds"])
        result.hold_error_s = abs(true_s - session.to_json()["summary"]["hold_s"])
    _match_faults(result, truth, session, exercise)
    _match_cues(result, truth, session, exercise)
    return result


def movements(truth: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the repetitions of a truth record, or its holds with numbers."""
    holds = [hold | {"number": number} for number, hold in enumerate(truth["holds"], 1)]
    return truth["repetitions"] or holds


def _not_judged_share(session: Session) -> float:
    """Return the share that was not judged; out of the zone of a hold is judged as well."""
    near_s = sum(each.seconds for each in session.time if each.kind is TimeKind.NEAR_ZONE)
    return max(0.0, 1.0 - session.judged_share - near_s / session.source.duration_s)


def _attempts(attempts: Iterable[dict[str, Any]]) -> Counter[str]:
    return Counter(attempt["reason"] for attempt in attempts)


def _match_faults(
    result: Score, truth: dict[str, Any], session: Session, exercise: Exercise
) -> None:
    """Match (fault, repetition); a repetition counts as the true one with most shared time."""
    view = truth["clip"]["camera"]["view"]
    shown = {
        name for name, fault in exercise.faults.items() if view in {str(v) for v in fault.views}
    }
    wanted = Counter(
        (fault["id"], fault["repetition"])
        for fault in truth["faults"]
        if fault["id"] in shown and fault["repetition"] is not None
    )
    found: Counter[tuple[str, int]] = Counter()
    for repetition in (*session.repetitions, *session.holds):
        number = _overlapped(repetition.start_s, repetition.end_s, movements(truth))
        found.update((fault, number) for fault in repetition.faults)
    result.hits = sum((wanted & found).values())
    result.misses = [f"{fault}@{number}" for fault, number in (wanted - found).elements()]
    result.false_alarms = [f"{fault}@{number}" for fault, number in (found - wanted).elements()]


def _overlapped(start_s: float, end_s: float, repetitions: list[dict[str, Any]]) -> int:
    """Return the number of the true repetition with most shared time, 0 if there is none."""
    best, number = 0.0, 0
    for repetition in repetitions:
        shared = min(end_s, repetition["end_s"]) - max(start_s, repetition["start_s"])
        if shared > best:
            best, number = shared, repetition["number"]
    return number


def _match_cues(result: Score, truth: dict[str, Any], session: Session, exercise: Exercise) -> None:
    """Measure the delay of each true fault's cue, and count cues for faults that are not there.

    The holds of the samples are shorter than their dose. The cue after a hold, for leaving too
    early, does not count as false.
    """
    until_s = max((hold["end_s"] for hold in truth["holds"]), default=float("inf"))
    cases = [(fault["id"], fault["start_s"], fault["end_s"]) for fault in truth["faults"]]
    cases += [(a["reason"], a["start_s"], a["end_s"]) for a in truth["attempts"]]
    for cue in session.cues:
        if cue.id not in exercise.faults or cue.time_s > until_s:
            continue
        near = [
            onset
            for fault, onset, end in cases
            if fault == cue.id and onset - CUE_BEFORE_S <= cue.time_s <= end + CUE_AFTER_S
        ]
        if near:
            result.cue_delays_s.append(cue.time_s - max(near))
        else:
            result.false_cues += 1


@dataclass(frozen=True)
class Summary:
    """The figures over several clips."""

    clips: int
    exact: float
    exact_judged: float | None
    obo: float
    mae: float
    peer_exact: float
    attempts: float
    precision: float | None
    recall: float | None
    false_cues_per_100: float | None
    hold_error_s: float | None
    cue_delay_s: float | None
    view: float
    not_judged: float


def summarize(scores: list[Score]) -> Summary:
    """Return the figures over at least one clip."""
    hits = sum(score.hits for score in scores)
    misses = sum(len(score.misses) for score in scores)
    alarms = sum(len(score.false_alarms) for score in scores)
    good = sum(score.good_repetitions for score in scores)
    holds = [score.hold_error_s for score in scores if score.hold_error_s is not None]
    seen = [score.count == score.true_count for score in scores if score.judged]
    delays = [delay for score in scores for delay in score.cue_delays_s]
    return Summary(
        clips=len(scores),
        exact=mean(score.count == score.true_count for score in scores),
        exact_judged=mean(seen) if seen else None,
        obo=mean(abs(score.count - score.true_count) <= 1 for score in scores),
        mae=mean(score.count_error for score in scores),
        peer_exact=mean(score.peer_count == score.true_count for score in scores),
        attempts=mean(score.attempts_right for score in scores),
        precision=hits / (hits + alarms) if hits + alarms else None,
        recall=hits / (hits + misses) if hits + misses else None,
        false_cues_per_100=100 * sum(score.false_cues for score in scores) / good if good else None,
        hold_error_s=mean(holds) if holds else None,
        cue_delay_s=mean(delays) if delays else None,
        view=mean(score.view_right for score in scores),
        not_judged=mean(score.not_judged_share for score in scores),
    )
