"""Frames that have no time, or a wrong one, get one; good times are left as they are."""

import random
from itertools import pairwise

import pytest

from stabiel.video.timestamps import FrameClock, TimeRepair

STEP_S = 0.04


def repaired(stamps, *, step_s=STEP_S, **options):
    """Return the times of frames with these time stamps, and what was done to each."""
    clock = FrameClock(step_s, **options)
    found = []
    for number, stamp_s in enumerate(stamps):
        found += clock.add(number, stamp_s)
    found += clock.finish()
    assert [each.frame for each in found] == list(range(len(stamps)))  # none is left out
    times_s = [each.time_s for each in found]
    assert all(after > before for before, after in pairwise(times_s))
    return times_s, [each.repair for each in found]


def times_of(stamps, **options):
    return repaired(stamps, **options)[0]


def count(repairs, repair):
    return repairs.count(repair)


def even(number, step_s=STEP_S, start_s=0.0):
    return [start_s + index * step_s for index in range(number)]


# Good times


@pytest.mark.parametrize(
    "stamps",
    [
        even(50),
        even(50, start_s=1234.5),
        even(50, start_s=-3.0),
        even(480, 1 / 240),
        [0.0, 0.033, 0.1, 0.5, 0.51, 1.7],
        [0, 3, 6, 9],
        [0, 0.04, 5.0, 5.04, 9.9, 9.94],
        [0.0],
        [],
    ],
    ids=str,
)
def test_good_times_are_left_exactly_as_they_are(stamps):
    times_s, repairs = repaired(stamps)

    assert times_s == [stamp - stamps[0] for stamp in stamps]
    assert set(repairs) <= {None}


def test_a_video_of_one_frame_a_minute_has_its_own_times():
    times_s, repairs = repaired(even(10, 60.0), step_s=60.0)

    assert times_s == even(10, 60.0)
    assert set(repairs) == {None}


def test_good_times_come_at_once():
    clock = FrameClock(STEP_S)

    assert [len(list(clock.add(None, stamp))) for stamp in even(10)] == [1] * 10


# Missing times


def test_without_any_time_the_rate_decides():
    times_s, repairs = repaired([None] * 100, step_s=0.05)

    assert times_s == pytest.approx(even(100, 0.05))
    assert set(repairs) == {TimeRepair.ESTIMATED}


@pytest.mark.parametrize("known", [2, 7, 15])
def test_times_on_some_frames_only(known):
    stamps = [stamp if index % known == 0 else None for index, stamp in enumerate(even(100, 0.04))]

    times_s, repairs = repaired(stamps)

    assert times_s == pytest.approx(even(100), abs=1e-6)
    assert count(repairs, TimeRepair.ESTIMATED) == sum(stamp is None for stamp in stamps)


def test_a_time_that_a_program_stream_puts_on_the_frame_before():
    stamps = even(12)
    stamps[4:10] = [None] * 6
    stamps[10] = stamps[11]

    assert times_of(stamps) == pytest.approx(even(12))


def test_missing_at_the_beginning_and_at_the_end():
    stamps = [None, None, *even(20, start_s=7.0), None, None]

    assert times_of(stamps) == pytest.approx(even(24))


def test_the_measured_rate_counts_more_than_the_declared_one():
    stamps = [*even(20, 0.1), *[None] * 5]

    assert times_of(stamps, step_s=0.04) == pytest.approx(even(25, 0.1))


def test_after_a_frame_that_is_really_missing_the_times_are_its_own():
    stamps = even(40)
    del stamps[20]
    stamps[18] = None

    assert times_of(stamps)[25:] == pytest.approx(stamps[25:])


# Times that repeat, run back for a moment or stand out


def test_a_repeated_time_lies_between_its_neighbors():
    assert times_of([0.0, 0.04, 0.04, 0.12]) == pytest.approx([0.0, 0.04, 0.08, 0.12])


def test_a_time_that_runs_back_lies_between_its_neighbors():
    assert times_of([0.0, 0.04, 0.08, 0.12, 0.08, 0.2]) == pytest.approx(
        [0.0, 0.04, 0.08, 0.12, 0.16, 0.2]
    )


@pytest.mark.parametrize("wrong_s", [0.0, -5.0, 1e6, 30.0])
@pytest.mark.parametrize("at", [5, 25, 48])
def test_one_wrong_time_lies_between_its_neighbors(wrong_s, at):
    stamps = even(50, start_s=2.0)
    stamps[at] = wrong_s

    times_s, repairs = repaired(stamps)

    assert times_s == pytest.approx(even(50), abs=1e-6)
    assert count(repairs, TimeRepair.ESTIMATED) == 1
    assert count(repairs, TimeRepair.CLOCK_SET) == 0


