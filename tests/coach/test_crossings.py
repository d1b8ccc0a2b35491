"""When a signal crosses a level between two frames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stabiel.coach.crossings import crossing_s
from tests.bodies import ease


def test_a_straight_line_is_crossed_where_it_is() -> None:
    samples = [(0.0, 0.0), (1.0, 10.0), (3.0, 30.0), (4.0, 40.0)]

    assert crossing_s(samples, 2, 17.0) == pytest.approx(1.7, abs=1e-4)


def test_the_way_down_is_the_way_up_in_a_mirror() -> None:
    up = [(0.0, 0.0), (0.25, 5.0), (0.5, 40.0), (0.75, 80.0), (1.0, 90.0)]
    down = [(time_s, -value) for time_s, value in up]

    assert crossing_s(down, 2, -30.0) == pytest.approx(crossing_s(up, 2, 30.0))


def test_what_was_not_seen_to_cross_is_taken_at_its_frame() -> None:
    samples = [(0.5, 3.0), (1.0, 4.0)]

    assert crossing_s(samples, 0, 2.0) == 0.5
    assert crossing_s(samples, 1, 2.0) == 1.0


@given(
    values=st.lists(st.floats(-100, 100), min_size=2, max_size=5),
    steps=st.lists(st.floats(0.004, 1.0), min_size=5, max_size=5),
    share=st.floats(0, 1),
)
def test_a_crossing_lies_between_its_frames(
    values: list[float], steps: list[float], share: float
) -> None:
    times_s = [sum(steps[: n + 1]) for n in range(len(values))]
    samples = list(zip(times_s, values, strict=True))
    level = values[0] + share * (values[1] - values[0])

    assert times_s[0] <= crossing_s(samples, 1, level) <= times_s[1]


@pytest.mark.parametrize("phase", [0.0, 0.2, 0.4, 0.6, 0.8])
@pytest.mark.parametrize("level", [0.1, 0.5, 0.9])
def test_four_frames_a_second_time_a_way_of_1_2_s(level: float, phase: float) -> None:
    def value(time_s: float) -> float:
        return ease((time_s - 1.0) / 1.2)

    def at(rate_hz: float) -> float:
        times_s = [(n + phase) / rate_hz for n in range(round(3 * rate_hz))]
        samples = [(time_s, value(time_s)) for time_s in times_s]
        index = next(n for n, (_, each) in enumerate(samples) if each >= level)
        return crossing_s(samples, index, level)

    assert at(4.0) == pytest.approx(at(1000.0), abs=0.035)
