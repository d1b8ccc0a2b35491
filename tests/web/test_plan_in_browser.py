"""The page of a plan in a real browser, with the plans in memory: make, change, reorder, take."""

import json
import re
from urllib.parse import parse_qs, urlparse

import httpx2
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.running import running_apps

SERIOUS = {"serious", "critical"}
LEAFLET = {
    "plan": 1,
    "id": "leaflet",
    "title": {"nl": "De folder", "en": "The leaflet"},
    "rest_s": 30,
    "steps": [
        {"exercise": "leg-lift", "dose": {"repetitions": 10}},
        {"exercise": "bridging", "dose": {"repetitions": 10}},
        {"exercise": "childs-pose", "dose": {"hold_s": 30, "times": 2}},
    ],
}
LOWER = {"based_on": "bridging", "name": {"nl": "Lage brug", "en": "Low bridge"}}


class Plans:
    """The endpoints of plans, as the page knows them, in memory."""

    def __init__(self):
        self.kept = {}
        self.chosen = None
        self.down = False

    def answer(self, route):
        request = route.request
        address = urlparse(request.url)
        parts = address.path.split("/")[3:]
        if self.down:
            route.abort()
        elif parts == []:
            route.fulfill(json=[self._row(each) for each in self.kept.values()])
        elif parts == ["presets"]:
            route.fulfill(json=[LEAFLET])
        elif parts == ["import"]:
            keep = parse_qs(address.query)["keep"] == ["true"]
            route.fulfill(json=self._imported(request.post_data, keep=keep))
        elif parts[1:] == ["choose"]:
            self.chosen = parts[0]
            route.fulfill(status=204)
        elif request.method == "PUT":
            self._put(route, parts[0], json.loads(request.post_data))
        elif request.method == "DELETE":
            del self.kept[parts[0]]
            route.fulfill(status=204)
        else:
            route.fulfill(json=self.kept[parts[0]])

    def _row(self, plan):
        return {
            "id": plan["id"],
            "title": plan["title"],
            "chosen": plan["id"] == self.chosen,
            "minutes": 12,
            "days": plan.get("days", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
            "steps": len(plan["steps"]),
        }

    def _imported(self, text, *, keep):
        plan = yaml.safe_load(text)
        if not isinstance(plan.get("steps"), list):
            message = "steps: expected a list"
            return {"plan": None, "errors": [{"line": 3, "column": 1, "message": message}]}
        if keep:
            self.kept[plan["id"]] = plan
        return {"plan": plan, "errors": []}

    def _put(self, route, name, plan):
        remarks = [step.get("remark", "") for step in plan["steps"]]
        wrong = [index for index, remark in enumerate(remarks) if "<" in remark]
        if wrong:
            place = f"steps.{wrong[0]}.remark"
            message = f"{place}: expected a text without markup"
            route.fulfill(status=422, json=[{"place": place, "message": message}])
            return
        self.kept[name] = plan
        route.fulfill(json=plan)


@pytest.fixture(scope="module")
def app(tmp_path_factory, browser_needed):
    with running_apps() as start:
        yield start(tmp_path_factory.mktemp("app") / "data")


@pytest.fixture
def plans():
    return Plans()


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
        page.route(re.compile(r"/api/plans(/|\?|$)"), plans.answer)
        page.goto(app.link)
        with httpx2.Client(base_url=app.home, headers={"origin": app.home}) as client:
            for cookie in page.context.cookies():
                client.cookies.set(cookie["name"], cookie["value"])
            settings = client.get("/api/settings").json()
            look = {"language": language, "theme": theme, "text_size": size}
            assert client.put("/api/settings", json=settings | look).status_code == 200
        page.goto(f"{app.home}/#/{address}")
        page.reload()
        expect(page.locator("main h1").first).to_be_visible()
        return page

    yield open_page
    assert problems == []


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
        "progression": {"good_share": 0.9, "sessions": 2, "add": 2, "up_to": 20},
        "steps": [
            {"exercise": "bridging", "dose": {"repetitions": 9}, "sets": 2},
            {"exercise": "piriformis", "dose": {"hold_s": 20, "times": 2}, "side": "left",
             "rest_s": 35, "remark": "Not into pain.", "say": "Breathe out slowly."},
            {"exercise": "bridging", "dose": {"repetitions": 10}, "strictness": "gentle",
             "tempo": {"out_s": 3}},
        ],
    }  # fmt: skip
    page.get_by_role("link", name="All plans").click()
    page.get_by_test_id("choose-plan").click()
    expect(page.get_by_test_id("plan")).to_contain_text("You follow this plan now")
    assert plans.chosen == "rug-van-ans-rustig-aan"


