"""The pain-monitoring model: zones, what rose, and what was skipped."""

import pytest

from stabiel.session.pain_rule import PainZone, advice_after, advice_before, zone_of
from stabiel.session.wellbeing import WellbeingAnswer, WorkoutWellbeing
from stabiel.wording.catalogue import group

GREEN, AMBER, RED = PainZone.GREEN, PainZone.AMBER, PainZone.RED


def test_the_zones_are_those_of_the_model():
    zones = [zone_of(pain) for pain in range(11)]

    assert zones == [GREEN] * 3 + [AMBER] * 3 + [RED] * 5


@pytest.mark.parametrize(
    ("pain", "earlier", "key"),
    [
        (None, None, None),
        (None, 9, None),
        (0, None, "before_green"),
        (2, 0, "before_green"),
        (3, None, "before_amber"),
        (3, 2, "before_amber"),
        (3, 1, "before_rose"),
        (5, 3, "before_rose"),
        (5, 4, "before_amber"),
        (5, 9, "before_amber"),
        (6, None, "before_red"),
        (6, 6, "before_red"),
        (10, 0, "before_red"),
    ],
)
def test_before(pain, earlier, key):
    advice = advice_before(pain, earlier)

    assert (advice and advice.key) == key


@pytest.mark.parametrize(
    ("before", "during", "after", "key", "zone"),
    [
        # None: not asked. "skipped": asked, and no number given.
        (None, None, None, None, None),
        (4, None, None, None, None),
        ("skipped", None, "skipped", None, None),
        (None, None, 0, "after_green", GREEN),
        (0, None, 2, "after_green", GREEN),
        (None, None, 3, "after_amber", AMBER),
        ("skipped", None, 5, "after_amber", AMBER),
        (4, None, 5, "after_amber", AMBER),
        (2, None, 3, "after_amber", AMBER),
        (2, None, 4, "after_rose", AMBER),
        (5, None, 6, "after_red", RED),
        (9, None, 6, "after_red", RED),
        (9, None, 2, "after_green", GREEN),
        (0, "skipped", None, "during_amber", AMBER),
        (0, 1, None, "during_amber", AMBER),
        (0, 5, 0, "during_amber", AMBER),
        (0, 6, 0, "after_red", RED),
        (0, 1, 7, "after_red", RED),
    ],
)
def test_after(before, during, after, key, zone):
    def answer(moment, pain):
        if pain is None:
            return None
        return WellbeingAnswer(moment, None if pain == "skipped" else pain)

    said = WorkoutWellbeing(
        answer("before", before), answer("during", during), answer("after", after)
    )
    advice = advice_after(said)

    assert (advice and advice.key, advice and advice.zone) == (key, zone)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_red_says_stop_and_whom_to_ask(language):
    words = group("pain_advice", language)
    doctor, stop = ("huisarts", "Stop") if language == "nl" else ("doctor", "Stop")
    red = [text for key, text in words.items() if key.endswith("red")]

    assert len(red) == 2
    assert all(stop in text and doctor in text and "fysio" in text.replace("physio", "fysio")
               for text in red)  # fmt: skip


def test_an_empty_answer_says_nothing():
    assert WellbeingAnswer("after").is_empty
    assert not WellbeingAnswer("during").is_empty
    assert not WellbeingAnswer("after", remark="stiff").is_empty
    assert not WellbeingAnswer("before", 0).is_empty
