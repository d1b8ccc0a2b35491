"""Judges recorded landmarks again. In: poses and a rule. Out: its session, and what differs.

The same steps as for a camera or a file, so an unchanged rule gives the identical session.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded
from stabiel.session.pipeline import Judge, ValueTrace
from stabiel.session.session import Session, Source
from stabiel.wording.language import Language


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay gave: the session, and the followed measure over time."""

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
        exercise: need not be one of the book's own.
        book: what exercises share.
        language: of the cues.
        frames: the recording.
        source: where the poses came from; its duration and rate are counted here.
        model: the estimator's name, for the record.
    """
    judge = Judge(exercise, book, language)
    count, last_s = 0, 0.0
    for frame in frames:
        judge.update(*frame)
        count, last_s = count + 1, frame.time_s
    return Replayed(judge.finish(source.counted(count, last_s), model), judge.trace)


NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One movement or hold that two judgments see differently, in the ids of the exercise."""

    start_s: float
    end_s: float
    before: str
    after: str


def changes(before: Session, after: Session) -> list[Difference]:
    """Return what two judgments of one recording see differently, in the order of time.

    Movements belong together where they overlap; their numbers are not compared, since one that
    counts no more moves all numbers after it.
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
    """A repetition, an attempt or a hold, as far as judgments may differ about it."""

    start_s: float
    end_s: float
    words: str


def _done(session: Session) -> list[_Done]:
    done = [
        _Done(each.start_s, each.end_s, _words(each.side, ", ".join(each.faults) or "good"))
        for each in session.repetitions
    ]
    done += [
        _Done(each.start_s, each.end_s, _words(each.side, f"not counted, {each.reason}"))
        for each in session.attempts
    ]
    for each in session.holds:
        held = ", ".join([f"held {each.in_zone_s:.1f} s", *each.faults])
        done.append(_Done(each.start_s, each.end_s, _words(each.side, held)))
    return sorted(done, key=lambda each: each.start_s)


def _words(side: str, words: str) -> str:
    return words if side == "both" else f"{side}: {words}"


def _overlap(first: _Done, second: _Done) -> bool:
    """Say whether two share more than half of the shorter one."""
    shared_s = min(first.end_s, second.end_s) - max(first.start_s, second.start_s)
    shorter_s = min(first.end_s - first.start_s, second.end_s - second.start_s)
    return shared_s > shorter_s / 2
