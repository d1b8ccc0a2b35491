"""Limits idle connections. In: connections. Out: no more of them open than the limit allows.

Without a limit, a client could hold a thousand sockets by opening a thousand connections and
sending nothing. The connection that has been silent longest is closed first. A connection that has
made a request is left alone.
"""

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from stabiel.web.peers import is_foreign

MOST_SILENT = 100
SILENT_S = 10.0
_WORDS = "This stabiel belongs to another user of this computer. Start your own.\n"
_FOREIGN = (
    "HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nConnection: close\r\n"
    f"Content-Length: {len(_WORDS)}\r\n\r\n{_WORDS}"
).encode()


class WatchedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which by itself waits forever for a first request."""

    # In order of arrival.
    _silent: dict["WatchedProtocol", TimerHandle] = {}  # noqa: RUF012 - one for all connections

    # Whether another user of this computer is at the other end; None until something arrives.
    _foreign: bool | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Accept a connection; close the oldest silent one if there are too many."""
        super().connection_made(transport)
        self._silent[self] = self.loop.call_later(SILENT_S, self._drop)
        if len(self._silent) > MOST_SILENT:
            next(iter(self._silent))._drop()

    def data_received(self, data: bytes) -> None:
        """Receive part of a request; once its head is complete, the connection is not silent."""
        if self._foreign is None:
            self._foreign = _is_of_another_user(self.transport)
            if self._foreign:
                self._forget()
                self.transport.write(_FOREIGN)
                self.transport.close()
        if self._foreign:
            return
        super().data_received(data)
        if self.scope is not None:
            self._forget()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a closed connection."""
        self._forget()
        super().connection_lost(exc)

    def _drop(self) -> None:
        self._forget()
        self.transport.abort()

    def _forget(self) -> None:
        timer: Any = self._silent.pop(self, None)
        if timer is not None:
            timer.cancel()


def _is_of_another_user(transport: Transport) -> bool:
    theirs, ours = (transport.get_extra_info(name) for name in ("peername", "sockname"))
    # Only TCP over IPv4 is listened on; a test may connect otherwise.
    if not all(isinstance(each, tuple) and len(each) == 2 for each in (theirs, ours)):
        return False
    return is_foreign(theirs, ours)
