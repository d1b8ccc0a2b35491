"""The followed measure of kept sessions over time. In: a session of the records. Out: its curve.

It takes judging the landmarks once more, up to a second a minute of session, so the last few are
remembered. A finished session does not change.
"""

import math
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.report.curve import target_zone
from stabiel.session.pipeline import ValueTrace
from stabiel.session.replay import replay
from stabiel.session.session import Session
from stabiel.store import Kept, Store

MOST_REMEMBERED = 8
RATE_HZ = 15.0


@dataclass(frozen=True, slots=True)
class CurvePage:
    """The course of the followed measure, at most 15 values a second.

    Attributes:
        times_s: since the first frame.
        values: None where it was not seen.
        goal: what it had to reach, where that is known.
        zone: the lower and upper edge of the target, None where it is open; None where a target
            is more than one measure.
    """

    times_s: list[float]
    values: list[float | None]
    goal: float | None
    zone: tuple[float | None, float | None] | None


class Curves:
    """Remembers the last ones. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[object, ...], CurvePage] = OrderedDict()

    def of(self, store: Store, kept: Kept, session: Session, book: ExerciseBook) -> CurvePage:
        """Return the curve of a finished session, by the rule it was judged by."""
        key = (kept.id, kept.began_at, kept.duration_s)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        exercise = book.get(session.exercise)
        judged = replay(
            exercise,
            book,
            session.language,
            store.frames(kept.id),
            source=session.source,
            model=session.model,
        )
        curve = curve_of(judged.trace, exercise)
        with self._lock:
            self._known[key] = curve
            while len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)
        return curve

    def forget(self) -> None:
        """Forget all: nothing of them is kept any more."""
        with self._lock:
            self._known.clear()


def curve_of(trace: ValueTrace, exercise: Exercise) -> CurvePage:
    """Return a trace with as many values as a drawing can show."""
    kept = thinned(trace.times_s)
    return CurvePage(
        times_s=[round(trace.times_s[index], 3) for index in kept],
        values=[_number(trace.values[index]) for index in kept],
        goal=trace.goal,
        zone=None if exercise.movement is None else _zone(exercise, trace),
    )


def thinned(times_s: Sequence[float], rate_hz: float = RATE_HZ) -> list[int]:
    """Return which of rising times to take, so that there are at most so many a second."""
    taken: list[int] = []
    next_s = -math.inf
    for index, time_s in enumerate(times_s):
        if time_s >= next_s:
            taken.append(index)
            # Of 25 frames a second every second one is taken, at even steps.
            next_s = time_s + 1.0 / rate_hz - 1e-6
    return taken


def _zone(exercise: Exercise, trace: ValueTrace) -> tuple[float | None, float | None]:
    low, high = target_zone(exercise, trace)
    return (
        low if math.isfinite(low) else None,
        high if math.isfinite(high) else None,
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 3)
