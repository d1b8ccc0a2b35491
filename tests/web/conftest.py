"""What the tests of the app share: a context, a client, the running app, a browser."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from stabiel.store import DataFolder
from stabiel.web.context import Context, Limits
from tests.records import Frames, judged_frames
from tests.web.app import client_of
from tests.web.running import ARGUMENTS, CHROMIUM, running_apps


@pytest.fixture(scope="session")
def bridges() -> Frames:
    """Two good bridges around one that is too low, 18 s at 25 frames per second."""
    return judged_frames([175, 152, 175])


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def context(folder: DataFolder) -> Iterator[Context]:
    made = Context(folder)
    yield made
    made.close()


@pytest.fixture
def client(context: Context) -> Iterator[TestClient]:
    with client_of(context) as made:
        yield made


@pytest.fixture
def client_with(folder: DataFolder) -> Iterator[Callable[..., TestClient]]:
    """Make a client whose analyses run a function of the test."""
    made: list[Context] = []

    def make(target, **limits) -> TestClient:
        context = Context(folder, limits=Limits(**limits), analysis=target)
        made.append(context)
        return client_of(context)

    yield make
    for context in made:
        context.close()


@pytest.fixture
def start_app(tmp_path):
    """Start the app with its own data folder."""
    with running_apps() as start:
        yield lambda *arguments, data=None, **more: start(
            data or tmp_path / "data", *arguments, **more
        )


@pytest.fixture(scope="session")
def browser_needed():
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and on CI it must be there")
        pytest.skip("Chromium is not on this computer")
    return CHROMIUM


@pytest.fixture
def open_browser(browser_needed):
    """Open a browser, with a webcam that plays a file if one is given."""
    from playwright.sync_api import expect, sync_playwright

    # The default is five seconds, which a page may need when other tests run beside it.
    expect.set_options(timeout=20_000)
    opened = []
    with sync_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")

        def open_one(webcam=None, **options):
            arguments = [*ARGUMENTS]
            if webcam is not None:
                arguments += [
                    "--use-fake-ui-for-media-stream",
                    "--use-fake-device-for-media-stream",
                    f"--use-file-for-fake-video-capture={webcam}",
                ]
            browser = playwright.chromium.launch(
                executable_path=browser_needed, args=arguments, **options
            )
            opened.append(browser)
            return browser

        yield open_one
        for browser in opened:
            browser.close()
