"""One video of a batch: done once, and done again if anything about it changes."""

import dataclasses
import json
import os

import pytest

from stabiel.batch import task as tasks
from stabiel.batch.perform import perform
from stabiel.batch.task import DONE, Task, done_before


class NobodySeen:
    """A landmarker that finds nobody, as the true one does in these pictures, and loads nothing."""

    def __init__(self, model, *, outline=False):
        pass

    def find(self, frame):
        return None

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass


@pytest.fixture(autouse=True)
def nobody_seen(monkeypatch):
    monkeypatch.setattr("stabiel.batch.parts.Landmarker", NobodySeen)


@pytest.fixture
def task(make_video, tmp_path):
    return Task(make_video("clip.mp4"), tmp_path / "out", "bridging", "en", "lite", annotate=False)


def test_what_was_done_is_known_and_not_done_again(task):
    first = perform(task)
    written = {path.name: path.stat().st_mtime_ns for path in task.out.iterdir()}

    assert (first.state, first.code, first.before) == ("nobody", 4, False)
    assert "nobody was found" in first.why
    assert set(written) == {"session.json", "landmarks.npz", "trace.npz", "report.html", DONE}
    again = perform(task)
    assert again == dataclasses.replace(first, before=True)
    assert {path.name: path.stat().st_mtime_ns for path in task.out.iterdir()} == written


def test_a_copy_elsewhere_and_later_is_the_same_video(task, tmp_path):
    perform(task)
    copy = tmp_path / "elsewhere" / "renamed.mp4"
    copy.parent.mkdir()
    copy.write_bytes(task.video.read_bytes())
    os.utime(copy, (1, 1))

    assert done_before(dataclasses.replace(task, video=copy)) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"exercise": "leg-lift"}, {"language": "nl"}, {"model": "full"}, {"annotate": True},
        {"quick": True}, {"every_frame": True},
    ],
    ids=str,
)  # fmt: skip
def test_what_was_done_otherwise_is_not_done(task, change):
    perform(task)

    assert done_before(task) is not None
    assert done_before(dataclasses.replace(task, **change)) is None


def test_another_number_of_cores_is_no_reason_to_do_it_again(task):
    perform(task)

    assert done_before(dataclasses.replace(task, cores=8)) is not None


def test_another_video_of_the_same_name_is_done_anew(task, make_video):
    perform(task)
    make_video("clip.mp4", times_s=[0.0, 0.04, 0.08])

    outcome = perform(task)

    assert not outcome.before
    assert json.loads((task.out / "session.json").read_text())["source"]["duration_s"] < 0.13


@pytest.mark.parametrize("missing", ["session.json", "landmarks.npz", "report.html"])
def test_results_that_are_gone_are_made_again(task, missing):
    perform(task)
    (task.out / missing).unlink()

    assert not perform(task).before
    assert (task.out / missing).exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"outcome": 3}', '{"outcome": {}}'])
def test_a_marker_that_makes_no_sense_is_none(task, content):
    perform(task)
    (task.out / DONE).write_text(content)

    assert done_before(task) is None


def test_a_changed_rule_is_a_reason_to_judge_again(task, monkeypatch):
    perform(task)
    monkeypatch.setattr(tasks, "_rule", lambda *exercise: "another")

    assert done_before(task) is None


def test_what_stops_half_way_is_not_done(task, monkeypatch):
    """Old results are no longer complete once new ones have begun."""
    perform(task)
    changed = dataclasses.replace(task, language="nl")

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("stabiel.batch.perform.analyzed", stop)
        with pytest.raises(KeyboardInterrupt):
            perform(changed)

    assert done_before(task) is None
    assert done_before(changed) is None


def test_a_video_that_cannot_be_read_is_an_outcome(task):
    task.video.write_text("no video")

    outcome = perform(task)

    assert (outcome.state, outcome.code) == ("failed", 3)
    assert outcome.why.startswith(f"{task.video}: ")
    assert not task.out.exists()


def test_results_that_cannot_be_written_are_an_outcome(task):
    task.out.write_text("in the way")

    outcome = perform(task)

    assert (outcome.state, outcome.code) == ("failed", 2)
    assert "--out" in outcome.why
