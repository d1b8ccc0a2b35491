"""A demonstration from which nothing can be learned ends in one sentence that says what to do."""

import math
from dataclasses import replace

import pytest

from stabiel.exercises.files import load_book
from stabiel.pose.recording import Recorded
from stabiel.tuning.teaching.teach import teach
from stabiel.tuning.teaching.wish import TeachingError
from tests.bodies import Camera
from tests.tuning.teaching.shown import shown, wish

BOOK = load_book()
GOOD = (1.0, 1.0, 1.0)


def in_the_hand(time_s: float) -> Camera:
    """A camera that is held: it sways by a tenth of the trunk, about once a second."""
    return Camera(
        tl_px=200.0,
        center_px=(
            300.0 + 20.0 * math.sin(7.0 * time_s),
            700.0 + 16.0 * math.sin(5.0 * time_s),
        ),
    )


def nearer(time_s: float) -> Camera:
    """A camera that leaves the feet out of the picture."""
    return Camera(tl_px=300.0, center_px=(500.0, 700.0), size_px=(1000, 960))


def with_somebody_else() -> list[Recorded]:
    return [
        Recorded(each.time_s, None if each.pose is None else replace(each.pose, other_at=0.8))
        for each in shown(GOOD)
    ]


BAD = {
    "nobody": [Recorded(number / 15, None) for number in range(60)],
    "two_people": with_somebody_else(),
    "out_of_picture": shown(GOOD, camera=nearer),
    "moving_camera": shown(GOOD, camera=in_the_hand),
    "no_movement": shown((0.0, 0.0)),
    "one_repetition": shown((1.0,)),
}


@pytest.mark.parametrize("reason", BAD)
def test_a_bad_demonstration_ends_in_a_sentence(reason: str) -> None:
    with pytest.raises(TeachingError) as refused:
        teach(BAD[reason], wish(), BOOK, model="full")

    assert refused.value.reason == reason
    for language in ("nl", "en"):
        assert refused.value.in_language(language).endswith(".")


def test_nothing_at_all_is_nobody() -> None:
    with pytest.raises(TeachingError, match="Nobody was found"):
        teach([], wish(), BOOK, model="full")


def test_a_wrong_number_of_repetitions_is_said_with_the_right_one() -> None:
    with pytest.raises(TeachingError, match=r"^3 repetitions were found, not 5"):
        teach(shown(GOOD), wish(repetitions=5), BOOK, model="full")


def test_a_repetition_that_is_not_there_cannot_be_left_out() -> None:
    with pytest.raises(TeachingError, match="no repetition 7; 3 were found"):
        teach(shown(GOOD), wish(not_counted=frozenset({7})), BOOK, model="full")


def test_all_repetitions_cannot_be_left_out() -> None:
    with pytest.raises(TeachingError, match="leave at least one"):
        teach(shown(GOOD), wish(not_counted=frozenset({1, 2, 3})), BOOK, model="full")


def test_a_repetition_that_looks_like_the_good_ones_is_asked_for_from_another_angle() -> None:
    with pytest.raises(TeachingError, match="Repetition 2 looks the same as the good ones"):
        teach(shown(GOOD), wish(not_counted=frozenset({2})), BOOK, model="full")


@pytest.mark.parametrize("reach", [0.2, 0.3])
def test_a_movement_that_is_too_small_to_be_counted_is_said(reach: float) -> None:
    with pytest.raises(TeachingError) as refused:
        teach(shown((reach,) * 3), wish(), BOOK, model="full")

    assert refused.value.reason in ("no_movement", "no_measure")


def test_no_hold_is_said() -> None:
    with pytest.raises(TeachingError, match="at least 3 seconds"):
        teach(shown(GOOD), wish(hold=True), BOOK, model="full")
