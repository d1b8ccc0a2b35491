"""`stabiel app`: the trainer in a browser page. In: arguments. Out: a server on this computer.

Heavy packages are imported only when they are used, so that `--help` is fast.
"""

import argparse
import asyncio
import secrets
import signal
import socket
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from stabiel.commands.common import add_data_option, persons_of
from stabiel.commands.last_end import last_end
from stabiel.errors import UsageError

if TYPE_CHECKING:
    import uvicorn

    from stabiel.web.guard import AsgiApp
    from stabiel.web.phone import PhoneDoor

LOOPBACK = "127.0.0.1"
PORT = 8760
CLOSE_S = 3
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `app`."""
    parser = commands.add_parser("app", help="train, review and analyze in a browser page")
    parser.add_argument(
        "--port",
        type=int,
        metavar="N",
        help=f"the port to listen on ({PORT}, or a free one if that is taken)",
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the link")
    parser.add_argument(
        "--lan",
        action="store_true",
        help="let a phone in the same network be the camera; opens one more port to that network",
    )
    add_data_option(parser)
    parser.set_defaults(run=_app)


def _app(arguments: argparse.Namespace) -> int:
    from stabiel.store import DataFolder
    from stabiel.web.asgi_apps import Parts, owner_app, phone_app
    from stabiel.web.household import Household
    from stabiel.web.phone import PhoneDoor, make_certificate, own_address

    own = listening(LOOPBACK, arguments.port, PORT)
    port = own.getsockname()[1]
    persons = persons_of(arguments)
    default = None if arguments.person is None else persons.find(arguments.person).id
    folder = DataFolder(persons.root)
    household = Household(folder, default=default, cookie=f"stabiel-person-{port}")
    token = secrets.token_urlsafe(24)
    names = frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"})
    link = f"http://{LOOPBACK}:{port}/?token={token}"
    with tempfile.TemporaryDirectory() as private:
        door: PhoneDoor | None = None
        servers = []
        if arguments.lan:
            address = own_address()
            if address is None:
                raise UsageError(
                    "This computer is not in a network; connect it, or leave out --lan."
                )
            lan = listening(address, None, port + 1)
            certificate, key, fingerprint = make_certificate(address, Path(private))
            door = PhoneDoor(f"{address}:{lan.getsockname()[1]}", fingerprint)
        parts = Parts(household, door)
        servers.append((_server(owner_app(parts, names, token, f"stabiel-{port}")), own))
        if door is not None:
            app = phone_app(parts, door, f"stabiel-phone-{port}")
            servers.append((_server(app, certificate, key), lan))
        ended = last_end(folder if default is None else persons.folder(default))
        print(_opening_text(link, door, folder.path, ended), flush=True)
        try:
            asyncio.run(_serve(servers, None if arguments.no_browser else link))
        finally:
            household.close()
            parts.close()
    with suppress(OSError):  # the terminal may be closed
        print("stabiel is closed.")
    return 0


def read_bundle(path: Path, *, browser: bool) -> int:
    """Show a bundle that was handed over in a browser page, until the program is stopped.

    It is unpacked to a temporary place; the records of this computer are not opened.

    Args:
        path: the ZIP file.
        browser: whether to open the page; the link is printed anyway.

    Raises:
        UsageError: it is not a bundle, or is damaged.
    """
    from stabiel.store import DataFolder
    from stabiel.web.asgi_apps import Parts, owner_app
    from stabiel.web.household import Household

    with tempfile.TemporaryDirectory(prefix="stabiel-") as private:
        place = Path(private) / "bundle"
        place.mkdir()
        household = Household(DataFolder(Path(private) / "none"), cookie="stabiel-bundle")
        parts = Parts(household, None)
        try:
            household.read_only(household.read(path, place, str(path)))
            own = listening(LOOPBACK, None, PORT)
            port = own.getsockname()[1]
            token = secrets.token_urlsafe(24)
            names = frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"})
            link = f"http://{LOOPBACK}:{port}/?token={token}"
            print(
                f"{path} is open to read, on this computer only:\n  {link}\nStop it with Ctrl-C.",
                flush=True,
            )
            servers = [(_server(owner_app(parts, names, token, f"stabiel-{port}")), own)]
            asyncio.run(_serve(servers, link if browser else None))
        finally:
            household.close()
            parts.close()
    with suppress(OSError):  # the terminal may be closed
        print("stabiel is closed.")
    return 0


def listening(address: str, wanted: int | None, default: int) -> socket.socket:
    """Return a socket that listens on the wanted port, or else the default or any free port.

    Raises:
        UsageError: the wanted port is taken or invalid.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # On Windows SO_REUSEADDR would let another program listen on this port as well.
    reuse = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
    sock.setsockopt(socket.SOL_SOCKET, reuse, 1)
    for port in (default, 0) if wanted is None else (wanted,):
        try:
            sock.bind((address, port))
        except (OSError, OverflowError):
            continue
        sock.listen(128)
        return sock
    sock.close()
    raise UsageError(f"Port {wanted} cannot be used; choose another with --port, or leave it out.")


def _server(
    app: "AsgiApp", certificate: Path | None = None, key: Path | None = None
) -> "uvicorn.Server":
    import uvicorn

    from stabiel.web.connections import WatchedProtocol
    from stabiel.web.jpeg import MOST_BYTES

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
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    return _quiet(uvicorn.Server(config))


def _quiet(server: "uvicorn.Server") -> "uvicorn.Server":
    """Return a server that leaves signals alone: two servers may run, and they stop together."""

    @contextmanager
    def no_signals() -> Iterator[None]:
        yield

    server.capture_signals = no_signals  # type: ignore[method-assign]
    return server


async def _serve(servers: "list[tuple[uvicorn.Server, socket.socket]]", link: str | None) -> None:
    def end(number: int, place: FrameType | None) -> None:
        for server, _ in servers:
            server.should_exit = True

    for name in _SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
    tasks = [asyncio.create_task(server.serve(sockets=[sock])) for server, sock in servers]
    if link is not None:
        # Some launchers run until the browser is closed, so this may block.
        opening = asyncio.create_task(asyncio.to_thread(webbrowser.open, link))
        opening.add_done_callback(lambda done: done.exception())
    await asyncio.gather(*tasks)


def _opening_text(
    link: str, door: "PhoneDoor | None", folder: Path, ended: str | None = None
) -> str:
    lines = [
        *([] if ended is None else [ended]),
        "stabiel is open, on this computer only:",
        f"  {link}",
        f"Kept in: {folder.resolve()}. Stop it with Ctrl-C.",
    ]
    if door is not None:
        lines += [
            f"A phone in your network can be the camera, at https://{door.address}.",
            "That port is open to everyone in your network. It answers only the phone that scans "
            "the code on the page, and serves only the camera's page. Use it at home.",
        ]
    return "\n".join(lines)
