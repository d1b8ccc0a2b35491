"""The page of the doctor in a real browser: the worst first, in words, and again when asked."""

import pytest
from playwright.sync_api import expect

from stabiel.doctor import Asked, examine, finding_json, headline
from tests.doctor.computers import fine_computer
from tests.web.axe import serious
from tests.web.test_pages_in_browser import app, go, opened, put  # noqa: F401 - fixtures


@pytest.fixture
def answer_of(folder):
    def answer(computer, language):
        found = examine(Asked(computer, folder, language, "full"))
        findings = [finding_json(each, language) for each in found]
        return {"headline": headline(found, language), "left_out": False, "findings": findings}

    return answer


def test_what_must_be_fixed_comes_first_and_the_page_is_accessible(opened, app, answer_of):  # noqa: F811
    troubled = fine_computer(cameras=list, numbers=list, has_sound=lambda: False)
    answers = [answer_of(troubled, "nl"), answer_of(fine_computer(), "nl")]
    page = opened("settings", width=390)
    put(page, app, language="nl", theme="dark", text_size=200)
    page.route("**/api/doctor*", lambda route: route.fulfill(json=answers.pop(0)))

    go(page, app, "settings")
    page.get_by_test_id("doctor").click()

    rows = page.get_by_test_id("finding")
    expect(rows.first).to_have_attribute("data-topic", "camera")
    expect(rows.nth(1)).to_have_attribute("data-topic", "sound")
    expect(rows.first).to_contain_text("Ik vind geen camera.")
    expect(rows.first).to_contain_text("Steek er een in, of gebruik je telefoon")
    expect(page.get_by_test_id("headline")).to_contain_text("Zo kun je nog niet trainen.")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_test_id("again").click()
    expect(page.get_by_test_id("headline")).to_have_text("Alles is in orde. Je kunt beginnen.")
    expect(page.locator("[data-test=finding][data-health=fine]")).to_have_count(11)
    expect(rows).to_have_count(11)
