"""One movement as a signal: the same in any unit, at any frame rate, from any moment on.

A movement goes from its start to its target and back as people move (minimum jerk). What is known
of it at 30 frames per second is known at 4 to 240, evenly or not, as far as these show it.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stabiel.body.measures import MEASURES
from stabiel.coach.movement_summary import CompletedMovement
from stabiel.coach.phases import MovementTracker
from stabiel.exercises.model import MovementRule
from tests.bodies import path
from tests.sessions import BOOK

RATES_HZ = (4.0, 5.0, 7.5, 10.0, 12.5, 15.0, 24.0, 25.0, 30.0, 50.0, 60.0, 120.0, 240.0)
REST, MISSED, THERE = 63.0, 135.0, 168.0
REST_S = 1.6
# Torso lengths a degree: a leg of 1.6 torso lengths that lifts by 65 degrees.
SCALE = 1 / 140

Signal = Callable[[float], float]


def rule_in(scale: float, follows: str) -> MovementRule:
    """Return the rule of a leg lift for a signal of another unit."""
    rule = BOOK.get("leg-lift").movement
    assert rule is not None
    plain = rule.model_dump(exclude_none=True)
    low, high = plain["start"]["plausible"]
    plain["follows"] = follows
    plain["start"] = {
        "plausible": (low * scale, high * scale),
        "back_within": plain["start"]["back_within"] * scale,
    }
    limits = ("at_least", "from_start", "released_after")
    plain["target"] |= {key: plain["target"][key] * scale for key in limits}
    return MovementRule.model_validate(plain)


DEGREES = rule_in(1.0, "knee_angle_deg")
TORSO_LENGTHS = rule_in(SCALE, "heel_over_trunk_tl")


def movements(*each: tuple[float, float, float, float]) -> tuple[Signal, float]:
    """Return a signal with movements of (out_s, pause_s, back_s, top), and how long it takes."""
    knots = [(0.0, REST)]
    for out_s, pause_s, back_s, top in each:
        for step_s, value in ((REST_S, REST), (out_s, top), (pause_s, top), (back_s, REST)):
            knots.append((knots[-1][0] + step_s, value))
    knots.append((knots[-1][0] + REST_S, REST))
    return path(*knots), knots[-1][0]


def frame_times(
    seconds: float, rate_hz: float, *, phase: float = 0.0, jitter: float = 0.0, dropped: float = 0.0
) -> list[float]:
    """Return frame times, the same ones each time.

    Args:
        seconds: how long.
        rate_hz: the frame rate.
        phase: when the first frame is, as a share of the time between frames.
        jitter: by how much each is early or late at most, as a share of it.
        dropped: how many frames are missing, as a share; never two that follow each other.
    """
    rng = np.random.default_rng(7)
    count = int(seconds * rate_hz)
    times_s = (np.arange(count) + phase + 0.5 + rng.uniform(-jitter, jitter, count)) / rate_hz
    gone = rng.random(count) < dropped
    gone[1:] &= ~gone[:-1]
    return [float(each) for each in times_s[~gone]]


def followed(
    rule: MovementRule, times_s: Sequence[float], signal: Signal, *, begins_s: float = 0.0
) -> list[CompletedMovement]:
    """Return the movements of a signal, seen at these times after a beginning."""
    tracker = MovementTracker(rule, held_s=0.2)
    steps = [tracker.update(begins_s + each, signal(each), in_posture=True) for each in times_s]
    return [step.finished for step in steps if step.finished is not None]


def within_s(wanted_s: float, rate_hz: float) -> float:
    """Return how far a time may be off: 5 %, and at least 0.05 s; 0.1 s at 4 or 5 per second."""
    return max(0.05 * wanted_s, 0.05 if rate_hz >= 7.5 else 0.1)


def assert_alike(
    found: list[CompletedMovement],
    wanted: list[CompletedMovement],
    rate_hz: float,
    *,
    scale: float = 1.0,
    begins_s: float = 0.0,
) -> None:
    """Assert that two sights of the same movements know the same."""
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert (one.target_s is None) == (other.target_s is None)
        assert (one.out_jumped, one.return_jumped, one.slipped, one.unseen) == (
            other.out_jumped,
            other.return_jumped,
            other.slipped,
            other.unseen,
        )
        for part in ("out_s", "hold_s", "return_s"):
            wanted_s = getattr(other, part)
            error_s = abs(getattr(one, part) - wanted_s)
            assert error_s <= within_s(wanted_s, rate_hz), (part, getattr(one, part), wanted_s)
        assert one.start_s - begins_s == pytest.approx(other.start_s, abs=0.11)
        assert one.peak_value == pytest.approx(other.peak_value * scale, abs=3.0 * scale)
        assert one.start_value == pytest.approx(other.start_value * scale, abs=1.0 * scale)


WAY_S = st.floats(1.0, 4.0)
MOVEMENT = st.tuples(WAY_S, st.floats(0.5, 2.0), WAY_S, st.sampled_from([MISSED, THERE]))
MOVEMENTS = st.lists(MOVEMENT, min_size=1, max_size=2)
RATE_HZ = st.sampled_from(RATES_HZ)
PHASE = st.floats(-0.5, 0.49)


def at_thirty(moves: list[tuple[float, float, float, float]]) -> list[CompletedMovement]:
    signal, seconds = movements(*moves)
    found = followed(DEGREES, frame_times(seconds, 30.0), signal)
    # So that nothing below compares nothing with nothing.
    assert [each.target_s is not None for each in found] == [top == THERE for *_, top in moves]
    return found


@settings(max_examples=80, deadline=None)
@given(moves=MOVEMENTS, rate_hz=RATE_HZ, phase=PHASE, jitter=st.sampled_from([0.0, 0.1]))
def test_a_movement_is_the_same_at_any_frame_rate(
    moves: list[tuple[float, float, float, float]], rate_hz: float, phase: float, jitter: float
) -> None:
    signal, seconds = movements(*moves)

    found = followed(DEGREES, frame_times(seconds, rate_hz, phase=phase, jitter=jitter), signal)

    assert_alike(found, at_thirty(moves), rate_hz)


@settings(max_examples=40, deadline=None)
@given(
    moves=MOVEMENTS,
    rate_hz=st.sampled_from([rate for rate in RATES_HZ if rate >= 24]),
    dropped=st.floats(0.0, 0.3),
    jitter=st.floats(0.0, 0.3),
)
def test_a_movement_is_the_same_if_frames_are_late_or_missing(
    moves: list[tuple[float, float, float, float]], rate_hz: float, dropped: float, jitter: float
) -> None:
    signal, seconds = movements(*moves)
    times_s = frame_times(seconds, rate_hz, jitter=jitter, dropped=dropped)

    assert_alike(followed(DEGREES, times_s, signal), at_thirty(moves), rate_hz)


@settings(max_examples=40, deadline=None)
@given(moves=MOVEMENTS, rate_hz=RATE_HZ, phase=PHASE)
def test_a_movement_is_the_same_in_another_unit(
    moves: list[tuple[float, float, float, float]], rate_hz: float, phase: float
) -> None:
    signal, seconds = movements(*moves)
    times_s = frame_times(seconds, rate_hz, phase=phase)

    found = followed(TORSO_LENGTHS, times_s, lambda t: SCALE * signal(t))

    assert MEASURES[TORSO_LENGTHS.follows].unit == "tl"
    assert_alike(found, at_thirty(moves), rate_hz, scale=SCALE)


@settings(max_examples=40, deadline=None)
@given(moves=MOVEMENTS, rate_hz=RATE_HZ, begins_s=st.floats(0.0, 5000.0))
def test_a_movement_is_the_same_whenever_it_begins(
    moves: list[tuple[float, float, float, float]], rate_hz: float, begins_s: float
) -> None:
    signal, seconds = movements(*moves)
    times_s = frame_times(seconds, rate_hz)

    found = followed(DEGREES, times_s, signal, begins_s=begins_s)

    assert_alike(found, at_thirty(moves), rate_hz, begins_s=begins_s)


@settings(max_examples=40, deadline=None)
@given(out_s=WAY_S, back_s=WAY_S, rate_hz=st.sampled_from([rate for rate in RATES_HZ if rate > 9]))
def test_a_movement_without_a_pause_is_known_from_ten_frames_per_second(
    out_s: float, back_s: float, rate_hz: float
) -> None:
    """A slower camera counts it too, but may miss its top, and so reads its ways shorter."""
    signal, seconds = movements((out_s, 0.001, back_s, THERE))

    (found,) = followed(DEGREES, frame_times(seconds, rate_hz), signal)

    assert found.target_s is not None
    assert found.out_s == pytest.approx(out_s, rel=0.13, abs=0.05)
    assert found.return_s == pytest.approx(back_s, rel=0.13, abs=0.05)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("way_s", [1.2, 1.8, 2.8])
def test_a_way_is_timed_as_it_was(way_s: float, rate_hz: float) -> None:
    signal, seconds = movements((way_s, 1.0, way_s, THERE))

    (found,) = followed(DEGREES, frame_times(seconds, rate_hz), signal)

    assert found.out_s == pytest.approx(way_s, abs=within_s(way_s, rate_hz))
    assert found.return_s == pytest.approx(way_s, abs=within_s(way_s, rate_hz))
    # From the goal on the way out to nine tenths of the way on the way back.
    assert found.hold_s == pytest.approx(1.0 + 0.53 * way_s, abs=0.15 + 0.05 * way_s)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_a_limb_that_is_suddenly_out_was_seen_to_move_only_if_it_could(rate_hz: float) -> None:
    """From one frame to the next it is out: at 4 per second a limb can do so, at 10 it cannot."""
    times_s = frame_times(6.0, rate_hz)

    (found,) = followed(DEGREES, times_s, lambda t: THERE if 2.0 <= t < 4.0 else REST)

    assert found.target_s is not None
    assert found.out_jumped is (rate_hz > 6)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_a_limb_that_passes_has_no_start_there(rate_hz: float) -> None:
    """It goes through all starts in a second, and stands still only where none can be."""
    signal = path((0.0, 20.0), (1.0, 20.0), (2.0, 150.0), (4.0, 150.0))
    tracker = MovementTracker(DEGREES, held_s=0.2)

    for time_s in frame_times(4.0, rate_hz):
        tracker.update(time_s, signal(time_s), in_posture=True)

    assert tracker.own_start is None


@pytest.mark.parametrize("rule", [DEGREES, TORSO_LENGTHS], ids=["degrees", "torso lengths"])
@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_a_stall_is_known_at_any_frame_rate(rule: MovementRule, rate_hz: float) -> None:
    scale = 1.0 if rule is DEGREES else SCALE
    signal, seconds = movements((1.5, 2.0, 1.5, MISSED))
    tracker = MovementTracker(rule, held_s=0.2)
    stalled_s = []

    for time_s in frame_times(seconds, rate_hz):
        tracker.update(time_s, scale * signal(time_s), in_posture=True)
        if tracker.stalled_value() is not None:
            stalled_s.append(time_s)

    still_s = REST_S + 1.5
    assert stalled_s[0] == pytest.approx(still_s + 0.7, abs=0.3 + 1 / rate_hz)
    assert stalled_s[-1] == pytest.approx(still_s + 2.2, abs=0.3)
