"""Some weeks on one A4 page, as PDF. In: `PeriodContent`. Out: bytes.

It answers in two minutes: how many of the planned days, whether pain fell, which exercise got
better, and what to work on. What does not fit is left out, and the page says how much.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, Spacer, Table

from stabiel.exercises.plan import DAYS
from stabiel.report.pdf_document import one_page
from stabiel.report.pdf_drawings import PdfDrawing
from stabiel.report.pdf_parts import boxed, grid, number_row, plain, remark_field, section, words
from stabiel.report.pdf_style import (
    BODY,
    CELL,
    CORRECTION,
    HEADING,
    HEADLINE,
    MIND,
    MIND_CELL,
    SMALL,
    WIDTH_PT,
)
from stabiel.report.period import PeriodPoint
from stabiel.report.period_content import PeriodContent
from stabiel.report.period_drawings import FIELD_HEIGHT, FIELD_WIDTH, draw_calendar, draw_pain
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import plural

_COLUMNS = (0.3, 0.18, 0.11, 0.11, 0.15, 0.15)
_PAIN_HEIGHT = 44 * mm


@dataclass(frozen=True, slots=True)
class _Room:
    """How much a page has room for: the width of a picture in points, remarks, and rows."""

    picture_pt: float
    remarks: int
    rows: int
    not_judged: int


# The most generous first; the last fits two months of twenty exercises.
_ROOMS = (
    _Room(46 * mm, 8, 40, 600),
    _Room(36 * mm, 5, 40, 300),
    _Room(28 * mm, 3, 20, 200),
    _Room(0.0, 2, 14, 120),
    _Room(0.0, 0, 8, 120),
)


def period_pdf(content: PeriodContent) -> bytes:
    """Return the page of a period. The same content gives the same bytes."""
    title = f"stabiel – {content.about}"
    data, _ = one_page(title, content.language, _stories(content))
    return data


def _stories(c: PeriodContent) -> Iterator[list[Flowable]]:
    for room in _ROOMS:
        yield _story(c, room)


def _story(c: PeriodContent, room: _Room) -> list[Flowable]:
    language = c.language
    story: list[Flowable] = [words(c.about, SMALL)]
    story += [words(c.author, SMALL)] if c.author else []
    story += [words(c.headline, HEADLINE), number_row(c.numbers), Spacer(0, 3 * mm)]
    story.append(_days_and_pain(c))
    if c.rows:
        table = grid([c.headers, *c.rows[: room.rows]], _COLUMNS)
        left_out = len(c.rows) - room.rows
        more = []
        if left_out > 0:
            said = plural("period", "more_exercises", left_out, language, count=left_out)
            more = [words(said, SMALL)]
        more += [words(c.counted, SMALL)] if c.counted else []
        story.append(section(text("period", "exercises", language), table, *more))
    if c.points:
        boxes = [_point(each, room) for each in c.points]
        row = Table([boxes], colWidths=[WIDTH_PT / 2] * len(boxes), hAlign="LEFT", style=plain())
        story.append(section(text("period", "points", language), row))
    story += _remarks(c, room)
    judged = c.not_judged or text("period", "all_judged", language)
    if len(judged) > room.not_judged:
        judged = judged[: room.not_judged].rsplit(";", 1)[0] + "; …"
    story.append(section(text("report", "not_judged", language), words(judged, CELL)))
    return [*story, Spacer(0, 3 * mm), remark_field(text("report", "remark", language))]


def _days_and_pain(c: PeriodContent) -> Table:
    """Return the calendar and the pain beside each other."""
    language = c.language
    left, right = 7 * FIELD_WIDTH + 8 * mm, WIDTH_PT - 7 * FIELD_WIDTH - 8 * mm
    heads = [text("week_day", day, language)[:2] for day in DAYS]
    calendar = PdfDrawing(
        7 * FIELD_WIDTH,
        (len(c.weeks) + 1) * FIELD_HEIGHT,
        partial(draw_calendar, weeks=c.weeks, heads=heads),
    )
    said = f"{text('period', 'legend', language)} {text('period', 'measure_of_today', language)}"
    days = [words(text("period", "calendar", language), HEADING), calendar, words(said, SMALL)]
    pain: list[Flowable] = [words(text("period", "pain_title", language), HEADING)]
    pain += [words(c.pain_words, BODY)] if c.pain_words else []
    if c.pains:
        pain.append(_pain(c, right))
    pain += [words(c.effort, SMALL)] if c.effort else []
    return Table([[days, pain]], colWidths=[left, right], hAlign="LEFT", style=plain())


def _pain(c: PeriodContent, width: float) -> PdfDrawing:
    labels = (text("period", "before", c.language), text("period", "after", c.language))
    size = (width - 2 * mm, _PAIN_HEIGHT)
    draw = partial(draw_pain, pains=c.pains, days=_first_and_last(c), size=size, words=labels)
    return PdfDrawing(*size, draw)


def _first_and_last(c: PeriodContent) -> tuple[date, date]:
    days = [each.day for week in c.weeks for each in week if each.state != "outside"]
    return days[0], days[-1]


def _point(point: PeriodPoint, room: _Room) -> Table:
    said: list[Flowable] = [
        words(f"▲ {point.name} · {point.count}×", MIND_CELL),
        words(point.correction, CORRECTION),
        words(point.exercise, CELL),
    ]
    if point.jpeg is None or not room.picture_pt:
        return boxed(said, MIND)
    image = Image(BytesIO(point.jpeg))
    image.drawWidth, image.drawHeight = (
        room.picture_pt,
        room.picture_pt * image.imageHeight / image.imageWidth,
    )
    widths = [room.picture_pt + 2 * mm, WIDTH_PT / 2 - room.picture_pt - 10 * mm]
    return boxed([Table([[image, said]], colWidths=widths, hAlign="LEFT", style=plain())], MIND)


def _remarks(c: PeriodContent, room: _Room) -> list[Flowable]:
    if not c.remarks:
        return []
    shown: list[Flowable] = [words(each, CELL) for each in c.remarks[: room.remarks]]
    left_out = len(c.remarks) - room.remarks
    if left_out > 0:
        said = plural("period", "more_remarks", left_out, c.language, count=left_out)
        shown.append(words(said, SMALL))
    return [section(text("period", "remarks", c.language), *shown)]
