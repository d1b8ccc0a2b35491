"""A phone without sockets, and what is known of a phone's camera on the other pages."""

import asyncio
import contextlib
import itertools
import json

import pytest
from fastapi.testclient import TestClient

from stabiel.exercises.library import read_library
from stabiel.trainer.terms import Sight, Strictness
from stabiel.web import posted_camera as posted_camera_module
from stabiel.web.asgi_apps import Parts
from stabiel.web.door_app import phone_app
from stabiel.web.household import Household
from stabiel.web.listener import Listener
from stabiel.web.messages import Begin
from stabiel.web.phone import PhoneDoor
from stabiel.web.posted_camera import MESSAGE, MOST_LINES, PICTURE, PostedCameras
from stabiel.web.session_host import SessionHost, SessionOptions
from stabiel.web.socket import Sockets
from stabiel.web.web_errors import WebError
from tests.bodies import pose_of
from tests.trainer.people import bridges
from tests.web.pictures import jpeg, sent

OPTIONS = SessionOptions("en", Strictness.NORMAL, "lite", record=False)
BRIDGING = Begin(type="begin", exercise="bridging")
JOIN = '{"type":"join"}'
ADDRESS = "192.168.1.20:8761"
PICTURES = itertools.cycle([jpeg(gray=gray) for gray in (100, 110, 120)])


class StickPerson:
    """An estimator that sees a person doing bridges, whatever the picture shows."""

    def __init__(self):
        self._figure_at = bridges(172.0, start_s=17.0)

    def find(self, frame):
        return pose_of(self._figure_at(frame.time_s), frame.time_s)

    def close(self):
        pass


class Room:
    """A session on a laptop without a camera, and the lines of phones that post."""

    def __init__(self, folder, patch):
        self._patch = patch
        # Time passes with the pictures: one that a busy computer judges late is not an old one.
        self.now_s = 100.0
        self.host = SessionHost(
            folder, read_library, estimator=lambda model, outline: StickPerson(),
            clock=lambda: self.now_s,
        )  # fmt: skip
        self.sockets = Sockets(self.host, lambda: OPTIONS)
        self.posted = PostedCameras()
        self.captured_ms = 1000.0

    def begin(self):
        self.laptop = Listener(shows_picture=True)
        self.host.begin(BRIDGING, OPTIONS, self.laptop, has_camera=False)

    async def open(self):
        return await self.posted.open(self.sockets, "first", JOIN)

    async def send(self, line, answer_s=60.0):
        """Post a picture; return the answer and its time. A busy computer may be slow to answer."""
        self._patch.setattr(posted_camera_module, "ANSWER_S", answer_s)
        self.captured_ms += 70.0
        self.now_s += 0.07
        body = sent(self.captured_ms, next(PICTURES))
        return await self.posted.post(line, "first", PICTURE, body), self.captured_ms

    async def report(self, line, state):
        text = json.dumps({"type": "camera_state", "state": state}).encode()
        return await self.posted.post(line, "first", MESSAGE, text)

    async def hear(self, wanted):
        """Return the laptop's next message for which `wanted` is true."""
        async with asyncio.timeout(60):
            while True:
                message = await self.laptop.next()
                if message["type"] == "shown":
                    self.laptop.seen()
                if wanted(message):
                    return message


@pytest.fixture
def room(folder, monkeypatch):
    made = Room(folder, monkeypatch)
    with contextlib.closing(made.host):
        yield made


def is_state(state):
    return lambda message: message["type"] == "camera_state" and message["state"] == state


def test_each_picture_is_answered_and_the_laptop_gets_it(room):
    async def go():
        room.begin()
        line, first = await room.open()
        assert first[0] == {"type": "ready", "exercise": "bridging"}
        for _ in range(5):
            answer, captured_ms = await room.send(line)
            assert captured_ms in [each.get("frame") for each in answer]
        shown = await room.hear(lambda message: message.get("picture"))
        assert shown["picture"][:2] == b"\xff\xd8"
        # The phone has its picture already.
        assert not any("picture" in each for each in answer)

    asyncio.run(go())


