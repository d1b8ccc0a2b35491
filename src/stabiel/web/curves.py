"""The followed measure of a kept session over time. In: a session from the records. Out: its curve.

It comes from the trace that is kept with the session. An older session has none: its landmarks are
judged again, up to a second per minute of session, so the last few curves are cached. A finished
session does not change.
"""

import math
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.report.curve import target_zone
from stabiel.session.replay import replay
from stabiel.session.session import Session
from stabiel.session.trace import ValueTrace
from stabiel.store import Kept, Store

MOST_CACHED = 8
RATE_HZ = 15.0


@dataclass(frozen=True, slots=True)
class SessionCurve:
    """The followed measure over time, at most 15 values per second.

    Attributes:
        times_s: seconds since the first frame, one per value.
        values: in the unit of the measure; None if it was not visible.
        goal: the value to reach, if there is one.
        zone: the lower and upper edge of the target, None for an open edge. The zone itself is
            None if the target involves more than one measure.
    """

    times_s: list[float]
    values: list[float | None]
    goal: float | None
    zone: tuple[float | None, float | None] | None


class CurveCache:
    """Caches the most recent curves. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[object, ...], SessionCurve] = OrderedDict()

    def of(self, store: Store, kept: Kept, session: Session, book: ExerciseBook) -> SessionCurve:
        """Return the curve of a finished session, under the rules that judged it."""
        key = (kept.id, kept.began_at, kept.duration_s)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        trace = store.trace(kept.id, session)
        if trace is None:
            trace = _judged_again(store, kept, session, book)
        curve = curve_of(trace, book.get(session.exercise))
        with self._lock:
            self._known[key] = curve
            while len(self._known) > MOST_CACHED:
                self._known.popitem(last=False)
        return curve

    def forget(self) -> None:
        """Empty the cache, after the sessions were erased."""
        with self._lock:
            self._known.clear()


def _judged_again(store: Store, kept: Kept, session: Session, book: ExerciseBook) -> ValueTrace:
    return replay(
        book.get(session.exercise),
        book,
        session.language,
        store.frames(kept.id),
        source=session.source,
        model=session.model,
    ).trace


def curve_of(trace: ValueTrace, exercise: Exercise) -> SessionCurve:
    """Return a trace reduced to as many values as a drawing can show."""
    kept = thinned(trace.times_s)
    return SessionCurve(
        times_s=[round(trace.times_s[index], 3) for index in kept],
        values=[number_or_none(trace.values[index]) for index in kept],
        goal=trace.goal,
        zone=None if exercise.movement is None else _zone(exercise, trace),
    )


def thinned(times_s: Sequence[float], rate_hz: float = RATE_HZ) -> list[int]:
    """Return the indices of ascending times to keep, at most `rate_hz` of them per second."""
    taken: list[int] = []
    next_s = -math.inf
    for index, time_s in enumerate(times_s):
        if time_s >= next_s:
            taken.append(index)
            # At 25 frames per second this takes every second one, at even intervals.
            next_s = time_s + 1.0 / rate_hz - 1e-6
    return taken


def _zone(exercise: Exercise, trace: ValueTrace) -> tuple[float | None, float | None]:
    low, high = target_zone(exercise, trace)
    return (
        low if math.isfinite(low) else None,
        high if math.isfinite(high) else None,
    )


def number_or_none(value: float) -> float | None:
    """Return a value as JSON has it: NaN is None."""
    return None if math.isnan(value) else round(value, 3)
