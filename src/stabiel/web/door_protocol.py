"""The first bytes at the port for a phone. In: connections. Out: HTTPS, or the right address.

Whoever types the address without `https` would see nothing but a broken connection. So the first
byte is looked at: a TLS handshake begins with 22 (RFC 8446), anything else is answered with the
address to go to, in words and as a redirect.
"""

import asyncio
import re
import ssl
from collections.abc import Callable
from typing import cast

from stabiel.web.connections import MOST_SILENT, SILENT_S

_HANDSHAKE = 22
# Only what the link may contain is taken over into the right address.
_PATH = re.compile(rb"GET (/phone(?:\?token=[\w-]{1,100})?|/\d{6}) HTTP/1\.[01]\r\n")
_WORDS = (
    "<!doctype html><html lang='nl'><meta charset='utf-8'>"
    "<meta name='viewport' content='width=device-width'><title>stabiel</title>"
    "<p>Deze pagina is beveiligd. Ga naar <a href='{0}'>{0}</a>.</p>"
    "<p lang='en'>This page is secure. Go to <a href='{0}'>{0}</a>.</p>"
)


class _Gate(asyncio.Protocol):
    """Keeps what arrives between the handshake and the moment the real protocol takes over."""

    def __init__(self) -> None:
        self.waiting = bytearray()
        self.is_lost = False

    def data_received(self, data: bytes) -> None:
        self.waiting += data

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True


class DoorProtocol(asyncio.Protocol):
    """Waits for the first bytes of a connection and passes it on.

    Args:
        address: the right address, without scheme.
        context: the certificate for TLS.
        make: makes the protocol that speaks HTTP inside TLS.
    """

    # In order of arrival, as in `WatchedProtocol`: those from whom nothing has come yet.
    _silent: dict["DoorProtocol", asyncio.TimerHandle] = {}  # noqa: RUF012 - one for all

    def __init__(
        self, address: str, context: ssl.SSLContext, make: Callable[[], asyncio.Protocol]
    ) -> None:
        self._address = address
        self._context = context
        self._make = make
        self._loop = asyncio.get_running_loop()
        self._upgrading: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for a first byte, not for ever and not for too many at once."""
        self._transport = cast("asyncio.Transport", transport)
        self._silent[self] = self._loop.call_later(SILENT_S, self._drop)
        if len(self._silent) > MOST_SILENT:
            next(iter(self._silent))._drop()

    def data_received(self, data: bytes) -> None:
        """Look at the first byte."""
        self._forget()
        if data[0] == _HANDSHAKE:
            # Nothing more is read until TLS reads it.
            self._transport.pause_reading()
            self._upgrading = self._loop.create_task(self._upgrade(data))
            return
        found = _PATH.match(data)
        path = found[1].decode() if found else "/phone"
        self._transport.write(_redirect(f"https://{self._address}{path}"))
        self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a closed connection."""
        self._forget()

    async def _upgrade(self, first: bytes) -> None:
        gate = _Gate()
        handshake = self._loop.create_task(
            self._loop.start_tls(
                self._transport,
                gate,
                self._context,
                server_side=True,
                ssl_handshake_timeout=SILENT_S,
            )
        )
        # Its first step puts the protocol of TLS in our place, and asks for its start.
        await asyncio.sleep(0)
        tls = cast("asyncio.BufferedProtocol", self._transport.get_protocol())
        self._loop.call_soon(_feed, tls, first)
        try:
            secured = await handshake
        except (OSError, ssl.SSLError, asyncio.CancelledError):
            # A phone that was not told to trust us yet ends the handshake and asks its user.
            self._transport.abort()
            return
        if secured is None or gate.is_lost:
            return
        http = self._make()
        http.connection_made(secured)
        secured.set_protocol(http)
        if gate.waiting:
            http.data_received(bytes(gate.waiting))

    def _drop(self) -> None:
        self._forget()
        self._transport.abort()

    def _forget(self) -> None:
        timer = self._silent.pop(self, None)
        if timer is not None:
            timer.cancel()


def _feed(tls: asyncio.BufferedProtocol, data: bytes) -> None:
    """Give bytes that were read already to a protocol that reads into its own buffer."""
    while data:
        buffer = memoryview(tls.get_buffer(len(data)))
        size = min(len(buffer), len(data))
        buffer[:size] = data[:size]
        tls.buffer_updated(size)
        data = data[size:]


def _redirect(address: str) -> bytes:
    body = _WORDS.format(address).encode()
    head = (
        f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {address}\r\n"
        "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
        "Referrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
