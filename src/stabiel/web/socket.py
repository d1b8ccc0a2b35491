"""The WebSocket of a training page. In: its pictures and wishes. Out: what it shows and says.

The guard has let the page in. What it sends is still checked: size, kind, and how much of it.
"""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from stabiel.errors import StabielError
from stabiel.web.listener import Listener
from stabiel.web.messages import Ask, Begin, HasVoice, Join, Json, read_message, read_picture
from stabiel.web.session_host import BusyError, Running, SessionHost, SessionOptions

Role = Literal["trainer", "screen", "camera"]
ROLES: tuple[Role, ...] = ("trainer", "screen", "camera")

MOST_SOCKETS = 8
# A page sends at most as many pictures as its camera makes, and a key now and then.
MESSAGES_A_SECOND = 150.0
# A page that takes nothing for so long is gone.
SEND_S = 10.0
REFUSED_CODE = 4000


class RefusalError(Exception):
    """Why a page is sent away: the reason's id, and a sentence."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


class Sockets:
    """Lets pages take part in the room's session. Holds how many there are."""

    def __init__(self, room: SessionHost, wishes: Callable[[], SessionOptions]) -> None:
        self._room = room
        self._wishes = wishes
        self._count = 0

    async def serve(self, websocket: WebSocket, role: Role) -> None:
        """Serve one page until it or the session is over."""
        await websocket.accept()
        if self._count >= MOST_SOCKETS:
            await _send_away(
                websocket, RefusalError("limit", "Too many pages are open; close some.")
            )
            return
        self._count += 1
        listener = Listener()
        try:
            await self._serve(websocket, role, listener)
        except RefusalError as refusal:
            await _send_away(websocket, refusal)
        except (WebSocketDisconnect, TimeoutError, OSError, RuntimeError):
            pass  # it is gone
        finally:
            self._count -= 1
            self._room.leave(listener)
            if websocket.application_state is not WebSocketState.DISCONNECTED:
                with suppress(RuntimeError, OSError):
                    await websocket.close()

    async def _serve(self, websocket: WebSocket, role: Role, listener: Listener) -> None:
        hearing = asyncio.create_task(self._hear(websocket, role, listener))
        telling = asyncio.create_task(_tell(websocket, listener))
        done, left = await asyncio.wait({hearing, telling}, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        for task in done:
            task.result()

    async def _hear(self, websocket: WebSocket, role: Role, listener: Listener) -> None:
        pace = _Pace()
        running: Running | None = None
        while True:
            event = await websocket.receive()
            if event["type"] == "websocket.disconnect":
                return
            pace.note()
            if event.get("bytes") is not None:
                if role == "screen":
                    raise RefusalError("bad_message", "This page shows pictures and sends none.")
                _take_picture(running, listener, event["bytes"])
            else:
                running = await self._obey(event["text"], role, listener, running)

    async def _obey(
        self, text: str, role: Role, listener: Listener, running: Running | None
    ) -> Running | None:
        try:
            message = read_message(text)
        except ValueError as error:
            raise RefusalError(
                "bad_message", f"The page sent what is no message ({error})."
            ) from error
        films = role != "screen"
        if isinstance(message, Begin):
            if role == "camera":
                raise RefusalError("bad_message", "The phone cannot begin a session.")
            running = await self._begin(message, listener, films=films)
        elif isinstance(message, Join):
            running = await asyncio.to_thread(self._room.join, listener, films=films)
            if running is None:
                raise RefusalError("no_session", "No session runs.")
        elif running is None:
            raise RefusalError("no_session", "No session runs.")
        elif isinstance(message, Ask):
            running.commands.put(message.command)
        elif isinstance(message, HasVoice):
            running.voice.speaks = message.speaks
        if isinstance(message, Begin | Join):
            listener.put({"type": "ready", "exercise": running.exercise})
        return running

    async def _begin(self, message: Begin, listener: Listener, *, films: bool) -> Running:
        def begin() -> Running:
            return self._room.begin(message, self._wishes(), listener, films=films)

        try:
            return await asyncio.to_thread(begin)
        except BusyError as error:
            raise RefusalError("busy", str(error)) from error
        except StabielError as error:
            raise RefusalError("error", str(error)) from error


async def _tell(websocket: WebSocket, listener: Listener) -> None:
    while True:
        message = await listener.next()
        if listener.overflowed:
            raise RefusalError("limit", "The page did not listen for too long.")
        async with asyncio.timeout(SEND_S):
            await websocket.send_text(_text(message))
        if message["type"] == "over":
            return
        if message["type"] == "refused":
            await websocket.close(REFUSED_CODE)
            return


def _take_picture(running: Running | None, listener: Listener, data: bytes) -> None:
    if running is None or running.source is not listener:
        return  # it has not begun yet, or another page has taken over and this one hears of it
    try:
        captured_ms, jpeg = read_picture(data)
        running.camera.put(jpeg, captured_ms)
    except ValueError as error:
        raise RefusalError("bad_frame", f"The page sent a bad picture ({error}).") from error


async def _send_away(websocket: WebSocket, refusal: RefusalError) -> None:
    with suppress(RuntimeError, OSError, TimeoutError):
        async with asyncio.timeout(SEND_S):
            message: Json = {"type": "refused", "reason": refusal.reason, "text": str(refusal)}
            await websocket.send_text(_text(message))
            await websocket.close(REFUSED_CODE)


def _text(message: Json) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


class _Pace:
    """How many messages came; a page that floods is sent away."""

    def __init__(self) -> None:
        self._left = MESSAGES_A_SECOND
        self._last_s = time.monotonic()

    def note(self) -> None:
        """Take one message.

        Raises:
            RefusalError: they come too fast.
        """
        now_s = time.monotonic()
        self._left += (now_s - self._last_s) * MESSAGES_A_SECOND
        self._left = min(self._left, MESSAGES_A_SECOND) - 1.0
        self._last_s = now_s
        if self._left < 0:
            raise RefusalError("limit", "The page sent too much at once.")
