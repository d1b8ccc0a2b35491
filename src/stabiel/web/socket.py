"""The WebSocket of a page. In: its pictures and commands. Out: what it shows and says.

The guard has admitted the page. Its messages are still checked for size, kind and rate.
"""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from stabiel.errors import StabielError
from stabiel.web.camera_states import camera_state_message
from stabiel.web.listener import Listener
from stabiel.web.messages import (
    Begin,
    CameraRate,
    CameraState,
    HasVoice,
    Join,
    Json,
    PageMessage,
    Seen,
    SendCommand,
    read_message,
    read_picture,
)
from stabiel.web.session_host import RunningSession, SessionHost, SessionOptions
from stabiel.web.web_errors import BusyError

PageRole = Literal["trainer", "screen", "camera", "television"]
# The roles of pages on this computer; devices at the door get theirs with their link.
PAGE_ROLES: tuple[PageRole, ...] = ("trainer", "screen", "camera")

# What a page may send besides joining, and reporting what it has drawn. A phone is the camera and a
# remote control, and a television only shows: neither begins a session nor turns the voice off.
_MAY_SEND: dict[PageRole, frozenset[str]] = {
    "trainer": frozenset({"begin", "command", "voice", "camera_rate", "camera_state"}),
    "screen": frozenset({"begin", "command", "voice"}),
    "camera": frozenset({"command", "camera_rate", "camera_state"}),
    "television": frozenset(),
}
_HAS_CAMERA: frozenset[PageRole] = frozenset({"trainer", "camera"})

MOST_SOCKETS = 8
# A page sends at most the pictures of its camera, and a command now and then.
MESSAGES_PER_SECOND = 150.0
# A page that accepts nothing for this long is gone.
SEND_S = 10.0
REFUSED_CODE = 4000


class RefusalError(Exception):
    """Why a page is disconnected: the id of the reason, and a sentence."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


class Sockets:
    """Connects pages to the session of one person. Holds the number of connections.

    Args:
        host: holds the running session.
        options: returns the options of the next session, from the settings.
    """

    def __init__(self, host: SessionHost, options: Callable[[], SessionOptions]) -> None:
        self.host = host
        self._options = options
        self._count = 0

    async def serve(self, websocket: WebSocket, role: PageRole) -> None:
        """Serve one page until it leaves or the session is over."""
        await websocket.accept()
        if self._count >= MOST_SOCKETS:
            await refuse(websocket, RefusalError("limit", "Too many pages are open; close some."))
            return
        self._count += 1
        listener = Listener(shows_picture=role not in _HAS_CAMERA)
        try:
            await self._serve(websocket, role, listener)
        except RefusalError as refusal:
            await refuse(websocket, refusal)
        except (WebSocketDisconnect, TimeoutError, OSError, RuntimeError):
            pass  # the page is gone
        finally:
            self._count -= 1
            self.host.leave(listener)
            if websocket.application_state is not WebSocketState.DISCONNECTED:
                with suppress(RuntimeError, OSError):
                    await websocket.close()

    async def _serve(self, websocket: WebSocket, role: PageRole, listener: Listener) -> None:
        receiving = asyncio.create_task(self._receive(websocket, role, listener))
        sending = asyncio.create_task(_send(websocket, listener))
        done, left = await asyncio.wait({receiving, sending}, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        for task in done:
            task.result()

    async def _receive(self, websocket: WebSocket, role: PageRole, listener: Listener) -> None:
        rate = RateLimit()
        running: RunningSession | None = None
        while True:
            event = await websocket.receive()
            if event["type"] == "websocket.disconnect":
                return
            rate.count()
            if event.get("bytes") is not None:
                if role not in _HAS_CAMERA:
                    raise RefusalError("bad_message", "This page may not send pictures.")
                take_picture(running, listener, event["bytes"])
            else:
                running = await self.take_text(event["text"], role, listener, running)

    async def take_text(
        self, text: str, role: PageRole, listener: Listener, running: RunningSession | None
    ) -> RunningSession | None:
        """Do what a message of a page asks; return the session that the page is in afterwards.

        Raises:
            RefusalError: the message is invalid, or not for this page or moment.
        """
        try:
            message = read_message(text)
        except ValueError as error:
            raise RefusalError(
                "bad_message", f"The page sent an invalid message ({error})."
            ) from error
        if isinstance(message, Seen):
            listener.seen()
            return running
        if not isinstance(message, Join) and message.type not in _MAY_SEND[role]:
            raise RefusalError("bad_message", f"A {role} may not send this ({message.type}).")
        has_camera = role in _HAS_CAMERA
        if isinstance(message, Begin):
            running = await self._begin(message, listener, has_camera=has_camera)
        elif isinstance(message, Join):
            running = await asyncio.to_thread(self.host.join, listener, has_camera=has_camera)
            if running is None:
                raise RefusalError("no_session", "No session is running.")
        elif running is None:
            raise RefusalError("no_session", "No session is running.")
        elif role != "camera" or running.source is listener:
            # A phone that another device replaced as the camera is no remote control any more.
            _report(message, running, listener)
        if isinstance(message, Begin | Join):
            listener.put({"type": "ready", "exercise": running.exercise})
            if not has_camera:
                listener.put(camera_state_message(running.camera_state))
        return running

    async def _begin(
        self, message: Begin, listener: Listener, *, has_camera: bool
    ) -> RunningSession:
        def begin() -> RunningSession:
            if message.replace:
                self.host.close()
            return self.host.begin(message, self._options(), listener, has_camera=has_camera)

        try:
            return await asyncio.to_thread(begin)
        except BusyError as error:
            raise RefusalError("busy", str(error)) from error
        except StabielError as error:
            raise RefusalError("error", str(error)) from error


def _report(message: PageMessage, running: RunningSession, listener: Listener) -> None:
    """Give a page's report or command to its session."""
    if isinstance(message, SendCommand):
        running.commands.put(message.command)
    elif isinstance(message, HasVoice):
        running.voice.speaks = message.speaks
    elif running.source is not listener:
        return  # another page has the camera now
    elif isinstance(message, CameraRate):
        running.camera.note_rate(message.rate_hz)
    elif isinstance(message, CameraState):
        running.set_camera(message.state)


