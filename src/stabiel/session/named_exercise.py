"""Whether a recording shows the exercise that was named. In: frames, the session. Out: the session.

If nothing counted, `lookalike` says what it looks like, if that is clear. If something did, that
may be by accident: a single movement, or a start posture on the way. So all exercises look at the
whole recording too, as in a search, and another one is named if it is there, the named one is not,
and it takes clearly more time than what counted or was tried. A part of a longer recording was
found by such a look already, and in a live session the trainer says at once what else is done.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded
from stabiel.session.find import find_exercises
from stabiel.session.lookalike import CLEARLY, START_POSTURES, with_lookalike
from stabiel.session.session import Session
from stabiel.session.sightings import Lookout, Sightings


class NamedExerciseCheck:
    """Shows one recording to all exercises while it is judged as the named one.

    Args:
        exercise: the named one; it need not be in the book.
        book: the exercises that it might be instead.
        model: the model that found the poses.
    """

    def __init__(self, exercise: Exercise, book: ExerciseBook, model: str) -> None:
        self._book = book
        every = {**book.exercises, exercise.id: exercise}
        self._lookout = Lookout(every.values(), book, model)

    def add(self, frame: Recorded) -> None:
        """Take a frame; the times of a recording must ascend."""
        self._lookout.add(frame)

    def finish(self, session: Session, read_frames: Callable[[], Iterable[Recorded]]) -> Session:
        """Return the finished session of these frames, with the exercise that it looks like.

        Args:
            session: what was done.
            read_frames: returns its recording; called only if nothing counted.
        """
        session = with_lookalike(session, self._book, read_frames)
        if session.looks_like is not None or not is_whole_file(session):
            return session
        return replace(session, looks_like=shown_instead(session, self._lookout.finish()))


def with_exercise_shown(
    session: Session,
    exercise: Exercise,
    book: ExerciseBook,
    read_frames: Callable[[], Iterable[Recorded]],
) -> Session:
    """Return a finished session with the exercise that it looks like, as the analysis does.

    Args:
        session: what was done.
        exercise: the one that it was judged as.
        book: the exercises that it might be instead.
        read_frames: returns its recording.
    """
    check = NamedExerciseCheck(exercise, book, session.model)
    if is_whole_file(session):
        for frame in read_frames():
            check.add(frame)
    return check.finish(session, read_frames)


def is_whole_file(session: Session) -> bool:
    """Return whether a session is all of a video file."""
    return session.source.kind == "file" and not session.source.begins_s


def shown_instead(session: Session, sightings: Sightings) -> str | None:
    """Return the exercise that a recording shows instead of that of its session, None if none.

    A start posture alone may be a rest, so it is not named. Where several others are found, the one
    that takes the most time is meant.

    Args:
        session: as it was judged.
        sightings: all that the coaches saw in its recording.
    """
    segments = find_exercises(sightings).segments
    if any(session.exercise in (each.exercise, *each.rivals) for each in segments):
        return None
    found: dict[str, float] = {}
    for each in segments:
        if each.exercise not in START_POSTURES:
            found[each.exercise] = found.get(each.exercise, 0.0) + each.end_s - each.start_s
    if not found:
        return None
    name = max(found, key=lambda each: found[each])
    return name if found[name] >= CLEARLY * _own_s(session) else None


def _own_s(session: Session) -> float:
    """Return the seconds of all that is the session's own exercise: counted, or surely tried."""
    moved_s = sum(each.end_s - each.start_s for each in session.repetitions)
    tried_s = sum(each.end_s - each.start_s for each in session.attempts if not each.doubtful)
    return session.hold_s + moved_s + tried_s
