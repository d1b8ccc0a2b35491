"""Two people in the pages: nothing to see with one, a choice with two, and tabs that follow."""

import re

import pytest

from tests.records import keep


@pytest.fixture
def app(start_app, tmp_path, bridges):
    keep(tmp_path / "data", bridges)
    return start_app()


def test_from_one_person_to_two(app, open_browser):
    from playwright.sync_api import expect

    browser = open_browser()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))

    # One person: no question, no name, no extra click.
    page.goto(app.link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vandaag")
    expect(page.get_by_test_id("who")).to_have_count(0)
    page.goto(f"{app.home}/#/sessions")
    expect(page.locator("main")).to_contain_text("Bridging")

    page.goto(f"{app.home}/#/settings")
    page.get_by_test_id("persons").click()
    page.get_by_test_id("my-name").fill("Anna")
    page.get_by_test_id("other-name").fill("Bert")
    page.get_by_test_id("add-person").click()
    expect(page.get_by_test_id("who")).to_have_attribute("title", re.compile("Anna"))
    page.get_by_test_id("other-name").fill("bert")
    page.get_by_test_id("add-person").click()
    expect(page.locator("main")).to_contain_text("Iemand heeft deze naam al")

    # Another tab follows, so that no page of Anna acts for Bert.
    other = context.new_page()
    other.goto(f"{app.home}/#/sessions")
    expect(other.locator("main")).to_contain_text("Bridging")
    page.get_by_test_id("person").nth(1).click()
    expect(page.get_by_test_id("who")).to_have_attribute("title", re.compile("Bert"))
    expect(other.get_by_test_id("who")).to_have_attribute("title", re.compile("Bert"))
    expect(other.locator("main")).not_to_contain_text("Bridging")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert wrong == []

    # The browser is opened again: it asks, and goes on where the address leads.
    again = browser.new_context()
    again.add_cookies([each for each in context.cookies() if "person" not in each["name"]])
    late = again.new_page()
    late.goto(f"{app.home}/#/sessions")
    expect(late.get_by_role("heading", level=1)).to_have_text("Wie ben je?")
    expect(late.get_by_role("navigation")).to_be_hidden()
    late.get_by_test_id("person").first.click()
    expect(late.get_by_role("heading", level=1)).to_have_text("Sessies")
    expect(late.locator("main")).to_contain_text("Bridging")
