"""Days: a month, a week, the calendar file, and whose videos count."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from stabiel.exercises.plan import plan_from
from stabiel.store import DataFolder, Store
from stabiel.store.plans import PlanFolder
from stabiel.store.workouts import new_workout
from stabiel.web.context import Context
from tests.records import ABOUT, WHOLE
from tests.sessions import BOOK
from tests.web.app import DONE, refused

# A Wednesday, in this computer's time zone.
NOON = datetime(2026, 3, 4, 12, 0).astimezone()
EMPTY = replace(WHOLE, repetitions=(), attempts=(), holds=(), faults=())


@pytest.fixture
def context(folder):
    made = Context(folder, now=lambda: NOON)
    yield made
    made.close()


def keep(folder: DataFolder, began_at=NOON, session=WHOLE, ending=None, **changes) -> int:
    about = replace(ABOUT, began_at=began_at, **changes)
    with Store(folder) as store, store.begin(about) as keeper:
        keeper.finish(replace(session, exercise=about.exercise.id), ending=ending)
        return keeper.session_id


def test_a_month_has_its_days(client, folder):
    workout = new_workout("basis", NOON)
    done = keep(folder, workout=workout, ending="done")
    later = NOON + timedelta(minutes=5)
    keep(folder, later, EMPTY, "skipped", workout=workout, exercise=BOOK.get("leg-lift"))

    month = client.get("/api/days?lang=en").json()

    assert (month["month"], month["today"], month["since"]) == ("2026-03",) + ("2026-03-04",) * 2
    assert month["plan"] == {"id": "basis", "name": "Basics", "goes_on": True}
    assert (month["planned"], month["planned_until_today"]) == (28, 1)
    assert (month["done"], month["partly"], month["extra"], month["videos"]) == (0, 1, 0, 0)
    assert len(month["days"]) == 31
    today = month["days"][3]
    assert (today["day"], today["state"], today["planned"]) == ("2026-03-04", "partly", 1)
    (found,) = today["workouts"]
    assert (found["plan"], found["skipped"], found["by_hand"]) == ("Basics", ["Leg lift"], [])
    assert [(each["id"], each["ending"]) for each in found["sessions"]] == [(done, "done")]


def test_a_week_begins_on_monday(client):
    week = client.get("/api/days/week").json()

    assert [each["day"][8:] for each in week["days"]] == ["02", "03", "04", "05", "06", "07", "08"]
    assert [each["state"] for each in week["days"]] == ["rest"] * 2 + ["planned"] * 5


@pytest.mark.parametrize("month", ["2026-13", "26-03", "2026-3", "0000-01", "9999-12", "now", ""])
def test_an_invalid_month(client, month):
    refused(client.get(f"/api/days?month={month}"), 400, "bad_request")


def test_another_month(client):
    days = client.get("/api/days?month=2028-02").json()["days"]

    assert (len(days), days[0]["day"]) == (29, "2028-02-01")


def test_a_video_is_asked_about_and_counts_only_after_a_yes(client, folder):
    number = keep(folder, session=DONE, source_kind="file", source_name="clip.mp4")
    path = f"/api/sessions/{number}/person"

    (asked,) = client.get("/api/days/videos?lang=en").json()
    assert (asked["id"], asked["name"], asked["source_name"]) == (number, "The bridge", "clip.mp4")
    assert client.get("/api/days/week").json()["videos"] == 1
    assert client.get("/api/progress").json() == []

    assert client.put(path, json={"mine": True}).json() == {"id": number, "of_person": True}
    assert client.get("/api/days/videos").json() == []
    assert len(client.get("/api/progress").json()) == 1
    assert client.get("/api/today").json()["done_today"] == ["bridging"]
    review = client.get(f"/api/sessions/{number}").json()
    assert (review["is_video"], review["of_person"]) == (True, True)
    (row,) = client.get("/api/sessions").json()
    assert (row["workout"], row["is_video"], row["of_person"]) == (None, True, True)

    client.put(path, json={"mine": False})
    assert client.get("/api/progress").json() == []


def test_a_live_session_is_not_asked_about(client, folder):
    number = keep(folder)

    refused(client.put(f"/api/sessions/{number}/person", json={"mine": True}), 400, "bad_request")
    refused(client.put("/api/sessions/99/person", json={"mine": True}), 404, "not_found")
    refused(client.put(f"/api/sessions/{number}/person", json={"mine": 1}), 400, "bad_request")


def test_what_was_skipped_at_once_is_in_no_list(client, folder):
    keep(folder, session=EMPTY, ending="skipped")

    assert client.get("/api/sessions").json() == []
    assert client.get("/api/today").json()["last"] is None
    assert client.get("/api/progress").json() == []


def test_the_calendar_file(client):
    answer = client.get("/api/calendar.ics?at=08:15&lang=en")

    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["content-disposition"] == 'attachment; filename="basis.ics"'
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["dtstart"].dt, event["summary"]) == (
        datetime(2026, 3, 4, 8, 15), "Exercises: Basics",
    )  # fmt: skip


def test_a_plan_that_is_over_says_so(client, context):
    leaflet = plan_from(context.programmes["basis"])
    plan = leaflet.model_copy(update={"id": "short", "last_day": NOON.date() - timedelta(days=1)})
    PlanFolder(context.folder).keep(plan)
    client.post("/api/plans/short/choose")

    assert client.get("/api/days").json()["plan"]["goes_on"] is False
    refused(client.get("/api/calendar.ics"), 400, "bad_request")


@pytest.mark.parametrize("at", ["24:00", "9", "08:60", "noon"])
def test_an_invalid_time(client, at):
    refused(client.get(f"/api/calendar.ics?at={at}"), 400, "bad_request")
