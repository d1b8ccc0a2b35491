"""Settings: valid and invalid choices, and a damaged file."""

import json
import stat
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from stabiel.web.settings_file import Settings
from tests.web.app import refused

FIRST = {
    "language": "nl", "voice": True, "voice_name": "", "strictness": "normal", "camera": "",
    "camera_id": "", "text_size": 100, "theme": "system", "mirror": True, "record": False,
    "questions": True, "model": "full", "keep_analysis_video": True, "name_on_reports": False,
    "plan": "", "welcomed": False, "television": False,
}  # fmt: skip
OTHER = {
    "language": "en", "voice": False, "voice_name": "Ellen 🎙 <script>", "strictness": "gentle",
    "camera": "USB/../camera", "camera_id": "a1b2", "text_size": 200, "theme": "dark",
    "mirror": False, "record": True, "questions": False, "model": "lite",
    "keep_analysis_video": False, "name_on_reports": True, "plan": "anna",
    "welcomed": True, "television": True,
}  # fmt: skip


def test_at_first(client, folder):
    assert client.get("/api/settings").json() == FIRST
    assert not folder.settings.exists()  # asking keeps nothing


def test_what_was_chosen_is_kept(client, folder):
    assert client.put("/api/settings", json=OTHER).json() == OTHER
    assert client.get("/api/settings").json() == OTHER
    assert json.loads(folder.settings.read_text(encoding="utf-8")) == OTHER
    if sys.platform != "win32":
        assert stat.S_IMODE(folder.settings.stat().st_mode) == 0o600


def test_the_others_stay_as_they_are(client):
    client.put("/api/settings", json={"language": "en"})

    assert client.put("/api/settings", json={"text_size": 150}).json() == FIRST | {
        "language": "en", "text_size": 150,
    }  # fmt: skip


WRONG = [
    {"language": "fr"}, {"voice": "yes"}, {"voice": 1}, {"text_size": 110}, {"text_size": "100"},
    {"theme": None}, {"model": "../models/x"}, {"camera": "a" * 201}, {"camera": "a\x00b"},
    {"voice_name": ["a"]}, {"color": "red"}, {"__class__": "x"},
]  # fmt: skip


@pytest.mark.parametrize("change", WRONG, ids=[next(iter(each)) for each in WRONG])
def test_what_cannot_be_is_refused_and_changes_nothing(client, folder, change):
    words = refused(
        client.put("/api/settings", json={"language": "en"} | change), 400, "bad_request"
    )

    assert next(iter(change)) in words
    assert client.get("/api/settings").json() == FIRST
    assert not folder.settings.exists()


BODIES = {
    "no JSON": (b"{", 400, "bad_request"),
    "a list": (b"[]", 400, "bad_request"),
    "a word": (b'"nl"', 400, "bad_request"),
    "nothing": (b"", 400, "bad_request"),
    "too deep": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400, "bad_request"),
    "no UTF-8": (b'{"camera": "\xff"}', 400, "bad_request"),
    "too large": (b'{"camera": "' + b"a" * 64_000 + b'"}', 413, "too_large"),
}


@pytest.mark.parametrize(("body", "status", "error"), BODIES.values(), ids=BODIES)
def test_an_invalid_body_is_refused(client, body, status, error):
    kind = {"content-type": "application/json"}
    refused(client.put("/api/settings", content=body, headers=kind), status, error)


def test_a_body_of_another_type_is_refused(client):
    refused(client.put("/api/settings", content=b"{}"), 415, "wrong_type")
    refused(client.put("/api/settings", data={"language": "en"}), 415, "wrong_type")


DAMAGED = {
    "half a file": b'{"language": "en", "voi',
    "another type": b'{"text_size": "large"}',
    "of a newer version": b'{"language": "en", "hologram": true}',
    "binary": bytes(range(256)),
    "huge": b'{"language": "en"}' + b" " * 20_000,
    "empty": b"",
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_renamed_and_not_lost(client, folder, text):
    folder.make()
    for number in (1, 2):
        folder.settings.write_bytes(text)
        assert client.get("/api/settings").json() == FIRST
        aside = folder.path / f"settings.damaged-{number}.json"
        assert aside.read_bytes() == text
        assert not folder.settings.exists()
    assert client.put("/api/settings", json={"language": "en"}).json()["language"] == "en"


def test_a_file_that_was_being_written_when_the_computer_stopped(client, folder):
    client.put("/api/settings", json={"language": "en"})
    folder.settings.with_name("settings.json.part").write_text("{")

    assert client.get("/api/settings").json()["language"] == "en"
    assert client.put("/api/settings", json={"voice": False}).json()["language"] == "en"
    assert [each.name for each in folder.path.glob("settings*")] == ["settings.json"]


def test_a_read_only_folder_is_reported(client, folder):
    folder.path.write_text("a file in the way")

    refused(client.put("/api/settings", json={"language": "en"}), 507, "not_kept")
    assert client.get("/api/settings").json() == FIRST


def test_changes_at_the_same_time_are_all_kept(context):
    changes = [{"language": "en"}, {"voice": False}, {"mirror": False}, {"text_size": 125}] * 5
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(context.settings.change, changes))

    assert context.settings.load() == Settings(
        language="en", voice=False, mirror=False, text_size=125
    )
