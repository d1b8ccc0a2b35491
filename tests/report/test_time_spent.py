"""Where the time went, on the page and on paper; and a page on which nothing counted."""

import html
from dataclasses import replace

import pytest

from stabiel.coach.time_spent import TimeKind, TimeSpent
from stabiel.report.content import Content, content_of
from stabiel.report.html import as_page
from stabiel.report.material import Material
from stabiel.report.pdf import as_pdf
from stabiel.session.session import Session
from stabiel.session.trace import ValueTrace
from stabiel.wording.catalogue import text
from tests.records import WHOLE
from tests.sessions import BOOK

TIME = (
    TimeSpent(TimeKind.SET_UP, "face_down", 20.25, 1.1),
    TimeSpent(TimeKind.NEAR_ZONE, "neck_not_back", 40.71, 3.1),
    TimeSpent(TimeKind.NOBODY, None, 0.24),
)
KNEELING = replace(
    WHOLE, exercise="all-fours", language="nl", repetitions=(), attempts=(), holds=(), faults=(),
    time=TIME,
)  # fmt: skip


def content(session: Session) -> Content:
    return content_of(Material(session, BOOK.get(session.exercise), BOOK, ValueTrace()))


def test_the_page_shows_where_the_time_went():
    page = html.unescape(as_page(content(KNEELING)))

    assert "Waar de tijd bleef" in page
    rows = ["40,7 s</td><td>niet geteld: trek je kin licht in (3 graden te veel)",
            "20,3 s</td><td>nog niet klaar voor de start: ga op handen en knieën staan",
            "0,2 s</td><td>overig"]  # fmt: skip
    places = [page.index(row) for row in rows]
    assert places == sorted(places)


def test_the_first_line_of_the_page_says_what_to_change():
    page = as_page(content(KNEELING))

    assert "<h1>41 s niet geteld: trek je kin licht in (3 graden te veel).</h1>" in page


def test_a_page_on_which_nothing_counted_does_not_say_that_there_is_nothing_to_work_on():
    nothing = text("report", "nothing_to_work_on", "nl")

    assert nothing not in as_page(content(KNEELING))
    assert nothing in as_page(
        content(replace(KNEELING, holds=(replace(WHOLE.holds[0], faults=()),)))
    )


def test_an_old_session_has_no_such_section():
    old = content(replace(KNEELING, time=()))

    assert "Waar de tijd bleef" not in as_page(old)


@pytest.mark.parametrize("time", [(), TIME])
def test_the_paper_has_a_section_more(time):
    paper = as_pdf(content(replace(KNEELING, time=time)))

    assert paper.startswith(b"%PDF")
    assert (len(paper) > len(as_pdf(content(replace(KNEELING, time=()))))) == bool(time)
