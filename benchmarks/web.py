"""The latency of a session in the browser, from the camera to the overlay, on this computer.

Chromium plays the sample as its webcam at 30 frames per second. Page and server are those of
`stabiel app`. For the last seconds of a run it prints:

- the frames per second that were judged and drawn;
- the latency: from the browser's capture of a frame until its overlay is drawn;
- with `--flood`, the same while another page floods the server and a third never listens.

Needs Chromium and the packages of `pip install -e '.[dev]'`.
"""

import argparse
import json
import statistics
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from websockets.sync.client import connect

from stabiel.system.resources import MODEL_NAMES, sample_path
from tests.web.fake_webcam import write_webcam
from tests.web.running import ARGUMENTS, CHROMIUM, running_apps

WARM_UP_S = 15.0


def main() -> None:
    """Measure the latency and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to measure (60)")
    parser.add_argument(
        "--model", choices=MODEL_NAMES, default="full", help="the pose model (full)"
    )
    parser.add_argument(
        "--landmarkers",
        type=int,
        choices=(1, 2),
        help="always one, or two in turn, and always with the model (as the computer keeps up)",
    )
    parser.add_argument(
        "--flood", action="store_true", help="run beside pages that attack the server"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        webcam = Path(folder) / "webcam.mjpeg"
        write_webcam(webcam, sample_path(), before_s=0.0, after_s=0.0)
        with running_apps() as start:
            app = start(Path(folder) / "data", landmarkers=arguments.landmarkers)
            figures = measured(webcam, app.link, arguments)
    print(
        f"{arguments.model}{looking(arguments.landmarkers)}"
        f"{', flooded' if arguments.flood else ''}: "
        f"{figures['rate_hz']:.1f} frames per second, camera to overlay "
        f"{figures['median_ms']:.0f} ms (median), {figures['p95_ms']:.0f} ms (95 %), "
        f"{figures['frames']:.0f} frames"
    )
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def looking(landmarkers: int | None) -> str:
    """Return how many landmarkers look, in words."""
    words = {None: "", 1: ", one landmarker", 2: ", two in turn"}
    return words[landmarkers]


def measured(webcam: Path, link: str, arguments: argparse.Namespace) -> dict[str, float]:
    """Run a session for so many seconds and return the figures."""
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
        attackers = []
        if arguments.flood:
            cookies = "; ".join(
                f"{each['name']}={each['value']}" for each in page.context.cookies()
            )
            attackers = attacked(link, cookies, stop)
        page.wait_for_timeout(1000 * arguments.seconds)
        marks = page.evaluate("() => window.stabielMarks.all()")
        stop.set()
        for attacker in attackers:
            attacker.join()
        browser.close()
    since = max(mark["drawn"] for mark in marks) - 1000 * arguments.seconds
    marks = [mark for mark in marks if mark["drawn"] >= since]
    delays = [mark["drawn"] - mark["captured"] for mark in marks]
    spread = (marks[-1]["drawn"] - marks[0]["drawn"]) / 1000
    return {
        "frames": len(marks),
        "rate_hz": (len(marks) - 1) / spread,
        "median_ms": statistics.median(delays),
        "p95_ms": statistics.quantiles(delays, n=20)[-1],
    }


def training_page(browser: Browser, link: str, model: str) -> Page:
    """Open the app and begin a session."""
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto(link)
    home = link.partition("/?")[0]
    # Nobody is here to answer what is asked before a session.
    wanted = {"model": model, "voice": False, "questions": False}
    settings = page.request.get(f"{home}/api/settings").json() | wanted
    page.request.put(f"{home}/api/settings", data=settings, headers={"origin": home})
    page.goto(f"{home}/#/train/bridging")
    page.reload()
    begin = page.locator("[data-test=with-this]")
    page.wait_for_selector("[data-test=with-this], [data-test=stage]")
    if begin.is_visible():
        begin.click()
    page.wait_for_selector("[data-test=stage]")
    return page


def attacked(link: str, cookies: str, stop: threading.Event) -> list[threading.Thread]:
    """Flood the server from one page, and never read the answers with another."""
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

    def never_read() -> None:
        with connect(address, origin=home, additional_headers=headers, max_queue=1) as socket:
            socket.send('{"type":"join"}')
            stop.wait()

    threads = [threading.Thread(target=flood), threading.Thread(target=never_read)]
    for thread in threads:
        thread.start()
    return threads


if __name__ == "__main__":
    main()
