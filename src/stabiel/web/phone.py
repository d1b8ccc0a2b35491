"""A phone as the camera, or a television as a screen. In: a request for a link. Out: the link.

Only `--lan` enables it: a second port is then open to the local network, over HTTPS with a
certificate of this computer's own authority. It serves the phone's page and its socket, to a
television also the film of the exercise and the spoken lines, and nothing else. A link works once.
"""

import ipaddress
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import segno

TOKEN_LIVES_S = 300.0
# What a guest of the door may be: a camera, or a screen that only follows.
DoorUse = Literal["camera", "screen"]
# Six digits can be typed with a remote control; they may be guessed wrong this often, so that a
# stranger in the network gets in with a chance of 1 in 100,000.
CODE_DIGITS = 6
MOST_GUESSES = 10
# Any outside address: nothing is sent, the system only reports the route it would use.
_OUTSIDE = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a page shows so that a phone or a television can connect.

    Attributes:
        url: the link, which works once; that of a television is short enough to type.
        qr: the link as a QR code, an SVG picture.
        words: four words in the name of the authority, as the phone shows them.
        fingerprint: SHA-256 of the certificate, to compare with the phone's warning.
        expires_s: how many seconds the link works.
    """

    url: str
    qr: str
    words: str
    fingerprint: str
    expires_s: float


class PhoneDoor:
    """Makes links for a phone and checks their tokens.

    Args:
        address: this computer's address in its network, with the port.
        fingerprint: the fingerprint of the certificate.
        clock: monotonic time in seconds.
        words: the four words in the name of the authority.
        authority_der: the authority's certificate, for the phone to install.

    Attributes:
        person: the id of the person whose link was used last.
        use: what that link is for.
    """

    def __init__(
        self,
        address: str,
        fingerprint: str,
        clock: Callable[[], float] = time.monotonic,
        *,
        words: str = "",
        authority_der: bytes = b"",
    ) -> None:
        self.address = address
        self.authority_der = authority_der
        self._words = words
        self._fingerprint = fingerprint
        self._clock = clock
        self._lock = threading.Lock()
        self._token: str | None = None
        self._until_s = 0.0
        self._guesses_left = 0
        self._invites = self.person = ""
        self._invited_as: DoorUse = "camera"
        self.use: DoorUse = "camera"

    @property
    def guest(self) -> str:
        """The name under which the last one who entered is known: see `guest_of`."""
        return f"{self.use}:{self.person}"

    def invite(self, person: str = "", use: DoorUse = "camera") -> Invitation:
        """Return a new link for a device of a person; the previous one stops working."""
        with self._lock:
            self._invites, self._invited_as = person, use
            self._until_s = self._clock() + TOKEN_LIVES_S
            self._guesses_left = MOST_GUESSES
            if use == "camera":
                self._token = secrets.token_urlsafe(24)
                url = f"https://{self.address}/phone?token={self._token}"
            else:
                self._token = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
                url = f"https://{self.address}/{self._token}"
        qr = segno.make(url, micro=False).svg_inline(scale=4, border=4, light="#fff", dark="#000")
        # An inline SVG has no namespace, but an image needs one.
        svg = qr.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        return Invitation(url, svg, self._words, self._fingerprint, TOKEN_LIVES_S)

    def may_enter(self, token: str) -> bool:
        """Return whether a token is valid, and use it up."""
        with self._lock:
            if self._token is None or self._clock() > self._until_s:
                return False
            if not secrets.compare_digest(token.encode(), self._token.encode()):
                self._guesses_left -= 1
                # A link for a camera cannot be guessed, so nobody ends it by trying.
                if self._invited_as == "screen" and self._guesses_left == 0:
                    self._token = None
                return False
            self._token = None
            self.person, self.use = self._invites, self._invited_as
            return True


def guest_of(name: str) -> tuple[DoorUse, str]:
    """Return what a guest of the door may be, and the id of the person who invited it."""
    use, _, person = name.partition(":")
    return ("screen" if use == "screen" else "camera"), person


def own_address() -> str | None:
    """Return this computer's address in its network, or None if it is in no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_OUTSIDE)
        except OSError:
            return None
        address = str(asking.getsockname()[0])
    return None if ipaddress.ip_address(address).is_loopback else address
