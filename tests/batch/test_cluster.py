"""A cluster: a real scheduler and real worker processes, one of which is killed."""

import gc
import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from stabiel.batch import cluster as clusters
from stabiel.batch.cluster import Cluster, ClusterTask, run_on_worker
from stabiel.batch.plan import PartPlan
from stabiel.batch.task import DONE, Task, digest
from stabiel.errors import UsageError
from stabiel.pose.recording import load_times


@contextmanager
def process(*arguments, **options):
    with subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **options,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


@contextmanager
def worker(address, folder):
    """A worker with one thread, without the nanny that would restart it."""
    with process(
        "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
        "--death-timeout", "240", "--local-directory", str(folder),
    ) as running:  # fmt: skip
        yield running


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """The address of a scheduler on a port that the system gives it; it writes which."""
    note = tmp_path_factory.mktemp("scheduler") / "scheduler.json"
    with process(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
        "--no-show", "--scheduler-file", str(note),
    ):  # fmt: skip
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with suppress(OSError, ValueError):
                found = json.loads(note.read_text())
                break
            time.sleep(0.1)
        yield found["address"]


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Wait long for what must come: a worker takes seconds to start, and more if others work."""
    monkeypatch.setattr(clusters, "CONNECT_S", 120.0)


@pytest.fixture(scope="module")
def standing(scheduler, tmp_path_factory):
    """The scheduler with one worker, for all tests that harm neither."""
    with worker(scheduler, tmp_path_factory.mktemp("worker")):
        yield scheduler


@pytest.fixture
def archive(make_video, short_bridge):
    """Six short videos of nobody, and one of somebody."""
    for name in "abcdef":
        make_video(f"short/{name}.mp4")
    return short_bridge.parent


def analyze(archive, out, address):
    return (
        "analyze", archive, "--exercise", "bridging", "--model", "lite", "--no-video",
        "--lang", "en", "--out", out, "--cluster", address,
    )  # fmt: skip


def done(out):
    return {path.parent.name: path.stat().st_mtime_ns for path in out.rglob(DONE)}


def test_a_scheduler_without_workers_is_said(run, scheduler, archive, tmp_path, monkeypatch):
    from distributed import Client  # heavy, and every process of the tests reads this file

    waits = Client.wait_for_workers
    monkeypatch.setattr(
        Client, "wait_for_workers", lambda self, count, timeout: waits(self, count, timeout=1.0)
    )

    code, _, err = run(*analyze(archive, tmp_path / "out", scheduler))

    assert code == 2
    assert "this scheduler has no workers; start one with: dask worker" in err


def test_a_worker_that_is_killed_loses_no_clip_and_none_is_done_twice(
    run, scheduler, archive, tmp_path, monkeypatch
):
    out, began, finished = tmp_path / "out", [], []
    perform = Cluster.perform

    with worker(scheduler, tmp_path / "first") as first:

        def watched(self, *arguments):
            for news in perform(self, *arguments):
                (began if news.outcome is None else finished).append(news.task)
                if len(finished) == 2 and first.poll() is None:
                    first.kill()  # after two results have arrived and others are under way
                yield news

        monkeypatch.setattr(Cluster, "perform", watched)
        with worker(scheduler, tmp_path / "second"):
            code, said, _ = run(*analyze(archive, out, scheduler))

        assert first.poll() == -signal.SIGKILL
    assert code == 4
    assert "7 clips: 1 judged, 6 with nobody in the picture; 1 repetition," in said
    assert sorted(finished) == list(range(7))
    assert len(done(out)) == 7


def test_what_has_arrived_is_not_asked_for_again(run, standing, archive, tmp_path):
    out, some = tmp_path / "out", archive / "[abc].mp4"
    run(*analyze(some, out, standing))
    before = done(out)
    (out / "a" / "report.html").unlink()
    code, said, _ = run(*analyze(some, out, standing))

    assert code == 4
    assert "2 done before" in said
    after = done(out)
    assert [name for name in after if after[name] != before[name]] == ["a"]


def test_a_worker_that_sees_other_folders_gets_the_video_and_sends_the_results(
    run, standing, archive, tmp_path, monkeypatch
):
    """A wrong digest and a missing probe stand for files that the worker does not see."""
    probes = []
    orders = Cluster._submit

    def unseen(self, number, sent, plan=None):
        probes.append(sent.probe[0])
        away = Path("/nowhere") / sent.task.video.name
        task = Task(**{**_fields(sent.task), "video": away})
        moved = ClusterTask(task, sent.digest, (Path("/nowhere/probe"), "?"), sent.video)
        orders(self, number, moved, plan)

    with monkeypatch.context() as patch:
        patch.setattr(Cluster, "_submit", unseen)
        code, said, _ = run(*analyze(archive, tmp_path / "out", standing))

    assert code == 4
    assert "1 judged, 6 with nobody" in said
    session = json.loads((tmp_path / "out" / "bridge" / "session.json").read_text())
    assert session["summary"]["repetitions"] == 1
    assert session["source"]["name"] == "bridge.mp4"
    assert not any(probe.exists() for probe in probes)
    # The next run accepts results that were sent back.
    code, said, _ = run(
        "analyze", archive, "--exercise", "bridging", "--model", "lite", "--no-video",
        "--lang", "en", "--out", tmp_path / "out",
    )  # fmt: skip
    assert "7 done before" in said


def _fields(task):
    return {name: getattr(task, name) for name in Task.__dataclass_fields__}


def test_a_worker_without_the_video_asks_for_it(make_video, tmp_path):
    video = make_video("a.mp4")
    task = Task(Path("/nowhere/a.mp4"), tmp_path / "out", "bridging", "en", "lite", annotate=False)
    sent = ClusterTask(task, digest(video), (Path("/nowhere/probe"), "?"))

    assert run_on_worker(sent).outcome is None
    result = run_on_worker(ClusterTask(task, sent.digest, sent.probe, video.read_bytes()))
    assert result.outcome.why.startswith("/nowhere/a.mp4: nobody was found")
    assert set(result.files) == {
        "session.json", "landmarks.npz", "trace.npz", "report.html", DONE,
    }  # fmt: skip
    assert not (tmp_path / "out").exists()


def test_workers_share_a_long_video(run, standing, make_video, tmp_path, monkeypatch):
    make_video("some/long.mp4", times_s=[0.5 * index for index in range(92)])
    make_video("some/short.mp4")
    orders, plans = Cluster._submit, {}

    def watched(self, number, sent, plan=None):
        plans[sent.task.video.name] = plan
        orders(self, number, sent, plan)

    monkeypatch.setattr(Cluster, "_submit", watched)
    out = tmp_path / "out"
    code, said, _ = run(*analyze(tmp_path / "some", out, standing))

    assert code == 4
    assert "2 clips: 2 with nobody in the picture" in said
    assert plans == {"long.mp4": PartPlan(2, 1, last=False), "short.mp4": None}
    assert len(load_times(out / "long" / "landmarks.npz")) == 92


def test_a_video_that_cannot_be_read_is_said_once(run, standing, archive, tmp_path):
    (archive / "a-broken.mp4").write_text("no video")
    code, said, err = run(*analyze(archive / "a*.mp4", tmp_path / "out", standing))

    assert code == 4
    assert "2 clips: 1 with nobody in the picture, 1 failed;" in said
    assert sum("broken.mp4" in line for line in err.splitlines()) == 1


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://", "127.0.0.1"])
def test_no_scheduler_is_said(run, archive, tmp_path, monkeypatch, address):
    monkeypatch.setattr(clusters, "CONNECT_S", 0.5)

    code, said, err = run(*analyze(archive, tmp_path / "out", address))

    assert (code, said) == (2, "")
    assert err.count("\n") == 1
    assert f"{address}: no scheduler answers there" in err


def test_a_client_that_found_no_scheduler_does_not_hold_up_the_next(monkeypatch):
    from distributed import utils

    monkeypatch.setattr(clusters, "CONNECT_S", 0.5)
    chosen = utils.get_loop_factory

    def in_the_thread_of_the_client():
        gc.collect()
        return chosen()

    gc.disable()
    try:
        with pytest.raises(UsageError):
            Cluster("nonsense://")
        monkeypatch.setattr(utils, "get_loop_factory", in_the_thread_of_the_client)
        with pytest.raises(UsageError):
            Cluster("nonsense://")
    finally:
        gc.enable()


def test_another_version_on_a_worker_is_said(standing, monkeypatch):
    monkeypatch.setattr(clusters, "__version__", "9.9")
    with pytest.raises(UsageError, match=r"this worker has stabiel 0\.1\.0, .* 9\.9; install"):
        Cluster(standing)


def test_without_the_extra_it_says_what_to_install(run, archive, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    code, said, err = run(*analyze(archive, tmp_path / "out", "tcp://127.0.0.1:1"))

    assert (code, said) == (2, "")
    assert "pip install 'stabiel[cluster]'" in err