async def _send(websocket: WebSocket, listener: Listener) -> None:
    while True:
        message = await listener.next()
        if listener.overflowed:
            raise RefusalError("limit", "The page has not listened for too long.")
        picture = message.pop("picture", None)
        async with asyncio.timeout(SEND_S):
            if isinstance(picture, bytes):
                await websocket.send_bytes(picture)
            await websocket.send_text(_text(message))
        if message["type"] == "over":
            return
        if message["type"] == "refused":
            await websocket.close(REFUSED_CODE)
            return


def take_picture(running: RunningSession | None, listener: Listener, data: bytes) -> None:
    """Give a picture of a page to its session.

    Raises:
        RefusalError: it is no picture.
    """
    if running is None or running.source is not listener:
        return  # not begun yet, or another page has taken over; this page is told separately
    try:
        captured_ms, jpeg = read_picture(data)
        running.camera.put(jpeg, captured_ms)
    except ValueError as error:
        raise RefusalError("bad_frame", f"The page sent a bad picture ({error}).") from error


async def refuse(websocket: WebSocket, refusal: RefusalError) -> None:
    """Tell an accepted page why it is disconnected, and disconnect it."""
    with suppress(RuntimeError, OSError, TimeoutError):
        async with asyncio.timeout(SEND_S):
            message: Json = {"type": "refused", "reason": refusal.reason, "text": str(refusal)}
            await websocket.send_text(_text(message))
            await websocket.close(REFUSED_CODE)


def _text(message: Json) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


class RateLimit:
    """Limits the rate of messages, so that a flooding page is disconnected."""

    def __init__(self) -> None:
        self._left = MESSAGES_PER_SECOND
        self._last_s = time.monotonic()

    def count(self) -> None:
        """Count one message.

        Raises:
            RefusalError: messages arrive too fast.
        """
        now_s = time.monotonic()
        self._left += (now_s - self._last_s) * MESSAGES_PER_SECOND
        self._left = min(self._left, MESSAGES_PER_SECOND) - 1.0
        self._last_s = now_s
        if self._left < 0:
            raise RefusalError("limit", "The page sent too much at once.")
