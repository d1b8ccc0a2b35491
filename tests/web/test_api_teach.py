"""Teaching an exercise over the web: a demonstration, what was learned, and a file that is kept."""

import time

import pytest

from stabiel.web.demonstrations import MOST_KEPT
from tests.records import keep
from tests.tuning.teaching.shown import shown
from tests.web.app import refused

NAMES = {"nl": "Hiel weg", "en": "Heel out"}
GOOD = (1.0, 1.0, 1.0)


@pytest.fixture
def number(context):
    return context.demonstrations.of_frames(shown(GOOD), "full")


def learned(client, number, language="en", **wish):
    answer = client.post(f"/api/teach/{number}/lesson?lang={language}", json=NAMES | wish)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_what_was_found_is_shown_and_kept_like_any_own_exercise(client, number):
    lesson = learned(client, number)

    assert client.get(f"/api/teach/{number}").json() == {"state": "ready", "share": 1.0}
    assert lesson["id"] == "heel-out"
    assert [each["counts"] for each in lesson["repetitions"]] == [True] * 3
    assert any("knee angle" in each for each in lesson["remarks"])
    assert {"too_small", "pelvis_lifted"} <= {each["id"] for each in lesson["faults"]}
    picture = client.get(f"/api/teach/{number}/signals.png")
    assert picture.content.startswith(b"\x89PNG")
    kept = client.post(
        "/api/author", content=lesson["text"].encode(), headers={"content-type": "text/yaml"}
    )
    assert kept.json()["kept"], kept.text
    assert "heel-out" in {each["id"] for each in client.get("/api/exercises").json()}
    # The next exercise of this name gets an id of its own.
    assert learned(client, number)["id"] == "heel-out-2"


def test_a_repetition_that_did_not_count_and_chosen_faults_change_the_file(client, context):
    number = context.demonstrations.of_frames(shown((1.0, 1.0, 0.82, 1.0)), "full")

    lesson = learned(client, number, not_counted=[3], faults=["head_lifted"])

    assert [each["counts"] for each in lesson["repetitions"]] == [True, True, False, True]
    assert [each["id"] for each in lesson["faults"] if each["chosen"]] == ["head_lifted"]


@pytest.mark.parametrize(("language", "words"), [("nl", "herhaling"), ("en", "repetition")])
def test_a_demonstration_that_teaches_nothing_is_answered_with_a_sentence(
    client, context, language, words
):
    number = context.demonstrations.of_frames(shown((1.0,)), "full")

    answer = learned(client, number, language)

    assert answer["reason"] == "one_repetition"
    assert words in answer["refused"]
    refused(client.get(f"/api/teach/{number}/signals.png"), 404, "not_found")


def test_only_a_part_of_a_demonstration_is_learned_from(client, number):
    whole = learned(client, number)
    first, _, third = whole["repetitions"]
    until_s = third["start_s"] - 0.1

    part = learned(client, number, until_s=until_s)

    assert len(part["repetitions"]) == 2
    assert part["duration_s"] == whole["duration_s"] > until_s
    assert client.get(f"/api/teach/{number}/signals.png").status_code == 200
    alone = learned(client, number, until_s=first["end_s"] + 0.5)
    assert alone["reason"] == "one_repetition"
    assert learned(client, number, from_s=500)["reason"] == "nobody"


def test_an_own_instruction_is_taken(client, number):
    lesson = learned(client, number, instruction="Schuif je hiel weg.")

    assert lesson["instruction"] == "Schuif je hiel weg."
    assert "Schuif je hiel weg." in lesson["text"]


def test_a_part_of_a_kept_session_is_a_demonstration(client, context, bridges):
    session = keep(context.folder.path, bridges)

    begun = client.post(f"/api/teach/session/{session}?from_s=0&until_s=100")

    assert begun.status_code == 201
    lesson = learned(client, begun.json()["id"])
    # The one that is too low is none of them.
    assert len([each for each in lesson["repetitions"] if each["counts"]]) >= 2
    refused(client.post(f"/api/teach/session/{session}?from_s=900"), 400, "bad_request")


def test_what_is_no_video_is_refused_or_ends_in_a_sentence(client):
    refused(
        client.post("/api/teach", content=b"x", headers={"content-type": "text/plain"}),
        415,
        "wrong_type",
    )
    headers = {"content-type": "video/webm"}
    refused(client.post("/api/teach", content=b"", headers=headers), 400, "bad_request")

    number = client.post("/api/teach", content=b"no video", headers=headers).json()["id"]
    deadline = time.monotonic() + 60
    while (found := client.get(f"/api/teach/{number}").json())["state"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert found["error"]["id"] == "unreadable_video"
    refused(client.post(f"/api/teach/{number}/lesson", json=NAMES), 409, "running")


def test_a_demonstration_is_forgotten(client, context, number):
    assert client.delete(f"/api/teach/{number}").status_code == 204
    refused(client.get(f"/api/teach/{number}"), 404, "not_found")
    refused(client.delete(f"/api/teach/{number}"), 404, "not_found")

    numbers = [context.demonstrations.of_frames(shown(GOOD), "full") for _ in range(MOST_KEPT + 1)]
    refused(client.get(f"/api/teach/{numbers[0]}"), 404, "not_found")
    assert client.get(f"/api/teach/{numbers[-1]}").status_code == 200
