"""The questions about red flags: when they are asked, and what a yes says."""

from datetime import datetime, timedelta

import pytest

from stabiel.session.red_flags import (
    RED_FLAGS,
    URGENT,
    RedFlagAnswers,
    advice_key,
    answers_kept,
    answers_of,
    red_flags_due,
)
from stabiel.wording.catalogue import group

NOW = datetime(2026, 3, 30, 9).astimezone()


def ago(**passed):
    return NOW - timedelta(**passed)


@pytest.mark.parametrize(
    ("asked", "trained", "due"),
    [
        (None, None, True),
        # Records from before these questions: only after four weeks away.
        (None, ago(days=3), False),
        (None, ago(days=27, hours=23), False),
        (None, ago(weeks=4), True),
        (ago(hours=1), None, False),
        (ago(hours=1), ago(weeks=9), False),
        (ago(weeks=9), ago(days=1), False),
        (ago(weeks=9), ago(weeks=5), True),
        (ago(days=1), None, False),
        (ago(weeks=3), ago(weeks=8), False),
        (ago(weeks=4), None, True),
    ],
)
def test_when_it_is_asked(asked, trained, due):
    last = None if asked is None else RedFlagAnswers(asked, ())

    assert red_flags_due(NOW, last, trained) is due


@pytest.mark.parametrize(
    ("asked", "went_on", "trained", "due"),
    [
        (ago(days=1), False, None, True),
        (ago(days=1), None, None, True),
        (ago(days=1), True, None, False),
        (ago(hours=2), False, None, False),
        (ago(days=2), False, ago(days=1), False),
        (ago(days=2), False, ago(days=9), True),
    ],
)
def test_a_yes_that_stopped_is_asked_again_on_another_day(asked, went_on, trained, due):
    assert red_flags_due(NOW, RedFlagAnswers(asked, ("ill",), went_on), trained) is due


@pytest.mark.parametrize(
    ("yes", "key"),
    [((), None), (("fall",), "advice"), (("numb",), "urgent"), (("ill", "weak"), "urgent")],
)
def test_what_a_yes_says(yes, key):
    assert advice_key(yes) == key


@pytest.mark.parametrize("went_on", [None, True, False])
def test_what_is_kept_is_read_back(went_on):
    answers = RedFlagAnswers(NOW, ("numb", "ill"), went_on)

    assert answers_of(answers_kept(answers), NOW) == answers


def test_every_question_has_words():
    assert set(RED_FLAGS) <= set(group("red_flag", "nl"))
    assert set(RED_FLAGS) >= URGENT
