"""Whose program is at the other end of a connection. In: two addresses. Out: ours, or not.

A port of this computer is open to all its users. A cookie alone does not tell them apart: a browser
sends it to every port of 127.0.0.1, so a program of another user could catch it. Linux says whose
socket is at the other end; other systems do not say so to a program without rights.
"""

import os
import socket
import struct
from contextlib import suppress

Address = tuple[str, int]
Owner = tuple[int, int]

# sock_diag(7): one question about one connection, without going through a list of all.
_NETLINK_SOCK_DIAG = 4
_SOCK_DIAG_BY_FAMILY = 20
_REQUEST = 1  # NLM_F_REQUEST
_ANY_STATE = 0xFFFFFFFF
_NO_COOKIE = b"\xff" * 8
_HEAD = struct.Struct("=IHHII")
_ASKED = struct.Struct("=BBBBI")
# Two ports, two addresses of 16 bytes, an interface and a cookie.
_ENDS = struct.Struct("!HH16s16s4s8s")
_OWNER = struct.Struct("=II")
_OWNER_AT = _HEAD.size + 4 + _ENDS.size + 12
_ANSWER_S = 1.0


def is_foreign(theirs: Address, ours: Address) -> bool:
    """Return whether another user of this computer holds the other end of a connection.

    False for another computer, and if the system does not say.

    Args:
        theirs: IPv4 address and port of the other end.
        ours: IPv4 address and port of this end.
    """
    owner = owner_of(theirs, ours)
    return owner is not None and is_other(owner)


def is_other(owner: Owner) -> bool:
    """Return whether an owner is another user than that of this program.

    The administrator may do everything anyway; but a socket without an inode was closed already,
    and says 0 for whoever had it.
    """
    user, inode = owner
    return not ((user == os.geteuid() and inode != 0) or (user == 0 and inode != 0))


def owner_of(theirs: Address, ours: Address) -> Owner | None:
    """Return the user and the inode of the socket at the other end, None if they are not known."""
    family = getattr(socket, "AF_NETLINK", None)
    if family is None:
        return None
    with suppress(OSError), socket.socket(family, socket.SOCK_RAW, _NETLINK_SOCK_DIAG) as asking:
        asking.settimeout(_ANSWER_S)
        asking.send(_question(theirs, ours))
        return _owner_in(asking.recv(4096), _ends(theirs, ours))
    return None


def _question(theirs: Address, ours: Address) -> bytes:
    ends = _ends(theirs, ours)
    length = _HEAD.size + _ASKED.size + len(ends)
    head = _HEAD.pack(length, _SOCK_DIAG_BY_FAMILY, _REQUEST, 0, 0)
    return head + _ASKED.pack(socket.AF_INET, socket.IPPROTO_TCP, 0, 0, _ANY_STATE) + ends


def _ends(theirs: Address, ours: Address) -> bytes:
    addresses = [socket.inet_aton(address).ljust(16, b"\0") for address, _ in (theirs, ours)]
    return _ENDS.pack(theirs[1], ours[1], *addresses, bytes(4), _NO_COOKIE)


def _owner_in(answer: bytes, ends: bytes) -> Owner | None:
    """Return the owner in an answer, None of an error or of another connection."""
    if len(answer) < _OWNER_AT + _OWNER.size:
        return None
    _, kind, _, _, _ = _HEAD.unpack_from(answer)
    ports = answer[_HEAD.size + 4 :][:4]
    # A socket that listens has no other end.
    if kind != _SOCK_DIAG_BY_FAMILY or ports != ends[:4]:
        return None
    user, inode = _OWNER.unpack_from(answer, _OWNER_AT)
    return user, inode
