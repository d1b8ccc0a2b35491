"""One page that listens to a session. In: messages from the session's thread. Out: the same ones.

A slow page gets only the newest picture. Spoken lines are never dropped, and never wait for a
picture.

The buffers of a connection hold megabytes, which is half a minute of pictures. So a page reports
each picture that it has shown, and pictures wait here while it has not shown those before.
"""

import asyncio
from collections import deque

from stabiel.web.messages import Json

# A page with this many spoken lines waiting has not listened for minutes.
MOST_WAITING = 32
# One picture is drawn while the next one is on its way.
MOST_UNSEEN = 2
# A page that shows nothing for this long is gone, or asleep; it reconnects when it wakes up.
UNSEEN_S = 30.0


class Listener:
    """The messages for one page. Only `put_soon` may be called outside the event loop.

    Args:
        shows_picture: whether the page shows the picture of a camera on another device. Then
            messages of the type "shown" bring it along, as `picture`.
    """

    def __init__(self, *, shows_picture: bool = False) -> None:
        self.shows_picture = shows_picture
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Json] = deque()
        self._filled = asyncio.Event()
        self._unseen = 0
        self._seen_s = self._loop.time()
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
        if last is not None and _is_picture(last) and message["type"] == "shown":
            self._waiting.pop()
            # The page waits for this answer before it sends its next picture.
            if message["frame"] is None:
                message = {**message, "frame": last["frame"]}
                if "picture" in last:
                    message["picture"] = last["picture"]
        if len(self._waiting) >= MOST_WAITING:
            self.overflowed = True
            return
        self._waiting.append(message)
        self._filled.set()

    def seen(self) -> None:
        """Take the page's report that it has shown a picture."""
        self._unseen = max(0, self._unseen - 1)
        self._seen_s = self._loop.time()
        self._filled.set()

    async def next(self) -> Json:
        """Wait for the next message and return it.

        Raises:
            TimeoutError: the page has shown nothing for `UNSEEN_S`.
        """
        while (message := self.take()) is None:
            self._filled.clear()
            late_s = self._seen_s + UNSEEN_S if self._waiting else None
            async with asyncio.timeout_at(late_s):
                await self._filled.wait()
        if message["type"] == "shown":
            if self._unseen == 0:
                self._seen_s = self._loop.time()
            self._unseen += 1
        return message

    def take(self) -> Json | None:
        """Return the first message that may be sent now; None if there is none."""
        for index, message in enumerate(self._waiting):
            if not _is_picture(message) or self._unseen < MOST_UNSEEN:
                del self._waiting[index]
                return message
        return None


def _is_picture(message: Json) -> bool:
    """Return whether a message only shows something: a newer one can take its place."""
    return message["type"] == "shown" and not message["line"]
