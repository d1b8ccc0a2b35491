"""Tempo: the whole way's time from the part that is seen, for ways as people move."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stabiel.coach.movement_summary import time_share, whole_way_s
from tests import sessions
from tests.bodies import Bridge, Camera, ease, hook_lying, leg_lift, path

WAY_S = st.floats(0.3, 10.0)


def seen_s(way: Callable[[float], float], low: float, high: float) -> float:
    """Return the share of a way's time between two fractions of it, in fine steps."""
    times = np.linspace(0.0, 1.0, 4001)
    done = np.array([way(float(time)) for time in times])
    return float(np.interp(high, done, times) - np.interp(low, done, times))


def test_a_way_begins_is_half_done_and_ends() -> None:
    assert [time_share(fraction) for fraction in (0.0, 0.5, 1.0)] == pytest.approx([0.0, 0.5, 1.0])


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_of_the_way_takes_more_of_the_time(one: float, other: float) -> None:
    assert time_share(min(one, other)) <= time_share(max(one, other))


@given(st.floats(0, 1))
def test_out_and_back_are_alike(fraction: float) -> None:
    assert time_share(fraction) + time_share(1 - fraction) == pytest.approx(1.0, abs=1e-3)


@given(seconds=WAY_S, low=st.floats(0.0, 0.3), high=st.floats(0.7, 1.0))
def test_a_way_as_people_move_is_timed_whole(seconds: float, low: float, high: float) -> None:
    part_s = seconds * seen_s(ease, low, high)

    assert whole_way_s(part_s, low, high) == pytest.approx(seconds, rel=0.02)


@given(seconds=WAY_S, low=st.floats(0.0, 0.2))
def test_an_even_way_is_never_read_as_faster_than_it_was(seconds: float, low: float) -> None:
    part_s = seconds * (0.9 - low)

    assert seconds * 0.98 <= whole_way_s(part_s, low, 0.9) <= 1.65 * seconds


@given(seconds=st.floats(0, 10), fraction=st.floats(0, 1))
def test_a_part_too_small_to_tell_gives_a_finite_time(seconds: float, fraction: float) -> None:
    assert 0 <= whole_way_s(seconds, fraction, fraction) <= 20 * seconds + 1e-9


@pytest.mark.parametrize("rate_hz", [12.0, 25.0, 60.0])
@pytest.mark.parametrize("back_s", [0.6, 1.2, 1.8, 3.0, 4.5])
def test_a_way_back_is_timed_the_same_at_any_frame_rate(back_s: float, rate_hz: float) -> None:
    person = Bridge()
    up = path((0, 125), (1, 125), (2.4, 175), (3.4, 175))

    def hip(time_s: float) -> float:
        """Up softly, and down at an even speed until the floor stops it."""
        return up(time_s) if time_s < 3.4 else max(125.0, 175 - (time_s - 3.4) / back_s * 50)

    session = sessions.judged("bridging", lambda t: person.at(hip(t)), 5 + back_s, rate_hz=rate_hz)

    (repetition,) = session.repetitions
    assert repetition.metrics["return_s"] == pytest.approx(back_s, rel=0.15, abs=1 / rate_hz)
    assert repetition.metrics["out_s"] == pytest.approx(1.4, rel=0.15, abs=1 / rate_hz)
    assert ("lowering_fast" in repetition.faults) is (back_s < 0.9)


@pytest.mark.parametrize("unseen", [None, "out", "back"])
def test_how_fast_a_way_was_is_not_judged_where_it_was_not_seen(unseen: str | None) -> None:
    """Nobody in the picture for 0.4 s of a way of 0.7 s: the leg was there when it came back."""
    knee = path((0, 63), (1.5, 63), (2.2, 170), (3.6, 170), (4.3, 63), (6.5, 63))
    gone_s = {None: 99.0, "out": 1.65, "back": 3.75}[unseen]

    session = sessions.judged(
        "leg-lift",
        lambda t: None if gone_s <= t < gone_s + 0.4 else leg_lift(knee(t)),
        6.5,
        Camera(tl_px=200.0, center_px=(500.0, 600.0)),
        far_at=lambda t: hook_lying(),
    )

    assert len(session.repetitions) == 1
    (fast,) = session.faults
    assert fast.id == "too_fast"
    # The visible parts of the way: out begins at 1.5 s, back begins at 3.6 s.
    assert fast.start_s == pytest.approx(3.6 if unseen == "out" else 1.6, abs=0.15)
    assert fast.time_s == pytest.approx(2.1 if unseen == "back" else 4.2, abs=0.15)
    doubted = {what for what, reason, _ in session.not_judged if reason == "sudden_jump"}
    assert doubted == (set() if unseen is None else {"too_fast"})


def test_where_no_way_was_seen_no_tempo_is_judged() -> None:
    knee = path((0, 63), (1.5, 63), (1.51, 170), (3.6, 170), (3.61, 63), (6.5, 63))

    session = sessions.judged(
        "leg-lift",
        lambda t: leg_lift(knee(t)),
        6.5,
        Camera(tl_px=200.0, center_px=(500.0, 600.0)),
        far_at=lambda t: hook_lying(),
    )

    assert sessions.counts(session) == (1, [], [])
    unseen = {what: reason for what, reason, _ in session.not_judged}
    assert unseen["too_fast"] == "sudden_jump"
