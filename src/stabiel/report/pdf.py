"""The report on paper: A4, as PDF. In: a session. Out: `report.pdf`.

ReportLab sets it, in Python alone, without a browser, system fonts or another program: the result
is the same file on every computer, even if nothing else may be installed. The page in the browser
prints well too; the PDF is for sending and keeping.
"""

from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from stabiel.drawing.placement import placement_words
from stabiel.report.content import Content, content_of
from stabiel.report.curve import HEIGHT, WIDTH
from stabiel.report.material import Material
from stabiel.report.pdf_drawings import PdfDrawing, draw_curve, draw_strip
from stabiel.report.pdf_style import (
    BODY,
    CELL,
    CORRECTION,
    GOOD_CELL,
    HEAD_CELL,
    HEADING,
    HEADLINE,
    LINE,
    MARGIN,
    MIND,
    MIND_CELL,
    NUMBER,
    QUIET,
    QUIET_CELL,
    REGULAR,
    SIGNS,
    SMALL,
    SOFT,
    SYMBOLS,
    TARGET,
    WIDTH_PT,
    register_fonts,
)
from stabiel.system.atomic import write_whole
from stabiel.wording.catalogue import group
from stabiel.wording.formatting import clock


def write_pdf(path: Path, material: Material) -> None:
    """Write the report of one session as an A4 document.

    The same session gives the same bytes.

    Raises:
        OSError: it cannot be written.
    """
    write_whole(path, as_pdf(content_of(material)))


def as_pdf(content: Content) -> bytes:
    """Return the document."""
    register_fonts()
    data = BytesIO()
    title = f"stabiel – {content.exercise_name} – {content.session.source.name}"
    document = BaseDocTemplate(
        data,
        pagesize=A4,
        title=title,
        author="stabiel",
        lang=content.session.language,
        invariant=1,
    )
    frame = Frame(
        MARGIN,
        14 * mm,
        WIDTH_PT,
        A4[1] - 26 * mm,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )

    def foot(canvas: Canvas, _: Any) -> None:
        canvas.setFont(REGULAR, 7)
        canvas.setFillColor(QUIET)
        canvas.drawString(MARGIN, 8 * mm, title[:110])
        canvas.drawRightString(A4[0] - MARGIN, 8 * mm, str(canvas.getPageNumber()))

    document.addPageTemplates(PageTemplate(frames=[frame], onPage=foot))
    document.build(_story(content))
    return data.getvalue()


def _story(c: Content) -> list[Flowable]:
    t = group("report", c.session.language)
    about = (t["title"], c.person, c.exercise_name, c.when, c.session.source.name)
    source = " · ".join(each for each in about if each)
    story: list[Flowable] = [_words(source, SMALL), _words(c.headline, HEADLINE)]
    said_first = (c.compared, c.felt, c.times, *c.corrections)
    story += [_words(said, BODY) for said in said_first if said]
    story += [
        _numbers(c),
        *([] if c.placement is None else [_section(t["placement"], _words(_placement(c), BODY))]),
        _section(t["timeline"], PdfDrawing(WIDTH_PT, 17 * mm, partial(draw_strip, strip=c.strip))),
        *([_section(t["to_work_on_first"], *_points(c, t))] if c.has_points else []),
    ]
    if c.galleries:
        story.append(_section(t["pictures"], _galleries(c)))
    scale = WIDTH_PT / WIDTH
    rows = [
        PdfDrawing(WIDTH_PT, HEIGHT * scale, partial(draw_curve, row=row, c=c, t=t))
        for row in c.curves
    ]
    story += [_section(c.curve_title, rows[0]), *rows[1:]]
    if c.rows:
        story += [_words(t["table"], HEADING), _movements(c)]
    story += _ending(c, t)
    return story


def _placement(c: Content) -> str:
    return placement_words(c.labels.exercise, c.session.language)


def _ending(c: Content, t: dict[str, str]) -> list[Flowable]:
    """Return what comes after the table."""
    ending: list[Flowable] = []
    if c.spent:
        rows = [[f"{row.seconds} s", row.words] for row in c.spent]
        ending.append(_section(t["time_spent"], _grid(rows, [0.1, 0.9], head=False)))
    seen: list[Flowable] = [_words(t["not_judged_none"], BODY)]
    if c.not_judged:
        headers = [t["what"], t["why"], t["seconds"]]
        seen = [_grid([headers, *(list(row) for row in c.not_judged)], [0.35, 0.5, 0.15])]
    if c.never_judged:
        seen.append(_words(t["never_judged"] + " ".join(c.never_judged), SMALL))
    ending.append(_section(t["not_judged"], *seen))
    if c.earlier:
        share = 1 / len(c.earlier_headers)
        widths = [share] * len(c.earlier_headers)
        ending.append(_section(t["earlier"], _grid([c.earlier_headers, *c.earlier], widths)))
    if c.cues:
        cues = [[time, words] for time, words in c.cues]
        ending += [_words(t["cues"], HEADING), _grid(cues, [0.1, 0.9], head=False)]
    ending += [
        _section(t["how"], _words(c.how, BODY)),
        Spacer(0, 4 * mm),
        _boxed(_words(t["disclaimer"], BODY), TARGET),
    ]
    return ending


