"""The app and the browser of the pages of a plan: one of each for all of their tests."""

import httpx2
import pytest
from playwright.sync_api import expect

from tests.web.browsers import driven
from tests.web.running import enter, running_apps


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


@pytest.fixture(scope="package")
def app(tmp_path_factory, browser_needed):
    with running_apps() as start:
        yield start(tmp_path_factory.mktemp("app") / "data")


@pytest.fixture(scope="package")
def browser(browser_needed):
    with driven(browser_needed) as browsers:
        yield browsers.open()


@pytest.fixture
def plans(app):
    plans = Plans(app)
    yield plans
    plans.close()


@pytest.fixture
def opened(app, plans, browser):
    """Open a page of the app; the console must stay free of errors."""
    problems, contexts = [], []

    def open_page(address, *, width=1024, language="en", theme="light", size=100, **options):
        context = browser.new_context(viewport={"width": width, "height": 768}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        enter(page, app)
        plans.settings(language=language, theme=theme, text_size=size)
        page.goto(f"{app.home}/#/{address}")
        expect(page.locator("main h1").first).to_be_visible()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []
