"""The design tokens as CSS. In: nothing. Out: the variables and the typeface of a page."""

from collections.abc import Mapping
from functools import cache

from stabiel.drawing.tokens import (
    CHART_PX,
    CODE_FACE,
    COLORS,
    FALLBACK,
    LINE_HEIGHT,
    MOTION,
    PERSON_COLORS,
    PERSON_LETTER,
    PRINT_PT,
    RADIUS,
    SHADE,
    SHADOW,
    SPACE,
    THEMES,
    TYPE,
    TYPEFACE,
)
from stabiel.drawing.typeface import WEB_FILES, font_data_url


def served_look(folder: str) -> str:
    """Return the CSS for the pages of the app, whose theme the person may choose.

    Args:
        folder: the path of the fonts, as a page asks for it.
    """
    faces = "".join(
        _face(f"url({folder}/{name})", f"  unicode-range: {letters};\n")
        for name, letters in WEB_FILES.items()
    )
    colors = {name: f"light-dark({each.light}, {each.dark})" for name, each in COLORS.items()}
    return faces + _root({"color-scheme": "light dark"} | _named(colors | _ALWAYS))


@cache
def page_look() -> str:
    """Return the CSS for a page that must be whole in one file, as a report: the font is in it.

    It goes to people with browsers of any age, so it is without `light-dark()`.
    """
    light, dark = ({name: each.on(theme) for name, each in COLORS.items()} for theme in THEMES)
    return (
        _face(f"url({font_data_url()})")
        + _root({"color-scheme": "light dark"} | _named(light | _ALWAYS | _PRINT))
        + f"@media screen and (prefers-color-scheme: dark) {{\n{_root(_named(dark))}}}\n"
    )


_ALWAYS = {
    **{f"person-{name}": value for name, value in PERSON_COLORS.items()},
    "person-letter": PERSON_LETTER,
    "face": f'"{TYPEFACE}", {FALLBACK}',
    "code-face": CODE_FACE,
    **{f"type-{name}": value for name, value in TYPE.items()},
    "leading": str(LINE_HEIGHT["body"]),
    "leading-heading": str(LINE_HEIGHT["heading"]),
    **{f"space-{name}": value for name, value in SPACE.items()},
    **RADIUS,
    "shadow": SHADOW,
    "shade": SHADE,
    **{f"motion-{name}": value for name, value in MOTION.items()},
}
_PRINT = {
    **{f"print-{name}": f"{value:g}pt" for name, value in PRINT_PT.items()},
    "chart-px": f"{CHART_PX['small']}px",
}


def _named(values: Mapping[str, str]) -> dict[str, str]:
    return {f"--{name}": value for name, value in values.items()}


def _root(values: Mapping[str, str]) -> str:
    lines = "".join(f"  {name}: {value};\n" for name, value in values.items())
    return f":root {{\n{lines}}}\n"


def _face(source: str, more: str = "") -> str:
    # Words that stand in another font until this one is read do not jump: the file is local.
    return (
        f'@font-face {{\n  font-family: "{TYPEFACE}";\n  font-weight: 200 800;\n'
        f'  font-display: swap;\n  src: {source} format("woff2");\n{more}}}\n'
    )
