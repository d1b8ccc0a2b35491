"""Draws a trial as one picture: every signal over time. In: a `Trial`. Out: an RGB image.

At the top what was seen (phases, repetitions, attempts, holds, faults), below it a row for each
signal with the limits that the exercise sets on it. Dashed limits are the other end of a dead
band, or what is only plausible. Nothing is judged here.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from stabiel.anatomy import SideName
from stabiel.body.measures import MEASURES
from stabiel.coach.events import Phase
from stabiel.drawing.lettering import Color, Image
from stabiel.errors import OutputError
from stabiel.exercises.model import Limb
from stabiel.tuning.signals import TARGET as TARGET_LABEL
from stabiel.tuning.signals import Limit, Signal, Trial
from stabiel.wording.formatting import clock

# RGB, for a light ground.
GROUND: Color = (0xFF, 0xFF, 0xFF)
TEXT: Color = (0x14, 0x20, 0x1B)
QUIET: Color = (0x6B, 0x7A, 0x73)
GRID: Color = (0xE3, 0xE8, 0xE5)
GOOD: Color = (0x0B, 0x6E, 0x4F)
MIND: Color = (0xB4, 0x53, 0x09)
TARGET: Color = (0x1D, 0x4E, 0xD8)
FAULT_GROUND: Color = (0xFB, 0xE9, 0xD7)
PHASES: dict[Phase, Color] = {
    Phase.WAITING: (0xEC, 0xEF, 0xED),
    Phase.START: (0xD5, 0xDC, 0xD8),
    Phase.OUT: (0xC4, 0xD7, 0xFB),
    Phase.TARGET: (0xA9, 0xDE, 0xC8),
    Phase.RETURN: (0xDD, 0xD3, 0xF5),
    Phase.HOLD: (0xA9, 0xDE, 0xC8),
}
# Sides are told apart by thickness as well as by color.
SIDES: dict[SideName, tuple[Color, int]] = {
    "both": (TEXT, 2),
    "unknown": (TEXT, 2),
    "left": (TARGET, 1),
    "right": (TEXT, 2),
}
WHOSE: dict[Limb, str] = {
    "near": "of the near side",
    "working": "of the working side",
    "support": "of the other side",
}

LEFT_PX, RIGHT_PX, PLOT_PX = 250, 300, 1240
WIDTH_PX = LEFT_PX + PLOT_PX + RIGHT_PX
HEAD_PX, LANE_PX, ROW_PX, GAP_PX, FOOT_PX = 84, 26, 132, 16, 40
BIG, NORMAL, SMALL = 26, 17, 14
BOLD, REGULAR = 700, 500
LABEL_PX = 14
LONGEST_TITLE = 64
_STEPS_S = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200)
# A few wild values must not flatten a row: it shows this share of them, and all limits.
SHOWN_SHARE = 0.99


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A stretch of time with words: what counted, what did not, what was wrong."""

    start_s: float
    end_s: float
    words: str
    color: Color
    filled: bool = True


def draw_trial(trial: Trial) -> Image:
    """Return the picture of a trial, (height, width, 3) RGB."""
    faults = [
        ChartMark(fault.start_s, fault.time_s, fault.id, MIND) for fault in trial.session.faults
    ]
    lanes = in_lanes(faults, _seconds_wide(trial))
    lane_count = 2 + max(1, len(lanes))
    top = HEAD_PX + LANE_PX * lane_count + GAP_PX
    height = top + len(trial.signals) * (ROW_PX + GAP_PX) + FOOT_PX
    chart = _Chart(trial, height)
    chart.head()
    chart.grid(HEAD_PX, height - FOOT_PX)
    marks = done(trial)
    chart.ends(marks, HEAD_PX + LANE_PX, height - FOOT_PX)
    chart.phases(0)
    chart.lane(1, "counted, or not", marks)
    for number, lane in enumerate(lanes or [[]]):
        chart.lane(2 + number, "faults" if number == 0 else "", lane)
    for number, signal in enumerate(trial.signals):
        chart.row(top + number * (ROW_PX + GAP_PX), signal)
    return chart.image


