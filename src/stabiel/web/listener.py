"""One page that listens to a session. In: messages of the session's thread. Out: those, in time.

A page that is slow gets the newest picture, never all of them; what is said is not left out.
"""

import asyncio
from collections import deque

from stabiel.web.messages import Json

# Who has so many spoken lines waiting has not listened for minutes.
MOST_WAITING = 32


class Listener:
    """Messages on their way to one page. All but `put_soon` belongs to the event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Json] = deque()
        self._filled = asyncio.Event()
        self.overflowed = False

    def put_soon(self, message: Json) -> None:
        """Leave a message, from any thread."""
        # A loop that is closed has no pages any more.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.put, message)

    def put(self, message: Json) -> None:
        """Leave a message; a picture that still waits gives way to a newer one."""
        last = self._waiting[-1] if self._waiting else None
        if last is not None and last["type"] == message["type"] == "waiting":
            return
        if last is not None and last["type"] == message["type"] == "shown" and not last["line"]:
            self._waiting.pop()
            # The answer that the page waits for before it sends its next picture.
            if message["frame"] is None:
                message = {**message, "frame": last["frame"]}
        if len(self._waiting) >= MOST_WAITING:
            self.overflowed = True
            return
        self._waiting.append(message)
        self._filled.set()

    async def next(self) -> Json:
        """Wait for a message."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        return self._waiting.popleft()
