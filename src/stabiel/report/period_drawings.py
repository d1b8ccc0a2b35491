"""The drawings of a period on paper: its calendar and its pain. In: content. Out: marks."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

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
)
from stabiel.report.period import PainReading
from stabiel.report.period_content import CalendarDay

# The sides of a day's field, and the highest pain of the scale.
FIELD_WIDTH, FIELD_HEIGHT, RADIUS = 10 * mm, 7 * mm, 2.9 * mm
MOST_PAIN = 10


def draw_calendar(
    canvas: Canvas, weeks: Sequence[Sequence[CalendarDay]], heads: Sequence[str]
) -> None:
    """Draw the calendar, one row a week under the names of the days.

    A filled circle is done, a half one partly, an empty one planned; a dashed one was not planned.
    """
    top = (len(weeks) + 0.5) * FIELD_HEIGHT
    canvas.setFont(BOLD, AXIS_PT)
    canvas.setFillColor(QUIET)
    for column, head in enumerate(heads):
        canvas.drawCentredString((column + 0.5) * FIELD_WIDTH, top, head)
    for row, week in enumerate(weeks):
        y = top - (row + 0.75) * FIELD_HEIGHT
        for column, day in enumerate(week):
            if day.state != "outside":
                _draw_day(canvas, day, (column + 0.5) * FIELD_WIDTH, y)


def _draw_day(canvas: Canvas, day: CalendarDay, x: float, y: float) -> None:
    canvas.setLineWidth(0.8)
    canvas.setStrokeColor(QUIET if day.state == "open" else GOOD)
    canvas.setFillColor(GOOD if day.state == "done" else WHITE)
    if day.state != "rest":
        canvas.setDash(*((1.5, 1.2) if day.state == "extra" else ()))
        canvas.circle(x, y, RADIUS, stroke=1, fill=1)
        canvas.setDash()
    if day.state == "partly":
        canvas.setFillColor(GOOD, alpha=0.35)
        canvas.wedge(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS, 90, 180, stroke=0, fill=1)
    canvas.setFillColor(WHITE if day.state == "done" else TEXT, alpha=1)
    canvas.setFont(REGULAR if day.state in ("rest", "open") else BOLD, AXIS_PT)
    canvas.drawCentredString(x, y - AXIS_PT * 0.36, str(day.day.day))


def draw_pain(
    canvas: Canvas,
    pains: Sequence[PainReading],
    days: tuple[date, date],
    size: tuple[float, float],
    words: tuple[str, str],
) -> None:
    """Draw the pain before (circles) and after (squares, dashed) over the days, 0 to 10 upwards.

    Args:
        canvas: to draw on.
        pains: in order of their days.
        days: the first and the last of the period.
        size: width and height, points.
        words: the labels of before and after.
    """
    width, height = size
    left, bottom, right, top = 7 * mm, 6 * mm, width - 3 * mm, height - 5 * mm
    whole = max(1, (days[1] - days[0]).days)

    def at(day: date, pain: float) -> tuple[float, float]:
        x = left + (right - left) * (day - days[0]).days / whole
        return x, bottom + (top - bottom) * pain / MOST_PAIN

    canvas.setLineWidth(0.4)
    canvas.setFont(REGULAR, AXIS_PT)
    for pain in range(0, MOST_PAIN + 1, 2):
        canvas.setStrokeColor(LINE)
        y = at(days[0], pain)[1]
        canvas.line(left, y, right, y)
        canvas.setFillColor(QUIET)
        canvas.drawRightString(left - 3, y - AXIS_PT / 3, str(pain))
    for day, draw in ((days[0], canvas.drawString), (days[1], canvas.drawRightString)):
        draw(at(day, 0)[0], 1.5 * mm, f"{day.day}-{day.month}")
    # What is the same before and after shows as a circle on a square.
    after = ("after", TARGET, "square", words[1], left + 24 * mm)
    for name, color, shape, label, x in (after, ("before", MIND, "circle", words[0], left)):
        points = [
            at(each.day, value) for each in pains if (value := getattr(each, name)) is not None
        ]
        canvas.setStrokeColor(color)
        canvas.setFillColor(color)
        canvas.setLineWidth(1.0)
        canvas.setDash(*((2.5, 1.5) if name == "after" else ()))
        for (x0, y0), (x1, y1) in pairwise(points):
            canvas.line(x0, y0, x1, y1)
        canvas.setDash()
        for point in (*points, (x + 1.5 * mm, height - 2 * mm)):
            _draw_point(canvas, shape, *point)
        canvas.setFillColor(QUIET)
        canvas.drawString(x + 3.5 * mm, height - 2 * mm - AXIS_PT / 3, label)


def _draw_point(canvas: Canvas, shape: str, x: float, y: float) -> None:
    if shape == "circle":
        canvas.circle(x, y, 1.8, stroke=0, fill=1)
    else:
        canvas.rect(x - 2.1, y - 2.1, 4.2, 4.2, stroke=0, fill=1)
