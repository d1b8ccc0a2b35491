"""A limit passed for its time: what begins the fault, what ends it, and what is no fault.

Bare numbers in, no bodies: what a watcher sees are times, phases and readings.
"""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stabiel.body.measures import Reading, Value
from stabiel.coach.events import Phase
from stabiel.coach.faults.limit import LimitWatcher
from stabiel.coach.faults.watcher import FaultChange
from stabiel.coach.sureness import SURE
from stabiel.exercises.model import LimitFault
from tests.coach.faults.signals import HIDDEN, STEP_S, WORDS, times

OVER = LimitFault.model_validate(
    WORDS | {"measure": "hip_angle_deg", "above": 10, "clears_below": 4, "for_s": 0.4}
)
UNDER = LimitFault.model_validate(
    WORDS | {"measure": "hip_angle_deg", "below": -10, "clears_above": -4, "for_s": 0.4}
)
AT_TARGET = OVER.model_copy(update={"during": ["target"]})


def limit_changes(
    rule: LimitFault,
    reading_at: Callable[[float], Reading | None],
    seconds: float = 4.0,
    *,
    phase_at: Callable[[float], Phase] = lambda time_s: Phase.OUT,
) -> list[tuple[float, FaultChange]]:
    """Return when the watcher said what."""
    watcher = LimitWatcher(rule)
    said = ((t, watcher.update(t, phase_at(t), reading_at(t))) for t in times(seconds))
    return [(time_s, change) for time_s, change in said if change is not None]


def between(start_s: float, end_s: float, value: float) -> Callable[[float], Reading]:
    """A value in a stretch of time, 0 outside it."""
    return lambda time_s: Value(value if start_s <= time_s < end_s else 0.0)


@pytest.mark.parametrize(("rule", "value"), [(OVER, 22.0), (UNDER, -22.0)])
def test_a_limit_passed_for_its_time_begins_and_ends(rule: LimitFault, value: float) -> None:
    (began, begin), (ended, end) = limit_changes(rule, between(1.0, 2.0, value))

    # It began when it was passed...
    assert (begin.onset_s, begin.ended, begin.doubtful) == (1.0, False, False)
    assert began == pytest.approx(1.4, abs=STEP_S)  # ...and is known once it lasted
    assert (end.onset_s, end.ended, end.doubtful) == (1.0, True, False)
    assert ended == pytest.approx(2.0, abs=STEP_S)


@pytest.mark.parametrize(("rule", "value"), [(OVER, 10.0), (UNDER, -10.0), (OVER, -40.0)])
def test_at_the_limit_or_on_its_good_side_is_no_fault(rule: LimitFault, value: float) -> None:
    assert limit_changes(rule, between(1.0, 3.0, value)) == []


def test_a_fault_just_beyond_its_limit_is_doubtful_to_its_end() -> None:
    begin, end = (change for _, change in limit_changes(OVER, between(1.0, 2.0, 10.5)))

    assert begin.doubtful
    assert end.doubtful
    assert 0.5 < begin.sure <= end.sure < SURE


def test_a_doubtful_fault_begins_once_more_when_it_becomes_sure() -> None:
    def reading(time_s: float) -> Reading:
        return Value(0.0 if time_s < 1.0 else 10.5 if time_s < 2.0 else 22.0)

    (_, first), (sure_s, again) = limit_changes(OVER, reading)

    assert (first.doubtful, again.doubtful) == (True, False)
    assert first.onset_s == again.onset_s == 1.0
    assert 2.0 < sure_s < 2.5


def test_a_limit_passed_too_briefly_is_no_fault() -> None:
    assert limit_changes(OVER, between(1.0, 1.36, 22.0)) == []


def test_two_short_passings_are_not_added_up() -> None:
    def reading(time_s: float) -> Reading:
        return Value(22.0 if time_s % 0.6 < 0.3 else 0.0)

    assert limit_changes(OVER, reading) == []


def test_within_the_dead_band_a_fault_neither_begins_nor_ends() -> None:
    def reading(time_s: float) -> Reading:
        return Value(22.0 if 1.0 <= time_s < 1.6 else 7.0)

    assert [change.ended for _, change in limit_changes(OVER, reading)] == [False]
    assert limit_changes(OVER, lambda time_s: Value(7.0)) == []


@given(st.lists(st.floats(4.1, 9.9), min_size=30, max_size=30))
def test_jitter_inside_the_dead_band_changes_nothing(values: list[float]) -> None:
    watcher = LimitWatcher(OVER)
    for index in range(12):
        watcher.update(index * STEP_S, Phase.OUT, Value(22.0))

    said = [
        watcher.update((12 + index) * STEP_S, Phase.OUT, Value(value))
        for index, value in enumerate(values)
    ]

    assert said == [None] * len(values)


def test_a_fault_ends_with_its_phase() -> None:
    changes = limit_changes(
        AT_TARGET,
        between(0.0, 9.0, 22.0),
        phase_at=lambda t: Phase.TARGET if 1.0 <= t < 2.0 else Phase.OUT,
    )

    assert [(time_s, change.ended) for time_s, change in changes] == [
        (pytest.approx(1.4, abs=STEP_S), False),
        (pytest.approx(2.0, abs=STEP_S), True),
    ]


@pytest.mark.parametrize(("gap_s", "faults"), [(0.2, 1), (0.6, 2)])
def test_a_short_gap_does_not_end_a_fault_and_a_long_one_does(gap_s: float, faults: int) -> None:
    def reading(time_s: float) -> Reading:
        return HIDDEN if 1.0 <= time_s < 1.0 + gap_s else Value(22.0)

    begun = [change for _, change in limit_changes(OVER, reading) if not change.ended]

    assert len(begun) == faults


def test_what_is_never_seen_never_begins() -> None:
    assert limit_changes(OVER, lambda time_s: HIDDEN) == []