def test_the_minutes_follow_every_change(opened):
    page = opened("plan?new=leaflet")
    # 2 × 50 s, 50 s, 2 × 30 s, and 3 × 30 s of rest.
    expect(page.get_by_test_id("minutes")).to_have_text("about 5 minutes")

    page.get_by_test_id("rest").fill("0")
    page.get_by_test_id("rest").blur()

    expect(page.get_by_test_id("minutes")).to_have_text("about 4 minutes")


def test_steps_are_moved_by_buttons_by_keys_by_mouse_and_by_touch(opened):
    page = opened("plan?new=leaflet", has_touch=True)
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


def test_a_step_is_copied_removed_and_put_back(opened):
    page = opened("plan?new=leaflet")
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
    plans.down = True
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("trouble")).to_be_visible()
    plans.down = False
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
    sent = LEAFLET | {"id": "ans", "title": "<b>Ans</b>", "for": "Ans", "days": ["mon", "fri"]}
    sent["steps"] = [*LEAFLET["steps"], {"exercise": "lower", "dose": {"repetitions": 6}}]
    sent["exercises"] = {"lower": LOWER}
    path.write_text(yaml.safe_dump(sent), encoding="utf-8")
    page = opened("plan")

    page.get_by_test_id("plan-import").set_input_files(path)
    preview = page.get_by_test_id("preview")
    expect(preview).to_contain_text("<b>Ans</b>")
    expect(preview).to_contain_text("Low bridge")
    expect(preview).to_contain_text("Mon, Fri")
    expect(preview.locator("li")).to_have_count(4)
    assert plans.kept == {}
    page.get_by_test_id("take-not").click()
    expect(preview).to_have_count(0)

    page.get_by_test_id("plan-import").set_input_files(path)
    page.get_by_test_id("take").click()
    expect(page.get_by_test_id("plan")).to_contain_text("<b>Ans</b>")
    page.get_by_test_id("plan-import").set_input_files(path)
    page.get_by_test_id("take-copy").click()
    expect(page.get_by_test_id("plan")).to_have_count(2)
    assert sorted(plans.kept) == ["ans", "ans-2"]
    assert plans.kept["ans-2"]["exercises"] == {"lower": LOWER}


def test_a_file_that_is_no_plan_shows_its_lines(opened, plans, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text("plan: 1\nid: wrong\nsteps: <script>\n", encoding="utf-8")
    page = opened("plan")

    page.get_by_test_id("plan-import").set_input_files(path)

    result = page.get_by_test_id("import-result")
    expect(result).to_contain_text("wrong.yaml")
    expect(result.locator("li")).to_contain_text("line 3")
    expect(result.locator("code")).to_have_text("steps: <script>")
    assert plans.kept == {}


def test_a_plan_is_copied_and_deleted_after_a_question(opened, plans):
    plans.kept["ans"] = LEAFLET | {"id": "ans", "title": "Ans"}
    page = opened("plan")

    page.get_by_role("link", name="Make a copy").click()
    expect(page.get_by_test_id("title")).to_have_value("Ans (copy)")
    page.get_by_test_id("save").click()
    expect(page).to_have_url(re.compile("#/plan/ans-copy$"))
    page.get_by_role("link", name="All plans").click()
    expect(page.get_by_test_id("plan")).to_have_count(2)

    page.get_by_test_id("delete-plan").first.click()
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("plan")).to_have_count(1)
    assert list(plans.kept) == ["ans-copy"]


@pytest.mark.parametrize(
    "look",
    [("en", "light", 100, 1024), ("nl", "dark", 100, 390), ("nl", "light", 200, 390),
     ("en", "dark", 100, 1920)],
    ids=str,
)  # fmt: skip
def test_the_pages_of_a_plan_are_accessible(opened, plans, look, tmp_path):
    language, theme, size, width = look
    plans.kept["ans"] = LEAFLET | {"id": "ans"}
    path = tmp_path / "ans.yaml"
    path.write_text(yaml.safe_dump(LEAFLET), encoding="utf-8")
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
