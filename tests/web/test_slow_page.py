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
        with httpx2.Client(base_url=app.home, headers={"origin": app.home}, timeout=20) as client:
            client.get(app.link.removeprefix(app.home))
            settings = client.get("/api/settings").json() | {"model": "lite", "questions": False}
            client.put("/api/settings", json=settings)
            cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            address = f"{app.home.replace('http', 'ws', 1)}/ws/train?role="
            yield lambda role: connect(
                f"{address}{role}", origin=app.home, additional_headers={"Cookie": cookie}
            )


class Camera:
    """A page that sends pictures and draws the answers at once, in a thread."""

    def __init__(self, socket):
        self._socket = socket
        self._closing = threading.Event()
        self._grays = itertools.count()
        self.spoken_ms = []
        self.began_s = time.monotonic()
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
            thread.join(20)

    @property
    def now_ms(self):
        return 1000.0 * (time.monotonic() - self.began_s)

    def _send(self):
        with suppress(ConnectionClosed):
            while not self._closing.wait(1.0 / RATE_HZ):
                self._socket.send(sent(self.now_ms, jpeg(gray=80 + next(self._grays) % 60)))

    def _draw(self):
        with suppress(ConnectionClosed):
            while (message := json.loads(self._socket.recv(timeout=20)))["type"] != "over":
                if message["type"] == "shown":
                    if message["line"] is not None:
                        self.spoken_ms.append(message["frame"])
                    self._socket.send('{"type":"seen"}')


def test_a_slow_page_gets_the_newest_picture_and_every_line(socket):
    with socket("trainer") as near, Camera(near) as camera, socket("screen") as slow:
        slow.send('{"type":"join"}')
        while (first := heard_by(slow))["type"] != "shown":
            pass  # nothing is reported as drawn from here on
        time.sleep(ASLEEP_S)
        awake_ms = camera.now_ms
        heard = until_fresh(slow, awake_ms)
        slept_through = [
            each for each in camera.spoken_ms if (first["frame"] or 0.0) < each < awake_ms - 1500.0
        ]

    pictures = [each for each in heard if each["line"] is None]
    old = [each for each in pictures if (each["frame"] or 0.0) < awake_ms - 1500.0]
    assert len(old) <= MOST_UNSEEN
    assert heard[-1]["frame"] >= awake_ms
    assert slept_through
    said_ms = {each["frame"] for each in heard if each["line"] is not None}
    assert said_ms >= set(slept_through)


def heard_by(slow):
    """Return the next message of a page that also gets the camera's pictures, as bytes."""
    while isinstance(received := slow.recv(timeout=20), bytes):
        assert received[:2] == b"\xff\xd8"
    return json.loads(received)


def until_fresh(slow, awake_ms):
    """Return what a page hears that draws again, until a picture is newer than its awakening."""
    heard = []
    while not heard or (heard[-1]["frame"] or 0.0) < awake_ms:
        message = heard_by(slow)
        if message["type"] == "shown":
            heard.append(message)
            slow.send('{"type":"seen"}')
    return heard
