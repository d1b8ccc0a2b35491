"""The page of a plan in a real browser: make, change, reorder, hand over, take."""

import re
from pathlib import Path

import httpx2
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.records import keep
from tests.web.running import running_apps

SERIOUS = {"serious", "critical"}
SHORT = {
    "plan": 1,
    "id": "short",
    "title": {"nl": "Kort", "en": "Short"},
    "rest_s": 30,
    "steps": [
        {"exercise": "leg-lift", "dose": {"repetitions": 10}},
        {"exercise": "bridging", "dose": {"repetitions": 10}},
        {"exercise": "childs-pose", "dose": {"hold_s": 30, "times": 2}},
    ],
}
LOWER = {"based_on": "bridging", "name": {"nl": "Lage brug", "en": "Low bridge"}}


class Plans:
    """The plans that the app keeps."""

    def __init__(self, app):
        self._client = httpx2.Client(base_url=app.home, headers={"origin": app.home}, timeout=60)
        self._client.get(app.link.removeprefix(app.home))

    @property
    def kept(self):
        listed = self._client.get("/api/plans").json()
        return {each["id"]: self._one(each["id"]) for each in listed if each["own"]}

    @property
    def chosen(self):
        return [each["id"] for each in self._client.get("/api/plans").json() if each["chosen"]]

    def keep(self, plan):
        answer = self._client.put(f"/api/plans/{plan['id']}", json=plan)
        assert answer.status_code == 200, answer.text

    def settings(self, **changes):
        settings = self._client.get("/api/settings").json() | changes
        assert self._client.put("/api/settings", json=settings).status_code == 200

    def close(self):
        for name in self.kept:
            self._client.delete(f"/api/plans/{name}")
        self._client.close()

    def _one(self, name):
        plan = self._client.get(f"/api/plans/{name}").json()
        del plan["minutes"]
        return plan


@pytest.fixture(scope="module")
def app(tmp_path_factory, browser_needed):
    with running_apps() as start:
        yield start(tmp_path_factory.mktemp("app") / "data")


@pytest.fixture
def plans(app):
    plans = Plans(app)
    yield plans
    plans.close()


@pytest.fixture
def opened(app, plans, open_browser):
    """Open a page of the app; the console must stay free of errors."""
    problems = []

    def open_page(address, *, width=1024, language="en", theme="light", size=100, **context):
        page = (
            open_browser()
            .new_context(viewport={"width": width, "height": 768}, **context)
            .new_page()
        )
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(app.link)
        plans.settings(language=language, theme=theme, text_size=size)
        page.goto(f"{app.home}/#/{address}")
        page.reload()
        expect(page.locator("main h1").first).to_be_visible()
        return page

    yield open_page
    assert problems == []


def serious(page):
    """Return what axe-core finds to be serious on a page."""
    results = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [each["id"] for each in results["violations"] if each["impact"] in SERIOUS]


def order(page):
    return page.get_by_test_id("plan-step").evaluate_all(
        "rows => rows.map(row => row.dataset.exercise)"
    )


def add(page, exercise):
    page.get_by_test_id("add").click()
    page.get_by_test_id(f"pick-{exercise}").click()


