"""The first visit in a real browser: from the link to "start when you are ready" in six clicks."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from stabiel.store import DataFolder, Persons, Store
from stabiel.store.wellbeing import WellbeingRecords
from tests.web.axe import violations
from tests.web.fake_webcam import write_webcam
from tests.web.shown import expect_shown, record

BRIDGES = Path(__file__).resolve().parents[2] / "samples" / "bridging-good.mp4"
MOST_CLICKS = 6
# What needs the landmarker of a busy computer.
PATIENCE_MS = 240_000
SHOWN = {"type": "shown", "frame": None, "size_px": [4, 3], "strokes": [], "mark": None}
SHOWN |= {"line": None}
SCENE = {"cue": "", "note": None, "wanted": []}


@pytest.fixture
def visit(start_app, open_browser, tmp_path):
    """Open the app as somebody new, in front of a webcam that plays a sample; count the clicks."""
    webcam = tmp_path / "webcam.mjpeg"
    # The person lies still; Chromium plays it in a loop.
    write_webcam(webcam, BRIDGES, before_s=2.0, after_s=1.0, until_s=1.0, size_px=(480, 360))
    app = start_app(welcomed=False)
    page = open_browser(webcam).new_page(viewport={"width": 390, "height": 844})
    record(page, "trial-cue")
    page.add_init_script(
        "addEventListener('click', () => sessionStorage.clicks = 1 + +(sessionStorage.clicks ?? 0),"
        " true)"
    )
    page.goto(app.link)
    return app, page


def test_somebody_new_is_ready_after_six_clicks_and_is_not_asked_again(visit):
    app, page = visit
    found = []

    def looked(step):
        expect(page.locator(f"[data-step={step}]")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        found.extend((step, each["id"]) for each in violations(page))

    looked("start")
    page.get_by_label("English").check()
    page.get_by_label("What is your name?").fill("Anna")
    page.evaluate("sessionStorage.clicks = 0")  # the defaults would have done
    page.keyboard.press("Enter")
    page.evaluate("sessionStorage.clicks = 1")
    looked("about")
    page.get_by_test_id("next").click()
    looked("health")
    page.go_back()
    page.get_by_test_id("next").click()
    page.get_by_test_id("no-red-flags").click()
    looked("sound")
    page.evaluate("sessionStorage.clicks = 3")  # without the way back
    page.get_by_test_id("next").click()
    place = page.get_by_test_id("place").locator("li")
    expect(place.and_(page.locator(".there"))).to_have_count(5, timeout=PATIENCE_MS)
    looked("bridge")
    expect_shown(page, "trial-cue", "Start when you are ready", PATIENCE_MS)
    page.get_by_test_id("skip").click()
    looked("plan")
    page.get_by_test_id("short").click()
    expect(page.get_by_test_id("pain-question")).to_be_visible()
    assert int(page.evaluate("sessionStorage.clicks")) <= MOST_CLICKS
    page.get_by_test_id("skip-question").click()
    expect(page.get_by_test_id("stage")).to_contain_text(
        "leg", ignore_case=True, timeout=PATIENCE_MS
    )

    assert found == []
    assert [each.name for each in Persons(app.data).all()] == ["Anna"]
    with Store(DataFolder(app.data)) as store:
        assert [each.exercise for each in store.sessions()] in ([], ["leg-lift"])
    with WellbeingRecords(DataFolder(app.data)) as records:
        assert [each.yes for each in records.red_flags()] == [()]
    page.goto(app.home)
    page.reload()
    expect(page.get_by_test_id("start")).to_contain_text("Whole session")
    expect(page.get_by_test_id("short")).to_contain_text("Short session: 12 min")
    check_ends_of_trial(app, page)


def check_ends_of_trial(app, page):
    """Check that a bridge leads on, and that a trial without one can begin again."""
    stages = []

    def answer(socket):
        def heard(message):
            if isinstance(message, str) and '"begin"' in message:
                assert json.loads(message)["trial"] is True
                for stage in stages[-1]:
                    socket.send(json.dumps(SHOWN | {"scene": SCENE | {"stage": stage}}))

        socket.on_message(heard)

    page.route_web_socket("**/ws/train*", answer)
    stages.append(("set_up", "leaving", "ended"))
    page.goto(f"{app.home}/#/welcome/bridge")
    page.reload()
    expect(page.get_by_test_id("trial-trouble")).to_contain_text("The trial has stopped.")
    stages.append(("set_up", "work", "ended"))
    page.get_by_test_id("try-again").click()
    expect(page.get_by_test_id("worked")).to_have_text("I saw your bridge. Everything works.")
