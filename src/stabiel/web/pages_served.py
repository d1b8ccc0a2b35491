"""The files of the pages. In: a name from a request. Out: a file read at the start, or none.

The table is made once; no name from a request is ever used as a path.
"""

from dataclasses import dataclass
from importlib.resources import files

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
    """Return all files of the pages by name."""
    found = {}
    for each in files("stabiel.web").joinpath("pages").iterdir():
        ending = each.name.rpartition(".")[2]
        if each.is_file() and ending in TYPES:
            found[each.name] = Page(each.read_bytes(), TYPES[ending])
    return found
