"""Today: the position in the programme, what was done, what is suggested."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from stabiel.coach.events import Repetition
from stabiel.store import DataFolder, Store
from stabiel.trainer.plan import plan_of
from stabiel.web.context import Context
from tests.records import ABOUT, WHOLE
from tests.sessions import BOOK
from tests.web.app import client_of, refused

# In this computer's time zone.
NOON = datetime(2026, 3, 4, 12, 0).astimezone()
GOOD = Repetition(9.1, 1, "both", 2.0, 4.0, 9.0, ())


def keep(folder: DataFolder, began_at: datetime, session=WHOLE, dose: int | None = 10) -> None:
    about = replace(ABOUT, began_at=began_at, dose=dose)
    with Store(folder) as store, store.begin(about) as keeper:
        keeper.finish(session)


@pytest.fixture
def context(folder):
    made = Context(folder, now=lambda: NOON)
    yield made
    made.close()


def test_at_first_all_lies_ahead(client):
    today = client.get("/api/today?lang=en").json()

    assert today["programme"] == {"id": "basis", "name": "Basics"}
    assert (today["place"], today["last"], today["done_today"]) == (0, None, [])
    assert today["suggestions"] == []
    states = [each["state"] for each in today["exercises"]]
    assert states == ["next"] + ["later"] * 13
    assert today["exercises"][1] == {
        "id": "leg-lift", "name": "Leg lift", "two_pictures": True,
        "dose": "10 times, each side", "way": "",
        "remark": "", "minutes": 2,
        "first_step": 1,
        "steps": 2, "state": "later",
    }  # fmt: skip


def test_the_language_is_the_one_of_the_settings_unless_one_is_asked_for(client):
    assert client.get("/api/today").json()["exercises"][9]["dose"] == "2 × 30 seconden"
    client.put("/api/settings", json={"language": "en"})
    assert client.get("/api/today").json()["exercises"][9]["dose"] == "2 × 30 seconds"
    assert client.get("/api/today?lang=nl").json()["exercises"][9]["dose"] == "2 × 30 seconden"
    refused(client.get("/api/today?lang=fr"), 400, "bad_request")


def test_the_steps_are_those_of_a_session(client, context):
    steps = plan_of(context.book, {}).steps

    for each in client.get("/api/today").json()["exercises"]:
        of_it = steps[each["first_step"] : each["first_step"] + each["steps"]]
        assert {step.exercise for step in of_it} == {each["id"]}


def test_the_programme_goes_on_where_it_was_left(client, folder):
    whole = client.get("/api/today").json()["minutes"]
    steps = client.get("/api/today").json()["exercises"][:3]
    for exercise, ending, session in (
        (steps[0]["id"], "done", WHOLE),
        (steps[1]["id"], "skipped", replace(WHOLE, repetitions=(), holds=())),
    ):
        about = replace(ABOUT, exercise=BOOK.get(exercise), began_at=NOON)
        with Store(folder) as store, store.begin(about) as keeper:
            keeper.finish(replace(session, exercise=exercise), ending=ending)
    with Store(folder) as store:
        store.keep_place("basis", steps[2]["first_step"])

    today = client.get("/api/today").json()

    assert today["place"] == steps[2]["first_step"]
    assert [each["state"] for each in today["exercises"]][:4] == [
        "done",
        "skipped",
        "next",
        "later",
    ]
    assert today["done_today"] == [steps[0]["id"]]
    assert today["minutes"] < whole


def test_a_finished_programme_starts_again(client, folder, context):
    with Store(folder) as store:
        store.keep_place("basis", len(plan_of(context.book, {}).steps))

    assert client.get("/api/today").json()["place"] == 0


def test_the_minutes_are_those_of_the_steps(client, context):
    steps = plan_of(context.book, {}).steps
    held_s = sum(step.hold_s or 0 for step in steps) + sum(step.rest_s for step in steps)
    repetitions = sum(step.repetitions or 0 for step in steps)

    assert client.get("/api/today").json()["minutes"] == round((held_s + 5 * repetitions) / 60)


def test_done_today_is_by_the_day_of_this_computer(client, folder):
    keep(folder, NOON.replace(hour=0, minute=1) - timedelta(minutes=2))
    assert client.get("/api/today").json()["done_today"] == []

    keep(folder, NOON - timedelta(hours=3))
    today = client.get("/api/today").json()

    assert today["done_today"] == ["bridging"]
    assert datetime.fromisoformat(today["last"]) == NOON - timedelta(hours=3)


@pytest.mark.parametrize(("days", "due"), [(["mon", "wed"], True), (["tue", "thu"], False)])
def test_a_plan_is_due_on_its_days(client, days, due):
    # It is a Wednesday.
    plan = {
        "plan": 1, "id": "anna", "title": "Anna", "days": days, "rest_s": 0,
        "steps": [{"exercise": "bridging", "dose": {"repetitions": 3}}],
    }  # fmt: skip
    assert client.put("/api/plans/anna", json=plan).status_code == 200
    assert client.post("/api/plans/anna/choose").status_code == 204

    today = client.get("/api/today").json()

    assert (today["days"], today["due"]) == (days, due)


def test_a_session_without_a_movement_is_not_done(client, folder):
    keep(folder, NOON, replace(WHOLE, repetitions=(), holds=()))

    assert client.get("/api/today").json()["done_today"] == []


def test_a_suggestion_and_the_dose_that_follows(client, folder):
    for days in (1, 2):
        keep(folder, NOON - timedelta(days=days), replace(WHOLE, repetitions=(GOOD,) * 10))

    today = client.get("/api/today?lang=en").json()
    assert today["suggestions"] == [
        {"exercise": "bridging", "name": "The bridge", "before": 10, "suggested": 12, "sessions": 2}
    ]

    client.post("/api/progress/bridging", json={"accept": True})
    today = client.get("/api/today?lang=en").json()
    assert today["suggestions"] == []
    (bridge,) = [each for each in today["exercises"] if each["id"] == "bridging"]
    assert bridge["dose"] == "12 times"


def test_a_dose_of_an_exercise_outside_the_programme_stops_nothing(client, folder):
    with Store(folder) as store:
        store.answer("gone", 10, 12, accepted=True)
        store.answer("psoas", 10, 12, accepted=True)

    assert client.get("/api/today").status_code == 200


def test_damaged_records_are_reported(folder):
    folder.make()
    folder.database.write_bytes(b"no database at all" * 100)
    context = Context(folder)
    with client_of(context) as client:
        for path in ("/api/today", "/api/sessions", "/api/progress", "/api/data/export.zip"):
            assert "damaged" in refused(client.get(path), 500, "damaged")
        assert client.get("/api/exercises").status_code == 200
    context.close()
