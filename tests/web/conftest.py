"""The app as a program of its own, and a browser in front of it."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in _NAMES if (path := shutil.which(name))), None)
# No sandbox, since CI runs as root; without the others it asks the internet for things at a start.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip


@dataclass
class RunningApp:
    """`stabiel app` that runs, and the link that it printed."""

    link: str
    said: list[str]
    data: Path
    process: subprocess.Popen

    @property
    def home(self) -> str:
        return self.link.partition("/?")[0]

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=20)


@contextmanager
def running_apps():
    """Return what starts the app with a data folder; all that were started end with this."""
    started = []

    def start(data, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "stabiel", "app", "--no-browser", "--data", str(data),
             *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )  # fmt: skip
        started.append(process)
        said = []
        while line := process.stdout.readline():
            said.append(line.rstrip())
            if line.startswith("Kept in"):
                break
        found = re.search(r"http://\S+", "\n".join(said))
        assert found, said
        return RunningApp(found[0], said, data, process)

    try:
        yield start
    finally:
        for process in started:
            process.kill()
            process.wait()
            process.stdout.close()


@pytest.fixture
def start_app(tmp_path):
    """Start the app, with a data folder of its own."""
    with running_apps() as start:
        yield lambda *arguments, data=None: start(data or tmp_path / "data", *arguments)


@pytest.fixture(scope="session")
def browser_needed():
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and on CI it must be there")
        pytest.skip("Chromium is not on this computer")
    return CHROMIUM


@pytest.fixture
def open_browser(browser_needed):
    """Open a browser, with a webcam that plays a file, or none."""
    from playwright.sync_api import sync_playwright

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
