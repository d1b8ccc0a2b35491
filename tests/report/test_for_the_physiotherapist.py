"""What a physiotherapist looks for: the dose, who prescribed it, the weeks, a field to write in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from stabiel.exercises.model import Dose
from stabiel.exercises.plan import TrainingPlan
from stabiel.report import as_page, content_of
from stabiel.report.content import Content
from stabiel.report.plan_in_words import prescriber_of
from stabiel.session.trends import past_of
from stabiel.session.wellbeing import WellbeingAnswer, WorkoutWellbeing
from tests.records import BEGAN
from tests.report.test_report import (
    BRIDGING,
    CHEST,
    DONE,
    HELD,
    Page,
    hold,
    material_of,
    repetition,
    session_of,
)
from tests.sessions import BOOK

PLAN = TrainingPlan.model_validate({
    "plan": 1, "id": "jansen", "title": "Rug", "by": "A. de Vries", "rest_s": 30,
    "from": "2026-03-01", "until": "2026-03-31",
    "steps": [{"exercise": "bridging", "dose": {"repetitions": 10}}],
})  # fmt: skip


FELT = WorkoutWellbeing(WellbeingAnswer("before", 4), None, WellbeingAnswer("after", 3))


def content(session: object, *exercise: object, **more: object) -> Content:
    return content_of(material_of(session, *exercise, **more))  # type: ignore[arg-type]


def test_what_was_done_stands_beside_what_was_asked() -> None:
    asked = content(replace(DONE, language="nl"), dose=Dose(repetitions=10))

    assert asked.numbers[0] == ("3 van 10", "repetities")
    assert content(DONE).numbers[0] == ("3", "repetitions")


def test_a_dose_is_asked_of_each_side() -> None:
    lift = BOOK.get("leg-lift")
    moves = (replace(repetition(1), side="left"), replace(repetition(2), side="right"))

    both = content(session_of(lift, repetitions=moves), lift, dose=Dose(repetitions=5))
    one = content(session_of(lift, repetitions=moves[:1]), lift, dose=Dose(repetitions=5))

    assert (both.numbers[0][0], one.numbers[0][0]) == ("2 of 10", "1 of 5")


def test_of_a_hold_the_seconds_are_asked() -> None:
    asked = content(HELD, CHEST, dose=Dose(hold_s=30, times=2))

    assert asked.numbers[:2] == [("2", "holds"), ("42 of 60 s", "in position")]


def test_the_weeks_are_one_line_with_this_one_last() -> None:
    good = session_of(repetitions=(repetition(1), repetition(2)))
    earlier = [past_of(1, BEGAN - timedelta(days=7), good, BRIDGING.follows)]
    this = past_of(2, BEGAN, replace(DONE, language="nl"), BRIDGING.follows)

    found = content(replace(DONE, language="nl"), earlier=earlier, this=this)

    # Monday 23 February and Monday 2 March 2026; one of three was good.
    words = "Goede repetities per week: 23 februari 100 %, 2 maart 33 %."
    assert found.weeks == words
    assert words in Page(as_page(found)).text
    assert content(DONE, this=this).weeks == ""


def test_the_weeks_of_a_hold_are_in_seconds() -> None:
    earlier = [past_of(1, BEGAN - timedelta(days=14), HELD, CHEST.follows)]
    this = past_of(2, BEGAN, session_of(CHEST, holds=(hold(1, 10.4),)), CHEST.follows)

    found = content(HELD, CHEST, earlier=earlier, this=this)

    assert found.weeks == "Time held by week: 16 February 42 s, 2 March 10 s."


def test_the_page_says_who_prescribed_it_and_how_it_hurt() -> None:
    page = Page(as_page(content(DONE, author="A. de Vries", felt=FELT)))

    assert "Prescribed by A. de Vries" in page.text
    assert "Pain before: 4" in page.text
    assert "Pain after: 3" in page.text
    assert "Prescribed by" not in Page(as_page(content(DONE))).text


@pytest.mark.parametrize(
    ("day", "exercise", "author"),
    [
        (date(2026, 3, 1), "bridging", "A. de Vries"),
        (date(2026, 3, 31), "bridging", "A. de Vries"),
        (date(2026, 2, 28), "bridging", None),
        (date(2026, 4, 1), "bridging", None),
        (date(2026, 3, 15), "psoas", None),
    ],
)
def test_only_a_session_of_the_plan_has_its_author(
    day: date, exercise: str, author: str | None
) -> None:
    began_at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    assert prescriber_of(PLAN, exercise, began_at) == author


def test_without_a_date_nobody_is_named() -> None:
    assert prescriber_of(PLAN, "bridging", None) is None
    everyday = PLAN.model_copy(update={"author": None})
    assert prescriber_of(everyday, "bridging", BEGAN) is None


def test_what_was_said_is_folded() -> None:
    html = as_page(content(session_of(repetitions=(repetition(1),)), spoken=[(1.0, "Welcome.")]))

    folded = html[html.index("<details>") : html.index("</details>")]
    assert "Welcome." in folded
    assert "<details open" not in html
