"""The queue of analyses: one at a time, cancelled, failed, erased, and ended with the app."""

import signal
import subprocess
import sys
import time

import pytest

from stabiel.store import Store
from stabiel.system.resources import find_resource
from stabiel.web.context import Context
from tests.web import targets
from tests.web.analyses import PATH, POSIX, VIDEO, bring, ends, is_running, left_in, until
from tests.web.app import client_of, refused


def test_they_run_one_after_the_other(client_with, folder):
    client = client_with(targets.at_once)
    numbers = [bring(client, str(number), b"video").json()["id"] for number in range(3)]

    sessions = [until(client, number, "done")["session"] for number in numbers]

    assert sessions == [1, 2, 3]
    assert [each["name"] for each in client.get("/api/analyses").json()] == ["0", "1", "2"]
    assert left_in(folder) == []


def test_a_search_has_what_was_found_and_one_that_dies_leaves_no_session(client_with):
    client = client_with(targets.searches)
    numbers = [
        client.post(f"/api/analyses?find={among}", content=b"video", headers=VIDEO).json()["id"]
        for among in ("all", "plan")
    ]
    whole, broken = (until(client, number, "done", "failed") for number in numbers)

    assert (whole["state"], whole["find"], whole["exercise"]) == ("done", "all", "")
    assert whole["found"] == {"en": {"headline": "2 exercises found."}}
    assert (broken["state"], broken["found"]) == ("failed", None)
    assert [each["id"] for each in client.get("/api/sessions").json()] == [2, 1]


@pytest.mark.parametrize(
    "query", ["", "?find=some", "?find=all&exercise=bridging", "?find=all&trial=true"]
)
def test_a_video_needs_an_exercise_or_a_place_to_look_for_it(client, query):
    answer = client.post(f"/api/analyses{query}", content=b"video", headers=VIDEO)

    refused(answer, 400, "bad_request")


@POSIX
def test_what_was_cancelled_half_way_leaves_nothing(client_with, folder):
    client = client_with(targets.half_way)
    first, second = (
        client.post(PATH, content=b"video", headers=VIDEO).json()["id"] for _ in range(2)
    )
    while until(client, first, "running")["share"] != 0.5:
        time.sleep(0.05)
    assert until(client, second, "waiting")["share"] is None
    helper = int((folder.path / "helper.txt").read_text())
    assert is_running(helper)
    assert len(client.get("/api/sessions").json()) == 1

    assert client.delete(f"/api/analyses/{second}").status_code == 204
    answer = client.delete(f"/api/analyses/{first}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get("/api/analyses").json() == []
    assert client.get("/api/sessions").json() == []
    assert left_in(folder) == []
    assert not folder.video(1).exists()
    assert ends(helper)


def test_what_is_done_is_forgotten_and_its_session_stays(client_with):
    client = client_with(targets.at_once)
    number = client.post(PATH, content=b"video", headers=VIDEO).json()["id"]
    until(client, number, "done")

    assert client.delete(f"/api/analyses/{number}").status_code == 204
    assert client.get("/api/analyses").json() == []
    assert len(client.get("/api/sessions").json()) == 1
    refused(client.delete(f"/api/analyses/{number}"), 404, "not_found")


@pytest.mark.parametrize("number", ["0", "7", "-1", "one", "9" * 30, ".."])
def test_an_unknown_analysis(client, number):
    refused(client.delete(f"/api/analyses/{number}"), 404, "not_found")


@pytest.mark.parametrize("target", [targets.dies, targets.raises], ids=["dies", "raises"])
def test_a_process_that_ends_before_it_is_done_fails_and_leaves_nothing(
    client_with, folder, target
):
    client = client_with(target)
    numbers = [bring(client, "a.mp4", b"v").json()["id"] for _ in range(2)]

    for number in numbers:  # the queue goes on
        found = until(client, number, "failed")
        assert found["error"] == {
            "id": "internal",
            "text": "a.mp4: the analysis of this video stopped before it was finished.",
        }
    assert client.get("/api/sessions").json() == []
    assert left_in(folder) == []


@POSIX
def test_erasing_cancels_what_waits_and_runs(client_with, folder):
    client = client_with(targets.half_way)
    number = client.post(PATH, content=b"video", headers=VIDEO).json()["id"]
    client.post(PATH, content=b"video", headers=VIDEO)
    while until(client, number, "running")["share"] != 0.5:
        time.sleep(0.05)
    helper = int((folder.path / "helper.txt").read_text())
    refused(client.request("DELETE", "/api/data", json={"sure": True}), 409, "running")
    client.delete(f"/api/analyses/{number}")

    answer = client.request("DELETE", "/api/data", json={"sure": True})

    assert answer.status_code == 204
    assert client.get("/api/analyses").json() == []
    assert ends(helper)
    assert not folder.uploads.exists()
    assert not folder.database.exists()


@POSIX
def test_the_end_of_the_app_ends_what_runs(folder):
    context = Context(folder, analysis=targets.half_way)
    with client_of(context) as client:
        number = client.post(PATH, content=b"video", headers=VIDEO).json()["id"]
        while until(client, number, "running")["share"] != 0.5:
            time.sleep(0.05)
    helper = int((folder.path / "helper.txt").read_text())

    context.close()

    assert ends(helper)
    assert not folder.uploads.exists()
    with Store(folder) as store:
        assert store.sessions() == []


# An app that is killed in the middle of an analysis, after it prints the id of its process.
KILLED = """
import multiprocessing, os, shutil, signal, sys, time
from pathlib import Path
from stabiel.store import DataFolder
from stabiel.web.context import Context
from stabiel.web.jobs import AnalysisJob

if __name__ == "__main__":
    data, video = map(Path, sys.argv[1:])
    context = Context(DataFolder(data))
    folder = context.uploads.new()
    shutil.copyfile(video, folder / "video")
    job = AnalysisJob(data, folder, "a.mp4", "bridging", "nl", "lite", True)
    context.analyses.add(job)
    while context.analyses.listed()[0]["share"] is None:
        time.sleep(0.05)
    print(*(each.pid for each in multiprocessing.active_children()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@POSIX
@pytest.mark.slow
def test_an_app_that_is_killed_takes_its_analysis_with_it(folder, tmp_path):
    script = tmp_path / "app.py"
    script.write_text(KILLED)
    video = find_resource("samples", "bridging-good.mp4")

    done = subprocess.run(
        [sys.executable, script, folder.path, video], capture_output=True, text=True, check=False
    )

    assert done.returncode == -signal.SIGKILL, done.stderr
    (analyzing,) = map(int, done.stdout.split())
    assert ends(analyzing)
    assert "video" in left_in(folder)
    Context(folder).close()
    assert not folder.uploads.exists()
    with Store(folder) as store:
        assert store.sessions() == []


def test_too_many_that_wait_are_refused(client_with, folder):
    client = client_with(targets.half_way if sys.platform != "win32" else targets.at_once,
                         waiting=2)  # fmt: skip
    number = client.post(PATH, content=b"video", headers=VIDEO).json()["id"]
    until(client, number, "running")
    for _ in range(2):
        assert client.post(PATH, content=b"video", headers=VIDEO).status_code == 201

    refused(client.post(PATH, content=b"video", headers=VIDEO), 429, "limit")

    assert len(left_in(folder)) >= 3
    assert len(client.get("/api/analyses").json()) == 3
