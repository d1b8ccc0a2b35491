"""A plan on paper: one or two A4 pages, as PDF. In: a plan, the exercises. Out: bytes.

Each entry has a picture, its dose, its remark and, if there is room, the instruction.
"""

from functools import partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from stabiel.exercises.library import Library
from stabiel.exercises.plan import PlanStep, TrainingPlan
from stabiel.report.exercise_picture import exercise_picture
from stabiel.report.pdf_style import (
    AXIS_PT,
    BODY,
    BOLD,
    CELL,
    CORRECTION,
    HEADING,
    HEADLINE,
    LARGE,
    LINE,
    MARGIN,
    QUIET,
    REGULAR,
    SMALL,
    WIDTH_PT,
    register_fonts,
)
from stabiel.report.plan_in_words import doses_in_words, people_in_words, times_in_words
from stabiel.wording.catalogue import text
from stabiel.wording.language import Language

MOST_PAGES = 2
# The ways to lay a plan out, the most generous first: the height of a picture in mm, and whether
# there are instructions. Forty entries with long remarks fit with the last.
_LAYOUTS = ((24.0, True), (18.0, True), (18.0, False), (12.0, False), (8.0, False), (5.0, False))
# With larger pictures and letters, to be read from a mat, if that takes no more pages.
_LARGE_MM = 34.0


def plan_pdf(plan: TrainingPlan, library: Library, language: Language) -> bytes:
    """Return a plan as an A4 document of one or two pages. The same plan gives the same bytes.

    Args:
        plan: what is printed.
        library: all exercises, those inside the plan too.
        language: of the document.
    """
    register_fonts()
    pictures = {
        name: exercise_picture(name, library, language)
        for name in dict.fromkeys(step.exercise for step in plan.steps)
    }

    def laid_out(height_mm: float, instructions: bool) -> tuple[bytes, int]:
        story = _story(
            plan, library, language, pictures, height_mm=height_mm, instructions=instructions
        )
        return _built(plan, language, story)

    large, large_pages = laid_out(_LARGE_MM, True)
    if large_pages == 1:
        return large
    data, pages = b"", 0
    for height_mm, instructions in _LAYOUTS:
        data, pages = laid_out(height_mm, instructions)
        if pages <= MOST_PAGES:
            break
    return large if large_pages == pages else data


def _built(plan: TrainingPlan, language: Language, story: list[Flowable]) -> tuple[bytes, int]:
    """Return a document and how many pages it has."""
    data = BytesIO()
    title = plan.title.in_language(language)
    document = BaseDocTemplate(
        data, pagesize=A4, title=title, author=plan.author or "stabiel", lang=language, invariant=1
    )
    frame = Frame(MARGIN, 14 * mm, WIDTH_PT, A4[1] - 26 * mm, 0, 0, 0, 0)
    foot = partial(_foot, words=text("plan_print", "aid", language))
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=foot))
    document.build(story)
    return data.getvalue(), document.page


def _foot(canvas: Canvas, _: Any, *, words: str) -> None:
    canvas.setFont(REGULAR, AXIS_PT)
    canvas.setFillColor(QUIET)
    canvas.drawString(MARGIN, 8 * mm, words)
    canvas.drawRightString(A4[0] - MARGIN, 8 * mm, str(canvas.getPageNumber()))


def _story(
    plan: TrainingPlan,
    library: Library,
    language: Language,
    pictures: dict[str, bytes],
    *,
    height_mm: float,
    instructions: bool,
) -> list[Flowable]:
    story: list[Flowable] = []
    people = people_in_words(plan, language)
    story += [Paragraph(escape(people), SMALL)] if people else []
    story.append(Paragraph(escape(plan.title.in_language(language)), HEADLINE))
    story += [Paragraph(escape(times_in_words(plan, library, language)), BODY), Spacer(0, 3 * mm)]
    width = height_mm * mm * 1.5
    doses = doses_in_words(plan, library, language)
    rows = [
        [
            Image(BytesIO(pictures[step.exercise]), width, height_mm * mm, kind="proportional"),
            _entry(
                number,
                step,
                dose,
                library,
                language,
                height_mm=height_mm,
                instructions=instructions,
            ),
        ]
        for number, (step, dose) in enumerate(zip(plan.steps, doses, strict=True), 1)
    ]
    style = TableStyle(
        [
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ]
    )
    columns = [width + 3 * mm, WIDTH_PT - width - 3 * mm]
    story.append(Table(rows, colWidths=columns, style=style))
    if plan.stop is not None:
        story.append(Paragraph(escape(text("plan_print", "when_to_stop", language)), HEADING))
        story.append(Paragraph(escape(plan.stop), BODY))
    return story


def _entry(
    number: int,
    step: PlanStep,
    dose: str,
    library: Library,
    language: Language,
    *,
    height_mm: float,
    instructions: bool,
) -> list[Flowable]:
    exercise = library.book[step.exercise]
    title = escape(exercise.name.in_language(language))
    name = f'<font name="{BOLD}">{number}. {title}</font>'
    if not instructions:
        words = f"{name} – {escape(dose)}"
        if step.remark:
            words += f" – “{escape(step.remark)}”"
        return [Paragraph(words, CELL)]
    large = height_mm == _LARGE_MM
    parts = [Paragraph(name, LARGE if large else CORRECTION)]
    body, small = (CORRECTION, BODY) if large else (BODY, SMALL)
    parts.append(Paragraph(escape(dose), body))
    if step.remark:
        parts.append(Paragraph(f"“{escape(step.remark)}”", body))
    parts.append(Paragraph(escape(exercise.instruction.in_language(language)), small))
    return list(parts)
