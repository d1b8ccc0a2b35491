"""The page of a plan in a real browser: make, change, reorder, look."""

import re

import pytest
import yaml
from playwright.sync_api import expect

from tests.web.axe import serious
from tests.web.plan.pages import SHORT, add, expect_order


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
    expect(page.get_by_test_id("minutes")).to_have_text(re.compile(r"\d"))
    shown = page.get_by_test_id("minutes").text_content()

    page.get_by_role("link", name="All plans").click()

    expect(page.locator("[data-plan=mine]")).to_contain_text(shown)


def test_steps_are_moved_by_buttons_by_keys_by_mouse_and_by_touch(opened, plans):
    plans.keep(SHORT)
    page = opened("plan/short", has_touch=True)
    steps = page.get_by_test_id("plan-step")

    steps.nth(0).get_by_test_id("step-down").focus()
    page.keyboard.press("Enter")
    expect_order(page, "bridging", "leg-lift", "childs-pose")
    # The focus stays, so that the key can be pressed again.
    page.keyboard.press("Enter")
    expect_order(page, "bridging", "childs-pose", "leg-lift")
    page.keyboard.press("Alt+ArrowUp")
    expect_order(page, "bridging", "leg-lift", "childs-pose")
    expect(steps.get_by_test_id("step-number")).to_have_text(["1", "2", "3"])
    expect(page.locator("#announcer")).to_contain_text("in place 2 of 3")

    drag(page, steps.nth(2), steps.nth(0))
    expect_order(page, "childs-pose", "bridging", "leg-lift")
    drag(page, steps.nth(0), steps.nth(2), ends="Escape")
    expect_order(page, "childs-pose", "bridging", "leg-lift")
    touch(page, steps.nth(0), steps.nth(1))
    expect_order(page, "bridging", "childs-pose", "leg-lift")


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
    expect_order(page, "leg-lift", "bridging", "bridging", "childs-pose")
    expect(steps.nth(2).get_by_test_id("repetitions")).to_have_value("11")
    steps.nth(2).get_by_test_id("repetitions-more").click()
    expect(steps.nth(1).get_by_test_id("repetitions")).to_have_value("11")

    steps.nth(0).get_by_test_id("step-remove").click()
    expect_order(page, "bridging", "bridging", "childs-pose")
    page.get_by_test_id("put-back").click()
    expect_order(page, "leg-lift", "bridging", "bridging", "childs-pose")


def test_unsaved_changes_are_not_lost_without_a_question(opened, plans):
    page = opened("plan?new=leaflet")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("save-news")).to_contain_text("is saved")
    expect(page.get_by_test_id("save-state")).to_have_text("")
    page.get_by_test_id("for").fill("Ans")
    expect(page.get_by_test_id("save-state")).to_have_text("Not saved yet")
    expect(page).to_have_url(re.compile("#/plan/the-leaflet$"))
    here = page.url

    page.locator("[data-menu=today]").click()
    question = page.get_by_test_id("question")
    question.get_by_role("button", name="Stay here").click()
    expect(page).to_have_url(here)
    expect(page.get_by_test_id("for")).to_have_value("Ans")
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.evaluate("location.reload()")
    assert asked.value.type == "beforeunload"
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
        found.extend((where, *each) for each in serious(page))
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
