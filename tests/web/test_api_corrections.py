"""Corrections and notes by hand over the network: kept, undone, refused, and in every list."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from stabiel.store import Store
from stabiel.store.by_hand import notes
from stabiel.store.corrections import kept_corrections
from tests.records import ABOUT, WHOLE, Frames, keep
from tests.sessions import BOOK
from tests.web.app import refused

MORE = {"kind": "repetitions", "change": 1, "side": "both", "time_s": 3}
NOTE = {"day": None, "exercise": "bridging", "sets": 3, "repetitions": 10, "remark": "<b>"}


@pytest.fixture
def kept(folder, bridges: Frames) -> int:
    return keep(folder.path, bridges)


@pytest.fixture
def note(context) -> dict:
    return NOTE | {"day": context.now().date().isoformat()}


def say(client, number, correction):
    return client.post(
        f"/api/sessions/{number}/corrections?lang=en", json={"correction": correction}
    )


def about(event, **what):
    return {key: event[key] for key in ("side", "start_s", "end_s")} | what


def test_totals_follow_what_is_said_and_say_so(client, kept):
    path = f"/api/sessions/{kept}/corrections"
    before = client.get(f"{path}?lang=en").json()
    assert (before["changed"], before["sides"], before["corrections"]) == (False, ["both"], [])
    assert before["judged"] == before["corrected"]
    attempt = client.get(f"/api/sessions/{kept}").json()["session"]["attempts"][0]

    say(client, kept, MORE)
    answer = say(client, kept, about(attempt, kind="counts", what="attempt", counts=True))

    assert answer.status_code == 201
    found = answer.json()
    assert found["words"] == "4 repetitions, 2 of them added by you"
    assert (found["judged"]["repetitions"], found["corrected"]["repetitions"]) == (2, 4)
    more, counted = found["corrections"]
    assert (more["event"], counted["event"]) == (None, {"what": "attempt", "index": 0})
    assert more["words"] == "1 repetition added (0:03)"
    (row,) = client.get("/api/sessions?lang=nl").json()
    assert (row["repetitions"], row["corrected"]["repetitions"]) == (2, 4)
    assert row["corrected"]["words"] == "4 keer, waarvan 2 door jou erbij gezet"
    assert (
        "waarvan 2 door jou erbij gezet"
        in client.get(f"/api/sessions/{kept}/report.html?lang=nl").text
    )

    for each in (more, counted):
        assert client.delete(f"{path}/{each['id']}").status_code == 200
    assert client.get(path).json()["changed"] is False
    refused(client.delete(f"{path}/{more['id']}"), 404, "not_found")


def test_a_session_that_was_another_exercise_has_that_name(client, kept):
    say(client, kept, {"kind": "exercise", "exercise": "leg-lift"})

    (row,) = client.get("/api/sessions?lang=en").json()
    assert (row["exercise"], row["corrected"]["exercise"]) == ("bridging", "leg-lift")
    assert "you say it was: " in row["corrected"]["words"]
    refused(say(client, kept, {"kind": "exercise", "exercise": "../x"}), 404, "not_found")


@pytest.mark.parametrize(
    "correction",
    [
        {},
        {"kind": "other"},
        MORE | {"change": 2},
        MORE | {"side": "up"},
        MORE | {"time_s": -1},
        MORE | {"more": 1},
        {"kind": "counts", "what": "attempt", "side": "both", "start_s": 1, "end_s": 2},
        {"kind": "fault_wrong", "fault": "sagging", "side": "both", "start_s": 900, "end_s": 901},
    ],
)
def test_what_cannot_be_said_is_refused(client, kept, correction):
    refused(say(client, kept, correction), 400, "bad_request")
    assert client.get(f"/api/sessions/{kept}/corrections").json()["corrections"] == []


def test_only_a_finished_session_is_corrected(client, folder, bridges):
    refused(say(client, 9, MORE), 404, "not_found")
    with Store(folder) as store, store.begin(ABOUT) as keeper:
        keeper.add(*bridges.frames[0])
        refused(say(client, keeper.session_id, MORE), 409, "running")


def test_a_note_is_kept_changed_and_removed_and_counts_today(client, note):
    kept = client.post("/api/by-hand?lang=en", json={"note": note})
    assert kept.status_code == 201
    number = kept.json()["id"]
    assert (kept.json()["words"], kept.json()["name"]) == ("3 × 10 repetitions", "The bridge")
    today = client.get("/api/today").json()
    assert today["done_today"] == ["bridging"]
    assert [each["id"] for each in today["by_hand"]] == [number]
    assert client.get("/api/sessions").json() == []

    changed = note | {"repetitions": None, "seconds": 30}
    path = f"/api/by-hand/{number}"
    assert client.put(path, json={"note": changed}).status_code == 204
    (row,) = client.get("/api/by-hand?lang=nl").json()
    assert row["words"] == "3 × 30 s vasthouden"
    assert client.delete(path).status_code == 204
    assert client.get("/api/by-hand").json() == []
    for again in (client.delete(path), client.put(path, json={"note": note})):
        refused(again, 404, "not_found")


def test_a_note_that_cannot_be_is_refused(client, note, context):
    tomorrow = (context.now().date() + timedelta(days=1)).isoformat()
    for wrong in ({"day": tomorrow}, {"sets": 0}, {"repetitions": None}, {"more": 1}):
        refused(client.post("/api/by-hand", json={"note": note | wrong}), 400, "bad_request")
    refused(client.post("/api/by-hand", json={"note": note | {"exercise": "x"}}), 404, "not_found")
    assert client.get("/api/by-hand").json() == []


def test_a_session_that_was_another_exercise_is_no_progress(client, kept):
    assert [each["exercise"] for each in client.get("/api/progress").json()] == ["bridging"]

    say(client, kept, {"kind": "exercise", "exercise": "leg-lift"})

    assert client.get("/api/progress").json() == []


def test_a_hold_has_no_repetitions_to_add(client, folder):
    childs_pose = BOOK.get("childs-pose")
    session = replace(WHOLE, exercise=childs_pose.id, repetitions=(), attempts=(), faults=())
    with Store(folder) as store, store.begin(replace(ABOUT, exercise=childs_pose)) as keeper:
        keeper.finish(session)

    sentence = refused(say(client, 1, MORE), 400, "bad_request")
    hold = session.to_json()["holds"][0]
    found = say(client, 1, about(hold, kind="counts", what="hold", counts=False)).json()

    assert "seconds, not repetitions" in sentence
    assert (found["judged"]["hold_s"], found["corrected"]["hold_s"]) == (29.7, 0)


def test_an_export_and_an_erasing_take_notes_and_corrections_along(client, kept, note, folder):
    say(client, kept, MORE)
    client.post("/api/by-hand", json={"note": note})

    answer = client.get("/api/data/export.zip?format=json")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        (noted,) = json.loads(archive.read("by_hand.json"))
        session = json.loads(archive.read(f"{kept}-bridging.json"))
    assert noted["remark"] == "<b>"
    assert [each["says"] for each in session["corrections"]] == ["one more"]

    assert client.request("DELETE", "/api/data", json={"sure": True}).status_code == 204
    assert (notes(folder), kept_corrections(folder)) == ([], {})


def test_a_damaged_note_is_named_and_hides_nothing(client, context, note):
    numbers = [client.post("/api/by-hand", json={"note": note}).json()["id"] for _ in range(2)]
    with closing(sqlite3.connect(context.folder.database)) as connection:
        connection.execute("UPDATE by_hand SET amount = '{' WHERE id = ?", (numbers[0],))
        connection.commit()

    assert [each["id"] for each in client.get("/api/by-hand").json()] == [numbers[1]]
    assert [each["id"] for each in client.get("/api/today").json()["by_hand"]] == [numbers[1]]
    assert client.get("/api/by-hand/damaged").json() == [numbers[0]]
    assert client.delete(f"/api/by-hand/{numbers[0]}").status_code == 204
    assert client.get("/api/by-hand/damaged").json() == []
