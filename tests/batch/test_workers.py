"""Workers: all clips are done in any order; nothing is lost if a worker dies or is stopped."""

import multiprocessing
import signal

import pytest

from stabiel.batch.task import DONE, Task
from stabiel.batch.workers import Workers


@pytest.fixture
def task_of(tmp_path):
    def make(video):
        return Task(video, tmp_path / "out" / video.stem, "bridging", "en", "lite", annotate=False)

    return make


def outcomes_of(workers, tasks, each=lambda news: None):
    found = {}
    for news in workers.perform(tasks):
        each(news)
        if news.outcome is not None:
            assert news.task not in found
            found[news.task] = news.outcome
    return found


def kill(workers, task):
    (worker,) = (worker for worker in workers._all.values() if worker.task == task)
    worker.process.kill()


def test_every_clip_is_done_by_few_workers(task_of, make_video, tmp_path):
    tasks = [task_of(make_video(f"{name}.mp4")) for name in "abcde"]
    broken = tmp_path / "broken.mp4"
    broken.write_text("no video")
    tasks.insert(2, task_of(broken))

    with Workers(2) as workers:
        found = outcomes_of(workers, tasks)
        assert len(workers._all) == 2
        processes = [worker.process for worker in workers._all.values()]

    # They had nothing to do any more, so nobody waited until they had unloaded.
    assert [each.exitcode for each in processes] == [-signal.SIGKILL] * 2
    assert [found[number].code for number in range(6)] == [4, 4, 3, 4, 4, 4]
    assert not multiprocessing.active_children()


def test_the_clip_of_a_worker_that_dies_is_done_by_another(task_of, make_video, short_bridge):
    tasks = [task_of(short_bridge), *(task_of(make_video(f"{name}.mp4")) for name in "abc")]
    killed = []

    def kill_once(news):
        if news.task == 0 and news.share and not killed:
            killed.append(news.share)
            kill(workers, 0)

    with Workers(2) as workers:
        found = outcomes_of(workers, tasks, kill_once)

    assert killed
    assert found[0].summary["repetitions"] == 1
    assert [found[number].code for number in range(4)] == [0, 4, 4, 4]
    assert not found[0].before


def test_a_clip_that_ends_its_workers_is_given_up_in_a_sentence(task_of, make_video, short_bridge):
    tasks = [task_of(short_bridge), task_of(make_video("a.mp4"))]

    def kill_always(news):
        if news.task == 0 and news.share:
            kill(workers, 0)

    with Workers(1) as workers:
        found = outcomes_of(workers, tasks, kill_always)

    assert (found[0].state, found[0].code, found[1].code) == ("failed", 3, 4)
    assert f"{short_bridge}: analyzing it ended the worker process" in found[0].why


def test_leaving_early_ends_the_workers_and_leaves_no_half_results(task_of, short_bridge, tmp_path):
    with Workers(1) as workers:
        for news in workers.perform([task_of(short_bridge)]):
            if news.share:
                break

    assert not multiprocessing.active_children()
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.rglob(DONE))
