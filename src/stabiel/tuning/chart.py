"""Draws a trial as one picture: every signal over time. In: a `Trial`. Out: an RGB image.

The top shows what was detected (phases, repetitions, attempts, holds, faults). Below it, each
signal has a row with the limits that the exercise sets on it. Dashed limits are the other end of a
dead band, or a range of plausible values. What rests on doubtful evidence is gray, an outline, and
in no number. Nothing is judged here.
"""

import math
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from stabiel.anatomy import SideName
from stabiel.body.measures import MEASURES
from stabiel.drawing.lettering import Color
from stabiel.drawing.typeface import drawn_font
from stabiel.errors import OutputError
from stabiel.exercises.model import Limb
from stabiel.tuning.chart_layout import (
    LabeledSpan,
    fault_spans,
    in_lanes,
    label_of,
    result_words,
    seconds_wide,
    spans_of,
    spread,
    text_width,
    value_range,
    wrapped,
)
from stabiel.tuning.chart_style import (
    BIG,
    BOLD,
    DOUBT_GROUND,
    FAULT_GROUND,
    FOOT_PX,
    GAP_PX,
    GRID,
    GROUND,
    HEAD_PX,
    LABEL_PX,
    LANE_PX,
    LEFT_PX,
    LONGEST_TITLE,
    MIND,
    NORMAL,
    PHASES,
    PLOT_PX,
    QUIET,
    REGULAR,
    RIGHT_PX,
    ROW_PX,
    SIDES,
    SMALL,
    TARGET,
    TEXT,
    WIDTH_PX,
)
from stabiel.tuning.signals import TARGET as TARGET_LABEL
from stabiel.tuning.signals import Limit, Signal, Trial
from stabiel.video.frame import Image
from stabiel.wording.formatting import clock

LIMB_WORDS: dict[Limb, str] = {
    "near": "of the near side",
    "working": "of the working side",
    "support": "of the other side",
}
_STEPS_S = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200)


def draw_trial(trial: Trial) -> Image:
    """Return the picture of a trial, (height, width, 3) RGB."""
    lanes = in_lanes(fault_spans(trial), seconds_wide(trial))
    lane_count = 2 + max(1, len(lanes))
    top = HEAD_PX + LANE_PX * lane_count + GAP_PX
    height = top + len(trial.signals) * (ROW_PX + GAP_PX) + FOOT_PX
    chart = _Chart(trial, height)
    chart.head()
    chart.grid(HEAD_PX, height - FOOT_PX)
    spans = spans_of(trial)
    chart.ends(spans, HEAD_PX + LANE_PX, height - FOOT_PX)
    chart.phases(0)
    chart.lane(1, "counted, or not", spans)
    for number, lane in enumerate(lanes or [[]]):
        chart.lane(2 + number, "faults" if number == 0 else "", lane)
    for number, signal in enumerate(trial.signals):
        chart.row(top + number * (ROW_PX + GAP_PX), signal)
    return chart.image


def picture_of(trial: Trial) -> bytes:
    """Return the picture of a trial as PNG."""
    _, data = cv2.imencode(".png", cv2.cvtColor(draw_trial(trial), cv2.COLOR_RGB2BGR))
    return data.tobytes()


def save_trial(trial: Trial, path: Path) -> None:
    """Write the picture of a trial as PNG.

    Raises:
        OutputError: the file cannot be written.
    """
    try:
        path.write_bytes(picture_of(trial))
    except OSError as error:
        raise OutputError(
            f"{path}: the picture cannot be written ({error.strerror}); choose another with --out."
        ) from error


