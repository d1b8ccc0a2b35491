"""Limits idle connections. In: connections. Out: no more of them open than the limit allows.

Without a limit, a client could hold a thousand sockets by opening a thousand connections and
sending nothing. The connection that has been silent longest is closed first. A connection that has
made a request is left alone.
"""

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_SILENT = 100
SILENT_S = 10.0


class WatchedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which by itself waits forever for a first request."""

    # In order of arrival.
    _silent: dict["WatchedProtocol", TimerHandle] = {}  # noqa: RUF012 - one for all connections

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Accept a connection; close the oldest silent one if there are too many."""
        super().connection_made(transport)
        self._silent[self] = self.loop.call_later(SILENT_S, self._drop)
        if len(self._silent) > MOST_SILENT:
            next(iter(self._silent))._drop()

    def data_received(self, data: bytes) -> None:
        """Receive part of a request; once its head is complete, the connection is not silent."""
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
