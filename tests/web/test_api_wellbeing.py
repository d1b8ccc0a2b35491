"""How the person feels: kept, found with its session, changed, exported, erased; red flags."""

import csv
import io
import json
import zipfile
from datetime import datetime, timedelta

import pytest

from stabiel.session.red_flags import RED_FLAGS
from stabiel.store.wellbeing import WellbeingRecords
from tests.records import ABOUT, keep
from tests.web.app import refused

AFTER = {"moment": "after", "pain": 4, "effort": "heavy", "remark": "stijf {na} de brug"}


@pytest.fixture
def kept(folder, bridges):
    """Return the number of a session of long ago, without a workout."""
    return keep(folder.path, bridges)


def told(client, **changes):
    return client.post("/api/wellbeing?lang=en", json=AFTER | changes)


def answers(client, session=None):
    path = "/api/wellbeing?lang=en" + ("" if session is None else f"&session={session}")
    return client.get(path).json()


def test_nothing_yet(client, kept):
    assert answers(client) == {"answers": [], "advice": None}
    assert answers(client, kept) == {"answers": [], "advice": None}
    assert answers(client, 99) == {"answers": [], "advice": None}


def test_an_answer_about_now(client, context):
    now = datetime(2026, 3, 2, 9).astimezone()
    context.now = lambda: now
    answer = told(client)
    (found,) = answers(client)["answers"]

    assert answer.status_code == 201
    assert datetime.fromisoformat(found.pop("at")) == now
    assert found == {"id": 1, "workout": None, **AFTER}


def test_an_answer_about_a_session_is_found_with_it(client, kept):
    said = told(client, session=kept).json()

    assert said["advice"]["zone"] == "amber"
    assert "back to what it was by tomorrow morning" in said["advice"]["text"]
    assert answers(client, kept) == said
    # Records of before the workouts: it is near its session, however late it was given.
    at = datetime.fromisoformat(said["answers"][0]["at"])
    assert abs(at - ABOUT.began_at) < timedelta(hours=1)


@pytest.mark.parametrize(
    ("pain", "zone"), [(0, "green"), (2, "green"), (5, "amber"), (6, "red"), (10, "red")]
)
def test_the_zone_of_the_pain(client, kept, pain, zone):
    assert told(client, session=kept, pain=pain).json()["advice"]["zone"] == zone


def test_an_answer_is_changed_and_deleted(client, kept):
    number = told(client, session=kept).json()["answers"][0]["id"]
    changed = {"moment": "after", "pain": 1, "session": kept}
    said = client.put(f"/api/wellbeing/{number}?lang=en", json=changed).json()

    assert said["answers"][0] | {"at": ""} == {
        "id": number, "workout": None, "at": "", "moment": "after", "pain": 1, "effort": None,
        "remark": "",
    }  # fmt: skip
    assert said["advice"]["zone"] == "green"
    assert client.delete(f"/api/wellbeing/{number}").status_code == 204
    assert answers(client) == {"answers": [], "advice": None}


@pytest.mark.parametrize(
    "body",
    [
        {}, {"moment": "later"}, {"moment": "after"}, {"moment": "before", "remark": "  "},
        AFTER | {"pain": 11}, AFTER | {"pain": -1}, AFTER | {"pain": "4"}, AFTER | {"pain": 4.5},
        AFTER | {"effort": "huge"}, AFTER | {"remark": "x" * 501}, AFTER | {"at": "2026-01-01"},
        AFTER | {"session": 0}, ["after"],
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_and_nothing_is_kept(client, body):
    refused(client.post("/api/wellbeing", json=body), 400, "bad_request")
    assert answers(client)["answers"] == []


def test_what_does_not_exist(client, kept):
    refused(told(client, session=99), 404, "not_found")
    refused(client.put("/api/wellbeing/7", json=AFTER), 404, "not_found")
    refused(client.delete("/api/wellbeing/7"), 404, "not_found")
    refused(client.delete("/api/wellbeing/x"), 404, "not_found")


def files_of(client, kind):
    answer = client.get(f"/api/data/export.zip?format={kind}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_everything_that_was_said_is_exported(client, kept):
    told(client, session=kept)
    told(client, pain=None, effort=None, remark="later")
    client.post("/api/red-flags", json={"yes": ["ill"], "went_on": True})
    files = files_of(client, "csv")
    rows = list(csv.DictReader(io.StringIO(files["wellbeing.csv"])))
    (flags,) = csv.DictReader(io.StringIO(files["red_flags.csv"]))

    assert [(row["session"], row["pain"], row["remark"]) for row in rows] == [
        (str(kept), "4", AFTER["remark"]),
        ("", "", "later"),
    ]
    assert (flags["ill"], flags["numb"], flags["went_on"]) == ("True", "False", "True")
    as_json = json.loads(files_of(client, "json")["wellbeing.json"])
    assert [row["session"] for row in as_json] == [kept, None]


def test_erasing_everything_erases_what_was_said(client, kept):
    told(client, session=kept)
    client.post("/api/red-flags", json={"yes": [], "went_on": None})
    client.request("DELETE", "/api/data", json={"sure": True})

    assert answers(client)["answers"] == []
    assert client.get("/api/red-flags").json()["last"] is None


# Red flags


@pytest.mark.parametrize(("language", "words"), [("nl", "huisarts"), ("en", "doctor")])
def test_the_questions_are_asked_before_the_first_session(client, language, words):
    asked = client.get(f"/api/red-flags?lang={language}").json()

    assert asked["due"] is True
    assert words in asked["intro"]
    assert [each["id"] for each in asked["questions"]] == list(RED_FLAGS)
    assert asked["last"] is None


@pytest.mark.parametrize(
    ("yes", "advice", "due_tomorrow"),
    [([], None, False), (["night"], "advice", True), (["night", "numb"], "urgent", True)],
)
def test_the_answers_are_kept_and_not_asked_twice_in_a_day(
    client, context, yes, advice, due_tomorrow
):
    now = datetime(2026, 3, 2, 9).astimezone()
    context.now = lambda: now
    answer = client.post("/api/red-flags", json={"yes": yes}).json()["advice"]

    assert (answer and answer["id"]) == advice
    asked = client.get("/api/red-flags").json()
    assert asked["due"] is False
    assert asked["last"]["yes"] == [each for each in RED_FLAGS if each in yes]
    context.now = lambda: now + timedelta(days=1)
    assert client.get("/api/red-flags").json()["due"] is due_tomorrow


def test_the_decision_is_kept_with_the_answers_of_the_day(client, folder):
    client.post("/api/red-flags", json={"yes": ["weak"]})
    client.post("/api/red-flags", json={"yes": ["weak"], "went_on": True})
    with WellbeingRecords(folder) as records:
        assert [(each.yes, each.went_on) for each in records.red_flags()] == [(("weak",), True)]


def test_old_records_are_asked_only_after_four_weeks_away(client, context, kept):
    for days, due in ((1, False), (27, False), (29, True)):
        context.now = lambda days=days: ABOUT.began_at + timedelta(days=days)
        assert client.get("/api/red-flags").json()["due"] is due


def test_who_wants_no_questions_gets_none(client):
    client.put("/api/settings", json={"questions": False})

    assert client.get("/api/red-flags").json()["due"] is False


@pytest.mark.parametrize(
    "body", [{}, {"yes": "ill"}, {"yes": ["flu"]}, {"yes": [], "went_on": 1}, {"yes": [], "x": 1}]
)
def test_wrong_answers_are_refused(client, body):
    refused(client.post("/api/red-flags", json=body), 400, "bad_request")
    assert client.get("/api/red-flags").json()["last"] is None
