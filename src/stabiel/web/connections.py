"""Connections that ask for nothing. In: connections. Out: no more of them than can be spared.

Whoever opens a thousand connections and stays silent would otherwise hold a thousand sockets. The
one that has been silent for longest goes first; who asked for something is left alone.
"""

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_SILENT = 100
SILENT_S = 10.0


class WatchedProtocol(H11Protocol):
    """HTTP/1.1 of uvicorn, which waits for a first request for ever."""

    # In the order in which they came.
    _silent: dict["WatchedProtocol", TimerHandle] = {}  # noqa: RUF012 - one for all connections

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Take a connection; where there are too many silent ones the oldest goes."""
        super().connection_made(transport)
        self._silent[self] = self.loop.call_later(SILENT_S, self._drop)
        if len(self._silent) > MOST_SILENT:
            next(iter(self._silent))._drop()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; once its head is whole the connection is not silent."""
        super().data_received(data)
        if self.scope is not None:
            self._forget()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection that is over."""
        self._forget()
        super().connection_lost(exc)

    def _drop(self) -> None:
        self._forget()
        self.transport.abort()

    def _forget(self) -> None:
        timer: Any = self._silent.pop(self, None)
        if timer is not None:
            timer.cancel()
