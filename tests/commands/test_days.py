"""`stabiel days`, `stabiel plan calendar` and `stabiel sessions mine`."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from stabiel.store import DataFolder, Store
from tests.records import ABOUT, WHOLE
from tests.sessions import BOOK

EVENING = datetime(2026, 3, 2, 19, 30).astimezone()


def keep(data, days=0, ending="done", session=WHOLE, **changes):
    about = replace(ABOUT, began_at=EVENING + timedelta(days=days), **changes)
    with Store(DataFolder(data)) as store, store.begin(about) as keeper:
        keeper.finish(replace(session, exercise=about.exercise.id), ending=ending)


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    keep(folder)
    nothing = replace(WHOLE, repetitions=(), attempts=(), holds=(), faults=())
    keep(folder, ending="skipped", session=nothing, exercise=BOOK.get("leg-lift"))
    keep(folder, 1, ending=None, source_kind="file", source_name="clip.mp4")
    return folder


def test_a_month_in_words(run, data):
    code, out, err = run("days", "--month", "2026-03", "--lang", "en", "--data", data)
    lines = [" ".join(line.split()) for line in out.splitlines()]

    assert (code, err) == (0, "")
    assert lines[1] == "Monday 2026-03-02 partly 1 1; skipped: Leg lift"
    # A planned day in the past without anything done is simply empty.
    assert lines[2] == "Tuesday 2026-03-03"
    assert lines[-2] == "0 of 30 planned days done, 1 partly. 1 minute in all."
    assert lines[-1].startswith("1 analyzed video does not count. Is it of you?")


def test_a_month_for_programs(run, data):
    found = json.loads(run("days", "--month", "2026-03", "--json", "--data", data)[1])

    assert (found["done"], found["partly"], found["videos_not_counted"]) == (0, 1, [3])
    exercises = found["days"][1]["workouts"][0]["exercises"]
    assert [(each["exercise"], each["counted"], each["ending"]) for each in exercises] == [
        ("bridging", 3, "done"), ("leg-lift", 0, "skipped"),
    ]  # fmt: skip


@pytest.mark.parametrize("month", ["march", "2026-00", "2026-1", "9999-12"])
def test_a_wrong_month_is_a_sentence(run, data, month):
    code, _, err = run("days", "--month", month, "--data", data)

    assert (code, err) == (
        2, f"stabiel: --month {month}: give a year and a month, such as 2026-03.\n",
    )  # fmt: skip


def test_nothing_is_kept_yet(run, tmp_path):
    out = run("days", "--month", "2026-03", "--lang", "en", "--data", tmp_path / "data")[1]

    assert out.startswith("Nothing has been done this month yet.")


def test_a_video_counts_after_a_yes(run, data):
    assert run("sessions", "mine", "3", "--data", data)[:2] == (0, "Session 3 counts.\n")
    with Store(DataFolder(data)) as store:
        assert store.kept(3).of_person is True
    assert run("sessions", "mine", "3", "--not", "--data", data)[1] == "Session 3 does not count.\n"
    code, _, err = run("sessions", "mine", "3", "1", "--data", data)
    assert (code, "Session 1 is not an analyzed video" in err) == (2, True)


def test_a_plan_for_the_own_calendar(run, tmp_path):
    file = tmp_path / "mine.ics"
    code, out, _ = run("plan", "calendar", file, "--at", "7:30", "--data", tmp_path / "data")

    assert (code, out) == (0, f"Written: {file}. Open it with your calendar.\n")
    (event,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert event["dtstart"].dt.strftime("%H:%M") == "07:30"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("mine.txt",), "the name of a calendar file must end in .ics"),
        (("mine.ics", "--at", "25:00"), "--at 25:00: give a time of day, such as 09:00."),
    ],
)
def test_wrong_use_of_the_calendar_is_a_sentence(run, tmp_path, arguments, words):
    code, out, err = run("plan", "calendar", *arguments, "--data", tmp_path / "data")

    assert (code, out) == (2, "")
    assert words in err
