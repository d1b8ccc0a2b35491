"""Another exercise that a session looks like. In: a session, its recording. Out: an id, or None.

If nothing counted, the recording is judged by the other exercises too, and the one in which clearly
most was done is named. Nothing is named unless it is clear: no name is better than a wrong one.

The limits are measured: all sample clips, each judged as every other exercise, and 62 recordings
of real people. Their figures stand with each limit.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from stabiel.coach.time_spent import TimeKind
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded
from stabiel.session.replay import replay
from stabiel.session.session import Session

# Of the time in which somebody is seen, this much is judged again, at a rate of at most 12.5 Hz:
# 13 exercises then take 2.1 to 2.5 s on one core.
SEEN_S, STEP_S = 120.0, 0.08
# A clear repetition. Right ones of other exercises last 2.1 to 8 s; by accident, an arm that is
# threaded under the body reads 2.2 s, single-knee hugs 1.7 s, and legs that never came back 9.7
# and 14 s.
SHORTEST_S, LONGEST_S = 2.0, 8.0
# A single repetition must last this long: right ones do, accidental ones last 1.1 to 2.7 s.
SINGLE_S = 3.0
# A clear hold. Right ones last 5.4 s and more; by accident, 3.0 to 3.6 s.
HELD_S = 5.0
# The start posture of other exercises must be most of what is seen, and complete.
RESTING_SHARE = 0.5
# How much more than the second best the best must have.
CLEARLY = 1.5

# The holds that are merely the start posture of other exercises.
START_POSTURES = frozenset({"supine-start", "all-fours"})
# In these the session's own start posture was there.
STARTED = frozenset(
    {TimeKind.WAITING, TimeKind.MOVING, TimeKind.AT_TARGET, TimeKind.IN_ZONE, TimeKind.NEAR_ZONE}
)


@dataclass(frozen=True, slots=True)
class DoneAs:
    """What was done in a recording if it is judged as one exercise.

    Attributes:
        repetitions: how many clear ones.
        seconds: of the clear repetitions, or of the longest hold.
        resting: whether it is the start posture of other exercises.
    """

    exercise: str
    repetitions: int
    seconds: float
    resting: bool = False


def with_lookalike(
    session: Session, book: ExerciseBook, read_frames: Callable[[], Iterable[Recorded]]
) -> Session:
    """Return a finished session with the exercise that it looks like, if nothing counted.

    Args:
        session: what was done.
        book: all exercises that it might be.
        read_frames: returns the session's recording; called only if nothing counted.
    """
    if session.counted:
        return session
    return replace(session, looks_like=looks_like(session, book, read_frames()))


def looks_like(session: Session, book: ExerciseBook, frames: Iterable[Recorded]) -> str | None:
    """Return the id of the exercise that a session in which nothing counted looks like.

    Args:
        session: one without repetitions and holds.
        book: all exercises that it might be.
        frames: the session's recording; at most the first two minutes in which somebody is seen
            are judged.
    """
    seen = list(frames_seen(frames))
    others = [exercise for exercise in book.exercises.values() if exercise.id != session.exercise]
    done = [found for each in others if (found := done_as(each, session, book, seen)) is not None]
    return clearest(likely(session, done))


def likely(session: Session, done: Iterable[DoneAs]) -> list[DoneAs]:
    """Return what may explain a session better than its own exercise does.

    It takes more time than the session's own attempts. Someone who was in the start posture of the
    session's exercise did not come for another start posture.
    """
    tried_s = sum(each.end_s - each.start_s for each in session.attempts if not each.doubtful)
    started = tried_s > 0.0 or any(spent.kind in STARTED for spent in session.time)
    return [each for each in done if each.seconds > tried_s and not (each.resting and started)]


def frames_seen(frames: Iterable[Recorded]) -> Iterator[Recorded]:
    """Yield the first two minutes in which somebody is seen, without frames too near each other.

    Of a stretch with nobody only its first frame is yielded.
    """
    seen_s = 0.0
    before: Recorded | None = None
    for frame in frames:
        if before is not None and frame.time_s - before.time_s < STEP_S:
            continue
        if frame.pose is None and (before is None or before.pose is None):
            continue
        if before is not None and before.pose is not None:
            seen_s += frame.time_s - before.time_s
        if seen_s > SEEN_S:
            return
        before = frame
        yield frame


def clearest(done: Iterable[DoneAs]) -> str | None:
    """Return the exercise in which clearly most was done, None if no one is clear.

    Repetitions come before holds, and holds before the start posture of other exercises.
    """
    ranked = sorted(done, key=lambda each: (_rank(each), each.repetitions, each.seconds))
    if not ranked:
        return None
    best = ranked[-1]
    rivals = [each for each in ranked[:-1] if _rank(each) == _rank(best)]
    return best.exercise if all(_is_clear(best, each) for each in rivals) else None


def _rank(done: DoneAs) -> int:
    if done.repetitions:
        return 2
    return 0 if done.resting else 1


def _is_clear(best: DoneAs, other: DoneAs) -> bool:
    """Return whether one is clearly more than another of the same rank."""
    if best.repetitions != other.repetitions:
        return best.repetitions >= CLEARLY * other.repetitions
    return best.seconds >= CLEARLY * other.seconds


def done_as(
    exercise: Exercise, session: Session, book: ExerciseBook, frames: list[Recorded]
) -> DoneAs | None:
    """Return what was done if a session is judged as an exercise, None if nothing that is clear.

    Args:
        exercise: another one than that of the session.
        session: what was done; its language, source and model are taken.
        book: the checks and postures that exercises share.
        frames: its recording, as `frames_seen` gives it.
    """
    judged = replay(
        exercise, book, session.language, frames, source=session.source, model=session.model
    ).session
    lengths = [each.end_s - each.start_s for each in judged.repetitions]
    clear = [length for length in lengths if SHORTEST_S <= length <= LONGEST_S]
    if len(clear) > 1 or sum(clear) >= SINGLE_S:
        return DoneAs(exercise.id, len(clear), sum(clear))
    longest = max(judged.holds, key=lambda hold: hold.in_zone_s, default=None)
    if longest is None or longest.in_zone_s < HELD_S:
        return None
    resting = exercise.id in START_POSTURES
    seen_s = sum(
        after.time_s - frame.time_s for frame, after in pairwise(frames) if frame.pose is not None
    )
    if resting and not (longest.complete and longest.in_zone_s >= RESTING_SHARE * seen_s):
        return None
    return DoneAs(exercise.id, 0, longest.in_zone_s, resting)
