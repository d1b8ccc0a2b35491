"""Videos to analyze: taken in, judged one after the other, cancelled, refused, and left behind."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from stabiel.store import DataFolder, Store
from stabiel.system.resources import find_resource
from stabiel.web.api.analyses import label_of
from stabiel.web.context import Context, Limits
from stabiel.web.uploads import Uploads, receive
from stabiel.web.web_errors import WebError
from tests.web import targets
from tests.web.app import client_of, refused

VIDEO = {"content-type": "video/mp4"}
PATH = "/api/analyses?exercise=bridging"
NASTY = "../../etc/<script>alert(1)</script> 👩‍⚕️.mp4"
HELD = pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are of POSIX")


@pytest.fixture
def client_with(folder: DataFolder) -> Iterator[Callable[..., TestClient]]:
    """Return a client whose analyses do something of a test's own."""
    made: list[Context] = []

    def make(target, **limits) -> TestClient:
        context = Context(folder, limits=Limits(**limits), analysis=target)
        made.append(context)
        return client_of(context)

    yield make
    for context in made:
        context.close()


def bring(client, name: str, body: bytes):
    """Bring in a video of this name."""
    params = {"exercise": "bridging", "name": name}
    return client.post("/api/analyses", params=params, content=body, headers=VIDEO)


def until(client, number: int, *states: str, seconds: float = 240.0) -> dict:
    """Wait until an analysis is in one of these states."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = {each["id"]: each for each in client.get("/api/analyses").json()}[number]
        if found["state"] in states:
            return found
        time.sleep(0.05)
    raise AssertionError(f"still {found}")


def left_in(folder: DataFolder) -> list[str]:
    """Return the names of all files of uploads, but for the lock of this run."""
    return [
        path.name for path in folder.uploads.rglob("*") if path.is_file() and path.name != "lock"
    ]


def is_running(process_id: int) -> bool:
    """Say whether a process runs; one that ended and waits to be collected does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process_id}/status").read_text()
    except FileNotFoundError:
        return False


# The whole way


@pytest.mark.slow
def test_a_video_is_judged_and_kept_under_its_label(client, folder):
    client.put("/api/settings", json={"model": "lite", "language": "en"})
    video = find_resource("samples", "bridging-good.mp4").read_bytes()

    answer = bring(client, NASTY, video)
    assert (answer.status_code, set(answer.json())) == (201, {"id"})
    number = answer.json()["id"]
    shares = set()
    while (found := client.get("/api/analyses").json()[0])["state"] in ("waiting", "running"):
        shares.add(found["share"])
        time.sleep(0.05)

    assert found == {
        "id": number, "name": NASTY, "exercise": "bridging", "state": "done", "share": 1.0,
        "session": 1, "error": None,
    }  # fmt: skip
    assert len(shares) > 3
    assert all(share is None or 0 < share <= 1 for share in shares)
    session = client.get("/api/sessions/1").json()
    assert session["session"]["summary"]["repetitions"] == 4
    assert session["session"]["source"]["name"] == NASTY
    assert session["session"]["source"]["kind"] == "file"
    assert (session["session"]["language"], session["session"]["model"]) == ("en", "lite")
    assert session["has_video"]
    assert np.isfinite(np.array(session["curve"]["series"][0]["values"], float)).mean() > 0.9
    film = client.get("/api/sessions/1/video", headers={"range": "bytes=4-7"})
    assert (film.status_code, film.content) == (206, b"ftyp")
    assert len(client.get("/api/sessions/1/frames").json()["points"]) > 50
    page = client.get("/api/sessions/1/report.html").text
    assert "<script>alert" not in page
    assert left_in(folder) == []


@pytest.mark.slow
def test_a_video_is_forgotten_where_only_numbers_are_kept(client):
    client.put("/api/settings", json={"model": "lite", "keep_analysis_video": False})
    video = find_resource("samples", "all-fours-good.mp4").read_bytes()
    path = "/api/analyses?exercise=all-fours"
    number = client.post(path, content=video, headers=VIDEO).json()["id"]

    assert until(client, number, "done", "failed")["session"] == 1
    assert client.get("/api/sessions").json()[0]["has_video"] is False


