"""The watchers of faults: what begins one, what ends it, and what is none.

Bare numbers in, no bodies: what a watcher sees are times, phases and readings.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from stabiel.anatomy import Reason
from stabiel.body.body import BodyReader
from stabiel.body.measures import NotVisible, Reading, Value
from stabiel.coach.events import Phase
from stabiel.coach.faults.bounce import BounceWatcher
from stabiel.coach.faults.limit import LimitWatcher
from stabiel.coach.faults.sag import SagWatcher
from stabiel.coach.faults.watch import FaultWatch
from stabiel.coach.faults.watcher import FaultChange
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.readings import Readings
from stabiel.exercises.model import BounceFault, LimitFault, SagFault
from tests.bodies import hook_lying, path, pose_of
from tests.sessions import BOOK

WORDS = {"name": {"nl": "x", "en": "x"}, "say": {"nl": "x", "en": "x"}}
OVER = LimitFault.model_validate(
    WORDS | {"measure": "hip_angle_deg", "above": 10, "clears_below": 4, "for_s": 0.4}
)
UNDER = LimitFault.model_validate(
    WORDS | {"measure": "hip_angle_deg", "below": -10, "clears_above": -4, "for_s": 0.4}
)
AT_TARGET = OVER.model_copy(update={"during": ["target"]})
SAG = SagFault.model_validate(WORDS | {"sags": {"by": 8, "steady_within": 4}, "for_s": 1.0})
BOUNCE = BounceFault.model_validate(
    WORDS | {"measure": "hip_angle_deg", "bounces": {"by": 6, "between_hz": [0.5, 3]}, "for_s": 0.6}
)
HIDDEN = NotVisible(Reason.HIDDEN)
STEP_S = 0.04

Signal = Callable[[float], float]


def times(seconds: float, rate_hz: float = 25.0) -> Iterator[float]:
    return (index / rate_hz for index in range(round(seconds * rate_hz) + 1))


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


# Limits


@pytest.mark.parametrize(("rule", "value"), [(OVER, 12.0), (UNDER, -12.0)])
def test_a_limit_passed_for_its_time_begins_and_ends(rule: LimitFault, value: float) -> None:
    (began, begin), (ended, end) = limit_changes(rule, between(1.0, 2.0, value))

    assert begin == FaultChange(1.0, ended=False)  # it began when it was passed...
    assert began == pytest.approx(1.4, abs=STEP_S)  # ...and is known once it lasted
    assert end == FaultChange(1.0, ended=True)
    assert ended == pytest.approx(2.0, abs=STEP_S)


@pytest.mark.parametrize(("rule", "value"), [(OVER, 10.0), (UNDER, -10.0), (OVER, -40.0)])
def test_at_the_limit_or_on_its_good_side_is_no_fault(rule: LimitFault, value: float) -> None:
    assert limit_changes(rule, between(1.0, 3.0, value)) == []


def test_a_limit_passed_too_briefly_is_no_fault() -> None:
    assert limit_changes(OVER, between(1.0, 1.36, 12.0)) == []


def test_two_short_passings_are_not_added_up() -> None:
    def reading(time_s: float) -> Reading:
        return Value(12.0 if time_s % 0.6 < 0.3 else 0.0)

    assert limit_changes(OVER, reading) == []


def test_within_the_dead_band_a_fault_neither_begins_nor_ends() -> None:
    def reading(time_s: float) -> Reading:
        return Value(12.0 if 1.0 <= time_s < 1.6 else 7.0)

    assert [change.ended for _, change in limit_changes(OVER, reading)] == [False]
    assert limit_changes(OVER, lambda time_s: Value(7.0)) == []


@given(st.lists(st.floats(4.1, 9.9), min_size=30, max_size=30))
def test_jitter_inside_the_dead_band_changes_nothing(values: list[float]) -> None:
    watcher = LimitWatcher(OVER)
    for index in range(12):
        watcher.update(index * STEP_S, Phase.OUT, Value(12.0))

    said = [
        watcher.update((12 + index) * STEP_S, Phase.OUT, Value(value))
        for index, value in enumerate(values)
    ]

    assert said == [None] * len(values)


def test_a_fault_ends_with_its_phase() -> None:
    changes = limit_changes(
        AT_TARGET,
        between(0.0, 9.0, 12.0),
        phase_at=lambda t: Phase.TARGET if 1.0 <= t < 2.0 else Phase.OUT,
    )

    assert [(time_s, change.ended) for time_s, change in changes] == [
        (pytest.approx(1.4, abs=STEP_S), False),
        (pytest.approx(2.0, abs=STEP_S), True),
    ]


@pytest.mark.parametrize(("gap_s", "faults"), [(0.2, 1), (0.6, 2)])
def test_a_short_gap_does_not_end_a_fault_and_a_long_one_does(gap_s: float, faults: int) -> None:
    def reading(time_s: float) -> Reading:
        return HIDDEN if 1.0 <= time_s < 1.0 + gap_s else Value(12.0)

    begun = [change for _, change in limit_changes(OVER, reading) if not change.ended]

    assert len(begun) == faults


def test_what_is_never_seen_never_begins() -> None:
    assert limit_changes(OVER, lambda time_s: HIDDEN) == []


# Sagging


def sag_changes(signal: Signal, seconds: float, phase: Phase = Phase.TARGET) -> list[FaultChange]:
    watcher = SagWatcher(SAG, upwards=True)
    said = (watcher.update(t, phase, signal(t)) for t in times(seconds))
    return [change for change in said if change is not None]


def test_a_drop_that_stays_is_sagging() -> None:
    (change,) = sag_changes(lambda t: 175.0 if t < 1 else 164.0, 4.0)

    assert change == FaultChange(1.0, ended=False)


def test_a_drop_that_is_mended_ends() -> None:
    changes = sag_changes(lambda t: 164.0 if 1 <= t < 3 else 175.0, 4.0)

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
    watcher = SagWatcher(SAG, upwards=False)
    said = [watcher.update(t, Phase.TARGET, 20.0 if t < 1 else 30.0) for t in times(4.0)]

    assert [change for change in said if change] == [FaultChange(1.0, ended=False)]


# Bouncing

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

    assert [change.ended for change in changes] == [False]


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


# On a condition: a rear knee that is bent (below 145) is a fault where it is off the floor


class Seen(Readings):
    """Readings that are given: the rear knee's angle and its height over the ankle."""

    def __init__(self, knee: Reading, over_ankle: Reading) -> None:
        body = BodyReader().read(pose_of(hook_lying(), 0.0))
        super().__init__(body, "right", BOOK.shared.checks)
        self._given = {"knee_angle_deg": knee, "knee_over_ankle_tl": over_ankle}

    def read(self, measure: str, limb: str = "working") -> Reading:
        given = self._given if limb == "working" else {}
        return given.get(measure, HIDDEN)


