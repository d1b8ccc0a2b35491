"""A phone whose network lets no WebSocket through. In: posts. Out: the messages for the phone.

Each post is a picture, a message or nothing, and its answer holds what the phone would have
received over a socket. The phone posts again as soon as it has the answer.
"""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

from stabiel.web.listener import Listener
from stabiel.web.messages import Json
from stabiel.web.session_host import RunningSession
from stabiel.web.socket import RateLimit, RefusalError, Sockets, take_picture
from stabiel.web.web_errors import WebError

PICTURE = "application/octet-stream"
MESSAGE = "application/json"
# Lines of phones at a time; the one that was silent longest is closed for a new one.
MOST_LINES = 4
# A phone without a picture asks every second.
SILENT_S = 10.0
# How long a post waits for the first message, and a picture for the one that answers it.
WAIT_S = 1.0
ANSWER_S = 2.0


@dataclass(slots=True)
class _Line:
    sockets: Sockets
    person: str
    listener: Listener = field(default_factory=Listener)
    rate: RateLimit = field(default_factory=RateLimit)
    running: RunningSession | None = None
    timer: asyncio.TimerHandle | None = None


class PostedCameras:
    """The lines of phones that post. Only for the event loop."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}

    async def open(self, sockets: Sockets, person: str, text: str) -> tuple[str, list[Json]]:
        """Open a line with its first message; return its secret name and the first messages."""
        name = secrets.token_urlsafe(16)
        while len(self._lines) >= MOST_LINES:
            self._close(next(iter(self._lines)))
        line = self._lines[name] = _Line(sockets, person)
        return name, await self._answer(name, line, MESSAGE, text.encode())

    async def post(self, name: str, person: str, kind: str, body: bytes) -> list[Json]:
        """Take a post and return the messages for the phone.

        Args:
            name: the line's secret name.
            person: for whom the phone was invited.
            kind: the media type; `PICTURE`, `MESSAGE`, or anything else for nothing.
            body: the picture as on a socket, or a message.

        Raises:
            WebError: there is no such line, or it was silent for too long (`not_found`).
        """
        line = self._lines.get(name)
        if line is None or line.person != person:
            raise WebError("not_found", "This connection is over; open it again.")
        return await self._answer(name, line, kind, body)

    async def _answer(self, name: str, line: _Line, kind: str, body: bytes) -> list[Json]:
        self._keep(name, line)
        try:
            line.rate.count()
            if kind == PICTURE:
                take_picture(line.running, line.listener, body)
            elif kind == MESSAGE:
                text = body.decode("utf-8", "replace")
                line.running = await line.sockets.take_text(
                    text, "camera", line.listener, line.running
                )
            messages = await _messages(line.listener, answers=kind == PICTURE)
        except RefusalError as refusal:
            messages = [{"type": "refused", "reason": refusal.reason, "text": str(refusal)}]
        if any(each["type"] in ("over", "refused") for each in messages):
            self._close(name)
        return messages

    def _keep(self, name: str, line: _Line) -> None:
        if line.timer is not None:
            line.timer.cancel()
        line.timer = asyncio.get_running_loop().call_later(SILENT_S, self._close, name)
        # The one that was heard last stands last.
        self._lines[name] = self._lines.pop(name)

    def _close(self, name: str) -> None:
        line = self._lines.pop(name, None)
        if line is None:
            return
        if line.timer is not None:
            line.timer.cancel()
        line.sockets.host.leave(line.listener)


async def _messages(listener: Listener, *, answers: bool) -> list[Json]:
    """Return what waits for a page: at once, or when the first message or the answer comes."""
    found: list[Json] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(ANSWER_S if answers else WAIT_S):
            while True:
                message = await listener.next()
                found.append(message)
                if message["type"] == "shown":
                    listener.seen()
                if message["type"] in ("over", "refused"):
                    break
                if not answers or message.get("frame") is not None:
                    break
    while (more := listener.take()) is not None:
        found.append(more)
        if more["type"] == "shown":
            listener.seen()
    return found
