"""Questions in the window: all words stay in the picture, and red is there only for stop."""

import numpy as np
import pytest

from stabiel.desktop.design import sizes_of
from stabiel.desktop.question import STOP_ON_DARK, draw_question, parts_in_lines
from stabiel.desktop.sheet import WritingStyle
from stabiel.drawing.lettering import ON_DARK, Lettering
from stabiel.trainer.interview import Interview
from stabiel.trainer.terms import Command
from stabiel.trainer.wellbeing_cards import WellbeingCards
from stabiel.trainer.words import TrainerWords
from tests.sessions import BOOK
from tests.trainer.test_interview import Remembered

SIZES = [(640, 480), (1280, 720), (720, 1280)]


def questions(language):
    """Return the questions and the advice of a workout that hurts, by their ids and zones."""
    words = TrainerWords(BOOK, language)
    for hurt, answers in ((None, "8"), (None, "4"), (False, "1"), (False, "12"), (True, "9")):
        cards = WellbeingCards(Remembered(), words)
        first = cards.before() if hurt is None else cards.after(hurt=hurt)
        interview = Interview(first, language)
        interview.update(0.0)
        yield interview.question()
        for answer in answers:
            interview.update(1.0, [Command(f"answer_{answer}")])
            yield interview.question()


def drawn(question, size):
    canvas = np.zeros((size[1], size[0], 3), np.uint8)
    draw_question(canvas, question, WritingStyle(Lettering(size), sizes_of(size), ON_DARK))
    return canvas


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_question_fills_the_middle_and_leaves_the_edges_free(language, size):
    for question in questions(language):
        picture = drawn(question, size)
        bright = (picture.astype(int).sum(axis=2) > 300).nonzero()
        edge = round(0.01 * size[0])

        assert len(bright[0]) > 0.004 * size[0] * size[1], question.text
        assert edge < bright[1].min(), question.text
        assert bright[1].max() < size[0] - edge, question.text
        assert edge < bright[0].min(), question.text
        assert bright[0].max() < size[1] - edge, question.text


def test_a_key_stays_with_what_it_answers():
    hint = "0 no pain, 10 worst pain · keys 0 to 9, t for 10 · n skip"

    assert parts_in_lines(hint, lambda line: len(line) < 50) == [
        "0 no pain, 10 worst pain · keys 0 to 9, t for 10",
        "n skip",
    ]
    assert parts_in_lines(hint, lambda line: True) == [hint]
    assert len(parts_in_lines(hint, lambda line: False)) == 3


def test_red_is_only_for_stop():
    for question in questions("en"):
        red = np.all(drawn(question, (640, 480)) == STOP_ON_DARK, axis=2).any()
        assert red == (question.zone == "red")
        assert ("Stop" in question.text) == (question.zone == "red")
