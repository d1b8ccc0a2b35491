"""Some weeks on one page agree with sums made by hand, in words of either language."""

from dataclasses import replace
from datetime import date

import pytest

from stabiel.report.period import PeriodMaterial, mean_pain, planned_and_done
from stabiel.report.period_content import period_content
from stabiel.report.period_pdf import period_pdf
from stabiel.wording.language import LANGUAGES
from tests.report.periods import FIRST, LAST, days, four_weeks
from tests.report.test_pdf import JPEG, pages_of


def test_the_days_are_those_of_the_hand_made_sum() -> None:
    assert planned_and_done(days()) == (12, 8, 2)

    content = period_content(four_weeks())

    # Nine whole sessions of 20 minutes, one of them extra, and two of 7.5.
    assert content.numbers == [("8 van 12", "geplande dagen"), ("195", "minuten")]
    states = [each.state for week in content.weeks for each in week]
    assert len(states) == 28
    counts = {state: states.count(state) for state in set(states)}
    assert counts == {"done": 8, "partly": 2, "open": 2, "extra": 1, "rest": 15}


def test_the_pain_is_that_of_the_first_and_the_last_week() -> None:
    first, last = mean_pain(four_weeks())

    assert first == pytest.approx(17 / 3)
    assert last == pytest.approx(2.5)


def test_the_headline_answers_what_is_asked_first() -> None:
    assert period_content(four_weeks()).headline == (
        "8 van de 12 geplande dagen gedaan, 2 deels. "
        "Pijn vooraf: gemiddeld 5,7 in de eerste week, 2,5 in de laatste. "
        "Het meest vooruit: Bridging, van 40 % naar 80 % goed."
    )
    assert period_content(four_weeks("en")).headline == (
        "8 of 12 planned days done, 2 in part. "
        "Pain before exercise: 5.7 on average in the first week, 2.5 in the last. "
        "Most improved: Bridging, from 40 % to 80 % good."
    )


def test_the_table_has_the_dose_the_shares_and_the_range() -> None:
    rows = period_content(four_weeks()).rows

    assert rows[0] == ["Bridging", "84 van 120", "40 %", "80 %", "127° – 165°", "126° – 176°"]
    assert rows[2][1:] == ["540 van 600 s", "–", "–", "–", "–"]


def test_the_two_most_frequent_points_are_shown() -> None:
    points = period_content(four_weeks()).points

    assert [(each.name, each.count) for each in points] == [
        ("Langzamer terug", 14), ("Rug recht houden", 9),
    ]  # fmt: skip


def test_the_newest_remark_comes_first_and_the_longest_unjudged_too() -> None:
    content = period_content(four_weeks())

    assert content.remarks[0] == "20 november: Ging goed, ook de tuin gedaan."
    assert content.not_judged.startswith("Bridging: Knieën naast elkaar, niet te zien")
    assert content.not_judged.endswith("(12 s)")


def test_nothing_known_claims_nothing() -> None:
    content = period_content(PeriodMaterial("en", FIRST, LAST))

    assert content.headline == "Exercised on 0 days."
    assert content.numbers == [("0", "days of exercise"), ("0", "minutes")]
    assert period_content(four_weeks()).pain_words == ""
    assert content.pain_words == "Too few answers to compare."
    assert len(pages_of(period_pdf(content))) == 1


def test_pain_of_one_end_only_is_not_compared() -> None:
    late = [each for each in four_weeks().pains if each.day > date(2026, 11, 20)]
    content = period_content(replace(four_weeks(), pains=late))

    assert "Pijn" not in content.headline
    assert len(content.pains) == len(late)


def test_a_worse_exercise_is_not_called_better() -> None:
    material = four_weeks()
    worse = [replace(each, first=each.last, last=each.first) for each in material.exercises]

    assert "vooruit" not in period_content(replace(material, exercises=worse)).headline


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_page_with_its_pictures(language: str) -> None:
    content = period_content(four_weeks(language, JPEG.read_bytes()))  # type: ignore[arg-type]

    data = period_pdf(content)

    (page,) = pages_of(data)
    assert page.count(" Do") == 2
    assert period_pdf(content) == data


def test_much_is_one_page_too() -> None:
    material = four_weeks(jpeg=JPEG.read_bytes())
    much = replace(
        material,
        last=date(2026, 12, 27),
        exercises=[*material.exercises] * 8,
        remarks=[(FIRST, "Een lange opmerking over hoe het vandaag ging met de rug. " * 3)] * 40,
        not_judged=[*material.not_judged] * 30,
    )

    assert len(pages_of(period_pdf(period_content(much)))) == 1
