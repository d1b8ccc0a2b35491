"""One page that listens to a session. In: messages from the session's thread. Out: the same ones.

A slow page gets only the newest picture. Spoken lines are never dropped.
"""

import asyncio
from collections import deque

from stabiel.web.messages import Json

# A page with this many spoken lines waiting has not listened for minutes.
MOST_WAITING = 32


class Listener:
    """The messages for one page. Only `put_soon` may be called outside the event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Json] = deque()
        self._filled = asyncio.Event()
        self.overflowed = False

    def put_soon(self, message: Json) -> None:
        """Queue a message, from any thread."""
        # A closed loop has no pages any more.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.put, message)

    def put(self, message: Json) -> None:
        """Queue a message; a newer picture replaces one that still waits."""
        last = self._waiting[-1] if self._waiting else None
        if last is not None and last["type"] == message["type"] == "waiting":
            return
        if last is not None and last["type"] == message["type"] == "shown" and not last["line"]:
            self._waiting.pop()
            # The page waits for this answer before it sends its next picture.
            if message["frame"] is None:
                message = {**message, "frame": last["frame"]}
        if len(self._waiting) >= MOST_WAITING:
            self.overflowed = True
            return
        self._waiting.append(message)
        self._filled.set()

    async def next(self) -> Json:
        """Wait for the next message and return it."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        return self._waiting.popleft()
