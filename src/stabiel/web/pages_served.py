"""The files of the pages. In: the folder `pages` and the look. Out: a table, name to content.

The table is made once at the start. No name from a request is ever used as a path.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from stabiel.drawing.page_look import served_look
from stabiel.drawing.tokens import THEMES, color
from stabiel.drawing.typeface import web_fonts
from stabiel.exercises.sample_films import SAMPLE_FILMS

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "webmanifest": "application/manifest+json",
    "woff2": "font/woff2",
}
FONTS = "fonts"
CANVAS_COLORS = ("good", "mind", "target", "text", "quiet")


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it is sent."""

    content: bytes
    type: str


def read_pages() -> dict[str, Page]:
    """Return all files of the pages by their names below `pages`: `train/camera.js`.

    What is made of the design tokens is among them: `shared/tokens.css`, `shared/palette.js`; and
    when the body in each sample film moves: `train/film-moments.js`.
    """
    return dict(_pages_in(files("stabiel.web").joinpath("pages"), "")) | _look() | _films()


def _look() -> dict[str, Page]:
    """Return the design tokens as a style sheet and for canvases, and the fonts."""
    fonts = {f"{FONTS}/{name}": Page(each, TYPES["woff2"]) for name, each in web_fonts().items()}
    return {
        "shared/tokens.css": Page(served_look(f"/pages/{FONTS}").encode(), TYPES["css"]),
        "shared/palette.js": Page(_palette().encode(), TYPES["js"]),
        **fonts,
    }


def _films() -> dict[str, Page]:
    """Return the movements of the sample films, which a film that goes along waits for."""
    rows = []
    for name, film in SAMPLE_FILMS.items():
        movements = (
            {"side": m.side, "out": m.out_s, "target": m.target_s, "back": m.back_s, "end": m.end_s}
            for m in film.movements
        )
        rows.append(f'  "{name}": [\n' + "".join(f"    {json.dumps(m)},\n" for m in movements))
    table = "".join(f"{row}  ],\n" for row in rows)
    head = "// When the body in each sample film moves, in seconds of the film."
    words = f"{head}\nexport const MOMENTS = {{\n{table}}};\n"
    return {"train/film-moments.js": Page(words.encode(), TYPES["js"])}


def _palette() -> str:
    """Return the colors for drawings on a canvas, which knows no CSS variables."""
    palette = {theme: {name: color(name, theme) for name in CANVAS_COLORS} for theme in THEMES}
    words = json.dumps(palette, indent=2)
    return f"// The design tokens that a canvas needs, by theme.\nexport const PALETTE = {words};\n"


def _pages_in(folder: Traversable, prefix: str) -> Iterator[tuple[str, Page]]:
    for each in folder.iterdir():
        ending = each.name.rpartition(".")[2]
        if each.is_dir():
            yield from _pages_in(each, f"{prefix}{each.name}/")
        elif ending in TYPES:
            yield prefix + each.name, Page(each.read_bytes(), TYPES[ending])