def done(trial: Trial) -> list[ChartMark]:
    """Return repetitions, holds and attempts as marks."""
    session = trial.session
    marks = [
        ChartMark(
            each.start_s, each.end_s, _counted(each.number, each.side), GOOD if each.good else MIND
        )
        for each in session.repetitions
    ]
    marks += [
        ChartMark(
            each.start_s,
            each.end_s,
            f"{_counted(each.number, each.side)}: {each.in_zone_s:.1f} s",
            MIND if each.faults else GOOD,
        )
        for each in session.holds
    ]
    marks += [
        ChartMark(each.start_s, each.end_s, f"not: {each.reason}", MIND, filled=False)
        for each in session.attempts
    ]
    return marks


def _counted(number: int, side: SideName) -> str:
    return str(number) if side in ("both", "unknown") else f"{number} {side}"


def in_lanes(marks: list[ChartMark], seconds_wide: Callable[[str], float]) -> list[list[ChartMark]]:
    """Return marks in lanes in which no two overlap, their words included."""
    lanes: list[list[ChartMark]] = []
    ends: list[float] = []
    for mark in sorted(marks, key=lambda each: each.start_s):
        end_s = max(mark.end_s, mark.start_s + seconds_wide(mark.words))
        number = next((n for n, busy_s in enumerate(ends) if busy_s <= mark.start_s), len(lanes))
        if number == len(lanes):
            lanes.append([])
            ends.append(0.0)
        lanes[number].append(mark)
        ends[number] = end_s
    return lanes


def spread(places: list[float], least: float, low: float, high: float) -> list[float]:
    """Return places in rising order moved apart to at least `least`, within low and high."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + least) if moved else max(place, low))
    limit = high
    for index in range(len(moved) - 1, -1, -1):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - least
    return moved


def value_range(values: NDArray[np.float64], limits: list[Limit]) -> tuple[float, float]:
    """Return the lowest and highest value that a row shows: its limits, and most of its values."""
    seen = values[np.isfinite(values)]
    ends = [limit.value for limit in limits]
    if seen.size:
        outside = (1 - SHOWN_SHARE) / 2
        ends += [float(np.quantile(seen, share)) for share in (outside, 1 - outside)]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    room = 0.08 * (high - low) or 0.5
    return low - room, high + room


def label_of(limit: Limit) -> str:
    """Return what stands beside a limit's line."""
    return f"{limit.asks} {limit.value:g} {limit.label}"


def _seconds_wide(trial: Trial) -> Callable[[str], float]:
    """Return what says how many seconds a mark's words take up."""
    second_px = PLOT_PX / max(trial.session.source.duration_s, 1e-6)
    return lambda words: (text_width(words, SMALL) + 14) / second_px


def text_width(words: str, size: int, weight: int = REGULAR) -> int:
    """Return how wide words of a letter size are drawn, in pixels."""
    box = cv2.getTextSize((WIDTH_PX, HEAD_PX), words, (0, 0), cv2.FontFace("sans"), size, weight)
    return int(box[2])


def save_trial(trial: Trial, path: Path) -> None:
    """Write the picture of a trial as PNG.

    Raises:
        OutputError: the file cannot be written.
    """
    _, data = cv2.imencode(".png", cv2.cvtColor(draw_trial(trial), cv2.COLOR_RGB2BGR))
    try:
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise OutputError(
            f"{path}: the picture cannot be written ({error.strerror}); choose another with --out."
        ) from error


