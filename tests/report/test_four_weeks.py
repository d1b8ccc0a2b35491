"""The page of four weeks in the records agrees with sums made by hand, and with the calendar.

Planned: 12 days. Done: 2, 4, 6, 9, 16, 20, 23, 27 = 8. Partly: 11 and 25. Extra: the note of the
21st. Bridges asked: 12 x 4 = 48. Done: 10 evenings x 4, one more by a correction, and 4 of the note
= 45. Good in the first week: 3 evenings x 2, and one that was no fault = 7 of 12. In the last: 12
of 12. Leg lifts: 9 evenings x 3 = 27 of 36, good 3 of 9 and 6 of 9. Head lifted: 3 x 2 + 2 + 2 x 1
+ 3 x 1 = 13. Too fast: 3 x 2 - 1 + 2 + 2 = 9. Pain before: (6 + 6 + 5) / 3 = 5.7 in the first week
and (3 + 3 + 2) / 3 = 2.7 in the last.
"""

from datetime import date

import pytest

from stabiel.errors import UsageError
from stabiel.exercises.library import read_library
from stabiel.report.period import PainReading, mean_pain, planned_and_done
from stabiel.report.period_content import period_content
from stabiel.report.period_material import Period, period_material, weeks_until
from stabiel.report.period_pdf import period_pdf
from stabiel.store import Store
from tests.four_weeks import FIRST, LAST, NOW, write_four_weeks
from tests.report.test_pdf import pages_of

WEEKS = Period(FIRST, LAST)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_four_weeks(tmp_path_factory.mktemp("weeks") / "data")


def material_of(folder, period=WEEKS, language="nl", **options):
    library = read_library(folder.shared, folder.path)
    with Store(folder) as store:
        return period_material(store, library, period, NOW.date(), language, **options)


@pytest.fixture(scope="module")
def material(folder):
    return material_of(folder)


def test_the_days_agree(material):
    assert planned_and_done(material.days) == (12, 8, 2)
    trained = [each.day.day for each in material.days if each.done or each.partly]
    assert trained == [2, 4, 6, 9, 11, 16, 20, 21, 23, 25, 27]


def test_the_pain_agrees(material):
    assert mean_pain(material) == (pytest.approx(17 / 3), pytest.approx(8 / 3))
    assert material.pains[:2] == [
        PainReading(date(2026, 11, 2), 6, 7), PainReading(date(2026, 11, 4), 6, 6),
    ]  # fmt: skip
    assert material.pains[8] == PainReading(date(2026, 11, 25), 3, None)
    assert (material.hurt, material.efforts) == (1, {"heavy": 2, "right": 5, "light": 1})


def test_what_the_page_says_agrees(material):
    content = period_content(material)

    assert content.headline == (
        "8 van de 12 geplande dagen gedaan, 2 deels. "
        "Pijn vooraf: gemiddeld 5,7 in de eerste week, 2,7 in de laatste. "
        "Het meest vooruit: Bridging, van 58 % naar 100 % goed."
    )
    assert [row[:4] for row in content.rows] == [
        ["Bridging", "45 van 48", "58 %", "100 %"],
        ["1 been opheffen", "27 van 36", "33 %", "67 %"],
        ["Beide knieën naar de buik", "91 van 120 s", "–", "–"],
    ]
    assert content.counted == (
        "2 eigen correcties zijn verwerkt. 1 keer zonder camera geoefend, zelf genoteerd."
    )
    assert [(each.name, each.count) for each in content.points] == [
        ("Hoofd op de grond", 13), ("Langzamer terug", 9),
    ]  # fmt: skip
    assert [each.split(":")[0] for each in content.remarks] == [
        "25 november", "21 november", "20 november", "4 november",
    ]  # fmt: skip
    assert content.not_judged.startswith("Bridging: ")
    assert content.about == (
        "Overzicht · Mevrouw Jansen · Rug, de eerste weken · 2 november tot en met 29 november 2026"
    )


def test_the_range_grows(material):
    bridging = material.exercises[0]

    assert bridging.first.peak == pytest.approx(170, abs=1.5)
    assert bridging.last.peak == pytest.approx(179, abs=1.5)


def test_both_points_have_a_picture_and_it_is_one_page(material):
    content = period_content(material)

    assert all(each.jpeg is not None for each in content.points)
    (page,) = pages_of(period_pdf(content))
    assert page.count(" Do") == 2


def test_a_part_of_the_period_has_its_own_sums(folder):
    content = period_content(material_of(folder, Period(date(2026, 11, 23), LAST), "en"))

    assert content.headline == (
        "2 of 3 planned days done, 1 in part. Pain before exercise: 2.7 on average."
    )
    assert content.rows[0][:4] == ["The bridge", "12 of 12", "–", "100 %"]


def test_nothing_in_the_period_is_one_sentence(folder):
    with pytest.raises(UsageError, match="Nothing is kept from 2026-08-01 to 2026-08-31; choose"):
        material_of(folder, Period(date(2026, 8, 1), date(2026, 8, 31)))


def test_a_name_that_is_wanted_stands_on_it(folder):
    assert period_content(material_of(folder, person="Jo")).about.startswith("Overzicht · Jo · ")


def test_periods_that_cannot_be():
    assert weeks_until(4, LAST) == WEEKS
    for count in (0, 53):
        with pytest.raises(UsageError, match="A period is 1 to 52 weeks"):
            weeks_until(count, LAST)
    with pytest.raises(UsageError, match="before it begins"):
        Period(LAST, FIRST)
    with pytest.raises(UsageError, match="at most 52 weeks"):
        Period(date(2025, 11, 2), LAST)
