"""Whether the app is still needed. In: pages that are open, work that runs. Out: when to end.

Every page holds a socket for as long as it is open: a page that is hidden or asleep is still there,
and one that was closed is not. Sockets do not count among a browser's six connections.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

# Long enough to close a page by mistake and open it again, or to restart the browser.
IDLE_S = 120.0
LOOK_S = 1.0
# More tabs than anybody has open; each costs a socket.
MOST_PAGES = 50


class OpenPages:
    """Counts open pages and decides when the app may end.

    Args:
        is_working: returns whether a session, an analysis or an upload is running.
        idle_s: how long after the last page and the last work, in seconds.
        clock: monotonic time in seconds.
    """

    def __init__(
        self,
        is_working: Callable[[], bool] = lambda: False,
        *,
        idle_s: float = IDLE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._is_working = is_working
        self._idle_s = idle_s
        self._clock = clock
        self.pages = 0
        # A program that nobody has looked at yet waits for its first page.
        self._idle_since_s: float | None = None
        self._was_seen = False

    @contextmanager
    def page(self) -> Iterator[None]:
        """Count a page for as long as it is open."""
        self.pages += 1
        self._was_seen = True
        try:
            yield
        finally:
            self.pages -= 1

    def is_over(self) -> bool:
        """Return whether nothing has needed the app for so long that it may end."""
        if self.pages > 0 or not self._was_seen or self._is_working():
            self._idle_since_s = None
            return False
        now_s = self._clock()
        if self._idle_since_s is None:
            self._idle_since_s = now_s
        return now_s - self._idle_since_s >= self._idle_s

    async def end_when_over(self, end: Callable[[], None]) -> None:
        """Look every second, and end once nothing needs the app."""
        while not self.is_over():
            await asyncio.sleep(LOOK_S)
        end()

    async def serve(self, websocket: WebSocket) -> None:
        """Hold the socket of a page until it is closed; what it sends is not read."""
        if self.pages >= MOST_PAGES:
            await websocket.close(1013)
            return
        await websocket.accept()
        with self.page(), suppress(WebSocketDisconnect, RuntimeError, OSError):
            while (await websocket.receive())["type"] != "websocket.disconnect":
                pass
