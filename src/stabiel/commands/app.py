"""`stabiel app`: the trainer in a browser page. In: arguments. Out: a server on this computer.

It runs once for a data folder: a second start opens the page of the first. Heavy packages are
imported only when they are used, so that `--help` is fast.
"""

import argparse
import os
import socket
import sys
import tempfile
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import add_data_option, persons_of
from stabiel.commands.last_end import last_end
from stabiel.errors import OutputError, UsageError

if TYPE_CHECKING:
    from stabiel.store import DataFolder
    from stabiel.web.browser_access import BrowserAccess
    from stabiel.web.instance import Instance
    from stabiel.web.phone import PhoneDoor

LOOPBACK = "127.0.0.1"
# The first is where bookmarks lead. None of them is registered for another program (IANA, 2026),
# and each leaves room for the port of a phone beside it.
PORT = 8760
PORTS = (PORT, 8770, 8780)
# From listening to the note on it takes a start some tenths of a second.
TWIN_S = 1.0


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `app`."""
    parser = commands.add_parser("app", help="train, review and analyze in a browser page")
    parser.add_argument(
        "--port",
        type=int,
        metavar="N",
        help=f"the port to listen on ({PORT}, or another one if that is taken)",
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the link")
    parser.add_argument(
        "--stay",
        action="store_true",
        help="keep running after the last page is closed, until Ctrl-C",
    )
    parser.add_argument(
        "--lan",
        action="store_true",
        help="let a phone in the same network be the camera; opens one more port to that network",
    )
    add_data_option(parser)
    parser.set_defaults(run=_app)


def _app(arguments: argparse.Namespace) -> int:
    from stabiel.store import DataFolder
    from stabiel.web.instance import running_instance

    persons = persons_of(arguments)
    default = None if arguments.person is None else persons.find(arguments.person).id
    folder = DataFolder(persons.root)
    found = running_instance(folder) or _socket_or_twin(folder, arguments.port)
    if isinstance(found, socket.socket):
        return _start(arguments, folder, found, default)
    return _open_running(found, arguments)


def _socket_or_twin(folder: "DataFolder", wanted: int | None) -> "socket.socket | Instance":
    """Return a socket that listens, or the app that was started at the same moment.

    An icon that is clicked twice starts two programs: one gets the port and notes it a moment
    later, the other finds the port taken.

    Raises:
        UsageError: the wanted port is taken by another program, or invalid.
    """
    from stabiel.web.instance import running_instance

    try:
        sock = listening(LOOPBACK, wanted, *PORTS)
    except UsageError:
        time.sleep(TWIN_S)
        twin = running_instance(folder)
        if twin is None:
            raise
        return twin
    if sock.getsockname()[1] != (wanted or PORT):
        time.sleep(TWIN_S)
        twin = running_instance(folder)
        if twin is not None:
            sock.close()
            return twin
    return sock


def _open_running(running: "Instance", arguments: argparse.Namespace) -> int:
    """Open the page of the app that runs already."""
    print(f"stabiel is open already:\n  {running.link}", flush=True)
    if arguments.lan and not running.phone:
        print("It was started without --lan. For a phone, stop it first, then start with --lan.")
    if arguments.port not in (None, running.port):
        print(f"It stays on port {running.port}. For another port, stop it first.")
    if not arguments.no_browser:
        webbrowser.open(running.link)
    return 0


def _start(
    arguments: argparse.Namespace, folder: "DataFolder", sock: socket.socket, default: str | None
) -> int:
    """Serve until it is stopped or nobody needs it any more; return the exit code."""
    from stabiel.web.asgi_apps import Parts, owner_app
    from stabiel.web.browser_access import BrowserAccess
    from stabiel.web.door_app import phone_app
    from stabiel.web.household import Household
    from stabiel.web.instance import Instance
    from stabiel.web.open_pages import IDLE_S, OpenPages
    from stabiel.web.serving import serve, server_for

    port = sock.getsockname()[1]
    access = BrowserAccess(folder)
    household = Household(folder, default=default, cookie=f"stabiel-person-{port}")
    pages = OpenPages(lambda: household.is_working, idle_s=IDLE_S)

    def instance() -> Instance:
        return Instance(process=os.getpid(), port=port, token=access.token, phone=arguments.lan)

    with _noted(folder, access, instance) as note:

        def keep_access() -> None:
            # On a full disk the browsers have to enter again tomorrow; the erasing itself is done.
            with suppress(OutputError):
                access.save()
            note()

        household.on_erased = keep_access
        door: PhoneDoor | None = None
        if arguments.lan:
            door, lan, certificate = _phone_door(folder, port)
        parts = Parts(household, door, access, pages)
        names = frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"})
        served = [(server_for(owner_app(parts, names, access)), sock)]
        if door is not None:
            app = phone_app(parts, door, f"stabiel-phone-{port}")
            served.append((server_for(app, certificate, door.address), lan))
        ended = last_end(folder if default is None else household.persons.folder(default))
        closes_s = None if arguments.stay else IDLE_S
        another = port if arguments.port is None and port != PORT else None
        text = _opening_text(
            instance().link, door, folder.path, ended=ended, closes_s=closes_s, another=another
        )
        print(text)
        sys.stdout.flush()
        try:
            by_itself = serve(
                served,
                None if arguments.stay else pages,
                None if arguments.no_browser else instance().link,
            )
        finally:
            household.close()
            parts.close()
    with suppress(OSError):  # the terminal may be closed
        print("All pages were closed, so stabiel is closed." if by_itself else "stabiel is closed.")
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
    from stabiel.web.browser_access import BrowserAccess
    from stabiel.web.household import Household
    from stabiel.web.serving import serve, server_for

    with tempfile.TemporaryDirectory(prefix="stabiel-") as private:
        place, folder = Path(private) / "bundle", DataFolder(Path(private) / "none")
        place.mkdir()
        household = Household(folder, cookie="stabiel-bundle")
        access = BrowserAccess(folder)
        parts = Parts(household, None, access)
        try:
            household.read_only(household.read(path, place, str(path)))
            own = listening(LOOPBACK, None, *PORTS)
            port = own.getsockname()[1]
            names = frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"})
            link = f"http://{LOOPBACK}:{port}/?token={access.token}"
            print(
                f"{path} is open to read, on this computer only:\n  {link}\nStop it with Ctrl-C.",
                flush=True,
            )
            served = [(server_for(owner_app(parts, names, access)), own)]
            serve(served, None, link if browser else None)
        finally:
            household.close()
            parts.close()
    with suppress(OSError):  # the terminal may be closed
        print("stabiel is closed.")
    return 0


@contextmanager
def _noted(
    folder: "DataFolder", access: "BrowserAccess", instance: "Callable[[], Instance]"
) -> "Iterator[Callable[[], None]]":
    """Keep a note on this run for a second start, with the link of now; give what renews it."""
    from stabiel.web.instance import forget_instance, note_instance

    def note() -> None:
        # Without it a second start is a second program, which harms nothing.
        with suppress(OutputError):
            note_instance(folder, instance())

    def with_new_link() -> None:
        note()
        with suppress(OSError):
            print(f"All other browsers are logged out. The new link:\n  {instance().link}")
            sys.stdout.flush()

    access.on_new_link = with_new_link
    note()
    try:
        yield note
    finally:
        forget_instance(folder)


def _phone_door(folder: "DataFolder", port: int) -> "tuple[PhoneDoor, socket.socket, Path]":
    """Return the door for a phone, its socket, and the path of its certificate.

    Raises:
        UsageError: this computer is in no network.
        OutputError: the certificate cannot be kept.
    """
    from stabiel.web.authority import door_certificate
    from stabiel.web.phone import PhoneDoor, own_address

    address = own_address()
    if address is None:
        raise UsageError("This computer is not in a network; connect it, or leave out --lan.")
    made = door_certificate(folder, address)
    lan = listening(address, None, port + 1)
    door = PhoneDoor(
        f"{address}:{lan.getsockname()[1]}",
        made.fingerprint,
        words=made.words,
        authority_der=made.authority_der,
    )
    return door, lan, made.path


def listening(address: str, wanted: int | None, *defaults: int) -> socket.socket:
    """Return a socket that listens on the wanted port, or else a default one or any free port.

    Raises:
        UsageError: the wanted port is taken or invalid.
    """
    # asyncio sends small answers at once only on sockets that name TCP; on others each answer waits
    # for the browser's acknowledgment, 40 ms.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # On Windows SO_REUSEADDR would let another program listen on this port as well.
    reuse = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
    sock.setsockopt(socket.SOL_SOCKET, reuse, 1)
    for port in (*defaults, 0) if wanted is None else (wanted,):
        try:
            sock.bind((address, port))
        except (OSError, OverflowError):
            continue
        sock.listen(128)
        return sock
    sock.close()
    raise UsageError(f"Port {wanted} cannot be used; choose another with --port, or leave it out.")


def _opening_text(
    link: str,
    door: "PhoneDoor | None",
    folder: Path,
    *,
    ended: str | None = None,
    closes_s: float | None = None,
    another: int | None = None,
) -> str:
    """Return what the terminal says at the start.

    Args:
        link: lets a browser in.
        door: admits a phone, if any.
        folder: where everything is kept.
        ended: a line on how the last session ended.
        closes_s: after how many seconds without a page it closes; None if it stays.
        another: the port, if it is not the one of the bookmarks.
    """
    closes = (
        "It stays until you stop it."
        if closes_s is None
        else f"It closes {closes_s / 60:.0f} minutes after its last page is closed and nothing "
        "runs; --stay keeps it open."
    )
    lines = [
        *([] if ended is None else [ended]),
        "stabiel is open, on this computer only:",
        f"  {link}",
        *(
            []
            if another is None
            else [
                f"Another program uses port {PORT}, so this is port {another}, and bookmarks do "
                "not work today."
            ]
        ),
        closes,
        f"Kept in: {folder.resolve()}. Stop it with Ctrl-C.",
    ]
    if door is not None:
        lines += [
            f"A phone in your network can be the camera, at https://{door.address}.",
            "That port is open to everyone in your network. It answers only the phone that scans "
            "the code on the page, and serves only the camera's page. Use it at home.",
        ]
    return "\n".join(lines)
