"""What is handed over, in a real browser: made on the progress page, opened in the settings."""

import re

import httpx2
import pytest
from playwright.sync_api import expect

from stabiel.exercises.library import read_library
from stabiel.export.bundle import packed_bundle
from stabiel.store import DataFolder, Store
from tests.four_weeks import FIRST, LAST, NOW, write_four_weeks
from tests.web.axe import violations
from tests.web.running import running_apps


@pytest.fixture(scope="module")
def app(tmp_path_factory, browser_needed):
    folder = write_four_weeks(tmp_path_factory.mktemp("handover") / "data")
    with running_apps() as start:
        running = start(folder.path)
        with httpx2.Client(
            base_url=running.home, headers={"origin": running.home}, timeout=60
        ) as client:
            client.get(running.link.removeprefix(running.home))
            settings = client.get("/api/settings").json()
            client.put("/api/settings", json=settings | {"language": "en"})
        yield running


def faultless(page) -> None:
    found = violations(page)
    assert not found, [each["id"] for each in found]


def test_a_bundle_is_made_and_opens_to_read(app, open_browser, tmp_path):
    page = open_browser().new_context(viewport={"width": 390, "height": 800}).new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(app.link)
    page.goto(f"{app.home}/#/progress")
    # The weeks are of 2026: whether the last one has anything depends on the day of the test.
    page.get_by_test_id("weeks").select_option("1")
    page.get_by_test_id("period-page").click()
    expect(page.locator(".handover > div").last).to_contain_text(
        re.compile("in your downloads|Nothing was done in these weeks")
    )
    bundle = tmp_path / "bundle.zip"
    _bundle_of(app.data, bundle)
    faultless(page)

    page.goto(f"{app.home}/#/settings")
    page.get_by_test_id("bundle-file").set_input_files(
        {"name": "text.zip", "mimeType": "application/zip", "buffer": b"no bundle"}
    )
    expect(page.get_by_test_id("trouble")).to_contain_text("not a whole file")
    page.get_by_test_id("bundle-file").set_input_files(bundle)

    bar = page.get_by_test_id("reading")
    expect(bar).to_contain_text("You are viewing what Mevrouw Jansen handed over: 2 Nov to 29 Nov.")
    expect(page.get_by_test_id("progress")).to_have_count(3)
    expect(page.locator("#menu a")).to_have_text(["Sessions", "Progress"])
    expect(page.get_by_test_id("period-bundle")).to_be_hidden()
    faultless(page)
    page.goto(f"{app.home}/#/train")
    expect(page.locator("main h1")).to_have_text("Progress")
    page.goto(f"{app.home}/#/sessions")
    expect(page.locator("main h1")).to_have_text("Sessions")
    expect(page.get_by_test_id("to-analyze")).to_be_hidden()
    page.goto(f"{app.home}/#/review/1")
    expect(page.get_by_test_id("player")).to_be_visible()
    expect(page.get_by_test_id("delete")).to_be_hidden()
    expect(page.get_by_test_id("more")).to_be_hidden()

    page.get_by_test_id("close-bundle").click()
    expect(page.get_by_test_id("reading")).to_have_count(0)
    expect(page.locator("main h1").first).to_have_text("Today")
    assert errors == []


def test_a_session_without_a_picture_opens(app, open_browser):
    page = open_browser().new_page()
    page.goto(app.link)
    # The hold that was stopped on the 25th has no landmarks.
    page.goto(f"{app.home}/#/review/27")

    expect(page.get_by_test_id("no-frames")).to_have_text("No picture of this session was saved.")
    expect(page.get_by_test_id("felt")).to_contain_text("6")


def _bundle_of(data, path) -> None:
    folder = DataFolder(data)
    plan = read_library(folder.shared, folder.path).followed
    with Store(folder) as store:
        data = packed_bundle(
            store, b"%PDF-1.4", period=(FIRST, LAST), plan=plan, language="en",
            person="Mevrouw Jansen", made_at=NOW,
        )  # fmt: skip
    path.write_bytes(data)