def test_a_plan_is_made_changed_and_chosen(opened, plans):
    page = opened("plan")
    page.get_by_test_id("empty-plan").click()
    page.get_by_test_id("save").click()
    expect(page.get_by_role("alert")).to_contain_text("name")

    page.get_by_test_id("title").fill("Rug van Ans: rustig aan")
    page.get_by_test_id("for").fill("Ans")
    page.get_by_test_id("by").fill("Fysio Oost")
    for day in ("tue", "thu", "sat", "sun"):
        page.get_by_test_id(f"day-{day}").uncheck()
    page.get_by_test_id("times-a-day-more").click()
    page.get_by_test_id("from").fill("2026-12-01")
    page.get_by_test_id("until").fill("2026-12-31")
    for exercise in ("bridging", "piriformis", "bridging"):
        add(page, exercise)
    first, second, third = (page.get_by_test_id("plan-step").nth(index) for index in range(3))
    first.get_by_test_id("repetitions-less").click()
    first.get_by_test_id("sets-more").click()
    second.get_by_test_id("hold").fill("20")
    second.get_by_test_id("step-more").click()
    second.get_by_test_id("side").select_option("left")
    second.get_by_test_id("step-rest-more").click()
    second.get_by_test_id("remark").fill("Not into pain.")
    second.get_by_test_id("say").fill("Breathe out slowly.")
    third.get_by_test_id("step-more").click()
    third.get_by_test_id("strictness").select_option("gentle")
    third.get_by_test_id("tempo-out").fill("3")
    page.get_by_test_id("stop").fill("Pain down your leg.")
    page.get_by_test_id("progression").check()
    page.get_by_test_id("progression-sessions-more").click()
    page.get_by_test_id("progression-share-less").click()
    expect(page.get_by_test_id("progression-words")).to_contain_text(
        "3 sessions in a row with 85 %"
    )
    # 2 × 45 s with 30 s each, 2 × 20 s on one side with 35 s each, 10 × 6.5 s.
    expect(page.get_by_test_id("minutes")).to_have_text("about 5 minutes")
    page.get_by_test_id("save").click()

    expect(page.get_by_test_id("save-news")).to_contain_text("is saved")
    expect(page).to_have_url(re.compile("#/plan/rug-van-ans-rustig-aan$"))
    assert plans.kept["rug-van-ans-rustig-aan"] == {
        "plan": 1,
        "id": "rug-van-ans-rustig-aan",
        "title": "Rug van Ans: rustig aan",
        "for": "Ans",
        "by": "Fysio Oost",
        "days": ["mon", "wed", "fri"],
        "times_a_day": 2,
        "from": "2026-12-01",
        "until": "2026-12-31",
        "rest_s": 30,
        "stop": "Pain down your leg.",
        "progression": {"good_share": 0.85, "sessions": 3, "add": 2, "up_to": 20},
        "steps": [
            {"exercise": "bridging", "dose": {"repetitions": 9}, "sets": 2},
            {"exercise": "piriformis", "dose": {"hold_s": 20, "times": 2}, "side": "left",
             "rest_s": 35, "remark": "Not into pain.", "say": "Breathe out slowly."},
            {"exercise": "bridging", "dose": {"repetitions": 10}, "strictness": "gentle",
             "tempo": {"out_s": 3}},
        ],
    }  # fmt: skip
    page.get_by_role("link", name="All plans").click()
    row = page.locator("[data-plan=rug-van-ans-rustig-aan]")
    row.get_by_test_id("choose-plan").click()
    expect(row).to_contain_text("You follow this plan now")
    assert plans.chosen == ["rug-van-ans-rustig-aan"]

    page.locator("[data-menu=today]").click()
    expect(page.get_by_test_id("stop")).to_contain_text("Pain down your leg.")
    steps = page.get_by_test_id("steps").locator("li")
    expect(steps.nth(1)).to_contain_text("Not into pain.")
    expect(steps.nth(2)).to_contain_text("10 times · out 3 seconds, few cues")
    expect(steps.nth(2)).to_contain_text("1 min")


def test_the_minutes_follow_every_change(opened, plans):
    plans.keep(SHORT)
    page = opened("plan/short")
    # 2 × 50 s, 50 s, 2 × 30 s, and 3 × 30 s of rest.
    expect(page.get_by_test_id("minutes")).to_have_text("about 5 minutes")

    page.get_by_test_id("rest").fill("0")
    page.get_by_test_id("rest").blur()

    expect(page.get_by_test_id("minutes")).to_have_text("about 4 minutes")


@pytest.mark.parametrize("preset", ["leaflet", "twelve-minutes", "only-stretches"])
def test_the_minutes_are_those_of_the_server(opened, plans, preset):
    page = opened("plan?new=" + preset)
    page.get_by_test_id("title").fill("mine")
    page.get_by_test_id("save").click()
    expect(page).to_have_url(re.compile("#/plan/mine$"))
    shown = page.get_by_test_id("minutes").text_content()

    page.get_by_role("link", name="All plans").click()

    expect(page.locator("[data-plan=mine]")).to_contain_text(shown)


