"""The tempo of a plan: which fault of an exercise gets which limit."""

import pytest

from stabiel.exercises.files import load_book
from stabiel.exercises.model import Exercise, TempoFault
from stabiel.exercises.tempo import READ_SHARE, fault_words, with_tempo

BOOK = load_book()


def limits(exercise: Exercise) -> dict[str, tuple[str, float]]:
    """Return phase and limit of all faults about time."""
    faults = exercise.faults.items()
    return {
        name: (each.phase, each.shorter_than_s)
        for name, each in faults
        if isinstance(each, TempoFault)
    }


@pytest.mark.parametrize(
    ("name", "tempo", "expected"),
    [
        ("bridging", (None, 4.0), {"lowering_fast": ("return", 2.32)}),
        (
            "bridging",
            (3.0, None),
            {"lowering_fast": ("return", 0.9), "planned_tempo_out": ("out", 1.74)},
        ),
        (
            "leg-lift",
            (None, 4.0),
            {"too_fast": ("out", 0.85), "planned_tempo_return": ("return", 2.32)},
        ),
        (
            "leg-lift",
            (3.0, 4.0),
            {"planned_tempo_out": ("out", 1.74), "planned_tempo_return": ("return", 2.32)},
        ),
        ("knee-fallout", (3.0, None), {"planned_tempo_out": ("out", 1.74)}),
        ("arm-reach", (None, 2.0), {"planned_tempo_return": ("return", 1.16)}),
    ],
)
def test_each_way_is_judged_by_one_limit_and_a_planned_one_by_that_of_the_plan(
    name, tempo, expected
):
    changed = with_tempo(BOOK[name], *tempo)

    assert limits(changed) == expected
    others = {key: each for key, each in BOOK[name].faults.items() if key not in limits(BOOK[name])}
    assert others.items() <= changed.faults.items()
    # It can be kept and read again.
    assert Exercise.model_validate(changed.model_dump(mode="json")) == changed


def test_without_a_tempo_and_for_a_hold_nothing_changes():
    assert with_tempo(BOOK["bridging"], None, None) is BOOK["bridging"]
    assert with_tempo(BOOK["psoas"], 3.0, 3.0) is BOOK["psoas"]


def test_the_share_is_that_of_the_limits_of_the_files():
    # They ask for 1.5 s (exercises/bridging.yaml).
    shares = {limit / 1.5 for each in BOOK.exercises.values() for _, limit in limits(each).values()}

    assert min(shares) < READ_SHARE < max(shares)


def test_a_fault_that_a_plan_added_has_words_without_the_plan():
    words = fault_words(BOOK["arm-reach"], "planned_tempo_out")

    assert words is not None
    assert words[1].nl == "Ga rustiger heen."
    assert fault_words(BOOK["arm-reach"], "no_such_fault") is None
