"""Somebody who never saw a file teaches an exercise before the camera, and trains it."""

import re
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import expect

from tests.web.axe import serious
from tests.web.fake_webcam import write_webcam

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
# Landmarks of every recorded frame, on a computer that does other things as well.
SLOW_MS = 240_000


@pytest.fixture
def webcam(tmp_path):
    """The first three movements of the sample, in a loop."""
    path = tmp_path / "webcam.mjpeg"
    seconds = write_webcam(
        path, SAMPLES / "leg-reach-good.mp4", before_s=0.6, after_s=0.6, until_s=17.0
    )
    return path, seconds


def test_an_exercise_is_taught_before_the_camera_and_trained(start_app, open_browser, webcam):
    path, seconds = webcam
    app = start_app()
    with httpx2.Client(base_url=app.home, headers={"origin": app.home}, timeout=60) as client:
        client.get(app.link.removeprefix(app.home))
        changed = {"model": "lite", "language": "en", "questions": False, "voice": False}
        client.put("/api/settings", json=client.get("/api/settings").json() | changed)
    page = open_browser(path).new_context(viewport={"width": 1024, "height": 768}).new_page()
    page.goto(app.link)
    page.goto(f"{app.home}/#/exercises")
    page.get_by_test_id("teach-link").click()
    assert serious(page) == []

    page.get_by_test_id("teach-camera").click()
    page.get_by_test_id("teach-record").click()
    news = page.get_by_test_id("teach-news")
    # More than a turn of the loop, wherever it is now: two whole movements at least.
    enough = "|".join(str(number) for number in range(round(seconds) + 3, round(seconds) + 40))
    expect(news).to_contain_text(re.compile(rf"\b({enough}) s"), timeout=120_000)
    page.get_by_test_id("teach-stop").click()

    rows = page.get_by_test_id("teach-repetitions").locator("li")
    expect(rows.nth(1)).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_test_id("teach-signals")).to_be_visible()
    expect(page.get_by_test_id("teach-remarks")).to_contain_text("measures compared")
    expect(page.get_by_test_id("teach-line").locator("span")).to_have_count(rows.count())
    assert serious(page) == []
    # One that looks like the others cannot be told apart: a sentence, and all stays as it was.
    page.get_by_test_id("teach-bad-1").click()
    expect(page.get_by_test_id("teach-result")).to_contain_text("looks the same", timeout=60_000)

    page.get_by_test_id("teach-keep").click()
    expect(page.get_by_test_id("teach-result")).to_contain_text("Give the exercise a name first")
    page.get_by_test_id("teach-en").fill("Leg <b>back</b>")
    page.get_by_test_id("teach-keep").click()
    kept = page.get_by_test_id("teach-kept")
    expect(kept).to_contain_text("Leg <b>back</b> is saved.", timeout=60_000)

    page.get_by_test_id("teach-train").click()
    # The session of it begins and counts what was taught; the camera plays on.
    expect(page).to_have_url(re.compile(r"#/train/leg-b-back-b$"))
    begin, stage = page.get_by_test_id("with-this"), page.get_by_test_id("stage")
    expect(begin.or_(stage)).to_be_visible(timeout=60_000)
    if begin.is_visible():
        begin.click()
    number = page.get_by_test_id("number")
    expect(number).to_have_text(re.compile("[1-9]"), timeout=SLOW_MS)
