"""A long video in parts: as if one process had done it; and who does how much of it."""

import dataclasses
import pickle

import pytest

from stabiel.batch.parts import poses_of_part
from stabiel.batch.perform import perform
from stabiel.batch.plan import PartPlan, plan_of
from stabiel.batch.shares import cores_by_size
from stabiel.batch.task import Task


@pytest.mark.parametrize(
    ("find", "files"),
    [
        ((), ("session.json", "landmarks.npz", "trace.npz")),
        (("bridging", "heel-slide"), ("found.json", "landmarks.npz")),
    ],
)
def test_an_analysis_of_parts_found_elsewhere_is_the_same(
    short_bridge, tmp_path, monkeypatch, find, files
):
    monkeypatch.setattr("stabiel.analysis.segments.LEAST_CUT_S", 5.0)
    task = Task(
        short_bridge, tmp_path / "whole", "bridging", "en", "lite", annotate=False, find=find
    )
    shared = dataclasses.replace(task, out=tmp_path / "shared")
    known = pickle.loads(pickle.dumps([poses_of_part(shared, number) for number in range(2)]))

    whole = perform(task)
    for name in ("Landmarker", "landmarker_of_any"):
        monkeypatch.setattr(f"stabiel.batch.parts.{name}", lambda *_, **__: pytest.fail("again"))
    outcome = perform(shared, known=known)

    assert outcome.summary == whole.summary
    assert find or whole.summary["repetitions"] == 1
    for name in files:
        assert (shared.out / name).read_bytes() == (task.out / name).read_bytes()


def test_a_part_that_cannot_be_found_is_left_to_the_analysis(tmp_path, make_video):
    broken = tmp_path / "broken.mp4"
    broken.write_text("no video")
    task = Task(broken, tmp_path / "out", "bridging", "en", "lite")

    assert poses_of_part(task, 0) is None
    assert poses_of_part(dataclasses.replace(task, video=make_video()), 7) is None


@pytest.fixture
def long(make_video, tmp_path):
    video = make_video("long.mp4", times_s=[0.5 * index for index in range(92)])
    return Task(video, tmp_path / "out", "bridging", "en", "lite")


@pytest.mark.parametrize(
    ("left", "count", "threads", "plan"),
    [
        (9, 10, 4, PartPlan(2, 1, last=False)),
        (4, 10, 4, PartPlan(2, 1, last=False)),
        (3, 10, 4, PartPlan(2, 1, last=True)),  # as many as there are workers
        (9, 10, 16, PartPlan(2, 4, last=True)),  # more workers than videos
        (0, 1, 8, PartPlan(2, 16, last=True)),
    ],
)
def test_the_rests_of_the_last_videos_are_done_together(long, left, count, threads, plan):
    assert plan_of(long, left, count, threads) == plan


def test_a_short_video_is_not_shared(long, make_video):
    short = dataclasses.replace(long, video=make_video("short.mp4"))
    missing = dataclasses.replace(long, video=long.out / "none.mp4")
    quick = dataclasses.replace(long, quick=True)  # its frames are not chosen yet

    assert [plan_of(each, 0, 1, 2) for each in (short, missing, quick)] == [None] * 3


@pytest.mark.parametrize(
    ("sizes", "cores", "each"),
    [
        ([1.0] * 10, 8, [1, 1, 1, 1, 1, 2, 2, 3, 4, 8]),
        ([60.0, 1.0, 1.0], 2, [2, 1, 2]),  # the long one is alone nearly all the time
        ([1.0] * 4, 2, [1, 1, 1, 2]),
        ([5.0, 0.0, 0.0], 4, [4, 1, 1]),  # files that cannot be read
    ],
)
def test_the_last_videos_use_the_cores_that_others_leave_free(sizes, cores, each):
    assert cores_by_size(sizes, cores) == each
