"""The simulated cluster: the shares of cases that can be worked out by hand."""

import pytest

from benchmarks.schedule import VideoTimes, simulated

SHORT = VideoTimes((2.0,))
LONG = VideoTimes((3.0, 3.0, 3.0), judging_s=1.0)


@pytest.mark.parametrize(("workers", "took_s", "busy"), [(1, 20.0, 1.0), (4, 6.0, 20 / 24)])
def test_equal_clips_end_in_rounds(workers: int, took_s: float, busy: float) -> None:
    found = simulated([SHORT] * 10, workers)

    assert (found.took_s, found.busy, found.work) == pytest.approx((took_s, busy, busy))


def test_the_longest_begins_first() -> None:
    found = simulated([VideoTimes((1.0,))] * 4 + [VideoTimes((4.0,))], 2)

    assert (found.took_s, found.busy) == (4.0, 1.0)


def test_loading_is_busy_but_no_work_and_gaps_are_neither() -> None:
    found = simulated([SHORT] * 4, 2, start_s=1.0, gap_s=0.5)

    assert found.took_s == 6.0
    assert (found.busy, found.work) == pytest.approx((10 / 12, 8 / 12))


def test_a_shared_video_is_done_by_all_and_its_rest_by_one() -> None:
    whole, shared = simulated([LONG], 3, shared=False), simulated([LONG], 3)

    assert (whole.took_s, whole.busy) == (10.0, pytest.approx(1 / 3))
    assert (shared.took_s, shared.busy) == (4.0, pytest.approx(10 / 12))


def test_the_rests_of_the_last_videos_are_done_at_once() -> None:
    found = simulated([LONG] * 3, 3)

    assert (found.took_s, found.busy) == (10.0, 1.0)


def test_idle_cores_of_the_same_computer_help_to_draw() -> None:
    video = VideoTimes((4.0, 4.0), drawing_s=4.0)

    # Two workers share what four threads would draw at once.
    assert simulated([video], 2).took_s == 6.0
    assert simulated([video], 2, one_computer=False).took_s == 8.0
