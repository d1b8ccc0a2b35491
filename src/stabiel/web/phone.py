"""A phone as the camera. In: a request for a link. Out: a link whose token works once.

Only `--lan` enables it: a second port is then open to the local network, over HTTPS with a
certificate of this computer's own authority. It serves the phone's page and its socket and nothing
else.
"""

import ipaddress
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import segno

TOKEN_LIVES_S = 300.0
# Any outside address: nothing is sent, the system only reports the route it would use.
_OUTSIDE = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a page shows so that a phone can connect.

    Attributes:
        url: the link, which works once.
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
        self._invites = self.person = ""

    def invite(self, person: str = "") -> Invitation:
        """Return a new link for the phone of a person; the previous one stops working."""
        with self._lock:
            self._invites = person
            self._token = secrets.token_urlsafe(24)
            self._until_s = self._clock() + TOKEN_LIVES_S
            url = f"https://{self.address}/phone?token={self._token}"
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
                return False
            self._token = None
            self.person = self._invites
            return True


def own_address() -> str | None:
    """Return this computer's address in its network, or None if it is in no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_OUTSIDE)
        except OSError:
            return None
        address = str(asking.getsockname()[0])
    return None if ipaddress.ip_address(address).is_loopback else address