class _Chart:
    """The picture in the making. Holds the canvas and the way from seconds to pixels."""

    def __init__(self, trial: Trial, height: int) -> None:
        self._trial = trial
        self._duration_s = max(trial.session.source.duration_s, 1e-6)
        self._font = cv2.FontFace("sans")
        self.image: Image = np.full((height, WIDTH_PX, 3), GROUND, np.uint8)

    def head(self) -> None:
        """Write what was tried, and what came of it."""
        session, exercise = self._trial.session, self._trial.exercise
        title = f"{exercise.id}: {session.source.name}"
        if len(title) > LONGEST_TITLE:
            title = f"{title[: LONGEST_TITLE - 1]}…"
        self._write(title, (16, 34), size=BIG, weight=BOLD)
        if exercise.hold is None:
            came = (
                f"repetitions {len(session.repetitions)}, good {session.good_repetitions}, "
                f"attempts {len(session.attempts)}"
            )
        else:
            came = f"holds {len(session.holds)}, in the zone {session.hold_s:.1f} s"
        came += (
            f", faults {len(session.faults)}; view {session.view}; {session.model} model; "
            f"{100 * session.judged_share:.0f} % of the time followed"
        )
        self._write(came, (16, 64))
        x = LEFT_PX + PLOT_PX + RIGHT_PX - 16
        for phase in reversed(PHASES):
            x -= text_width(phase.value, SMALL) + 8
            self._write(phase.value, (x, 30), size=SMALL, color=QUIET)
            x -= 18
            cv2.rectangle(self.image, (x, 18), (x + 12, 30), PHASES[phase], -1)
            x -= 12

    def grid(self, top: int, bottom: int) -> None:
        """Draw the seconds through all rows."""
        step = next((each for each in _STEPS_S if self._duration_s / each <= 24), _STEPS_S[-1])
        for number in range(int(self._duration_s / step) + 1):
            x = self._x(number * step)
            cv2.line(self.image, (x, top), (x, bottom), GRID, 1)
            words = f"{number * step:g} s" if self._duration_s < 120 else clock(number * step)
            self._write(words, (x - text_width(words, SMALL) // 2, bottom + 22), size=SMALL)

    def ends(self, marks: list[ChartMark], top: int, bottom: int) -> None:
        """Draw where each mark begins and ends through all rows."""
        for mark in marks:
            for time_s in (mark.start_s, mark.end_s):
                x = self._x(time_s)
                for y in range(top, bottom, 8):
                    cv2.line(self.image, (x, y), (x, min(y + 3, bottom)), mark.color, 1)

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

    def lane(self, number: int, name: str, marks: list[ChartMark]) -> None:
        """Draw marks with their words."""
        top, bottom = self._lane(number, name)
        for mark in marks:
            left, right = self._x(mark.start_s), max(self._x(mark.end_s), self._x(mark.start_s) + 4)
            inside = text_width(mark.words, SMALL, BOLD) + 10 <= right - left
            # Words that do not fit stand over a bar; what did not count is an outline.
            edge, thick = (top if inside else bottom - 5), (-1 if mark.filled else 1)
            cv2.rectangle(self.image, (left, edge), (right, bottom), mark.color, thick)
            color = GROUND if inside and mark.filled else mark.color
            at = (left + 6, bottom - (6 if inside else 8))
            self._write(mark.words, at, size=SMALL, weight=BOLD, color=color)

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
                cv2.rectangle(self.image, (left, top), (right, bottom), FAULT_GROUND, -1)
        right = LEFT_PX + PLOT_PX
        cv2.rectangle(self.image, (LEFT_PX, top), (right, bottom), GRID, 1)
        self._limits(signal.limits, y, top, bottom)
        if signal is trial.signals[0]:
            self._course(trial.goals, y, TARGET, 1)
        for side, values in by_side.items():
            self._course(values, y, *SIDES[side])
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
        self._write(WHOSE[signal.limb], (16, top + 50), size=SMALL, color=QUIET)
        for number, line in enumerate(_wrapped(measure.meaning, LEFT_PX - 30)[:3]):
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

    def _course(
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
        """Return the top and the bottom of a lane, with its name written."""
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
        cv2.putText(self.image, words, at, color, self._font, size, weight)


def _wrapped(words: str, room_px: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, SMALL) <= room_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
