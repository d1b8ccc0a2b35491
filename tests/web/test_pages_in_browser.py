"""The pages in a real browser: analyze, review, settings, exercises."""

import re
import shutil
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import expect

from benchmarks.speed import repeated
from stabiel.session.found import EmptyReason, EmptyStretch, ExerciseSegment, FoundExercises
from stabiel.store import DataFolder
from stabiel.store.searches import keep_search
from tests.records import keep
from tests.web.axe import serious
from tests.web.running import enter, running_apps

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
# A video file may have such a name.
SCRIPT = "<img src=x onerror=window.pwned=1>.mp4"
PAGES = [
    "today", "days", "exercises", "exercise/bridging", "sessions", "review/1", "progress",
    "analyze", "settings", "author", "persons", "plan", "plan?new=leaflet", "plan/none", "limit/1",
    "after/1", "train/bridging", "review/999", "nothing", "by-hand/bridging",
    "teach", "tv", "welcome", "welcome/health", "welcome/sound", "welcome/bridge",
]  # fmt: skip
PLAYER = "document.querySelector('[data-test=player] video')"


@pytest.fixture(scope="module")
def app(tmp_path_factory, browser_needed):
    """The app with one analyzed video in its records."""
    with running_apps() as start:
        app = start(tmp_path_factory.mktemp("app") / "data")
        with httpx2.Client(base_url=app.home, headers={"origin": app.home}, timeout=60) as client:
            client.get(app.link.removeprefix(app.home))
            client.put("/api/settings", json=settings_of(client) | {"model": "lite"})
        yield app


def settings_of(client):
    return client.get("/api/settings").json()


@pytest.fixture
def opened(app, open_browser):
    """Open a page of the app in English; all its requests must stay on this computer."""
    asked = []

    def open_page(address="today", *, width=1024, webcam=None, language="en", **context):
        browser = open_browser(webcam)
        page = browser.new_context(viewport={"width": width, "height": 768}, **context).new_page()
        page.on("request", lambda request: asked.append(request.url))
        enter(page, app)
        put(page, app, language=language, text_size=100, theme="system")
        page.goto(f"{app.home}/#/{address}")
        expect(page.locator("main h1").first).to_be_visible()
        return page

    yield open_page
    foreign = [url for url in asked if not url.startswith((app.home, "data:", "blob:", "about:"))]
    assert foreign == []


def put(page, app, **changes):
    settings = page.request.get(f"{app.home}/api/settings").json() | changes
    answer = page.request.put(
        f"{app.home}/api/settings", data=settings, headers={"origin": app.home}
    )
    assert answer.ok, answer.text()


def go(page, app, address):
    page.goto(f"{app.home}/#/{address}")
    page.reload()
    expect(page.locator("main h1").first).to_be_visible()


def turn_to(page, app, address):
    """Go to another page as a link does: the app stays loaded, and the last page until then."""
    # A new plan asks before it is left; and what is shown already is loaded again.
    if "new=" in page.url or page.url.endswith(f"#/{address}"):
        go(page, app, address)
        return
    page.evaluate("document.querySelector('main h1')?.setAttribute('data-past', '')")
    page.goto(f"{app.home}/#/{address}")
    expect(page.locator("main h1:not([data-past])").first).to_be_visible()


def sessions(page, app):
    return page.request.get(f"{app.home}/api/sessions").json()


def analyze(page, path):
    page.get_by_test_id("exercise").select_option("bridging")
    page.get_by_test_id("video-file").set_input_files(path)


