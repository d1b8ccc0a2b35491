"""An exercise tried on a video, for whoever tunes it. In: an exercise and poses. Out: `Trial`.

It judges as always, and keeps every signal that the exercise names, of every side, with the
limits that the exercise sets on it. `stabiel.tuning.chart` draws it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from stabiel.anatomy import SideName
from stabiel.coach.events import Phase
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import (
    AttemptFault,
    BounceFault,
    Exercise,
    Limb,
    LimitFault,
    SagFault,
)
from stabiel.pose.pose import Pose, PoseEstimator
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from stabiel.video.reader import VideoFile

NOT_SEEN = float("nan")
TARGET = "target"
Key = tuple[str, Limb]


@dataclass(frozen=True, slots=True)
class Limit:
    """A value that an exercise compares a signal with.

    Attributes:
        value: in the unit of the measure.
        asks: what is asked of the signal there: at least (≥) or at most (≤) for a check and the
            target, beyond (> or <) for a fault.
        label: the check or fault that it belongs to.
        firm: False for the other end of a dead band, and for what is only plausible.
    """

    value: float
    asks: Literal["≥", "≤", ">", "<"]
    label: str
    firm: bool = True


@dataclass(slots=True)
class Signal:
    """One measure of one limb, with all limits on it and the faults that look at it."""

    measure: str
    limb: Limb
    limits: list[Limit] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trial:
    """A judged video with its signals.

    Attributes:
        times_s: of the frames, seconds.
        phases: one a frame.
        goals: the value to reach, one a frame; NaN before the start was seen.
        signals: what the exercise looks at, the followed measure first.
        courses: for each signal and side one value a frame; NaN where not seen.
        nobody: no person was found in any frame.
    """

    exercise: Exercise
    session: Session
    times_s: list[float]
    phases: list[Phase]
    goals: list[float]
    signals: list[Signal]
    courses: dict[Key, dict[SideName, list[float]]]
    nobody: bool


def signals_of(exercise: Exercise, book: ExerciseBook) -> list[Signal]:
    """Return every signal that an exercise looks at, with its limits, the followed one first."""
    signals: dict[Key, Signal] = {}

    def signal(measure: str, limb: Limb) -> Signal:
        # Where both sides move together the near one is judged.
        limb = "near" if exercise.sides != "each" and limb == "working" else limb
        return signals.setdefault((measure, limb), Signal(measure, limb))

    followed = signal(exercise.follows, "working")
    followed.limits += _limits_of_movement(exercise)
    for name, fault in exercise.faults.items():
        if isinstance(fault, LimitFault | BounceFault):
            looked_at = signal(fault.measure, fault.of)
            looked_at.faults.append(name)
            looked_at.limits += _limits_of_fault(name, fault)
        elif isinstance(fault, SagFault):
            followed.faults.append(name)
    for name, near_only in _checks_of(exercise, book):
        check = book.check(name)
        looked_at = signal(check.measure, "near" if near_only else check.of)
        limits = _range((check.at_least, check.at_most), name)
        looked_at.limits += [limit for limit in limits if limit not in looked_at.limits]
    return list(signals.values())


def _limits_of_movement(exercise: Exercise) -> Iterator[Limit]:
    if exercise.movement is None:
        return
    target = exercise.movement.target
    yield Limit(target.limit, "≥" if target.direction > 0 else "≤", TARGET)
    yield from _range(exercise.movement.start.plausible, "start", firm=False)
    for name, fault in exercise.faults.items():
        if isinstance(fault, AttemptFault) and fault.attempt.peak_between is not None:
            for limit in _range(fault.attempt.peak_between, name, firm=False):
                if limit.value != target.limit:
                    yield limit


def _range(ends: tuple[float | None, float | None], label: str, firm: bool = True) -> list[Limit]:
    """Return the limits of a range, of which either end may be open."""
    low, high = ends
    limits = [] if low is None else [Limit(low, "≥", label, firm)]
    return limits if high is None else [*limits, Limit(high, "≤", label, firm)]


def _limits_of_fault(name: str, fault: LimitFault | BounceFault) -> Iterator[Limit]:
    if isinstance(fault, BounceFault):
        return
    if fault.above is not None and fault.clears_below is not None:
        yield Limit(fault.above, ">", name)
        yield Limit(fault.clears_below, "<", f"{name} over", firm=False)
    if fault.below is not None and fault.clears_above is not None:
        yield Limit(fault.below, "<", name)
        yield Limit(fault.clears_above, ">", f"{name} over", firm=False)


def _checks_of(exercise: Exercise, book: ExerciseBook) -> Iterator[tuple[str, bool]]:
    """Yield the checks in use, and whether they are asked of the near side whatever moves."""
    if exercise.movement is not None:
        yield from ((name, False) for name in exercise.movement.target.checks)
        yield from ((name, False) for name in exercise.movement.throughout)
    if exercise.hold is not None:
        hold = exercise.hold
        yield from ((name, False) for name in [*hold.zone, *hold.if_seen, *hold.near])
    for fault in exercise.faults.values():
        if isinstance(fault, AttemptFault) and fault.attempt.unmet is not None:
            yield fault.attempt.unmet, False
        elif isinstance(fault, LimitFault):
            yield from ((name, False) for name in fault.only_if)
    posture = book.posture(exercise)
    yield from ((name, True) for name in [*posture.needs, *posture.keeps, *posture.wishes])


def try_on_video(
    path: Path,
    exercise: Exercise,
    book: ExerciseBook,
    estimator: PoseEstimator,
    *,
    model: str,
    progress: Callable[[float, int], None] | None = None,
) -> Trial:
    """Judge a video as one exercise and keep its signals.

    Args:
        path: of the video.
        exercise: need not be one of the book's own.
        book: what exercises share.
        estimator: a fresh one for this video.
        model: the estimator's name, for the record.
        progress: called for each frame with the seconds of video done and the frames so far.

    Raises:
        VideoError: the video cannot be read whole.
    """
    with VideoFile(path) as video:
        source = Source("file", path.name, 0.0, video.rate_hz, video.width_px, video.height_px)

        def poses() -> Iterator[tuple[float, Pose | None]]:
            for count, frame in enumerate(video, start=1):
                yield frame.time_s, estimator.find(frame)
                if progress is not None:
                    progress(frame.time_s, count)

        return try_exercise(exercise, book, poses(), source=source, model=model)


def try_exercise(
    exercise: Exercise,
    book: ExerciseBook,
    poses: Iterable[tuple[float, Pose | None]],
    *,
    source: Source,
    model: str,
) -> Trial:
    """Judge poses as one exercise and keep its signals.

    Args:
        exercise: need not be one of the book's own.
        book: what exercises share.
        poses: time stamps in seconds with the pose there, or None where nobody is seen.
        source: where the poses came from; its duration and rate are counted here.
        model: the estimator's name, for the record.
    """
    judge = Judge(exercise, book, "en")
    signals = signals_of(exercise, book)
    times_s: list[float] = []
    phases: list[Phase] = []
    goals: list[float] = []
    sides = list(judge.readings(None))
    near_only: list[SideName] = ["both"]
    courses: dict[Key, dict[SideName, list[float]]] = {
        (signal.measure, signal.limb): {
            side: [] for side in (near_only if signal.limb == "near" else sides)
        }
        for signal in signals
    }
    for time_s, pose in poses:
        judgment = judge.update(time_s, pose)
        times_s.append(time_s)
        phases.append(judgment.moment.phase)
        goals.append(NOT_SEEN if judgment.moment.goal is None else judgment.moment.goal)
        seen = judge.readings(judgment.body)
        # What is read of the near side is compared with the start as that side has it.
        near = seen[sides[0]]
        if judgment.body is not None:
            near = seen.get(judgment.body.near, near)
        for (measure, limb), by_side in courses.items():
            for side, values in by_side.items():
                value = (near if limb == "near" else seen[side]).value(measure, limb)
                values.append(NOT_SEEN if value is None else value)
    session = judge.finish(source.counted(len(times_s), times_s[-1] if times_s else 0.0), model)
    nobody = not judge.people_seen
    return Trial(exercise, session, times_s, phases, goals, signals, courses, nobody)
