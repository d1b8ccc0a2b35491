"""The days in a real browser: the strip, the calendar by keyboard, workouts, whose video it is."""

from dataclasses import replace
from datetime import datetime, timedelta

import httpx2
import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from stabiel.store import DataFolder, Store
from stabiel.store.workouts import new_workout
from tests.records import ABOUT, WHOLE
from tests.sessions import BOOK
from tests.web.app import DONE
from tests.web.running import running_apps


@pytest.fixture(scope="module")
def app(tmp_path_factory, browser_needed):
    """The app with a workout of three exercises today, the last one skipped, and a video."""
    folder = DataFolder(tmp_path_factory.mktemp("days") / "data")
    # Within today, whatever the time is now.
    began_at = datetime.now().astimezone().replace(hour=0, minute=1)
    workout = new_workout("basis", began_at)
    empty = replace(WHOLE, repetitions=(), attempts=(), holds=(), faults=())
    for number, (exercise, session) in enumerate(
        (("bridging", DONE), ("leg-lift", DONE), ("heel-slide", empty))
    ):
        about = replace(
            ABOUT,
            exercise=BOOK.get(exercise),
            began_at=began_at + timedelta(minutes=2 * number),
            workout=workout,
        )
        with Store(folder) as store, store.begin(about) as keeper:
            ending = "done" if session is DONE else "skipped"
            keeper.finish(replace(session, exercise=exercise), ending=ending)
    with Store(folder) as store, store.begin(replace(about, source_kind="file", workout=None)) as k:
        k.finish(replace(DONE, exercise="heel-slide"))
    with running_apps() as start:
        running = start(folder.path)
        with httpx2.Client(
            base_url=running.home, headers={"origin": running.home}, timeout=60
        ) as client:
            client.get(running.link.removeprefix(running.home))
            settings = client.get("/api/settings").json()
            client.put("/api/settings", json=settings | {"language": "en"})
        yield running


@pytest.fixture
def page(app, open_browser):
    page = open_browser().new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(app.link)
    return page


def go(page, app, address):
    page.goto(f"{app.home}/#/{address}")
    # The page before stands there until this one is known.
    expect(page.locator("body")).to_have_attribute("data-page", address)


def test_a_phone_shows_this_week_first_and_the_calendar_by_keyboard(page, app):
    today = datetime.now().date()
    strip = page.get_by_test_id("week")
    expect(strip.locator("li")).to_have_count(7)
    now = strip.locator("[aria-current=date]")
    expect(now).to_have_attribute("aria-label", f"{today:%A} {today.day} {today:%B}: "
                                  "partly done, 5 minutes")  # fmt: skip
    expect(now).to_be_in_viewport()

    now.click()
    chosen = page.locator("[aria-selected=true] button")
    expect(chosen).to_have_attribute("data-state", "partly")
    detail = page.get_by_test_id("day")
    expect(detail).to_contain_text("2 exercises done")
    expect(detail).to_contain_text("Skipped: Heel slide")
    chosen.press("Home")
    expect(page.locator("[aria-selected=true] button")).to_be_focused()
    expect(detail.locator("h2")).to_contain_text(f" 1 {today:%B}")
    page.keyboard.press("ArrowDown")
    expect(detail.locator("h2")).to_contain_text(f" 8 {today:%B}")
    expect(page.locator("[data-test=month] button[tabindex='0']")).to_have_count(1)

    page.get_by_test_id("at").fill("07:45")
    page.get_by_test_id("at").press("Tab")
    with page.expect_download() as download:
        page.get_by_test_id("calendar").click()
    (event,) = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    assert event["dtstart"].dt.strftime("%H:%M") == "07:45"


def test_a_video_counts_when_the_person_says_so(page, app):
    go(page, app, "sessions")
    workout = page.get_by_test_id("workout")
    expect(workout).to_have_count(1)
    expect(workout).to_contain_text("Basics · 2 exercises done")
    expect(workout.locator("[data-session]")).to_have_count(2)

    go(page, app, "progress")
    expect(page.get_by_test_id("progress")).to_have_count(2)
    page.get_by_test_id("videos").locator("summary").click()
    page.get_by_test_id("mine").click()
    expect(page.get_by_test_id("whose")).to_contain_text("This video counts.")
    page.reload()
    expect(page.get_by_test_id("progress")).to_have_count(3)
    expect(page.get_by_test_id("videos")).to_have_count(0)
    # The newest week stands at the right end of the chart, in sight on a phone.
    newest = page.locator(".chart-cells span:last-child").first
    expect(newest).to_have_text("50")
    box = newest.bounding_box()
    assert box["x"] + box["width"] <= 390
