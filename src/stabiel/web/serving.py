"""Serves the apps until they are stopped. In: apps with their sockets. Out: the end.

Two servers may run, one for this computer and one for a phone; they start and stop together.
"""

import asyncio
import signal
import socket
import ssl
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn

from stabiel.web.connections import WatchedProtocol
from stabiel.web.door_protocol import DoorProtocol
from stabiel.web.guard import AsgiApp
from stabiel.web.jpeg import MOST_BYTES
from stabiel.web.open_pages import OpenPages

CLOSE_S = 3
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")

Served = tuple[uvicorn.Server, socket.socket]


def server_for(
    app: AsgiApp, certificate: Path | None = None, address: str | None = None
) -> uvicorn.Server:
    """Return a server for an app.

    Args:
        app: the app.
        certificate: a file with a key and its certificates, for HTTPS; None for HTTP.
        address: with a certificate, the address that requests without TLS are sent to.
    """
    config = uvicorn.Config(
        app,
        http=WatchedProtocol,
        ws="websockets-sansio",
        ws_max_size=MOST_BYTES + 1024,
        ws_max_queue=4,
        ws_per_message_deflate=False,  # pictures are compressed already, and no bomb can get in
        # Links carry a token, so no request is logged anywhere.
        access_log=False,
        log_level="critical",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=CLOSE_S,
        lifespan="off",
    )
    if certificate is not None and address is not None:
        config.load()
        config.http_protocol_class = _secured(certificate, address)  # type: ignore[assignment]
    return _quiet(uvicorn.Server(config))


def serve(served: list[Served], pages: OpenPages | None, link: str | None) -> bool:
    """Serve until a signal comes, or until nothing needs the apps any more.

    Args:
        served: the servers, each with the socket that it listens on.
        pages: says when the apps may end; None to stay until a signal comes.
        link: what to open in the browser once the servers run; None to open nothing.

    Returns:
        Whether they ended by themselves.
    """
    return asyncio.run(_serve(served, pages, link))


def _secured(certificate: Path, address: str) -> Callable[..., asyncio.Protocol]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def make(**settings: Any) -> asyncio.Protocol:
        return DoorProtocol(address, context, lambda: WatchedProtocol(**settings))

    return make


def _quiet(server: uvicorn.Server) -> uvicorn.Server:
    """Return a server that leaves signals alone: two servers may run, and they stop together."""

    @contextmanager
    def no_signals() -> Iterator[None]:
        yield

    server.capture_signals = no_signals  # type: ignore[method-assign]
    return server


async def _serve(served: list[Served], pages: OpenPages | None, link: str | None) -> bool:
    by_itself = False

    def stop() -> None:
        for server, _ in served:
            server.should_exit = True

    def stop_by_itself() -> None:
        nonlocal by_itself
        by_itself = True
        stop()

    def on_signal(number: int, place: FrameType | None) -> None:
        stop()

    for name in _SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), on_signal)
    tasks = [asyncio.create_task(server.serve(sockets=[sock])) for server, sock in served]
    if link is not None:
        # Some launchers run until the browser is closed, so this may block.
        opening = asyncio.create_task(asyncio.to_thread(webbrowser.open, link))
        opening.add_done_callback(lambda done: done.exception())
    watching = None
    if pages is not None:
        watching = asyncio.create_task(pages.end_when_over(stop_by_itself))
    await asyncio.gather(*tasks)
    if watching is not None:
        watching.cancel()
    return by_itself
