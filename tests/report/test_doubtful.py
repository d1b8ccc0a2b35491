"""What was seen unsurely is shown as "perhaps", and counts nowhere."""

from dataclasses import replace

import pytest

from stabiel.coach.events import Attempt, FaultEnded
from stabiel.commands.wording import movements, summary
from stabiel.report.content import content_of
from stabiel.report.curve import draw_strip
from stabiel.report.headline import headline
from stabiel.report.html import as_page
from stabiel.report.labels import Labels
from stabiel.report.material import Material
from stabiel.report.pdf import as_pdf
from stabiel.report.points import points_to_work_on
from stabiel.session.session import with_movements
from stabiel.session.tables import done_table
from stabiel.session.trace import ValueTrace
from stabiel.session.trends import past_of
from tests.records import BEGAN, BRIDGING, WHOLE
from tests.sessions import BOOK

LABELS = Labels(BRIDGING, BOOK, "en")
MEASURED = {"peak_hip_extension_deg": 174.0, "out_s": 2.0, "return_s": 1.2}
SURE = Attempt(21.0, "both", 17.0, 20.5, "pelvis_low", {"peak_hip_extension_deg": 150.0})
PERHAPS = Attempt(31.0, "both", 27.0, 30.5, "knees_stay_bent", {"out_s": 0.5}, doubtful=True)
SESSION = with_movements(
    replace(
        WHOLE,
        language="en",
        repetitions=tuple(replace(each, metrics=MEASURED) for each in WHOLE.repetitions),
        holds=(),
        attempts=(SURE, PERHAPS),
        faults=(
            FaultEnded(14.5, "lowering_fast", "left", 13.0, "form", 2),
            FaultEnded(30.0, "arms_lifted", "right", 28.0, "danger", None, doubtful=True),
        ),
    )
)
KNEES = LABELS.fault("knees_stay_bent").lower()


def test_the_headline_counts_only_what_is_sure():
    words = headline(SESSION, LABELS)

    assert "1 did not count" in words
    assert KNEES not in words


def test_it_is_no_point_to_work_on():
    faults = [point.fault for point in points_to_work_on(SESSION, LABELS, 160.0)]

    assert "pelvis_low" in faults
    assert "knees_stay_bent" not in faults


def test_the_large_number_of_attempts_leaves_it_out():
    content = content_of(Material(SESSION, BRIDGING, BOOK, ValueTrace()))

    assert ("1", "did not count") in content.numbers


def test_the_table_shows_it_lighter_with_the_word():
    content = content_of(Material(SESSION, BRIDGING, BOOK, ValueTrace()))
    *_, row = content.rows

    assert (row.mark, row.remark, row.doubtful) == ("?", f"perhaps: {KNEES}", True)
    assert not any(cell.misses for cell in row.cells)
    assert [each.doubtful for each in content.rows[:-1]] == [False] * 3


def test_a_count_that_is_a_close_call_stays_counted_and_says_perhaps() -> None:
    one, *others = SESSION.repetitions
    close = replace(SESSION, repetitions=(replace(one, faults=(), sure=0.6), *others), faults=())
    content = content_of(Material(close, BRIDGING, BOOK, ValueTrace()))
    row, *_ = content.rows

    assert (row.number, row.mark, row.remark, row.doubtful) == ("1", "✓", "perhaps: good", False)


def test_the_strip_shows_it_lighter_with_the_word():
    strip = draw_strip(SESSION, LABELS)
    *_, span = strip.spans

    assert (span.label, span.state) == ("?", "doubtful")
    assert span.name.lower() == f"perhaps: {KNEES}"
    assert [(mark.doubtful, "perhaps" in mark.name) for mark in strip.marks] == [
        (False, False),
        (True, True),
    ]


def test_the_page_and_the_paper_show_it():
    content = content_of(Material(SESSION, BRIDGING, BOOK, ValueTrace()))
    page = as_page(content)

    assert 'class="doubtful"' in page
    assert "? = perhaps" in page
    assert as_pdf(content).startswith(b"%PDF")


def test_a_page_without_doubt_does_not_speak_of_it():
    sure = with_movements(replace(SESSION, attempts=(SURE,), faults=()))
    content = content_of(Material(sure, BRIDGING, BOOK, ValueTrace()))

    assert "perhaps" not in as_page(content)


def test_the_terminal_says_perhaps_and_does_not_count_it():
    words = summary(SESSION, LABELS, "clip.mp4")
    rows = movements(SESSION, LABELS)

    assert "1 did not count" in words
    assert "1 fault (" in words
    assert KNEES not in words
    assert rows[-1][-1] == f"perhaps: {KNEES}"


def test_a_summary_over_weeks_leaves_it_out():
    past = past_of(1, BEGAN, SESSION, BRIDGING.follows)

    assert past.attempts == 1
    assert "knees_stay_bent" not in past.faults
    assert past.faults["pelvis_low"] == 1


def test_the_tidy_table_marks_it():
    table = done_table(SESSION.repetitions, SESSION.attempts, WHOLE.holds)

    assert list(zip(table["kind"], table["doubtful"], strict=True)) == [
        ("repetition", False),
        ("repetition", False),
        ("attempt", False),
        ("hold", False),
        ("attempt", True),
    ]


def test_a_session_describes_itself_without_it():
    assert "1 attempt," in repr(SESSION)
    only = replace(SESSION, repetitions=(), attempts=(PERHAPS,))
    assert "0 repetitions" in repr(only)


@pytest.mark.parametrize(("attempts", "words"), [((PERHAPS,), "Perhaps 1 movement, ")])
def test_if_there_is_nothing_else_it_is_the_first_line(attempts, words):
    session = replace(SESSION, repetitions=(), attempts=attempts, faults=())

    assert headline(session, LABELS).startswith(words)
