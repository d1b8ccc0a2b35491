"""A held value that swings, and what is no swing.

Bare numbers in, no bodies: what a watcher sees are times, phases and readings.
"""

import math

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from stabiel.body.measures import Value
from stabiel.coach.events import Phase
from stabiel.coach.faults.bounce import BounceWatcher
from stabiel.coach.faults.watcher import FaultChange
from stabiel.exercises.model import BounceFault
from tests.bodies import path
from tests.coach.faults.signals import HIDDEN, WORDS, Signal, times

BOUNCE = BounceFault.model_validate(
    WORDS | {"measure": "hip_angle_deg", "bounces": {"by": 6, "between_hz": [0.5, 3]}, "for_s": 0.6}
)


RATES_HZ = st.floats(12, 60)


def bounces(
    signal: Signal, rate_hz: float, seconds: float = 8.0, phase: Phase = Phase.HOLD
) -> list[FaultChange]:
    watcher = BounceWatcher(BOUNCE)
    said = (watcher.update(t, phase, Value(signal(t))) for t in times(seconds, rate_hz))
    return [change for change in said if change is not None]


def swing(peak_to_peak: float, swing_hz: float, shift: float = 0.0) -> Signal:
    return lambda t: 60 + peak_to_peak / 2 * math.sin(2 * math.pi * (swing_hz * t + shift))


def seen_swing(swing_hz: float, rate_hz: float) -> float:
    """Return the share of a swing that is seen at worst, with an extreme between two frames."""
    return math.cos(math.pi * min(1.0, swing_hz / rate_hz))


@settings(max_examples=400)
@given(
    rate_hz=RATES_HZ,
    swing_hz=st.floats(0.5, 3.0),
    extra=st.floats(0.1, 24.0),
    shift=st.floats(0, 1),
)
@example(rate_hz=25.0, swing_hz=0.5, extra=0.2, shift=0.0)
@example(rate_hz=60.0, swing_hz=3.0, extra=24.0, shift=0.0)
@example(rate_hz=12.0, swing_hz=3.0, extra=0.2, shift=0.3)
def test_a_swing_is_found_at_any_frame_rate(
    rate_hz: float, swing_hz: float, extra: float, shift: float
) -> None:
    enough = 6.0 / seen_swing(swing_hz, rate_hz)

    changes = bounces(swing(enough + extra, swing_hz, shift), rate_hz)

    # One that is just large enough may begin doubtfully, and once more when it is sure.
    assert {change.ended for change in changes} == {False}
    assert len({change.onset_s for change in changes}) == 1


@given(rate_hz=RATES_HZ, swing_hz=st.floats(0.5, 2.0), large=st.floats(14, 24))
def test_a_swing_is_found_within_two_swings(rate_hz: float, swing_hz: float, large: float) -> None:
    changes = bounces(swing(large, swing_hz), rate_hz, seconds=2 / swing_hz + 2 / rate_hz)

    assert len(changes) == 1


@given(rate_hz=RATES_HZ, swing_hz=st.floats(0.8, 2.5))
def test_bouncing_ends_after_it_stops(rate_hz: float, swing_hz: float) -> None:
    bouncing = swing(14, swing_hz)

    watcher = BounceWatcher(BOUNCE)
    said = [
        (t, watcher.update(t, Phase.HOLD, Value(bouncing(t) if t < 4 else 60.0)))
        for t in times(8.0, rate_hz)
    ]

    (_, begin), (ended_s, end) = [(t, change) for t, change in said if change]
    assert (begin.ended, end.ended) == (False, True)
    assert begin.onset_s < 1.5 / swing_hz + 2 / rate_hz
    assert 4 - 1 / swing_hz < ended_s < 4 + 2.5 / swing_hz + 2 / rate_hz


@given(rate_hz=RATES_HZ, degrees_a_second=st.floats(-8, 8))
def test_a_slow_drift_is_no_bouncing(rate_hz: float, degrees_a_second: float) -> None:
    assert bounces(lambda t: 60 + degrees_a_second * t, rate_hz) == []


