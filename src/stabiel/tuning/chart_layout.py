"""Lays out the chart of a trial. In: a `Trial`. Out: spans, lanes, places, lines of text.

All functions are pure, apart from the font that measures words. Nothing is drawn here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from stabiel.anatomy import SideName
from stabiel.drawing.lettering import Color
from stabiel.drawing.typeface import drawn_font
from stabiel.tuning.chart_style import (
    GOOD,
    HEAD_PX,
    MIND,
    PLOT_PX,
    QUIET,
    REGULAR,
    SMALL,
    WIDTH_PX,
)
from stabiel.tuning.signals import Limit, Trial

# A row shows this share of the values, and all limits: a few wild values must not flatten it.
SHOWN_SHARE = 0.99


@dataclass(frozen=True, slots=True)
class LabeledSpan:
    """A time span with words: what counted, what did not, or what was wrong.

    Attributes:
        start_s, end_s: seconds since the first frame.
        words: the label.
        color: RGB.
        filled: False draws an outline only.
    """

    start_s: float
    end_s: float
    words: str
    color: Color
    filled: bool = True


def spans_of(trial: Trial) -> list[LabeledSpan]:
    """Return the repetitions, holds and attempts of a trial as spans."""
    session = trial.session
    spans = [
        LabeledSpan(
            each.start_s, each.end_s, _counted(each.number, each.side), GOOD if each.good else MIND
        )
        for each in session.repetitions
    ]
    spans += [
        LabeledSpan(
            each.start_s,
            each.end_s,
            f"{_counted(each.number, each.side)}: {each.in_zone_s:.1f} s",
            MIND if each.faults else GOOD,
        )
        for each in session.holds
    ]
    spans += [
        LabeledSpan(
            each.start_s,
            each.end_s,
            f"{'perhaps' if each.doubtful else 'not'}: {each.reason}",
            QUIET if each.doubtful else MIND,
            filled=False,
        )
        for each in session.attempts
    ]
    return spans


def fault_spans(trial: Trial) -> list[LabeledSpan]:
    """Return the faults of a trial as spans; a doubtful one is an outline, "perhaps"."""
    return [
        LabeledSpan(
            fault.start_s,
            fault.time_s,
            f"perhaps: {fault.id}" if fault.doubtful else fault.id,
            QUIET if fault.doubtful else MIND,
            filled=not fault.doubtful,
        )
        for fault in trial.session.faults
    ]


def result_words(trial: Trial) -> str:
    """Return what was counted. What is doubtful is in no number, and is named after them."""
    session = trial.session
    doubtful_faults = sum(fault.doubtful for fault in session.faults)
    if trial.exercise.hold is None:
        counted = (
            f"repetitions {len(session.repetitions)}, good {session.good_repetitions}, "
            f"attempts {len(session.attempts) - session.doubtful_attempts}"
        )
    else:
        counted = f"holds {len(session.holds)}, in the zone {session.hold_s:.1f} s"
    counted += f", faults {len(session.faults) - doubtful_faults}"
    doubtful = session.doubtful_attempts + doubtful_faults
    return f"{counted}, perhaps {doubtful} more" if doubtful else counted


def _counted(number: int, side: SideName) -> str:
    return str(number) if side in ("both", "unknown") else f"{number} {side}"


def in_lanes(
    spans: list[LabeledSpan], seconds_wide: Callable[[str], float]
) -> list[list[LabeledSpan]]:
    """Return spans in lanes. In a lane neither spans nor their words overlap."""
    lanes: list[list[LabeledSpan]] = []
    ends: list[float] = []
    for span in sorted(spans, key=lambda each: each.start_s):
        end_s = max(span.end_s, span.start_s + seconds_wide(span.words))
        number = next((n for n, busy_s in enumerate(ends) if busy_s <= span.start_s), len(lanes))
        if number == len(lanes):
            lanes.append([])
            ends.append(0.0)
        lanes[number].append(span)
        ends[number] = end_s
    return lanes


def spread(places: list[float], least: float, low: float, high: float) -> list[float]:
    """Return rising places moved apart to at least `least`, within `low` and `high`."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + least) if moved else max(place, low))
    limit = high
    for index in range(len(moved) - 1, -1, -1):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - least
    return moved


def value_range(values: NDArray[np.float64], limits: list[Limit]) -> tuple[float, float]:
    """Return the lowest and highest value that a row shows: its limits and most of its values."""
    seen = values[np.isfinite(values)]
    ends = [limit.value for limit in limits]
    if seen.size:
        outside = (1 - SHOWN_SHARE) / 2
        ends += [float(np.quantile(seen, share)) for share in (outside, 1 - outside)]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    room = 0.08 * (high - low) or 0.5
    return low - room, high + room


def label_of(limit: Limit) -> str:
    """Return the words beside the line of a limit."""
    return f"{limit.asks} {limit.value:g} {limit.label}"


def seconds_wide(trial: Trial) -> Callable[[str], float]:
    """Return a function that gives the width of a span's words in seconds of the chart."""
    second_px = PLOT_PX / max(trial.session.source.duration_s, 1e-6)
    return lambda words: (text_width(words, SMALL) + 14) / second_px


def text_width(words: str, size: int, weight: int = REGULAR) -> int:
    """Return the width of words in pixels, at a letter size and weight."""
    box = cv2.getTextSize((WIDTH_PX, HEAD_PX), words, (0, 0), drawn_font(weight), size, weight)
    return int(box[2])


def wrapped(words: str, room_px: int) -> list[str]:
    """Return small words in lines that fit a width in pixels."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, SMALL) <= room_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
