"""A television as a screen: its code, what it may see, and what no guest of the door may do."""

import asyncio
import contextlib
import json

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from stabiel.trainer.terms import Command
from stabiel.web.asgi_apps import Parts
from stabiel.web.door_app import phone_app
from stabiel.web.household import Household
from stabiel.web.listener import Listener
from stabiel.web.messages import Begin
from stabiel.web.phone import CODE_DIGITS, MOST_GUESSES, PhoneDoor, guest_of
from stabiel.web.session_host import SessionHost, SessionOptions
from stabiel.web.socket import RefusalError, Sockets

ADDRESS = "192.168.1.20:8761"
OPTIONS = SessionOptions("en", "normal", "lite", record=False)
JOIN = '{"type":"join"}'


def code_of(invitation):
    return invitation.url.rpartition("/")[2]


def command(name):
    return json.dumps({"type": "command", "command": name})


@pytest.fixture
def door():
    return PhoneDoor(ADDRESS, "AA:BB")


@pytest.fixture
def guests(folder, door):
    """Return a function that lets a device in, by its use."""
    household = Household(folder)
    app = phone_app(Parts(household, door), door, "phone")

    def enter(use):
        client = TestClient(
            app, base_url=f"https://{ADDRESS}", headers={"Origin": f"https://{ADDRESS}"}
        )
        url = door.invite("first", use).url
        assert client.get(url.removeprefix(f"https://{ADDRESS}")).status_code == 200
        return client

    yield enter
    household.close()


def test_the_code_for_a_television_can_be_typed_and_works_once(door):
    invitation = door.invite("bert", "screen")
    code = code_of(invitation)

    assert invitation.url == f"https://{ADDRESS}/{code}"
    assert len(code) == CODE_DIGITS
    assert code.isdecimal()
    assert door.may_enter(code)
    assert guest_of(door.guest) == ("screen", "bert")
    assert not door.may_enter(code)


def test_a_code_that_is_guessed_at_ends_and_a_long_token_does_not(door):
    code = code_of(door.invite("", "screen"))
    other = "000000" if code != "000000" else "000001"
    for _ in range(MOST_GUESSES):
        assert not door.may_enter(other)
    assert not door.may_enter(code)

    token = door.invite("").url.partition("token=")[2]
    for _ in range(MOST_GUESSES):
        assert not door.may_enter("000000")
    assert door.may_enter(token)


def test_a_new_television_takes_the_place_of_the_one_before(guests):
    first, phone = guests("screen"), guests("camera")
    with first.websocket_connect(f"wss://{ADDRESS}/ws/train") as socket:
        second = guests("screen")
        assert first.get("/phone").status_code == 401
        assert second.get("/phone").status_code == phone.get("/phone").status_code == 200
        # Its open socket ends as well, before anything that it says is heard.
        socket.send_text(JOIN)
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()


def test_each_guest_gets_what_it_is_for_and_no_kept_data(guests):
    screen, phone = guests("screen"), guests("camera")

    assert "television.js" in screen.get("/phone").text
    assert "phone.js" in phone.get("/phone").text
    film = "/api/exercises/bridging/clip.mp4"
    assert screen.get(film).headers["content-type"] == "video/mp4"
    assert screen.get("/api/exercises/bridging/placement.svg?dark=1").status_code == 200
    assert screen.get("/api/exercises/bridging/picture").headers["content-type"][:6] == "image/"
    assert screen.get("/api/speech/1.wav").status_code == 404  # nothing runs
    assert phone.get(film).status_code == 404
    assert screen.post("/api/camera", content=JOIN).status_code == 404
    for guest in (screen, phone):
        for path in ("/", "/api/sessions", "/api/settings", "/api/start", "/api/exercises"):
            assert guest.get(path).status_code == 404
    with screen.websocket_connect(f"wss://{ADDRESS}/ws/train?role=trainer") as socket:
        socket.send_text('{"type":"begin","exercise":"bridging"}')
        # The role comes with the link, not from the page.
        assert socket.receive_json()["reason"] == "bad_message"


@pytest.fixture
def sockets(folder):
    from stabiel.exercises.library import read_library

    host = SessionHost(folder, read_library, estimator=lambda model, outline: None)
    with contextlib.closing(host):
        yield Sockets(host, lambda: OPTIONS)


def test_what_a_device_may_send_depends_on_its_role(sockets):
    async def go():
        host = sockets.host
        begin = Begin(type="begin", exercise="bridging")
        running = host.begin(begin, OPTIONS, Listener(shows_picture=True), has_camera=False)
        for role, texts in {
            "television": (command("quit"), '{"type":"voice","speaks":false}',
                           '{"type":"begin"}', '{"type":"camera_state","state":"lost"}'),
            "camera": ('{"type":"begin"}', '{"type":"voice","speaks":false}'),
        }.items():  # fmt: skip
            for text in texts:
                listener = Listener()
                joined = await sockets.take_text(JOIN, role, listener, None)
                with pytest.raises(RefusalError, match=f"A {role} may not"):
                    await sockets.take_text(text, role, listener, joined)
                host.leave(listener)
        assert running.voice.speaks
        assert running.commands.empty()

    asyncio.run(go())


def test_a_phone_is_a_remote_control_only_while_it_is_the_camera(sockets):
    async def go():
        host = sockets.host
        # Held still, so that no thread takes the commands away.
        host._run = lambda running: None
        begin = Begin(type="begin", exercise="bridging")
        running = host.begin(begin, OPTIONS, Listener(shows_picture=True), has_camera=False)
        first, second = Listener(), Listener()
        await sockets.take_text(JOIN, "camera", first, None)
        await sockets.take_text(command("answer_7"), "camera", first, running)
        assert running.commands.get_nowait() is Command.ANSWER_7
        await sockets.take_text(JOIN, "camera", second, None)
        await sockets.take_text(command("quit"), "camera", first, running)
        assert running.commands.empty()
        await sockets.take_text(command("pause"), "camera", second, running)
        assert running.commands.get_nowait() is Command.PAUSE

    asyncio.run(go())
