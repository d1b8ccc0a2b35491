"""Numbers and counts as they are read: a decimal comma in Dutch, and a singular for one."""

import pytest

from stabiel.wording.catalogue import group, text
from stabiel.wording.formatting import clock, number, plural, short_number, with_unit
from stabiel.wording.language import LANGUAGES, Language

GROUPS = ("period", "programme", "progress", "report", "trainer", "screen")


def test_dutch_has_a_decimal_comma_and_english_a_point() -> None:
    assert number(1.25, 1, "nl") == "1,2"
    assert number(1.25, 1, "en") == "1.2"
    assert number(-0.4, 2, "nl") == "-0,40"
    assert number(29.6, 0, "nl") == "30"
    assert short_number(1.5, "nl") == "1,5"
    assert short_number(1.5, "en") == "1.5"
    assert short_number(30.0, "nl") == "30"


@pytest.mark.parametrize(
    ("name", "value", "dutch"),
    [
        ("peak_hip_angle_deg", 174.4, "174°"),
        ("peak_pelvis_lift_tl", 0.333, "17 cm"),
        ("return_s", 2.04, "2,0 s"),
        ("hold_s", None, "–"),
    ],
)
def test_a_value_carries_its_unit(name: str, value: float | None, dutch: str) -> None:
    assert with_unit(name, value, "nl") == dutch
    assert with_unit(name, value, "en") == dutch.replace(",", ".")


def test_minutes_and_seconds() -> None:
    assert [clock(seconds) for seconds in (0, 7.9, 65, 3600)] == ["0:00", "0:07", "1:05", "60:00"]


@pytest.mark.parametrize(
    ("count", "language", "words"),
    [
        (1, "nl", "1 telde niet: x."),
        (2, "nl", "2 telden niet: x."),
        (1, "en", "1 did not count: x."),
    ],
)
def test_one_is_singular(count: int, language: Language, words: str) -> None:
    said = plural("report", "headline_attempts", count, language, attempts=count, points="x")
    assert said == words


def test_none_is_plural() -> None:
    assert plural("report", "repetitions", 0, "nl") == "repetities"
    assert plural("report", "repetitions", 1, "nl") == "repetitie"


def test_a_text_without_its_singular_is_an_error() -> None:
    with pytest.raises(KeyError):
        plural("report", "title", 1, "nl")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GROUPS)
def test_a_singular_differs_from_its_plural(name: str, language: Language) -> None:
    texts = group(name, language)
    twins = [key for key in texts if key.endswith("_one") and key.removesuffix("_one") in texts]

    assert twins
    same = [key for key in twins if texts[key] == text(name, key.removesuffix("_one"), language)]
    # "Did not count" and "keer vastgehouden" have one form for both.
    alike = {("report", "en"): ["attempts_one"], ("report", "nl"): ["holds_one"]}
    assert same == alike.get((name, language), [])
