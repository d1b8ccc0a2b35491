"""Draws curves of growth, a panel each. In: `Panel`s. Out: a PNG.

The horizontal axes are logarithmic, since the points are; the vertical ones begin at zero, so that
what is flat looks flat.
"""

from dataclasses import dataclass
from math import log10
from pathlib import Path

import cv2
import numpy as np

from stabiel.drawing.lettering import BOLD, Color, Lettering
from stabiel.tuning.chart_style import GOOD, GRID, GROUND, MIND, QUIET, TARGET, TEXT
from stabiel.video.frame import Image

# Two panels beside each other; a phone shows them at half of this width.
COLUMNS, PANEL_PX, MARGIN_PX = 2, (520, 360), 24
LEFT_PX, TOP_PX, RIGHT_PX, BOTTOM_PX = 74, 56, 20, 76
BIG, NORMAL, SMALL = 22, 17, 15
COLORS: tuple[Color, ...] = (GOOD, TARGET, TEXT, QUIET)
AIR = 1.25


@dataclass(frozen=True)
class Curve:
    """A name, and points as (across, up)."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Panel:
    """One diagram.

    Attributes:
        across: what the horizontal axis is.
        unit: of the vertical one.
        limit: a line to stay under; None without one.
    """

    title: str
    across: str
    unit: str
    curves: tuple[Curve, ...]
    limit: float | None = None


def draw(panels: list[Panel], path: Path) -> None:
    """Write the figure."""
    rows = -(-len(panels) // COLUMNS)
    width = COLUMNS * PANEL_PX[0] + 2 * MARGIN_PX
    height = rows * PANEL_PX[1] + 2 * MARGIN_PX
    canvas: Image = np.full((height, width, 3), GROUND, np.uint8)
    letters = Lettering((width, height))
    for number, panel in enumerate(panels):
        row, column = divmod(number, COLUMNS)
        corner = (MARGIN_PX + column * PANEL_PX[0], MARGIN_PX + row * PANEL_PX[1])
        _panel(canvas, letters, panel, corner)
    cv2.imwrite(str(path), cv2.cvtColor(canvas, cv2.COLOR_RGB2BGR))


def _panel(canvas: Image, letters: Lettering, panel: Panel, corner: tuple[int, int]) -> None:
    left, top = corner[0] + LEFT_PX, corner[1] + TOP_PX
    right, bottom = corner[0] + PANEL_PX[0] - RIGHT_PX, corner[1] + PANEL_PX[1] - BOTTOM_PX
    across = [x for curve in panel.curves for x, _ in curve.points]
    most = AIR * max(panel.limit or 0.0, *(y for curve in panel.curves for _, y in curve.points))
    low, high = log10(min(across)), log10(max(across))

    def at(x: float, y: float) -> tuple[int, int]:
        share = (log10(x) - low) / max(high - low, 1e-9)
        return round(left + share * (right - left)), round(bottom - y / most * (bottom - top))

    title = f"{panel.title} ({panel.unit})"
    letters.write(canvas, title, (corner[0], top - 26), size=BIG, color=TEXT, weight=BOLD)
    for y in (0.0, most / AIR / 2, most / AIR):
        line = at(10**low, y)
        cv2.line(canvas, line, (right, line[1]), GRID, 1)
        letters.write(canvas, f"{y:.3g}", (corner[0], line[1] + 6), size=SMALL, color=QUIET)
    for x in sorted(set(across)):
        place = (at(x, 0.0)[0] - 12, bottom + 20)
        letters.write(canvas, _short(x), place, size=SMALL, color=QUIET)
    letters.write(canvas, panel.across, (left, bottom + 44), size=NORMAL, color=QUIET)
    if panel.limit is not None:
        line = at(10**low, panel.limit)
        cv2.line(canvas, line, (right, line[1]), MIND, 2)
    for number, (curve, color) in enumerate(zip(panel.curves, COLORS, strict=False)):
        points = np.array([at(*point) for point in curve.points], np.int32)
        cv2.polylines(
            canvas, [points], isClosed=False, color=color, thickness=3, lineType=cv2.LINE_AA
        )
        for point in points:
            cv2.circle(canvas, (int(point[0]), int(point[1])), 5, color, cv2.FILLED, cv2.LINE_AA)
        if len(panel.curves) > 1:
            place = (left + 12, top + 74 + 22 * number)
            letters.write(canvas, curve.name, place, size=NORMAL, color=color, weight=BOLD)


def _short(value: float) -> str:
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}"
