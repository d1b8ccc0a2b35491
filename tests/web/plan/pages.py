"""What the tests of the pages of a plan share: a plan, and what they do with a page."""

from playwright.sync_api import expect

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


def expect_order(page, *exercises):
    """Wait until the page shows these steps in this order."""
    steps = page.get_by_test_id("plan-step")
    expect(steps).to_have_count(len(exercises))
    for step, exercise in zip(steps.all(), exercises, strict=True):
        expect(step).to_have_attribute("data-exercise", exercise)


def add(page, exercise):
    page.get_by_test_id("add").click()
    page.get_by_test_id(f"pick-{exercise}").click()
