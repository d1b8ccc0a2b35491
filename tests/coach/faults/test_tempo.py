"""A tempo fault on movements whose two ways took given times."""

import pytest

from stabiel.anatomy import Evidence
from stabiel.coach.faults.tempo import TempoWatcher
from stabiel.coach.movement_summary import CompletedMovement
from stabiel.coach.sureness import SURE
from stabiel.exercises.model import TempoFault
from tests.sessions import BOOK


def movement(out_s: float, return_s: float, *, out_jumped: bool = False) -> CompletedMovement:
    hold_s = 0.5
    return CompletedMovement(
        start_s=1.0,
        end_s=1.0 + out_s + hold_s + return_s,
        target_s=1.0 + out_s,
        start_value=0.0,
        peak_value=60.0,
        peak_s=1.0 + out_s,
        out_s=out_s,
        hold_s=hold_s,
        return_s=return_s,
        return_start_s=1.0 + out_s + hold_s,
        out_jumped=out_jumped,
        return_jumped=False,
        slipped=False,
        unmet=None,
        unseen=False,
    )


def sure(exercise: str, done: CompletedMovement) -> float | None:
    """How sure it is that the movement was too fast; None if it was not."""
    rule = BOOK.get(exercise).faults["too_fast"]
    assert isinstance(rule, TempoFault)
    timing = TempoWatcher(rule).timing(done, at_rest=Evidence.SEEN)
    return None if timing.start_s is None else timing.sure


@pytest.mark.parametrize(
    ("out_s", "return_s", "spoken"),
    [(0.7, 0.7, True), (0.7, 2.0, False), (2.0, 0.7, False), (0.7, 0.97, False)],
)
def test_a_knee_fallout_is_too_fast_if_both_ways_are(
    out_s: float, return_s: float, spoken: bool
) -> None:
    found = sure("knee-fallout", movement(out_s, return_s))

    assert (found is not None and found >= SURE) is spoken


def test_of_two_ways_one_that_was_not_seen_makes_no_pair() -> None:
    assert sure("knee-fallout", movement(0.7, 0.7, out_jumped=True)) is None
    assert sure("single-leg-cycle", movement(0.7, 0.7, out_jumped=True)) is not None


@pytest.mark.parametrize("exercise", ["single-leg-cycle", "leg-lift"])
@pytest.mark.parametrize(
    ("out_s", "return_s", "spoken"),
    [(0.6, 1.1, True), (1.1, 0.6, True), (1.0, 1.0, False)],
)
def test_one_fast_way_of_a_leg_is_enough(
    exercise: str, out_s: float, return_s: float, spoken: bool
) -> None:
    found = sure(exercise, movement(out_s, return_s))

    assert (found is not None and found >= SURE) is spoken
