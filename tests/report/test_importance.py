"""The order of points is that of what matters to a back, and never chance."""

from itertools import permutations

import pytest

from stabiel.body.measures import MEASURES
from stabiel.report.importance import OF_THE_TRUNK, most_important_first
from tests.sessions import BOOK

REACH = BOOK.get("leg-reach")


def test_every_measure_of_the_trunk_exists() -> None:
    assert set(MEASURES) >= OF_THE_TRUNK


def test_the_back_comes_before_what_is_frequent() -> None:
    assert most_important_first({"leg_high": 5, "back_sagging": 1}, REACH)[0] == "back_sagging"


def test_a_danger_comes_before_the_back() -> None:
    rule = REACH.faults["leg_high"].model_copy(update={"severity": "danger"})
    exercise = REACH.model_copy(update={"faults": REACH.faults | {"leg_high": rule}})

    assert most_important_first({"back_sagging": 9, "leg_high": 1}, exercise)[0] == "leg_high"


def test_equals_are_in_the_order_of_the_file_however_they_come() -> None:
    faults = ("weight_shifted", "leg_high", "knee_bent", "gone_fault")

    orders = [
        most_important_first(dict.fromkeys(order, 1), REACH) for order in permutations(faults)
    ]

    assert all(
        order == ["knee_bent", "leg_high", "weight_shifted", "gone_fault"] for order in orders
    )


@pytest.mark.parametrize("name", ["arm-reach", "all-fours", "bridging", "heel-slide", "psoas"])
def test_these_exercises_have_a_fault_of_the_trunk(name: str) -> None:
    exercise = BOOK.get(name)
    signals = [fault.signal(exercise.follows) for fault in exercise.faults.values()]

    assert any(signal and signal[0] in OF_THE_TRUNK for signal in signals)
