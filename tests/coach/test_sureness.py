"""How sure a claim is: more of each reason never makes it less sure, and frames do not count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stabiel.body.measures import MEASURES
from stabiel.coach.noise import NOISE_OF_UNIT, NOISIER, noise_of
from stabiel.coach.sureness import SURE, Exceedance, sureness

BY = st.floats(0, 20)
TIMES = st.floats(0, 10)
SEEN = st.floats(0, 1)


@given(by=BY, more=BY, times=TIMES, seen=SEEN)
def test_further_beyond_the_limit_is_never_less_sure(
    by: float, more: float, times: float, seen: float
) -> None:
    assert sureness(by + more, times, seen) >= sureness(by, times, seen)


@given(by=BY, times=TIMES, more=TIMES, seen=SEEN)
def test_longer_is_never_less_sure(by: float, times: float, more: float, seen: float) -> None:
    assert sureness(by, times + more, seen) >= sureness(by, times, seen)


@given(by=BY, times=TIMES, seen=SEEN)
def test_seen_better_is_never_less_sure_and_nothing_is_surer_than_it_was_seen(
    by: float, times: float, seen: float
) -> None:
    assert sureness(by, times, seen) <= sureness(by, times, 1.0)
    assert 0.0 <= sureness(by, times, seen) <= round(seen, 2)


def test_a_value_at_its_limit_is_as_likely_right_as_wrong() -> None:
    assert sureness(0.0, 4.0, 1.0) == sureness(-3.0, 1.0, 1.0) == 0.5
    assert sureness(0.0, 1.0, 1.0) < SURE


def test_each_noise_beyond_the_limit_halves_the_chance_of_a_mistake() -> None:
    assert [sureness(by, 1.0, 1.0) for by in (1, 2, 3)] == [0.75, 0.88, 0.94]


def test_time_beyond_four_times_the_asked_one_adds_nothing() -> None:
    assert sureness(0.5, 4.0, 1.0) == sureness(0.5, 400.0, 1.0) > sureness(0.5, 1.0, 1.0)


@pytest.mark.parametrize("rate_hz", [10.0, 25.0, 60.0])
def test_it_is_the_same_at_any_frame_rate(rate_hz: float) -> None:
    beyond = Exceedance(0.5, 3.0)
    for index in range(round(2.0 * rate_hz) + 1):
        time_s = index / rate_hz
        beyond.add(time_s, 4.0 * time_s if time_s <= 1.0 else 4.0 - 3.0 * (time_s - 1.0))

    assert beyond.sure == pytest.approx(0.87, abs=0.01)


def test_what_happens_later_does_not_make_it_unsure() -> None:
    beyond = Exceedance(0.5, 3.0)
    for index in range(50):
        beyond.add(index / 25, 12.0 if index < 25 else -2.0)

    assert beyond.sure > 0.95
    assert not beyond.doubtful


def test_what_was_mostly_seen_unsurely_is_doubtful_however_far_it_is() -> None:
    beyond = Exceedance(0.5, 3.0)
    for index in range(50):
        beyond.add(index / 25, 60.0, doubtful=index > 15)

    assert beyond.doubtful


def test_every_measure_has_a_noise_and_none_less_than_its_unit() -> None:
    assert all(noise_of(name) >= NOISE_OF_UNIT[MEASURES[name].unit] for name in MEASURES)
    assert NOISIER.keys() & MEASURES.keys()
