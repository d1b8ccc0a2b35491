"""A thousand silent connections do not keep others out."""

import asyncio
import socket
import threading

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from stabiel.commands.app import listening
from stabiel.web import connections
from stabiel.web.connections import MOST_SILENT, WatchedProtocol


@pytest.fixture
def served():
    app = Starlette(routes=[Route("/", lambda request: PlainTextResponse("hello"))])
    own = listening("127.0.0.1", None, 0)
    server = uvicorn.Server(
        uvicorn.Config(app, http=WatchedProtocol, log_level="critical", lifespan="off")
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[own])))
    thread.start()
    yield own.getsockname()[1]
    server.should_exit = True
    thread.join()


def connected(port):
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def is_closed(sock):
    sock.settimeout(60)
    try:
        return sock.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_thousand_silent_connections_do_not_keep_anybody_out(served):
    silent = []
    try:
        for _ in range(1000):
            silent.append(connected(served))
            if len(silent) > MOST_SILENT + 50:
                silent.pop(0).close()
        assert httpx2.get(f"http://127.0.0.1:{served}/", timeout=60).text == "hello"
        assert is_closed(silent[0])
        assert len(WatchedProtocol._silent) <= MOST_SILENT
    finally:
        for each in silent:
            each.close()


def test_a_connection_with_a_request_is_not_closed(served):
    with httpx2.Client(base_url=f"http://127.0.0.1:{served}", timeout=60) as client:
        client.get("/")
        silent = [connected(served) for _ in range(MOST_SILENT + 20)]
        try:
            assert client.get("/").text == "hello"
        finally:
            for each in silent:
                each.close()


def test_half_a_request_is_not_waited_for(served, monkeypatch):
    monkeypatch.setattr(connections, "SILENT_S", 0.2)
    with connected(served) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        assert is_closed(half)


def test_small_answers_do_not_wait_for_those_before():
    async def sends_at_once(own):
        found = asyncio.get_running_loop().create_future()

        def accepted(_, writer):
            sock = writer.get_extra_info("socket")
            found.set_result(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(accepted, sock=own):
            _, writer = await asyncio.open_connection(*own.getsockname())
            writer.close()
            return await found

    assert asyncio.run(sends_at_once(listening("127.0.0.1", None, 0)))


def test_a_port_that_is_taken_is_named():
    with listening("127.0.0.1", None, 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Exception, match=f"Port {port} cannot be used"):
            listening("127.0.0.1", port, 1)
        with listening("127.0.0.1", None, port) as other:
            assert other.getsockname()[1] != port


@pytest.mark.parametrize("port", [-1, 70_000])
def test_an_invalid_port_is_named(port):
    with pytest.raises(Exception, match=f"Port {port} cannot be used"):
        listening("127.0.0.1", port, 1)
