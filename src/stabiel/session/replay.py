"""Judges recorded landmarks again. In: poses and a rule. Out: the session, and what differs.

The steps are the same as for a camera or a file, so an unchanged rule gives the identical session.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stabiel.coach.events import Attempt
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from stabiel.session.trace import ValueTrace
from stabiel.wording.language import Language


@dataclass(frozen=True, slots=True)
class Replayed:
    """The result of a replay: the session, and its trace."""

    session: Session
    trace: ValueTrace


def replay(
    exercise: Exercise,
    book: ExerciseBook,
    language: Language,
    frames: Iterable[Recorded],
    *,
    source: Source,
    model: str,
) -> Replayed:
    """Judge a recording as one exercise.

    Args:
        exercise: the rule; it need not be in the book.
        book: the checks and postures that exercises share.
        language: of the cues.
        frames: the recording.
        source: where the poses came from; its duration and frame rate are computed here.
        model: the name of the pose estimator.
    """
    judge = Judge(exercise, book, language, model)
    count, last_s = 0, 0.0
    for frame in frames:
        judge.update(*frame)
        count, last_s = count + 1, frame.time_s
    return Replayed(judge.finish(source.counted(count, last_s), model), judge.trace)


NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """A movement or hold that two judgments judge differently, in the ids of the exercise."""

    start_s: float
    end_s: float
    before: str
    after: str


def changes(before: Session, after: Session) -> list[Difference]:
    """Return how two judgments of one recording differ, in time order.

    Movements that overlap are the same movement. Their numbers are not compared, because a movement
    that no longer counts shifts all numbers after it.
    """
    old, new = _done(before), _done(after)
    found: list[Difference] = []
    for first in old:
        second = next((each for each in new if _overlap(first, each)), None)
        if second is not None:
            new.remove(second)
        if second is None or second.words != first.words:
            words = NOTHING if second is None else second.words
            found.append(Difference(first.start_s, first.end_s, first.words, words))
    found += [Difference(each.start_s, each.end_s, NOTHING, each.words) for each in new]
    return sorted(found, key=lambda change: change.start_s)


@dataclass(frozen=True, slots=True)
class _Done:
    """A repetition, an attempt or a hold: the part that judgments may disagree about."""

    start_s: float
    end_s: float
    words: str


def _done(session: Session) -> list[_Done]:
    done = [
        _Done(each.start_s, each.end_s, _words(each.side, ", ".join(each.faults) or "good"))
        for each in session.repetitions
    ]
    done += [
        _Done(each.start_s, each.end_s, _words(each.side, _attempt_words(each)))
        for each in session.attempts
    ]
    for each in session.holds:
        held = ", ".join([f"held {each.in_zone_s:.1f} s", *each.faults])
        done.append(_Done(each.start_s, each.end_s, _words(each.side, held)))
    return sorted(done, key=lambda each: each.start_s)


def _attempt_words(attempt: Attempt) -> str:
    words = f"not counted, {attempt.reason}"
    return f"perhaps {words}" if attempt.doubtful else words


def _words(side: str, words: str) -> str:
    return words if side == "both" else f"{side}: {words}"


def _overlap(first: _Done, second: _Done) -> bool:
    """Return whether two overlap by more than half of the shorter one."""
    shared_s = min(first.end_s, second.end_s) - max(first.start_s, second.start_s)
    shorter_s = min(first.end_s - first.start_s, second.end_s - second.start_s)
    return shared_s > shorter_s / 2
