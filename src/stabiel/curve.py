"""The geometry of the report's drawings. In: a session and a trace. Out: SVG coordinates.

Nothing is drawn here: the template places what these functions compute.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from stabiel.exercise import Exercise
from stabiel.judge import Trace
from stabiel.session import Session

WIDTH, HEIGHT = 960.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 12.0, 14.0, 26.0
MOST_POINTS = 1600
_STEPS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0)
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200)


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time on the x axis, with its number or name."""

    left: float
    width: float
    label: str
    good: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve with its axes, target zone and movements, in SVG units."""

    lines: list[str]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    zone_top: float
    zone_height: float
    spans: list[Span]


class Axis:
    """Time on the x axis."""

    def __init__(self, duration_s: float) -> None:
        self._duration_s = max(duration_s, 1e-6)

    def x(self, time_s: float) -> float:
        """Return the x coordinate of a time."""
        return round(LEFT + (WIDTH - LEFT - RIGHT) * time_s / self._duration_s, 1)

    def ticks(self) -> list[Tick]:
        """Return at most a dozen round times."""
        step = next((s for s in _STEPS_S if self._duration_s / s <= 12), 3600)
        count = int(self._duration_s // step) + 1
        return [Tick(self.x(n * step), clock(n * step)) for n in range(count)]


def clock(time_s: float) -> str:
    """Return minutes and seconds, as 0:07."""
    return f"{int(time_s) // 60}:{int(time_s) % 60:02d}"


def movements(session: Session, axis: Axis) -> list[Span]:
    """Return repetitions and attempts as spans, in the order of time."""
    spans = [
        (repetition.start_s, repetition.end_s, str(repetition.number), repetition.good)
        for repetition in session.repetitions
    ]
    spans += [
        (held.start_s, held.end_s, str(held.number), not held.faults and held.complete)
        for held in session.holds
    ]
    spans += [(attempt.start_s, attempt.end_s, "×", False) for attempt in session.attempts]
    return [
        Span(axis.x(start), round(axis.x(end) - axis.x(start), 1), label, good)
        for start, end, label, good in sorted(spans)
    ]


def draw_curve(session: Session, exercise: Exercise, trace: Trace) -> Curve:
    """Return the curve of the followed measure over the session."""
    axis = Axis(session.source.duration_s)
    seen = [value for value in trace.values if not math.isnan(value)]
    zone = target_zone(exercise, trace)
    limits = [limit for limit in zone if math.isfinite(limit)]
    low, high, step = _scale([*seen, *limits])

    def y(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)

    count = round((high - low) / step)
    return Curve(
        lines=_lines(trace, axis, y),
        x_ticks=axis.ticks(),
        y_ticks=[Tick(y(low + n * step), f"{low + n * step:g}") for n in range(count + 1)],
        zone_top=y(zone[1]),
        zone_height=round(y(zone[0]) - y(zone[1]), 1),
        spans=movements(session, axis),
    )


def target_zone(exercise: Exercise, trace: Trace) -> tuple[float, float]:
    """Return the lower and upper edge of the target, infinite where it is open."""
    if exercise.movement is None:
        return -math.inf, -math.inf  # the zone of a hold is more than one measure
    target = exercise.movement.target
    if target.at_least is not None:
        return trace.goal if trace.goal is not None else target.at_least, math.inf
    assert target.at_most is not None  # the model allows exactly one of them
    return -math.inf, trace.goal if trace.goal is not None else target.at_most


def _scale(values: list[float]) -> tuple[float, float, float]:
    """Return the lowest and highest value of an axis, and the step of its marks."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    step = next((s for s in _STEPS if (high - low) / s <= 6), _STEPS[-1])
    low, high = step * math.floor(low / step), step * math.ceil(high / step)
    return low, high if high > low else low + step, step


def _lines(trace: Trace, axis: Axis, y: Callable[[float], float]) -> list[str]:
    """Return the polylines of the stretches where the measure was seen."""
    stride = max(1, math.ceil(len(trace.values) / MOST_POINTS))
    lines: list[list[str]] = [[]]
    for time_s, value in zip(trace.times_s[::stride], trace.values[::stride], strict=True):
        if math.isnan(value):
            lines.append([])
        else:
            lines[-1].append(f"{axis.x(time_s)},{y(value)}")
    return [" ".join(points) for points in lines if len(points) > 1]