@settings(max_examples=200)
@given(
    rate_hz=RATES_HZ,
    swing_hz=st.floats(0.02, 0.3),
    size=st.floats(6, 40),
    shift=st.floats(0, 1),
)
def test_a_slow_swing_is_no_bouncing(
    rate_hz: float, swing_hz: float, size: float, shift: float
) -> None:
    # Breathing moves what is held, 12 to 18 times a minute.
    assert bounces(swing(size, swing_hz, shift), rate_hz, seconds=15.0) == []


@given(rate_hz=RATES_HZ, seed=st.integers(0, 1000))
def test_a_small_tremor_is_no_bouncing(rate_hz: float, seed: int) -> None:
    tremor = np.random.default_rng(seed).uniform(-2.9, 2.9, 500)

    assert bounces(lambda t: 60 + float(tremor[round(t * rate_hz)]), rate_hz) == []


@settings(max_examples=200)
@given(
    rate_hz=RATES_HZ,
    size=st.floats(-30, 30),
    lasts_s=st.floats(0.2, 2.0),
    start_s=st.floats(0, 3),
)
def test_one_wobble_is_no_bouncing(
    rate_hz: float, size: float, lasts_s: float, start_s: float
) -> None:
    def wobble(time_s: float) -> float:
        share = (time_s - start_s) / lasts_s
        return 60 + size * math.sin(math.pi * share) if 0 <= share <= 1 else 60.0

    assert bounces(wobble, rate_hz) == []


@given(rate_hz=st.floats(25, 60), every_s=st.floats(0.4, 1.0), size=st.floats(8, 40))
def test_single_bad_frames_are_no_bouncing(rate_hz: float, every_s: float, size: float) -> None:
    every = round(every_s * rate_hz)
    assume(every > 3)

    def glitches(time_s: float) -> float:
        return 60 + (size if round(time_s * rate_hz) % every == 0 else 0)

    assert bounces(glitches, rate_hz) == []


@given(rate_hz=RATES_HZ, way=st.floats(8, 40), wobble=st.floats(8, 20), upwards=st.booleans())
@example(rate_hz=25.0, way=22.0, wobble=8.0, upwards=False)
def test_one_wobble_after_the_way_in_is_no_bouncing(
    rate_hz: float, way: float, wobble: float, upwards: bool
) -> None:
    sign = 1 if upwards else -1
    knots = [(0.0, 0.0), (0.8, way), (1.6, way - wobble), (2.4, way), (99.0, way)]
    value_at = path(*knots)

    assert bounces(lambda t: 60 + sign * value_at(t), rate_hz) == []


@given(rate_hz=RATES_HZ, upwards=st.booleans())
def test_one_wobble_before_getting_up_is_no_bouncing(rate_hz: float, upwards: bool) -> None:
    sign = 1 if upwards else -1
    value_at = path((0.0, 0.0), (1.0, 20.0), (1.8, 0.0), (2.6, 20.0), (3.4, -20.0), (99.0, -20.0))
    watcher = BounceWatcher(BOUNCE)

    said = [
        watcher.update(t, Phase.HOLD if t < 3.2 else Phase.WAITING, Value(60 + sign * value_at(t)))
        for t in times(5.0, rate_hz)
    ]

    assert not any(said)


def test_two_wobbles_far_apart_are_no_bouncing() -> None:
    def wobbles(time_s: float) -> float:
        return 60 + 10 * math.sin(math.pi * (time_s % 3.0) / 0.8) * (time_s % 3.0 < 0.8)

    assert bounces(wobbles, 25.0, seconds=12.0) == []


def test_only_a_hold_bounces() -> None:
    assert bounces(swing(14, 1.0), 25.0, phase=Phase.START) == []


def test_bouncing_that_is_not_seen_is_not_found() -> None:
    watcher = BounceWatcher(BOUNCE)

    assert [watcher.update(t, Phase.HOLD, HIDDEN) for t in times(4.0)] == [None] * 101
