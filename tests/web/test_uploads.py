"""Uploads of videos: limits, a full disk, stalled and lost connections, and private files."""

import asyncio
import os
import stat
import sys
from pathlib import Path

import pytest

from stabiel.web.uploads import Uploads, receive
from stabiel.web.web_errors import WebError
from tests.web import targets
from tests.web.analyses import NASTY, PATH, VIDEO, bring, left_in
from tests.web.app import refused


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
def test_an_invalid_length_is_refused(client, length):
    headers = VIDEO | {"content-length": length.encode()}
    refused(client.post(PATH, content=b"v", headers=headers), 400, "bad_request")


def test_a_full_disk_is_reported_before_anything_is_written(client, folder, monkeypatch):
    monkeypatch.setattr("stabiel.web.uploads.RESERVE_BYTES", 10**18)

    refused(client.post(PATH, content=b"video", headers=VIDEO), 507, "not_kept")
    assert not folder.uploads.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_disk_that_fills_up_meanwhile_is_reported(client, folder, monkeypatch):
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


def test_a_stalled_upload_is_ended(tmp_path):
    async def stalled():
        yield b"the beginning"
        await asyncio.sleep(60)
        yield b"never"

    async def upload() -> None:
        with pytest.raises(WebError, match="stopped arriving"):
            await receive(stalled(), tmp_path / "video", stall_s=0.05)

    asyncio.run(upload())


def asked(app, messages: list[dict]) -> list[dict]:
    """Send the messages of one upload to the app; return its answers."""
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


def test_a_broken_upload_leaves_nothing(client_with, folder):
    client = client_with(targets.at_once)
    part = {"type": "http.request", "body": b"v" * 500, "more_body": True}

    answers = asked(client.app, [part, {"type": "http.disconnect"}])

    assert answers[0]["status"] == 400
    assert left_in(folder) == []
    assert client.get("/api/analyses").json() == []
    assert client.post(PATH, content=b"video", headers=VIDEO).status_code == 201  # no place is lost


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
