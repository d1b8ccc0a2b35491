"""Judges recorded landmarks again. In: poses and a rule. Out: the session that rule gives.

The same steps as for a camera or a file, so an unchanged rule gives the identical session.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stabiel.exercise import Exercise, Language
from stabiel.exercise_files import ExerciseBook
from stabiel.judge import Judge, Trace
from stabiel.pose import Pose
from stabiel.session import Session, Source


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay gave: the session, and the followed measure over time."""

    session: Session
    trace: Trace


def replay(
    exercise: Exercise,
    book: ExerciseBook,
    language: Language,
    poses: Iterable[tuple[float, Pose | None]],
    *,
    source: Source,
    model: str,
) -> Replayed:
    """Judge poses as one exercise.

    Args:
        exercise: need not be one of the book's own.
        book: what exercises share.
        language: of the cues.
        poses: time stamps in seconds with the pose there, or None where nobody is seen.
        source: where the poses came from; where its duration is 0, it is counted here.
        model: the estimator's name, for the record.
    """
    judge = Judge(exercise, book, language)
    count, last_s = 0, 0.0
    for time_s, pose in poses:
        judge.update(time_s, pose)
        count, last_s = count + 1, time_s
    if source.duration_s == 0.0:
        source = source.counted(count, last_s)
    return Replayed(judge.finish(source, model), judge.trace)
