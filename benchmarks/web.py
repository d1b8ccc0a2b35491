"""How quick training in the browser is: from the camera to the overlay, on this computer.

Chromium plays the sample as its webcam, 30 pictures a second; page and server are those of
`stabiel app`. Printed, of the last seconds of a run:

- pictures a second that were judged and drawn;
- camera to overlay: from the browser's capture of a picture until what was seen in it is drawn;
- with `--flood`, the same while another page floods the server and a third never listens.

Needs Chromium and what `pip install -e '.[dev]'` brings.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from websockets.sync.client import connect

from stabiel.system.resources import MODEL_NAMES, sample_path
from tests.web.fake_webcam import write_webcam
from tests.web.running import ARGUMENTS, CHROMIUM

WARM_UP_S = 15.0


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="(60)")
    parser.add_argument("--model", choices=MODEL_NAMES, default="full", help="(full)")
    parser.add_argument("--flood", action="store_true", help="with pages that mean harm")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        webcam = Path(folder) / "webcam.mjpeg"
        write_webcam(webcam, sample_path(), before_s=0.0, after_s=0.0)
        process, link = started(Path(folder) / "data")
        try:
            figures = measured(webcam, link, arguments)
        finally:
            process.terminate()
            process.wait()
    print(
        f"{arguments.model}{', flooded' if arguments.flood else ''}: "
        f"{figures['rate_hz']:.1f} pictures a second, camera to overlay "
        f"{figures['median_ms']:.0f} ms (median), {figures['p95_ms']:.0f} ms (95 %), "
        f"{figures['pictures']:.0f} pictures"
    )
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def started(data: Path) -> tuple[subprocess.Popen[str], str]:
    """Start the app; return it and its link."""
    process = subprocess.Popen(
        [sys.executable, "-m", "stabiel", "app", "--no-browser", "--data", str(data)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"http://\S+", line)
        if found:
            return process, found[0]
    raise SystemExit("stabiel app did not start.")


def measured(webcam: Path, link: str, arguments: argparse.Namespace) -> dict[str, float]:
    """Train for so long and return the figures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                *ARGUMENTS,
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={webcam}",
            ],
        )
        page = training_page(browser, link, arguments.model)
        page.wait_for_timeout(1000 * WARM_UP_S)
        stop = threading.Event()
        pests = []
        if arguments.flood:
            cookies = "; ".join(
                f"{each['name']}={each['value']}" for each in page.context.cookies()
            )
            pests = pestered(link, cookies, stop)
        page.wait_for_timeout(1000 * arguments.seconds)
        marks = page.evaluate("() => window.stabielMarks.all()")
        stop.set()
        for pest in pests:
            pest.join()
        browser.close()
    since = max(mark["drawn"] for mark in marks) - 1000 * arguments.seconds
    marks = [mark for mark in marks if mark["drawn"] >= since]
    delays = [mark["drawn"] - mark["captured"] for mark in marks]
    spread = (marks[-1]["drawn"] - marks[0]["drawn"]) / 1000
    return {
        "pictures": len(marks),
        "rate_hz": (len(marks) - 1) / spread,
        "median_ms": statistics.median(delays),
        "p95_ms": statistics.quantiles(delays, n=20)[-1],
    }


def training_page(browser: Browser, link: str, model: str) -> Page:
    """Open the app and begin to train."""
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto(link)
    home = link.partition("/?")[0]
    settings = page.request.get(f"{home}/api/settings").json() | {"model": model, "voice": False}
    page.request.put(f"{home}/api/settings", data=settings, headers={"origin": home})
    page.goto(f"{home}/#/train/bridging")
    page.reload()
    begin = page.locator("[data-test=with-this]")
    page.wait_for_selector("[data-test=with-this], [data-test=stage]")
    if begin.is_visible():
        begin.click()
    page.wait_for_selector("[data-test=stage]")
    return page


def pestered(link: str, cookies: str, stop: threading.Event) -> list[threading.Thread]:
    """Flood the server from one page, and never listen with another."""
    home = link.partition("/?")[0]
    address = f"{home.replace('http', 'ws', 1)}/ws/train?role=screen"
    headers = {"Cookie": cookies}

    def flood() -> None:
        while not stop.is_set():
            with (
                suppress(Exception),
                connect(address, origin=home, additional_headers=headers) as socket,
            ):
                for _ in range(5000):
                    socket.send('{"type":"join"}')
            time.sleep(0.05)

    def be_deaf() -> None:
        with connect(address, origin=home, additional_headers=headers, max_queue=1) as socket:
            socket.send('{"type":"join"}')
            stop.wait()

    threads = [threading.Thread(target=flood), threading.Thread(target=be_deaf)]
    for thread in threads:
        thread.start()
    return threads


if __name__ == "__main__":
    main()