def test_steps_are_moved_by_buttons_by_keys_by_mouse_and_by_touch(opened, plans):
    plans.keep(SHORT)
    page = opened("plan/short", has_touch=True)
    steps = page.get_by_test_id("plan-step")

    steps.nth(0).get_by_test_id("step-down").focus()
    page.keyboard.press("Enter")
    assert order(page) == ["bridging", "leg-lift", "childs-pose"]
    # The focus stays, so that the key can be pressed again.
    page.keyboard.press("Enter")
    assert order(page) == ["bridging", "childs-pose", "leg-lift"]
    page.keyboard.press("Alt+ArrowUp")
    assert order(page) == ["bridging", "leg-lift", "childs-pose"]
    assert steps.get_by_test_id("step-number").all_text_contents() == ["1", "2", "3"]
    expect(page.locator("#announcer")).to_contain_text("in place 2 of 3")

    drag(page, steps.nth(2), steps.nth(0))
    assert order(page) == ["childs-pose", "bridging", "leg-lift"]
    drag(page, steps.nth(0), steps.nth(2), ends="Escape")
    assert order(page) == ["childs-pose", "bridging", "leg-lift"]
    touch(page, steps.nth(0), steps.nth(1))
    assert order(page) == ["bridging", "childs-pose", "leg-lift"]


def middle(step):
    step.get_by_test_id("grip").scroll_into_view_if_needed()
    box = step.get_by_test_id("grip").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, step, other, ends="release"):
    """Drag a step past another one with the mouse."""
    x, y = middle(step)
    page.mouse.move(x, y)
    page.mouse.down()
    box = other.bounding_box()
    down = box["y"] > y
    page.mouse.move(x, box["y"] + box["height"] * (0.9 if down else 0.1), steps=8)
    if ends == "Escape":
        page.keyboard.press("Escape")
    page.mouse.up()


def touch(page, step, other):
    """Drag a step below another one with a finger."""
    x, y = middle(step)
    box = other.bounding_box()
    fingers = page.context.new_cdp_session(page)

    def send(kind, *points):
        points = [{"x": x, "y": each} for each in points]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", y)
    send("touchMove", y + 30)
    send("touchMove", box["y"] + box["height"] * 0.9)
    send("touchEnd")


def test_a_step_is_copied_removed_and_put_back(opened, plans):
    plans.keep(SHORT)
    page = opened("plan/short")
    steps = page.get_by_test_id("plan-step")
    steps.nth(1).get_by_test_id("repetitions-more").click()

    steps.nth(1).get_by_test_id("step-copy").click()
    assert order(page) == ["leg-lift", "bridging", "bridging", "childs-pose"]
    expect(steps.nth(2).get_by_test_id("repetitions")).to_have_value("11")
    steps.nth(2).get_by_test_id("repetitions-more").click()
    expect(steps.nth(1).get_by_test_id("repetitions")).to_have_value("11")

    steps.nth(0).get_by_test_id("step-remove").click()
    assert order(page) == ["bridging", "bridging", "childs-pose"]
    page.get_by_test_id("put-back").click()
    assert order(page) == ["leg-lift", "bridging", "bridging", "childs-pose"]


def test_unsaved_changes_are_not_lost_without_a_question(opened, plans):
    page = opened("plan?new=leaflet")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("save-news")).to_contain_text("is saved")
    expect(page.get_by_test_id("save-state")).to_have_text("")
    page.get_by_test_id("for").fill("Ans")
    expect(page.get_by_test_id("save-state")).to_have_text("Not saved yet")
    here = page.url

    page.locator("[data-menu=today]").click()
    question = page.get_by_test_id("question")
    question.get_by_role("button", name="Stay here").click()
    expect(page).to_have_url(here)
    expect(page.get_by_test_id("for")).to_have_value("Ans")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("location.reload()")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(page.get_by_test_id("for")).to_have_value("Ans")

    # An answer that does not come loses nothing either.
    page.route("**/api/plans/*", lambda route: route.abort())
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("trouble")).to_be_visible()
    page.unroute("**/api/plans/*")
    page.get_by_test_id("trouble").get_by_role("button").click()
    expect(page.get_by_test_id("save-news")).to_contain_text("is saved")
    assert plans.kept["the-leaflet"]["for"] == "Ans"

    page.locator("[data-menu=today]").click()
    expect(page).to_have_url(re.compile("#/today"))
    expect(question).to_have_count(0)


