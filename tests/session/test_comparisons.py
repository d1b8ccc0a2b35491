"""Comparisons within an exercise: sides, sets, weeks; and what cannot be said yet."""

from dataclasses import dataclass, field

import pytest

from stabiel.coach.events import Hold, Repetition
from stabiel.session.comparisons import (
    Fatigue,
    SideTotals,
    fatigue_of,
    range_of,
    sides_of,
    weeks_compared,
)

FOLLOWS = "hip_extension_deg"


def repetition(number: int, peak: float, side="both", out_s=1.0, faults=()) -> Repetition:
    metrics = {f"start_{FOLLOWS}": 100.0, f"peak_{FOLLOWS}": peak, "out_s": out_s, "return_s": 2.0}
    return Repetition(float(number), number, side, 0.0, 1.0, 2.0, faults, metrics)


TIRED = Fatigue(1, 1.0, 1.0, 1.0, 1.0)


@dataclass
class Week:
    """A week as far as it is compared."""

    range: float | None = 50.0
    movements: int = 10
    faults: dict[str, int] = field(default_factory=dict)
    fatigue: Fatigue | None = TIRED
    sides: dict[str, SideTotals] = field(default_factory=dict)


def test_a_range_is_the_way_whatever_its_direction():
    falling = Repetition(
        1.0, 1, "both", 0.0, 1.0, 2.0, (), {f"start_{FOLLOWS}": 90.0, f"peak_{FOLLOWS}": 40.0}
    )

    assert range_of(falling, FOLLOWS) == 50.0
    assert range_of(falling, "knee_deg") is None


def test_the_end_of_a_set_against_its_start():
    # 70, 69, ... 61: it becomes smaller, and slower by a tenth of a second each time.
    done = [repetition(each, 170.0 - each, out_s=1.0 + each / 10) for each in range(10)]

    found = fatigue_of(done, FOLLOWS, dose=10)

    assert (found.sets, found.range_first, found.range_last) == (1, 69.0, 62.0)
    assert (found.tempo_first_s, found.tempo_last_s) == pytest.approx((3.1, 3.8))


@pytest.mark.parametrize(
    ("sides", "dose", "sets"),
    [
        ("l" * 6 + "r" * 6, 6, 2),
        ("l" * 6 + "r" * 6, None, 2),
        ("l" * 12, 6, 2),
        ("l" * 12, None, 1),
        ("l" * 5 + "r" * 5, 10, 0),
        ("l" * 11, 6, 1),
        ("lr" * 10, 10, 0),
    ],
)
def test_a_set_ends_with_its_dose_or_its_side(sides, dose, sets):
    names = {"l": "left", "r": "right"}
    done = [repetition(number, 160.0, names[side]) for number, side in enumerate(sides)]

    found = fatigue_of(done, FOLLOWS, dose)
    assert (0 if found is None else found.sets) == sets


def test_each_side_has_its_totals():
    done = [
        repetition(1, 150.0, "left"),
        repetition(2, 160.0, "left", faults=("sagging",)),
        repetition(3, 140.0, "right"),
    ]
    held = [Hold(9.0, 1, "right", 0.0, 9.0, 8.5, True, ())]

    assert sides_of(done, held, FOLLOWS) == {
        "left": SideTotals(2, 1, 0.0, 55.0),
        "right": SideTotals(1, 1, 8.5, 40.0),
    }
    assert sides_of([repetition(1, 150.0)], [], FOLLOWS) == {}


def test_the_newest_week_against_the_first_two():
    weeks = [Week(40.0), Week(44.0), Week(50.0), Week(55.0)]

    found = weeks_compared(weeks, moves=True, two_sides=False)
    assert (found.range_at_first, found.range_now) == (42.0, 55.0)
    assert found.unsaid == ()


def test_faults_that_went_and_came():
    before = [Week(faults={"low": 5, "fast": 1}), Week(faults={"low": 3, "knee": 2})]
    newest = [Week(faults={"knee": 1}), Week(faults={"foot": 4, "once": 1})]

    found = weeks_compared([*before, *newest], moves=True, two_sides=False)
    # What was seen only once came and went by chance.
    assert (found.gone, found.new) == (("low",), ("foot",))


def test_too_little_is_said_to_be_too_little():
    few = [Week(None, movements=4, fatigue=None, sides={"left": SideTotals(4, 4, 0.0, None)})]

    found = weeks_compared(few, moves=True, two_sides=True)
    assert found.unsaid == ("range", "faults", "fatigue", "sides")
    assert (found.range_at_first, found.gone, found.new) == (None, (), ())


def test_a_hold_has_no_range_and_no_sets():
    weeks = [Week(None, fatigue=None) for _ in range(4)]

    assert weeks_compared(weeks, moves=False, two_sides=False).unsaid == ()
