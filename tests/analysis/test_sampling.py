"""Fewer frames on a slow computer: no fewer than needed, and the same ones on any computer."""

from fractions import Fraction

import numpy as np
import pytest

from stabiel.analysis.sampling import FIRST_FRAMES, FRAMES, Look, Took, choose, look_at
from stabiel.analysis.segments import SegmentWork, cut_into
from stabiel.errors import VideoError
from stabiel.system.resources import sample_path
from stabiel.video.reader import VideoFile


def on(computer, rate_hz=30.0, model="full", cores=1):
    """Return the choice on a computer that takes this many seconds per frame."""
    return choose(model, rate_hz, cores, lambda each: Took(*computer[each]))


QUICK = {"heavy": (0.001, 0.02), "full": (0.001, 0.01), "lite": (0.001, 0.005)}
OLD = {"heavy": (0.002, 0.2), "full": (0.002, 0.06), "lite": (0.002, 0.04)}
VERY_OLD = {"heavy": (0.01, 0.9), "full": (0.01, 0.3), "lite": (0.01, 0.2)}


@pytest.mark.parametrize(
    ("computer", "rate_hz", "cores", "look"),
    [
        (QUICK, 30.0, 1, Look("full", 1)),
        (OLD, 30.0, 2, Look("full", 2)),
        (OLD, 30.0, 1, Look("full", 3)),
        (OLD, 25.0, 1, Look("full", 3)),
        (OLD, 12.0, 1, Look("full", 1)),
        (OLD, 13.0, 1, Look("lite", 1)),  # every second frame would be too few
        (VERY_OLD, 30.0, 2, Look("lite", 4)),  # the least there is
        ({"full": (0.1, 0.01), "lite": (0.1, 0.01)}, 30.0, 1, Look("lite", 4)),  # reading is slow
    ],
    ids=str,
)
def test_frames_are_left_out_first_and_a_lighter_model_comes_last(computer, rate_hz, cores, look):
    assert on(computer, rate_hz, cores=cores) == look


def test_heavy_falls_to_full_before_lite():
    assert on(OLD, model="heavy", cores=2) == Look("full", 2)
    assert on(OLD, model="heavy", cores=20) == Look("heavy", 1)


def test_no_model_is_measured_that_need_not_be():
    asked = []

    def took(model):
        asked.append(model)
        return Took(*QUICK[model])

    choose("full", 30.0, 1, took)

    assert asked == ["full"]


class Slow:
    """Finds nobody, and has its own clock."""

    def __init__(self, clock, find_s):
        self._clock, self._find_s, self.count, self.closed = clock, find_s, 0, False

    def find(self, frame):
        self.count += 1
        self._clock[0] += 5.0 if self.count <= FIRST_FRAMES else self._find_s

    def close(self):
        self.closed = True


@pytest.mark.parametrize(
    ("find_s", "look"), [(0.001, Look("full", 1)), (0.05, Look("full", 2)), (0.5, Look("lite", 3))]
)
def test_a_video_is_measured_on_its_first_frames(monkeypatch, find_s, look):
    clock, made = [0.0], []
    monkeypatch.setattr("stabiel.analysis.sampling.time.perf_counter", lambda: clock[0])

    def new(model):
        made.append(Slow(clock, find_s))
        return made[-1]

    assert look_at(sample_path(), "full", new, cores=2) == look
    assert all(each.closed and each.count == FIRST_FRAMES + FRAMES for each in made)
    assert len(made) == (2 if look.model == "lite" else 1)


def test_a_video_of_one_frame_is_refused(make_video):
    video = make_video(times_s=[0.0])

    with pytest.raises(VideoError, match="single picture"):
        look_at(video, "full", lambda model: Slow([0.0], 0.0), cores=2)


# Every n-th frame


def times_of(video, every):
    with VideoFile(video, every=every) as opened:
        return [frame.time_s for frame in opened]


@pytest.mark.parametrize("every", [2, 3, 6])
@pytest.mark.parametrize(
    ("name", "rate_hz"), [("a.mp4", 25.0), ("b.mkv", 29.97), ("c.mp4", 59.94)], ids=str
)
def test_every_so_many_th_frame_is_given(make_video, name, rate_hz, every):
    base = Fraction(1, 1000) if name.endswith("mkv") else Fraction(1, 90_000)
    video = make_video(name, times_s=[index / rate_hz for index in range(120)], time_base=base)
    with VideoFile(video) as opened:
        declared_hz = opened.rate_hz
    all_times = times_of(video, 1)

    times = times_of(video, every)

    assert times[0] == 0.0
    assert set(times) <= set(all_times)
    # A file may declare another rate than its frames have: their own rate counts.
    assert len(times) == pytest.approx(all_times[-1] * declared_hz / every, abs=1)
    assert np.diff(times).max() <= every / declared_hz + 1 / rate_hz


def test_a_video_whose_rate_varies_is_thinned_by_the_clock(make_video):
    video = make_video(
        "v.mp4", times_s=[*(index / 60 for index in range(60)), *(1 + i / 15 for i in range(15))]
    )
    every = round(75 / 2 / 10)

    times = np.array(times_of(video, every))

    for begin_s in (0.0, 1.0):  # as many in the fast second as in the slow one
        assert ((times >= begin_s) & (times < begin_s + 1)).sum() == pytest.approx(10, abs=1)


class Nobody:
    def find(self, frame):
        return None

    def close(self):
        pass


@pytest.mark.parametrize("every", [2, 3])
def test_segments_look_at_the_same_frames(every):
    with VideoFile(sample_path()) as opened:
        next(iter(opened))
        segments, zero_s = cut_into(opened.duration_s, 4), opened.zero_s
    with SegmentWork(sample_path(), zero_s, segments, Nobody, cores=2, every=every) as work:
        again = []
        begin = work._search_again
        work._search_again = lambda number: again.append(number) or begin(number)
        found = [each.time_s for _, results in work for each in results]

    assert found == times_of(sample_path(), every)
    assert not again
