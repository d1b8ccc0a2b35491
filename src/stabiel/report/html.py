"""The report as a page: one HTML file that needs nothing else. In: its content. Out: HTML.

Labels from files and exercises are escaped. The page's policy forbids all requests except for the
video beside it, if there is one.
"""

import hashlib
import re
from base64 import b64encode
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from stabiel.drawing.page_look import page_look
from stabiel.report.content import Content, content_of
from stabiel.report.curve import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH
from stabiel.report.material import Material
from stabiel.system.atomic import write_whole
from stabiel.wording.catalogue import group
from stabiel.wording.formatting import clock

# The date is among the first lines.
_HEAD_CHARACTERS = 2000


def write_report(path: Path, material: Material) -> None:
    """Write the report of one session as a page.

    Raises:
        OSError: it cannot be written.
    """
    write_whole(path, as_page(content_of(material)).encode())


def began_at_of(page: Path) -> datetime | None:
    """Return when the session of a written report began; None if that does not stand in it.

    An analyzed folder keeps the date nowhere else: the same video gives the same results, wherever
    and whenever its file was copied.
    """
    try:
        with page.open(encoding="utf-8") as file:
            head = file.read(_HEAD_CHARACTERS)
    except (OSError, UnicodeDecodeError):
        return None
    found = re.search(r'<meta name="date" content="([^"]*)">', head)
    try:
        return None if found is None else datetime.fromisoformat(found[1])
    except ValueError:
        return None


def as_page(content: Content) -> str:
    """Return the page."""
    environment = templates()
    script = environment.get_template("report.js").render() if content.video else ""
    return environment.get_template("report.html.j2").render(
        c=content,
        look=page_look(),
        language=content.session.language,
        t=group("report", content.session.language),
        clock=clock,
        box={
            "width": WIDTH,
            "height": HEIGHT,
            "left": LEFT,
            "right": RIGHT,
            "bottom": BOTTOM,
        },
        video=None if content.video is None else quote(content.video),
        script=script,
        script_hash=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


@cache
def templates() -> Environment:
    """Return the templates of the pages; compiling them once takes a tenth of a second."""
    return Environment(
        loader=PackageLoader("stabiel.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