def test_a_video_that_is_chosen_is_analyzed_and_its_review_plays(opened, app, tmp_path):
    video = tmp_path / SCRIPT
    shutil.copy(SAMPLES / "bridging-good.mp4", video)
    page = opened("sessions")
    page.get_by_test_id("to-analyze").click()
    expect(page.locator("#menu [aria-current]")).to_have_text("Sessions")

    analyze(page, video)
    row = page.get_by_test_id("analyses").locator("li").first
    expect(row).to_have_attribute("data-state", "done", timeout=240_000)
    expect(row).to_contain_text(SCRIPT)
    expect(row.get_by_test_id("whose")).to_contain_text("Is this you?")
    row.get_by_test_id("result").click()

    expect(page.get_by_test_id("player")).to_be_visible()
    expect(page.get_by_test_id("time-spent").locator("li")).not_to_have_count(0)
    assert page.evaluate("window.pwned") is None
    (session,) = sessions(page, app)
    assert (session["exercise"], session["repetitions"]) == ("bridging", 4)
    page.get_by_test_id("play").click()
    page.wait_for_function(f"() => {PLAYER}.currentTime > 0.5")
    events = page.get_by_test_id("events").locator("button.event")
    expect(events).to_have_count(4)
    events.last.click()
    page.wait_for_function(f"() => {PLAYER}.currentTime > 15")
    page.get_by_test_id("speed").select_option("0.25")
    assert page.evaluate(f"{PLAYER}.playbackRate") == 0.25


def with_doubt(route):
    """Answer with a session in which an attempt and a fault are doubtful, and one fault is not."""
    answer = route.fetch()
    review = answer.json()
    span = {"side": "both", "start_s": 2.0, "end_s": 3.5, "severity": "form", "repetition": None}
    review["session"]["attempts"] = [
        {"side": "both", "start_s": 2.0, "end_s": 4.0, "reason": "pelvis_low", "metrics": {}}
        | {"doubtful": True}
    ]
    review["session"]["faults"] = [
        span | {"id": "foot_moved", "doubtful": True},
        span | {"id": "overarched", "start_s": 6.0, "doubtful": False},
    ]
    route.fulfill(response=answer, json=review)


@pytest.mark.parametrize(("language", "perhaps"), [("nl", "misschien"), ("en", "perhaps")])
def test_what_is_doubtful_is_shown_as_perhaps_and_lighter(opened, app, language, perhaps):
    page = opened(language=language)
    page.route(re.compile(r"/api/sessions/1(\?.*)?$"), with_doubt)
    go(page, app, "review/1")

    events = page.get_by_test_id("events")
    doubtful = events.locator("button.perhaps")
    expect(doubtful).to_have_count(2)
    for index in range(2):
        expect(doubtful.nth(index)).to_contain_text(perhaps)
    clear = events.locator("button.fault")
    expect(clear).to_have_count(1)
    expect(clear).not_to_contain_text(perhaps)
    colors = [
        each.evaluate("row => getComputedStyle(row.querySelector('.shape')).color")
        for each in (doubtful.first, doubtful.last, clear)
    ]
    assert colors[0] == colors[1] != colors[2]
    expect(page.locator(".track .bar.perhaps")).to_have_text("?")
    expect(page.locator(".track .fault-mark.perhaps")).to_have_count(1)
    assert serious(page) == []


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_a_report_is_downloaded_and_not_opened_among_the_pages(opened, kind):
    page = opened("review/1")

    with page.expect_download() as download:
        page.get_by_test_id(f"report-{kind}").click()

    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"%PDF-" if kind == "pdf" else b"<!doctype html>")


def test_an_unreadable_video_is_reported(opened, app, tmp_path):
    path = tmp_path / "holiday.mp4"
    path.write_bytes(b"this is no video" * 100)
    page = opened("analyze")

    analyze(page, path)

    failed = page.get_by_test_id("analyses").locator("li[data-state=failed]").first
    expect(failed).to_be_visible(timeout=240_000)
    expect(failed).to_contain_text("holiday.mp4")
    assert len(sessions(page, app)) == 1


def test_an_analysis_that_is_cancelled_leaves_nothing(opened, app, tmp_path):
    page = opened("analyze")

    # Longer than any computer takes to cancel it.
    analyze(
        page, repeated(SAMPLES / "bridging-faults.mp4", 600.0, tmp_path / "bridging-faults.mp4")
    )
    row = page.get_by_test_id("analyses").locator("li", has_text="bridging-faults.mp4")
    row.get_by_test_id("cancel").click()

    expect(row).to_have_count(0)
    assert len(sessions(page, app)) == 1
    names = [each["name"] for each in page.request.get(f"{app.home}/api/analyses").json()]
    assert "bridging-faults.mp4" not in names


