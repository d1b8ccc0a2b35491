"""Plans in a real browser: hand over, take, copy, print, delete; an exercise of one's own."""

import re
from pathlib import Path

import yaml
from playwright.sync_api import expect

from tests.records import keep
from tests.web.axe import serious
from tests.web.plan.pages import SHORT, add, expect_order

LOWER = {"based_on": "bridging", "name": {"nl": "Lage brug", "en": "Low bridge"}}


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
    expect_order(page, "bridging-149")


def test_a_plan_is_printed(opened, plans):
    plans.keep(SHORT | {"id": "ans", "title": "Ans"})
    page = opened("plan/ans")
    href = page.get_by_test_id("plan-print").get_attribute("href")

    answer = page.request.get(page.url.partition("/#")[0] + href)

    assert href.endswith("lang=en")
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
