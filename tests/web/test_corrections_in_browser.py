"""The review's corrections and a note by hand, in a real browser: by keyboard and by touch."""

from dataclasses import replace
from datetime import datetime

from playwright.sync_api import expect

from stabiel.store import DataFolder
from tests.records import ABOUT, keep
from tests.web.axe import serious


def clean(page) -> None:
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def correct_the_session(page, app) -> None:
    # By keyboard: the attempt did count. The focus stays where it was.
    page.goto(f"{app.home}/#/review/1")
    corrected = page.get_by_test_id("corrected")
    page.get_by_test_id("say-attempt").focus()
    page.keyboard.press("Enter")
    expect(corrected).to_contain_text("3 keer, waarvan 1 door jou erbij gezet")
    expect(page.get_by_test_id("events").get_by_test_id("undo")).to_be_focused()
    # By touch: one more, and one that did not count.
    page.get_by_test_id("more").tap()
    expect(corrected).to_contain_text("4 keer, waarvan 2 door jou erbij gezet")
    page.get_by_test_id("say-repetition").first.tap()
    expect(corrected).to_contain_text("3 keer, waarvan 2 door jou erbij gezet, 1 door jou eraf")
    expect(corrected).to_contain_text("Stabiel telde 2 keer.")
    clean(page)
    # Undone, by its place in the list of all corrections.
    said = page.get_by_test_id("said").locator("li")
    expect(said).to_have_count(3)
    said.last.locator("button").tap()
    expect(said).to_have_count(2)
    page.get_by_test_id("other-exercise").select_option("leg-lift")
    page.get_by_test_id("say-exercise").tap()
    expect(said.last).to_contain_text("Dit was: 1 been opheffen")
    said.last.locator("button").tap()
    expect(said).to_have_count(2)


def note_by_hand(page, app) -> None:
    # What is done without a camera is noted from the page of today.
    page.goto(f"{app.home}/#/today")
    page.get_by_test_id("by-hand").tap()
    page.get_by_test_id("note-exercise").select_option("bridging")
    page.get_by_test_id("note-sets-more").tap()
    page.get_by_test_id("note-minutes").fill("5")
    page.get_by_test_id("note-remark").fill("<b>In het park</b>")
    page.get_by_test_id("note-save").tap()
    notes = page.get_by_test_id("notes").locator("li")
    expect(notes).to_contain_text("2 × 10 keer, 5 minuten")
    expect(notes).to_contain_text("<b>In het park</b>")
    expect(page.get_by_test_id("noted")).to_contain_text("Genoteerd: Bridging")
    clean(page)
    page.get_by_test_id("note-change").tap()
    # The form of a new note stands there until that of this one is known.
    expect(page.locator("#note")).to_have_text("Wijzig wat je noteerde")
    page.get_by_test_id("note-sets-more").tap()
    page.get_by_test_id("note-save").tap()
    expect(notes).to_contain_text("3 × 10 keer")


def test_corrections_and_a_note_by_hand(start_app, open_browser, tmp_path, bridges):
    data = tmp_path / "data"
    keep(DataFolder(data).path, bridges, replace(ABOUT, began_at=datetime.now().astimezone()))
    app = start_app(data=data)
    screen = {"viewport": {"width": 390, "height": 800}, "has_touch": True}
    page = open_browser().new_context(**screen).new_page()
    page.goto(app.link)

    correct_the_session(page, app)
    note_by_hand(page, app)

    # Both stand in the list of sessions.
    page.goto(f"{app.home}/#/sessions")
    rows = page.get_by_test_id("sessions").locator("li")
    expect(rows).to_have_count(2)
    expect(rows.first.get_by_test_id("corrected")).to_contain_text("4 keer, waarvan 2 door jou")
    expect(rows.last).to_contain_text("zelf genoteerd")
    clean(page)
    page.goto(f"{app.home}/#/by-hand")
    page.get_by_test_id("note-remove").tap()
    page.get_by_test_id("yes").tap()
    expect(page.get_by_test_id("notes")).to_have_count(0)