BENT, STRAIGHT = Value(120.0), Value(170.0)
OFF_FLOOR, ON_FLOOR = Value(0.5), Value(0.12)


def rear_knee_faults(
    seen_at: Callable[[float], Seen], seconds: float = 4.0
) -> tuple[list[tuple[float, float]], float]:
    """Return from when to when the rear knee was bent, and for how long it was not judged."""
    not_judged = NotJudged()
    watch = FaultWatch(BOOK.get("psoas"), "right", not_judged)
    for time_s in times(seconds):
        watch.update(time_s, Phase.HOLD, seen_at(time_s), 1.5, STEP_S)
    ended = [fault for fault in watch.take(seconds) if fault.id == "rear_knee_bent"]
    unseen = {what: duration for what, _, duration in not_judged.listed()}
    return [(fault.start_s, fault.time_s) for fault in ended], unseen.get("rear_knee_bent", 0.0)


def test_a_condition_is_one_that_the_exercise_asks_for() -> None:
    rule = BOOK.get("psoas").faults["rear_knee_bent"]
    assert isinstance(rule, LimitFault)
    assert rule.only_if == ["knee_off_floor"]


def test_a_fault_whose_condition_holds_is_a_fault() -> None:
    assert rear_knee_faults(lambda t: Seen(BENT, OFF_FLOOR)) == ([(0.0, 4.0)], 0.0)
    assert rear_knee_faults(lambda t: Seen(STRAIGHT, OFF_FLOOR)) == ([], 0.0)


def test_while_its_condition_is_broken_a_fault_cannot_be() -> None:
    assert rear_knee_faults(lambda t: Seen(BENT, ON_FLOOR)) == ([], 0.0)
    # Nor is there anything to judge then, seen or not.
    assert rear_knee_faults(lambda t: Seen(HIDDEN, ON_FLOOR)) == ([], 0.0)


def test_while_its_condition_is_not_seen_a_fault_is_not_judged() -> None:
    found, unseen_s = rear_knee_faults(lambda t: Seen(BENT, HIDDEN))

    assert found == []
    assert unseen_s == pytest.approx(4.0, abs=2 * STEP_S)


def test_a_fault_ends_when_its_condition_is_broken() -> None:
    ((start_s, end_s),), _ = rear_knee_faults(
        lambda t: Seen(BENT, ON_FLOOR if t >= 2.0 else OFF_FLOOR)
    )

    assert (start_s, end_s) == (0.0, pytest.approx(2.0, abs=STEP_S))


def test_the_time_of_a_fault_begins_with_its_condition() -> None:
    # 0.4 s bent where it may be, and 0.4 s where it may not: neither is half a second.
    def seen(time_s: float) -> Seen:
        return Seen(BENT, ON_FLOOR if time_s % 0.8 < 0.4 else OFF_FLOOR)

    assert rear_knee_faults(seen)[0] == []


# Not judged


def test_what_was_not_judged_is_added_up_by_what_and_why() -> None:
    notes = NotJudged()
    for _ in range(10):
        notes.add("sagging", Reason.HIDDEN, 0.1)
        notes.add("sagging", Reason.NOBODY, 0.05)
    notes.add("bouncing", Reason.HIDDEN, 0.1)  # too short to matter

    assert notes.listed() == [
        ("sagging", Reason.HIDDEN, pytest.approx(1.0)),
        ("sagging", Reason.NOBODY, pytest.approx(0.5)),
    ]
