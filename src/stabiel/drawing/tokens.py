"""The design tokens: every color, size of type, space and duration of the program's look.

In: nothing. Out: constants. The pages take them as CSS variables (`web/token_styles.py`), the
drawn window and the films as RGB (`lettering.py`), the reports as both. `docs/design.md` says why
each is what it is; `tests/drawing/test_tokens.py` holds that nothing else has a color of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, Theme] = ("light", "dark")
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ColorToken:
    """A color as `#rrggbb`, for a light and for a dark ground."""

    light: str
    dark: str

    def on(self, theme: Theme) -> str:
        """Return the color for a theme."""
        return self.light if theme == "light" else self.dark


COLORS: Mapping[str, ColorToken] = {
    # Surfaces: a sheet lies on the page. On screen the page is `soft`, cards and controls `ground`.
    "ground": ColorToken("#ffffff", "#222a26"),
    "soft": ColorToken("#f8f4ed", "#151a17"),
    "stage": ColorToken("#f1ebe0", "#0d110f"),
    "line": ColorToken("#e4dccf", "#3b4540"),
    "edge": ColorToken("#7b7466", "#8f9a93"),
    # Words.
    "text": ColorToken("#14201b", "#f4f7f5"),
    "quiet": ColorToken("#575549", "#bcc4bd"),
    "on-color": ColorToken("#ffffff", "#14201b"),
    # Meaning. Red stays for "stop".
    "good": ColorToken("#0b6e4f", "#5fd3a6"),
    "mind": ColorToken("#b45309", "#f2b35e"),
    "target": ColorToken("#1d4ed8", "#8ab4f8"),
    "stop": ColorToken("#b3261e", "#ff9b90"),
    # Areas in charts: the same meanings, so light that a line and words on them stay readable.
    "good-area": ColorToken("#cfe8dc", "#1f4a3b"),
    "mind-area": ColorToken("#fbe9d7", "#4d3817"),
    "target-area": ColorToken("#d3e0fb", "#26385c"),
    "still-area": ColorToken("#efe9de", "#2c3530"),
    "back-area": ColorToken("#e2daf0", "#3a3350"),
    # The ground of a picture or film, under what it does not cover.
    "film": ColorToken("#14201b", "#14201b"),
}

# Who is who: the dot of a person. White letters stand on each of them.
PERSON_COLORS: Mapping[str, str] = {
    "none": "#4b5563",
    "green": "#0b6e4f",
    "blue": "#1d4ed8",
    "orange": "#b45309",
    "purple": "#7e22ce",
    "red": "#b3261e",
    "teal": "#0f766e",
    "brown": "#78350f",
}
PERSON_LETTER = "#ffffff"
# The pictures of the exercises: a plain ground of sand and a mat, the same in both themes.
PICTURE_GROUND, PICTURE_MAT = "#f0e8da", "#9fc7b4"
# The icon stands on any desktop, so it has one look.
ICON_GROUND, ICON_LINE, ICON_JOINT = (
    COLORS["good"].light,
    COLORS["text"].dark,
    COLORS["mind"].dark,
)

# The typeface, with what stands in for it while its file is not there.
TYPEFACE = "Atkinson Hyperlegible Next"
FALLBACK = 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif'
CODE_FACE = 'ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace'
# Sizes of type on pages, as CSS. Three steps for words and three for headings.
TYPE: Mapping[str, str] = {
    "small": "0.95rem",
    "body": "1.0625rem",
    "large": "1.2rem",
    "heading": "1.4rem",
    "title": "clamp(1.5rem, 8vw, 2.2rem)",
    "huge": "clamp(1.5rem, 8.2vw, 2.75rem)",
    # Numbers and letters in drawings, which have no room for more.
    "chart": "0.875rem",
}
LINE_HEIGHT = {"body": 1.55, "heading": 1.2}
# Sizes of type on paper, in points.
PRINT_PT: Mapping[str, float] = {
    "axis": 7.0,
    "small": 8.0,
    "body": 9.25,
    "large": 11.0,
    "lead": 12.5,
    "headline": 16.0,
    "number": 18.0,
}
# Sizes of type in drawn pictures, in pixels at their own size.
CHART_PX: Mapping[str, int] = {"small": 14, "normal": 17, "big": 26}

# Spaces: 4 px steps at the usual size of letters.
SPACE: Mapping[str, str] = {
    "1": "0.25rem",
    "2": "0.5rem",
    "3": "0.75rem",
    "4": "1rem",
    "5": "1.5rem",
    "6": "2rem",
}
RADIUS: Mapping[str, str] = {"round": "0.75rem", "card": "1.25rem"}
# A shadow lifts a sheet from the page; on a dark page the lighter sheet does that by itself.
SHADOW = "0 1px 2px rgb(60 48 30 / 6%), 0 4px 16px rgb(60 48 30 / 6%)"
SHADE = "rgb(0 0 0 / 55%)"
# Motion answers a hand; nothing moves by itself, and nothing at all if that was asked for.
MOTION: Mapping[str, str] = {"quick": "0.15s", "calm": "0.3s"}


def color(name: str, theme: Theme = "light") -> str:
    """Return a color as `#rrggbb`."""
    return COLORS[name].on(theme)


def rgb(name: str, theme: Theme = "light") -> Rgb:
    """Return a color as red, green and blue, 0 to 255."""
    return as_rgb(color(name, theme))


def as_rgb(value: str) -> Rgb:
    """Return `#rrggbb` as red, green and blue, 0 to 255."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(value: str) -> float:
    """Return the relative luminance of a color, 0 to 1 (WCAG 2.2)."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in as_rgb(value))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
