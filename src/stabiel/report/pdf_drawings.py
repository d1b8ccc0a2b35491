"""The drawings of the report on paper. In: the curve and the strip. Out: marks on a canvas."""

import math
from collections.abc import Callable

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from stabiel.report.content import Content
from stabiel.report.curve import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Curve, FaultMark, Span, Strip
from stabiel.report.pdf_style import (
    AXIS_PT,
    BOLD,
    GOOD,
    LINE,
    MIND,
    QUIET,
    REGULAR,
    TARGET,
    TEXT,
    WHITE,
    WIDTH_PT,
)


class PdfDrawing(Flowable):
    """A drawing of a given size, in points, with y up from its lower left corner."""

    def __init__(self, width: float, height: float, draw: Callable[[Canvas], None]) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._draw = draw

    def wrap(self, *_: float) -> tuple[float, float]:
        """Return the size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        self._draw(self.canv)


def draw_strip(canvas: Canvas, strip: Strip) -> None:
    """Draw the movements of a session over time, as wide as the page's content."""
    radius = 2.6 * mm * strip.large
    middle = 11 * mm
    canvas.setFont(REGULAR, AXIS_PT)
    for tick in strip.ticks:
        x = WIDTH_PT * tick.at / 100
        canvas.setStrokeColor(LINE)
        canvas.line(x, 3.5 * mm, x, 15 * mm)
        canvas.setFillColor(QUIET)
        canvas.drawCentredString(x, 0.5 * mm, tick.label)
    for span in strip.spans:
        x = WIDTH_PT * span.middle / 100
        if span.held:
            left, width = WIDTH_PT * span.left / 100, WIDTH_PT * span.width / 100
            _fill(canvas, span.state)
            canvas.roundRect(left, middle - radius, width, 2 * radius, 2, stroke=0, fill=1)
        elif span.state == "good":
            _fill(canvas, span.state)
            canvas.circle(x, middle, radius, stroke=0, fill=1)
        else:
            _fill(canvas, span.state)
            canvas.rect(x - radius, middle - radius, 2 * radius, 2 * radius, stroke=1, fill=1)
        _label(canvas, span, x, middle, 7.5 * strip.large)
    for mark in strip.marks:
        _triangle(canvas, mark, WIDTH_PT * mark.at / 100, 7.5 * mm, 1.3 * mm)


def draw_curve(
    canvas: Canvas, row: Curve, c: Content, t: dict[str, str], share: float = 1.0
) -> None:
    """Draw one row of the curve, as wide as the page's content.

    Args:
        canvas: to draw on.
        row: of the curve.
        c: of the report.
        t: the report's words.
        share: how high it is, as a share of its own height; the bars beneath keep their height.
    """
    scale = WIDTH_PT / WIDTH
    size = AXIS_PT
    squeeze = (share * HEIGHT - BOTTOM) / (HEIGHT - BOTTOM)

    def up(y: float) -> float:
        above = HEIGHT - BOTTOM - y
        return (BOTTOM + (squeeze * above if above > 0 else above)) * scale

    left, right = LEFT * scale, (WIDTH - RIGHT) * scale
    canvas.setFont(REGULAR, size)
    canvas.setLineWidth(0.4)
    if row.zone_height > 0:
        bottom = up(row.zone_top + row.zone_height)
        height = up(row.zone_top) - bottom
        canvas.setFillColor(TARGET, alpha=0.12)
        canvas.rect(left, bottom, right - left, height, stroke=0, fill=1)
        canvas.setFillColor(QUIET, alpha=1)
        canvas.drawRightString(right - 2, up(row.zone_top) - size, t["target_zone"])
    # So many marks that their numbers do not touch.
    apart = abs(up(row.y_ticks[1].at) - up(row.y_ticks[0].at)) if len(row.y_ticks) > 1 else size
    for tick in row.y_ticks[:: max(1, math.ceil(1.2 * size / apart))]:
        canvas.setStrokeColor(LINE)
        canvas.line(left, up(tick.at), right, up(tick.at))
        canvas.setFillColor(QUIET)
        canvas.drawRightString(left - 2, up(tick.at) - size / 3, f"{tick.label}{c.degrees}")
    for tick in row.x_ticks:
        canvas.drawCentredString(tick.at * scale, 1, tick.label)
    canvas.setStrokeColor(TEXT)
    canvas.setLineWidth(0.9)
    for line in row.lines:
        points = [tuple(map(float, point.split(","))) for point in line.split()]
        path = canvas.beginPath()
        path.moveTo(points[0][0] * scale, up(points[0][1]))
        for x, y in points[1:]:
            path.lineTo(x * scale, up(y))
        canvas.drawPath(path)
    bar = up(HEIGHT - BOTTOM + 30)
    for span in row.spans:
        _fill(canvas, span.state)
        canvas.roundRect(span.left * scale, bar - 4, span.width * scale, 9, 1.5, stroke=1, fill=1)
        if span.width * scale > size:
            _label(canvas, span, span.middle * scale, bar + 0.5, size)
    for mark in row.marks:
        _triangle(canvas, mark, mark.at * scale, bar + 7, 3)


def _fill(canvas: Canvas, state: str) -> None:
    color = {"good": GOOD, "doubtful": QUIET}.get(state, MIND)
    canvas.setStrokeColor(color)
    canvas.setLineWidth(0.4 if state == "doubtful" else 0.9)
    canvas.setFillColor(WHITE if state in ("attempt", "doubtful") else color)


def _label(canvas: Canvas, span: Span, x: float, y: float, size: float) -> None:
    canvas.setFont(BOLD, size)
    canvas.setFillColor({"attempt": MIND, "doubtful": QUIET}.get(span.state, WHITE))
    canvas.drawCentredString(x, y - size * 0.36, span.label)


def _triangle(canvas: Canvas, mark: FaultMark, x: float, y: float, half: float) -> None:
    canvas.setFillColor(WHITE if mark.doubtful else MIND)
    canvas.setStrokeColor(QUIET if mark.doubtful else MIND)
    canvas.setLineWidth(0.4)
    path = canvas.beginPath()
    path.moveTo(x - half, y - half)
    path.lineTo(x + half, y - half)
    path.lineTo(x, y + half)
    path.close()
    canvas.drawPath(path, stroke=int(mark.doubtful), fill=1)