def test_another_language_another_size_of_text_and_a_dark_page(opened):
    page = opened("settings")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    size = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    before = page.evaluate(size)

    page.get_by_label("Nederlands").check()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator("nav")).to_contain_text("Instellingen")
    page.get_by_label("200 %").check()
    page.wait_for_function(f"() => {size} > {1.9 * before}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("input[name=theme][value=dark]").check()
    page.wait_for_function(f"() => {ground} !== '{light}'")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_a_file_of_an_exercise_is_checked_and_its_mistakes_have_lines(opened, tmp_path):
    right = (SAMPLES.parent / "exercises" / "bridging.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "bridging.yaml"
    wrong.write_text(right.replace("follows: ", "follows: <script>", 1), encoding="utf-8")
    page = opened("author")
    result = page.get_by_test_id("check-result")

    page.get_by_test_id("yaml-file").set_input_files(wrong)
    expect(result.locator("li").first).to_be_visible()
    line = right[: right.index("follows: ")].count("\n") + 1
    expect(result).to_contain_text(f"{line}")
    expect(result).to_contain_text("<script>")

    page.get_by_test_id("yaml").fill(right)
    page.get_by_test_id("check").click()
    expect(result.locator(".good")).to_be_visible()


def test_an_own_exercise_is_kept_seen_replaced_and_deleted(opened):
    text = (SAMPLES.parent / "docs/author/examples/bridging-lower.yaml").read_text("utf-8")
    page = opened("settings")
    page.get_by_test_id("author").click()
    row = page.get_by_test_id("own-file")

    page.get_by_test_id("yaml").fill(text)
    page.get_by_test_id("keep").click()
    expect(page.get_by_test_id("kept")).to_contain_text("The bridge, less high")
    expect(row).to_have_count(1)
    expect(page.get_by_test_id("tried").locator("option").nth(1)).to_have_text(
        "The bridge, less high"
    )
    page.get_by_test_id("yaml").fill(text.replace("less high", "<b>lower</b>"))
    page.get_by_test_id("keep").click()
    page.get_by_test_id("yes").click()
    expect(row).to_contain_text("The bridge, <b>lower</b>")
    page.get_by_test_id("open-file").click()
    expect(page.get_by_test_id("yaml")).to_have_value(re.compile("<b>lower</b>"))
    page.get_by_test_id("delete-file").click()
    page.get_by_test_id("yes").click()
    expect(row).to_have_count(0)


def test_everything_can_be_reached_by_keyboard(opened):
    page = opened("today")
    expect(page.get_by_test_id("start")).to_be_visible()

    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim()"))
        if page.evaluate("document.activeElement.dataset.test") == "start":
            break
    assert page.evaluate("document.activeElement.dataset.test") == "start"
    outline = page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement);"
        " return [s.outlineStyle, parseFloat(s.outlineWidth)]; })()"
    )
    assert outline[0] != "none"
    assert outline[1] >= 2
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#/train"))


@pytest.mark.parametrize(
    "look",
    [("en", "light", 100, 1024), ("nl", "dark", 100, 1024), ("nl", "light", 200, 390),
     ("en", "dark", 100, 1920)],
    ids=str,
)  # fmt: skip
def test_the_pages_are_accessible(opened, app, look):
    language, theme, size, width = look
    page = opened(width=width)
    put(page, app, language=language, theme=theme, text_size=size)
    found = []
    for address in PAGES:
        turn_to(page, app, address)
        page.wait_for_timeout(300)
        found += [(address, *each) for each in serious(page)]
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            found.append((address, "wider than the window", overflow))
    assert found == []
    # The typeface is the program's own, and each exercise is shown at its start and its target.
    go(page, app, "exercises")
    pictures = page.locator(".tile .pictures img")
    expect(pictures).to_have_count(28)
    expect(pictures.first).to_have_js_property("naturalWidth", 640)
    # A font that is still on its way is waited for.
    page.wait_for_function("() => document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")


FOUND = {
    "headline": "1 exercise found in 0:40.", "duration_s": 40.0,
    "segments": [{"number": 1, "exercise": "bridging", "name": "The bridge", "start_s": 4.0,
                  "end_s": 24.0, "from": 0.1, "to": 0.6, "words": "3 of 3 good.",
                  "perhaps": "This may also be: Heel slide.", "session": 1}],
    "none": [{"start_s": 24.0, "end_s": 40.0, "why": "nobody in view"}],
}  # fmt: skip


