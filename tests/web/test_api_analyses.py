"""Analyses of videos: uploaded, judged and kept, or refused; and the labels of videos."""

import time

import numpy as np
import pytest

from stabiel.session.found import EmptyReason, EmptyStretch, ExerciseSegment, FoundExercises
from stabiel.store.searches import keep_search
from stabiel.system.resources import find_resource
from stabiel.web.api.analyses import label_of
from tests.records import keep
from tests.web.analyses import NASTY, PATH, VIDEO, bring, left_in, until
from tests.web.app import refused


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
        "session": 1, "trial": False, "find": None, "found": None, "error": None,
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


def test_a_search_is_made_again_from_its_sessions_and_an_exercise_that_is_gone_has_no_name(
    client, folder, bridges
):
    first, second, other = (keep(folder.path, bridges) for _ in range(3))
    segment = ExerciseSegment("bridging", 4.0, 24.0, 0.0, 27.0, 1.0, ("heel-slide", "gone"))
    later = ExerciseSegment("bridging", 60.0, 80.0, 54.0, 83.0, 1.0)
    empty = EmptyStretch(24.0, 60.0, EmptyReason.NOT_COUNTED, "gone", 2)
    found = FoundExercises(90.0, (segment, later), (empty,))
    keep_search(folder, NASTY, found, [first, second])

    answer = client.get(f"/api/sessions/{second}/search").json()
    client.delete(f"/api/sessions/{first}")
    (left,) = client.get(f"/api/sessions/{second}/search").json()["found"]["en"]["segments"]

    assert answer["name"] == NASTY
    english, dutch = answer["found"]["en"], answer["found"]["nl"]
    assert (english["headline"], dutch["headline"]) == (
        "2 exercises found in 1:30.", "2 oefeningen gevonden in 1:30.",
    )  # fmt: skip
    assert [each["session"] for each in english["segments"]] == [first, second]
    assert english["segments"][0]["perhaps"] == "This may also be: Heel slide."
    assert (
        english["segments"][0]["words"]
        == client.get(f"/api/sessions/{second}?lang=en").json()["headline"]
    )
    assert [each["start_s"] for each in english["none"]] == [24.0]
    assert left["session"] == second
    assert client.get(f"/api/sessions/{second}").json()["of_search"]
    assert not client.get(f"/api/sessions/{other}").json()["of_search"]
    refused(client.get(f"/api/sessions/{other}/search"), 404, "not_found")


@pytest.mark.slow
def test_the_video_is_not_kept_if_the_settings_say_so(client, short_bridge):
    client.put("/api/settings", json={"model": "lite", "keep_analysis_video": False})
    number = client.post(PATH, content=short_bridge.read_bytes(), headers=VIDEO).json()["id"]

    assert until(client, number, "done", "failed")["session"] == 1
    assert client.get("/api/sessions").json()[0]["has_video"] is False


@pytest.mark.slow
def test_an_invalid_or_empty_video_fails_with_a_reason(client, folder, make_video):
    client.put("/api/settings", json={"model": "lite"})
    empty = make_video(times_s=[n / 10 for n in range(5)], size=(320, 240)).read_bytes()
    sample = find_resource("samples", "bridging-good.mp4").read_bytes()
    bodies = {
        "letter.txt": (b"Dear all, this is no video.", "unreadable_video"),
        "torn.mp4": (sample[: len(sample) // 8], "unreadable_video"),
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


TYPES = ["", "text/plain", "image/jpeg", "multipart/form-data; boundary=x", "application/json",
         "videos/mp4", "text/video/"]  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
def test_another_type_is_refused(client, folder, kind):
    answer = client.post(PATH, content=b"video", headers={"content-type": kind})

    refused(answer, 415, "wrong_type")
    assert not folder.uploads.exists()


@pytest.mark.parametrize("path", ["squat", "..", "../bridging", "🧘", "<script>", ""])
def test_an_unknown_exercise_is_refused(client, folder, path):
    answer = client.post(
        "/api/analyses", params={"exercise": path}, content=b"video", headers=VIDEO
    )

    refused(answer, 404, "not_found")
    assert not folder.uploads.exists()


def test_no_exercise_is_refused(client):
    refused(client.post("/api/analyses", content=b"video", headers=VIDEO), 400, "bad_request")


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
