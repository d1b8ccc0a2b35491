"""What was held up sinks and stays there, and what only looks like it.

Bare numbers in, no bodies: what a watcher sees are times, phases and readings.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stabiel.coach.events import Phase
from stabiel.coach.faults.sag import SagWatcher
from stabiel.coach.faults.watcher import FaultChange
from stabiel.exercises.model import SagFault
from tests.coach.faults.signals import WORDS, Signal, times

SAG = SagFault.model_validate(WORDS | {"sags": {"by": 8, "steady_within": 4}, "for_s": 1.0})


def sag_changes(signal: Signal, seconds: float, phase: Phase = Phase.TARGET) -> list[FaultChange]:
    watcher = SagWatcher(SAG, upwards=True, noise=3.0)
    said = (watcher.update(t, phase, signal(t)) for t in times(seconds))
    return [change for change in said if change is not None]


def test_a_drop_that_stays_is_sagging() -> None:
    (change,) = sag_changes(lambda t: 175.0 if t < 1 else 158.0, 4.0)

    assert (change.onset_s, change.ended, change.doubtful) == (1.0, False, False)


def test_a_drop_that_is_mended_ends() -> None:
    changes = sag_changes(lambda t: 158.0 if 1 <= t < 3 else 175.0, 4.0)

    assert [change.ended for change in changes] == [False, True]


@given(rate=st.floats(5, 60))
def test_a_slow_way_down_is_no_sagging(rate: float) -> None:
    # More than 4 degrees (`steady_within`) in the second that a sag must last.
    assert sag_changes(lambda t: 175.0 - rate * t, 8.0, Phase.RETURN) == []


@pytest.mark.parametrize("drop", [0.0, 4.0, 7.5])
def test_a_small_drop_is_no_sagging(drop: float) -> None:
    assert sag_changes(lambda t: 175.0 if t < 1 else 175.0 - drop, 5.0) == []


def test_on_the_way_out_nothing_sags() -> None:
    assert sag_changes(lambda t: 175.0 if t < 1 else 150.0, 5.0, Phase.OUT) == []


def test_sagging_downwards_is_rising() -> None:
    watcher = SagWatcher(SAG, upwards=False, noise=3.0)
    said = [watcher.update(t, Phase.TARGET, 20.0 if t < 1 else 36.0) for t in times(4.0)]

    (change,) = (change for change in said if change)
    assert (change.onset_s, change.ended, change.doubtful) == (1.0, False, False)