@pytest.mark.parametrize("state", ["hidden", "still", "lost"])
def test_what_the_phone_cannot_see_is_lost_at_once_and_never_judged(room, state):
    async def go():
        room.begin()
        line, _ = await room.open()
        await room.send(line)
        camera = room.host.running.camera
        assert camera.sight is Sight.FINE

        await room.report(line, state)
        assert camera.sight is Sight.LOST
        await room.hear(is_state(state))
        answer, captured_ms = await room.send(line, answer_s=2.0)
        assert captured_ms not in [each.get("frame") for each in answer]
        assert camera.newest(0.0) is None

        await room.report(line, "dim")
        await room.hear(is_state("dim"))
        answer, captured_ms = await room.send(line)
        assert captured_ms in [each.get("frame") for each in answer]
        assert camera.sight is Sight.FINE

    asyncio.run(go())


def test_a_phone_that_is_silent_is_gone_and_may_come_back(room, monkeypatch):
    async def go():
        room.begin()
        line, _ = await room.open()
        await room.hear(is_state("on"))
        monkeypatch.setattr(posted_camera_module, "SILENT_S", 0.05)
        await room.send(line)
        await room.hear(is_state("gone"))
        with pytest.raises(WebError, match="over"):
            await room.send(line)
        monkeypatch.setattr(posted_camera_module, "SILENT_S", 5.0)
        again, _ = await room.open()
        assert again != line
        await room.hear(is_state("on"))

    asyncio.run(go())


def test_a_line_belongs_to_its_person_and_has_no_more_rights_than_a_socket(room):
    async def go():
        nobody, refused = await room.open()
        assert refused[0]["reason"] == "no_session"
        room.begin()
        line, _ = await room.open()
        for name, person in ((line, "bert"), (nobody, "first"), ("made-up", "first")):
            with pytest.raises(WebError):
                await room.posted.post(name, person, PICTURE, b"")
        begun = await room.posted.post(line, "first", MESSAGE, b'{"type":"begin"}')
        assert begun[-1]["reason"] == "bad_message"
        line, _ = await room.open()
        bad = await room.posted.post(line, "first", PICTURE, sent(1.0, b"no picture"))
        assert bad[-1]["reason"] == "bad_frame"

    asyncio.run(go())


def test_only_so_many_lines_are_open_and_the_last_has_the_camera(room):
    async def go():
        room.begin()
        lines = [(await room.open())[0] for _ in range(MOST_LINES + 1)]
        with pytest.raises(WebError):
            await room.send(lines[0])
        answer, captured_ms = await room.send(lines[-1])
        assert captured_ms in [each.get("frame") for each in answer]

    asyncio.run(go())


def test_the_door_asks_posts_for_the_same_as_everything_else(folder):
    household = Household(folder)
    door = PhoneDoor(ADDRESS, "AA:BB", authority_der=b"\x30DER")
    app = phone_app(Parts(household, door), door, "phone")
    home = {"Origin": f"https://{ADDRESS}"}
    stranger = TestClient(app, base_url=f"https://{ADDRESS}")
    assert stranger.post("/api/camera", content=JOIN, headers=home).status_code == 401
    assert stranger.get("/stabiel.crt").status_code == 401
    assert "Scan de code" in stranger.get("/phone").text

    phone = TestClient(app, base_url=f"https://{ADDRESS}")
    token = door.invite("first").url.partition("token=")[2]
    assert phone.get(f"/phone?token={token}").status_code == 200
    opened = phone.post("/api/camera", content=JOIN, headers=home).json()
    assert opened["messages"][0]["reason"] == "no_session"
    assert phone.get("/stabiel.crt").content == b"\x30DER"
    evil = {"Origin": "http://evil.example"}
    assert phone.post("/api/camera", content=JOIN, headers=evil).status_code == 403
    assert phone.post("/api/camera/x", content=bytes(200_001), headers=home).status_code == 413
    assert phone.post("/api/camera/x", content=b"", headers=home).status_code == 404
    household.close()