def test_what_the_server_refuses_stands_at_its_step(opened, plans):
    page = opened("plan?new=leaflet")
    step = page.get_by_test_id("plan-step").nth(1)
    step.get_by_test_id("step-more").click()
    step.get_by_test_id("remark").fill("<img src=x onerror=window.pwned=1>")

    page.get_by_test_id("save").click()

    expect(page.get_by_test_id("save-news")).to_contain_text("without markup")
    expect(step).to_contain_text("without markup")
    assert plans.kept == {}
    assert page.evaluate("window.pwned") is None
    expect(page.get_by_test_id("save-state")).to_have_text("Not saved yet")


def test_a_spoken_line_of_ten_words_is_marked(opened):
    page = opened("plan?new=leaflet")
    step = page.get_by_test_id("plan-step").nth(0)
    step.get_by_test_id("step-more").click()

    step.get_by_test_id("say").fill("one two three four five six seven eight nine ten")
    expect(step.get_by_test_id("say")).to_have_attribute("aria-invalid", "true")
    expect(step).to_contain_text("10 words")
    step.get_by_test_id("say").fill("one two three")
    expect(step.get_by_test_id("say")).to_have_attribute("aria-invalid", "false")


def test_a_file_is_shown_before_it_is_taken(opened, plans, tmp_path):
    path = tmp_path / "ans.yaml"
    sent = SHORT | {"id": "ans", "title": "Ans & co", "for": "Ans", "days": ["mon", "fri"]}
    sent["steps"] = [*SHORT["steps"], {"exercise": "lower", "dose": {"repetitions": 6}}]
    sent["exercises"] = {"lower": LOWER}
    path.write_text(yaml.safe_dump(sent), encoding="utf-8")
    page = opened("plan")

    page.get_by_test_id("plan-import").set_input_files(path)
    preview = page.get_by_test_id("preview")
    expect(preview).to_contain_text("Ans & co")
    expect(preview).to_contain_text("Low bridge")
    expect(preview).to_contain_text("Mon, Fri")
    expect(preview.locator("li")).to_have_count(4)
    assert serious(page) == []
    assert plans.kept == {}
    page.get_by_test_id("take-not").click()
    expect(preview).to_have_count(0)

    page.get_by_test_id("plan-import").set_input_files(path)
    page.get_by_test_id("take").click()
    expect(page.locator("[data-plan=ans]")).to_contain_text("Ans & co")
    page.get_by_test_id("plan-import").set_input_files(path)
    page.get_by_test_id("take-copy").click()
    expect(page.locator("[data-plan=ans-2]")).to_contain_text("Ans & co")
    assert sorted(plans.kept) == ["ans", "ans-2"]
    assert plans.kept["ans-2"]["exercises"] == {"lower": LOWER}


