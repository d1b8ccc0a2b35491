"""Where the time went, on the page and on paper; and a page on which nothing counted."""

import html
from dataclasses import replace

import pytest

from stabiel.coach.events import FaultEnded
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
    TimeSpent(TimeKind.NEAR_ZONE, "face_not_up", 40.71, 3.1),
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


CHIN = FaultEnded(22.5, "chin_up", "both", 4.5, "form", None)


def test_a_fault_that_kept_everything_from_counting_is_a_point_with_its_seconds():
    kept_out = replace(
        KNEELING,
        faults=(CHIN, replace(CHIN, id="elbows_bent"), replace(CHIN, start_s=30.0, time_s=32.0)),
    )

    points = content(kept_out).points

    assert [point.fault for point in points] == ["chin_up", "elbows_bent"]
    assert [(each.start_s, each.words, each.measured) for each in points[0].occurrences] == [
        (4.5, "niet geteld", "18,0 s lang"),
        (30.0, "niet geteld", "2,0 s lang"),
    ]
    assert "niet geteld (0:04): 18,0 s lang" in as_page(content(kept_out))
    assert as_pdf(content(kept_out)).startswith(b"%PDF")


def test_a_fault_that_was_seen_unsurely_is_no_point():
    assert content(replace(KNEELING, faults=(replace(CHIN, doubtful=True),))).points == []


def test_if_something_counted_only_its_faults_are_points():
    hold = replace(WHOLE.holds[0], movement=7, faults=())

    assert content(replace(KNEELING, holds=(hold,), faults=(CHIN,))).points == []


def test_a_fault_of_an_attempt_is_no_second_point():
    low = replace(WHOLE.attempts[0], movement=3)
    mark = replace(CHIN, id="foot_moved", movement=3)
    session = replace(WHOLE, repetitions=(), holds=(), attempts=(low,), faults=(mark,))

    assert [point.fault for point in content(session).points] == ["pelvis_low"]
