"""The benchmark of reading compares two ways to read the same frames."""

from benchmarks.reading import TURNS, as_read, plainly, ratios


def test_both_ways_read_the_same_frames(make_video):
    path = make_video(times_s=[index / 25 for index in range(20)])

    assert plainly(path) == as_read(path) == 20
    assert len(ratios(path)) == TURNS
    assert min(ratios(path)) > 0
