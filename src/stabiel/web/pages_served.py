"""The files of the pages. In: the folder `pages`. Out: a table from name to content.

The table is made once at the start. No name from a request is ever used as a path.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it is sent."""

    content: bytes
    type: str


def read_pages() -> dict[str, Page]:
    """Return all files of the pages by their names below `pages`: `train/camera.js`."""
    return dict(_pages_in(files("stabiel.web").joinpath("pages"), ""))


def _pages_in(folder: Traversable, prefix: str) -> Iterator[tuple[str, Page]]:
    for each in folder.iterdir():
        ending = each.name.rpartition(".")[2]
        if each.is_dir():
            yield from _pages_in(each, f"{prefix}{each.name}/")
        elif ending in TYPES:
            yield prefix + each.name, Page(each.read_bytes(), TYPES[ending])
