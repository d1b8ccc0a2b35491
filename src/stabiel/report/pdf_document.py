"""A document of A4 pages that fits. In: stories, the most generous first. Out: PDF bytes."""

from collections.abc import Iterable
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from stabiel.report.pdf_style import AXIS_PT, MARGIN, QUIET, REGULAR, WIDTH_PT, register_fonts
from stabiel.wording.catalogue import text
from stabiel.wording.language import Language


def document(title: str, language: Language, story: list[Flowable]) -> tuple[bytes, int]:
    """Return a document, the same bytes for the same story, and how many pages it has.

    Args:
        title: of the file.
        language: of its words.
        story: what stands in it, made after `register_fonts`; it cannot be used a second time.
    """
    data = BytesIO()
    made = BaseDocTemplate(
        data, pagesize=A4, title=title, author="stabiel", lang=language, invariant=1
    )
    frame = Frame(MARGIN, 14 * mm, WIDTH_PT, A4[1] - 24 * mm, 0, 0, 0, 0)
    foot = partial(_foot, said=text("report", "disclaimer", language))
    made.addPageTemplates(PageTemplate(frames=[frame], onPage=foot))
    made.build(story)
    return data.getvalue(), made.page


def one_page(
    title: str, language: Language, stories: Iterable[list[Flowable]]
) -> tuple[bytes, int]:
    """Return the first document that is one page, and the number of its story, from 0.

    If none is, it is the last.

    Args:
        title, language: as for `document`.
        stories: at least one, each made when it is its turn.
    """
    register_fonts()  # a story is made of words in these fonts
    found = b"", -1
    for number, story in enumerate(stories):
        data, pages = document(title, language, story)
        found = data, number
        if pages == 1:
            break
    return found


def _foot(canvas: Canvas, _: Any, *, said: str) -> None:
    canvas.setFont(REGULAR, AXIS_PT)
    canvas.setFillColor(QUIET)
    canvas.drawString(MARGIN, 8 * mm, said)
    canvas.drawRightString(A4[0] - MARGIN, 8 * mm, str(canvas.getPageNumber()))
