"""The phases of one movement, on bare numbers: a signal in, steps out.

The movement is that of a leg lift: a knee from its own start to 150 degrees and back.
"""

from collections.abc import Callable, Iterable
from itertools import count

import pytest

from stabiel.events import Phase
from stabiel.movement import Finished, MovementTracker
from tests.sessions import BOOK

RULE = BOOK.get("leg-lift").movement
assert RULE is not None
REST, NEARLY, THERE = 63.0, 140.0, 160.0

Signal = Callable[[float], float]


def followed(values: Iterable[float], rate_hz: float) -> tuple[list[float], list[Finished]]:
    """Return when the target was reached and the movements that were finished."""
    assert RULE is not None
    tracker = MovementTracker(RULE, held_s=0.2)
    reached, finished = [], []
    for index, value in zip(count(), values, strict=False):
        step = tracker.update(index / rate_hz, value, in_posture=True)
        reached += [index / rate_hz] if step.reached else []
        finished += [] if step.finished is None else [step.finished]
    return reached, finished


def lift(frames_there: int, rate_hz: float) -> list[float]:
    """Return a knee that stays near the target for a second and is beyond it for some frames."""
    half = round(0.5 * rate_hz)
    way = [REST + (NEARLY - REST) * index / half for index in range(half)]
    near = [NEARLY] * half
    rest = [REST] * round(1.5 * rate_hz)
    return [*rest, *way, *near, *[THERE] * frames_there, *near, *reversed(way), *rest]


@pytest.mark.parametrize(
    ("rate_hz", "frames"), [(12.0, 1), (25.0, 1), (25.0, 2), (60.0, 1), (60.0, 2), (60.0, 4)]
)
def test_beyond_the_target_for_a_moment_is_no_target(rate_hz: float, frames: int) -> None:
    reached, finished = followed(lift(frames, rate_hz), rate_hz)

    assert reached == []
    assert [each.target_s for each in finished] == [None]


@pytest.mark.parametrize(
    ("rate_hz", "frames"), [(10.0, 2), (12.0, 2), (25.0, 3), (29.97, 3), (60.0, 5)]
)
def test_beyond_the_target_for_two_frames_of_a_slow_camera_is(rate_hz: float, frames: int) -> None:
    values = lift(frames, rate_hz)
    there_s = values.index(THERE) / rate_hz

    reached, (finished,) = followed(values, rate_hz)

    # Known at the second look, and reached at the first; the median of three lags a frame.
    assert finished.target_s == pytest.approx(there_s + 1 / rate_hz, abs=0.01)
    assert len(reached) == 1
    assert finished.target_s < reached[0] <= finished.target_s + 0.11


def test_a_movement_that_is_dropped_makes_no_new_one_until_it_is_back() -> None:
    assert RULE is not None
    tracker = MovementTracker(RULE, held_s=0.2)
    values = [REST] * 30 + [100.0] * 30 + [REST] * 30 + [100.0] * 10
    phases = []
    for index, value in enumerate(values):
        tracker.update(index / 25, value, in_posture=True)
        if index == 40:
            assert tracker.moving
            tracker.drop()
            assert tracker.own_start == REST
        phases.append(tracker.phase)

    assert phases[39] is Phase.OUT
    assert set(phases[40:90]) == {Phase.START}
    assert phases[-1] is Phase.OUT