def test_what_was_found_in_a_video_is_a_strip_that_leads_to_each_session(opened, app, bridges):
    page = opened("analyze")
    sent, done = [], {"id": 7, "name": SCRIPT, "exercise": "", "state": "done", "share": 1.0,
                      "session": None, "trial": False, "find": "all", "error": None,
                      "found": {"en": FOUND, "nl": FOUND}}  # fmt: skip

    def answer(route):
        sent.append(route.request)
        route.fulfill(json={"id": 7} if route.request.method == "POST" else [done])

    page.route("**/api/analyses*", answer)
    page.get_by_test_id("video-file").set_input_files(SAMPLES / "bridging-good.mp4")
    # Videos of other tests may be listed until the answer comes.
    row = page.get_by_test_id("analyses").locator("li[data-analysis='7']")
    expect(row).to_contain_text("1 exercise found in 0:40.")
    (posted,) = (each.url for each in sent if each.method == "POST")
    row.get_by_test_id("result").click()

    assert "find=all" in posted
    assert "exercise=" not in posted
    expect(page.get_by_role("heading", level=1)).to_have_text("1 exercise found in 0:40.")
    expect(page.get_by_test_id("found")).to_contain_text("This may also be: Heel slide.")
    expect(page.get_by_text("nobody in view")).to_be_visible()
    part = page.get_by_test_id("found-strip").get_by_role("link", name="1. The bridge, 0:04–0:24")
    expect(part).to_have_attribute("href", "#/review/1")
    assert page.evaluate("window.pwned") is None
    assert serious(page) == []

    # It is made again from the records, when the list of videos has forgotten it.
    number = keep(app.data, bridges)
    segment = ExerciseSegment("bridging", 4.0, 24.0, 0.0, 27.0, 1.0)
    empty = EmptyStretch(24.0, 40.0, EmptyReason.NOBODY)
    found = FoundExercises(40.0, (segment,), (empty,))
    keep_search(DataFolder(app.data), SCRIPT, found, [number])
    page.goto(f"{app.home}/#/review/{number}")
    page.get_by_test_id("whole-video").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("1 exercise found in 0:40.")
    expect(page.get_by_text("nobody in view")).to_be_visible()
    part = page.get_by_test_id("found-strip").get_by_role("link", name="1. The bridge, 0:04–0:24")
    expect(part).to_have_attribute("href", f"#/review/{number}")
    assert page.evaluate("window.pwned") is None


def test_a_session_is_deleted_only_after_a_question(opened, app, bridges):
    newest = keep(app.data, bridges)
    page = opened(f"review/{newest}")

    page.get_by_test_id("delete").click()
    question = page.get_by_test_id("question")
    expect(question).to_be_visible()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    listed = sessions(page, app)
    assert newest in [each["id"] for each in listed]
    page.get_by_test_id("delete").click()
    page.get_by_test_id("yes").click()

    expect(page).to_have_url(re.compile("#/sessions"))
    assert newest not in [each["id"] for each in sessions(page, app)]

    # Years of sessions come in parts: two hundred, and one of the year before.
    old = [listed[0] | {"id": 9_000 + each, "workout": None} for each in range(201)]
    old[-1]["began_at"] = "2019-03-04T10:00:00Z"
    page.route(
        re.compile(r"/api/sessions\?most="),
        lambda route: route.fulfill(
            json=old[200:] if "before=" in route.request.url else old[:200]
        ),
    )
    page.reload()
    rows = page.locator("[data-session]")
    expect(rows).to_have_count(200)
    page.get_by_test_id("earlier").click()
    expect(page.get_by_test_id("all-shown")).to_have_text("These are all your sessions.")
    expect(rows).to_have_count(201)
    expect(page.get_by_test_id("earlier")).to_have_count(0)


def test_an_old_link_explains_how_to_get_in(open_browser, app):
    page = open_browser().new_page()

    page.goto(f"{app.home}/?token=yesterday")

    expect(page.locator("main")).to_contain_text("Start stabiel with its icon")
