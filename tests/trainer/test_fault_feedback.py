"""Faults in words: how often they are mentioned, and how."""

import pytest

from stabiel.trainer.terms import Strictness
from tests.trainer.people import GOOD, LOW, bridge_step, bridges, seen, train

FAST = bridges(*[GOOD] * 9, every_s=8.0, down_s=0.7)


@pytest.mark.parametrize(
    ("strictness", "times"),
    # Out of nine: "two more" and "done" replace the words of the seventh and the ninth.
    [(Strictness.GENTLE, 1), (Strictness.NORMAL, 3), (Strictness.STRICT, 7)],
)
def test_strictness_decides_how_often_a_fault_is_mentioned(strictness, times):
    heard = train([bridge_step(9)], seen(FAST), 120, strictness=strictness)

    assert heard.ids.count("lowering_fast") == times
    assert heard.texts[-2] == "Nine. Done. Good effort."  # every fault is recorded in any case


def test_the_third_time_a_fault_gets_other_words_and_then_none():
    heard = train([bridge_step(9)], seen(FAST), 120)

    said = [line.text for _, line in heard.lines if line.id == "lowering_fast"]
    assert said == [
        "Slowly down, one vertebra at a time.",
        "Slowly down, one vertebra at a time.",
        "Remember: slower on the way down.",
    ]
    assert heard.scenes[-1][1].summary == (
        "Done: The bridge, 0 of 9 good",
        "Next time: slower on the way down",
    )


def test_a_corrected_fault_is_praised_once():
    heard = train([bridge_step(6)], seen(bridges(GOOD, LOW, GOOD, GOOD, GOOD, GOOD, GOOD)), 90)

    assert sum("Yes, like that." in text for text in heard.texts) == 1


def test_why_a_movement_did_not_count_stays_on_the_screen_for_a_while():
    heard = train([bridge_step(5)], seen(bridges(GOOD, LOW, GOOD)), 50)
    said_s = heard.time_of("not_counted")

    scene = heard.scene_at(said_s + 1)
    assert scene.note == "not counted: pelvis higher"
    assert scene.number == "1"
    assert heard.scene_at(said_s + 8).note is None
