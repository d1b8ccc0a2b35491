"""The report on paper: one A4 page, as PDF. In: a session. Out: `report.pdf`.

ReportLab sets it, in Python alone, without a browser, system fonts or another program: the result
is the same file on every computer, even if nothing else may be installed. The page in the browser
has everything; the paper is for somebody with two minutes, so what does not fit is left out, what
matters least first, and the page says what it left out. What was said is a second page, if asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    PageBreak,
    Spacer,
)

from stabiel.drawing.placement import placement_words
from stabiel.report.content import Content, content_of
from stabiel.report.curve import HEIGHT, WIDTH
from stabiel.report.material import Material
from stabiel.report.pdf_document import document, one_page
from stabiel.report.pdf_drawings import PdfDrawing, draw_curve, draw_strip
from stabiel.report.pdf_parts import (
    gallery_row,
    grid,
    movement_table,
    number_row,
    point_boxes,
    remark_field,
    section,
    words,
)
from stabiel.report.pdf_style import (
    BODY,
    HEADING,
    HEADLINE,
    SMALL,
    WIDTH_PT,
)
from stabiel.report.table import ReportRow
from stabiel.system.atomic import write_whole
from stabiel.wording.catalogue import group
from stabiel.wording.formatting import plural


@dataclass(frozen=True, slots=True)
class _Layout:
    """How generously a page is filled.

    Attributes:
        picture_pt: the largest width of a picture; 0 for none.
        curve_share: the height of the curve, as a share of its own; 0 for none.
        most_rows: of the table; None for all.
        only_remarks: whether good movements are left out of it.
        most_spent: rows of what the time went on.
        earlier: whether earlier sessions have their table, besides their line.
    """

    picture_pt: float
    curve_share: float
    most_rows: int | None
    only_remarks: bool
    most_spent: int
    earlier: bool


# The most generous first. The last fits whatever a session holds.
_LAYOUTS = (
    _Layout(58 * mm, 1.0, None, only_remarks=False, most_spent=8, earlier=True),
    _Layout(44 * mm, 0.8, None, only_remarks=False, most_spent=4, earlier=False),
    _Layout(40 * mm, 0.7, None, only_remarks=False, most_spent=0, earlier=False),
    _Layout(36 * mm, 0.55, None, only_remarks=False, most_spent=0, earlier=False),
    _Layout(40 * mm, 0.7, 12, only_remarks=True, most_spent=0, earlier=False),
    _Layout(32 * mm, 0.6, 8, only_remarks=True, most_spent=0, earlier=False),
    _Layout(24 * mm, 0.5, 4, only_remarks=True, most_spent=0, earlier=False),
    _Layout(44 * mm, 0.6, 0, only_remarks=True, most_spent=0, earlier=False),
    _Layout(24 * mm, 0.5, 0, only_remarks=True, most_spent=0, earlier=False),
    _Layout(0.0, 0.0, 0, only_remarks=True, most_spent=0, earlier=False),
)


def write_pdf(path: Path, material: Material, *, spoken: bool = False) -> None:
    """Write the report of one session as an A4 document.

    The same session gives the same bytes.

    Args:
        path: of the file.
        material: what the report is made of.
        spoken: whether what was said is added, on a page of its own.

    Raises:
        OSError: it cannot be written.
    """
    write_whole(path, as_pdf(content_of(material), spoken=spoken))


def as_pdf(content: Content, *, spoken: bool = False) -> bytes:
    """Return the document: one page, and what was said on the next if that is asked for."""
    title = f"stabiel – {content.exercise_name} – {content.session.source.name}"
    language = content.session.language
    stories = (_story(content, layout) for layout in _LAYOUTS)
    data, number = one_page(title, language, stories)
    if spoken and content.cues:
        story = [*_story(content, _LAYOUTS[number]), PageBreak(), *_spoken(content)]
        data, _ = document(title, language, story)
    return data


def _story(c: Content, layout: _Layout) -> list[Flowable]:
    t = group("report", c.session.language)
    strip = PdfDrawing(WIDTH_PT, 17 * mm, partial(draw_strip, strip=c.strip))
    story = [
        *_head(c, t),
        number_row(c.numbers),
        *([] if c.placement is None else [section(t["placement"], words(_placement(c), BODY))]),
        *([section(t["timeline"], strip)] if c.strip.spans or c.strip.marks else []),
        *_points(c, t),
    ]
    if c.galleries and layout.picture_pt:
        story.append(section(t["pictures"], gallery_row(c.galleries, layout.picture_pt)))
    if layout.curve_share:
        story.append(section(c.curve_title, _curve(c, t, layout.curve_share)))
    story += [*_table(c, t, layout), *_spent(c, t, layout), *_not_judged(c, t)]
    if c.earlier and layout.earlier:
        share = 1 / len(c.earlier_headers)
        table = grid([c.earlier_headers, *c.earlier], [share] * len(c.earlier_headers))
        story.append(section(t["earlier"], table))
    return [
        *story,
        Spacer(0, 2 * mm),
        words(c.how, SMALL),
        Spacer(0, 2 * mm),
        remark_field(t["remark"]),
    ]


def _head(c: Content, t: dict[str, str]) -> list[Flowable]:
    about = (t["title"], c.person, c.exercise_name, c.when, c.session.source.name)
    said = [words(" · ".join(each for each in about if each), SMALL)]
    said += [words(c.author, SMALL)] if c.author else []
    said.append(words(c.headline, HEADLINE))
    first = (c.compared, c.weeks, c.felt, c.times, *c.corrections)
    return [*said, *(words(each, BODY) for each in first if each)]


def _placement(c: Content) -> str:
    return placement_words(c.labels.exercise, c.session.language)


def _points(c: Content, t: dict[str, str]) -> list[Flowable]:
    if not c.has_points:
        return []
    if not c.points:
        return [section(t["to_work_on_first"], words(t["nothing_to_work_on"], BODY))]
    more = [words(c.more_points, SMALL)] if c.more_points else []
    return [section(t["to_work_on_first"], point_boxes(c.points), *more)]


def _curve(c: Content, t: dict[str, str], share: float) -> PdfDrawing:
    height = HEIGHT * WIDTH_PT / WIDTH
    draw = partial(draw_curve, row=c.whole_curve, c=c, t=t, share=share)
    return PdfDrawing(WIDTH_PT, share * height, draw)


def _table(c: Content, t: dict[str, str], layout: _Layout) -> list[Flowable]:
    """Return the table of movements, and how many of them it leaves out."""
    rows = _shown(c.rows, layout)
    left_out = len(c.rows) - len(rows)
    if not c.rows or layout.most_rows == 0:
        return []
    story: list[Flowable] = [words(t["table"], HEADING)]
    if rows:
        story.append(movement_table(c, rows))
    if left_out:
        story.append(words(_left_out(c, rows, left_out), SMALL))
    return story


def _left_out(c: Content, rows: Sequence[ReportRow], count: int) -> str:
    """Return how many rows a table leaves out, and whether all of those were good."""
    language = c.session.language
    if len(rows) == sum(row.mark != "✓" for row in c.rows):
        return plural("report", "good_left_out", count, language, count=count)
    return plural("report", "rows_left_out", count, language, count=count)


def _shown(rows: Sequence[ReportRow], layout: _Layout) -> list[ReportRow]:
    kept = [row for row in rows if row.mark != "✓" or not layout.only_remarks]
    return kept[: layout.most_rows]


def _spent(c: Content, t: dict[str, str], layout: _Layout) -> list[Flowable]:
    rows = [[f"{row.seconds} s", row.words] for row in c.spent[: layout.most_spent]]
    return [section(t["time_spent"], grid(rows, [0.1, 0.9], head=False))] if rows else []


def _not_judged(c: Content, t: dict[str, str]) -> list[Flowable]:
    """Return in a few lines what was not judged, which a reader must know."""
    listed = "; ".join(f"{what}: {why} ({seconds} s)" for what, why, seconds in c.not_judged)
    said = [words(f"{listed}." if listed else t["not_judged_none"], BODY)]
    if c.never_judged:
        said.append(words(t["never_judged"] + " ".join(c.never_judged), SMALL))
    return [section(t["not_judged"], *said)]


def _spoken(c: Content) -> list[Flowable]:
    t = group("report", c.session.language)
    rows = [[time, said] for time, said in c.cues]
    return [words(t["cues"], HEADING), grid(rows, [0.1, 0.9], head=False)]
