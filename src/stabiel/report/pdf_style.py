"""What the report on paper looks like. In: nothing. Out: colors, fonts, styles, widths."""

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from stabiel.drawing.tokens import PRINT_PT, color
from stabiel.drawing.typeface import font_file

GOOD, MIND, TARGET = (HexColor(color(name)) for name in ("good", "mind", "target"))
TEXT, QUIET, LINE = (HexColor(color(name)) for name in ("text", "quiet", "line"))
SOFT, WHITE = HexColor(color("soft")), HexColor(color("ground"))
MARGIN = 14 * mm
WIDTH_PT = A4[0] - 2 * MARGIN

# The program's own typeface, embedded in the file; ZapfDingbats is in every PDF reader.
REGULAR, BOLD, SYMBOLS = "Hyperlegible", "Hyperlegible-Bold", "ZapfDingbats"
_FONT_FILES = {REGULAR: font_file("Regular"), BOLD: font_file("Bold")}
# Signs that only the symbol font has.
SIGNS = "✓▲"


def register_fonts() -> None:
    """Register the fonts with ReportLab."""
    for name, file in _FONT_FILES.items():
        registerFont(TTFont(name, str(file)))


def _style(
    step: str,
    *,
    bold: bool = False,
    tint: Color = TEXT,
    before: float = 0.0,
    after: float = 0.0,
) -> ParagraphStyle:
    name, size = BOLD if bold else REGULAR, PRINT_PT[step]
    return ParagraphStyle(
        name,
        fontName=name,
        fontSize=size,
        leading=1.35 * size,
        textColor=tint,
        spaceBefore=before,
        spaceAfter=after,
    )


AXIS_PT = PRINT_PT["axis"]
HEADLINE = _style("headline", bold=True, before=1 * mm, after=1.5 * mm)
HEADING = _style("large", bold=True, before=4.5 * mm, after=1.5 * mm)
BODY, SMALL = _style("body"), _style("small", tint=QUIET)
NUMBER = _style("number", bold=True)
CORRECTION = _style("large")
LARGE = _style("lead", after=0.5 * mm)
CELL, HEAD_CELL = _style("small"), _style("axis", bold=True, tint=QUIET)
MIND_CELL, GOOD_CELL = _style("small", bold=True, tint=MIND), _style("small", tint=GOOD)
QUIET_CELL = _style("small", tint=QUIET)
