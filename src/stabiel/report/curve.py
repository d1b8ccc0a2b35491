"""The geometry of the report's drawings. In: a session and a trace. Out: SVG coordinates.

Nothing is drawn here: the page and the PDF draw what these functions compute. A long session has
rows of a minute each, so that it is readable on a phone and on paper.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from stabiel.coach.events import Attempt, Hold
from stabiel.exercises.model import Exercise
from stabiel.report.labels import (
    Labels,
    MovementOrHold,
    faults_of,
    in_time_order,
    is_doubtful,
    scale_of,
)
from stabiel.report.table import DOUBTFUL
from stabiel.session.session import Session
from stabiel.session.trace import ValueTrace
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import clock, short_number

WIDTH, HEIGHT = 960.0, 250.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 12.0, 14.0, 62.0
# A session of up to this long is one row.
ONE_ROW_S = 90.0
ROW_S = 60.0
MOST_POINTS = 900
_STEPS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0)
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200)
# The strip: percent left free at its edges, the size of a dot, and its smallest scale.
STRIP_EDGE, DOT_PX, LEAST_DOT, PHONE_PX = 3.0, 23.0, 0.35, 340.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A labeled place on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """A movement or hold on the x axis.

    Attributes:
        label: its number, × for an attempt, or ? for a doubtful one.
        state: "good", "mind", "attempt" or "doubtful".
        held: whether it is a hold, which is drawn as a bar.
        time_s: when it began, the target of a click.
        name: its faults in words, empty if there are none; with "perhaps" if it is doubtful.
    """

    left: float
    width: float
    label: str
    state: str
    held: bool
    time_s: float
    name: str

    @property
    def middle(self) -> float:
        """The x coordinate of its middle."""
        return round(self.left + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class FaultMark:
    """A fault on the x axis; a doubtful one is drawn lighter, and named with "perhaps"."""

    at: float
    time_s: float
    name: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole session in one line; positions and widths are percent of its width.

    Attributes:
        large, small: the scale of the dots on a wide and on a narrow page, at which they do not
            overlap.
    """

    ticks: list[Tick]
    spans: list[Span]
    marks: list[FaultMark]
    large: float
    small: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A row of the curve with its axes, target zone, movements and faults, in SVG units."""

    start_s: float
    end_s: float
    lines: list[str]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    zone_top: float
    zone_height: float
    spans: list[Span]
    marks: list[FaultMark]


class Axis:
    """Time on the x axis, from one moment on the left to another on the right."""

    def __init__(
        self, start_s: float, end_s: float, *, left: float = LEFT, right: float = WIDTH - RIGHT
    ) -> None:
        self.start_s = start_s
        self.end_s = max(end_s, start_s + 1e-6)
        self._left, self._right = left, right

    def x(self, time_s: float) -> float:
        """Return the x coordinate of a time; a time outside is placed at the edge."""
        share = (time_s - self.start_s) / (self.end_s - self.start_s)
        return round(self._left + (self._right - self._left) * min(1.0, max(0.0, share)), 2)

    def ticks(self) -> list[Tick]:
        """Return at most a dozen round times."""
        length_s = self.end_s - self.start_s
        step = next((s for s in _STEPS_S if length_s / s <= 12), 3600)
        first = math.ceil(self.start_s / step)
        return [
            Tick(self.x(n * step), clock(n * step))
            for n in range(first, int(self.end_s // step) + 1)
        ]

    def shows(self, start_s: float, end_s: float) -> bool:
        """Return whether a period overlaps the axis."""
        return end_s > self.start_s and start_s < self.end_s


def draw_strip(session: Session, labels: Labels) -> Strip:
    """Return the session in one line: dots for repetitions, bars for holds, marks for faults."""
    begin_s = session.source.begins_s
    end_s = begin_s + session.source.duration_s
    axis = Axis(begin_s, end_s, left=STRIP_EDGE, right=100.0 - STRIP_EDGE)
    spans = _spans(session, labels, axis)
    middles = [span.middle for span in spans]
    room = min((b - a for a, b in pairwise(middles)), default=100.0) / 100
    large, small = (
        round(min(1.0, max(LEAST_DOT, room * width_px / DOT_PX)), 2)
        for width_px in (WIDTH, PHONE_PX)
    )
    return Strip(axis.ticks(), spans, _marks(session, labels, axis), large, small)


def draw_curves(session: Session, labels: Labels, trace: ValueTrace) -> list[Curve]:
    """Return the rows of the curve of the followed measure, all on one scale."""
    duration_s = session.source.duration_s
    count = 1 if duration_s <= ONE_ROW_S else math.ceil(duration_s / ROW_S)
    return _rows(session, labels, trace, count, duration_s if count == 1 else ROW_S)


def draw_whole_curve(session: Session, labels: Labels, trace: ValueTrace) -> Curve:
    """Return the curve of the whole session in one row, however long it is."""
    return _rows(session, labels, trace, 1, session.source.duration_s)[0]


def _rows(
    session: Session, labels: Labels, trace: ValueTrace, count: int, length_s: float
) -> list[Curve]:
    exercise = labels.exercise
    seen = [value for value in trace.values if not math.isnan(value)]
    zone = target_zone(exercise, trace)
    # The marks are round in the unit in which they are read.
    shown = scale_of(exercise.follows)
    limits = [limit for limit in zone if math.isfinite(limit)]
    low, high, step = (each / shown for each in _scale([shown * each for each in [*seen, *limits]]))

    def y(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)

    y_ticks = [
        Tick(y(value), short_number(round(shown * value, 6), labels.language))
        for value in (low + n * step for n in range(_count(low, high, step)))
    ]
    rows = []
    for number in range(count):
        begin_s = session.source.begins_s + number * length_s
        axis = Axis(begin_s, begin_s + length_s)
        rows.append(
            Curve(
                start_s=axis.start_s,
                end_s=axis.end_s,
                lines=_lines(trace, axis, y),
                x_ticks=axis.ticks(),
                y_ticks=y_ticks,
                zone_top=y(zone[1]),
                zone_height=round(y(zone[0]) - y(zone[1]), 1),
                spans=[span for span in _spans(session, labels, axis) if span.width > 0],
                marks=_marks(session, labels, axis),
            )
        )
    return rows


def target_zone(exercise: Exercise, trace: ValueTrace) -> tuple[float, float]:
    """Return the lower and upper edge of the target, infinite if open."""
    if exercise.movement is None:
        return -math.inf, -math.inf  # the zone of a hold has more than one measure
    target = exercise.movement.target
    goal = target.limit if trace.goal is None else trace.goal
    return (goal, math.inf) if target.upwards else (-math.inf, goal)


def _spans(session: Session, labels: Labels, axis: Axis) -> list[Span]:
    return [
        Span(
            left=axis.x(done.start_s),
            width=round(axis.x(done.end_s) - axis.x(done.start_s), 2),
            label=_label(done),
            state=_state(done),
            held=isinstance(done, Hold),
            time_s=done.start_s,
            name=_name(
                ", ".join(labels.fault(fault) for fault in faults_of(done)),
                labels,
                doubtful=is_doubtful(done),
            ),
        )
        for done in in_time_order(session)
        if axis.shows(done.start_s, done.end_s)
    ]


def _label(done: MovementOrHold) -> str:
    if isinstance(done, Attempt):
        return DOUBTFUL if done.doubtful else "×"
    return str(done.number)


def _name(words: str, labels: Labels, *, doubtful: bool) -> str:
    return f"{text('report', 'perhaps', labels.language)}: {words}" if doubtful else words


def _state(done: MovementOrHold) -> str:
    if isinstance(done, Attempt):
        return "doubtful" if done.doubtful else "attempt"
    whole = not isinstance(done, Hold) or done.complete
    return "good" if whole and not done.faults else "mind"


def _marks(session: Session, labels: Labels, axis: Axis) -> list[FaultMark]:
    return [
        FaultMark(
            axis.x(fault.start_s),
            fault.start_s,
            _name(labels.fault(fault.id), labels, doubtful=fault.doubtful),
            fault.doubtful,
        )
        for fault in session.faults
        if axis.start_s <= fault.start_s < axis.end_s
    ]


def _scale(values: list[float]) -> tuple[float, float, float]:
    """Return the lowest and highest value of an axis, and the step of its marks."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    step = next((s for s in _STEPS if (high - low) / s <= 6), _STEPS[-1])
    low, high = step * math.floor(low / step), step * math.ceil(high / step)
    return low, high if high > low else low + step, step


def _count(low: float, high: float, step: float) -> int:
    return round((high - low) / step) + 1


def _lines(trace: ValueTrace, axis: Axis, y: Callable[[float], float]) -> list[str]:
    """Return a polyline for each period in which the measure was visible."""
    first = bisect_left(trace.times_s, axis.start_s)
    end = bisect_right(trace.times_s, axis.end_s)
    stride = max(1, math.ceil((end - first) / MOST_POINTS))
    shown = zip(trace.times_s[first:end:stride], trace.values[first:end:stride], strict=True)
    lines: list[list[str]] = [[]]
    for time_s, value in shown:
        if math.isnan(value):
            lines.append([])
        else:
            lines[-1].append(f"{axis.x(time_s)},{y(value)}")
    return [" ".join(points) for points in lines if len(points) > 1]
