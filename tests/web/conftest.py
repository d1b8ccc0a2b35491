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
from tests.web.browsers import driven
from tests.web.running import CHROMIUM, running_apps


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


@pytest.fixture(scope="module")
def browsers(browser_needed):
    # Not for the whole run: while the driver runs, other tests could not use `asyncio.run`.
    with driven(browser_needed) as made:
        yield made


@pytest.fixture
def open_browser(browsers):
    """Open a browser, with a webcam that plays a file if one is given."""
    yield browsers.open
    browsers.end_test()