def _words(words: str, style: ParagraphStyle) -> Paragraph:
    """Return words as a paragraph; signs that the font lacks come from the font of symbols."""
    text = escape(words)
    for sign in SIGNS:
        text = text.replace(sign, f'<font name="{SYMBOLS}">{sign}</font>')
    return Paragraph(text, style)


def _section(title: str, *inside: Flowable) -> KeepTogether:
    return KeepTogether([_words(title, HEADING), *inside])


def _numbers(c: Content) -> Table:
    cells = [[[_words(value, NUMBER), _words(words, SMALL)] for value, words in c.numbers]]
    return Table(cells, colWidths=[28 * mm] * len(c.numbers), hAlign="LEFT", style=_plain())


def _plain(*more: tuple[Any, ...]) -> TableStyle:
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


def _boxed(inside: Flowable | list[Flowable], color: Color) -> Table:
    style = _plain(
        ("BACKGROUND", (0, 0), (-1, -1), SOFT),
        ("LINEBEFORE", (0, 0), (0, -1), 2.5, color),
        ("LEFTPADDING", (0, 0), (-1, -1), 3 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 2 * mm),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2 * mm),
    )
    return Table([[inside]], style=style)


def _points(c: Content, t: dict[str, str]) -> list[Flowable]:
    if not c.points:
        return [_words(t["nothing_to_work_on"], BODY)]
    boxes = []
    for point in c.points:
        count = len(point.occurrences)
        inside: list[Flowable] = [
            _words(f"▲ {point.name} · {count}×", MIND_CELL),
            _words(point.correction, CORRECTION),
        ]
        for each in point.occurrences[:6]:
            measured = f": {each.measured}" if each.measured else ""
            inside.append(_words(f"{each.words} ({clock(each.start_s)}){measured}", CELL))
        boxes.append(_boxed(inside, MIND))
    width = WIDTH_PT / 3
    return [Table([boxes], colWidths=[width] * len(boxes), hAlign="LEFT", style=_plain())]


def _galleries(c: Content) -> Table:
    """Return the galleries side by side, each with its pictures in a row."""
    width = WIDTH_PT / len(c.galleries) - 3 * mm
    cells = []
    for gallery in c.galleries:
        each = min(58 * mm, (width - 4 * mm) / len(gallery.pictures))
        pictures, captions = [], []
        for picture in gallery.pictures:
            image = Image(BytesIO(picture.still.jpeg or b""))
            image.drawWidth, image.drawHeight = each, each * image.imageHeight / image.imageWidth
            pictures.append(image)
            captions.append(_words(picture.caption, SMALL))
        sign, style = ("✓", GOOD_CELL) if gallery.good else ("▲", MIND_CELL)
        widths = [each + 1.5 * mm] * len(pictures)
        inside = Table([pictures, captions], colWidths=widths, hAlign="LEFT", style=_plain())
        cells.append([_words(f"{sign} {gallery.title}", style), inside])
    return Table([cells], colWidths=[WIDTH_PT / len(cells)] * len(cells), style=_plain())


def _movements(c: Content) -> Table:
    headers = [
        _words(header.name + (f" ({header.asked})" if header.asked else ""), HEAD_CELL)
        for header in c.headers
    ]
    rows = []
    for row in c.rows:
        style = QUIET_CELL if row.doubtful else GOOD_CELL if row.mark == "✓" else MIND_CELL
        side = [_words(row.side, CELL)] if row.side else []
        cells = [
            _words(
                f"▲ {cell.words}" if cell.misses else cell.words, MIND_CELL if cell.misses else CELL
            )
            for cell in row.cells
        ]
        rows.append(
            [
                _words(row.number, CELL),
                *side,
                _words(clock(row.start_s), CELL),
                _words(f"{row.mark} {row.remark}", style),
                *cells,
            ]
        )
    fixed = [
        8 * mm,
        *([15 * mm] if len(c.headers) - len(c.rows[0].cells) == 4 else []),
        11 * mm,
        38 * mm,
    ]
    rest = (WIDTH_PT - sum(fixed)) / max(1, len(c.rows[0].cells))
    widths = [*fixed, *[rest] * len(c.rows[0].cells)]
    return Table([headers, *rows], colWidths=widths, repeatRows=1, style=_lined())


def _grid(rows: list[list[str]], shares: list[float], *, head: bool = True) -> Table:
    cells = [
        [_words(word, HEAD_CELL if head and index == 0 else CELL) for word in row]
        for index, row in enumerate(rows)
    ]
    widths = [share * WIDTH_PT for share in shares]
    return Table(cells, colWidths=widths, repeatRows=int(head), style=_lined())


def _lined() -> TableStyle:
    return _plain(("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE))
