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
    write_webcam(path, SAMPLES / "leg-reach-good.mp4", before_s=0.6, after_s=0.6, until_s=17.0)
    return path


def test_an_exercise_is_taught_before_the_camera_and_trained(start_app, open_browser, webcam):
    path = webcam
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

    # A busy computer records few pictures a second: what is sent is a film of the same movements.
    sent = []

    def send(route):
        sent.append(route.request.post_data_buffer)
        route.continue_(post_data=(SAMPLES / "leg-reach-good.mp4").read_bytes())

    page.route("**/api/teach", send)
    page.get_by_test_id("teach-camera").click()
    page.get_by_test_id("teach-record").click()
    news = page.get_by_test_id("teach-news")
    expect(news).to_contain_text(re.compile(r"\b([3-9]|\d\d) s"), timeout=120_000)
    page.get_by_test_id("teach-stop").click()

    rows = page.get_by_test_id("teach-repetitions").locator("li")
    expect(rows).to_have_count(4, timeout=SLOW_MS)
    # What the browser recorded is a WebM or an MP4 video.
    assert sent[0].startswith(b"\x1a\x45\xdf\xa3") or sent[0][4:8] == b"ftyp"
    expect(page.get_by_test_id("teach-signals")).to_be_visible()
    expect(page.get_by_test_id("teach-remarks")).to_contain_text("measures compared")
    expect(page.get_by_test_id("teach-line").locator("span")).to_have_count(4)
    assert serious(page) == []
    # One that looks like the others cannot be told apart: a sentence, and all stays as it was.
    page.get_by_test_id("teach-bad-1").click()
    expect(page.get_by_test_id("teach-answer")).to_contain_text("looks the same", timeout=60_000)
    # A part that ends after the first repetition teaches nothing; the film and the form stay.
    adjust = page.get_by_test_id("teach-adjust")
    adjust.locator("summary").click()
    page.get_by_test_id("teach-part-until").fill("6.5")
    page.get_by_test_id("teach-learn-again").click()
    refused = page.get_by_test_id("teach-refused")
    expect(refused).to_contain_text("Only one repetition", timeout=60_000)
    assert serious(page) == []
    page.get_by_test_id("teach-part-until").fill("")
    page.get_by_test_id("teach-learn-again").click()
    expect(rows).to_have_count(4, timeout=60_000)

    page.get_by_test_id("teach-keep").click()
    expect(page.get_by_test_id("teach-nameless")).to_contain_text("Give the exercise a name first")
    page.get_by_test_id("teach-en").fill("Leg <b>back</b>")
    page.get_by_test_id("teach-keep").click()
    kept = page.get_by_test_id("teach-kept")
    expect(kept).to_contain_text("Leg <b>back</b> is saved.", timeout=60_000)

    page.get_by_test_id("teach-train").click()
    # The session of it begins.
    expect(page).to_have_url(re.compile(r"#/train/leg-b-back-b$"))
    begin, stage = page.get_by_test_id("with-this"), page.get_by_test_id("stage")
    expect(begin.or_(stage)).to_be_visible(timeout=60_000)
