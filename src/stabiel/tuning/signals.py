"""Tries an exercise on a video, to tune its limits. In: an exercise and poses. Out: `Trial`.

The video is judged as always. A trial also keeps every signal that the exercise uses, for every
side, with the limits that the exercise sets on it. `stabiel.tuning.chart` draws it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from stabiel.anatomy import SideName
from stabiel.coach.events import Phase
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise, FaultBase, Limb
from stabiel.pose.pose import Pose, PoseEstimator
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from stabiel.video.reader import VideoFile
from stabiel.video.timestamps import TimeRepair

NOT_SEEN = float("nan")
TARGET = "target"
Key = tuple[str, Limb]


@dataclass(frozen=True, slots=True)
class Limit:
    """A value that an exercise compares a signal with.

    Attributes:
        value: in the unit of the measure.
        asks: how the signal is compared with it: at least (≥) or at most (≤) for a check or the
            target, beyond it (> or <) for a fault.
        label: the check or fault that the limit belongs to.
        firm: False for the other end of a dead band, and for a range of plausible values.
    """

    value: float
    asks: Literal["≥", "≤", ">", "<"]
    label: str
    firm: bool = True


@dataclass(slots=True)
class Signal:
    """One measure of one limb, with all limits on it and the faults that watch it."""

    measure: str
    limb: Limb
    limits: list[Limit] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trial:
    """A judged video with its signals.

    Attributes:
        exercise: the exercise that was tried.
        session: the judgment.
        times_s: time stamps of the frames, seconds.
        phases: one per frame.
        goals: the value to reach, one per frame; NaN before the start was seen.
        signals: all signals of the exercise, the followed measure first.
        values: for each signal and side, one value per frame; NaN if it was not visible.
        nobody: True if no person was found in any frame.
    """

    exercise: Exercise
    session: Session
    times_s: list[float]
    phases: list[Phase]
    goals: list[float]
    signals: list[Signal]
    values: dict[Key, dict[SideName, list[float]]]
    nobody: bool


def signals_of(exercise: Exercise, book: ExerciseBook) -> list[Signal]:
    """Return every signal that an exercise uses, with its limits; the followed one is first."""
    signals: dict[Key, Signal] = {}

    def signal(measure: str, limb: Limb) -> Signal:
        limb = shown_limb(exercise, limb)
        return signals.setdefault((measure, limb), Signal(measure, limb))

    followed = signal(exercise.follows, "working")
    followed.limits += _limits_of_movement(exercise)
    for name, fault in exercise.faults.items():
        watched = fault.signal(exercise.follows)
        if watched is not None:
            signal(*watched).faults.append(name)
            signal(*watched).limits += _limits_of_fault(name, fault)
    for name, near_only in _checks_of(exercise, book):
        check = book.checks_of(exercise)[name]
        checked = signal(check.measure, "near" if near_only else check.of)
        limits = _range((check.at_least, check.at_most), name)
        checked.limits += [limit for limit in limits if limit not in checked.limits]
    return list(signals.values())


def shown_limb(exercise: Exercise, limb: Limb) -> Limb:
    """Return the limb that stands for one of a rule: the near one if both sides move together."""
    return "near" if exercise.sides != "each" and limb == "working" else limb


def _limits_of_movement(exercise: Exercise) -> Iterator[Limit]:
    if exercise.movement is None:
        return
    target = exercise.movement.target
    yield Limit(target.limit, "≥" if target.upwards else "≤", TARGET)
    yield from _range(exercise.movement.start.plausible, "start", firm=False)
    for name, fault in exercise.faults.items():
        if fault.peak_range is not None:
            for limit in _range(fault.peak_range, name, firm=False):
                if limit.value != target.limit:
                    yield limit


def _range(ends: tuple[float | None, float | None], label: str, firm: bool = True) -> list[Limit]:
    """Return the limits of a range; either end may be open."""
    low, high = ends
    limits = [] if low is None else [Limit(low, "≥", label, firm)]
    return limits if high is None else [*limits, Limit(high, "≤", label, firm)]


def _limits_of_fault(name: str, fault: FaultBase) -> list[Limit]:
    """Return both ends of the dead band of a fault; a fault without one has no limits."""
    if fault.dead_band is None:
        return []
    limit, clears, upwards = fault.dead_band
    beyond: Literal[">", "<"] = ">" if upwards else "<"
    back: Literal[">", "<"] = "<" if upwards else ">"
    return [Limit(limit, beyond, name), Limit(clears, back, f"{name} over", firm=False)]


def _checks_of(exercise: Exercise, book: ExerciseBook) -> Iterator[tuple[str, bool]]:
    """Yield the checks in use, and whether each looks at the near side whichever side moves."""
    yield from ((name, False) for name in exercise.used_checks)
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
        path: the video file.
        exercise: the exercise to try; the book need not contain it.
        book: the checks and postures that the exercise names.
        estimator: a new one for this video.
        model: the estimator's name, for the session.
        progress: called for each frame with the seconds and the frames of video done so far.

    Raises:
        VideoError: the video cannot be read to its end.
    """
    with VideoFile(path) as video:
        source = Source("file", path.name, 0.0, video.rate_hz, video.width_px, video.height_px)

        repairs: Counter[TimeRepair] = Counter()

        def poses() -> Iterator[tuple[float, Pose | None]]:
            for count, frame in enumerate(video, start=1):
                yield frame.time_s, estimator.find(frame)
                if frame.repair is not None:
                    repairs[frame.repair] += 1
                if progress is not None:
                    progress(frame.time_s, count)

        trial = try_exercise(exercise, book, poses(), source=source, model=model)
    source = trial.session.source.repaired(repairs, len(trial.times_s))
    return replace(trial, session=replace(trial.session, source=source))


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
        exercise: the exercise to try; the book need not contain it.
        book: the checks and postures that the exercise names.
        poses: time stamps in seconds, each with its pose, or None if nobody was found.
        source: where the poses came from; its duration and rate are computed here.
        model: the estimator's name, for the session.
    """
    judge = Judge(exercise, book, "en", model)
    signals = signals_of(exercise, book)
    times_s: list[float] = []
    phases: list[Phase] = []
    goals: list[float] = []
    sides = list(judge.readings(None))
    near_only: list[SideName] = ["both"]
    values: dict[Key, dict[SideName, list[float]]] = {
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
        # A value of the near side is compared with the start of that same side.
        near = seen[sides[0]]
        if judgment.body is not None:
            near = seen.get(judgment.body.near, near)
        for (measure, limb), by_side in values.items():
            for side, kept in by_side.items():
                value = (near if limb == "near" else seen[side]).value(measure, limb)
                kept.append(NOT_SEEN if value is None else value)
    session = judge.finish(source.counted(len(times_s), times_s[-1] if times_s else 0.0), model)
    nobody = not judge.people_seen
    return Trial(exercise, session, times_s, phases, goals, signals, values, nobody)