@pytest.mark.slow
def test_what_is_no_video_or_shows_nobody_fails_in_words(client, folder, make_video):
    empty = make_video(times_s=[n / 10 for n in range(5)], size=(320, 240)).read_bytes()
    sample = find_resource("samples", "bridging-good.mp4").read_bytes()
    bodies = {
        "letter.txt": (b"Dear all, this is no video.", "unreadable_video"),
        "half.mp4": (sample[: len(sample) // 2], "unreadable_video"),
        "list.m3u8": (b"#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n", "unreadable_video"),
        "room.mp4": (empty, "nobody"),
    }
    numbers = {name: bring(client, name, body).json()["id"] for name, (body, _) in bodies.items()}

    for name, (_, error) in bodies.items():
        found = until(client, numbers[name], "done", "failed")
        assert (found["state"], found["session"]) == ("failed", None)
        assert found["error"]["id"] == error
        assert found["error"]["text"].startswith(f"{name}: ")
        assert str(folder.path) not in found["error"]["text"]
    assert client.get("/api/sessions").json() == []
    assert left_in(folder) == []


# One after the other


def test_they_run_one_after_the_other(client_with, folder):
    client = client_with(targets.at_once)
    numbers = [bring(client, str(number), b"video").json()["id"] for number in range(3)]

    sessions = [until(client, number, "done")["session"] for number in numbers]

    assert sessions == [1, 2, 3]
    assert [each["name"] for each in client.get("/api/analyses").json()] == ["0", "1", "2"]
    assert left_in(folder) == []


@HELD
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
    assert not is_running(helper)


def test_what_is_done_is_forgotten_and_its_session_stays(client_with):
    client = client_with(targets.at_once)
    number = client.post(PATH, content=b"video", headers=VIDEO).json()["id"]
    until(client, number, "done")

    assert client.delete(f"/api/analyses/{number}").status_code == 204
    assert client.get("/api/analyses").json() == []
    assert len(client.get("/api/sessions").json()) == 1
    refused(client.delete(f"/api/analyses/{number}"), 404, "not_found")


@pytest.mark.parametrize("number", ["0", "7", "-1", "one", "9" * 30, ".."])
def test_an_analysis_that_is_none(client, number):
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


@HELD
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
    assert not is_running(helper)
    assert not folder.uploads.exists()
    assert not folder.database.exists()


@HELD
def test_the_end_of_the_app_ends_what_runs(folder):
    context = Context(folder, analysis=targets.half_way)
    with client_of(context) as client:
        number = client.post(PATH, content=b"video", headers=VIDEO).json()["id"]
        while until(client, number, "running")["share"] != 0.5:
            time.sleep(0.05)
    helper = int((folder.path / "helper.txt").read_text())

    context.close()

    assert not is_running(helper)
    assert not folder.uploads.exists()
    with Store(folder) as store:
        assert store.sessions() == []


# An app that is killed in the middle of an analysis, and says which process that was.
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


@HELD
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
    end = time.monotonic() + 20.0
    while is_running(analyzing) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_running(analyzing)
    assert "video" in left_in(folder)
    Context(folder).close()
    assert not folder.uploads.exists()
    with Store(folder) as store:
        assert store.sessions() == []


# What is refused


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


TYPES = ["", "text/plain", "image/jpeg", "multipart/form-data; boundary=x", "application/json",
         "videos/mp4", "text/video/"]  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
def test_another_type_is_refused(client, folder, kind):
    answer = client.post(PATH, content=b"video", headers={"content-type": kind})

    refused(answer, 415, "wrong_type")
    assert not folder.uploads.exists()


@pytest.mark.parametrize("path", ["squat", "..", "../bridging", "🧘", "<script>", ""])
def test_an_exercise_that_is_none_is_refused(client, folder, path):
    answer = client.post(
        "/api/analyses", params={"exercise": path}, content=b"video", headers=VIDEO
    )

    refused(answer, 404, "not_found")
    assert not folder.uploads.exists()


def test_no_exercise_is_refused(client):
    refused(client.post("/api/analyses", content=b"video", headers=VIDEO), 400, "bad_request")


def test_an_empty_video_is_refused(client, folder):
    refused(client.post(PATH, content=b"", headers=VIDEO), 400, "bad_request")
    assert left_in(folder) == []


def test_a_video_that_says_it_is_too_large_is_not_even_read(client_with, folder):
    client = client_with(targets.at_once, upload_bytes=1000)

    refused(client.post(PATH, content=b"v" * 1001, headers=VIDEO), 413, "too_large")
    assert not folder.uploads.exists()
    assert client.post(PATH, content=b"v" * 1000, headers=VIDEO).status_code == 201


def test_a_video_that_turns_out_too_large_is_removed(client_with, folder):
    client = client_with(targets.at_once, upload_bytes=5_000_000)
    chunks = (b"v" * 100_000 for _ in range(51))

    refused(client.post(PATH, content=chunks, headers=VIDEO), 413, "too_large")
    assert left_in(folder) == []


@pytest.mark.parametrize("length", ["-1", "1e3", "99999999999999999999", "٣", "0x10", "1_0"])
def test_a_length_that_is_none_is_refused(client, length):
    headers = VIDEO | {"content-length": length.encode()}
    refused(client.post(PATH, content=b"v", headers=headers), 400, "bad_request")


def test_a_full_disk_is_said_so_before_anything_is_written(client, folder, monkeypatch):
    monkeypatch.setattr("stabiel.web.uploads.RESERVE_BYTES", 10**18)

    refused(client.post(PATH, content=b"video", headers=VIDEO), 507, "not_kept")
    assert not folder.uploads.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_disk_that_fills_up_meanwhile_is_said_so(client, folder, monkeypatch):
    opened = os.open

    def full(path, *arguments):
        return opened("/dev/full", os.O_WRONLY) if str(path).endswith("video") else opened(
            path, *arguments
        )  # fmt: skip

    monkeypatch.setattr("stabiel.web.uploads.os.open", full)

    words = refused(client.post(PATH, content=b"v" * 3_000_000, headers=VIDEO), 507, "not_kept")
    assert "No space left" in words
    assert left_in(folder) == []
    assert client.get("/api/analyses").json() == []


def test_who_brings_nothing_for_long_is_let_go(tmp_path):
    async def stalled():
        yield b"the beginning"
        await asyncio.sleep(60)
        yield b"never"

    async def bring() -> None:
        with pytest.raises(WebError, match="stopped arriving"):
            await receive(stalled(), tmp_path / "video", stall_s=0.05)

    asyncio.run(bring())


def asked(app, messages: list[dict]) -> list[dict]:
    """Send what a server would pass on of one upload; return what the app answers."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
        "scheme": "http", "path": "/api/analyses", "raw_path": b"/api/analyses",
        "query_string": b"exercise=bridging", "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "headers": [(b"content-type", b"video/mp4"), (b"content-length", b"1000")],
    }  # fmt: skip
    answers: list[dict] = []
    waiting = iter(messages)

    async def receive_one() -> dict:
        return next(waiting)

    async def send(message: dict) -> None:
        answers.append(message)

    asyncio.run(app(scope, receive_one, send))
    return answers


def test_who_goes_away_in_the_middle_leaves_nothing(client_with, folder):
    client = client_with(targets.at_once)
    part = {"type": "http.request", "body": b"v" * 500, "more_body": True}

    answers = asked(client.app, [part, {"type": "http.disconnect"}])

    assert answers[0]["status"] == 400
    assert left_in(folder) == []
    assert client.get("/api/analyses").json() == []
    assert client.post(PATH, content=b"video", headers=VIDEO).status_code == 201  # no place is lost


# Where it is written


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_others_cannot_read_it_and_its_name_is_never_a_path(client_with, folder):
    client = client_with(targets.half_way)
    bring(client, NASTY, b"video")

    (video,) = [path for path in folder.uploads.rglob("*") if path.name == "video"]
    assert stat.S_IMODE(video.stat().st_mode) == 0o600
    for above in (video.parent, video.parent.parent, folder.uploads):
        assert stat.S_IMODE(above.stat().st_mode) == 0o700
    random = video.relative_to(folder.uploads).parts[:2]
    assert all(len(name) == 32 and int(name, 16) >= 0 for name in random)


LABELS = {
    "plain.mp4": "plain.mp4",
    NASTY: NASTY,
    "a\nb\r\x00\x1b[31mc\x7f": "ab[31mc",
    "\u202eevil\u2066.mp4": "evil.mp4",
    "line\u2028two": "linetwo",
    "  \t ": "video",
    "": "video",
    "x" * 300: "x" * 200,
    "é" * 10**6: "é" * 200,
    "C:\\Users\\a.mp4": "C:\\Users\\a.mp4",
}


@pytest.mark.parametrize(("name", "label"), LABELS.items(), ids=range(len(LABELS)))
def test_a_name_becomes_a_label(name, label):
    assert label_of(name) == label


def test_what_an_earlier_run_left_is_removed_and_what_runs_is_not(folder):
    dead = folder.make_for_upload("a" * 32, "b" * 32)
    (dead / "video").write_bytes(b"half a video")
    (dead.parent / "lock").touch()
    others = folder.uploads / "mine.txt"
    others.write_text("mine")
    alive = Uploads(folder)
    running = alive.new()
    (running / "video").write_bytes(b"a video that is being judged")

    Uploads(folder)

    assert not dead.parent.exists()
    assert (running / "video").exists()
    assert others.exists()
    alive.close()
    assert [path.name for path in folder.uploads.iterdir()] == ["mine.txt"]
