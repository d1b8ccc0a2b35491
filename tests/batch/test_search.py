"""A batch of searches: done once, resumed, and the same on another computer."""

import csv
import dataclasses
from pathlib import Path

import pytest

from stabiel.batch.cluster import ClusterTask, run_on_worker
from stabiel.batch.perform import perform
from stabiel.batch.task import DONE, Task, done_before
from stabiel.batch.workers import TaskUpdate
from stabiel.pose import mediapipe
from stabiel.store import DataFolder, Store
from tests.analysis.test_finding import STEP_S, Played
from tests.commands.helpers import one_sentence
from tests.sessions import BOOK


@pytest.fixture
def video(make_video, monkeypatch) -> Path:
    """A small video in a folder of its own, in which the landmarker finds three bridges."""
    monkeypatch.setattr(mediapipe, "Landmarker", lambda model, outline: Played())
    count = round(Played().length_s / STEP_S)
    return make_video("clips/session.mp4", times_s=[index * STEP_S for index in range(count)])


@pytest.fixture
def task(video, tmp_path) -> Task:
    out = tmp_path / "out" / "session"
    return Task(video, out, "", "en", "lite", annotate=False, find=tuple(BOOK.exercises))


@pytest.fixture
def here(monkeypatch) -> list[str]:
    """The names of the videos that are done in this process, where the landmarker is known."""
    did: list[str] = []

    class Here:
        def __init__(self, count):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def perform(self, tasks):
            for number, task in enumerate(tasks):
                did.append(task.video.name)
                yield TaskUpdate(number, outcome=perform(task))

    monkeypatch.setattr("stabiel.batch.workers.Workers", Here)
    return did


def rows_of(out: Path) -> list[dict[str, str]]:
    written = (out / "summary.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(written.splitlines()))


def test_what_was_found_is_known_and_not_looked_for_again(task):
    first = perform(task)
    written = {path: path.stat().st_mtime_ns for path in task.out.rglob("*")}

    assert (first.state, first.code, first.why, first.before) == ("judged", 0, "", False)
    (found,) = first.found
    assert (found.exercise, found.folder) == ("bridging", "01-bridging")
    assert (found.summary["repetitions"], first.summary["repetitions"]) == (3, 3)
    assert perform(task) == dataclasses.replace(first, before=True)
    assert {path: path.stat().st_mtime_ns for path in task.out.rglob("*")} == written


def test_what_is_missing_or_looked_for_otherwise_is_not_done(task):
    perform(task)

    assert done_before(dataclasses.replace(task, cores=8)) is not None
    assert done_before(dataclasses.replace(task, find=task.find[:3])) is None
    assert done_before(dataclasses.replace(task, every_frame=True)) is None
    assert done_before(dataclasses.replace(task, find=(), exercise="bridging")) is None
    (task.out / "01-bridging" / "report.html").unlink()
    assert done_before(task) is None


def test_an_own_exercise_is_found_by_another_process_without_its_file(task):
    mine = BOOK.get("bridging").model_copy(update={"id": "mine"})
    asked = dataclasses.replace(task, find=("mine",), rules=(mine.model_dump_json(),))

    outcome = perform(asked)

    assert [each.exercise for each in outcome.found] == ["mine"]
    assert (task.out / "01-mine" / "exercise.yaml").is_file()
    changed = mine.model_copy(update={"reminders": []}).model_dump_json()
    assert done_before(dataclasses.replace(asked, rules=(changed,))) is None


def test_a_worker_elsewhere_sends_all_folders_back_with_links_that_are_right_here(task, tmp_path):
    gone = dataclasses.replace(
        task, video=Path("/nowhere/clips/session.mp4"), out=Path("/nowhere/out/session")
    )
    sent = ClusterTask(gone, "other", (Path("/nowhere/probe"), "?"), task.video.read_bytes())

    result = run_on_worker(sent)

    assert [each.exercise for each in result.outcome.found] == ["bridging"]
    assert {"found.json", "01-bridging/session.json", "01-bridging/report.html", DONE} <= set(
        result.files
    )
    assert b'src="../../clips/session.mp4"' in result.files["index.html"]
    assert b'src="../../../clips/session.mp4"' in result.files["01-bridging/report.html"]


def test_a_folder_is_searched_as_a_batch_and_goes_on_where_it_stopped(run, video, here, tmp_path):
    out, broken = tmp_path / "out", video.with_name("broken.mp4")
    broken.write_text("no video")
    asked = ("analyze", video.parent, "--no-video", "--lang", "en", "--out", out)

    code, said, err = run(*asked)
    first = rows_of(out)
    _, again, _ = run(*asked)

    assert code == 3
    assert one_sentence(err, broken)
    assert here == ["session.mp4", "broken.mp4", "broken.mp4"]
    (line,) = [line for line in said.splitlines() if str(video) in line]
    assert "judged" in line
    assert "The bridge: 3 of 3 good." in line
    assert "2 clips: 1 judged, 1 failed; 3 repetitions" in said
    assert "judged before" in again
    assert [(row["state"], row["found"], row["repetitions"]) for row in first] == [
        ("failed", "", ""),
        ("judged", "bridging", "3"),
    ]
    assert [row["done_before"] for row in rows_of(out)] == ["no", "yes"]


def test_a_batch_that_is_stopped_has_its_summary_and_keeps_nothing_twice(
    run, video, here, tmp_path, monkeypatch
):
    out, data = tmp_path / "out", tmp_path / "records"
    video.with_name("z.mp4").write_text("no video")
    asked = ("analyze", video.parent, "--no-video", "--keep", "--data", data, "--out", out)
    with monkeypatch.context() as stopped:
        stopped.setattr("stabiel.commands.batch_run._size", lambda video: len(video.name))
        do = perform

        def stop(task):
            if task.video.name == "z.mp4":
                raise KeyboardInterrupt
            return do(task)

        stopped.setitem(globals(), "perform", stop)
        run(*asked)

    assert [row["found"] for row in rows_of(out)] == ["bridging"]
    run(*asked)
    with Store(DataFolder(data)) as store:
        assert [each.exercise for each in store.sessions()] == ["bridging"]