class _Chart:
    """Draws one chart. Holds the canvas and the scale from seconds to pixels."""

    def __init__(self, trial: Trial, height: int) -> None:
        self._trial = trial
        self._duration_s = max(trial.session.source.duration_s, 1e-6)
        self.image: Image = np.full((height, WIDTH_PX, 3), GROUND, np.uint8)

    def head(self) -> None:
        """Write the exercise, the video and the result."""
        session, exercise = self._trial.session, self._trial.exercise
        title = f"{exercise.id}: {session.source.name}"
        if len(title) > LONGEST_TITLE:
            title = f"{title[: LONGEST_TITLE - 1]}…"
        self._write(title, (16, 34), size=BIG, weight=BOLD)
        result = (
            f"{result_words(self._trial)}; view {session.view}; {session.model} model; "
            f"{100 * session.judged_share:.0f} % of the time followed"
        )
        self._write(result, (16, 64))
        x = LEFT_PX + PLOT_PX + RIGHT_PX - 16
        for phase in reversed(PHASES):
            x -= text_width(phase.value, SMALL) + 8
            self._write(phase.value, (x, 30), size=SMALL, color=QUIET)
            x -= 18
            cv2.rectangle(self.image, (x, 18), (x + 12, 30), PHASES[phase], -1)
            x -= 12

    def grid(self, top: int, bottom: int) -> None:
        """Draw the lines of the seconds through all rows."""
        step = next((each for each in _STEPS_S if self._duration_s / each <= 24), _STEPS_S[-1])
        for number in range(int(self._duration_s / step) + 1):
            x = self._x(number * step)
            cv2.line(self.image, (x, top), (x, bottom), GRID, 1)
            words = f"{number * step:g} s" if self._duration_s < 120 else clock(number * step)
            self._write(words, (x - text_width(words, SMALL) // 2, bottom + 22), size=SMALL)

    def ends(self, spans: list[LabeledSpan], top: int, bottom: int) -> None:
        """Draw the begin and the end of each span through all rows."""
        for span in spans:
            for time_s in (span.start_s, span.end_s):
                x = self._x(time_s)
                for y in range(top, bottom, 8):
                    cv2.line(self.image, (x, y), (x, min(y + 3, bottom)), span.color, 1)

    def phases(self, number: int) -> None:
        """Draw the phases as blocks of color."""
        top, bottom = self._lane(number, "phase")
        times_s, phases = self._trial.times_s, self._trial.phases
        begin = 0
        for index in range(1, len(phases) + 1):
            if index < len(phases) and phases[index] is phases[begin]:
                continue
            end_s = times_s[index] if index < len(phases) else self._duration_s
            left, right = self._x(times_s[begin]), self._x(end_s)
            cv2.rectangle(self.image, (left, top), (right, bottom), PHASES[phases[begin]], -1)
            words = phases[begin].value
            if text_width(words, SMALL) + 8 < right - left:
                self._write(words, (left + 5, bottom - 6), size=SMALL)
            begin = index

    def lane(self, number: int, name: str, spans: list[LabeledSpan]) -> None:
        """Draw spans with their words."""
        top, bottom = self._lane(number, name)
        for span in spans:
            left, right = self._x(span.start_s), max(self._x(span.end_s), self._x(span.start_s) + 4)
            inside = text_width(span.words, SMALL, BOLD) + 10 <= right - left
            # Words that do not fit are written above a thin bar. A span that did not count is an
            # outline only.
            edge, thick = (top if inside else bottom - 5), (-1 if span.filled else 1)
            cv2.rectangle(self.image, (left, edge), (right, bottom), span.color, thick)
            color = GROUND if inside and span.filled else span.color
            at = (left + 6, bottom - (6 if inside else 8))
            self._write(span.words, at, size=SMALL, weight=BOLD, color=color)

    def row(self, top: int, signal: Signal) -> None:
        """Draw one signal with its limits."""
        trial, bottom = self._trial, top + ROW_PX
        by_side = trial.values[signal.measure, signal.limb]
        low, high = value_range(np.array([*by_side.values()]).ravel(), signal.limits)

        def y(value: float) -> int:
            share = (min(max(value, low), high) - low) / (high - low)
            return round(bottom - share * ROW_PX)

        for fault in trial.session.faults:
            if fault.id in signal.faults:
                left, right = self._x(fault.start_s), self._x(fault.time_s)
                ground = DOUBT_GROUND if fault.doubtful else FAULT_GROUND
                cv2.rectangle(self.image, (left, top), (right, bottom), ground, -1)
        right = LEFT_PX + PLOT_PX
        cv2.rectangle(self.image, (LEFT_PX, top), (right, bottom), GRID, 1)
        self._limits(signal.limits, y, top, bottom)
        if signal is trial.signals[0]:
            self._curve(trial.goals, y, TARGET, 1)
        for side, values in by_side.items():
            self._curve(values, y, *SIDES[side])
        self._name(signal, top, list(by_side))
        for value in (low, high):
            words = f"{value:.0f}" if MEASURES[signal.measure].unit == "deg" else f"{value:.2f}"
            at = y(value) + (SMALL - 2 if value == high else 0)
            self._write(
                words, (LEFT_PX - 8 - text_width(words, SMALL), at), size=SMALL, color=QUIET
            )

    def _name(self, signal: Signal, top: int, sides: list[SideName]) -> None:
        measure = MEASURES[signal.measure]
        self._write(signal.measure, (16, top + 30), weight=BOLD)
        self._write(LIMB_WORDS[signal.limb], (16, top + 50), size=SMALL, color=QUIET)
        for number, line in enumerate(wrapped(measure.meaning, LEFT_PX - 30)[:3]):
            self._write(line, (16, top + 69 + 17 * number), size=SMALL, color=QUIET)
        if len(sides) > 1:
            for number, side in enumerate(sides):
                color, thick = SIDES[side]
                x, y = 16 + 90 * number, top + ROW_PX - 8
                cv2.line(self.image, (x, y - 5), (x + 20, y - 5), color, thick, cv2.LINE_AA)
                self._write(side, (x + 26, y), size=SMALL, color=color)

    def _limits(
        self, limits: list[Limit], y: Callable[[float], int], top: int, bottom: int
    ) -> None:
        right = LEFT_PX + PLOT_PX
        ordered = sorted(limits, key=lambda limit: -limit.value)
        places = spread([y(limit.value) + 4 for limit in ordered], SMALL + 1, top, bottom + 8)
        for limit, place in zip(ordered, places, strict=True):
            color = TARGET if limit.label == TARGET_LABEL else MIND if limit.firm else QUIET
            at = y(limit.value)
            if limit.firm:
                cv2.line(self.image, (LEFT_PX, at), (right, at), color, 1)
            else:
                for x in range(LEFT_PX, right, 12):
                    cv2.line(self.image, (x, at), (min(x + 6, right), at), color, 1)
            cv2.line(self.image, (right, at), (right + 10, round(place) - 4), color, 1)
            beside = (right + LABEL_PX, round(place))
            self._write(label_of(limit), beside, size=SMALL, color=color)

    def _curve(
        self, values: list[float], y: Callable[[float], int], color: Color, thick: int
    ) -> None:
        points: list[tuple[int, int]] = []
        for time_s, value in zip([*self._trial.times_s, 0.0], [*values, math.nan], strict=True):
            if not math.isnan(value):
                points.append((self._x(time_s), y(value)))
                continue
            if points:
                line = np.array(points, np.int32).reshape(-1, 1, 2)
                cv2.polylines(self.image, [line], False, color, thick, cv2.LINE_AA)
            points = []

    def _lane(self, number: int, name: str) -> tuple[int, int]:
        """Write the name of a lane; return its top and bottom in pixels."""
        top = HEAD_PX + LANE_PX * number
        bottom = top + LANE_PX - 3
        self._write(name, (16, bottom - 6), size=SMALL, weight=BOLD)
        return top, bottom

    def _x(self, time_s: float) -> int:
        return LEFT_PX + round(PLOT_PX * min(1.0, time_s / self._duration_s))

    def _write(
        self,
        words: str,
        at: tuple[int, int],
        *,
        size: int = NORMAL,
        weight: int = REGULAR,
        color: Color = TEXT,
    ) -> None:
        cv2.putText(self.image, words, at, color, drawn_font(weight), size, weight)