def test_a_file_that_is_no_plan_shows_its_lines(opened, plans, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text("plan: 1\nid: wrong\nsteps: <script>\n", encoding="utf-8")
    page = opened("plan")

    page.get_by_test_id("plan-import").set_input_files(path)

    result = page.get_by_test_id("import-result")
    expect(result).to_contain_text("wrong.yaml")
    expect(result.locator("li").filter(has_text="line 3")).to_contain_text("steps: <script>")
    assert serious(page) == []
    assert plans.kept == {}


def test_a_plan_is_copied_and_deleted_after_a_question(opened, plans):
    plans.keep(SHORT | {"id": "ans", "title": "Ans"})
    page = opened("plan")

    page.locator("[data-plan=ans]").get_by_role("link", name="Make a copy").click()
    expect(page.get_by_test_id("title")).to_have_value("Ans (copy)")
    page.get_by_test_id("save").click()
    expect(page).to_have_url(re.compile("#/plan/ans-copy$"))
    page.get_by_role("link", name="All plans").click()
    page.locator("[data-plan=ans]").get_by_test_id("delete-plan").click()
    page.get_by_test_id("yes").click()
    expect(page.locator("[data-plan=ans]")).to_have_count(0)
    expect(page.locator("[data-plan=ans-copy]")).to_have_count(1)
    assert list(plans.kept) == ["ans-copy"]


@pytest.mark.parametrize(
    "look",
    [("en", "light", 100, 1024), ("nl", "dark", 100, 390), ("nl", "light", 200, 390),
     ("en", "dark", 100, 1920)],
    ids=str,
)  # fmt: skip
def test_the_pages_of_a_plan_are_accessible(opened, plans, look, tmp_path):
    language, theme, size, width = look
    plans.keep(SHORT | {"id": "ans"})
    path = tmp_path / "ans.yaml"
    path.write_text(yaml.safe_dump(SHORT), encoding="utf-8")
    page = opened("plan", width=width, language=language, theme=theme, size=size)
    found = []

    def look_at(where):
        results = Axe().run(page, options={"resultTypes": ["violations"]}).response
        found.extend(
            (where, each["id"], [node["target"] for node in each["nodes"]][:3])
            for each in results["violations"]
            if each["impact"] in SERIOUS
        )
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((where, "wider than the window"))

    page.get_by_test_id("plan-import").set_input_files(path)
    expect(page.get_by_test_id("preview")).to_be_visible()
    look_at("list")
    page.get_by_test_id("change-plan").click()
    page.get_by_test_id("step-more").first.click()
    page.get_by_test_id("step-remove").last.click()
    look_at("edit")
    page.get_by_test_id("add").click()
    expect(page.get_by_test_id("picker")).to_be_visible()
    look_at("picker")
    assert found == []


def test_a_plan_travels_as_a_file(opened, plans):
    plans.keep(SHORT | {"id": "ans", "title": "Ans"})
    page = opened("plan/ans")

    with page.expect_download() as download:
        page.get_by_test_id("plan-file").click()

    assert download.value.suggested_filename == "ans.yaml"
    sent = yaml.safe_load(Path(download.value.path()).read_text(encoding="utf-8"))
    assert (sent["id"], len(sent["steps"])) == ("ans", 3)
    page.get_by_test_id("for").fill("Ans")
    # What is not saved is not in the file.
    expect(page.get_by_test_id("plan-file")).to_have_count(0)


def test_a_damaged_file_is_listed_with_its_lines_and_can_be_deleted(opened, app):
    folder = app.data / "plans"
    folder.mkdir(exist_ok=True)
    path = folder / "torn.yaml"
    path.write_text("plan: 1\nid: torn\nsteps: [\n", encoding="utf-8")
    page = opened("plan")

    row = page.get_by_test_id("plan").filter(has_text="torn.yaml")
    expect(row.get_by_test_id("mistakes").locator("li").first).to_contain_text("line")
    row.get_by_test_id("delete-plan").click()
    page.get_by_test_id("yes").click()
    expect(row).to_have_count(0)
    assert not path.exists()


def test_a_limit_is_moved_over_a_session_and_kept_as_an_exercise(opened, app, bridges):
    keep(app.data, bridges)
    page = opened("review/1")
    page.get_by_test_id("move-limit").click()
    count = page.get_by_test_id("limit-count")
    expect(count).to_contain_text("With this limit 2 of the 3 movements count.")

    line = page.get_by_test_id("limit-line")
    line.select_option("fault.foot_moved")
    expect(count).to_contain_text("With this limit this correction comes 0 times.")
    line.select_option("target")
    expect(count).to_contain_text("With this limit 2 of the 3 movements count.")
    box = page.get_by_test_id("limit-place").bounding_box()
    x = box["x"] + box["width"] / 2
    page.mouse.move(x, box["y"] + 0.5 * box["height"])
    page.mouse.down()
    page.mouse.move(x, box["y"] + 1, steps=5)
    page.mouse.up()
    expect(count).to_contain_text("With this limit 0 of the")
    slider = page.get_by_test_id("limit")
    slider.fill("150")
    expect(page.get_by_test_id("limit-value")).to_have_text(re.compile("^150"))
    expect(count).to_contain_text("With this limit 3 of the 3 movements count.")
    slider.press("ArrowDown")
    expect(page.get_by_test_id("limit-value")).to_have_text(re.compile("^149"))
    assert serious(page) == []
    page.get_by_test_id("limit-keep").click()
    expect(page.get_by_test_id("limit-news")).to_contain_text("The bridge (149) is saved.")

    page.goto(page.url.partition("#")[0] + "#/plan?new=")
    add(page, "bridging-149")
    assert order(page) == ["bridging-149"]


def test_a_plan_is_printed(opened, plans):
    plans.keep(SHORT | {"id": "ans", "title": "Ans"})
    page = opened("plan/ans")
    href = page.get_by_test_id("plan-print").get_attribute("href")

    answer = page.request.get(page.url.partition("/#")[0] + href)

    assert href.endswith("lang=en")
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
