"""The times of a source, repaired: a clock that stands, starts again or leaps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stabiel.devices.rate_watch import DIM_BELOW, RateWatch
from stabiel.devices.source_clock import LEAST_STEP_S, PlayedClock, SourceClock

STEP_S = 0.04
CAME = [100.0 + STEP_S * index for index in range(100)]


def times(stamps, came=CAME):
    clock = SourceClock()
    return [clock.time_s(stamp, at) for stamp, at in zip(stamps, came, strict=False)]


@pytest.mark.parametrize(
    "stamps",
    [
        [STEP_S * index for index in range(100)],
        [7.0] * 100,
        [STEP_S * index if index < 50 else 2.0 for index in range(100)],
        [STEP_S * (index % 50) for index in range(100)],
        [500.0 + STEP_S * index if index < 50 else STEP_S * (index - 50) for index in range(100)],
        [STEP_S * index + (3600.0 if index >= 50 else 0.0) for index in range(100)],
        [STEP_S * index + (0.5 if index == 50 else 0.0) for index in range(100)],
        [-STEP_S * index for index in range(100)],
    ],
    ids=[
        "as it should be", "stands still", "stops", "starts again", "starts again from 0",
        "leaps for good", "leaps once", "runs backward",
    ],
)  # fmt: skip
def test_a_clock_of_a_camera_that_errs_neither_stalls_nor_squeezes(stamps):
    found = times(stamps)

    assert np.diff(found).min() >= LEAST_STEP_S / 2
    assert found == pytest.approx([each - CAME[0] for each in CAME], abs=0.002)


def test_the_same_times_in_give_the_same_times_out():
    stamps = [3.0, 3.0, 1.0, 1.04, 9.0, 0.0]

    assert times(stamps) == times(stamps)


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=30))
def test_whatever_the_stamps_time_advances(stamps):
    assert np.diff(times(stamps)).min() > 0


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ([0.0, 0.04, 0.08, 0.12], [0.0, 0.04, 0.08, 0.12]),
        ([0.0, 0.0, 0.0, 0.0], [0.0, 0.05, 0.10, 0.15]),
        ([5.0, 5.04, 0.0, 0.04], [0.0, 0.04, 0.09, 0.13]),
        ([0.0, 0.04, 900.0, 900.04], [0.0, 0.04, 0.09, 0.13]),
        ([0.0, float("nan"), 0.08, 0.12], [0.0, 0.05, 0.10, 0.14]),
    ],
    ids=["as they should be", "none", "start again", "leap", "no number"],
)
def test_a_clip_from_an_address_plays_at_its_pace(positions, expected):
    clock = PlayedClock(20.0)

    assert [clock.time_s(each) for each in positions] == pytest.approx(expected)


# Slow in the dark


def watched(phases, watch=None):
    """Return when a camera is slow; phases are (seconds, rate in Hz, brightness)."""
    watch = watch or RateWatch()
    time_s, slow = 0.0, []
    for seconds, rate_hz, light in phases:
        for _ in range(round(seconds * rate_hz)):
            time_s += 1.0 / rate_hz
            if watch.update(time_s, light):
                slow.append(time_s)
    return slow


DIM, LIT = DIM_BELOW - 0.1, DIM_BELOW + 0.1


def test_a_rate_that_halves_in_the_dark_is_noticed_after_some_seconds():
    slow = watched([(10, 30, LIT), (12, 15, DIM)])

    assert 14.0 < slow[0] < 18.0
    assert slow[-1] == pytest.approx(22.0, abs=0.1)


@pytest.mark.parametrize(
    "phases",
    [
        [(10, 30, LIT), (12, 15, LIT)],  # the cable, or another program
        [(10, 30, LIT), (12, 25, DIM)],
        [(20, 30, DIM)],
        [(20, 10, DIM)],  # it never gave more
        [(10, 30, LIT), (3, 15, DIM), (10, 30, LIT)],
    ],
    ids=["in the light", "by a sixth", "not at all", "from the start", "for a moment"],
)
def test_what_is_no_halving_in_the_dark_is_not_said(phases):
    assert watched(phases) == []


def test_a_session_that_begins_in_the_dark_is_compared_with_what_the_camera_declares():
    assert watched([(12, 15, DIM)], RateWatch(30.0))
    assert not watched([(12, 30, DIM)], RateWatch(60.0))


def test_one_late_frame_changes_nothing():
    watch = RateWatch()
    watched([(6, 30, DIM)], watch)

    assert not watch.update(8.0, DIM)
    assert not watch.update(8.0 + 1 / 30, DIM)


def test_a_light_that_is_turned_on_ends_it():
    watch = RateWatch()
    watched([(10, 30, LIT), (12, 15, DIM)], watch)
    assert watch.slow
    watch.note(30.0, 30.0, LIT)

    assert not watch.slow
