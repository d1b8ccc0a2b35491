"""A stopped app is said in words on every page, and the page works again after a restart."""

import pytest
from playwright.sync_api import expect

from tests.web.running import own_port


@pytest.fixture
def port():
    return str(own_port())


@pytest.fixture
def opened(start_app, open_browser, port):
    app = start_app("--port", port)
    context = open_browser().new_context(service_workers="allow")
    page = context.new_page()
    page.goto(app.link)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return app, page


def test_a_stopped_app_is_said_on_pages_never_visited_and_a_restart_goes_on(
    opened, start_app, port
):
    app, page = opened
    installed = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")
    ours = {each["errorId"] for each in installed["installabilityErrors"]}
    # A browser without a face cannot install anything; the manifest and its icons are there.
    assert ours <= {"in-incognito"}, installed

    # What answers a bookmark without the app comes from the app.
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    app.stop()
    # None of these was opened before, so their scripts are not there.
    for name in ("sessions", "progress", "plan"):
        page.goto(f"{app.home}/#/{name}")
        expect(page.locator("body")).to_have_attribute("data-page", name)
        expect(page.locator("main").get_by_test_id("trouble")).to_contain_text("is gestopt")
    expect(page.get_by_test_id("gone")).to_contain_text("met het pictogram")

    # A bookmark that is opened now says it in its own words, and goes on by itself as well.
    bookmark = page.context.new_page()
    bookmark.goto(f"{app.home}/#/exercises")
    expect(bookmark.get_by_test_id("stopped")).to_contain_text("stabiel staat uit")
    expect(bookmark.locator("h1")).to_have_css("font-weight", "700")  # its style was kept

    start_app("--port", port)
    expect(bookmark.locator("[data-page=exercises] h1")).to_be_visible()
    expect(page.get_by_test_id("gone")).to_be_hidden()
    # By itself, as nothing on it can be lost.
    expect(page.locator("main").get_by_test_id("trouble")).to_have_count(0)
    expect(page.locator("[data-page=plan] h1")).to_be_visible()


def test_the_others_are_logged_out_from_the_settings_and_told_how_to_come_back(
    opened, open_browser
):
    app, page = opened
    other = open_browser().new_context().new_page()
    other.goto(app.link)
    expect(other.get_by_role("heading", level=1)).to_be_visible()

    page.goto(f"{app.home}/#/settings")
    expect(page.get_by_test_id("browsers")).to_contain_text("2 browsers")
    page.get_by_test_id("log-out").click()
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("browsers")).to_contain_text("1 browser")
    page.reload()
    expect(page.get_by_test_id("log-out")).to_be_visible()

    other.goto(f"{app.home}/")
    expect(other.get_by_role("heading", level=1)).to_contain_text("nog niet binnen")
    expect(other.locator("h2")).to_have_css("font-size", "20.8px")  # its style is let in
