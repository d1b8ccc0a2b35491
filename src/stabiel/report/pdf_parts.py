"""The parts that papers are made of: boxes, pictures, tables. In: content. Out: flowables."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, Table, TableStyle

from stabiel.report.content import Content, Gallery
from stabiel.report.pdf_style import (
    CELL,
    CORRECTION,
    GOOD_CELL,
    HEAD_CELL,
    HEADING,
    LINE,
    MIND,
    MIND_CELL,
    NUMBER,
    QUIET_CELL,
    SIGNS,
    SMALL,
    SOFT,
    SYMBOLS,
    WIDTH_PT,
)
from stabiel.report.points import PointToWorkOn
from stabiel.report.table import ColumnHeader, ReportRow
from stabiel.wording.formatting import clock

MOST_OCCURRENCES = 3
# Room for two lines of handwriting.
REMARK_PT = 16 * mm
# The narrowest column, and the widest that remarks get.
_LEAST_PT, _MOST_REMARK_PT = 6 * mm, 58 * mm


def words(said: str, style: ParagraphStyle) -> Paragraph:
    """Return words as a paragraph; signs that the font lacks come from the font of symbols."""
    text = escape(said)
    for sign in SIGNS:
        text = text.replace(sign, f'<font name="{SYMBOLS}">{sign}</font>')
    return Paragraph(text, style)


def section(title: str, *inside: Flowable) -> KeepTogether:
    """Return something under its heading, on one page with it."""
    return KeepTogether([words(title, HEADING), *inside])


def plain(*more: tuple[Any, ...]) -> TableStyle:
    """Return the style of a table without lines, with more commands after it."""
    return TableStyle(
        [
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *more,
        ]
    )


def lined() -> TableStyle:
    """Return the style of a table with a line under each row."""
    return plain(("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE))


def boxed(inside: Flowable | list[Flowable], color: Color) -> Table:
    """Return something on a soft ground with a colored edge."""
    style = plain(
        ("BACKGROUND", (0, 0), (-1, -1), SOFT),
        ("LINEBEFORE", (0, 0), (0, -1), 2.5, color),
        ("LEFTPADDING", (0, 0), (-1, -1), 3 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5 * mm),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5 * mm),
    )
    return Table([[inside]], style=style)


def number_row(numbers: Sequence[tuple[str, str]]) -> Table:
    """Return large numbers beside each other, each over its label."""
    cells = [[[words(value, NUMBER), words(label, SMALL)] for value, label in numbers]]
    widths = [
        6 * mm + max(18 * mm, _width(value, NUMBER), _width(label, SMALL))
        for value, label in numbers
    ]
    return Table(cells, colWidths=widths, hAlign="LEFT", style=plain())


def point_boxes(points: Sequence[PointToWorkOn]) -> Table:
    """Return the points to work on beside each other."""
    boxes = []
    for point in points:
        count = len(point.occurrences)
        inside: list[Flowable] = [
            words(f"▲ {point.name} · {count}×", MIND_CELL),
            words(point.correction, CORRECTION),
        ]
        for each in point.occurrences[:MOST_OCCURRENCES]:
            measured = f": {each.measured}" if each.measured else ""
            inside.append(words(f"{each.words} ({clock(each.start_s)}){measured}", CELL))
        if count > MOST_OCCURRENCES:
            inside.append(words("…", CELL))
        boxes.append(boxed(inside, MIND))
    widths = [WIDTH_PT / 3] * len(boxes)
    return Table([boxes], colWidths=widths, hAlign="LEFT", style=plain())


def gallery_row(galleries: Sequence[Gallery], most_pt: float) -> Table:
    """Return the galleries side by side, each with its pictures in a row.

    Args:
        galleries: at least one.
        most_pt: the largest width of a picture, points.
    """
    room = WIDTH_PT / len(galleries) - 7 * mm
    width = min(most_pt, room / max(len(gallery.pictures) for gallery in galleries))
    cells = []
    for gallery in galleries:
        pictures, captions = [], []
        for picture in gallery.pictures:
            image = Image(BytesIO(picture.still.jpeg or b""))
            image.drawWidth, image.drawHeight = width, width * image.imageHeight / image.imageWidth
            pictures.append(image)
            captions.append(words(picture.caption, SMALL))
        sign, style = ("✓", GOOD_CELL) if gallery.good else ("▲", MIND_CELL)
        widths = [width + 1.5 * mm] * len(pictures)
        inside = Table([pictures, captions], colWidths=widths, hAlign="LEFT", style=plain())
        cells.append([words(f"{sign} {gallery.title}", style), inside])
    widths = [WIDTH_PT / len(cells)] * len(cells)
    return Table([cells], colWidths=widths, style=plain())


def movement_table(content: Content, rows: Sequence[ReportRow]) -> Table:
    """Return the table of movements or holds with these rows, at least one."""
    head = [words(_header(each), HEAD_CELL) for each in content.headers]
    remark = len(content.headers) - len(rows[0].cells) - 1
    cells = [head, *(_movement(row) for row in rows)]
    # What is left of the width is for the remarks, but at most so much.
    widths = [_column_width(_header(each)) for each in content.headers]
    widths[remark] = 0.0
    widths[remark] = min(_MOST_REMARK_PT, WIDTH_PT - sum(widths))
    more = (WIDTH_PT - sum(widths)) / len(rows[0].cells)
    widths = [width + (more if place > remark else 0) for place, width in enumerate(widths)]
    return Table(cells, colWidths=widths, repeatRows=1, style=lined())


def _column_width(header: str) -> float:
    """Return the width of a column in points: no word is broken, and two lines are enough."""
    longest = max(_width(word, HEAD_CELL) for word in header.split())
    return max(_LEAST_PT, longest, 0.55 * _width(header, HEAD_CELL)) + 2.5 * mm


def _width(said: str, style: ParagraphStyle) -> float:
    return float(stringWidth(said, style.fontName, style.fontSize))


def _header(header: ColumnHeader) -> str:
    return header.name + (f" ({header.asked})" if header.asked else "")


def _movement(row: ReportRow) -> list[Paragraph]:
    style = QUIET_CELL if row.doubtful else GOOD_CELL if row.mark == "✓" else MIND_CELL
    return [
        words(row.number, CELL),
        *([words(row.side, CELL)] if row.side else []),
        words(clock(row.start_s), CELL),
        words(f"{row.mark} {row.remark}", style),
        *(
            words(f"▲ {cell.words}", MIND_CELL) if cell.misses else words(cell.words, CELL)
            for cell in row.cells
        ),
    ]


def grid(rows: Sequence[Sequence[str]], shares: Sequence[float], *, head: bool = True) -> Table:
    """Return rows of words as a table; `shares` are the widths of its columns, their sum is 1."""
    cells = [
        [words(each, HEAD_CELL if head and index == 0 else CELL) for each in row]
        for index, row in enumerate(rows)
    ]
    widths = [share * WIDTH_PT for share in shares]
    return Table(cells, colWidths=widths, repeatRows=int(head), style=lined())


def remark_field(label: str) -> Table:
    """Return an empty field to write in by hand."""
    style = plain(("BOX", (0, 0), (-1, -1), 0.4, LINE), ("LEFTPADDING", (0, 0), (-1, -1), 2 * mm))
    return Table([[words(label, SMALL)]], colWidths=[WIDTH_PT], rowHeights=[REMARK_PT], style=style)
