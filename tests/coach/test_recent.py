"""The last seconds of a signal, and its median over a moment, at any frame rate."""

import pytest

from stabiel.coach.recent import Recent, SmoothedSignal


def smoothed(values: list[float], rate_hz: float) -> list[float]:
    signal = SmoothedSignal()
    return [signal.add(index / rate_hz, value) for index, value in enumerate(values)]


@pytest.mark.parametrize(("rate_hz", "frames"), [(10, 1), (25, 1), (30, 1), (60, 2), (240, 10)])
def test_a_bad_moment_changes_nothing(rate_hz: float, frames: int) -> None:
    assert set(smoothed([1.0] * 40 + [9.0] * frames + [1.0] * 40, rate_hz)) == {1.0}


@pytest.mark.parametrize("rate_hz", [4, 5, 7.5])
def test_frames_that_are_far_apart_are_taken_as_they_are(rate_hz: float) -> None:
    assert smoothed([1.0, 9.0, 1.0, 4.0], rate_hz) == [1.0, 9.0, 1.0, 4.0]


@pytest.mark.parametrize(("rate_hz", "late_s"), [(4, 0.0), (25, 0.04), (30, 1 / 30), (240, 1 / 24)])
def test_the_median_belongs_to_the_middle_of_its_moment(rate_hz: float, late_s: float) -> None:
    signal = SmoothedSignal()
    for index in range(100):
        signal.add(index / rate_hz, float(index))

    assert 99 / rate_hz - signal.middle_s == pytest.approx(late_s)
    assert signal.value == pytest.approx(signal.middle_s * rate_hz)


@pytest.mark.parametrize(
    ("rate_hz", "seconds", "count"),
    [(4, 0.2, 2), (5, 0.2, 2), (7.5, 0.2, 3), (10, 0.2, 3), (29.97, 0.2, 6), (30, 0.2, 7)],
)
def test_the_last_seconds_are_covered(rate_hz: float, seconds: float, count: int) -> None:
    recent = Recent(1.0)
    for index in range(round(2 * rate_hz)):
        recent.add(index / rate_hz, float(index))

    values = recent.last(seconds)

    assert len(values) == count
    assert values == sorted(values)
    assert values[-1] == round(2 * rate_hz) - 1
