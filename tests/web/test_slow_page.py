"""A page that is slow to draw, over a real connection: it gets the newest picture, and every line.

The kernel's buffers alone hold half a minute of pictures for such a page.
"""

import itertools
import json
import threading
import time
from contextlib import suppress

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from stabiel.web.listener import MOST_UNSEEN
from tests.web.pictures import jpeg, sent
from tests.web.running import running_apps

RATE_HZ = 10.0
ASLEEP_S = 6.0
BEGIN = '{"type":"begin","exercise":"bridging"}'


@pytest.fixture(scope="module")
def socket(tmp_path_factory):
    """Open a socket of the running app in a role."""
    with running_apps() as start:
        app = start(tmp_path_factory.mktemp("app") / "data")
        with httpx2.Client(base_url=app.home, headers={"origin": app.home}, timeout=60) as client:
            client.get(app.link.removeprefix(app.home))
            settings = client.get("/api/settings").json() | {"model": "lite", "questions": False}
            client.put("/api/settings", json=settings)
            cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            address = f"{app.home.replace('http', 'ws', 1)}/ws/train?role="
            yield lambda role: connect(
                f"{address}{role}", origin=app.home, additional_headers={"Cookie": cookie},
                open_timeout=60,
            )  # fmt: skip


class Camera:
    """A page that sends pictures and draws the answers at once, in a thread.

    Holds the numbers of the lines that it was told, and the newest picture that was judged.
    """

    def __init__(self, socket):
        self._socket = socket
        self._closing = threading.Event()
        self._grays = itertools.count()
        self.lines = []
        self.newest_ms = 0.0
        self._began_s = time.monotonic()
        self._threads = [threading.Thread(target=each) for each in (self._send, self._draw)]

    def __enter__(self):
        self._socket.send(BEGIN)
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._closing.set()
        with suppress(ConnectionClosed):
            for _ in range(2):
                self._socket.send('{"type":"command","command":"quit"}')
        for thread in self._threads:
            thread.join(60)

    @property
    def now_ms(self):
        return 1000.0 * (time.monotonic() - self._began_s)

    def _send(self):
        with suppress(ConnectionClosed):
            while not self._closing.wait(1.0 / RATE_HZ):
                self._socket.send(sent(self.now_ms, jpeg(gray=80 + next(self._grays) % 60)))

    def _draw(self):
        with suppress(ConnectionClosed):
            while (message := json.loads(self._socket.recv(timeout=60)))["type"] != "over":
                if message["type"] == "shown":
                    self.newest_ms = message["frame"] or self.newest_ms
                    if message["line"] is not None:
                        self.lines.append(message["line"]["number"])
                    self._socket.send('{"type":"seen"}')


def test_a_slow_page_gets_the_newest_picture_and_every_line(socket):
    with socket("trainer") as near, Camera(near) as camera, socket("screen") as slow:
        slow.send('{"type":"join"}')
        while (first := heard_by(slow))["type"] != "shown" or first["frame"] is None:
            pass  # nothing is reported as drawn from here on
        # What was said before it joined, the near page has heard by the same picture.
        wait_until(lambda: camera.newest_ms >= first["frame"])
        told_before = set(camera.lines)
        # Long enough, and until something was said: on a busy computer little is judged.
        awake_s = time.monotonic() + ASLEEP_S
        wait_until(lambda: time.monotonic() > awake_s and set(camera.lines) > told_before)
        # The near page has seen this picture, so it has replaced all older ones that wait.
        slept_until_ms, told = camera.newest_ms, set(camera.lines)
        heard = until_newer(slow, camera.now_ms)

    old = [each for each in heard if not each["line"] and (each["frame"] or 0.0) < slept_until_ms]
    assert len(old) <= MOST_UNSEEN
    slept_through = told - told_before
    assert slept_through
    assert {each["line"]["number"] for each in heard if each["line"]} >= slept_through


def wait_until(condition):
    end_s = time.monotonic() + 120.0
    while not condition():
        assert time.monotonic() < end_s
        time.sleep(0.1)


def heard_by(slow):
    """Return the next message of a page that also gets the camera's pictures, as bytes."""
    while isinstance(received := slow.recv(timeout=60), bytes):
        assert received[:2] == b"\xff\xd8"
    return json.loads(received)


def until_newer(slow, awake_ms):
    """Return what a page hears that draws again, until a picture is newer than its awakening."""
    heard = []
    while not heard or (heard[-1]["frame"] or 0.0) < awake_ms:
        message = heard_by(slow)
        if message["type"] == "shown":
            heard.append(message)
            slow.send('{"type":"seen"}')
    return heard
