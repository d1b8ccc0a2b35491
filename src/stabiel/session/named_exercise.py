"""Whether a recording shows the exercise that was named. In: frames, the session. Out: the session.

If nothing counted, `lookalike` says what it looks like, if that is clear. If something did, that
may be by accident: a single movement, or a start posture on the way. So if it fills less than half
of the recording, all exercises look at the whole of it too, as in a search, and another one is
named if it is there, the named one is not, and it takes clearly more time than what counted or was
tried. A part of a longer recording was found by such a look already, and in a live session the
trainer says at once what else is done.
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

# What fills so much of a recording is what it shows. Of the thirty committed clips, judged as each
# other exercise, 16 are rightly named another one though something counted: 0.48 at most.
MOST = 0.5


def with_exercise_shown(
    session: Session,
    exercise: Exercise,
    book: ExerciseBook,
    read_frames: Callable[[], Iterable[Recorded]],
) -> Session:
    """Return a finished session with the exercise that it looks like, as the analysis does.

    Args:
        session: what was done.
        exercise: the one that it was judged as; it need not be in the book.
        book: the exercises that it might be instead.
        read_frames: returns its recording; called only if it may show another one.
    """
    session = with_lookalike(session, book, read_frames)
    if session.looks_like is not None or not _may_be_another(session):
        return session
    every = {**book.exercises, exercise.id: exercise}
    lookout = Lookout(every.values(), book, session.model)
    for frame in read_frames():
        lookout.add(frame)
    return replace(session, looks_like=shown_instead(session, lookout.finish()))


def is_whole_file(session: Session) -> bool:
    """Return whether a session is all of a video file."""
    return session.source.kind == "file" and not session.source.begins_s


def _may_be_another(session: Session) -> bool:
    """Return whether the named exercise fills too little of a file to be surely what it shows."""
    return is_whole_file(session) and _own_s(session) < MOST * session.source.duration_s


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
