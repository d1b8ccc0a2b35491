"""The first visit: when it is due, the pain before it, and the short session."""

import json
from datetime import timedelta

import pytest

from stabiel.exercises.library import read_library
from stabiel.exercises.plan import plan_from
from stabiel.exercises.plan_steps import plan_minutes
from stabiel.exercises.short_session import short_plan
from stabiel.session.wellbeing import WellbeingAnswer
from stabiel.store.wellbeing import WellbeingRecords
from stabiel.trainer.wellbeing_keeper import RecordedWellbeing
from tests.records import keep
from tests.web.app import refused


@pytest.fixture(scope="module")
def library():
    return read_library()


def test_it_is_due_for_somebody_new_and_not_twice(client):
    assert client.get("/api/welcome").json()["due"] is True

    client.put("/api/settings", json={"welcomed": True})

    assert client.get("/api/welcome").json()["due"] is False


def test_it_is_not_due_for_somebody_who_trained_before(client, folder, bridges):
    keep(folder.path, bridges)

    assert client.get("/api/welcome").json()["due"] is False


def test_the_leaflet_has_a_short_session_of_about_twelve_minutes(client):
    short = client.get("/api/welcome").json()["short"]

    assert short["id"] == "twelve-minutes"
    assert 10 <= short["minutes"] <= 14


def test_the_short_session_asks_for_what_the_plan_asks_for(library):
    plan = plan_from(library.programmes["basis"])
    bridge = next(each for each in plan.steps if each.exercise == "bridging")
    fewer = bridge.model_copy(
        update={"dose": bridge.dose.model_copy(update={"repetitions": 4}), "remark": "Slowly."}
    )
    steps = [fewer if each is bridge else each for each in plan.steps]

    short = short_plan(plan.model_copy(update={"steps": steps}), library.book)

    (found,) = short.entries_of("bridging")
    assert (found.dose.repetitions, found.remark) == (4, "Slowly.")
    assert plan_minutes(short, library.book.exercises) < plan_minutes(plan, library.book.exercises)


def test_a_plan_without_these_exercises_and_a_short_one_have_no_short_session(library):
    plan = plan_from(library.programmes["basis"])
    without = [each for each in plan.steps if each.exercise != "leg-reach"]

    assert short_plan(plan.model_copy(update={"steps": without}), library.book) is None
    short = short_plan(plan, library.book)
    assert short_plan(short, library.book) is None


def test_pain_is_kept_once_and_has_advice(client, folder):
    first = client.post("/api/welcome/pain?lang=en", json={"pain": 1}).json()
    second = client.post("/api/welcome/pain?lang=en", json={"pain": 7}).json()

    assert first["advice"]["zone"] == "green"
    assert second["advice"]["zone"] == "red"
    with WellbeingRecords(folder) as records:
        assert [each.answer.pain for each in records.all()] == [7]
    refused(client.post("/api/welcome/pain", json={"pain": 11}), 400, "bad_request")


def test_what_was_said_shortly_before_is_not_asked_again(folder, context):
    now = context.now()
    with WellbeingRecords(folder) as records:
        records.add(WellbeingAnswer("before", 3), now)

    soon = RecordedWellbeing(folder, lambda do: do(), now=lambda: now + timedelta(minutes=9))
    late = RecordedWellbeing(folder, lambda do: do(), now=lambda: now + timedelta(hours=5))

    assert soon.said_before() == WellbeingAnswer("before", 3)
    assert late.said_before() is None


def test_a_computer_without_a_voice_says_so(client):
    refused(client.get("/api/welcome/hear.wav"), 404, "not_found")


def test_the_setting_is_kept_in_the_settings_of_the_person(client, folder):
    client.put("/api/settings", json={"welcomed": True})

    assert json.loads(folder.settings.read_text())["welcomed"] is True
