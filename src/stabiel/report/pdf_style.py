"""What the report on paper looks like. In: nothing. Out: colors, fonts, styles, widths."""

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

GOOD, MIND, TARGET = HexColor("#0B6E4F"), HexColor("#B45309"), HexColor("#1D4ED8")
TEXT, QUIET, LINE = HexColor("#14201B"), HexColor("#4d5b55"), HexColor("#d5dcd8")
SOFT, WHITE = HexColor("#f2f5f3"), HexColor("#ffffff")
MARGIN = 14 * mm
WIDTH_PT = A4[0] - 2 * MARGIN

# These fonts come with ReportLab and are embedded in the file.
REGULAR, BOLD, SYMBOLS = "Vera", "Vera-Bold", "ZapfDingbats"
_FONT_FILES = {REGULAR: "Vera.ttf", BOLD: "VeraBd.ttf"}
# Signs that only the symbol font has.
SIGNS = "✓▲"


def register_fonts() -> None:
    """Register the fonts with ReportLab."""
    for name, file in _FONT_FILES.items():
        registerFont(TTFont(name, file))


def _style(
    size: float,
    *,
    bold: bool = False,
    color: Color = TEXT,
    before: float = 0.0,
    after: float = 0.0,
) -> ParagraphStyle:
    name = BOLD if bold else REGULAR
    return ParagraphStyle(
        name,
        fontName=name,
        fontSize=size,
        leading=1.35 * size,
        textColor=color,
        spaceBefore=before,
        spaceAfter=after,
    )


HEADLINE = _style(15, bold=True, before=1 * mm, after=1.5 * mm)
HEADING = _style(10.5, bold=True, before=4.5 * mm, after=1.5 * mm)
BODY, SMALL = _style(8.5), _style(7.5, color=QUIET)
NUMBER = _style(17, bold=True)
CORRECTION = _style(10)
LARGE = _style(12, after=0.5 * mm)
CELL, HEAD_CELL = _style(7.5), _style(6.5, bold=True, color=QUIET)
MIND_CELL, GOOD_CELL = _style(7.5, bold=True, color=MIND), _style(7.5, color=GOOD)
QUIET_CELL = _style(7.5, color=QUIET)