@pytest.mark.parametrize("wrong_s", [0.0, 3.0, 20.0])
def test_the_last_time_may_be_wrong_too(wrong_s):
    stamps = even(50, start_s=2.0)
    stamps[-1] = wrong_s

    times_s = times_of(stamps)

    assert times_s[:-1] == pytest.approx(even(49))
    assert times_s[-1] - times_s[-2] < 21


def test_a_second_and_a_half_of_zeros():
    stamps = even(482, 0.05)
    stamps[200:230] = [0.0] * 30

    times_s, repairs = repaired(stamps, step_s=0.05)

    assert times_s == pytest.approx(even(482, 0.05))
    assert count(repairs, TimeRepair.ESTIMATED) == 30


def test_ten_seconds_of_zeros():
    stamps = even(482, 0.05)
    stamps[200:400] = [0.0] * 200

    times_s, repairs = repaired(stamps, step_s=0.05)

    assert times_s == pytest.approx(even(482, 0.05), abs=0.06)
    assert count(repairs, TimeRepair.ESTIMATED) >= 200


def test_a_clock_that_stands_still_is_spread_at_the_declared_rate():
    times_s, repairs = repaired([5.0] * 482, step_s=0.05)

    assert times_s == pytest.approx(even(482, 0.05))
    assert count(repairs, TimeRepair.ESTIMATED) == 481


def test_pairs_of_equal_times():
    stamps = [0.08 * (index // 2) for index in range(40)]

    assert times_of(stamps)[:-1] == pytest.approx(even(39))


def test_times_of_another_order_lose_no_frame():
    # As AVI numbers B-frames: frame by frame the time of another one.
    stamps = [1.0]
    for group in range(3, 120, 3):
        stamps += [group, group + 1.0, group - 1.0]

    times_s = times_of([STEP_S * stamp for stamp in stamps])

    assert times_s[4:] == pytest.approx(even(len(stamps) - 4, start_s=5 * STEP_S), abs=STEP_S)


# A clock that was set


@pytest.mark.parametrize("start_s", [0.0, 0.75, -2.0])
def test_a_clock_that_starts_again_goes_on(start_s):
    stamps = [*even(255, 0.05), *even(227, 0.05, start_s)]

    times_s, repairs = repaired(stamps, step_s=0.05)

    assert times_s == pytest.approx(even(482, 0.05))
    assert repairs.index(TimeRepair.CLOCK_SET) == 255
    assert repairs.count(None) == 481


@pytest.mark.parametrize("leap_s", [11.0, 3600.0, 95_443.7])
def test_a_clock_that_leaps_goes_on(leap_s):
    stamps = [*even(100), *even(100, start_s=4.0 + leap_s)]

    times_s, repairs = repaired(stamps)

    assert times_s == pytest.approx(even(200))
    assert count(repairs, TimeRepair.CLOCK_SET) == 1


def test_a_clock_that_is_set_again_and_again():
    stamps = even(50) + even(50, start_s=900.0) + even(50) + even(50, start_s=-70.0)

    times_s, repairs = repaired(stamps)

    assert times_s == pytest.approx(even(200))
    assert count(repairs, TimeRepair.CLOCK_SET) == 3


def test_a_pause_of_some_seconds_is_real():
    stamps = [*even(50), *even(50, start_s=9.0)]

    times_s, repairs = repaired(stamps)

    assert times_s == stamps
    assert set(repairs) == {None}


def test_a_recording_that_starts_again_behind_a_pause():
    stamps = [*even(50), 6.0, *even(50)]

    assert times_of(stamps) == pytest.approx([*even(50), 6.0, *even(50, start_s=6.04)])


# Whatever comes


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_times_every_frame_has_one_and_time_goes_on(seed):
    chance = random.Random(seed)
    stamps = even(150, chance.choice([0.008, 0.04, 0.1]), chance.uniform(-5, 5))
    for _ in range(chance.randint(1, 60)):
        at = chance.randrange(150)
        stamps[at] = chance.choice([None, 0.0, -1e9, 1e9, stamps[at - 1], chance.uniform(-9, 9)])

    times_s, _ = repaired(stamps)

    assert times_s[0] == 0


@pytest.mark.parametrize("most", [4, 10, 32])
def test_no_more_frames_wait_than_allowed(most):
    clock = FrameClock(STEP_S, most_waiting=most)
    given = 0
    for number in range(200):
        given += len(list(clock.add(number, 0.0)))

        assert number + 1 - given < most


def test_reading_from_the_middle_has_the_times_of_the_whole():
    stamps = even(100, start_s=3.0)

    assert times_of(stamps[60:], zero_s=3.0) == [stamp - 3.0 for stamp in stamps[60:]]


def test_a_clock_of_half_seconds_is_spread_also_at_its_end():
    stamps = [0.5 * (index // 10) for index in range(44)]

    assert times_of(stamps, step_s=0.5) == pytest.approx(even(44, 0.05), abs=0.03)
