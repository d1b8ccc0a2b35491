"""What was found in a recording. In: nothing. Out: plain values: segments, and empty stretches."""

from dataclasses import dataclass
from enum import StrEnum


class EmptyReason(StrEnum):
    """Why a stretch of a recording is no exercise.

    `NOBODY`: nobody is seen for most of it. `NOT_COUNTED`: an exercise was tried, and no movement
    counted. `TOO_LITTLE`: something counted, but not enough to be sure. `NOT_BEGUN`: somebody was
    in a start posture, which exercises share, and did not begin. `OTHER`: what somebody does is no
    exercise.
    """

    NOBODY = "nobody"
    NOT_COUNTED = "not_counted"
    TOO_LITTLE = "too_little"
    NOT_BEGUN = "not_begun"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ExerciseSegment:
    """A stretch of a recording in which one exercise is done.

    Attributes:
        exercise: its id.
        start_s, end_s: from its first movement or hold to the end of its last, seconds since the
            first frame of the recording.
        from_s, until_s: the frames to judge as a session, with the start posture before it.
        sure: how sure what counted is, 0 to 1: the mean over its seconds.
        rivals: other exercises that explain nearly as much, the best first.
    """

    exercise: str
    start_s: float
    end_s: float
    from_s: float
    until_s: float
    sure: float
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EmptyStretch:
    """A stretch in which no exercise is found.

    Attributes:
        reason: why.
        exercise: the one that the reason is about, None if it is about none.
        count: how many attempts or movements the reason is about.
    """

    start_s: float
    end_s: float
    reason: EmptyReason
    exercise: str | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class FoundExercises:
    """All of a recording: the exercises in it, and what is none, each in order of time."""

    duration_s: float
    segments: tuple[ExerciseSegment, ...]
    empty: tuple[EmptyStretch, ...]
