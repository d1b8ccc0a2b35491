"""The files of the typeface. In: a weight or a script. Out: paths, contents, an OpenCV font.

Atkinson Hyperlegible Next, SIL Open Font License 1.1 (`fonts/OFL.txt`): drawn by the Braille
Institute for people who see little. The woff2 files have both weights, the others one each.
"""

import threading
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Literal

import cv2

FontWeight = Literal["Regular", "Bold"]
FOLDER = Path(__file__).parent / "fonts"
# The letters that are in each file, as CSS says it: a page loads the second only if it needs it.
WEB_FILES = {
    "atkinson-hyperlegible-next-latin.woff2": (
        "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,"
        "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
    ),
    "atkinson-hyperlegible-next-latin-ext.woff2": (
        "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1E00-1E9F,U+1EF2-1EFF,"
        "U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"
    ),
}
# OpenCV's own font: what its reader cannot open, such as a path that Windows cannot spell.
_BUILT_IN = "sans"
_BOLD_FROM = 600
_OF_THREAD = threading.local()


def font_file(weight: FontWeight) -> Path:
    """Return the TrueType file of a weight."""
    return FOLDER / f"AtkinsonHyperlegibleNext-{weight}.ttf"


def drawn_font(weight: int) -> cv2.FontFace:
    """Return the font with which OpenCV draws words of a weight, 100 to 900.

    It is OpenCV's own if the file cannot be opened. Each thread has fonts of its own.
    """
    name: FontWeight = "Bold" if weight >= _BOLD_FROM else "Regular"
    font: cv2.FontFace | None = getattr(_OF_THREAD, name, None)
    if font is None:
        font = cv2.FontFace(_BUILT_IN)
        font.set(str(font_file(name)))
        setattr(_OF_THREAD, name, font)
    return font


@cache
def web_fonts() -> dict[str, bytes]:
    """Return the files for pages by their names."""
    return {name: (FOLDER / name).read_bytes() for name in WEB_FILES}


@cache
def font_data_url() -> str:
    """Return the font for a page that must be whole in one file."""
    content = next(iter(web_fonts().values()))
    return f"data:font/woff2;base64,{b64encode(content).decode()}"
